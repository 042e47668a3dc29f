"""The rules on real calls: each expectation was set by reading the call."""

import gzip
import json
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from matcher.city import load_city
from matcher.imports import load_catalogue
from matcher.strategy.eligibility import Verdict, may_bid
from matcher.strategy.rates import load_rates
from matcher.strategy.scale import assess_scale
from matcher.strategy.track import assess_track
from models.call import Call
from models.city import ExchangeRate, Thresholds
from models.money import Money
from models.scale import Scale, ScaleAssessment, ScaleBasis, Track

ROOT = Path(__file__).parents[3]
TOPICS = ROOT.parent / "shared" / "data" / "calls" / "eu_topics_2026-08-10.jsonl.gz"
LEEDS = Thresholds(Decimal(1_000_000), Decimal(5_000_000), 0.5, 30, 5)
ORDER = {Scale.NOT_STATED: 0, Scale.SMALL: 1, Scale.LARGE: 2, Scale.STRATEGIC: 3}

CAPACITY = {
    "24/20 Application Development Award for health and care professionals",
    "Team Science Round 2: applied health and social care methodology",
    "Rising Research Leaders Prize",
    "Research Delivery Leaders Prize",
    "2026 NIHR Incubator Competition (Cohort 4)",
    "Pre-Application Support Fund (Cohort 8)",
    "Predoctoral Award (Cohort 2)",
    "Academy Member Event Fund 2026",
    "Wellcome Career Development Awards",
    "Development of a research capacity building programme on cancer with and for Ukraine",
    "Advanced Digital Skills for AI Uptake in Health",
}


@cache
def _catalogue() -> tuple[Call, ...]:
    return load_catalogue(ROOT / "data" / "catalogue").calls


@cache
def _topics() -> tuple[Call, ...]:
    if not TOPICS.exists():
        pytest.skip(f"the 629 EU topics are not here: {TOPICS.name} in ../shared")
    with gzip.open(TOPICS, "rt", encoding="utf-8") as lines:
        return tuple(_topic(json.loads(line)) for line in lines)


def _topic(row: dict[str, Any]) -> Call:
    most = row["budgetMax"]
    return Call(
        source="eu_funding",
        source_id=row["topicId"],
        title=row["title"],
        url=row["portalUrl"],
        programme=row["programme"],
        funding_type=row["typesOfAction"] or None,
        text=row["description"],
        eligibility=row["topicConditions"],
        award_max=Money(Decimal(str(most)), "EUR") if most else None,
        expected_awards=row["expectedGrants"] or None,
    )


@cache
def _rates() -> dict[str, ExchangeRate]:
    return load_rates(ROOT / "data" / "rates.yaml")


def _assess(call: Call) -> ScaleAssessment:
    return assess_scale(call, LEEDS, _rates())


def _titles(calls: Iterable[Call], track: Track) -> set[str]:
    return {" ".join(c.title.split()) for c in calls if assess_track(c).track is track}


def test_calls_without_an_amount_that_are_large_or_strategic_by_their_words() -> None:
    found: dict[Scale, set[str]] = {Scale.LARGE: set(), Scale.STRATEGIC: set()}
    for call in _catalogue():
        assessed = _assess(call)
        if assessed.basis is ScaleBasis.WORDS:
            found[assessed.scale].add(call.title)
    assert found[Scale.STRATEGIC] == {
        "MRC Centre of Research Excellence: round four: outline application",
        "Biomedical Research Centres: stage 2",
    }
    assert found[Scale.LARGE] == {
        "Research and partnership hubs for health technologies",
        "Digital health hub pilot scheme",
        "Applied global health research: invited stage two",
        "Applied global health partnership: invited stage two",
        "Tackling multimorbidity at scale: understanding disease clusters, determinants and "
        "biological pathways",
        "Programme Grants for Applied Research - Competition 27",
        "Programme Grants for Applied Research",
        "Programme Grant",
        "Strategic Initiatives",
    }


def test_the_uk_calls_that_a_reader_would_call_strategic_are_and_the_small_ones_are_not() -> None:
    city = load_city(ROOT / "data" / "leeds").thresholds
    assessed = {
        " ".join(call.title.split()): assess_scale(call, city, _rates())
        for call in _catalogue()
        if call.source != "eu_funding"
    }
    strategic = {title for title, found in assessed.items() if found.scale is Scale.STRATEGIC}
    assert strategic == {
        "Pre-announcement: UK Obesity Research Institute",
        "MRC Centre of Research Excellence: round two: outline application",
        "MRC Centre of Research Excellence: round four: outline application",
        "Research and partnership hubs for a healthy society (invite only)",
        "Population health improvement network of clusters",
        "Pre-announcement: population health improvement network of clusters",
        "Realising the health co-benefits of the transition to net zero: invited stage two",
        "Health Determinants Research Collaborations (HDRC): call for proposals",
        "Artificial Intelligence for Multiple Long-Term Conditions (AIM): clusters",
        "Biomedical Research Centres: stage 2",
        "Wellcome Discovery Awards",
        "Longitudinal Population Study Grants (Closed)",
        "Early Detection and Diagnosis Programme Award",
        "Prevention and Population Research Programme Award",
        "Discovery Programme Awards",
    }
    for title in ("Discovery Programme Awards", "Early Detection and Diagnosis Programme Award"):
        assert assessed[title].sentence.startswith(f"{title}. Most per award: £2,500,000")
    small = [found for found in assessed.values() if found.pounds and found.pounds < 1_000_000]
    assert len(small) >= 10
    assert {found.scale for found in small} == {Scale.SMALL}


def test_words_never_overstate_an_amount_that_is_known() -> None:
    checked = 0
    for call in _catalogue():
        bare = replace(call, award_min=None, award_max=None, total_fund=None, project_cost_max=None)
        words, full = _assess(bare), _assess(call)
        if full.pounds is not None and words.basis is ScaleBasis.WORDS:
            checked += 1
            assert ORDER[words.scale] <= ORDER[full.scale], call.title
    assert checked >= 10


def test_a_pot_without_a_number_of_awards_stays_not_stated() -> None:
    pots = [
        call
        for call in _catalogue()
        if call.total_fund and not (call.award_max or call.project_cost_max or call.award_min)
    ]
    by_title = {call.title: _assess(call).scale for call in pots}
    assert by_title["Obesity Pathway Innovation Programme (OPIP): Strand 1"] is Scale.NOT_STATED
    assert by_title["Weight Management Pathway Design Accelerator"] is Scale.NOT_STATED


def test_the_tracks_of_the_catalogue() -> None:
    calls = _catalogue()
    assert _titles(calls, Track.CAPACITY) == CAPACITY
    assert {title.split(" to support")[0] for title in _titles(calls, Track.DATA)} == {
        "Enhancing biomedical and health-related data and digital platform resources",
        "Building capacity to deploy the EEHRxF and digital health services and systems",
    }
    company = _titles(calls, Track.COMPANY)
    others = {title for title in company if not title.lower().startswith("biomedical catalyst")}
    assert len(company) - len(others) == 7
    assert others == {
        "Digital health technology catalyst 2017 round 1",
        "Competition 26 - Urgent & Emergency Care (phase 3)",
        "Competition 23: Child Health",
        "Competition 18: stroke",
        "Mental Health: competition for development contracts, October 2017",
        "NHS Cancer Programme Innovation Open Call (FAQs)",
        "IHI European HealthCare Incubator Network",
    }


def test_the_catalogue_closes_only_invited_stages_and_second_phases() -> None:
    excluded = {c.title for c in _catalogue() if may_bid(c).verdict is Verdict.NOT_ELIGIBLE}
    assert excluded == {
        "Research and partnership hubs for a healthy society (invite only)",
        "Realising the health co-benefits of the transition to net zero: invited stage two",
        "Prosperity partnerships: advanced therapies safety and toxicity",
        "Applied global health research: invited stage two",
        "Applied global health partnership: invited stage two",
        "European Partnership on Rare Diseases (ERDERA) (Phase 2)",
        "European Partnership for Pandemic Preparedness (Phase 2)",
    }


def test_exclusions_among_the_eu_topics_are_the_ones_that_were_read() -> None:
    excluded = {c.source_id for c in _topics() if may_bid(c).verdict is Verdict.NOT_ELIGIBLE}
    assert {
        "HORIZON-HLTH-2026-02-DISEASE-12",
        "HORIZON-HLTH-2026-03-DISEASE-13",
        "HORIZON-EIC-2026-DEFENCE-01",
        "HORIZON-CL6-2026-04-GOVERNANCE-01",
    } <= excluded
    families = ("EDF-", "HORIZON-CL4-2026-SPACE", "HORIZON-CL4-2027-SPACE", "HORIZON-EURATOM-")
    rest = {topic for topic in excluded if not topic.startswith(families)}
    assert rest == {
        "HORIZON-HLTH-2026-02-DISEASE-12",
        "HORIZON-HLTH-2026-03-DISEASE-13",
        "HORIZON-EIC-2026-DEFENCE-01",
        "HORIZON-CL6-2026-04-GOVERNANCE-01",
        "HORIZON-JU-EUROHPC-2026-NGC-04-01",
        "HORIZON-WIDERA-2027-05-ERA-05",
    }
    assert len(excluded) == 58


def test_eu_topics_that_name_the_uk_are_eligible() -> None:
    eligible = [c for c in _topics() if may_bid(c).verdict is Verdict.ELIGIBLE]
    assert len(eligible) == 9
    assert all("United Kingdom" in may_bid(call).sentence for call in eligible)


def test_the_tracks_of_the_eu_topics() -> None:
    tracks = {call.source_id: assess_track(call).track for call in _topics()}
    assert {topic for topic, track in tracks.items() if track is Track.DATA} == {
        "HORIZON-CL5-2026-09-D4-03",
        "DIGITAL-2026-BESTUSE-10-EHDS",
        "HORIZON-CL5-2026-11-D3-23",
        "HORIZON-INFRA-2027-01-EOSC-01",
        "HORIZON-INFRA-2027-01-EOSC-02",
    }
    health = {
        topic: track
        for topic, track in tracks.items()
        if "-HLTH-" in topic or "-CANCER-" in topic or "-IHI-" in topic
    }
    assert {topic for topic, track in health.items() if track is not Track.RESEARCH} == {
        "HORIZON-MISS-2026-02-CANCER-06",
        "HORIZON-JU-IHI-2026-13-two-stage-01",
    }
    assert all(track is Track.CAPACITY for topic, track in tracks.items() if "-MSCA-" in topic)
    assert sum(track is Track.COMPANY for track in tracks.values()) == 12
    assert sum(track is Track.CAPACITY for track in tracks.values()) == 30
