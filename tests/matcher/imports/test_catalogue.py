"""The bundled catalogue: real calls, honestly dated."""

import json
import re
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from matcher.imports import Catalogue, ImportFailure, load_catalogue
from models.call import Call, CallStatus, DeadlineKind, Stage
from models.money import Money

FOLDER = Path(__file__).parents[3] / "data" / "catalogue"
AT = datetime(2026, 8, 10, 12, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


@cache
def catalogue() -> Catalogue:
    return load_catalogue(FOLDER)


def named(key: str) -> Call:
    return next(call for call in catalogue().calls if call.key == key)


def said(call: Call) -> dict[str, str]:
    return {item.fact: item.sentence for item in call.evidence}


def test_it_holds_the_calls_it_promises_as_they_stood_on_its_day() -> None:
    sources = Counter(call.source for call in catalogue().calls)
    assert catalogue().reference_date == date(2026, 8, 10)
    assert sources["eu_funding"] == 48
    assert sum(sources.values()) == 131
    assert len({call.key for call in catalogue().calls}) == 131
    assert any("Open Government Licence" in credit for credit in catalogue().credits)
    assert any("European Union" in credit for credit in catalogue().credits)


def test_it_never_calls_a_uk_call_open_without_a_date_or_a_standing_scheme() -> None:
    calls = [call for call in catalogue().calls if call.source != "eu_funding"]
    standing = [c for c in calls if c.status(AT) is CallStatus.OPEN]
    assert sorted(call.key for call in standing) == [
        "diabetes_uk:project-grants",
        "nihr:academy-member-event-fund-2026",
        "ukri:tackling-obesity",
    ]
    announced = [call.key for call in calls if call.status(AT) is CallStatus.FORECASTED]
    assert announced == ["ukri:uk-obesity-research-institute"]
    undated = [c for c in calls if c.stated_status is CallStatus.OPEN and c.stated_on is None]
    assert undated == []


def test_every_eu_topic_was_open_or_announced_and_has_two_sentences_and_its_facts() -> None:
    topics = [call for call in catalogue().calls if call.source == "eu_funding"]
    assert {call.status(AT) for call in topics} == {CallStatus.OPEN, CallStatus.FORECASTED}
    for call in topics:
        assert len(re.findall(r"\.(?=\s[A-Z]|$)", call.summary)) == 2, call.key
        assert call.deadlines[-1].astimezone(ZoneInfo("Europe/Brussels")).hour == 17
        assert call.url.lower().endswith(call.source_id.lower())
    largest = named("eu_funding:HORIZON-HLTH-2026-02-DISEASE-12")
    assert largest.award_max == Money(Decimal(91_300_000), "EUR")


def test_every_fact_carries_its_evidence() -> None:
    facts = (
        *("total_fund", "award_min", "award_max", "project_cost_max", "expected_awards"),
        *("published_on", "opens_at", "deadlines", "stage", "stated_status", "duration"),
        *("consortium_required", "match_funding_required", "bids_per_organisation"),
        "expression_of_interest",
    )
    for call in catalogue().calls:
        known = {fact for fact in facts if getattr(call, fact) not in (None, ())}
        known |= {admission.fact for admission in call.applicants}
        if call.deadline_kind is not DeadlineKind.UNKNOWN:
            known.add("deadline_kind")
        assert {item.fact for item in call.evidence} == known, call.key
        assert all(item.sentence and item.url.startswith("http") for item in call.evidence)


@pytest.mark.parametrize(
    ("key", "deadline", "stage"),
    [
        ("nihr:32383", datetime(2023, 7, 26, 13, tzinfo=LONDON), Stage.FULL),
        ("nihr:24646", datetime(2020, 9, 29, 23, 59, tzinfo=LONDON), Stage.OUTLINE),
        (
            "cruk:population-research-programme-awards",
            datetime(2025, 9, 11, 23, 59, tzinfo=LONDON),
            Stage.OUTLINE,
        ),
    ],
)
def test_closing_dates_of_one_stage_are_read_as_such(
    key: str, deadline: datetime, stage: Stage
) -> None:
    call = named(key)
    assert call.deadlines == (deadline,)
    assert call.deadline_kind is DeadlineKind.STAGED
    assert call.stage is stage
    assert "stage" in said(call)["deadlines"] or "outline" in said(call)["deadlines"]


def test_standing_schemes_are_rolling_in_the_words_of_their_pages() -> None:
    assert (
        "each January, May and September" in said(named("ukri:tackling-obesity"))["deadline_kind"]
    )
    assert "1 June and 1 December" in said(named("diabetes_uk:project-grants"))["deadline_kind"]


def test_what_the_funder_pays_is_kept_apart_from_what_a_project_costs() -> None:
    hub = named(
        "ukri:realising-the-health-co-benefits-of-the-transition-to-net-zero-invited-stage-two"
    )
    assert hub.project_cost_max == Money(Decimal(6_875_000), "GBP")
    assert hub.award_max == Money(Decimal(5_500_000), "GBP")
    assert hub.stage is Stage.INVITED
    cancer = named("innovate_uk:1797")
    assert cancer.award_max == Money(Decimal(2_000_000), "GBP")
    assert cancer.project_cost_max == Money(Decimal(4_000_000), "GBP")


def test_two_states_of_one_page_are_two_calls_and_the_older_one_is_over() -> None:
    slug = "population-health-improvement-network-of-clusters"
    now, before = named(f"ukri:{slug}"), named(f"ukri:pre-announcement-{slug}")
    assert now.url == before.url
    assert before.status(AT) is CallStatus.CLOSED
    assert "later became the open call" in said(before)["stated_status"]


def test_no_contact_details_are_in_the_files() -> None:
    for name in ("uk_calls.jsonl", "eu_topics.jsonl"):
        words = (FOLDER / name).read_text(encoding="utf-8")
        assert "@" not in words
        assert "\u00e2\u20ac" not in words
        assert not re.search(r"\+44|\b0\d{3} \d{3} \d{4}\b", words)


def test_reading_it_twice_gives_the_same_calls() -> None:
    again = {call.key: call.content_hash() for call in load_catalogue(FOLDER).calls}
    assert again == {call.key: call.content_hash() for call in catalogue().calls}


@pytest.mark.parametrize(
    ("yaml", "says"),
    [
        ("reference_date: soon", "catalogue.yaml: reference_date"),
        ("[", "catalogue.yaml: not valid YAML"),
        (None, "catalogue.yaml: the file is missing"),
    ],
)
def test_a_spoilt_list_of_contents_is_named(tmp_path: Path, yaml: str | None, says: str) -> None:
    if yaml is not None:
        (tmp_path / "catalogue.yaml").write_text(yaml)
    with pytest.raises(ImportFailure, match=says):
        load_catalogue(tmp_path)


def test_it_is_read_whole_or_not_at_all(tmp_path: Path) -> None:
    for path in FOLDER.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    contents = tmp_path / "catalogue.yaml"
    mapping = FOLDER.parent / "mappings" / "eu_topics.yaml"
    contents.write_text(contents.read_text().replace("../mappings/eu_topics.yaml", str(mapping)))
    calls = tmp_path / "uk_calls.jsonl"
    rows = calls.read_text(encoding="utf-8").splitlines()
    calls.write_text("\n".join(rows[:-1]), encoding="utf-8")
    with pytest.raises(ImportFailure, match=r"uk_calls\.jsonl: has 82 calls, not 83"):
        load_catalogue(tmp_path)
    spoilt = json.dumps({**json.loads(rows[4]), "award_max": "plenty"})
    calls.write_text("\n".join([*rows[:4], spoilt, *rows[5:]]), encoding="utf-8")
    with pytest.raises(ImportFailure, match=r"uk_calls\.jsonl, line 5: award_max"):
        load_catalogue(tmp_path)
