"""Merged calls are kept as they were found, and a person can take one out."""

import pytest
from sqlalchemy import Engine

from matcher.store import (
    StoreError,
    add_split,
    load_identities,
    load_splits,
    remove_split,
    save_identities,
    statistics,
    upsert_calls,
)
from tests.matcher.store.examples import LATER, NOON, make_call

LEADS = {"ukri:2": ("ukri:1", "same OPP number"), "nihr:a": ("ukri:1", "same title and dates")}


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """A store with five calls."""
    made = [make_call(name) for name in "1234"]
    upsert_calls(engine, [*made, make_call("a", source="nihr")], NOON)
    return engine


def test_merged_calls_replace_those_of_before(filled: Engine) -> None:
    assert load_identities(filled) == {}
    save_identities(filled, {"ukri:4": ("ukri:3", "same \x00 text")})
    assert load_identities(filled) == {"ukri:4": ("ukri:3", "same \ufffd text")}
    save_identities(filled, LEADS)
    assert load_identities(filled) == LEADS
    assert list(load_identities(filled)) == ["nihr:a", "ukri:2"]
    assert statistics(filled)["merged calls"] == 2
    save_identities(filled, {})
    assert load_identities(filled) == {}


@pytest.mark.parametrize("wrong", ["ukri:none", "ukri:2"])
def test_a_call_that_cannot_be_shown_merges_nothing(filled: Engine, wrong: str) -> None:
    save_identities(filled, LEADS)
    with pytest.raises((StoreError, ValueError), match=r"contradictory|is itself merged"):
        save_identities(filled, {**LEADS, "ukri:3": (wrong, "a mistake")})
    with pytest.raises(ValueError, match="ukri:3 is merged under ukri:3"):
        save_identities(filled, {"ukri:3": ("ukri:3", "itself")})
    assert load_identities(filled) == LEADS


def test_a_call_is_split_until_that_is_taken_back(filled: Engine) -> None:
    assert load_splits(filled) == frozenset()
    for moment in (NOON, LATER):
        add_split(filled, "ukri:2", moment)
        add_split(filled, "ukri:3", moment)
    assert load_splits(filled) == {"ukri:2", "ukri:3"}
    remove_split(filled, "ukri:2")
    remove_split(filled, "ukri:2")
    assert load_splits(filled) == {"ukri:3"}


def test_a_split_call_stands_on_its_own_at_once(filled: Engine) -> None:
    save_identities(filled, LEADS | {"ukri:4": ("ukri:3", "same dates")})
    add_split(filled, "ukri:2", NOON)
    assert set(load_identities(filled)) == {"nihr:a", "ukri:4"}
    add_split(filled, "ukri:1", NOON)
    assert set(load_identities(filled)) == {"ukri:4"}


def test_a_call_that_is_not_there_cannot_be_split(filled: Engine) -> None:
    with pytest.raises(ValueError, match="there is no call ukri:none"):
        add_split(filled, "ukri:none", NOON)
    assert load_splits(filled) == frozenset()
