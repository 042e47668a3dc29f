"""What happened to stored calls: every version with its changes, and the news since a day."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from sqlalchemy import Engine

from matcher.history.diff import FieldChange, changes, is_news
from matcher.store import load_calls, load_versions
from models.call import Call


@dataclass(frozen=True, slots=True)
class Event:
    """A version of a call: when it was first seen, and what it changed."""

    call: Call  # as it stood from then on
    version: int  # from 1
    seen_at: datetime
    changes: tuple[FieldChange, ...]  # against the version before; the first has none
    new_round_of: str | None = None  # key of the round before, on the first version of a later one


def events_of(engine: Engine, key: str) -> list[Event]:
    """Return the versions of a call, oldest first; empty if the key is not known."""
    versions = load_versions(engine, key)
    first = [Event(each.call, each.version, each.seen_at, ()) for each in versions[:1]]
    later = [
        Event(new.call, new.version, new.seen_at, changes(old.call, new.call))
        for old, new in pairwise(versions)
    ]
    return first + later


def news_since(engine: Engine, since: datetime) -> list[Event]:
    """Return what readers are told of since that moment (aware), oldest first.

    News are new rounds, and versions with another deadline, amount, stage or rule on
    who may apply; of their changes only those. Raises StoreError for a call that
    cannot be read.
    """
    events: list[Event] = []
    for stored in load_calls(engine):
        if stored.previous_key is not None and stored.first_seen >= since:
            first = events_of(engine, stored.call.key)[0]
            events.append(replace(first, new_round_of=stored.previous_key))
        if stored.version > 1 and stored.last_seen >= since:
            events += _news(events_of(engine, stored.call.key), since)
    return sorted(events, key=lambda event: (event.seen_at, event.call.key, event.version))


def _news(events: list[Event], since: datetime) -> list[Event]:
    told = [
        replace(event, changes=tuple(filter(is_news, event.changes)))
        for event in events
        if event.seen_at >= since
    ]
    return [event for event in told if event.changes]
