"""EU Funding & Tenders Portal: the SEDIA search, asked by POST, 100 rows a page.

Every value of a row's metadata is a list. A topic has a row for each language
and may have stubs (rows without status, or without text and deadline) beside
its full row: only full English rows become cards, whichever page they are on.
Named as ignored: keywords and latest news, links and support information, and
`destinationDetails`, which says the same for dozens of topics.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from models.call import Call, DeadlineKind, Stage
from scrapers.contract import Card, Context, Listing, RawPage, Request
from scrapers.facts.dates import BRUSSELS, parse_moment
from scrapers.facts.eu_budget import read_budget
from scrapers.facts.gather import Facts, add_status
from scrapers.facts.text import html_to_text, sentence_spans
from scrapers.pages import read_json

_PAGE_SIZE = 100
_WINDOW = 10_000  # the service shows no more rows than this
_CALL_TYPES = ("1", "2", "8")  # grants, and cascade calls; 0 is a tender, 6 a news item
_SUBMISSION_ENDS = time(17)  # the portal closes at 17:00 Brussels time where only a date is given
_TOPIC_PAGE = (
    "https://ec.europa.eu/info/funding-tenders/opportunities/portal/screen/opportunities"
    "/topic-details/"
)
_KEPT = (
    *("identifier", "title", "type", "status", "url", "ccm2Id", "callIdentifier", "callTitle"),
    *("frameworkProgramme", "typesOfAction", "tags", "startDate", "deadlineDate", "deadlineModel"),
    *("budgetOverview", "budget", "descriptionByte", "beneficiaryAdministration"),
    "topicConditions",
)
_BUDGET_LABELS = {
    "award_min": "smallest contribution",
    "award_max": "largest contribution",
    "total_fund": "budget",
    "expected_awards": "grants expected:",
}
_SUMMARY_HEADINGS = ("scope", "objective", "objectives")
_SUMMARY_LENGTH = 400  # characters: two or three sentences


def first_request(context: Context) -> Request:
    """Ask for the first page of open and forthcoming calls."""
    return _request(context.url, 1)


def parse_listing(page: RawPage, context: Context) -> Listing:
    """Read one page of the search; ValueError if it is not one.

    There is no stated total: the service counts rows, several to a call.
    """
    data = read_json(page)
    if not isinstance(data, dict) or not isinstance(data.get("results"), list):
        raise ValueError(f"no list of results on the page {page.url}")
    rows = [row for row in data["results"] if _is_call_row(row, page, context)]
    full = [row["metadata"] for row in rows if not _is_stub(row["metadata"])]
    cards: dict[str, Card] = {}
    for metadata in full:
        identifier = _first(metadata, "identifier").strip()
        fields = {key: metadata[key] for key in _KEPT if metadata.get(key)}
        cards.setdefault(identifier, Card(identifier, fields))
    stubs = {_first(row["metadata"], "identifier").strip() for row in rows} - set(cards)
    if stubs:
        context.warn("rows without status and text are left out unless a full row comes")
    return Listing(tuple(cards.values()), _next_request(data, context))


def parse_call(card: Card, _detail: RawPage | None, context: Context) -> Call | None:
    """Read one topic from its row. ValueError if it has no title."""
    metadata = card.fields
    facts = Facts(_address(metadata, card.source_id))
    add_status(facts, context, "Status", _first(metadata, "status"))
    facts.values["funder"] = "European Commission"
    _add_frame(facts, metadata, context)
    _add_times(facts, metadata, context)
    _add_budget(facts, metadata, card.source_id, context)
    eligibility = html_to_text(_first(metadata, "topicConditions"))
    if eligibility:
        facts.values["eligibility"] = eligibility
    description = _first(metadata, "descriptionByte") or _first(
        metadata, "beneficiaryAdministration"
    )
    summary, text = _split(html_to_text(description))
    return Call(
        source=context.source,
        source_id=card.source_id,
        url=facts.url,
        title=" ".join(html_to_text(_first(metadata, "title")).split()),
        summary=summary,
        text=text,
        **facts.fields(),
    )


def _request(url: str, number: int) -> Request:
    terms = [
        {"terms": {"type": list(_CALL_TYPES)}},
        {"terms": {"status": ["31094501", "31094502"]}},
    ]
    return Request(
        url,
        method="POST",
        params={
            "apiKey": "SEDIA",  # a public constant of the portal, not a secret
            "text": "***",
            "pageSize": str(_PAGE_SIZE),
            "pageNumber": str(number),
        },
        # Sent as one JSON body instead of parts, the filters would be ignored.
        json_parts={
            "query": {"bool": {"must": terms}},
            "languages": ["en"],
            "sort": {"field": "sortStatus", "order": "ASC"},
        },
    )


def _next_request(data: Mapping[str, Any], context: Context) -> Request | None:
    total, number, size = (_count(data, key) for key in ("totalResults", "pageNumber", "pageSize"))
    if total > _WINDOW:
        context.warn(f"only {_WINDOW} of more rows can be read: the filters may be ignored")
    seen = number * size
    if not data["results"] or seen >= min(total, _WINDOW):
        return None
    return _request(context.url, number + 1)


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
    kind = _first(metadata, "type")
    if kind not in _CALL_TYPES:
        context.warn(
            f"rows of type {kind[:20]!r} left out: not calls, though only calls were asked"
        )
        return False
    if (_first(metadata, "language") or str(row.get("language"))) != "en":
        context.warn("rows in other languages left out, though only English ones were asked")
        return False
    if not _first(metadata, "identifier").strip():
        context.warn("a row without an identifier", page.url)
        return False
    return True


def _is_stub(metadata: Mapping[str, Any]) -> bool:
    text = _first(metadata, "descriptionByte") or _first(metadata, "beneficiaryAdministration")
    return not _first(metadata, "status") or not (text or _first(metadata, "deadlineDate"))


def _all(metadata: Mapping[str, Any], key: str) -> list[str]:
    values = metadata.get(key)
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def _first(metadata: Mapping[str, Any], key: str) -> str:
    return next(iter(_all(metadata, key)), "")


def _address(metadata: Mapping[str, Any], identifier: str) -> str:
    """Return the topic's page; identifiers with slashes have their own addresses."""
    own = _first(metadata, "url")
    simple = re.fullmatch(r"[\w.-]+", identifier) and _first(metadata, "type") != "8"
    if not simple and own.startswith("https://ec.europa.eu/") and urlsplit(own).path:
        return own
    return _TOPIC_PAGE + quote(identifier, safe="")


def _add_frame(facts: Facts, metadata: Mapping[str, Any], context: Context) -> None:
    """Add programme, type of action, and the numbers and words to find the topic by."""
    code = _first(metadata, "frameworkProgramme")
    programme = context.look_up("programme", code) if code else None
    facts.add("programme", programme, f"Framework programme: {code}")
    action = " ".join(_first(metadata, "typesOfAction").split())
    facts.add("funding_type", action, f"Type of action: {action}")
    number = _first(metadata, "ccm2Id")
    facts.add("references", (number,) if number else (), f"ccm2Id: {number}")
    words = [_first(metadata, "callIdentifier"), *_all(metadata, "tags")]
    tags = tuple(dict.fromkeys(word.strip() for word in words if word.strip()))
    if tags:
        facts.values["tags"] = tags


def _add_times(facts: Facts, metadata: Mapping[str, Any], context: Context) -> None:
    opens = _first(metadata, "startDate")
    if opens:
        facts.add("opens_at", _moment(opens, time()), f"Opening date: {opens}")
    stated = _all(metadata, "deadlineDate")
    deadlines = tuple(sorted({_moment(words, _SUBMISSION_ENDS) for words in stated}))
    facts.add("deadlines", deadlines, f"Deadlines: {', '.join(stated)}")
    model = _first(metadata, "deadlineModel")
    meaning = context.look_up("deadline model", model) if model else None
    if meaning is not None and deadlines:
        facts.add("deadline_kind", DeadlineKind(meaning), f"Deadline model: {model}")
    elif deadlines:
        kind = DeadlineKind.FIXED if len(deadlines) == 1 else DeadlineKind.STAGED
        facts.add("deadline_kind", kind, f"Deadlines: {', '.join(stated)}")
    if model == "two-stage" and deadlines:
        stage = _stage(deadlines, context.today)
        facts.add("stage", stage, f"Deadline model: {model}; deadlines: {', '.join(stated)}")


def _add_budget(
    facts: Facts, metadata: Mapping[str, Any], identifier: str, context: Context
) -> None:
    overview = _first(metadata, "budgetOverview")
    if not overview:
        return
    try:
        budget = read_budget(overview, identifier)
    except ValueError as error:
        context.warn(f"the budget of {identifier} cannot be read: {error}", facts.url)
        return
    if budget is None:
        context.warn(f"the budget overview does not mention {identifier}", facts.url)
        return
    for fact, label in _BUDGET_LABELS.items():
        value = getattr(budget, fact)
        facts.add(fact, value, f"{budget.action}: {label} {value}")


def _moment(words: str, time_of_day: time) -> datetime:
    """Read a date that comes as midnight UTC, or a moment that comes as one."""
    found = parse_moment(words, ZoneInfo("UTC"))
    if found.time() == time():
        return datetime.combine(found.date(), time_of_day, BRUSSELS)
    return found.astimezone(BRUSSELS)


def _stage(deadlines: tuple[datetime, ...], today: date) -> Stage:
    """Until its first deadline a two-stage topic asks for outlines."""
    return Stage.OUTLINE if deadlines[0].date() >= today else Stage.FULL


def _split(text: str) -> tuple[str, str]:
    """Take the first sentences on the scope as the summary, out of the text."""
    lines = text.split("\n")
    headings = (i + 1 for i, line in enumerate(lines) if _is_heading(line))
    start = next(headings, 0)
    chosen = next((i for i in range(start, len(lines)) if len(lines[i]) >= 80), None)
    if chosen is None:
        return "", text
    spans = list(sentence_spans(lines[chosen]))
    end = max([spans[0][1], *(stop for _, stop in spans if stop <= _SUMMARY_LENGTH)])
    summary, rest = lines[chosen][:end], lines[chosen][end:].strip()
    return summary, "\n".join([*lines[:chosen], *([rest] if rest else []), *lines[chosen + 1 :]])


def _is_heading(line: str) -> bool:
    return line.rstrip(": ").lower() in _SUMMARY_HEADINGS
