"""What the last matching found is read back as it was, and stands beside what people decided."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from matcher.last_matching import LastMatching, load_last_matching, may_be_shown, with_others
from matcher.matching import City, rank_for_city
from matcher.store import (
    add_decision,
    add_judgements,
    open_store,
    save_identities,
    save_matches,
    upsert_calls,
)
from models.judgement import Judgement, JudgementVerdict
from tests.matcher.decisions.examples import NO_GO, make_decision
from tests.matcher.digest.samples import AS_OF, CITY, call, match

SEEN = AS_OF - timedelta(days=9)
PLACE = City("leeds", CITY, {})
CALLS = [call(str(n), text=f"Text {n}.") for n in range(6)]
SCORES = (0.9, 0.8, 0.7, 0.6, 0.4, 0.3)
MATCHES = [match(of, "falls", score) for of, score in zip(CALLS, SCORES, strict=True)]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    upsert_calls(store, CALLS, SEEN)
    save_matches(store, "leeds", AS_OF, "model", MATCHES)
    yield store
    store.dispose()


def load(engine: Engine, *others: str) -> LastMatching:
    found = load_last_matching(engine, PLACE)
    assert found is not None
    return with_others(engine, PLACE, found, others)


def test_rows_are_those_that_the_matching_made(engine: Engine) -> None:
    found = load(engine)
    assert found.rows == rank_for_city(CALLS[:4], MATCHES, PLACE, AS_OF)
    assert found.matched_for == AS_OF
    assert {seen.first for seen in found.seen.values()} == {SEEN}
    assert load_last_matching(engine, City("york", CITY, {})) is None


def test_others_are_there_on_request_without_a_need(engine: Engine) -> None:
    found = load(engine, CALLS[5].key, "sample:unknown")
    (other,) = (row for row in found.rows if row.call == CALLS[5])
    assert other.needs == ()
    assert len(found.rows) == 5
    assert load(engine, CALLS[0].key) == load(engine)


def test_what_was_put_aside_says_so(engine: Engine) -> None:
    at = AS_OF - timedelta(days=1)
    decision = make_decision(NO_GO, call_key=CALLS[0].key, decided_at=at)
    add_decision(engine, decision, instead_of=None, pages=[CALLS[0].key])
    dismissed = Judgement(
        city="leeds",
        call_key=CALLS[1].key,
        need_id=None,
        verdict=JudgementVerdict.DISMISS,
        judged_at=at,
    )
    add_judgements(engine, [dismissed])
    shown = [row.call for row in load(engine).rows if may_be_shown(row, AS_OF)]
    assert shown == CALLS[2:4]
    upsert_calls(engine, [call("1", text="Another text.")], AS_OF)
    again = [row for row in load(engine).rows if may_be_shown(row, AS_OF)]
    assert [row.call.key for row in again] == [each.key for each in CALLS[1:4]]
    assert again[0].judged[0].startswith("changed since it was dismissed")


def test_a_call_on_two_pages_is_named_by_the_older(engine: Engine) -> None:
    late = call("0late")
    upsert_calls(engine, [late], AS_OF)
    save_identities(engine, {CALLS[0].key: (late.key, "a test")})
    save_matches(engine, "leeds", AS_OF, "model", [match(late, "falls", 0.9)])
    found = load(engine)
    (row,) = found.rows
    seen = found.seen[row.call.key]
    assert (seen.name, seen.first, seen.changed) == (CALLS[0].key, SEEN, AS_OF)
