"""Which aim a call serves: words that name its purpose, not words in passing."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.strategy.track import assess_track
from models.call import Call
from models.scale import Track

TEXTS = st.text(max_size=200)


def _call(title: str = "A call", **facts: Any) -> Call:
    return Call(source="s", source_id="1", title=title, url="https://example.org/1", **facts)


@pytest.mark.parametrize(
    ("title", "track"),
    [
        ("Biomedical Catalyst 2031: early stage", Track.COMPANY),
        ("EIC Accelerator Open", Track.COMPANY),
        ("Investor partnerships: life sciences", Track.COMPANY),
        ("Innovation for SMEs in care technology", Track.COMPANY),
        ("Healthcare Incubator Network", Track.COMPANY),
        ("Business-led research and development", Track.COMPANY),
        ("Clinical research fellowships", Track.CAPACITY),
        ("MSCA Doctoral Networks 2031", Track.CAPACITY),
        ("Centres for doctoral training in health data", Track.CAPACITY),
        ("Rising Research Leaders Prize", Track.CAPACITY),
        ("Pre-Application Support Fund", Track.CAPACITY),
        ("NIHR Incubator Competition", Track.CAPACITY),
        ("Advanced Digital Skills for AI in Health", Track.CAPACITY),
        ("Training and innovation networks for pharmacovigilance", Track.CAPACITY),
        ("Health data platforms and linkage", Track.DATA),
        ("Reuse of health data under the EHDS", Track.DATA),
        ("Building shared data sets for dementia", Track.DATA),
        ("Population biobanks", Track.DATA),
        # Words in passing, or the same words with another meaning.
        ("Strength training for older people after a fall", Track.RESEARCH),
        ("Evaluating training programmes for carers", Track.RESEARCH),
        ("Scale up health inequality prevention strategies", Track.RESEARCH),
        ("Weight Management Pathway Design Accelerator", Track.RESEARCH),
        ("Artificial intelligence to accelerate health research", Track.RESEARCH),
        ("Contribution of basic skills to productivity", Track.RESEARCH),
        ("Capacity building for repair of products", Track.RESEARCH),
        ("Using existing data sets to predict stroke", Track.RESEARCH),
        ("Secure computing (cloud, edge, data spaces)", Track.RESEARCH),
        ("Scientific analysis and exploitation of space data", Track.RESEARCH),
        ("Data-driven prevention of obesity", Track.RESEARCH),
        ("Prosperity partnerships: advanced therapies", Track.RESEARCH),
        ("MRC Centre of Research Excellence", Track.RESEARCH),
    ],
)
def test_the_title_names_the_aim(title: str, track: Track) -> None:
    found = assess_track(_call(title))
    assert (found.track, found.sentence) == (track, title)


@pytest.mark.parametrize(
    ("funding_type", "track"),
    [
        ("Fellowship", Track.CAPACITY),
        ("HORIZON TMA MSCA Staff Exchanges", Track.CAPACITY),
        ("HORIZON Recognition Prize", Track.CAPACITY),
        ("Loan", Track.COMPANY),
        ("HORIZON EIC Equity Only", Track.COMPANY),
        ("Grant", Track.RESEARCH),
        ("HORIZON Research and Innovation Actions", Track.RESEARCH),
    ],
)
def test_the_type_of_funding_comes_next(funding_type: str, track: Track) -> None:
    found = assess_track(_call("Healthy ageing", funding_type=funding_type))
    assert found.track is track
    assert found.sentence == ("Healthy ageing" if track is Track.RESEARCH else funding_type)


@pytest.mark.parametrize(
    ("eligibility", "track"),
    [
        ("Your project must be led by a UK registered business of any size.", Track.COMPANY),
        ("To lead you must:\nbe a UK registered SME\nclaim grant funding", Track.COMPANY),
        ("UK registered small and medium-sized enterprises (SMEs) can apply.", Track.COMPANY),
        ("Participation is limited to SMEs established in the Union.", Track.COMPANY),
        ("It must be led by a business, university or charity.", Track.RESEARCH),
        ("Your partner must be a business of any size.", Track.RESEARCH),
        ("To collaborate you must be a UK registered business.", Track.RESEARCH),
        ("To lead you must be an integrated care board.", Track.RESEARCH),
        ("Support to third parties is limited to SMEs.", Track.RESEARCH),
        ("The lead must not be a company.", Track.RESEARCH),
    ],
)
def test_who_must_lead_comes_last(eligibility: str, track: Track) -> None:
    assert assess_track(_call("Healthy ageing", eligibility=eligibility)).track is track


def test_the_small_business_scheme_says_whom_it_is_for() -> None:
    found = assess_track(_call("Competition 18: stroke", funder="SBRI Healthcare"))
    assert (found.track, found.sentence) == (Track.COMPANY, "SBRI Healthcare")


def test_the_body_of_a_call_never_decides() -> None:
    passing = "Projects should train doctoral students, share data sets and involve SMEs."
    assert assess_track(_call("Healthy ageing", text=passing)).track is Track.RESEARCH


@given(title=TEXTS, funding_type=TEXTS, eligibility=TEXTS, summary=TEXTS)
@settings(max_examples=60, deadline=None)
def test_any_text_gets_an_aim_with_its_words(
    title: str, funding_type: str, eligibility: str, summary: str
) -> None:
    call = _call(f"A {title}", funding_type=funding_type, eligibility=eligibility, summary=summary)
    assert assess_track(call).sentence.strip()
