"""Extracts made for a test, and a local server that plays both of Grants.gov's hosts."""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from scrapers.contract import Card, Context, RawPage, Request
from scrapers.registry import load_source
from scrapers.source import Source
from tests.scrapers.fixture_pages import FIXTURES, READ_AT
from tests.scrapers.local_server import Handler, LocalServer

NAMESPACE = "http://apply.grants.gov/system/OpportunityDetail-V1.0"
EXTRACT = "/extracts/GrantsDBExtract20260614v2.zip"
EXTRACT_URL = f"https://prod-grants-gov-chatbot.s3.amazonaws.com{EXTRACT}"
SEARCH_URL = "https://api.grants.gov/v1/api/search2"
FOLDER = FIXTURES / "grants_gov"
SOURCE = load_source(Path(__file__).parents[3] / "scrapers" / "sources" / "grants_gov")
NO_HITS: dict[str, Any] = {
    "errorcode": 0,
    "msg": "Webservice Succeeds",
    "data": {
        "searchParams": {"startRecordNum": 0, "oppStatuses": "forecasted|posted"},
        "hitCount": 1,
        "startRecord": 0,
        "oppHits": [{"id": "1", "openDate": "01/02/2026", "oppStatus": "posted"}],
    },
}

Record = Mapping[str, str | tuple[str, ...]]


class _Unseekable(io.RawIOBase):
    """Somewhere to write to that cannot go back, as the site's own writer has it."""

    def __init__(self) -> None:
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.written += data
        return len(data)


def zipped(xml: str | bytes, name: str = "GrantsDBExtract20260614v2.xml") -> bytes:
    """Zip as the live file is: sizes stand behind the data, not before it."""
    target = _Unseekable()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name, (2026, 6, 14, 4, 0, 0)), xml, zipfile.ZIP_DEFLATED)
    return bytes(target.written)


def extract_of(records: Iterable[Record], kind: str = "Synopsis") -> str:
    """Write the XML of an extract."""
    tag = f"Opportunity{kind}Detail_1_0"
    bodies = (f"<{tag}>{_elements(record)}</{tag}>" for record in records)
    return f'<?xml version="1.0"?><Grants xmlns="{NAMESPACE}">{"".join(bodies)}</Grants>'


def _elements(record: Record) -> str:
    pairs = (
        (name, text)
        for name, value in record.items()
        for text in ((value,) if isinstance(value, str) else value)
    )
    return "".join(f"<{name}>{escape(text)}</{name}>" for name, text in pairs)


def health_call(number: int, **changes: str | tuple[str, ...]) -> dict[str, str | tuple[str, ...]]:
    """Return a record that a UK body may enter; the changes win."""
    return {
        "OpportunityID": str(number),
        "OpportunityTitle": f"Healthy districts {number}",
        "OpportunityNumber": f"EX-{number}",
        "CategoryOfFundingActivity": ("HL",),
        "EligibleApplicants": ("25",),
        "PostDate": "05022026",
        "CloseDate": "09302026",
        "LastUpdatedDate": "05022026",
        "Description": "Research on health in cities.",
        **changes,
    }


def page(body: bytes, url: str = EXTRACT_URL, kind: str = "application/zip") -> RawPage:
    return RawPage(url, url, 200, kind, body, READ_AT)


def json_page(answer: object, url: str = SEARCH_URL) -> RawPage:
    return page(json.dumps(answer).encode(), url, "application/json")


def context() -> Context:
    definition = SOURCE.definition
    return Context("grants_gov", definition.url, READ_AT.date(), definition.lookups, now=READ_AT)


def cards_of(body: bytes, told: Context | None = None) -> list[Card]:
    """Read an extract's cards to the end."""
    return list(SOURCE.parser.parse_listing(page(body), told or context()).cards)


def expecting(min_calls: int) -> Source:
    """The source, told to expect as many calls as a test brings."""
    changes = {"min_calls": min_calls, "min_listed": 0, "max_calls": 20_000}
    expect = SOURCE.definition.expect.model_copy(update=changes)
    return Source(SOURCE.definition.model_copy(update={"expect": expect}), SOURCE.parser)


def serve_fixture(site: LocalServer) -> None:
    """Serve the fixture; of several answers to one POST the body decides."""
    answers: dict[str, list[tuple[dict[str, Any], bytes]]] = {}
    for entry in json.loads((FOLDER / "pages.json").read_text("utf-8")):
        body = (FOLDER / entry["file"]).read_bytes()
        if entry["method"] == "GET":
            site.page(entry["path"], body, "application/zip")
        else:
            answers.setdefault(entry["path"], []).append((entry["body"], body))
    for path, choices in answers.items():
        site.answer(path, _by_body(choices))


def _by_body(choices: list[tuple[dict[str, Any], bytes]]) -> Any:
    def answer(handler: Handler) -> None:
        asked = json.loads(handler.server.site.seen[-1].body)
        fitting = (body for part, body in choices if part.items() <= asked.items())
        handler.reply(200, next(fitting), Content_Type="application/json")

    return answer


def serve(site: LocalServer, extract: bytes, search: object = NO_HITS) -> None:
    """Serve an extract and one page of the search."""
    site.page(EXTRACT, extract, "application/zip")
    site.page("/v1/api/search2", json.dumps(search), "application/json")


def asked_bodies(site: LocalServer, path: str) -> list[Any]:
    return [json.loads(seen.body) for seen in site.seen if seen.path == path]


def search_request(found: Request | None) -> Mapping[str, Any]:
    assert found is not None
    assert (found.method, found.url) == ("POST", SEARCH_URL)
    return found.json_body
