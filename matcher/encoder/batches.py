"""Batches of passages of like length: padding costs as much as text. Pure."""

from collections.abc import Sequence

import numpy as np

from matcher.encoder.types import EncoderError, Rows

_UNIT = 1e-2  # how far a unit row's length may be from one; bfloat16 has three digits


def by_length(lengths: Sequence[int], size: int) -> list[list[int]]:
    """Cut the positions of `lengths` into batches of `size`, the longest first.

    The longest come first so that two threads end at about the same time.
    """
    order = sorted(range(len(lengths)), key=lambda index: -lengths[index])
    return [order[begin : begin + size] for begin in range(0, len(order), size)]


def checked(rows: Rows, count: int, dimension: int, model: str) -> Rows:
    """Return rows that are unit vectors, (count, dimension); EncoderError for any others.

    A row of zeros or with a number that is not finite would be stored and match
    nothing for ever, so a backend that gives one is not to be used.
    """
    if rows.shape == (count, dimension) and np.isfinite(rows).all():
        lengths = np.linalg.norm(rows, axis=1)
        if (np.abs(lengths - 1.0) < _UNIT).all():
            return rows
    raise EncoderError(f"{model} gave vectors that are not usable")
