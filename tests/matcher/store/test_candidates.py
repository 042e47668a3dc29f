"""Candidates from a real server: as the exact ranking has it, whatever is written."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import numpy as np
import numpy.typing as npt
import pytest
from sqlalchemy import Engine

from matcher.matching import keep_in_index
from matcher.ranking.corpus import Corpus, Document, build_corpus
from matcher.ranking.lexical import Elsewhere
from matcher.ranking.rank import rank
from matcher.ranking.score import LEAST_BEST_WORDS, Collection, Query, shipped_calibration
from matcher.ranking.words import stems
from matcher.store import (
    Asked,
    CallVector,
    TextVectors,
    find_candidates,
    forget_vectors,
    has_call_vectors,
    open_store,
    said_most,
    save_call_vectors,
    save_identities,
    save_vectors,
    text_hash,
    unknown_call_vectors,
    upsert_calls,
)
from models.call import Call, CallStatus
from tests.matcher.store.examples import NOON, make_call
from tests.postgres import new_store

MODEL = "a-model"
WORDS = [
    "falls",
    "frailty",
    "older",
    "stroke",
    "dementia",
    "obesity",
    "asthma",
    "housing",
    "transport",
    "air",
    "school",
    "work",
]
HOSTILE = (
    "'; DROP TABLE calls; --",
    "falls & !stroke | (dementia:* <-> work)",
    "\\ ' \" : * falls",
    "%s %(x)s :name {0} falls",
    "\u202e\u0000falls\ud800".replace("\ud800", ""),
    "ß ﬁ café 病院 🏥",
    "a" * 20_000,
    " ".join(f"word{n}" for n in range(3_000)),
)


def unit(draw: np.random.Generator, size: int = 384) -> npt.NDArray[np.float32]:
    row = draw.normal(size=size).astype(np.float32)
    return row / np.float32(np.linalg.norm(row))


def documents(size: int = 384) -> tuple[list[Call], list[Document]]:
    """Calls of one to three passages, with vectors around a few themes."""
    draw = np.random.default_rng(7)
    themes = [unit(draw, size) for _ in range(5)]
    calls, made = [], []
    for number in range(80):
        said = " ".join(draw.choice(WORDS, int(draw.integers(4, 30))))
        call = make_call(str(number), title=f"Call on {draw.choice(WORDS)}", summary="", text=said)
        rows = np.stack([themes[number % 5] + unit(draw, size) for _ in range(1 + number % 3)])
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        text = call.match_text()
        spans = tuple((at, len(text)) for at in range(len(rows)))
        calls.append(call)
        made.append(Document(call.key, text, spans, rows))
    return calls, made


def vector_of(key: str, text: str, row: npt.NDArray[np.float32]) -> CallVector:
    """Of a call that says one word."""
    return CallVector(key, text, 1, {"fall": 0.4}, row)


def asking(engine: Engine, text: str, vector: npt.NDArray[np.float32]) -> Asked:
    said = said_most(engine, stems(text))
    return Asked(said, vector, MODEL, shipped_calibration().words_weight, LEAST_BEST_WORDS)


@pytest.fixture(scope="module")
def stored() -> Iterator[tuple[Engine, list[Document], Corpus]]:
    calls, made = documents()
    corpus = build_corpus(made)
    with new_store() as engine:
        upsert_calls(engine, calls, NOON)
        assert not has_call_vectors(engine, MODEL)
        hashes = {each.key: text_hash(each.text) for each in made}
        assert unknown_call_vectors(engine, MODEL, hashes) == hashes.keys()
        keep_in_index(engine, MODEL, corpus)
        assert not unknown_call_vectors(engine, MODEL, hashes)
        yield engine, made, corpus


def test_the_ranking_of_the_candidates_is_that_of_all_calls(
    stored: tuple[Engine, list[Document], Corpus],
) -> None:
    engine, made, corpus = stored
    draw = np.random.default_rng(3)
    of = {each.key: each for each in made}
    for text in ("falls", "dementia housing", "air school transport", "nothing of it"):
        query = Query(text, unit(draw))
        exact = rank(query, corpus, 10)
        assert query.vector is not None
        found = find_candidates(engine, asking(engine, text, query.vector), 40)
        assert len(found.keys) == 40
        known = Elsewhere(found.weights, found.length)
        some = build_corpus([of[key] for key in found.keys], known)
        beyond = Collection(found.usual, found.words, found.total)
        ours = rank(replace(query, collection=beyond), some, 10)
        assert len({each.key for each in ours} & {each.key for each in exact}) >= 9
        scores = {each.key: each.score for each in exact}
        assert all(abs(scores.get(o.key, o.score) - o.score) < 0.02 for o in ours)


def test_as_many_candidates_as_are_wanted_are_the_best(
    stored: tuple[Engine, list[Document], Corpus],
) -> None:
    engine, _, corpus = stored
    draw = np.random.default_rng(4)
    shares = []
    for _ in range(20):
        query = Query(" ".join(draw.choice(WORDS, 2)), unit(draw))
        assert query.vector is not None
        found = find_candidates(engine, asking(engine, query.text, query.vector), 10)
        shares.append(len({each.key for each in rank(query, corpus, 10)} & set(found.keys)) / 10)
    assert np.mean(shares) >= 0.97


def test_a_call_is_as_close_as_its_best_passage() -> None:
    draw = np.random.default_rng(8)
    passages, other = [unit(draw) for _ in range(6)], unit(draw)
    long = make_call("long", text="Falls. " * 6)
    calls = [long, *(make_call(str(number)) for number in range(30))]
    documents = [
        Document(
            long.key, long.match_text(), tuple((n, n + 1) for n in range(6)), np.stack(passages)
        ),
        *(Document(call.key, call.match_text(), ((0, 1),), other[None]) for call in calls[1:]),
    ]
    with new_store() as engine:
        upsert_calls(engine, calls, NOON)
        keep_in_index(engine, MODEL, build_corpus(documents))
        # To the mean of the passages it is far less close than to the last of them.
        assert find_candidates(engine, asking(engine, "", passages[5]), 1).keys == (long.key,)


def test_a_call_that_no_matching_has_read_is_found_by_its_words() -> None:
    row = unit(np.random.default_rng(9))
    with new_store() as engine:
        upsert_calls(engine, [make_call("read"), make_call("new", text="On zoonoses.")], NOON)
        save_call_vectors(engine, MODEL, [vector_of("ukri:read", "hash", row)])
        assert "ukri:new" in find_candidates(engine, asking(engine, "zoonoses", row), 5).keys


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_any_text_will_do(stored: tuple[Engine, list[Document], Corpus], text: str) -> None:
    engine, made, _ = stored
    found = find_candidates(engine, asking(engine, text, unit(np.random.default_rng(1))), 30)
    assert len(found.keys) == 30
    assert set(found.keys) <= {each.key for each in made}
    assert has_call_vectors(engine, MODEL)


def test_closed_calls_and_late_ones_are_left_out_unless_they_are_merged() -> None:
    vector = unit(np.random.default_rng(2))
    closes = {"gone": -1, "soon": 3, "late": 30, "none": None, "shown": -1}
    calls = [
        make_call(name, deadlines=() if days is None else (NOON + timedelta(days=days),))
        for name, days in closes.items()
    ]
    with new_store() as engine:
        upsert_calls(engine, calls, NOON)
        save_call_vectors(engine, MODEL, [vector_of(c.key, "hash", vector) for c in calls])
        save_identities(engine, {"ukri:shown": ("ukri:late", "the same")})
        asked = asking(engine, "falls", vector)
        live = find_candidates(engine, replace(asked, not_closed_at=NOON), 10).keys
        assert set(live) == {"ukri:soon", "ukri:late", "ukri:none", "ukri:shown"}
        week = replace(asked, closing_before=NOON + timedelta(days=7))
        # Of the calls that are merged, the other page may say another day.
        assert set(find_candidates(engine, week, 10).keys) == {
            "ukri:gone",
            "ukri:soon",
            "ukri:late",
            "ukri:shown",
        }


def test_a_call_that_the_site_calls_open_is_not_closed_by_a_doubtful_day() -> None:
    vector = unit(np.random.default_rng(2))
    past, doubtful = (NOON - timedelta(days=1),), ("deadlines",)
    calls = [
        make_call("open", deadlines=past, doubtful=doubtful, stated_status=CallStatus.OPEN),
        make_call("certain", deadlines=past, stated_status=CallStatus.OPEN),
        make_call("silent", deadlines=past, doubtful=doubtful),
    ]
    with new_store() as engine:
        upsert_calls(engine, calls, NOON)
        save_call_vectors(engine, MODEL, [vector_of(c.key, "hash", vector) for c in calls])
        asked = replace(asking(engine, "falls", vector), not_closed_at=NOON)
        found = find_candidates(engine, asked, 10).keys
    assert set(found) == {c.key for c in calls if c.status(NOON) is not CallStatus.CLOSED}
    assert set(found) == {"ukri:open"}


def test_vectors_follow_the_calls_and_their_texts() -> None:
    draw = np.random.default_rng(5)
    first, second = unit(draw, 8), unit(draw, 8)  # of a length that has no graph
    with new_store() as engine:
        upsert_calls(engine, [make_call("1"), make_call("2")], NOON)
        rows = [("ukri:1", "old", first), ("ukri:2", "same", second), ("ukri:none", "x", first)]
        save_call_vectors(engine, MODEL, [vector_of(*row) for row in rows])
        assert not unknown_call_vectors(engine, MODEL, {"ukri:1": "old", "ukri:2": "same"})
        assert find_candidates(engine, asking(engine, "", first), 1).keys == ("ukri:1",)
        assert unknown_call_vectors(engine, MODEL, {"ukri:1": "new"}) == {"ukri:1"}
        save_call_vectors(engine, MODEL, [vector_of("ukri:1", "new", -first)])
        assert find_candidates(engine, asking(engine, "", first), 1).keys == ("ukri:2",)
        save_vectors(engine, MODEL, [TextVectors("same", ((0, 1),), second[None])])
        forget_vectors(engine, MODEL, ["same"])
        assert find_candidates(engine, asking(engine, "", first), 5).keys == ("ukri:1",)
        assert not has_call_vectors(engine, "another-model")


def test_a_file_has_no_vectors_of_calls(tmp_path: object) -> None:
    engine = open_store(f"sqlite:///{tmp_path}/store.db")
    upsert_calls(engine, [make_call()], NOON)
    save_call_vectors(engine, MODEL, [vector_of("ukri:1", "hash", np.ones(8, np.float32))])
    assert not unknown_call_vectors(engine, MODEL, {"ukri:1": "hash"})
    assert not has_call_vectors(engine, MODEL)
    engine.dispose()
