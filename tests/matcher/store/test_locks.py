"""Locks of the store: one process holds, and whoever waits has it when the holder ends."""

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from matcher.store import HeldError, StoreError, hold, load_calls, open_store, upsert_calls
from tests.matcher.store.examples import NOON, make_call
from tests.postgres import administration, server

ROOT = Path(__file__).parents[3]
HOLD = """
import sys
from matcher.store import hold, open_store
with hold(open_store(sys.argv[1]), "work", holder="the other one"):
    print("holding", flush=True)
    sys.stdin.readline()
"""


def cut_connections(engine: Engine) -> int:
    """End every connection to a store, as an administrator would; how many that was."""
    others = sa.text(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = :name"
    )
    with administration(server().set(database="postgres")) as connection:
        return int(connection.execute(others, {"name": engine.url.database}).scalar_one())


def cut_at(engine: Engine, words: str) -> None:
    """Cut the connections just before the first statement that holds these words."""
    left = [words]

    def cut(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if left and left[0] in statement:
            left.clear()
            cut_connections(engine)

    sa.event.listen(engine, "before_cursor_execute", cut)


def test_one_holds_and_the_name_says_which_lock(engine: Engine, address: str) -> None:
    other = open_store(address)
    with hold(engine, "work", holder="process 7") as keep:
        keep()
        with pytest.raises(HeldError, match="process 7"), hold(other, "work"):
            pytest.fail("two hold it")
        with hold(other, "mail"):
            keep()
    with hold(other, "work"):
        pass
    other.dispose()


def test_a_lock_goes_with_its_process(engine: Engine, address: str) -> None:
    command = [sys.executable, "-c", HOLD, address]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, text=True, **pipes) as other:  # type: ignore[call-overload]
        assert other.stdout.readline() == "holding\n"
        with pytest.raises(HeldError) as refused, hold(engine, "work"):
            pytest.fail("two hold it")
        assert refused.value.holder == "the other one"
        other.kill()
        with hold(engine, "work", patience_s=30) as keep:
            keep()


def test_a_store_in_memory_has_no_locks() -> None:
    engine = open_store("sqlite://")
    with pytest.raises(ValueError, match="needs a database in a file"), hold(engine, "work"):
        pytest.fail("nothing to lock")
    engine.dispose()


def test_a_holder_whose_connection_was_cut_takes_the_lock_again(server_store: Engine) -> None:
    with hold(server_store, "run") as keep:
        assert cut_connections(server_store) > 0
        keep()
        with pytest.raises(HeldError), hold(server_store, "run"):
            pytest.fail("two hold it")


def test_a_holder_whose_lock_another_has_meanwhile_is_told(server_store: Engine) -> None:
    with ExitStack() as left, hold(server_store, "run") as keep:
        cut_connections(server_store)
        left.enter_context(hold(server_store, "run", holder="process 9", patience_s=30))
        with pytest.raises(HeldError, match="process 9"):
            keep()


def test_a_connection_cut_while_reading_is_one_sentence_and_the_next_one_works(
    server_store: Engine,
) -> None:
    upsert_calls(server_store, [make_call()], NOON)
    cut_connections(server_store)
    assert len(load_calls(server_store)) == 1, "an idle connection is made anew"

    cut_at(server_store, "FROM calls")
    with pytest.raises(StoreError, match=r"the connection to test_\w+ on \S+ was cut; nothing was"):
        load_calls(server_store)
    assert len(load_calls(server_store)) == 1


def test_a_connection_cut_while_writing_changes_nothing(server_store: Engine) -> None:
    cut_at(server_store, "INTO call_words")
    with pytest.raises(StoreError, match="was cut; nothing was changed, try again"):
        upsert_calls(server_store, [make_call()], NOON)
    assert load_calls(server_store) == []
    assert upsert_calls(server_store, [make_call()], NOON).new == 1
