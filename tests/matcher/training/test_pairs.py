import random

import pytest

from matcher.evaluation.beir import Task
from matcher.training.batches import batches, excerpt
from matcher.training.pairs import Pair, Part, training_pairs

BODY = "A text of more than eighty characters that says at some length what the project is about."


def task(name: str, count: int) -> Task:
    return Task(
        name=name,
        documents={f"{name}{n}": f"Title of {name} {n}\n\n{BODY} {n}" for n in range(count)},
        queries={f"q{n}": f"question {n}" for n in range(count)},
        relevant={f"q{n}": {f"{name}{n}": 1} for n in range(count)},
    )


def test_queries_pair_with_their_answers_and_titles_with_their_texts() -> None:
    labelled, other = task("a", 3), task("b", 2)
    pairs = training_pairs([labelled], [labelled, other])
    answers = [("a", "question 0"), ("a", "question 1"), ("a", "question 2")]
    assert [(pair.kind, pair.query) for pair in pairs] == [
        *answers,
        *answers,  # what is labelled counts twice
        ("a titles", "Title of a 0"),
        ("a titles", "Title of a 1"),
        ("a titles", "Title of a 2"),
        ("b titles", "Title of b 0"),
        ("b titles", "Title of b 1"),
    ]
    assert pairs[0].document == labelled.documents["a0"]
    assert pairs[6].document == f"{BODY} 0"


def test_a_part_left_out_leaves_no_trace() -> None:
    labelled = task("a", 40)
    for number in range(2):
        part = Part(number, 2)
        text = repr(training_pairs([labelled], [labelled], part))
        out = [n for n in range(40) if part.holds(f"q{n}")]
        assert 0 < len(out) < 40
        assert not any(f"question {n}'" in text or f"{BODY} {n}'" in text for n in out)
    assert all(Part(0, 2).holds(f"q{n}") != Part(1, 2).holds(f"q{n}") for n in range(40))


def test_texts_too_short_to_teach_anything_and_texts_given_twice_are_passed_over() -> None:
    short = Task("s", {"d": "Title of s\n\nshort", "e": "T\n\n" + BODY, "f": BODY}, {}, {})
    assert training_pairs([], [short]) == []
    assert len(training_pairs([], [task("a", 2), task("a", 2)])) == 2


@pytest.mark.parametrize("text", ["", "1", "0/2", "3/2", "1/99", "a/b", "1/2/3"])
def test_a_part_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a part like 1/2"):
        Part.read(text)
    assert Part.read("2/3") == Part(1, 3)


def test_batches_hold_one_kind_each_pair_once_the_same_for_a_seed() -> None:
    pairs = [Pair(f"kind{n % 3}", f"q{n}", f"d{n}", f"g{n}") for n in range(120)]
    found = list(batches(pairs, 16, random.Random(1)))
    assert found == list(batches(pairs, 16, random.Random(1)))
    assert found != list(batches(pairs, 16, random.Random(2)))
    assert sorted(pair.query for batch in found for pair in batch) == sorted(
        pair.query for pair in pairs
    )
    assert all(len({pair.kind for pair in batch}) == 1 for batch in found)


def test_an_excerpt_keeps_both_ends_and_runs_on() -> None:
    rng = random.Random(0)
    assert excerpt([1, 2, 3], 5, rng) == [1, 2, 3]
    for _ in range(50):
        cut = excerpt(list(range(100)), 10, rng)
        assert (cut[0], cut[-1], len(cut)) == (0, 99, 10)
        assert cut[1:-1] == list(range(cut[1], cut[1] + 8))
