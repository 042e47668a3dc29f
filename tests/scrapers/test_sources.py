"""Every source against its fixture pages: the calls must come out whole."""

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from models.applicants import Applicant, Part
from models.call import Call, CallStatus, DeadlineKind, Stage
from tests.scrapers.fixture_pages import (
    FIXTURES,
    SOURCES,
    calls_of,
    cards_of,
    context_of,
    listing_pages,
)

_ADAPTER = TypeAdapter(Call)
_FOLDERS = sorted(
    path.name
    for path in (Path(__file__).parents[2] / "scrapers" / "sources").iterdir()
    if (path / "source.yaml").is_file()
)


def _as_json(calls: list[Call]) -> list[dict[str, Any]]:
    return [_ADAPTER.dump_python(call, mode="json") for call in calls]


def _by_id(name: str) -> dict[str, Call]:
    return {call.source_id: call for call in calls_of(name)[0]}


@pytest.mark.parametrize("name", _FOLDERS)
def test_a_source_gives_the_expected_calls(name: str) -> None:
    assert (FIXTURES / name / "pages.json").is_file(), f"tests/fixtures/{name} has no pages.json"
    found = _as_json(calls_of(name)[0])
    expected = FIXTURES / name / "expected.json"
    if not expected.is_file():
        expected.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
        pytest.fail(f"wrote {name}/expected.json: read it through, then run again")
    assert found == json.loads(expected.read_text("utf-8"))


@pytest.mark.parametrize("name", _FOLDERS)
def test_fixtures_show_what_sources_do(name: str) -> None:
    calls, _ = calls_of(name)
    assert len(calls) >= 4
    definition = SOURCES[name].definition
    if definition.watch is None and definition.http.max_pages > 1:
        assert len(listing_pages(SOURCES[name], context_of(SOURCES[name]))) >= 2
        assert any(call.total_fund is None and call.award_max is None for call in calls)
    assert any(call.award_max is not None for call in calls)


@pytest.mark.parametrize("name", _FOLDERS)
def test_no_contact_details_and_no_scripts_come_through(name: str) -> None:
    pages = "".join(path.read_text("utf-8") for path in (FIXTURES / name).glob("*.*ml"))
    pages += "".join(path.read_text("utf-8") for path in (FIXTURES / name).glob("search_*"))
    assert re.search(r"[\w.]+@[\w.]+\.example", pages)
    stored = json.dumps(_as_json(calls_of(name)[0]), ensure_ascii=False)
    assert not re.search(r"\w@\w|01632|\+32|Sample|hidden words|â€|[\x00-\x08]", stored)


@pytest.mark.parametrize("name", _FOLDERS)
def test_every_fact_has_its_sentence_and_its_page(name: str) -> None:
    named = {field.name for field in fields(Call)}
    named |= {f"applicants.{part}.{kind}" for part in Part for kind in Applicant}
    proven = {
        *("total_fund", "award_min", "award_max", "project_cost_max", "expected_awards"),
        *("opens_at", "deadlines", "stage", "published_on", "stated_status", "funding_type"),
    }
    for call in calls_of(name)[0]:
        told = {item.fact for item in call.evidence}
        assert told <= named
        assert {fact for fact in proven if getattr(call, fact) not in (None, ())} <= told
        assert all(item.sentence.strip() and item.url == call.url for item in call.evidence)


@pytest.mark.parametrize("name", _FOLDERS)
def test_reading_twice_gives_the_same(name: str) -> None:
    first, second = calls_of(name)[0], calls_of(name)[0]
    assert [call.content_hash() for call in first] == [call.content_hash() for call in second]


def test_ukri_tells_outlines_invitations_and_announcements_apart() -> None:
    calls = _by_id("ukri")
    stages = {source_id: call.stage for source_id, call in calls.items()}
    assert stages["example-city-health-clusters"] is Stage.PRE_ANNOUNCEMENT
    assert stages["example-centre-outline"] is Stage.OUTLINE
    assert calls["example-centre-outline"].deadline_kind is DeadlineKind.STAGED
    assert stages["example-ageing-networks"] is Stage.INVITED
    assert stages["example-open-door"] is None
    assert calls["example-open-door"].deadline_kind is DeadlineKind.ROLLING
    assert calls["example-city-health-clusters"].deadline_kind is DeadlineKind.UNKNOWN


def test_ukri_keeps_the_roles_of_amounts_apart() -> None:
    calls = _by_id("ukri")
    centre = calls["example-centre-outline"]
    assert str(centre.project_cost_max) == "£26.25m"
    assert (str(centre.award_max), centre.total_fund) == ("£21m", None)
    assert str(calls["example-innovate-duplicate"].total_fund) == "£5m"
    assert str(calls["example-innovate-duplicate"].project_cost_max) == "£1m"
    assert calls["example-innovate-duplicate"].award_max is None


def test_ukri_reports_what_it_cannot_read() -> None:
    _, context = calls_of("ukri")
    assert {issue.reason for issue in context.issues} == {
        "a card without a link to its opportunity: ''",
        "Maximum award is not an amount: 'It depends on the theme'",
        "unknown label 'Project duration'",
        "unknown status 'In review'",
    }


def test_nihr_reports_a_paused_call_and_a_stray_card() -> None:
    _, context = calls_of("nihr")
    assert {issue.reason for issue in context.issues} == {
        "a card without a link to its call: 'Open A card that leads elsewhere Read more'",
        "unknown label 'Interview date'",
        "unknown status 'Paused'",
    }


def test_nihr_joined_references_are_one_call() -> None:
    call = _by_id("nihr")["2026279-2026280"]
    assert call.references == ("2026/279", "2026/280")
    assert (str(call.total_fund), str(call.award_min), str(call.award_max)) == (
        *("£12m", "£1.5m", "£5m"),
    )
    assert call.eligibility is not None
    assert "NHS body" in call.eligibility


def test_innovate_uk_never_asks_for_an_overview_without_its_hash() -> None:
    source = SOURCES["innovate_uk"]
    cards = {card.source_id: card for card in cards_of(source, context_of(source))}
    assert cards["9002"].detail is None
    call = _by_id("innovate_uk")["9002"]
    assert call.deadline_kind is DeadlineKind.ROLLING
    assert (str(call.award_min), str(call.award_max)) == ("£100,000", "£5m")
    hashed = cards["9001"].detail
    assert hashed is not None
    assert hashed.url.endswith("/0f904547-0000-4fb9-94a7-0701c38a2ba1")


def test_innovate_uk_states_its_total_and_reports_new_labels() -> None:
    source = SOURCES["innovate_uk"]
    context = context_of(source)
    pages = listing_pages(source, context)
    assert [source.parser.parse_listing(page, context).stated_total for page in pages] == [5, 5]
    _, context = calls_of("innovate_uk")
    assert {issue.reason for issue in context.issues} == {
        "unknown label 'Portal opens'",
        "unknown label 'Results'",
    }


def test_innovate_uk_project_size_is_cost_or_grant_by_its_words() -> None:
    calls = _by_id("innovate_uk")
    assert str(calls["9001"].project_cost_max) == "£4.5m"
    assert calls["9001"].award_max is None
    assert str(calls["9003"].project_cost_max) == "£500,000"
    assert str(calls["9004"].award_max) == "£1.2m"
    assert calls["9005"].project_cost_max is None


def test_eu_takes_the_full_english_row_and_its_own_budget() -> None:
    calls = _by_id("eu_funding")
    care = calls["HORIZON-EXAMPLE-2026-01-CARE-01"]
    assert care.title == "Care closer to home & in cities"
    assert (str(care.award_min), str(care.award_max), str(care.total_fund)) == (
        "€6m",
        "€8m",
        "€30m",
    )
    assert care.expected_awards == 4
    assert care.deadlines[0].isoformat() == "2096-09-18T17:00:00+02:00"
    assert "destination" not in care.match_text()
    later = calls["HORIZON-EXAMPLE-2026-01-CARE-02"]
    assert later.stage is Stage.OUTLINE
    assert later.deadline_kind is DeadlineKind.STAGED
    assert len(later.deadlines) == 2


def test_eu_stale_status_is_kept_and_the_date_decides() -> None:
    call = _by_id("eu_funding")["HORIZON-EXAMPLE-2026-02-DATA-01"]
    assert call.stated_status is CallStatus.OPEN
    assert call.status(call.deadlines[0]) is CallStatus.CLOSED
    assert call.award_max is None


def test_eu_reports_what_it_leaves_out() -> None:
    _, context = calls_of("eu_funding")
    reasons = "\n".join(sorted({issue.reason for issue in context.issues}))
    for words in (
        "rows of type '6' left out",
        "rows in other languages left out",
        "rows without status and text are left out",
        "the budget of HORIZON-EXAMPLE-2026-02-DATA-01 cannot be read: not a likely number",
        "a row without metadata",
        "a row without an identifier",
        "unknown programme '99999999'",
        "unknown status '31094599'",
    ):
        assert words in reasons
