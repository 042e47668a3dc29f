"""Decisions are kept with their history; none is overwritten unseen."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy import Engine

from matcher.store import (
    StoreError,
    add_decision,
    add_judgements,
    add_outcome,
    load_calls,
    load_decisions,
    load_judgements,
    open_store,
    quick_check,
    statistics,
    upsert_calls,
    withdraw_decision,
)
from matcher.store.dialect import make_engine
from matcher.store.migrate import migration_settings
from matcher.store.transactions import writing
from models.decision import Decision, OutcomeKind, newest
from models.judgement import Judgement, JudgementVerdict
from models.money import Money
from tests.matcher.decisions.examples import (
    DECIDED,
    NO_GO,
    WATCH,
    make_decision,
    make_outcome,
)
from tests.matcher.store.examples import LATER, NOON, make_call

HOUR = timedelta(hours=1)


def add(engine: Engine, decision: Decision, instead_of: int | None = None) -> int:
    return add_decision(engine, decision, instead_of=instead_of, pages=["ukri:1", "nihr:9"])


def test_what_was_decided_is_there_again(engine: Engine) -> None:
    watch = make_decision(WATCH, revisit_on=date(2027, 3, 1))
    number = add(engine, watch)
    assert load_decisions(engine, "leeds") == [replace(watch, id=number)]
    assert load_decisions(engine, "york") == []
    assert statistics(engine)["decisions"] == 1


def test_a_newer_decision_takes_the_place_and_the_older_stays(engine: Engine) -> None:
    first = add(engine, make_decision())
    second = add(engine, make_decision(NO_GO, call_key="nihr:9", decided_at=DECIDED + HOUR), first)
    stored = load_decisions(engine, "leeds")
    assert [each.id for each in stored] == [first, second]
    assert newest(stored) == stored[1]
    assert withdraw_decision(engine, second, LATER)
    assert not withdraw_decision(engine, second, LATER)
    stored = load_decisions(engine, "leeds")
    assert newest(stored) == stored[0]
    assert stored[1].withdrawn_at == LATER


@pytest.mark.parametrize("seen", [None, 99])
def test_a_decision_that_the_deciders_have_not_seen_is_not_replaced(
    engine: Engine, seen: int | None
) -> None:
    first = add(engine, make_decision())
    with pytest.raises(ValueError, match=f"meanwhile: decision {first} is in force"):
        add(engine, make_decision(NO_GO, decided_at=DECIDED + HOUR), seen)
    assert len(load_decisions(engine, "leeds")) == 1
    add(engine, make_decision(city="york"))  # another city's decisions are its own


def test_a_decision_that_was_taken_back_meanwhile_is_not_replaced(engine: Engine) -> None:
    first = add(engine, make_decision())
    withdraw_decision(engine, first, LATER)
    with pytest.raises(ValueError, match="meanwhile: no decision is in force"):
        add(engine, make_decision(NO_GO), first)


def test_of_two_who_decide_at_once_one_is_told(engine: Engine, address: str) -> None:
    other = open_store(address)
    both = [(engine, make_decision()), (other, make_decision(NO_GO, owner="board"))]
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(add, *each) for each in both]
    errors = [each.exception() for each in running]
    other.dispose()
    (refused,) = [error for error in errors if error is not None]
    assert "somebody else decided meanwhile" in str(refused)
    assert len(load_decisions(engine, "leeds")) == 1


def test_an_earlier_decision_cannot_replace_a_later_one(engine: Engine) -> None:
    first = add(engine, make_decision())
    with pytest.raises(ValueError, match=f"decision {first}, which is in force, is of a later"):
        add(engine, make_decision(NO_GO, decided_at=DECIDED - HOUR), first)


def test_what_became_of_a_bid_is_kept_in_full(engine: Engine) -> None:
    number = add(engine, make_decision())
    asked = make_outcome(amount=Money(Decimal("4999999.99"), "GBP"))
    lost = make_outcome(OutcomeKind.LOST, on=date(2027, 1, 8))
    add_outcome(engine, number, asked)
    add_outcome(engine, number, lost)
    (stored,) = load_decisions(engine, "leeds")
    assert stored.outcomes == (asked, lost)
    assert stored.outcome == lost


def test_only_a_go_that_counts_has_an_outcome(engine: Engine) -> None:
    number = add(engine, make_decision(WATCH))
    with pytest.raises(ValueError, match="only a go has an outcome, not a watch"):
        add_outcome(engine, number, make_outcome())
    withdraw_decision(engine, number, LATER)
    for unknown in (number, 99):
        with pytest.raises(ValueError, match=f"no decision {unknown}, or it was withdrawn"):
            add_outcome(engine, unknown, make_outcome())
    assert load_decisions(engine, "leeds")[0].outcomes == ()


def test_hostile_words_are_made_harmless(engine: Engine) -> None:
    add(
        engine, make_decision(reason="too\u202e small\x00\nfor us\ud800", owner=" bid\u2066\tteam ")
    )
    (stored,) = load_decisions(engine, "leeds")
    assert (stored.reason, stored.owner) == ("too small for us\ufffd", "bid team")


@pytest.mark.parametrize(
    ("facts", "complaint"),
    [
        ({"reason": "x" * 1_501}, "the reason has 1,501 characters; 500 are the most"),
        ({"owner": "x" * 81}, "the owner has 81 characters; 80 are the most"),
    ],
)
def test_words_that_are_too_long_are_refused_not_cut(
    engine: Engine, facts: dict[str, str], complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        add(engine, make_decision(**facts))
    assert load_decisions(engine, "leeds") == []


@pytest.mark.parametrize("column", ["verdict = 'maybe'", "reason = ''", "revisit_on = decided_at"])
def test_a_decision_that_cannot_be_read_is_named(engine: Engine, column: str) -> None:
    number = add(engine, make_decision())
    with writing(engine) as connection:
        if column.startswith("revisit"):
            column = "revisit_on = '2027-01-01'"  # of a go
        connection.exec_driver_sql(f"UPDATE decisions SET {column}")  # noqa: S608
    with pytest.raises(StoreError, match=f"the stored decision {number} cannot be read"):
        load_decisions(engine, "leeds")


def test_a_store_of_before_decisions_keeps_everything_and_takes_them(empty_address: str) -> None:
    kept = Judgement(
        city="leeds",
        call_key="ukri:1",
        need_id=None,
        verdict=JudgementVerdict.KEEP,
        judged_at=NOON,
    )
    old = make_engine(sa.make_url(empty_address), 1)
    with writing(old) as connection:
        command.upgrade(migration_settings(connection), "0003")
    upsert_calls(old, [make_call()], NOON)
    add_judgements(old, [kept])
    old.dispose()
    engine = open_store(empty_address)
    assert [stored.call for stored in load_calls(engine)] == [make_call()]
    assert [replace(each, id=None) for each in load_judgements(engine, "leeds")] == [kept]
    assert load_decisions(engine, "leeds") == []
    add_outcome(engine, add(engine, make_decision()), make_outcome())
    assert load_decisions(engine, "leeds")[0].outcomes == (make_outcome(),)
    assert quick_check(engine) == []
    engine.dispose()
