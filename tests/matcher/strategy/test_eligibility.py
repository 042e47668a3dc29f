"""Whether a UK city may bid: excluded only by the call's own words, else unknown."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.strategy.eligibility import Verdict, may_bid
from models.call import Call, Evidence, Stage

TEXTS = st.text(max_size=200)
LIMITED = "To protect its interests, participation is limited to legal entities established in "


def _call(title: str = "A call", **facts: Any) -> Call:
    return Call(source="s", source_id="1", title=title, url="https://example.org/1", **facts)


@pytest.mark.parametrize(
    "title",
    [
        "Net zero and health: invited stage two",
        "Hubs for a healthy society (invite only)",
        "MRC Centre of Research Excellence: invited full application",
        "European Partnership on Rare Illness (Phase 2)",
        "Grant to identified beneficiary: a registry",
        "Grants awarded without a call for proposals",
    ],
)
def test_titles_that_close_a_call_to_a_new_bid(title: str) -> None:
    found = may_bid(_call(title))
    assert (found.verdict, found.sentence) == (Verdict.NOT_ELIGIBLE, title)


@pytest.mark.parametrize(
    "title",
    [
        "Outline stage, followed by an invited full application",
        "European Partnership on Rare Illness",
        "Space components (Phase A)",
        "Phase 2 trials in cancer",
        "EIC Accelerator",
    ],
)
def test_titles_that_leave_it_open(title: str) -> None:
    found = may_bid(_call(title))
    assert (found.verdict, found.sentence) == (Verdict.UNKNOWN, "")


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (f"{LIMITED}Member States, Norway and Iceland.", Verdict.NOT_ELIGIBLE),
        (
            f"{LIMITED}Member States and the following Associated Countries: Norway and Iceland.",
            Verdict.NOT_ELIGIBLE,
        ),
        (
            f"{LIMITED}Member States and in countries associated to the Euratom Programme "
            "(Ukraine and Switzerland).",
            Verdict.NOT_ELIGIBLE,
        ),
        (
            f"{LIMITED}Member States and the following additional associated countries: "
            "Canada, United Kingdom and Switzerland.",
            Verdict.ELIGIBLE,
        ),
        (f"{LIMITED}Member States and Associated Countries.", Verdict.UNKNOWN),
        (f"{LIMITED}Member States, OECD and Mercosur countries.", Verdict.UNKNOWN),
        (
            f"{LIMITED}Member States. In addition, entities of the United Kingdom may take part.",
            Verdict.UNKNOWN,
        ),
        (
            "Participation as coordinators is limited to legal entities established in "
            "Widening countries.",
            Verdict.UNKNOWN,
        ),
        (
            "The proposal must be submitted by the coordinator of the consortium funded under "
            "topic HORIZON-X-01.",
            Verdict.NOT_ELIGIBLE,
        ),
        (
            "In case of a consortium your proposal must be submitted by the coordinator on "
            "behalf of the consortium.",
            Verdict.UNKNOWN,
        ),
        (
            "Support to third parties can be given without a call for proposals.",
            Verdict.UNKNOWN,
        ),
        (
            "Non-domestic (non-U.S.) Entities (Foreign Institutions) are not eligible to apply.",
            Verdict.NOT_ELIGIBLE,
        ),
        ("To apply, you must be based at a UK research organisation.", Verdict.ELIGIBLE),
        ("Your organisation must be registered in the UK.", Verdict.ELIGIBLE),
        ("Applicants must not be based in the UK.", Verdict.UNKNOWN),
        ("Only organisations outside the EU may apply.", Verdict.UNKNOWN),
        ("Applicants need a partner based in the UK.", Verdict.UNKNOWN),
    ],
)
def test_sentences_on_who_may_apply(words: str, verdict: Verdict) -> None:
    found = may_bid(_call(eligibility=f"Who can apply.\n{words}\nRead the guidance."))
    assert found.verdict is verdict
    if verdict is not Verdict.UNKNOWN:
        assert found.sentence in words


def test_sentences_glued_together_by_a_page_are_told_apart() -> None:
    text = f"End of list.{LIMITED}Member States, Norway and Iceland.For the reasons above."
    found = may_bid(_call(text=text))
    assert found.sentence == f"{LIMITED}Member States, Norway and Iceland."


def test_an_invited_stage_is_closed_and_shows_its_sentence() -> None:
    kept = (Evidence("stage", "Only successful outlines may apply.", "u"),)
    found = may_bid(_call(stage=Stage.INVITED, evidence=kept))
    assert (found.verdict, found.sentence) == (Verdict.NOT_ELIGIBLE, kept[0].sentence)
    assert may_bid(_call(stage=Stage.INVITED)).sentence
    assert may_bid(_call(stage=Stage.OUTLINE)).verdict is Verdict.UNKNOWN


def test_programmes_and_kinds_of_funding_that_exclude_the_uk() -> None:
    assert may_bid(_call(programme="European Defence Fund")).verdict is Verdict.NOT_ELIGIBLE
    assert may_bid(_call(funding_type="HORIZON EIC Equity Only")).verdict is Verdict.NOT_ELIGIBLE
    assert may_bid(_call(programme="Horizon Europe")).verdict is Verdict.UNKNOWN


@given(title=TEXTS, eligibility=TEXTS, text=TEXTS)
@settings(max_examples=60, deadline=None)
def test_any_text_gets_a_verdict_and_a_known_one_its_sentence(
    title: str, eligibility: str, text: str
) -> None:
    found = may_bid(_call(f"A {title}", eligibility=eligibility, text=text))
    assert bool(found.sentence) == (found.verdict is not Verdict.UNKNOWN)
