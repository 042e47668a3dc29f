"""Judgements are kept with their history, and what counts is the newest of each person."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from matcher.learning.standing import agreed, contradicted, newest_on, standing, under_lead
from matcher.store import (
    add_judgements,
    changed_at,
    load_judgements,
    upsert_calls,
    withdraw_judgements,
)
from models.judgement import Judgement, JudgementVerdict
from tests.matcher.store.examples import LATER, NOON, make_call

KEEP, DISMISS = JudgementVerdict.KEEP, JudgementVerdict.DISMISS


def said(verdict: JudgementVerdict = KEEP, hours: int = 0, **facts: object) -> Judgement:
    usual = {"city": "leeds", "call_key": "ukri:1", "need_id": None}
    return Judgement(verdict=verdict, judged_at=NOON + timedelta(hours=hours), **(usual | facts))


def verdicts(engine: Engine) -> list[JudgementVerdict]:
    return [each.verdict for each in standing(load_judgements(engine, "leeds"))]


def test_the_newest_of_each_person_counts_and_all_are_kept(engine: Engine) -> None:
    rows = [said(KEEP), said(DISMISS, 1), said(KEEP, 2, who="Director"), said(city="york")]
    assert add_judgements(engine, rows) == 4
    stored = load_judgements(engine, "leeds")
    assert [replace(each, id=None) for each in stored] == rows[:3]
    assert [(each.verdict, each.who) for each in standing(stored)] == [
        (DISMISS, ""),
        (KEEP, "Director"),
    ]


def test_withdrawing_brings_back_what_was_said_before(engine: Engine) -> None:
    add_judgements(engine, [said(KEEP), said(DISMISS, 1)])
    newest = load_judgements(engine, "leeds")[-1]
    assert newest.id is not None
    assert withdraw_judgements(engine, [newest.id], LATER) == 1
    assert withdraw_judgements(engine, [newest.id], LATER) == 0
    assert verdicts(engine) == [KEEP]
    assert load_judgements(engine, "leeds")[-1] == replace(newest, withdrawn_at=LATER)


def test_the_same_words_of_the_same_moment_are_stored_once(engine: Engine) -> None:
    assert add_judgements(engine, [said(), said(), said(hours=1)]) == 2
    assert add_judgements(engine, [said(), said(hours=1)]) == 0


def test_hostile_words_are_made_harmless_and_short(engine: Engine) -> None:
    add_judgements(
        engine, [said(reason="too\u202e small\x00\nfor us " + "x" * 9_999, who="a" * 999)]
    )
    (stored,) = load_judgements(engine, "leeds")
    assert stored.reason.startswith("too small for us xxx")
    assert (len(stored.reason), len(stored.who)) == (500, 80)


def test_contradictions_are_between_people_on_the_same_thing() -> None:
    a, b = said(KEEP, who="a"), said(DISMISS, 1, who="b")
    assert contradicted([a, b]) == {("ukri:1", None)}
    assert agreed([a, b]) == {}
    other = replace(b, need_id="falls")
    assert contradicted([a, other]) == frozenset()
    assert set(agreed([a, other])) == {("ukri:1", None), ("ukri:1", "falls")}
    changed_mind = standing([a, replace(b, who="A")])
    assert [each.verdict for each in changed_mind] == [DISMISS]


def test_the_newest_on_a_need_may_be_on_the_whole_call() -> None:
    whole, need = said(DISMISS, 2), said(KEEP, 1, need_id="falls")
    assert newest_on([whole, need], "falls") == whole
    assert newest_on([need], "asthma") is None


def test_judgements_follow_a_merged_call() -> None:
    (moved,) = under_lead([said()], {"ukri:1": "nihr:9"})
    assert moved.call_key == "nihr:9"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        replace(said(), judged_at=datetime(2026, 8, 10))  # noqa: DTZ001


def test_since_when_a_call_says_what_it_says(engine: Engine) -> None:
    upsert_calls(engine, [make_call("1"), make_call("2")], NOON)
    upsert_calls(engine, [make_call("1"), make_call("2", text="Other words.")], LATER)
    assert changed_at(engine, ["ukri:1", "ukri:2", "ukri:3"]) == {"ukri:1": NOON, "ukri:2": LATER}
    assert changed_at(engine, []) == {}
    assert NOON.tzinfo is UTC
