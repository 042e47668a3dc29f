"""EU Funding & Tenders Portal: found in its reference file, read in its search service.

The listing begins with the reference file, which has every topic, its dates and
its status; each open or announced one is then asked for in the search service,
which has its text, conditions and money. What the service does not say of a
topic, the file does; where both speak, the service stands and a difference in
status or deadlines is reported. The listing goes on with the calls that the file
lacks, cascade funding and external action: the service's own pages, whole rows.

A topic may stand in the file twice under two identifiers: both are calls, and
share the reference "ccm2:<number>" by which they are known for one. Under one
identifier the record with the latest news counts.

Named as ignored: keywords and latest news, links and support information, and
`destinationDetails`, which says the same for dozens of topics.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from urllib.parse import quote, urlsplit

from models.call import Call, DeadlineKind, Stage
from scrapers.contract import Card, Context, Listing, RawPage, Request
from scrapers.eu.reference_file import read_topics
from scrapers.eu.rows import SUBMISSION_ENDS, Row, description, every, first, moment
from scrapers.eu.search_service import listing_request, read_listing, read_topic, topic_request
from scrapers.facts.gather import Facts, add_conditions, add_status
from scrapers.facts.money.eu_budget import read_budget
from scrapers.facts.text import html_to_text, sentence_spans

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
_NOT_FOUND = "no full English row in the search service: kept without text and money:"
_MOST_NOT_FOUND = 100  # more than that, and the service no longer answers as it did


def first_request(context: Context) -> Request:
    """Ask for the reference file."""
    return Request(context.url, large=True)


def parse_listing(page: RawPage, context: Context) -> Listing:
    """Read the reference file or one page of the search; ValueError if it is neither."""
    if page.url == context.url:
        return Listing(_topic_cards(read_topics(page, context)), listing_request())
    rows, following = read_listing(page, context)
    cards: dict[str, Card] = {}
    for row in rows:
        identifier = first(row, "identifier").strip()
        fields = {key: row[key] for key in _KEPT if row.get(key)}
        cards.setdefault(identifier, Card(identifier, fields))
    return Listing(tuple(cards.values()), following)


def parse_call(card: Card, detail: RawPage | None, context: Context) -> Call | None:
    """Read one topic from its rows. ValueError if it has no title.

    ValueError too where the search service has left out so many topics that the
    fault must be ours or its own: their stored texts are then better kept.
    """
    row = dict(card.fields)
    found = read_topic(detail, card.source_id) if detail is not None else None
    if found is not None:
        row |= {key: found[key] for key in _KEPT if any(every(found, key))}
    facts = Facts(_address(row, card.source_id))
    if card.detail is not None:
        _compare(card, found, facts, context)
    add_status(facts, context, "Status", first(row, "status"))
    facts.values["funder"] = "European Commission"
    _add_frame(facts, row, context)
    _add_numbers(facts, row, card)
    _add_times(facts, row, context)
    _add_budget(facts, row, card.source_id, context)
    eligibility = html_to_text(first(row, "topicConditions"))
    if eligibility:
        facts.values["eligibility"] = eligibility
    summary, text = _split(html_to_text(description(row)))
    add_conditions(facts, (eligibility, summary, text))
    return Call(
        source=context.source,
        source_id=card.source_id,
        url=facts.url,
        title=" ".join(html_to_text(first(row, "title")).split()),
        summary=summary,
        text=text,
        **facts.fields(),
    )


def _topic_cards(rows: Iterator[dict[str, list[str]]]) -> Iterator[Card]:
    for row in rows:
        identifier = first(row, "identifier")
        # Never empty, so that a row of the listing's later pages does not count against it.
        version = first(row, "changed") or first(row, "published") or "0"
        yield Card(identifier, row, topic_request(identifier), enough=True, version=version)


def _compare(card: Card, found: Row | None, facts: Facts, context: Context) -> None:
    """Report a topic that the search service lacks, or where the two disagree."""
    if found is None:
        missed = sum(issue.reason.startswith(_NOT_FOUND) for issue in context.issues)
        if missed >= _MOST_NOT_FOUND:
            raise ValueError(
                f"{missed} topics were not found: the search no longer answers as it did"
            )
        context.warn(f"{_NOT_FOUND} {card.source_id}", facts.url)
        return
    for key, read in (("status", str), ("deadlineDate", _day)):
        here, there = ({read(words) for words in every(row, key)} for row in (card.fields, found))
        if here and there and here != there:
            context.warn(f"reference file and search differ in {key} of {card.source_id}")


def _day(words: str) -> date | str:
    try:
        return moment(words, SUBMISSION_ENDS).date()
    except ValueError:
        return words


def _address(row: Row, identifier: str) -> str:
    """Return the topic's page; identifiers with slashes have their own addresses."""
    own = first(row, "url")
    simple = re.fullmatch(r"[\w.-]+", identifier) and first(row, "type") != "8"
    if not simple and own.startswith("https://ec.europa.eu/") and urlsplit(own).path:
        return own
    return _TOPIC_PAGE + quote(identifier, safe="")


def _add_frame(facts: Facts, row: Row, context: Context) -> None:
    """Add programme, type of action, and the words by which the portal sorts topics."""
    code = first(row, "frameworkProgramme")
    known = context.look_up("programme", code) if code else None
    programme = known or " ".join(first(row, "frameworkTitle").split())
    facts.add("programme", programme, f"Framework programme: {code}")
    action = " ".join(first(row, "typesOfAction").split())
    facts.add("funding_type", action, f"Type of action: {action}")
    words = [first(row, "callIdentifier"), *every(row, "tags"), *every(row, "division")]
    tags = tuple(dict.fromkeys(word.strip() for word in words if word.strip()))
    if tags:
        facts.values["tags"] = tags


def _add_numbers(facts: Facts, row: Row, card: Card) -> None:
    """Add the numbers by which others know the topic; two, should file and service differ."""
    numbers = dict.fromkeys(every(row, "ccm2Id")[:1] + every(card.fields, "ccm2Id")[:1])
    references = (card.source_id, *(f"ccm2:{number}" for number in numbers))
    sentence = f"identifier: {card.source_id}; ccm2Id: {', '.join(numbers) or 'none'}"
    facts.add("references", references, sentence)


def _add_times(facts: Facts, row: Row, context: Context) -> None:
    published = _moments(facts, row, "published", time(), context)
    if published:
        day = published[0].date()
        facts.add("published_on", day, f"Publication date: {day.isoformat()}")
    opens = _moments(facts, row, "startDate", time(), context)
    if opens:
        facts.add("opens_at", opens[0], f"Opening date: {first(row, 'startDate')}")
    deadlines = _moments(facts, row, "deadlineDate", SUBMISSION_ENDS, context)
    stated = ", ".join(every(row, "deadlineDate"))
    facts.add("deadlines", deadlines, f"Deadlines: {stated}")
    model = first(row, "deadlineModel")
    meaning = context.look_up("deadline model", model) if model else None
    if meaning is not None and deadlines:
        facts.add("deadline_kind", DeadlineKind(meaning), f"Deadline model: {model}")
    elif deadlines:
        kind = DeadlineKind.FIXED if len(deadlines) == 1 else DeadlineKind.STAGED
        facts.add("deadline_kind", kind, f"Deadlines: {stated}")
    if model == "two-stage" and deadlines:
        stage = _stage(deadlines, context.today)
        facts.add("stage", stage, f"Deadline model: {model}; deadlines: {stated}")


def _moments(
    facts: Facts, row: Row, key: str, time_of_day: time, context: Context
) -> tuple[datetime, ...]:
    """Return the dates under a name, ascending; one that cannot be read is reported."""
    found = set()
    for words in every(row, key):
        try:
            found.add(moment(words, time_of_day))
        except ValueError:
            context.warn(f"{key} cannot be read: {words[:80]!r}", facts.url)
    return tuple(sorted(found))


def _add_budget(facts: Facts, row: Row, identifier: str, context: Context) -> None:
    overview = first(row, "budgetOverview")
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
