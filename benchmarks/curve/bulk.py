"""Filling a PostgreSQL store with very many made-up calls, by COPY, from several processes.

Through the program's own functions, one call after the other, a million would take hours.
The rows are made by these functions, so they are the same. Indexes are made when all is in.

    python -m benchmarks.curve.bulk DATABASE ORIGINALS.pkl FOLDER FIRST LAST
"""

import pickle
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from benchmarks.curve.exact import Part, kept_rows, part_of, save_part
from benchmarks.curve.made import AS_OF, Originals, make_call, text_vectors_of
from matcher.ranking.lexical import build_lexical_index, saturations
from matcher.ranking.words import stem_counts
from matcher.serial import dump_json
from matcher.store import open_store
from matcher.store.postgres_neighbours import drop_neighbours, make_neighbours
from matcher.store.postgres_sparse import as_sparse, places_of
from matcher.store.postgres_stems import fill_stem_lists
from matcher.store.postgres_vectors import as_array, as_text, tell_usual
from matcher.store.postgres_words import as_indexed
from matcher.store.records import facts_of, words_of
from matcher.store.vectors import as_row
from models.call import Call

_PIECE = 5_000
_INDEX_WORDS = (
    "INSERT INTO call_words (id, words) SELECT id, setweight(to_tsvector('call_words', title), 'A')"
    " || setweight(to_tsvector('call_words', body), 'D') FROM made_words"
)


def prepare(engine: Engine) -> None:
    """Take the costly indexes away."""
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE UNLOGGED TABLE made_words (id BIGINT, title TEXT, body TEXT)"
        )
        connection.exec_driver_sql("DROP INDEX ix_call_words_words")
        drop_neighbours(connection)


def index_words(engine: Engine) -> None:
    """Make the word index."""
    with engine.begin() as connection:
        connection.exec_driver_sql(_INDEX_WORDS)
        connection.exec_driver_sql("DROP TABLE made_words")
        connection.exec_driver_sql("SET LOCAL maintenance_work_mem = '2GB'")
        connection.exec_driver_sql(
            "CREATE INDEX ix_call_words_words ON call_words USING gin (words)"
        )


def list_stems(engine: Engine) -> None:
    """Make the lists of who says what, and the averages."""
    with engine.begin() as connection:
        fill_stem_lists(connection)
        tell_usual(connection)


def index_vectors(engine: Engine) -> None:
    """Make the index of what is near."""
    with engine.begin() as connection:
        make_neighbours(connection)


def fill(engine: Engine, made: Originals, folder: Path, numbers: Sequence[int]) -> None:
    """Store these calls; what exact search needs of them goes into files of the folder."""
    for at in range(0, len(numbers), _PIECE):
        piece = numbers[at : at + _PIECE]
        part = part_of(made, piece)
        save_part(part, folder / f"{piece[0]:09}.npz")
        calls = [make_call(number) for number in piece]
        _store(engine, calls)
        _store_vectors(engine, made, calls, part)


def _store(engine: Engine, calls: Sequence[Call]) -> None:
    seen = {"version": 1, "first_seen": AS_OF, "last_seen": AS_OF, "round_number": 1}
    found = [facts_of(call) | seen | {"origin_key": call.key} for call in calls]
    ids = [_id(call) for call in calls]
    waiting = engine.execution_options(isolation_level="READ COMMITTED")
    with waiting.begin() as connection:
        cursor = connection.connection.cursor()
        _copy(cursor, "calls", [row | {"id": id_} for row, id_ in zip(found, ids, strict=True)])
        _copy(
            cursor,
            "call_versions",
            [
                {
                    "call_key": call.key,
                    "version": 1,
                    "seen_at": AS_OF,
                    "content_hash": row["content_hash"],
                    "document": dump_json(call),
                }
                for call, row in zip(calls, found, strict=True)
            ],
        )
        said = (as_indexed(words_of(call)) for call in calls)
        _copy(
            cursor,
            "made_words",
            [
                {"id": id_, "title": words["title"], "body": words["body"]}
                for id_, words in zip(ids, said, strict=True)
            ],
        )


def _store_vectors(engine: Engine, made: Originals, calls: Sequence[Call], part: Part) -> None:
    items = [text_vectors_of(made, call) for call in calls]
    held = [stem_counts(call.match_text()) for call in calls]
    index = build_lexical_index(held)  # whose calls are as long on average as all are
    texts = {item.text_hash: item for both in items for item in both}
    waiting = engine.execution_options(isolation_level="READ COMMITTED")
    with waiting.begin() as connection:
        cursor = connection.connection.cursor()
        # Calls made of the same original can have the same title.
        cursor.execute("CREATE TEMP TABLE texts (LIKE text_vectors) ON COMMIT DROP")
        _copy(cursor, "texts", [as_row(made.model_id, each) for each in texts.values()])
        cursor.execute(
            "INSERT INTO text_vectors SELECT * FROM texts ORDER BY text_hash ON CONFLICT DO NOTHING"
        )
        _copy(
            cursor,
            "call_vectors",
            [
                {
                    "id": _id(call),
                    "model_id": made.model_id,
                    "text_hash": both[0].text_hash,
                    "length": counts.total(),
                    "stems": as_sparse(places_of(saturations(index, counts))),
                    "dimension": len(row),
                    "vector": as_text(row),
                    "passages": as_array(passages),
                }
                for call, both, counts, (row, passages) in zip(
                    calls, items, held, kept_rows(part), strict=True
                )
            ],
        )


def _id(call: Call) -> int:
    """A call's number in the store; its own begins at 0."""
    return int(call.source_id) + 1


def _copy(cursor: Any, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """COPY rows that all have the same columns."""
    rows = list(rows)
    with cursor.copy(f"COPY {table} ({', '.join(rows[0])}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(tuple(row.values()))


def main(arguments: Sequence[str]) -> None:
    """Fill in the calls of some numbers."""
    database, originals, folder, first, last = arguments
    made = pickle.loads(Path(originals).read_bytes())  # noqa: S301 - written by the caller
    engine = open_store(database)
    fill(engine, made, Path(folder), range(int(first), int(last)))
    engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1:])
