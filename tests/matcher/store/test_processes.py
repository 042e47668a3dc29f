"""Several processes at one store, and processes that die."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from matcher.store import (
    StoreError,
    UpsertCounts,
    load_call,
    load_calls,
    load_versions,
    open_store,
    quick_check,
    search_words,
    start_run,
    upsert_calls,
)
from tests.matcher.store.examples import LATER, NOON, make_call, many_calls

ROOT = Path(__file__).parents[3]


def begin(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.matcher.store.processes", *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


@contextmanager
def writer_at_work(url: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the write lock until it is released."""
    with begin("hold", url) as other:
        try:
            assert other.stdout is not None
            assert other.stdout.readline() == "holding\n"
            yield other
            assert other.wait(60) == 0
        finally:
            other.kill()


def release(other: subprocess.Popen[str]) -> None:
    assert other.stdin is not None
    other.stdin.write("\n")
    other.stdin.flush()


def test_reading_goes_on_while_another_process_writes(engine: Engine, address: str) -> None:
    url = address
    upsert_calls(engine, many_calls(200), NOON)
    impatient = open_store(url, busy_seconds=0.05)
    with writer_at_work(url) as other:
        assert len(search_words(engine, "falls", 500)) == 200
        newly_opened = open_store(url)
        assert len(load_calls(newly_opened)) == 200
        with pytest.raises(StoreError, match=r"another process is writing to \S"):
            upsert_calls(impatient, [make_call("new")], LATER)
        release(other)
    assert upsert_calls(impatient, [make_call("new")], LATER) == UpsertCounts(1, 0, 0)
    for opened in (impatient, newly_opened):
        opened.dispose()


def test_a_second_writer_waits_its_turn(engine: Engine, address: str) -> None:
    upsert_calls(engine, [make_call()], NOON)
    outcome: list[int] = []
    waiting = threading.Thread(target=lambda: outcome.append(start_run(engine, "match", LATER)))
    with writer_at_work(address) as other:
        waiting.start()
        waiting.join(0.2)
        assert outcome == []
        release(other)
        waiting.join(30)
    assert outcome == [1]


def test_processes_that_begin_together_share_a_fresh_store(empty_address: str) -> None:
    url = empty_address
    names = ["nihr", "eu", "leverhulme"]
    others = [begin("write-many", url, name) for name in names]
    for other in others:
        other.communicate(timeout=120)
    assert [other.returncode for other in others] == [0, 0, 0]
    engine = open_store(url)
    assert len(load_calls(engine, sources=names)) == 24
    titles = [version.call.title for version in load_versions(engine, "ukri:shared")]
    assert sorted(titles) == sorted(f"{name} {number}" for name in names for number in range(8))
    assert quick_check(engine) == []
    engine.dispose()


@pytest.mark.parametrize("moment", ["INSERT INTO call_versions", "INTO call_words", "commit"])
def test_a_process_killed_while_storing_leaves_the_store_as_it_was(
    engine: Engine, address: str, moment: str
) -> None:
    url = address
    upsert_calls(engine, [make_call("0"), make_call("1")], NOON)
    before = load_calls(engine)
    engine.dispose()
    victim = begin("die", url, moment)
    victim.communicate(timeout=120)
    assert victim.returncode == -signal.SIGKILL
    again = open_store(url)
    assert load_calls(again) == before
    assert search_words(again, "finished", 5) == []
    assert quick_check(again) == []
    assert upsert_calls(again, many_calls(5), LATER) == UpsertCounts(3, 2, 0)
    found = load_call(again, "ukri:0")
    assert found is not None
    assert found.version == 2
    again.dispose()
