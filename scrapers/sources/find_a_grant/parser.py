"""GOV.UK Find a grant: a listing counted from page 1, and a page for each grant.

Both are read from the JSON inside the page (`__NEXT_DATA__`): the visible HTML
lacks the dates, which a script fills in. Sections are rich text, trees of
nodes with `nodeType`, `content` and `value`. The site has no word for the
status; the dates say it. The list of grants awarded before is not read.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

from models.call import Call
from models.money import Money
from scrapers.contract import Card, Context, Listing, RawPage, Request
from scrapers.facts.dates import parse_moment
from scrapers.facts.gather import Facts, add_closing, add_opening, finish
from scrapers.facts.markup import open_page
from scrapers.facts.text import html_to_text
from scrapers.pages import read_json

_GRANTS = "https://www.find-government-grants.service.gov.uk/grants"
_PAGE_SIZE = 10
_LABEL = re.compile(r"[A-Za-z0-9][\w.~-]{0,250}", re.ASCII)
_MIDNIGHT = re.compile(r"\d{4}-\d{2}-\d{2}T00:00(?::00(?:\.0+)?)?")
_ELIGIBILITY = "grantEligibilityTab"
_SECTIONS = (
    *("grantSummaryTab", "grantObjectivesTab", "grantDatesTab", "grantApplyTab"),
    *("grantSupportingInfoTab", "grantFaqTab"),
)
_AMOUNTS = {
    "total_fund": ("grantTotalAwardAmount", "grantTotalAwardDisplay", "Total award"),
    "award_min": ("grantMinimumAward", "grantMinimumAwardDisplay", "Minimum award"),
    "award_max": ("grantMaximumAward", "grantMaximumAwardDisplay", "Maximum award"),
}
_INLINE = ("hyperlink", "entry-hyperlink", "asset-hyperlink", "embedded-entry-inline")
_INNOVATE_UK = "apply-for-innovation-funding.service.gov.uk"
_ELSEWHERE = {
    _INNOVATE_UK: re.compile(r"/competition/(\d{1,9})(?:/|$)"),
    "www.ukri.org": re.compile(r"/opportunity/([a-z0-9][a-z0-9_%-]*)/?$", re.IGNORECASE),
}


def parse_listing(page: RawPage, context: Context) -> Listing:
    """Read one page of the list; ValueError if it is not that page."""
    data = _inside(page, "props", "pageProps")
    rows, total = data.get("searchResult"), data.get("totalGrants")
    if not isinstance(rows, list) or not isinstance(total, int) or isinstance(total, bool):
        raise _changed(page, "no searchResult with totalGrants")
    number = int(parse_qs(urlsplit(page.url).query).get("page", ["1"])[0])
    cards = [card for row in rows if (card := _card(row, page, context))]
    if not cards and (rows or total > (number - 1) * _PAGE_SIZE):
        raise _changed(page, f"{total} grants, but none with grantName and label")
    more = rows and number * _PAGE_SIZE < total
    following = Request(f"{_GRANTS}?page={number + 1}") if more else None
    return Listing(tuple(cards), following, total)


def parse_call(card: Card, detail: RawPage | None, context: Context) -> Call | None:
    """Read one grant; ValueError if its page is not a grant's, or another grant's."""
    if detail is None:
        raise ValueError(f"grant {card.source_id} needs its page")
    data = _inside(detail, "props", "pageProps", "grantDetail")
    fields = data.get("fields")
    if not isinstance(fields, dict):
        raise _changed(detail, "no fields in __NEXT_DATA__")
    title = _words(fields, "grantName")
    if not title or fields.get("label") != card.source_id:
        raise _changed(detail, f"no grantName with the label {card.source_id}")
    facts = Facts(f"{_GRANTS}/{card.source_id}")
    sections = {key: value for key, value in fields.items() if key.endswith("Tab")}
    context.audit(sections, (*_SECTIONS, _ELIGIBILITY), facts.url)
    _add_frame(facts, fields, data.get("sys"))
    _add_times(facts, fields, context)
    _add_money(facts, fields, context)
    text = "\n".join(filter(None, (_rich_text(fields.get(key)) for key in _SECTIONS)))
    if not text:
        context.warn("a call without any text", facts.url)
    return finish(
        facts,
        card,
        context,
        title=title,
        summary=_words(fields, "grantShortDescription"),
        text=text,
        eligibility=_eligibility(fields),
    )


def _changed(page: RawPage, what: str) -> ValueError:
    return ValueError(f"the page's layout has changed: {what} on the page {page.url}")


def _inside(page: RawPage, *keys: str) -> dict[str, Any]:
    """Return the object under these keys in the page's data; ValueError if there is none."""
    script = open_page(page).css_first("script#__NEXT_DATA__")
    if script is None:
        raise _changed(page, "no __NEXT_DATA__")
    found = read_json(replace(page, body=(script.text() or "").encode("utf-8", "replace")))
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
        if not isinstance(found, dict):
            raise _changed(page, f"no {key} in __NEXT_DATA__")
    return dict(found)


def _card(row: Any, page: RawPage, context: Context) -> Card | None:
    label = row.get("label") if isinstance(row, dict) else None
    title = _words(row, "grantName") if isinstance(row, dict) else ""
    if not title or not isinstance(label, str) or not _LABEL.fullmatch(label):
        context.warn(f"a grant without a name or a usable label: {title[:80]!r}", page.url)
        return None
    return Card(label, {"title": title}, Request(f"{_GRANTS}/{label}"))


def _words(fields: Mapping[str, Any], key: str) -> str:
    """Return a text, or a list of texts joined by commas, as one line; else nothing."""
    value = fields.get(key)
    parts = value if isinstance(value, list) else [value]
    texts = (" ".join(html_to_text(part).split()) for part in parts if isinstance(part, str))
    return ", ".join(filter(None, texts))


def _rich_text(document: object) -> str:
    """Return rich text as plain text, one line for each block; markup typed into it is dropped."""
    lines: list[str] = []
    block: list[str] = []
    for piece in [*_pieces(document), None]:
        if piece is not None:
            block.append(piece)
        elif block:
            # Cleaned block by block: an unclosed tag swallows no more than its own.
            lines.append(html_to_text("".join(block).replace("\n", "<br>")))
            block = []
    return "\n".join(filter(None, lines))


def _pieces(document: object) -> Iterator[str | None]:
    """Walk the nodes in reading order without recursion; None where a block begins or ends."""
    waiting: list[object] = [document]
    while waiting:
        node = waiting.pop()
        if node is None:
            yield None
        elif isinstance(node, dict) and node.get("nodeType") == "text":
            yield node["value"] if isinstance(node.get("value"), str) else ""
        elif isinstance(node, dict) and isinstance(node.get("content"), list):
            edge = [] if node.get("nodeType") in _INLINE else [None]
            inside = [child for child in node["content"] if isinstance(child, dict)]
            waiting += [*edge, *reversed(inside), *edge]


def _eligibility(fields: Mapping[str, Any]) -> str:
    labelled = {"Who may apply": "grantApplicantType", "Location": "grantLocation"}
    stated = [
        f"{label}: {words}" for label, key in labelled.items() if (words := _words(fields, key))
    ]
    return "\n".join(filter(None, [*stated, _rich_text(fields.get(_ELIGIBILITY))]))


def _add_frame(facts: Facts, fields: Mapping[str, Any], entry: object) -> None:
    """Add who funds it, of which type, and the numbers by which other sources know it."""
    funder = _words(fields, "grantFunder")
    if funder:
        facts.values["funder"] = funder
    kind = _words(fields, "grantType")
    facts.add("funding_type", kind, f"Grant type: {kind}")
    number = _words(entry, "id") if isinstance(entry, dict) else ""
    elsewhere = _elsewhere(_words(fields, "grantWebpageUrl"))
    sentences = [
        f"Entry: {number}" if number else "",
        f"Web page: {elsewhere[1]}" if elsewhere else "",
    ]
    references = filter(None, [number, elsewhere[0] if elsewhere else ""])
    facts.add("references", tuple(references), ". ".join(filter(None, sentences)))


def _elsewhere(address: str) -> tuple[str, str] | None:
    """Return the other site's number or name of the call, and the address up to its query."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return None
    pattern = _ELSEWHERE.get("www.ukri.org" if host == "ukri.org" else host)
    match = pattern.match(parts.path) if pattern else None
    return (match[1].lower(), f"https://{host}{parts.path}"[:300]) if match else None


def _add_times(facts: Facts, fields: Mapping[str, Any], context: Context) -> None:
    """Add opening and closing, UK clock times without a zone."""
    opens = _words(fields, "grantApplicationOpenDate")
    add_opening(facts, context, "Opening date", opens, _shown(opens))
    closes = _before_midnight(_words(fields, "grantApplicationCloseDate"))
    add_closing(facts, context, "Closing date", closes, _shown(closes))


def _before_midnight(words: str) -> str:
    """Where a grant closes as a day begins, the site shows 11:59pm of the day before."""
    if not _MIDNIGHT.fullmatch(words):
        return words
    try:
        return (datetime.fromisoformat(words) - timedelta(minutes=1)).isoformat(timespec="minutes")
    except (ValueError, OverflowError):
        return words


def _shown(words: str) -> str:
    try:
        moment = parse_moment(words)
    except ValueError:
        return words
    return f"{moment.day} {moment:%B %Y, %H:%M} UK time"


def _add_money(facts: Facts, fields: Mapping[str, Any], context: Context) -> None:
    """Add the amounts, in pounds; zero means that none is stated.

    A competition re-listed from Innovate UK carries its project size here, which
    is the project's total costs and not what the funder pays.
    """
    innovate_uk = _INNOVATE_UK in _words(fields, "grantWebpageUrl")
    for fact, (key, display, label) in _AMOUNTS.items():
        value = fields.get(key)
        if not value or (innovate_uk and fact == "award_min"):
            continue
        try:
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise ValueError("not a number")
            money = Money(Decimal(str(value)), "GBP")
        except ValueError:
            context.warn(f"{label} is not an amount: {str(value)[:40]!r}", facts.url)
            continue
        role = "project_cost_max" if innovate_uk and fact == "award_max" else fact
        facts.add(role, money, f"{label}: {_words(fields, display) or money}")
    least, most = facts.values.get("award_min"), facts.values.get("award_max")
    if least and most and least.amount > most.amount:
        context.warn("the minimum award is above the maximum award", facts.url)
