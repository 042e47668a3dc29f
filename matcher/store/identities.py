"""Which calls are the same one: calls merged under another, and those a person took out."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Engine

from matcher.store.schema import calls, identities, splits
from matcher.store.transactions import pieces, reading, writing


def save_identities(engine: Engine, leads: Mapping[str, tuple[str, str]]) -> None:
    """Replace what is known of merged calls: key -> (key of the call shown, why it is the same).

    The old state stays if anything goes wrong. Raises ValueError where a call
    shown for others is itself merged (both would vanish), StoreError for a call
    that is not in the store.
    """
    for key, (lead, _) in leads.items():
        if lead in leads:
            raise ValueError(f"{key} is merged under {lead}, which is itself merged")
    rows = [
        {"call_key": key, "lead_key": lead, "reason": reason}
        for key, (lead, reason) in leads.items()
    ]
    with writing(engine) as connection:
        connection.execute(sa.delete(identities))
        for piece in pieces(rows):
            connection.execute(sa.insert(identities), piece)


def load_identities(
    engine: Engine, about: Collection[str] | None = None
) -> dict[str, tuple[str, str]]:
    """Return all merged calls as `save_identities` was given them, ordered by key.

    With `about`, those that are shown under the same call as one of these keys.
    """
    with reading(engine) as connection:
        query = sa.select(identities)
        if about is None:
            rows = list(connection.execute(query))
        else:
            rows = [
                row
                for piece in pieces(sorted(set(about)))
                for row in connection.execute(query.where(_shown_with(piece)))
            ]
    found = {row.call_key: (row.lead_key, row.reason) for row in rows}
    return dict(sorted(found.items()))


def _shown_with(keys: Sequence[str]) -> sa.ColumnElement[bool]:
    """Whether a merged call is shown under one of these, or under the same as one of these."""
    same = sa.select(identities.c.lead_key).where(identities.c.call_key.in_(keys))
    return identities.c.lead_key.in_(keys) | identities.c.lead_key.in_(same)


def add_split(engine: Engine, key: str, now: datetime) -> None:
    """Record that a person took the call out of its merge; twice is as good as once.

    It stands on its own at once, and so do those that it was shown for, until
    identities are saved anew. Raises ValueError if there is no such call.
    """
    own = sa.or_(identities.c.call_key == key, identities.c.lead_key == key)
    with writing(engine) as connection:
        if connection.execute(sa.select(calls.c.id).where(calls.c.key == key)).first() is None:
            raise ValueError(f"there is no call {key}")
        known = sa.select(splits.c.call_key).where(splits.c.call_key == key)
        if connection.execute(known).first() is None:
            connection.execute(sa.insert(splits).values(call_key=key, split_at=now))
        connection.execute(sa.delete(identities).where(own))


def remove_split(engine: Engine, key: str) -> None:
    """Let the call be merged again; nothing happens if it was not taken out."""
    with writing(engine) as connection:
        connection.execute(sa.delete(splits).where(splits.c.call_key == key))


def load_splits(engine: Engine) -> frozenset[str]:
    """Return the keys of the calls that a person took out of a merge."""
    with reading(engine) as connection:
        return frozenset(connection.scalars(sa.select(splits.c.call_key)))
