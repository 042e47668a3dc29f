"""Reads that belong together see one state of the store, whatever is written meanwhile."""

from sqlalchemy import Engine

from matcher.store import load_calls, one_state, upsert_calls
from tests.matcher.store.examples import NOON, make_call


def keys(engine: Engine) -> set[str]:
    return {each.call.key for each in load_calls(engine)}


def test_reads_within_see_what_the_first_saw(engine: Engine) -> None:
    upsert_calls(engine, [make_call("1")], NOON)
    with one_state(engine):
        assert keys(engine) == {"ukri:1"}
        upsert_calls(engine, [make_call("2")], NOON)
        assert keys(engine) == {"ukri:1"}
    assert keys(engine) == {"ukri:1", "ukri:2"}


def test_one_may_stand_inside_another(engine: Engine) -> None:
    upsert_calls(engine, [make_call("1")], NOON)
    with one_state(engine):
        with one_state(engine):
            assert keys(engine) == {"ukri:1"}
        upsert_calls(engine, [make_call("2")], NOON)
        assert keys(engine) == {"ukri:1"}
