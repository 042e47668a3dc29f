"""The examples of docs/api.md work as they stand, and its lists are whole."""

import re
import shlex
from pathlib import Path

import pytest
import requests

from matcher.commongrants.custom import DESCRIPTIONS
from matcher.commongrants.select import OWN_FILTERS
from matcher.web.api.document import document

PAGE = (Path(__file__).parents[4] / "docs" / "api.md").read_text(encoding="utf-8")
SERVED = "http://127.0.0.1:8080"
CURL = [line for line in PAGE.splitlines() if line.startswith("curl ")]
(PYTHON,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("line", CURL)
def test_requests_are_answered(line: str, address: str) -> None:
    words = iter(shlex.split(line)[1:])
    method, headers, body, url = "GET", {}, None, ""
    for word in words:
        if word == "-X":
            method = next(words)
        elif word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-d":
            body = next(words)
        else:
            url = word
    assert url.startswith(SERVED)
    answer = requests.request(
        method, url.replace(SERVED, address), headers=headers, data=body, timeout=60
    )
    assert answer.status_code == 200
    found = answer.json()
    assert found.get("items") or found.get("bids")
    assert found.get("filterInfo", {}).get("errors", []) == []


def test_the_client_reads_what_the_page_says(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    exec(compile(PYTHON.replace(SERVED, address), "docs/api.md", "exec"), {})  # noqa: S102
    assert "http" in capsys.readouterr().out


def test_every_route_field_and_filter_is_named() -> None:
    for path in document()["paths"]:
        assert re.sub(r"(/search|/\{\w+\})$", "", path) in PAGE
    for name in (*DESCRIPTIONS, *OWN_FILTERS):
        assert f"`{name}`" in PAGE
