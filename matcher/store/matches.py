"""The matches of each city, with the moment and the model they were made for."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine, Row

from matcher.serial import dump_json, load_json
from matcher.store.errors import StoreError
from matcher.store.schema import match_sets, matches
from matcher.store.transactions import pieces, reading, writing
from models.match import Explanation, Match, TargetKind


@dataclass(frozen=True, slots=True)
class MatchSet:
    """All matches of a city as they stood at one moment."""

    city: str
    as_of: datetime
    model_id: str
    matches: tuple[Match, ...]  # best first; equal scores by call, then target


def save_matches(
    engine: Engine, city: str, as_of: datetime, model_id: str, new_matches: Sequence[Match]
) -> None:
    """Replace the city's matches; the old ones stay if anything goes wrong.

    Raises StoreError for a call that is not in the store or a match given
    twice, ValueError for a feature or a `carried` that is not a finite number.
    """
    rows = [_row(city, match) for match in new_matches]
    with writing(engine) as connection:
        connection.execute(sa.delete(matches).where(matches.c.city == city))
        connection.execute(sa.delete(match_sets).where(match_sets.c.city == city))
        header = {"city": city, "as_of": as_of, "model_id": model_id}
        connection.execute(sa.insert(match_sets), header)
        for piece in pieces(rows):
            connection.execute(sa.insert(matches), piece)


def load_matches(
    engine: Engine,
    city: str,
    *,
    target_kind: TargetKind | None = None,
    call_key: str | None = None,
    least_score: float = 0.0,
) -> MatchSet | None:
    """Return the city's matches, or None where it was never matched.

    The filters leave out other kinds of target, other calls, and lower scores.
    """
    query = sa.select(matches).where(matches.c.city == city, matches.c.score >= least_score)
    if target_kind is not None:
        query = query.where(matches.c.target_kind == target_kind.value)
    if call_key is not None:
        query = query.where(matches.c.call_key == call_key)
    order = (matches.c.score.desc(), matches.c.call_key, matches.c.target_kind, matches.c.target_id)
    with reading(engine) as connection:
        head = sa.select(match_sets).where(match_sets.c.city == city)
        header = connection.execute(head).one_or_none()
        rows = list(connection.execute(query.order_by(*order)))
    if header is None:
        return None
    return MatchSet(city, header.as_of, header.model_id, tuple(_match(row) for row in rows))


def _row(city: str, match: Match) -> dict[str, Any]:
    for feature in match.explanation.features:
        if not (math.isfinite(feature.value) and math.isfinite(feature.weight)):
            raise ValueError(f"feature {feature.name} of {match.call_key} is not a finite number")
    if not math.isfinite(match.explanation.carried or 0.0):
        raise ValueError(f"what the sentence of {match.call_key} carries is not a finite number")
    return {
        "city": city,
        "call_key": match.call_key,
        "target_kind": match.target_kind.value,
        "target_id": match.target_id,
        "score": match.score,
        "explanation": dump_json(match.explanation),
    }


def _match(row: Row[Any]) -> Match:
    try:
        explanation = load_json(Explanation, row.explanation)
        kind = TargetKind(row.target_kind)
        return Match(row.call_key, kind, row.target_id, row.score, explanation)
    except ValueError as error:
        raise StoreError(f"a stored match of {row.call_key} cannot be read: {error}") from error
