"""Opening a page as what it was promised to be."""

import json
from datetime import UTC, datetime

import pytest

from scrapers.contract import RawPage
from scrapers.pages import read_json, require_html

NOW = datetime(2026, 8, 10, 6, 0, tzinfo=UTC)
PUBLIC = "https://www.toyfund.example"


def raw(body: bytes, content_type: str) -> RawPage:
    return RawPage(PUBLIC, PUBLIC, 200, content_type, body, NOW)


@pytest.mark.parametrize(
    ("body", "content_type", "came"),
    [
        (b"\n<!DOCTYPE html><html>", "text/html", "an HTML page"),
        (b"<html>", "application/json", "an HTML page"),
        (b"", "application/json", "'application/json'"),
        (b'{"a": ', "application/json", "'application/json'"),
        (b"[" * 100_000, "application/json", "'application/json'"),
    ],
)
def test_what_is_not_json_is_named(body: bytes, content_type: str, came: str) -> None:
    with pytest.raises(ValueError, match=f"JSON was promised, {came} came from {PUBLIC}"):
        read_json(raw(body, content_type))


def test_json_is_read_whatever_its_label_and_its_text_can_be_stored() -> None:
    assert read_json(raw("\ufeff[1]".encode(), "text/html")) == [1]
    broken = json.dumps({"title": "half \ud83d of it", "whole": "😀"}).encode()
    assert read_json(raw(broken, "application/json")) == {
        "title": "half \ufffd of it",
        "whole": "😀",
    }


def test_html_is_not_mistaken() -> None:
    assert require_html(raw(b"<p>", "text/html; charset=utf-8")) == "<p>"
    with pytest.raises(ValueError, match="HTML was promised, 'application/pdf' came"):
        require_html(raw(b"%PDF", "application/pdf"))
