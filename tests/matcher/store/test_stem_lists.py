"""Who says a stem most, on a real server: as if what every call says were added up."""

import math
import random
from collections.abc import Iterator, Mapping

import numpy as np
import pytest
from sqlalchemy import Engine

from matcher.store import (
    CallVector,
    StoreError,
    forget_vectors,
    postgres_stems,
    said_most,
    save_call_vectors,
    upsert_calls,
)
from matcher.store.postgres_sparse import stem_place
from matcher.store.postgres_stems import fill_stem_lists, renew_stem_lists
from matcher.store.transactions import writing
from tests.matcher.store.examples import NOON, make_call
from tests.postgres import administration, new_store, server

MODEL = "a-model"
STEMS = ("fall", "frailti", "stroke", "care", "café")
COUNT = 60

Said = dict[str, dict[str, float]]  # by call, what each stem adds


@pytest.fixture
def engine() -> Iterator[Engine]:
    with new_store() as found:
        upsert_calls(found, [make_call(str(number)) for number in range(COUNT)], NOON)
        yield found


def keep(engine: Engine, said: Mapping[str, Mapping[str, float]], text: str = "hash") -> None:
    row = np.ones(8, np.float32)
    rows = [CallVector(key, f"{key} {text}", 9, stems, row) for key, stems in said.items()]
    save_call_vectors(engine, MODEL, rows)


def drawn(draw: random.Random, keys: list[str]) -> Said:
    return {
        key: {stem: draw.randint(1, 255) / 255 for stem in draw.sample(STEMS, draw.randint(0, 5))}
        for key in keys
    }


def numbers(engine: Engine) -> dict[int, str]:
    with engine.connect() as connection:
        return {row.id: row.key for row in connection.exec_driver_sql("SELECT id, key FROM calls")}


def check(engine: Engine, said: Said, stems: tuple[str, ...]) -> None:
    """Compare with what every call says."""
    found = said_most(engine, stems)
    held = {stem: sum(stem in own for own in said.values()) for stem in stems}
    expected = {
        stem: math.log(1 + (len(said) - count + 0.5) / (count + 0.5))
        for stem, count in held.items()
    }
    assert found.total == len(said)
    assert found.weights == pytest.approx(expected)
    worth = {
        key: sum(expected[stem] * own[stem] for stem in stems if stem in own)
        for key, own in said.items()
        if not own.keys().isdisjoint(stems)
    }
    keys = numbers(engine)
    named = [keys[number] for number in found.best.tolist()]
    assert len(named) == len(worth)
    assert [worth[key] for key in named] == pytest.approx(sorted(worth.values(), reverse=True))


def test_lists_are_those_of_what_calls_say_now_however_they_change(engine: Engine) -> None:
    draw = random.Random(1)
    said: Said = {}
    for step in range(12):
        changed = drawn(draw, draw.sample([f"ukri:{n}" for n in range(COUNT)], draw.randint(1, 30)))
        keep(engine, changed, str(step))
        said |= changed
        check(engine, said, tuple(draw.sample(STEMS, draw.randint(1, 4))))
    with engine.begin() as connection:
        fill_stem_lists(connection)
    check(engine, said, STEMS)


def test_what_is_not_said_has_no_calls_and_counts_most(engine: Engine) -> None:
    keep(engine, {"ukri:1": {"fall": 0.5}, "ukri:2": {"fall": 0.4}})
    found = said_most(engine, ["unheard", "of"])
    assert not len(found.best)
    assert found.weights == {
        "unheard": pytest.approx(math.log(6)),
        "of": pytest.approx(math.log(6)),
    }
    assert not len(said_most(engine, []).best)


def test_of_long_lists_those_are_read_that_a_stem_adds_most_to(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_stems, "_LONGEST", 5)
    keep(engine, {f"ukri:{n}": {"fall": 4 * (n + 1) / 255} for n in range(COUNT)})
    found, keys = said_most(engine, ["fall"]), numbers(engine)
    assert [keys[n] for n in found.best.tolist()] == [f"ukri:{COUNT - 1 - n}" for n in range(5)]
    assert found.weights["fall"] == pytest.approx(math.log(1 + 0.5 / (COUNT + 0.5)))


def test_a_call_that_is_forgotten_and_known_again_counts_once(engine: Engine) -> None:
    keep(engine, {"ukri:1": {"fall": 0.5, "care": 0.5}, "ukri:2": {"fall": 0.4}})
    forget_vectors(engine, MODEL, ["ukri:1 hash"])
    keep(engine, {"ukri:1": {"fall": 0.3}})
    check(engine, {"ukri:1": {"fall": 0.3}, "ukri:2": {"fall": 0.4}}, ("fall",))


def write_after_cut(engine: Engine) -> None:
    with writing(engine) as connection:
        process = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with administration(server().set(database="postgres")) as other:
            other.exec_driver_sql(f"SELECT pg_terminate_backend({process})")
        renew_stem_lists(connection, {1: {stem_place("fall"): 0.9}})


def test_a_connection_that_is_cut_is_one_plain_sentence_and_changes_nothing(
    engine: Engine,
) -> None:
    said = {"ukri:1": {"fall": 0.4}, "ukri:2": {"fall": 0.6}}
    keep(engine, said)
    with pytest.raises(StoreError, match=r"the connection to \S+ on \S+ was cut"):
        write_after_cut(engine)
    check(engine, said, ("fall",))
