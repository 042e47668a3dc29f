"""The portal's search service (SEDIA): asked by POST, its answers are rows of metadata.

A topic has a row for each language and may have stubs (rows without status, or
without text and deadline) beside its full row: only full English rows count.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from scrapers.contract import Context, RawPage, Request
from scrapers.eu.rows import GRANT_TYPES, Row, first, is_stub
from scrapers.pages import read_json

SEARCH_URL = "https://api.tech.ec.europa.eu/search-api/prod/rest/search"
_LISTED_TYPES = ("2", "8")  # topics, type 1, are all in the reference file
_PAGE_SIZE = 100
_TOPIC_PAGE_SIZE = 20  # a topic's full row has company: stubs, and topics that mention it
_WINDOW = 10_000  # the service shows no more rows than this
_OPEN_OR_FORTHCOMING = ("31094501", "31094502")


def listing_request(number: int = 1) -> Request:
    """Ask for a page of the open and forthcoming calls that the reference file lacks."""
    terms = {"type": _LISTED_TYPES, "status": _OPEN_OR_FORTHCOMING}
    return _request("***", terms, size=_PAGE_SIZE, number=number)


def topic_request(identifier: str) -> Request:
    """Ask for the rows of one topic, whatever its status: it may have closed just now."""
    return _request(f'"{identifier}"', {"type": GRANT_TYPES}, size=_TOPIC_PAGE_SIZE, number=1)


def read_listing(page: RawPage, context: Context) -> tuple[list[Row], Request | None]:
    """Read one page of the listing: its full English rows, and the request for the next page.

    There is no stated total: the service counts rows, several to a call.
    ValueError if the page is not an answer of the service.
    """
    data = _answer(page)
    rows = [row["metadata"] for row in data["results"] if _is_call_row(row, page, context)]
    full = [row for row in rows if not is_stub(row)]
    if {_name(row) for row in rows} - {_name(row) for row in full}:
        context.warn("rows without status and text are left out unless a full row comes")
    return full, _next_request(data, context)


def read_topic(page: RawPage, identifier: str) -> Row | None:
    """Return the full English row of exactly this topic, or None if the answer has none.

    ValueError if the page is not an answer of the service.
    """
    for row in _answer(page)["results"]:
        metadata = row.get("metadata") if isinstance(row, dict) else None
        if (
            isinstance(metadata, dict)
            and _name(metadata).casefold() == identifier.casefold()
            and first(metadata, "type") in GRANT_TYPES
            and _language(row) == "en"
            and not is_stub(metadata)
        ):
            return metadata
    return None


def _request(text: str, terms: Mapping[str, Sequence[str]], *, size: int, number: int) -> Request:
    must = [{"terms": {name: list(values)}} for name, values in terms.items()]
    return Request(
        SEARCH_URL,
        method="POST",
        params={
            "apiKey": "SEDIA",  # a public constant of the portal, not a secret
            "text": text,
            "pageSize": str(size),
            "pageNumber": str(number),
        },
        # Sent as one JSON body instead of parts, the filters would be ignored.
        json_parts={
            "query": {"bool": {"must": must}},
            "languages": ["en"],
            "sort": {"field": "sortStatus", "order": "ASC"},
        },
    )


def _answer(page: RawPage) -> dict[str, Any]:
    data = read_json(page)
    if not isinstance(data, dict) or not isinstance(data.get("results"), list):
        raise ValueError(f"no list of results on the page {page.url}")
    return data


def _next_request(data: Mapping[str, Any], context: Context) -> Request | None:
    total, number, size = (_count(data, key) for key in ("totalResults", "pageNumber", "pageSize"))
    if total > _WINDOW:
        context.warn(f"only {_WINDOW} of more rows can be read: the filters may be ignored")
    if not data["results"] or number * size >= min(total, _WINDOW):
        return None
    return listing_request(number + 1)


def _count(data: Mapping[str, Any], key: str) -> int:
    value = data.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"{key} is not a number: {str(value)[:40]!r}")
    return value


def _is_call_row(row: Any, page: RawPage, context: Context) -> bool:
    """Whether the row is a call in English; others are reported, once for each kind."""
    metadata = row.get("metadata") if isinstance(row, dict) else None
    if not isinstance(metadata, dict):
        context.warn("a row without metadata", page.url)
        return False
    kind = first(metadata, "type")
    if kind not in _LISTED_TYPES:
        context.warn(
            f"rows of type {kind[:20]!r} left out: not calls, though only calls were asked"
        )
        return False
    if _language(row) != "en":
        context.warn("rows in other languages left out, though only English ones were asked")
        return False
    if not _name(metadata):
        context.warn("a row without an identifier", page.url)
        return False
    return True


def _language(row: Mapping[str, Any]) -> str:
    return first(row["metadata"], "language") or str(row.get("language"))


def _name(row: Row) -> str:
    return first(row, "identifier").strip()
