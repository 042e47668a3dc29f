"""Forty pairs labelled by hand: no wrong merge, and most true ones found."""

from pathlib import Path

import pytest

from matcher.identity.groups import group_calls
from matcher.identity.likeness import Verdict, compare_calls
from tests.matcher.identity.examples import LabelledPair, labelled_pairs

DOCUMENT = Path(__file__).parents[3] / "docs" / "identity.md"
ALL = list(labelled_pairs())


def found_same(pair: LabelledPair) -> bool:
    return compare_calls(pair.a, pair.b).verdict is Verdict.SAME


def test_the_labels_are_twenty_true_pairs_and_twenty_near_misses_in_two_halves() -> None:
    counts = {
        (part, same): sum((pair.part, pair.same) == (part, same) for pair in ALL)
        for part in ("looked_at", "scored")
        for same in (True, False)
    }
    assert counts == dict.fromkeys(counts, 10)


@pytest.mark.parametrize("pair", [each for each in ALL if not each.same], ids=lambda each: each.id)
def test_no_near_miss_is_merged(pair: LabelledPair) -> None:
    finding = compare_calls(pair.a, pair.b)
    assert finding.verdict is not Verdict.SAME, finding.reason
    assert finding.reason
    assert group_calls([pair.a, pair.b]) == []


@pytest.mark.parametrize("part", ["looked_at", "scored"])
def test_nine_tenths_of_the_true_pairs_are_found(part: str) -> None:
    true = [pair for pair in ALL if pair.same and pair.part == part]
    missed = [pair.id for pair in true if not found_same(pair)]
    assert len(missed) <= 0.1 * len(true), missed


@pytest.mark.parametrize("part", ["looked_at", "scored"])
def test_the_documented_figures_are_these(part: str) -> None:
    found, wrong = (
        sum(found_same(pair) for pair in ALL if pair.part == part and pair.same is same)
        for same in (True, False)
    )
    row = f"| {part.replace('_', ' ')} | {found} of 10 | {wrong} of 10 |"
    assert row in DOCUMENT.read_text(encoding="utf-8")


def test_all_records_together_are_grouped_as_in_pairs() -> None:
    """The records of all pairs stand beside each other, as in a store."""
    calls = {call.key: call for pair in ALL for call in (pair.a, pair.b)}
    groups = [set(group.keys) for group in group_calls(list(calls.values()))]
    for pair in ALL:
        together = any({pair.a.key, pair.b.key} <= keys for keys in groups)
        assert together <= pair.same, pair.id


@pytest.mark.parametrize("pair", ALL, ids=lambda pair: pair.id)
def test_the_order_of_two_calls_makes_no_difference(pair: LabelledPair) -> None:
    assert compare_calls(pair.a, pair.b) == compare_calls(pair.b, pair.a)
