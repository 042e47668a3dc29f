"""The cost curve's made-up calls, its exact search, and its exponents."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine

from benchmarks.curve.asked import searches
from benchmarks.curve.clock import timed_searches
from benchmarks.curve.exact import corpus_of, part_of, save_part
from benchmarks.curve.fit import exponent
from benchmarks.curve.made import (
    ORIGINALS,
    Originals,
    make_call,
    make_calls,
    make_others,
    moved_vectors,
    text_vectors_of,
    with_other_words,
)
from matcher.embedding import stored_documents
from matcher.ranking.corpus import build_corpus
from matcher.ranking.score import Query, score_queries
from matcher.store import open_store, save_vectors, upsert_calls
from tests.matcher.store.examples import NOON

COUNT = 60
# Of different titles: the same title would be one text, with one vector.
NUMBERS = list(
    {
        make_call(number).title: number
        for number in (*range(COUNT - 20), *range(ORIGINALS, ORIGINALS + 20))
    }.values()
)


@pytest.fixture(scope="module")
def made() -> Originals:
    """Vectors as the encoder would make them, of one or two passages."""
    draw = np.random.default_rng(1)
    rows = []
    for number in range(COUNT):
        some = draw.normal(size=(1 + number % 2, 384)).astype(np.float32)
        rows.append(some / np.linalg.norm(some, axis=1, keepdims=True))
    spans = tuple(tuple((at, at + 40) for at in range(len(one))) for one in rows)
    titles = np.stack([one[0] for one in rows])
    return Originals("a-model", spans, tuple(rows), titles, 0.3, 0.9, 0.9)


def test_a_number_is_always_the_same_call() -> None:
    assert make_call(7) == make_call(7)
    later = make_call(ORIGINALS + 7)
    assert later == list(make_calls(ORIGINALS + 8))[-1]
    assert later.match_text() != make_call(7).match_text()
    again = make_call(ORIGINALS + 7, version=1)
    assert again.key == later.key
    assert again.match_text() != later.match_text()
    same = set(later.match_text().split()) & set(make_call(7).match_text().split())
    assert len(same) > len(set(later.match_text().split())) / 2


def test_vectors_are_moved_as_far_as_was_measured(made: Originals) -> None:
    rows, title = moved_vectors(made, make_call(3))
    assert rows is made.passages[3]
    moved, title = moved_vectors(made, make_call(ORIGINALS * 3))
    again, _ = moved_vectors(made, make_call(ORIGINALS * 3))
    assert np.array_equal(moved, again)
    assert np.linalg.norm(title) == pytest.approx(1, abs=1e-3)
    assert 0.8 < float(moved[0] @ made.passages[0][0]) < 0.999


def test_exact_search_is_the_shipped_ranking(
    made: Originals, engine: Engine, tmp_path: Path
) -> None:
    calls = sorted((make_call(number) for number in NUMBERS), key=lambda call: call.key)
    upsert_calls(engine, calls, NOON)
    save_vectors(
        engine, made.model_id, [each for call in calls for each in text_vectors_of(made, call)]
    )
    texts = {call.key: call.match_text() for call in calls}
    corpus = build_corpus(stored_documents(engine, made.model_id, texts))
    for at in (0, 25):
        save_part(
            part_of(made, sorted(NUMBERS)[at : at + 25 if at == 0 else None]),
            tmp_path / f"{at:03}.npz",
        )
    exact = corpus_of(sorted(tmp_path.glob("*.npz")))
    assert exact.keys == corpus.keys
    queries = [Query(text, row) for text, row in zip(searches(), made.titles, strict=False)]
    for ours, theirs in zip(
        score_queries(queries, exact), score_queries(queries, corpus), strict=True
    ):
        assert ours.lexical == pytest.approx(theirs.lexical)
        assert ours.closeness == pytest.approx(theirs.closeness, abs=1e-3)  # kept in 16 bits


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_store(f"sqlite:///{tmp_path}/store.db")


def test_searches_are_timed_and_compared() -> None:
    told = timed_searches(lambda text: [text, "x"], [[text, "y"] for text in searches()])
    assert told["recall@10"] == 0.5
    assert 0 <= told["p50 ms"] <= told["p95 ms"]


def test_the_exponent_of_a_power_law() -> None:
    assert exponent({10: 3.0, 100: 3.0 * 10**1.5, 1000: 3.0 * 10**3}) == pytest.approx(1.5)
    assert exponent({10: 3.0}) is None
    assert exponent({10: 3.0, 100: 0.0}) is None


def test_more_calls_than_there_are_are_made_of_them() -> None:
    calls = [replace(call, summary="Of falls and frailty.") for call in make_calls(3)]
    others = make_others(calls, 8)
    assert others[:3] == calls
    assert others == make_others(calls, 8)
    assert len({call.key for call in others}) == len({call.match_text() for call in others}) == 8
    assert make_others(calls, 2) == calls[:2]


def test_a_changed_call_is_the_same_call_with_some_other_words() -> None:
    call = make_call(1)
    changed = with_other_words(call, 1)
    assert (changed.key, changed.url, changed.deadlines) == (call.key, call.url, call.deadlines)
    words, others = call.text.split(), changed.text.split()
    assert 0 < sum(one != other for one, other in zip(words, others, strict=True)) < len(words) / 3
    assert with_other_words(call, 2).text != changed.text
