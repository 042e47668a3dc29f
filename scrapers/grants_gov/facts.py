"""From one opportunity of Grants.gov to one call, each fact with the words it was read from."""

import html
import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from models.call import Call, CallStatus, DeadlineKind, Stage
from models.money import Money
from scrapers.contract import Card, Context
from scrapers.facts.dates import read_closing
from scrapers.facts.gather import Facts, finish, is_blank
from scrapers.facts.text import MAX_CHARACTERS, MAX_SENTENCE, html_to_text, plain, sentence_spans
from scrapers.grants_gov.admission import may_enter
from scrapers.grants_gov.opportunity import Opportunity
from scrapers.grants_gov.relevance import concerns_us

EASTERN = ZoneInfo("America/New_York")  # Grants.gov's own clock
_DAY_ENDS = time(23, 59)  # the site takes applications until then where only a day is given
# Calls without an end carry a far-off day, such as 2076 or 2099. Real ones run for ten years.
_STAND_IN = timedelta(days=15 * 365)
_ADDRESS = "https://www.grants.gov/search-results-detail/"
_SUMMARY_LENGTH = 400  # characters: two or three sentences
_LONGEST_SUMMARY = 1000
_TITLE_LENGTH = 400
_BLOCK_TAG = re.compile(r"<(?:p|br|div|li|ul|ol|table|h[1-6])\b", re.IGNORECASE)
_US_TELEPHONE = re.compile(
    r"(?<![\w$.,-])(?:\+?1[\s.-])?(?:\((\d{3})\)\s?|(\d{3})[-.])(\d{3})[-. ](\d{4})(?![\w-])"
)
_EASTERN_CLOCK = re.compile(
    r"\b(?P<hour>1[0-2]|0?[1-9])(?::(?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?\s?m\b\.?,?\s{0,2}\(?"
    r"(?:U\.?S\.?\s)?(?:ET|EST|EDT|Eastern)\b",
    re.IGNORECASE,
)
_LISTING_NUMBER = re.compile(r"\d{2}\.[0-9A-Z]{3}", re.ASCII)


def read_call(opportunity: Opportunity, card: Card, context: Context) -> Call | None:
    """Put the call together; None if a UK body cannot enter, or health and research are elsewhere.

    A record without a title is reported and left out. ValueError for facts that
    contradict each other.
    """
    facts = Facts(f"{_ADDRESS}{card.source_id}")
    title = " ".join(plain_text(opportunity.title, _TITLE_LENGTH).split())
    if not title:
        context.warn("an opportunity without a title is left out", facts.url)
        return None
    text = plain_text(opportunity.description)
    words = plain_text(opportunity.eligibility)
    if not may_enter(opportunity.applicants, f"{words}\n{text}"):
        return None
    if not concerns_us(opportunity.categories, title, text):
        return None
    for problem in opportunity.unreadable:
        context.warn(f"not a date: {problem}", facts.url)
    _add_frame(facts, opportunity, context)
    _add_status(facts, opportunity, context)
    _add_times(facts, opportunity, context)
    _add_money(facts, opportunity, context)
    summary, rest = _split(text)
    eligibility = _eligibility(opportunity.applicants, words, context, facts.url)
    return finish(
        facts, card, context, title=title, summary=summary, text=rest, eligibility=eligibility
    )


def plain_text(words: str, limit: int = MAX_CHARACTERS) -> str:
    """Return a field as plain text: markup, often escaped twice, and contact details go.

    US telephone numbers are put into the international form first, by which
    they are known as such.
    """
    bare = html.unescape(html.unescape(words))
    bare = _US_TELEPHONE.sub(r" +1 \1\2 \3 \4", bare)
    if "<" not in bare:
        return plain(bare, limit)
    return html_to_text(bare if _BLOCK_TAG.search(bare) else bare.replace("\n", "<br>"), limit)


def _add_frame(facts: Facts, opportunity: Opportunity, context: Context) -> None:
    """Add who funds it, of which type, its number, and what it is filed under."""
    agency = " ".join(plain_text(opportunity.agency, 200).split())
    if agency:
        facts.values["funder"] = agency
    kinds = ", ".join(_named("instrument", opportunity.instruments, context, facts.url))
    facts.add("funding_type", kinds, f"Funding instrument: {kinds}")
    number = " ".join(plain_text(opportunity.number, 80).split())
    facts.add("references", (number,) if number else (), f"Opportunity number: {number}")
    filed = _named("category", opportunity.categories, context, facts.url)
    listings = [
        f"CFDA {number}"
        for number in opportunity.assistance_listings
        if _LISTING_NUMBER.fullmatch(number)
    ]
    facts.values["tags"] = (*filed, *listings)


def _named(table: str, codes: Sequence[str], context: Context, address: str) -> list[str]:
    """Translate codes; one that nobody knows is reported and left out."""
    return [name for code in codes if (name := context.look_up(table, code, address))]


def _eligibility(codes: Sequence[str], words: str, context: Context, address: str) -> str:
    kinds = "; ".join(_named("applicant", codes, context, address))
    listed = f"Eligible applicants: {kinds}" if kinds else ""
    return "\n".join(filter(None, [listed, "" if is_blank(words) else words]))


def _add_status(facts: Facts, opportunity: Opportunity, context: Context) -> None:
    """Say that a forecast is one; any other record that is not archived is posted, thus open."""
    if opportunity.forecast:
        facts.add("stated_status", CallStatus.FORECASTED, "Document type: forecast")
        facts.add("stage", Stage.PRE_ANNOUNCEMENT, "Document type: forecast")
    else:
        facts.add("stated_status", CallStatus.OPEN, "Document type: synopsis")
    facts.values["stated_on"] = context.today


def _add_times(facts: Facts, opportunity: Opportunity, context: Context) -> None:
    """Add posting, opening and closing.

    An estimated opening that has passed while the forecast still is one was
    wrong, and is left out.
    """
    if opportunity.posted:
        facts.add("published_on", opportunity.posted, f"Posted: {_shown(opportunity.posted)}")
    today = eastern_day(context)
    if opportunity.opens and opportunity.opens >= today:
        opens_at = datetime.combine(opportunity.opens, time(), EASTERN)
        facts.add("opens_at", opens_at, f"Estimated posting date: {_shown(opportunity.opens)}")
    _add_closing(facts, opportunity, context, today)


def _add_closing(facts: Facts, opportunity: Opportunity, context: Context, today: date) -> None:
    note = plain_text(opportunity.closing_note, MAX_SENTENCE)
    label = "Estimated closing date" if opportunity.forecast else "Closing date"
    if opportunity.closes is None or opportunity.closes > today + _STAND_IN:
        if _says_rolling(note):
            facts.add("deadline_kind", DeadlineKind.ROLLING, f"{label}: {note}")
        return
    clock = opportunity.closes_at or _clock(note) or _DAY_ENDS
    closes_at = datetime.combine(opportunity.closes, clock, EASTERN)
    opens_at = facts.values.get("opens_at")
    if opens_at and closes_at < opens_at:
        context.warn("closes before it opens: the closing date is left out", facts.url)
        return
    stated = opportunity.closes_at
    shown = _shown(opportunity.closes) + (f", {stated:%H:%M} US Eastern time" if stated else "")
    sentence = f"{label}: {shown}" + (f". {' '.join(note.split())}" if note else "")
    facts.add("deadlines", (closes_at,), sentence)
    facts.add("deadline_kind", DeadlineKind.FIXED, sentence)


def _says_rolling(note: str) -> bool:
    try:
        return read_closing(note).kind is DeadlineKind.ROLLING
    except ValueError:
        return False


def _clock(note: str) -> time | None:
    """Return the one time of the US East that a note states; None if there is none, or several."""
    found = {
        time(
            int(match["hour"]) % 12 + (12 if match["half"] in "pP" else 0),
            int(match["minute"] or 0),
        )
        for match in _EASTERN_CLOCK.finditer(note)
    }
    return found.pop() if len(found) == 1 else None


def eastern_day(context: Context) -> date:
    """Return the day of the run in the US East."""
    return context.today if context.now is None else context.now.astimezone(EASTERN).date()


def _shown(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _add_money(facts: Facts, opportunity: Opportunity, context: Context) -> None:
    """Add the amounts, in dollars; "none" and 0 mean that none is stated."""
    amounts = {
        "award_min": ("Award floor", opportunity.floor),
        "award_max": ("Award ceiling", opportunity.ceiling),
        "total_fund": ("Estimated total program funding", opportunity.total),
    }
    for fact, (label, words) in amounts.items():
        number = _number(facts, context, label, words)
        if number:
            facts.add(fact, Money(Decimal(number), "USD"), f"{label}: ${number:,}")
    awards = _number(facts, context, "Expected number of awards", opportunity.awards)
    facts.add("expected_awards", awards, f"Expected number of awards: {awards}")
    least, most = facts.values.get("award_min"), facts.values.get("award_max")
    if least and most and least.amount > most.amount:
        context.warn("the award floor is above the award ceiling", facts.url)
    if opportunity.cost_sharing is not None:
        answer = "Yes" if opportunity.cost_sharing else "No"
        sentence = f"Cost sharing or matching requirement: {answer}"
        facts.add("match_funding_required", opportunity.cost_sharing, sentence)


def _number(facts: Facts, context: Context, label: str, words: str) -> int | None:
    """Read a whole number of at most 13 digits; what is none is reported."""
    if is_blank(words) or not words.strip("0"):
        return None
    if not re.fullmatch(r"0{0,9}[0-9]{1,13}", words, re.ASCII):
        context.warn(f"{label} is not a number: {words[:40]!r}", facts.url)
        return None
    return int(words)


def _split(text: str) -> tuple[str, str]:
    """Take the first sentences as the summary, out of the text, unless they run on and on."""
    spans = list(sentence_spans(text))
    if not spans or spans[0][1] > _LONGEST_SUMMARY:
        return "", text
    end = max([spans[0][1], *(stop for _, stop in spans if stop <= _SUMMARY_LENGTH)])
    return " ".join(text[:end].split()), text[end:].strip()
