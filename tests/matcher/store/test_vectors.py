"""Passage vectors come back in 16 bits, older rows in 32, and damaged ones not at all."""

from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from matcher.store import (
    TextVectors,
    as_stored,
    forget_vectors,
    load_vectors,
    save_vectors,
    statistics,
    text_hash,
    vector_models,
)
from matcher.store.schema import text_vectors
from matcher.store.transactions import writing


def make_vectors(name: str, passages: int = 2, dimension: int = 4, seed: int = 0) -> TextVectors:
    numbers = np.random.default_rng(seed).normal(size=(passages, dimension)).astype(np.float32)
    spans = tuple((10 * n, 10 * n + 15) for n in range(passages))
    return TextVectors(name, spans, as_stored(numbers))


def same(one: TextVectors, other: TextVectors) -> bool:
    return (one.text_hash, one.spans) == (other.text_hash, other.spans) and (
        one.vectors.dtype == other.vectors.dtype and np.array_equal(one.vectors, other.vectors)
    )


def test_vectors_come_back_as_they_were(engine: Engine) -> None:
    items = [make_vectors("a"), make_vectors("b", 7, 384, seed=1), make_vectors("c", 0)]
    save_vectors(engine, "model", items)
    loaded = load_vectors(engine, "model", ["a", "b", "c", "d", "a"])
    assert sorted(loaded) == ["a", "b", "c"]
    assert all(same(loaded[item.text_hash], item) for item in items)
    assert loaded["c"].vectors.shape == (0, 4)


def test_numbers_are_kept_in_16_bits(engine: Engine) -> None:
    rows = np.random.default_rng(5).normal(size=(3, 384)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    save_vectors(engine, "model", [TextVectors("a", ((0, 1), (1, 2), (2, 3)), rows)])
    loaded = load_vectors(engine, "model", ["a"])["a"].vectors
    assert np.array_equal(loaded, as_stored(rows))
    assert ((loaded * rows).sum(axis=1) > 0.999999).all()
    with engine.connect() as connection:
        (size,) = connection.exec_driver_sql("SELECT length(vectors) FROM text_vectors").one()
    assert size == 3 * 384 * 2


def test_rows_of_older_stores_are_read_as_they_are(engine: Engine) -> None:
    rows = np.random.default_rng(6).normal(size=(2, 4)).astype(np.float32)
    save_vectors(engine, "model", [make_vectors("a")])
    with writing(engine) as connection:
        connection.execute(sa.update(text_vectors).values(vectors=rows.tobytes()))
    assert np.array_equal(load_vectors(engine, "model", ["a"])["a"].vectors, rows)


def test_numbers_too_large_for_16_bits_are_refused(engine: Engine) -> None:
    large = TextVectors("a", ((0, 1),), np.full((1, 4), 1e5, dtype=np.float32))
    with pytest.raises(ValueError, match="at most 65,504"):
        save_vectors(engine, "model", [large])
    assert load_vectors(engine, "model", ["a"]) == {}


def test_the_models_that_made_vectors_are_known(engine: Engine) -> None:
    assert vector_models(engine) == {}
    save_vectors(engine, "one", [make_vectors("a"), make_vectors("b")])
    save_vectors(engine, "two", [make_vectors("a")])
    assert vector_models(engine) == {"one": 2, "two": 1}


def test_each_model_has_its_own(engine: Engine) -> None:
    save_vectors(engine, "one", [make_vectors("a", seed=1)])
    save_vectors(engine, "two", [make_vectors("a", seed=2)])
    assert same(load_vectors(engine, "one", ["a"])["a"], make_vectors("a", seed=1))
    assert load_vectors(engine, "three", ["a"]) == {}
    forget_vectors(engine, "one", ["a", "unknown"])
    assert load_vectors(engine, "one", ["a"]) == {}
    assert list(load_vectors(engine, "two", ["a"])) == ["a"]


def test_saving_again_replaces(engine: Engine) -> None:
    save_vectors(engine, "model", [make_vectors("a", 5, 8)])
    save_vectors(engine, "model", [make_vectors("a", seed=3), make_vectors("a", 1, seed=4)])
    assert same(load_vectors(engine, "model", ["a"])["a"], make_vectors("a", 1, seed=4))
    assert statistics(engine)["encoded passages"] == 1


def test_more_texts_than_one_statement_may_name(engine: Engine) -> None:
    names = [text_hash(str(number)) for number in range(2_000)]
    save_vectors(engine, "model", [make_vectors(name, 1, 3, seed=1) for name in names])
    assert set(load_vectors(engine, "model", names)) == set(names)
    forget_vectors(engine, "model", names)
    assert load_vectors(engine, "model", names) == {}
    save_vectors(engine, "model", [])
    assert statistics(engine)["encoded texts"] == 0


@pytest.mark.parametrize(
    "damage",
    [
        {"vectors": b"\0"}, {"vectors": b""}, {"spans": b"\0\0\0\0"}, {"passages": 3},
        {"passages": -1}, {"dimension": 5}, {"dimension": -4}, {"vectors": b"\0" * 31},
        {"vectors": bytes.fromhex("0000c07f") + b"\0" * 28},  # the first number is none
    ],
)  # fmt: skip
def test_damaged_vectors_count_as_absent(engine: Engine, damage: dict[str, Any]) -> None:
    save_vectors(engine, "model", [make_vectors("a"), make_vectors("b")])
    with writing(engine) as connection:
        broken = sa.update(text_vectors).where(text_vectors.c.text_hash == "a")
        connection.execute(broken.values(damage))
    assert list(load_vectors(engine, "model", ["a", "b"])) == ["b"]
    save_vectors(engine, "model", [make_vectors("a")])
    assert len(load_vectors(engine, "model", ["a", "b"])) == 2


def test_spans_and_vectors_must_belong_together() -> None:
    numbers = np.zeros((2, 4), dtype=np.float32)
    with pytest.raises(ValueError, match="1 passages do not fit"):
        TextVectors("a", ((0, 1),), numbers)
    with pytest.raises(ValueError, match="do not fit vectors of shape"):
        TextVectors("a", ((0, 1),), numbers[0])
    with pytest.raises(ValueError, match="finite float32"):
        TextVectors("a", ((0, 1),), np.full((1, 4), np.nan, dtype=np.float32))


def test_texts_have_one_fingerprint_each() -> None:
    assert text_hash("falls") == text_hash("falls")
    assert len({text_hash(text) for text in ("falls", "Falls", "", "\ud800")}) == 4
