"""What finds near vectors on a real server: a graph, or lists once rows are very many."""

import numpy as np
import numpy.typing as npt
import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from matcher.store import find_candidates, postgres_neighbours, save_call_vectors, upsert_calls
from matcher.store.postgres_neighbours import DIMENSIONS, MANY
from tests.matcher.store.examples import NOON, make_call
from tests.matcher.store.test_candidates import MODEL, asking, unit, vector_of
from tests.postgres import new_store

ROWS = 300


def kinds(engine: Engine) -> dict[str, str]:
    """Each index of near vectors and what it is."""
    query = sa.text(
        "SELECT relname, "
        "amname || coalesce(' ' || array_to_string(reloptions, ','), '') AS kind "
        "FROM pg_class JOIN pg_am ON pg_am.oid = relam WHERE relname LIKE 'ix_call_vectors%'"
    )
    with engine.connect() as connection:
        return {row.relname: row.kind for row in connection.execute(query)}


def fill(
    engine: Engine, count: int = ROWS, size: int = DIMENSIONS[0]
) -> list[npt.NDArray[np.float32]]:
    draw = np.random.default_rng(6)
    vectors = [unit(draw, size) for _ in range(count)]
    calls = [make_call(str(number)) for number in range(count)]
    upsert_calls(engine, calls, NOON)
    rows = [vector_of(c.key, c.key, vector) for c, vector in zip(calls, vectors, strict=True)]
    save_call_vectors(engine, MODEL, rows)
    return vectors


def as_if_counted(engine: Engine, rows: int) -> None:
    """Let the server believe that so many calls have a vector of 384 numbers."""
    with engine.begin() as connection:
        query = "UPDATE pg_class SET reltuples = %s WHERE oid = 'ix_call_vectors_384'::regclass"
        connection.exec_driver_sql(query, (rows,))


def test_many_first_vectors_have_their_graph_made_at_the_end() -> None:
    with new_store() as engine:
        vectors = fill(engine, 2_100)
        assert "ix_call_vectors_384" in kinds(engine)
        assert find_candidates(engine, asking(engine, "", vectors[9]), 1).keys == ("ukri:9",)


def test_very_many_rows_are_found_through_lists() -> None:
    with new_store() as engine:
        vectors = fill(engine)
        assert kinds(engine) == dict.fromkeys(
            ("ix_call_vectors_384", "ix_call_vectors_768"), "hnsw"
        )
        as_if_counted(engine, MANY)
        save_call_vectors(engine, MODEL, [vector_of("ukri:1", "ukri:1", vectors[1])])
        assert kinds(engine)["ix_call_vectors_384"] == "ivfflat lists=1000"
        for number in (0, 9, ROWS - 1):
            found = find_candidates(engine, asking(engine, "", vectors[number]), 1)
            assert found.keys == (f"ukri:{number}",)


def test_a_graph_that_its_rows_have_outgrown_becomes_lists_and_these_are_made_anew() -> None:
    with new_store() as engine:
        vectors = fill(engine)
        again = [vector_of("ukri:1", "new", vectors[1])]
        for counted, expected in (
            (MANY - 1, "hnsw"),
            (MANY, "ivfflat lists=1000"),
            (3 * MANY, "ivfflat lists=1000"),
            (4 * MANY, "ivfflat lists=4000"),
            (400 * MANY, "ivfflat lists=4000"),
        ):
            as_if_counted(engine, counted)
            save_call_vectors(engine, MODEL, again)
            # The other has no rows, from which centres could be told.
            assert kinds(engine) == {"ix_call_vectors_384": expected, "ix_call_vectors_768": "hnsw"}
        assert find_candidates(engine, asking(engine, "", vectors[7]), 1).keys == ("ukri:7",)


@pytest.mark.parametrize("size", DIMENSIONS)
def test_lists_are_made_with_the_memory_that_they_need(
    monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    for name, value in (("MANY", 2_000), ("_LIST", 50), ("_LEAST_BYTES", 100_000)):
        monkeypatch.setattr(postgres_neighbours, name, value)
    with new_store() as engine:
        vectors = fill(engine, 2_500, size)
        name = f"ix_call_vectors_{size}"
        assert kinds(engine)[name] == "ivfflat lists=50"
        with engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL maintenance_work_mem = '4MB'")
            with pytest.raises(sa.exc.OperationalError, match="memory required"):
                connection.exec_driver_sql(f"REINDEX INDEX {name}")
        assert find_candidates(engine, asking(engine, "", vectors[7]), 1).keys == ("ukri:7",)
