"""629 real topics of 10 August 2026, each put into the form of the search service's answer.

The form is that of a recorded answer: metadata of lists, the budget overview a
JSON text over the whole call, a translation and a stub before the full row. The
structured fields of the topics say what must come out, for every one of them.
"""

import functools
import gzip
import json
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import ftfy
import pytest

from models.call import Call, CallStatus
from models.money import Money
from scrapers.contract import Card
from scrapers.eu.reference_file import read_topics
from tests.scrapers.fixture_pages import context_of
from tests.scrapers.sources.eu_pages import EU, answer_page, file_page

TOPICS = Path(__file__).parents[4] / "shared" / "data" / "calls" / "eu_topics_2026-08-10.jsonl.gz"
AT = datetime(2026, 8, 10, 6, tzinfo=UTC)
CODES = {"forthcoming": "31094501", "open": "31094502", "closed": "31094503"}
MEANING = {"forthcoming": "forecasted", "open": "open", "closed": "closed"}


@functools.cache
def topics() -> tuple[dict[str, Any], ...]:
    if not TOPICS.is_file():
        pytest.skip("the real topics are not on this machine")
    with gzip.open(TOPICS, "rt", encoding="utf-8") as lines:
        return tuple(json.loads(line) for line in lines)


def budget_overview(topic: dict[str, Any]) -> list[str]:
    """The overview of the topic's call: two neighbours, and the topic between them."""

    def entry(identifier: str, least: Any, most: Any, grants: Any) -> dict[str, Any]:
        return {
            "action": f"{identifier} - {topic['typesOfAction']}",
            "expectedGrants": grants,
            "minContribution": least,
            "maxContribution": most,
            "budgetYearMap": {},
            "plannedOpeningDate": "2026-01-15",
            "deadlineModel": topic["deadlineModel"],
            "deadlineDates": [topic["deadline"]],
        }

    name = topic["topicId"]
    own = entry(name, topic["budgetMin"], topic["budgetMax"], topic["expectedGrants"])
    entries = [entry(f"{name}0", 1, 2, 3), own, entry(f"{name}-TWO", 4, 5, 6)]
    groups = {str(100 + number): [each] for number, each in enumerate(entries)}
    return [json.dumps({"budgetYearsColumns": ["2026"], "budgetTopicActionMap": groups})]


def metadata(topic: dict[str, Any], code: str) -> dict[str, list[str]]:
    texts = {
        "identifier": topic["topicId"],
        "language": "en",
        "type": "2" if topic["reference"].endswith("PROSPECTSEN") else "1",
        "title": topic["title"],
        "status": code,
        "callIdentifier": topic["callIdentifier"],
        "callTitle": topic["callTitle"],
        "frameworkProgramme": topic["programmeId"],
        "typesOfAction": topic["typesOfAction"],
        "deadlineDate": f"{topic['deadline']}T00:00:00.000+0000",
        "deadlineModel": topic["deadlineModel"],
        "descriptionByte": topic["description"],
        "topicConditions": topic["topicConditions"],
        "supportInfo": topic["supportInfo"],
        "url": topic["portalUrl"],
        "REFERENCE": topic["reference"],
        "DATASOURCE": "SEDIA",
    }
    filled = {key: [text] for key, text in texts.items() if text}
    # Where nothing is stated, half of the topics lack the overview, half have it with nulls.
    without = topic["budgetMax"] is None and len(topic["topicId"]) % 2 == 0
    return filled if without else {**filled, "budgetOverview": budget_overview(topic)}


def answer(topic: dict[str, Any], code: str) -> list[dict[str, Any]]:
    full = metadata(topic, code)
    french = {**full, "language": ["fr"], "title": ["Titre"], "deadlineDate": []}
    stub = {key: full[key] for key in ("identifier", "language", "type")} | {"title": ["Stub"]}
    rows = [("fr", french), ("en", stub), ("en", full)]
    return [{"reference": "1", "language": code, "metadata": row} for code, row in rows]


@functools.cache
def cards() -> dict[str, Card]:
    """The topics found in a reference file that knows no more than their names."""
    records = [
        {"type": 1, "identifier": topic["topicId"], "title": "?", "status": {"id": 31094502}}
        for topic in topics()
    ]
    found = EU.parser.parse_listing(file_page(records), context_of(EU)).cards
    return {card.source_id: card for card in found}


def read(topic: dict[str, Any], code: str | None = None) -> Call:
    name = topic["topicId"]
    page = answer_page(name, answer(topic, code or CODES[topic["callStatus"]]))
    context = context_of(EU)
    context.today, context.now = AT.date(), AT
    call = EU.parser.parse_call(cards()[name], page, context)
    assert call is not None
    expected = {f"reference file and search differ in status of {name}"}
    assert {issue.reason for issue in context.issues} <= expected
    return call


@functools.cache
def pairs() -> tuple[tuple[dict[str, Any], Call], ...]:
    return tuple((topic, read(topic)) for topic in topics())


def euros(amount: int | None) -> Money | None:
    return Money(Decimal(amount), "EUR") if amount else None


def test_every_topic_is_found_and_read() -> None:
    assert len(topics()) == len(cards()) == len(pairs()) == 629


def test_money_and_numbers_are_those_of_the_structured_fields() -> None:
    seen: Counter[str] = Counter()
    for topic, call in pairs():
        assert call.award_min == euros(topic["budgetMin"])
        assert call.award_max == euros(topic["budgetMax"])
        if topic["expectedGrants"]:  # where not, the text may say how many are to be funded
            assert call.expected_awards == topic["expectedGrants"]
        assert (call.total_fund, call.project_cost_max) == (None, None)
        seen["stated"] += call.award_max is not None
        seen["least"] += call.award_min is not None
        seen["none"] += (call.award_min, call.award_max) == (None, None)
    assert seen == {"stated": 466, "least": 462, "none": 163}


def test_titles_and_deadlines_are_those_of_the_structured_fields() -> None:
    repaired = 0  # titles that came with their letters encoded twice
    for topic, call in pairs():
        assert call.title == " ".join(ftfy.fix_encoding(topic["title"]).split())
        repaired += call.title != " ".join(topic["title"].split())
        assert len(call.deadlines) == 1
        assert call.deadlines[0].date() == date.fromisoformat(topic["deadline"])
        assert (call.deadlines[0].hour, str(call.deadlines[0].tzinfo)) == (17, "Europe/Brussels")
    assert repaired == 45


def test_the_status_is_that_of_the_day() -> None:
    """No record's word was stale that day: no date had to overrule it."""
    told = Counter(call.status(AT) for _, call in pairs())
    assert all(call.status(AT) == MEANING[topic["callStatus"]] for topic, call in pairs())
    assert told == {CallStatus.OPEN: 363, CallStatus.FORECASTED: 262, CallStatus.CLOSED: 4}


def test_a_date_overrules_a_stale_word() -> None:
    """The four closed topics, had the service gone on calling them open."""
    closed = [topic for topic in topics() if topic["callStatus"] == "closed"]
    stale = [read(topic, CODES["open"]) for topic in closed]
    assert [call.stated_status for call in stale] == [CallStatus.OPEN] * 4
    assert [call.status(AT) for call in stale] == [CallStatus.CLOSED] * 4


def test_conditions_are_kept_as_eligibility() -> None:
    named = sum("United Kingdom" in topic["topicConditions"] for topic in topics())
    kept = sum("United Kingdom" in (call.eligibility or "") for _, call in pairs())
    assert named == kept > 0
    assert all((call.eligibility is not None) == bool(t["topicConditions"]) for t, call in pairs())


@pytest.mark.parametrize("stale", [False, True])
def test_the_reference_file_leaves_out_the_four_closed_ones(stale: bool) -> None:
    """By status and date; with every status stale, by date alone."""
    context = context_of(EU)
    context.now = AT
    records = [
        {
            "type": 1,
            "identifier": topic["topicId"],
            "title": topic["title"],
            "status": {"id": int(CODES["open" if stale else topic["callStatus"]])},
            "deadlineDatesLong": [midnight(topic["deadline"])],
        }
        for topic in topics()
    ]
    found = {row["identifier"][0] for row in read_topics(file_page(records), context)}
    missing = {topic["topicId"] for topic in topics()} - found
    assert missing == {t["topicId"] for t in topics() if t["callStatus"] == "closed"}
    assert (len(found), len(missing)) == (625, 4)


def midnight(day: str) -> int:
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) * 1000
