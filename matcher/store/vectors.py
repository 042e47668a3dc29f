"""Passage vectors of texts, so that no text is encoded twice by the same model.

One row holds all the passages of a text: they are always needed together, and a
row for each passage was slower to write and no faster to read when measured.
Numbers are kept in 16 bits and computed with in 32; rows that older versions of
the program wrote in 32 bits are read as they are.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, Row

from matcher.store import dialect
from matcher.store.schema import text_vectors
from matcher.store.transactions import pieces, reading, writing

_SPAN = np.dtype("<i4")  # little-endian, whatever machine wrote it
_NUMBER = np.dtype("<f2")
_NUMBER_BEFORE = np.dtype("<f4")  # what a row was written in until November 2026


@dataclass(frozen=True, slots=True, eq=False)
class TextVectors:
    """A text's passages as vectors. Arrays that come from the store cannot be written to.

    Raises ValueError where spans and vectors do not belong together.
    """

    text_hash: str
    spans: tuple[tuple[int, int], ...]  # of each passage: first character, one past the last
    vectors: NDArray[np.float32]  # (passages, dimension), finite

    def __post_init__(self) -> None:
        if self.vectors.ndim != 2 or len(self.vectors) != len(self.spans):
            raise ValueError(
                f"{len(self.spans)} passages do not fit vectors of shape {self.vectors.shape}"
            )
        if self.vectors.dtype != np.float32 or not np.isfinite(self.vectors).all():
            raise ValueError("passage vectors must be finite float32 numbers")


def as_stored(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return vectors as they will come back from the store: rounded to 16 bits.

    A text's first run then computes with the same numbers as all later ones.
    Raises ValueError where a number is too large for 16 bits (65,504).
    """
    with np.errstate(over="ignore"):
        rounded = vectors.astype(_NUMBER).astype(np.float32)
    if not np.isfinite(rounded).all():
        raise ValueError("passage vectors must be finite numbers of at most 65,504")
    return rounded


def save_vectors(engine: Engine, model_id: str, items: Sequence[TextVectors]) -> None:
    """Store vectors made by a model, in place of what it made of the same texts before.

    They come back as `as_stored` gives them; ValueError as there.
    """
    latest = {item.text_hash: item for item in items}
    if not latest:
        return
    with writing(engine) as connection:
        _forget(connection, model_id, latest)
        for piece in pieces(list(latest.values())):
            connection.execute(sa.insert(text_vectors), [as_row(model_id, item) for item in piece])


def load_vectors(
    engine: Engine, model_id: str, text_hashes: Collection[str]
) -> dict[str, TextVectors]:
    """Return the model's vectors of these texts by text hash.

    Texts without vectors are left out, and so are damaged ones: they are to be
    encoded again.
    """
    found: dict[str, TextVectors] = {}
    with reading(engine) as connection:
        for condition in _conditions(model_id, text_hashes):
            for row in connection.execute(sa.select(text_vectors).where(condition)).all():
                item = read_vectors(row)
                if item is not None:
                    found[item.text_hash] = item
    return found


def encoded_texts(engine: Engine, model_id: str) -> frozenset[str]:
    """Return the hashes of the texts that the model's vectors are stored of."""
    query = sa.select(text_vectors.c.text_hash).where(text_vectors.c.model_id == model_id)
    with reading(engine) as connection:
        return frozenset(connection.scalars(query))


def vector_models(engine: Engine) -> dict[str, int]:
    """Return the models that made the stored vectors, with how many texts each has."""
    query = sa.select(text_vectors.c.model_id, sa.func.count()).group_by(text_vectors.c.model_id)
    with reading(engine) as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


def forget_vectors(engine: Engine, model_id: str, text_hashes: Collection[str]) -> None:
    """Remove the model's vectors of these texts, where there are any."""
    with writing(engine) as connection:
        _forget(connection, model_id, text_hashes)
        dialect.of(connection).forget_call_vectors(connection, model_id, text_hashes)


def _forget(connection: Connection, model_id: str, text_hashes: Collection[str]) -> None:
    for condition in _conditions(model_id, text_hashes):
        connection.execute(sa.delete(text_vectors).where(condition))


def _conditions(model_id: str, text_hashes: Collection[str]) -> Iterator[sa.ColumnElement[bool]]:
    for piece in pieces(sorted(set(text_hashes))):
        yield sa.and_(text_vectors.c.model_id == model_id, text_vectors.c.text_hash.in_(piece))


def as_row(model_id: str, item: TextVectors) -> dict[str, Any]:
    """Return the columns that keep a text's vectors."""
    passages, dimension = item.vectors.shape
    return {
        "text_hash": item.text_hash,
        "model_id": model_id,
        "passages": passages,
        "dimension": dimension,
        "spans": np.array(item.spans, dtype=_SPAN).tobytes(),
        "vectors": as_stored(item.vectors).astype(_NUMBER).tobytes(),
    }


def read_vectors(row: Row[Any]) -> TextVectors | None:
    """Read a row; None if its bytes are not what its numbers promise."""
    shape = (row.passages, row.dimension)
    if len(row.spans) != row.passages * 2 * _SPAN.itemsize or min(shape) < 0:
        return None
    size = row.passages * row.dimension
    kinds = {size * kind.itemsize: kind for kind in (_NUMBER_BEFORE, _NUMBER)}
    if len(row.vectors) not in kinds:
        return None
    spans = np.frombuffer(row.spans, dtype=_SPAN).reshape(-1, 2).tolist()
    numbers = np.frombuffer(row.vectors, dtype=kinds[len(row.vectors)]).reshape(shape)
    vectors = numbers.astype(np.float32, copy=False)
    try:
        return TextVectors(row.text_hash, tuple((start, end) for start, end in spans), vectors)
    except ValueError:  # not finite
        return None
