"""Calls joined in a real store: what readers get, and how a person undoes it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from matcher.identity.join import JoinCounts, join_calls, merged_calls
from matcher.store import add_split, load_identities, open_store, remove_split, upsert_calls
from tests.matcher.identity.examples import make, on, pounds

NOON = datetime(2026, 8, 10, 12, tzinfo=UTC)
COMPETITION = make("innovate_uk:2186", funder="Innovate UK", deadlines=on(2026, 11, 5, 11))
LISTED = make("find_a_grant:x-1", references=("2186",), total_fund=pounds(85_000_000))
ALONE = make("nihr:1", "Rural services", funder="NIHR")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    upsert_calls(opened, [COMPETITION, LISTED, ALONE], NOON)
    yield opened
    opened.dispose()


def test_joined_calls_are_read_once_with_their_reason(engine: Engine) -> None:
    assert join_calls(engine) == JoinCounts(calls=3, groups=1, merged=1)
    merged, alone = merged_calls(engine)
    assert merged.call.key == COMPETITION.key
    assert merged.call.total_fund == pounds(85_000_000)
    assert [call.key for call in merged.members] == [COMPETITION.key, LISTED.key]
    assert merged.reasons == {LISTED.key: "both carry Innovate UK competition 2186"}
    assert alone.call == ALONE
    assert alone.reasons == {}


def test_joining_again_changes_nothing(engine: Engine) -> None:
    join_calls(engine)
    before = load_identities(engine)
    join_calls(engine)
    assert load_identities(engine) == before


@pytest.mark.parametrize("key", [COMPETITION.key, LISTED.key])
def test_any_members_key_gives_the_whole_call(engine: Engine, key: str) -> None:
    join_calls(engine)
    (merged,) = merged_calls(engine, [key])
    assert merged.call.key == COMPETITION.key
    assert len(merged.members) == 2
    assert merged_calls(engine, ["nihr:none"]) == []


@pytest.mark.parametrize("key", [COMPETITION.key, LISTED.key])
def test_a_split_stands_until_it_is_undone(engine: Engine, key: str) -> None:
    join_calls(engine)
    add_split(engine, key, NOON)
    assert len(merged_calls(engine)) == 3, "at once, before the next joining"
    assert join_calls(engine).groups == 0
    assert len(merged_calls(engine)) == 3
    remove_split(engine, key)
    assert join_calls(engine).groups == 1


def test_before_any_joining_every_call_stands_alone(engine: Engine) -> None:
    assert {each.call.key for each in merged_calls(engine)} == {
        call.key for call in (COMPETITION, LISTED, ALONE)
    }
