"""Grants.gov: the daily XML extract, then the newest calls from its programming interface.

The extract holds every opportunity in full; those that are over are passed by
as the file is read. It is made in the early morning of the US East, so the run
asks for the one of the day before, which is surely there. What has been posted
since stands at the top of search2, newest first: each such call is asked for by
fetchOpportunity, and its entry takes the place of an older one in the extract.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from models.call import Call
from scrapers.contract import Card, Context, Listing, RawPage, Request
from scrapers.grants_gov.extract import KIND, check_extract, records
from scrapers.grants_gov.facts import eastern_day, read_call
from scrapers.grants_gov.opportunity import (
    FORECAST,
    KNOWN_IN_DETAIL,
    KNOWN_IN_EXTRACT,
    Opportunity,
    block_of,
    from_detail,
    from_extract,
    read_day,
)
from scrapers.pages import read_json

_EXTRACTS = "https://prod-grants-gov-chatbot.s3.amazonaws.com/extracts/"
_SEARCH = "https://api.grants.gov/v1/api/search2"
_DETAIL = "https://api.grants.gov/v1/api/fetchOpportunity"
_STATUSES = "forecasted|posted"
_ROWS = 100  # the most that the government's own client asks for


def first_request(context: Context) -> Request:
    """Ask for yesterday's extract, by the calendar of the US East."""
    return _extract(_extract_day(context))


def when_refused(_reason: str, context: Context) -> Listing:
    """Ask for the extract of one day earlier, should yesterday's not be there yet."""
    return Listing((), _extract(_extract_day(context) - timedelta(days=1)))


def parse_listing(page: RawPage, context: Context) -> Listing:
    """Read the extract, or one page of the search; ValueError if it is neither."""
    if page.url.startswith(_EXTRACTS):
        check_extract(page)
        return Listing(_extract_cards(page, context), _search(0))
    return _read_search(page, context)


def parse_call(card: Card, detail: RawPage | None, context: Context) -> Call | None:
    """Read one opportunity; None if it is not for a UK body, not open, or not about health."""
    if detail is None:
        opportunity = from_extract(card.fields)
    else:
        opportunity = _read_detail(card, detail, context)
    return read_call(opportunity, card, context) if opportunity.is_open(_today(context)) else None


def _today(context: Context) -> date:
    return eastern_day(context)


def _extract(day: date) -> Request:
    return Request(f"{_EXTRACTS}GrantsDBExtract{day:%Y%m%d}v2.zip", large=True)


def _extract_day(context: Context) -> date:
    return _today(context) - timedelta(days=1)


def _extract_cards(page: RawPage, context: Context) -> Iterator[Card]:
    """Yield the opportunities that are open or to come, each in full."""
    day, made_on = _today(context), _extract_day(context)
    for fields in records(page):
        context.audit(fields, KNOWN_IN_EXTRACT, page.url)
        number = fields.get("OpportunityID")
        if not isinstance(number, str) or not _is_number(number):
            context.warn(f"an opportunity without a usable number: {number!r}"[:120], page.url)
            continue
        opportunity = from_extract(fields)
        if opportunity.is_open(day):
            updated = opportunity.updated or opportunity.posted or ""
            yield Card(number, fields, version=f"{made_on} {fields[KIND]} {updated}")


def _is_number(words: str) -> bool:
    return words.isascii() and words.isdigit() and len(words) <= 20


def _search(start: int) -> Request:
    return Request(
        _SEARCH,
        method="POST",
        json_body={
            "keyword": "",
            "oppStatuses": _STATUSES,
            "sortBy": "openDate|desc",
            "rows": _ROWS,
            "startRecordNum": start,
        },
    )


def _read_search(page: RawPage, context: Context) -> Listing:
    """Read the hits that the extract cannot have; go on while the last one is such a hit."""
    data = _data(page)
    hits, total, start = data.get("oppHits"), _count(data, "hitCount"), _count(data, "startRecord")
    if not isinstance(hits, list):
        raise ValueError(f"no list of oppHits on the page {page.url}")
    _check_echo(data, page)
    if not hits and start < total:
        raise ValueError(f"{total} hits, but none from {start} on, on the page {page.url}")
    if total == 0:
        context.warn("the search finds nothing at all: its filters may have changed", page.url)
    rows = [hit for hit in hits if isinstance(hit, dict)]
    days = [_open_day(hit) for hit in rows]
    since = _extract_day(context)
    cards = [
        card
        for hit, day in zip(rows, days, strict=True)
        if (day is None or day >= since) and (card := _hit_card(hit, day, page, context))
    ]
    stated = [day for day in days if day is not None]
    if stated != sorted(stated, reverse=True):
        context.warn("the search is not sorted by opening date: new calls may be missed", page.url)
    more = bool(stated) and stated[-1] >= since and start + len(hits) < total
    return Listing(tuple(cards), _search(start + len(hits)) if more else None)


def _data(page: RawPage) -> Mapping[str, Any]:
    answer = read_json(page)
    if not isinstance(answer, dict) or answer.get("errorcode") != 0:
        said = str(answer.get("msg"))[:80] if isinstance(answer, dict) else "no object"
        raise ValueError(f"the interface reports an error: {said!r} on the page {page.url}")
    data = answer.get("data")
    if not isinstance(data, dict):
        raise ValueError(f"no data in the answer on the page {page.url}")
    return data


def _count(data: Mapping[str, Any], key: str) -> int:
    value = data.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"{key} in the JSON is not a number: {str(value)[:40]!r}")
    return value


def _check_echo(data: Mapping[str, Any], page: RawPage) -> None:
    """ValueError if the search that was done is not the one that was asked for."""
    asked = data.get("searchParams")
    if not isinstance(asked, dict):
        raise ValueError(f"no searchParams in the answer on the page {page.url}")
    if asked.get("startRecordNum") != data["startRecord"]:
        raise ValueError(f"the search begins elsewhere than asked, on the page {page.url}")
    if asked.get("oppStatuses") != _STATUSES:
        raise ValueError(f"the search is not for {_STATUSES!r} on the page {page.url}")


def _open_day(hit: Mapping[str, Any]) -> date | None:
    try:
        return read_day(str(hit.get("openDate")))
    except ValueError:
        return None


def _hit_card(
    hit: Mapping[str, Any], day: date | None, page: RawPage, context: Context
) -> Card | None:
    number = str(hit.get("id"))
    if not _is_number(number):
        context.warn(f"a hit without a usable id: {str(hit.get('title'))[:80]!r}", page.url)
        return None
    if day is None:
        context.warn("a hit without an opening date", f"{_DETAIL}#{number}")
    if hit.get("oppStatus") not in _STATUSES.split("|"):
        context.warn(f"hits of status {str(hit.get('oppStatus'))[:20]!r} are left out", page.url)
        return None
    fields = {key: str(hit.get(key)) for key in ("number", "title", "openDate", "closeDate")}
    request = Request(_DETAIL, method="POST", json_body={"opportunityId": int(number)})
    kind = FORECAST if hit.get("docType") == FORECAST else "synopsis"
    return Card(number, fields, request, version=f"{_today(context)} {kind}")


def _read_detail(card: Card, detail: RawPage, context: Context) -> Opportunity:
    """Read an answer of fetchOpportunity; ValueError if it is another opportunity's."""
    data = _data(detail)
    if str(data.get("id")) != card.source_id:
        raise ValueError(f"another opportunity than {card.source_id} on the page {detail.url}")
    context.audit(block_of(data), KNOWN_IN_DETAIL, detail.url)
    return from_detail(data)
