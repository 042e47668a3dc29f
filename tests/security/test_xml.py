"""XML that reads files, asks other hosts or unfolds to gigabytes (XXE, billion laughs)."""

import io
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from matcher.imports import ImportFailure, read_calls
from scrapers.contract import RawPage
from scrapers.feed import feed_links
from scrapers.grants_gov.extract import records
from tests.scrapers.fixture_pages import FIXTURES, READ_AT
from tests.scrapers.local_server import LocalServer

SECRET = "the secret of this machine"
LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
)
LONG = f"<!DOCTYPE x [<!ENTITY a '{'x' * 100_000}'>]>"


def declarations(folder: Path, site: LocalServer) -> dict[str, tuple[str, str]]:
    """What stands before the first element, and the reference that makes it act."""
    secret = folder / "secret"
    secret.write_text(SECRET, encoding="utf-8")
    outside = f"<!DOCTYPE x SYSTEM '{site.address}/x.dtd'>"
    parameter = f"<!DOCTYPE x [<!ENTITY % p SYSTEM '{site.address}/p.dtd'> %p;]>"
    return {
        "a file": (f"<!DOCTYPE x [<!ENTITY a SYSTEM '{secret.as_uri()}'>]>", "&a;"),
        "a host": (f"<!DOCTYPE x [<!ENTITY a SYSTEM '{site.address}/a'>]>", "&a;"),
        "a schema elsewhere": (outside, ""),
        "a parameter": (parameter, ""),
        "laughs": (LAUGHS, "&a9;"),
        "one long entity": (LONG, "&a;" * 5_000),
    }


KINDS = ("a file", "a host", "a schema elsewhere", "a parameter", "laughs", "one long entity")


@pytest.fixture
def hostile(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    with LocalServer() as site:
        yield declarations(tmp_path, site)[request.param]
        assert site.seen == [], "the document made us ask somebody"


def page_of(body: bytes, kind: str) -> RawPage:
    return RawPage("https://a.example/x", "https://a.example/x", 200, kind, body, READ_AT)


@pytest.mark.parametrize("hostile", KINDS, indirect=True)
def test_a_feed_with_entities_is_refused(hostile: tuple[str, str]) -> None:
    head, reference = hostile
    body = f"{head}<rss><channel><item><link>https://a.example/{reference}</link></item></channel></rss>"
    _refused_soon(lambda: feed_links(page_of(body.encode(), "application/rss+xml")), reference)


@pytest.mark.parametrize("hostile", KINDS, indirect=True)
def test_the_extract_with_entities_is_refused(hostile: tuple[str, str]) -> None:
    head, reference = hostile
    text = (FIXTURES / "grants_gov" / "extract.xml").read_text("utf-8")
    start = text.index("<Grants") if "<Grants" in text else text.index("<", 60)
    body = head.replace("DOCTYPE x", "DOCTYPE Grants") + text[start:].replace(
        "<OpportunityTitle>", f"<OpportunityTitle>{reference}"
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("extract.xml", body)
    page = page_of(packed.getvalue(), "application/zip")
    _refused_soon(lambda: list(records(page)), reference)


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "_rels/.rels"]
)
@pytest.mark.parametrize("hostile", KINDS, indirect=True)
def test_a_workbook_with_entities_is_refused(
    hostile: tuple[str, str], part: str, tmp_path: Path
) -> None:
    head, reference = hostile
    path = tmp_path / "calls.xlsx"
    path.write_bytes(_workbook(part, head, reference))
    named = reference if part == "xl/worksheets/sheet1.xml" else ""  # where a text can refer
    _refused_soon(lambda: read_calls(path, None, READ_AT.date()), named, ImportFailure)


def _workbook(part: str, head: str, reference: str) -> bytes:
    book, plain, hostile = Workbook(), io.BytesIO(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "title", "source"])
    sheet.append(["1", "A call", "https://a.example/1"])
    book.save(plain)
    with zipfile.ZipFile(plain) as read, zipfile.ZipFile(hostile, "w") as written:
        for name in read.namelist():
            text = read.read(name).decode()
            if name == part:
                start = text.index("<", 2) if text.startswith("<?xml") else 0
                text = head + text[start:].replace("A call", f"A call {reference}")
            written.writestr(name, text)
    return hostile.getvalue()


def _refused_soon(read: object, reference: str, kind: type[Exception] = ValueError) -> None:
    """It is refused, or read without what it refers to; and takes neither time nor the secret."""
    start = time.process_time()
    assert callable(read)
    try:
        found = str(read())
    except kind as error:
        found = str(error)
    else:
        assert not reference, "what refers to an entity cannot be whole without it"
    assert SECRET not in found
    assert len(found) < 100_000
    assert time.process_time() - start < 5
