"""For each stem the calls that say it, so that the best matches in words are found.

An index of words tells which calls have one, and of a million calls a usual word is in tens of
thousands: too many to look at, and those with several words of a search are not together. So
each stem has one row here, a list of all calls that say it: their numbers, and what the stem
adds to BM25 in each before its rarity, in 255ths, those first that it adds most to. The
beginnings of a search's lists are added up in memory, half a megabyte or so.

Of a call that is deleted, the number stays in the lists, and finds nothing.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlalchemy import Connection

from matcher.store.asked import SaidMost
from matcher.store.postgres_sparse import read_sparse, stem_place

_BEST = 1_000  # calls that are named
_LONGEST = 30_000  # of a list so much is read: what is further down adds least
_WHOLE = 2**28  # more calls than any list has
_ADDED = 5  # stems whose lists are added up, the rarest
_PART = 255  # what stands for a part of 1
_NOTHING_SAID = 1e-6  # less is no match
_BLOCK = 16  # parts that stand together, by number: memory is gone through in its order
_STEMS = 1_000  # lists in memory while they are written
_ROWS = 100_000  # calls whose stems are read at once
_READ_ROWS = 1_000  # of which so many come in one message

_CREATE = (
    "CREATE TABLE call_stems (place INTEGER PRIMARY KEY, ids BYTEA NOT NULL, parts BYTEA NOT NULL)",
    # Of a list that is not compressed, the beginning is read alone.
    "ALTER TABLE call_stems ALTER COLUMN ids SET STORAGE EXTERNAL, "
    "ALTER COLUMN parts SET STORAGE EXTERNAL",
)
_HOLDING = sa.text(
    "SELECT place, octet_length(parts) AS holding FROM call_stems WHERE place = ANY(:places)"
)
_READ = (
    "SELECT place, substring(ids FROM 1 FOR %(bytes)s), substring(parts FROM 1 FOR %(longest)s) "
    "FROM call_stems WHERE place = ANY(%(places)s)"
)
_WRITE = (
    "INSERT INTO call_stems (place, ids, parts) VALUES (%s, %s, %s) "
    "ON CONFLICT (place) DO UPDATE SET ids = excluded.ids, parts = excluded.parts"
)
_TOTAL = "SELECT coalesce(sum(calls), 0) FROM call_vectors_usual"

_NUMBER = np.dtype("<i4")  # as a call's number stands in a list

Numbers: TypeAlias = npt.NDArray[np.int32]
Parts: TypeAlias = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class _List:
    """The calls that say a stem, those first that say it most."""

    ids: Numbers
    parts: Parts


_NOTHING = _List(np.zeros(0, np.int32), np.zeros(0, np.uint8))


def create_stem_lists(connection: Connection) -> None:
    """Make the table."""
    for statement in _CREATE:
        connection.exec_driver_sql(statement)


def said_most(connection: Connection, stems: Iterable[str]) -> SaidMost:
    """Return how rare stems are, and the calls whose match in them is best."""
    places = {stem: stem_place(stem) for stem in stems}
    total = int(connection.exec_driver_sql(_TOTAL).scalar_one())
    rows = connection.execute(_HOLDING, {"places": list(places.values())})
    holding = {row.place: row.holding for row in rows}
    weights = {stem: _weight(holding.get(place, 0), total) for stem, place in places.items()}
    rarest = sorted(holding, key=lambda place: (holding[place], place))[:_ADDED]
    lists = _read(connection, rarest, _LONGEST)
    found = {stem: lists[place] for stem, place in places.items() if place in lists}
    return SaidMost(total, weights, _best(found, weights))


def _best(lists: Mapping[str, _List], weights: Mapping[str, float]) -> Numbers:
    """Return the numbers of the calls that all lists together bring most, the best first."""
    held = [(each, weights[stem] / _PART) for stem, each in lists.items() if len(each.ids)]
    if not held:
        return _NOTHING.ids
    sums = np.zeros(max(int(each.ids.max()) for each, _ in held) + 1, np.float32)
    for each, weight in held:
        sums[each.ids] += each.parts * np.float32(weight)
    # The best of all are no worse than the best of those that stand first in a list.
    heads = sums[np.unique(np.concatenate([each.ids[:_BEST] for each, _ in held]))]
    least = np.partition(heads, -_BEST)[-_BEST] if len(heads) > _BEST else heads.min()
    found = np.flatnonzero(sums >= max(float(least), _NOTHING_SAID))
    return found[np.argsort(-sums[found], kind="stable")][:_BEST].astype(np.int32)


def _weight(holding: int, total: int) -> float:
    """Return a stem's weight by BM25's formula, as `matcher.ranking.lexical` has it."""
    return math.log(1 + max(0, total - holding + 0.5) / (holding + 0.5))


def renew_stem_lists(
    connection: Connection, stems: Mapping[int, Mapping[int, float]], before: Iterable[int] = ()
) -> None:
    """Write calls into the lists of their stems, in place of what these had of them.

    `stems` gives for each call's number what each place adds; `before` are the places of what
    the calls said until now.
    """
    changed = np.array(list(stems), np.int32)
    new = _lists(stems)
    places = sorted({*new, *before})
    for start in range(0, len(places), _STEMS):
        piece = places[start : start + _STEMS]
        old = _read(connection, piece, _WHOLE)
        merged = {
            place: _merged(old.get(place, _NOTHING), changed, new.get(place, _NOTHING))
            for place in piece
        }
        _write(connection, merged)


def fill_stem_lists(connection: Connection) -> None:
    """Make all lists anew, of what the rows of `call_vectors` say."""
    connection.exec_driver_sql("TRUNCATE call_stems")
    query = sa.text("SELECT id, stems::text FROM call_vectors").execution_options(
        stream_results=True, max_row_buffer=_READ_ROWS
    )
    for piece in connection.execute(query).partitions(_ROWS):
        renew_stem_lists(connection, {row.id: read_sparse(row.stems) for row in piece})


def _lists(stems: Mapping[int, Mapping[int, float]]) -> dict[int, _List]:
    """Return for each place the calls that have it and what it adds to them, in no order."""
    lengths = np.fromiter(map(len, stems.values()), np.intp, len(stems))
    entries = int(lengths.sum())
    if not entries:
        return {}
    ids = np.repeat(np.fromiter(stems, np.int32, len(stems)), lengths)
    places = np.fromiter(chain.from_iterable(stems.values()), np.int32, entries)
    added = chain.from_iterable(each.values() for each in stems.values())
    parts = np.rint(_PART * np.fromiter(added, np.float32, entries)).clip(1, _PART)
    order = np.argsort(places, kind="stable")
    starts = np.flatnonzero(np.diff(places[order], prepend=-1))
    own = map(
        _List,
        np.split(ids[order], starts[1:]),
        np.split(parts[order].astype(np.uint8), starts[1:]),
    )
    return dict(zip(places[order][starts].tolist(), own, strict=True))


def _merged(old: _List, changed: Numbers, new: _List) -> _List:
    """Return a list without the calls that changed, and with what they say now."""
    stays = np.isin(old.ids, changed, invert=True, kind="table")
    ids = np.concatenate([old.ids[stays], new.ids])
    parts = np.concatenate([old.parts[stays], new.parts])
    order = np.lexsort((ids, -(parts // _BLOCK).astype(np.int8)))
    return _List(ids[order], parts[order])


def _read(connection: Connection, places: Iterable[int], longest: int) -> dict[int, _List]:
    """Read lists; of each the first `longest` calls."""
    size = _NUMBER.itemsize * longest
    values = {"places": list(places), "longest": longest, "bytes": size}
    with _binary(connection) as cursor:
        rows: Sequence[tuple[int, bytes, bytes]] = cursor.execute(_READ, values).fetchall()
    return {
        place: _List(np.frombuffer(ids, _NUMBER), np.frombuffer(parts, np.uint8))
        for place, ids, parts in rows
    }


def _write(connection: Connection, lists: Mapping[int, _List]) -> None:
    rows = [
        (place, each.ids.astype(_NUMBER).tobytes(), each.parts.tobytes())
        for place, each in lists.items()
    ]
    with _binary(connection) as cursor:
        cursor.executemany(_WRITE, rows)


@contextmanager
def _binary(connection: Connection) -> Iterator[Any]:
    """Open a cursor of the driver that moves bytes as they are, where SQLAlchemy's has text."""
    driver: Any = connection.connection.driver_connection
    dbapi: Any = connection.dialect.dbapi
    try:
        with driver.cursor(binary=True) as cursor:
            yield cursor
    except dbapi.Error as error:
        if connection.dialect.is_disconnect(error, driver, None):
            connection.invalidate(error)  # which SQLAlchemy sees only of its own statements
        raise sa.exc.DBAPIError("the lists of stems", None, error) from error
