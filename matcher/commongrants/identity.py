"""Ids of records, the same on every machine and in every run: made from our own keys."""

from uuid import UUID, uuid5

_OURS = UUID("9781a0e0-a60d-4562-8793-96c6b5fd6cf2")  # drawn once; it must never change


def opportunity_id(key: str) -> UUID:
    """Return the id of the call with that key (UUID version 5, RFC 9562)."""
    return uuid5(_OURS, f"opportunity {key}")


def award_id(key: str) -> UUID:
    """Return the id of the award with that key."""
    return uuid5(_OURS, f"award {key}")


def organisation_id(name: str) -> UUID:
    """Return the id of the body that sources call by that name; capitals make no difference."""
    return uuid5(_OURS, f"organisation {' '.join(name.casefold().split())}")
