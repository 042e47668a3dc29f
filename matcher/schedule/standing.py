"""Reads from the store how the service stands."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine

from matcher.health import Standing
from matcher.schedule.cadence import silent_sources
from matcher.schedule.record import known_since, read_history
from matcher.schedule.times import Plan, Times
from matcher.store import last_success, statistics
from scrapers.source import Source


def read_standing(
    engine: Engine, times: Times, plans: Sequence[Plan], sources: Sequence[Source], now: datetime
) -> Standing:
    """Look at the runs, the sources and the contents of the store. StoreError if it cannot be."""
    since = known_since(engine)
    read = last_success(engine)
    successes = {source.name: read[source.name] for source in sources if source.name in read}
    return Standing(
        now=now,
        since=since,
        plans=tuple(plans),
        history=read_history(engine, plans),
        successes=successes,
        silent=silent_sources(sources, successes, since or now, times, now),
        stored=statistics(engine),
    )
