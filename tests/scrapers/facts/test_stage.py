"""Which step of a competition a page describes; more passages are in cases/stage.jsonl."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.call import Stage
from scrapers.facts.stage import read_stage


@pytest.mark.parametrize(
    ("title", "stage"),
    [
        ("Pre-announcement: city health clusters", Stage.PRE_ANNOUNCEMENT),
        ("Centre of excellence: round five: outline application", Stage.OUTLINE),
        ("Expression of interest: healthier homes", Stage.OUTLINE),
        ("Healthier homes EoI", Stage.OUTLINE),
        ("Programme grants stage 1", Stage.OUTLINE),
        ("Centre of excellence: invited full application", Stage.INVITED),
        ("Networks (invite only)", Stage.INVITED),
        ("Networks: invited stage two", Stage.INVITED),
        ("Networks: full stage", Stage.FULL),
        ("Programme grants stage two", Stage.FULL),
        ("Networks for healthy ageing", None),
    ],
)
def test_the_title_says_the_stage(title: str, stage: Stage | None) -> None:
    found, sentence = read_stage(title, "")
    assert found is stage
    assert sentence == (title if stage else "")


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("This is a pre-announcement.", Stage.PRE_ANNOUNCEMENT),
        ("You can only apply if you have been invited.", Stage.INVITED),
        ("This opportunity is by invitation only.", Stage.INVITED),
        ("You must submit an outline by May.", Stage.OUTLINE),
        ("Successful applicants will be invited to submit a full application.", Stage.OUTLINE),
        ("This is the full stage of the opportunity.", Stage.FULL),
        ("Applicants will be invited to an interview.", None),
        ("An outline of the method helps reviewers.", None),
    ],
)
def test_the_text_says_the_stage(text: str, stage: Stage | None) -> None:
    found, sentence = read_stage("Networks", f"Something before. {text} Something after.")
    assert found is stage
    assert sentence == (text if stage else "")


def test_the_title_decides_before_the_text() -> None:
    text = "Successful applicants will be invited to submit a full application."
    title = "Pre-announcement: hubs"
    assert read_stage(title, text) == (Stage.PRE_ANNOUNCEMENT, title)


def test_a_title_of_a_full_stage_may_be_for_those_invited() -> None:
    text = "Successful applicants will be invited to submit a full application."
    assert read_stage("Hubs: full stage", text) == (None, "")


_CASES = Path(__file__).parent / "cases" / "stage.jsonl"


@pytest.mark.parametrize("line", _CASES.read_text("utf-8").splitlines())
def test_what_a_passage_says(line: str) -> None:
    case = json.loads(line)
    stage, sentence = read_stage(case.get("title", ""), case["text"])
    assert stage == case["stage"]
    assert (stage is None) == (sentence == "")


def test_of_two_dated_steps_the_first_is_meant() -> None:
    text = "Outline deadline: 4 May 2026. Full application deadline: 6 July 2026."
    assert read_stage("Networks", text) == (Stage.OUTLINE, "Outline deadline: 4 May 2026.")


def test_an_invitation_to_a_later_step_is_not_this_one_s() -> None:
    text = "The second stage is by invitation only. Outline proposals are now invited."
    assert read_stage("Networks", text) == (Stage.OUTLINE, "Outline proposals are now invited.")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.text(max_size=200))
def test_no_text_breaks_the_reading(title: str, text: str) -> None:
    stage, sentence = read_stage(title, text)
    assert (stage is None) == (sentence == "")


_PIECES = st.sampled_from(
    (
        *("outline", "full", "application", "stage 1", "stage two", "invited", "only", "by", "is"),
        *("this", "submit an", "deadline", ":", ". ", "\n", "will be", "expression of interest"),
    )
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=30).map(" ".join))
def test_the_sentence_comes_from_the_text(text: str) -> None:
    _, sentence = read_stage("Networks", text)
    assert " ".join(sentence.strip("… ").split()) in " ".join(text.split())
