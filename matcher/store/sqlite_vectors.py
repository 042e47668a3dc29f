"""Vectors of calls: none are kept, as SQLite has nothing that finds the nearest."""

from collections.abc import Collection, Sequence

import numpy as np
from sqlalchemy import Connection

from matcher.store.asked import Asked, CallVector, Candidates, SaidMost


def create_vector_index(connection: Connection) -> None:
    """Do nothing: all calls are ranked in memory, which is exact."""


def add_stems_and_passages(connection: Connection) -> None:
    """Do nothing."""


def list_stems(connection: Connection) -> None:
    """Do nothing."""


def keeps_call_vectors(
    connection: Connection,  # noqa: ARG001
    model_id: str | None = None,  # noqa: ARG001
) -> bool:
    """Say no."""
    return False


def known_call_vectors(connection: Connection, model_id: str) -> dict[str, str]:  # noqa: ARG001
    """Return none."""
    return {}


def save_call_vectors(connection: Connection, model_id: str, rows: Sequence[CallVector]) -> None:
    """Do nothing."""


def forget_call_vectors(
    connection: Connection, model_id: str, text_hashes: Collection[str]
) -> None:
    """Do nothing."""


def said_most(connection: Connection, stems: Collection[str]) -> SaidMost:  # noqa: ARG001
    """Know nothing."""
    return SaidMost(0, {}, np.zeros(0, np.int32))


def find_candidates(
    connection: Connection,  # noqa: ARG001
    asked: Asked,  # noqa: ARG001
    limit: int,  # noqa: ARG001
) -> Candidates:
    """Find none."""
    return Candidates((), {}, 1.0, 0.0, 0.0, 0)
