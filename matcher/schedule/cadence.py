"""Which sources are read tonight, and which have been silent too long. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta

from matcher.places import LONDON
from matcher.schedule.times import Times
from scrapers.source import Source, SourceDefinition


def due_sources(
    sources: Iterable[Source], successes: Mapping[str, datetime], now: datetime
) -> list[Source]:
    """Return the sources to read now, by the `schedule` in their source.yaml.

    Hourly and daily ones: every night. Weekly ones: once from Monday to Sunday,
    so on Monday before the digest; one that failed is tried again the next night.
    """
    monday = _monday(now)
    return [
        source
        for source in sources
        if source.definition.schedule != "weekly"
        or source.name not in successes
        or successes[source.name] < monday
    ]


def _monday(now: datetime) -> datetime:
    day = now.astimezone(LONDON).date()
    return datetime.combine(day - timedelta(days=day.weekday()), time.min, LONDON)


def silent_from(
    source: SourceDefinition, success: datetime | None, since: datetime, times: Times
) -> datetime:
    """Return the moment from which a source counts as silent, if it stays so.

    `success` is when it was last read, `since` when the service first ran.
    """
    days = times.silent_after(source.schedule)
    return (success or since) + timedelta(days=days)


def silent_sources(
    sources: Sequence[Source],
    successes: Mapping[str, datetime],
    since: datetime,
    times: Times,
    now: datetime,
) -> dict[str, datetime]:
    """Return the sources that are silent now, by name, with the moment it began."""
    begins = {
        source.name: silent_from(source.definition, successes.get(source.name), since, times)
        for source in sources
    }
    return {name: moment for name, moment in begins.items() if moment <= now}
