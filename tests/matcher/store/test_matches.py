"""A city's matches are replaced as one, with their reasons."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from matcher.store import StoreError, load_matches, save_matches, statistics, upsert_calls
from matcher.store.transactions import writing
from models.match import Explanation, Feature, Match, TargetKind
from tests.matcher.store.examples import LATER, NOON, make_call


@pytest.fixture
def filled(engine: Engine) -> Engine:
    upsert_calls(engine, [make_call("1"), make_call("2")], NOON)
    return engine


def make_match(
    score: float, call: str = "1", target: str = "falls", kind: TargetKind = TargetKind.NEED
) -> Match:
    features = (Feature("dense", 0.1 + score, 0.5), Feature("lexical", 1 / 3, 0.25))
    reason = Explanation("Older people – £2m.", "falls", ("older", "people"), features)
    return Match(f"ukri:{call}", kind, target, score, reason)


def test_matches_come_back_best_first_with_their_reasons(filled: Engine) -> None:
    made = [make_match(0.2), make_match(1 / 3, "2"), make_match(0.2, "1", "air")]
    save_matches(filled, "Leeds", NOON, "model", made)
    found = load_matches(filled, "Leeds")
    assert found is not None
    assert (found.city, found.as_of, found.model_id) == ("Leeds", NOON, "model")
    assert found.matches == (made[1], made[2], made[0])


def test_saving_replaces_one_city_only(filled: Engine) -> None:
    save_matches(filled, "Leeds", NOON, "one", [make_match(0.2), make_match(0.3, "2")])
    save_matches(filled, "York", NOON, "one", [make_match(0.4)])
    save_matches(filled, "Leeds", LATER, "two", [])
    leeds, york = load_matches(filled, "Leeds"), load_matches(filled, "York")
    assert leeds is not None
    assert york is not None
    assert (leeds.as_of, leeds.model_id, leeds.matches) == (LATER, "two", ())
    assert york.matches == (make_match(0.4),)
    assert load_matches(filled, "Hull") is None


def test_filters_leave_out_the_rest(filled: Engine) -> None:
    lead = make_match(0.9, "1", "university", TargetKind.ORGANISATION)
    low, high = make_match(0.2), make_match(0.5, "2")
    save_matches(filled, "Leeds", NOON, "model", [lead, low, high])
    by_kind = load_matches(filled, "Leeds", target_kind=TargetKind.NEED)
    by_call = load_matches(filled, "Leeds", call_key="ukri:1")
    by_score = load_matches(filled, "Leeds", least_score=0.5)
    assert by_kind is not None
    assert by_call is not None
    assert by_score is not None
    assert by_kind.matches == (high, low)
    assert by_call.matches == (lead, low)
    assert by_score.matches == (lead, high)


@pytest.mark.parametrize(
    "wrong", [[make_match(0.5, "unknown")], [make_match(0.5), make_match(0.6)]]
)
def test_what_cannot_be_saved_leaves_the_old_matches(filled: Engine, wrong: list[Match]) -> None:
    save_matches(filled, "Leeds", NOON, "model", [make_match(0.2)])
    with pytest.raises(StoreError, match="refused a contradictory change"):
        save_matches(filled, "Leeds", LATER, "model", wrong)
    found = load_matches(filled, "Leeds")
    assert found is not None
    assert (found.as_of, found.matches) == (NOON, (make_match(0.2),))


def test_what_a_sentence_carries_is_kept_and_may_be_missing_in_old_rows(filled: Engine) -> None:
    old = make_match(0.2)
    new = replace(old, target_id="air", explanation=replace(old.explanation, carried=0.0412))
    save_matches(filled, "Leeds", NOON, "model", [old, new])
    with writing(filled) as connection:
        connection.exec_driver_sql(
            "update matches set explanation = replace(explanation, ',\"carried\":null', '')"
        )
    found = load_matches(filled, "Leeds")
    assert found is not None
    assert found.matches == (new, old)
    endless = replace(old, explanation=replace(old.explanation, carried=float("inf")))
    with pytest.raises(ValueError, match="carries is not a finite number"):
        save_matches(filled, "Leeds", NOON, "model", [endless])


def test_a_feature_that_is_no_number_is_refused(filled: Engine) -> None:
    reason = Explanation("", "", (), (Feature("dense", float("nan"), 1.0),))
    with pytest.raises(ValueError, match="feature dense of ukri:1 is not a finite number"):
        save_matches(
            filled, "Leeds", NOON, "m", [Match("ukri:1", TargetKind.NEED, "x", 0.5, reason)]
        )
    assert load_matches(filled, "Leeds") is None


def test_more_matches_than_one_statement_may_hold(filled: Engine) -> None:
    made = [make_match(0.5, "1", f"need {number:04}") for number in range(2_000)]
    save_matches(filled, "Leeds", NOON, "model", made)
    found = load_matches(filled, "Leeds")
    assert found is not None
    assert list(found.matches) == made
    assert statistics(filled)["matches"] == 2_000


def test_a_spoilt_match_is_named(filled: Engine) -> None:
    save_matches(filled, "Leeds", NOON, "model", [make_match(0.2)])
    with writing(filled) as connection:
        connection.exec_driver_sql("UPDATE matches SET explanation = 'x'")
    with pytest.raises(StoreError, match="a stored match of ukri:1 cannot be read"):
        load_matches(filled, "Leeds")
