"""What finds near vectors on a real server: a graph, or lists once rows are very many."""

import numpy as np
import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from matcher.store import find_candidates, save_call_vectors, upsert_calls
from matcher.store.postgres_neighbours import MANY, drop_neighbours, make_neighbours
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


def fill(engine: Engine) -> list[np.ndarray[tuple[int], np.dtype[np.float32]]]:
    draw = np.random.default_rng(6)
    vectors = [unit(draw) for _ in range(ROWS)]
    calls = [make_call(str(number)) for number in range(ROWS)]
    upsert_calls(engine, calls, NOON)
    rows = [vector_of(c.key, c.key, vector) for c, vector in zip(calls, vectors, strict=True)]
    save_call_vectors(engine, MODEL, rows)
    return vectors


def as_if_counted(engine: Engine, rows: int) -> None:
    """Let the server believe that so many calls have a vector."""
    with engine.begin() as connection:
        query = "UPDATE pg_class SET reltuples = %s WHERE oid = 'call_vectors'::regclass"
        connection.exec_driver_sql(query, (rows,))


@pytest.mark.filterwarnings("ignore:.*little data")
def test_very_many_rows_are_found_through_lists() -> None:
    with new_store() as engine:
        vectors = fill(engine)
        assert kinds(engine) == dict.fromkeys(
            ("ix_call_vectors_384", "ix_call_vectors_768"), "hnsw"
        )
        with engine.begin() as connection:
            drop_neighbours(connection)
            make_neighbours(connection, MANY)
        assert kinds(engine)["ix_call_vectors_384"] == "ivfflat lists=1000"
        for number in (0, 9, ROWS - 1):
            found = find_candidates(engine, asking("", vectors[number]), 1)
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
            # Making one has the server count again, so the other is as it was.
            assert kinds(engine)["ix_call_vectors_384"] == expected
            assert len(kinds(engine)) == 2
        assert find_candidates(engine, asking("", vectors[7]), 1).keys == ("ukri:7",)
