"""A little of the campaign in every run of the tests: seeded, the same each time."""

import json
import subprocess
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from tests.fuzz import asked, files, pages, texts
from tests.fuzz.campaign import run_campaign, shares
from tests.fuzz.case import End, limited_memory, make_input, run_case
from tests.fuzz.report import Tally, as_table, faults_of
from tests.fuzz.shrink import shrunk
from tests.fuzz.target import Sample, Target

TARGETS = {
    target.name: target
    for module in (pages, files, texts, asked)
    for target in module.targets()
    if not target.name.startswith("site")  # which has tests enough, and takes seconds to make
}
SEED, CASES = 2026, 8
SLOW = ("facts", "facts together")  # in milliseconds, and those add up


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_bad_input_is_read_or_refused(name: str) -> None:
    target = TARGETS[name]
    for number in range(3 if name in SLOW else CASES):
        outcome = run_case(target, make_input(target, SEED, number))
        # Not the time: the machine may be busy. Three seconds of work would be another matter.
        allowed = outcome.end in (End.READ, End.REFUSED) or outcome.seconds < 3
        assert allowed, f"{name} {number}: {outcome.place}\n{outcome.trace}"
        assert outcome.end is not End.CRASH, f"{name} {number}: {outcome.place}\n{outcome.trace}"


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_what_is_good_is_read(name: str) -> None:
    """Else every case would be refused at the door, and nothing behind it tested."""
    target = TARGETS[name]
    ends = Counter(run_case(target, sample).end for sample in target.samples[:6])
    assert ends[End.READ] or name == "calls .xlsx", ends
    assert not set(ends) - {End.READ, End.REFUSED}


def _any_json() -> st.SearchStrategy[object]:
    leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
    return st.recursive(
        leaves, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=9), inner)
    )


@seed(SEED)
@settings(max_examples=30, deadline=None, database=None)
@given(entry=st.dictionaries(st.sampled_from(["id", "title", "source", "status"]), _any_json()))
def test_any_entry_in_the_words_of_common_grants_is_a_call_or_rejected(
    entry: dict[str, object],
) -> None:
    target = TARGETS["calls .json"]
    outcome = run_case(target, Sample("a.json", json.dumps([entry]).encode()))
    assert outcome.end in (End.READ, End.REFUSED), outcome.trace


@seed(SEED)
@settings(max_examples=30, deadline=None, database=None)
@given(words=st.text(st.sampled_from("£€$15mk ,.-to:;()ABa\n JuneMay2026pm"), max_size=200))
def test_facts_are_read_from_any_words(words: str) -> None:
    outcome = run_case(TARGETS["facts"], Sample("prose", words.encode()))
    assert outcome.end is End.READ, outcome.trace


def test_a_case_is_its_seed_and_number() -> None:
    target = TARGETS["ukri"]
    again = [make_input(target, 7, number) for number in range(20)]
    assert again == [make_input(target, 7, number) for number in range(20)]
    assert again != [make_input(target, 8, number) for number in range(20)]
    assert len({sample.body for sample in again}) > 15


def _crash(_: str, body: bytes) -> None:
    assert b"\xff" not in body


def _spin(_: str, body: bytes) -> None:
    while body:
        body += b""


def _swell(_: str, body: bytes) -> int:
    return len(body * 10**9)


def test_a_crash_a_hang_and_a_thirst_for_memory_are_told_apart() -> None:
    good = Sample("a", b"aaaa")
    hang = run_case(Target("spin", (good,), _spin, ()), good)
    assert (hang.end, hang.seconds > 0.9) == (End.HANG, True)
    with limited_memory():
        assert run_case(Target("swell", (good,), _swell, ()), good).end is End.MEMORY
    bad = Sample("a", b"some words \xff and more of them " * 9)
    target = Target("crash", (good,), _crash, ())
    outcome = run_case(target, bad)
    assert outcome.end is End.CRASH
    assert "tests/fuzz/test_fuzz.py" in outcome.place
    assert shrunk(target, bad, outcome).body == b"\xff"


def test_cases_are_shared_out_and_counted(tmp_path: Path) -> None:
    told: list[str] = []
    named = ["feed", "way back"]
    tallies = run_campaign(30, 3, tmp_path, named, lambda name, _: told.append(name))
    assert told == list(tallies) == named
    assert sum(tally.cases for tally in tallies.values()) >= 30
    assert "| all | 3" in as_table(tallies)
    assert faults_of(tallies) == ""
    assert sum(shares(list(TARGETS.values()), 1_000).values()) >= 1_000
    assert Tally().faults == 0


@pytest.mark.skipif(find_spec("atheris") is None, reason="needs atheris: pip install -e '.[fuzz]'")
def test_the_code_leads_to_inputs_and_none_fails() -> None:
    command = [sys.executable, "-m", "tests.fuzz.guided", "--runs", "150", "--seconds", "60"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    assert "stat::number_of_executed_units" in done.stderr
