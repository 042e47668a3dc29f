"""What a back-test reads: the calls with all they have said, the awards, and their vectors."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine

from matcher.backtest.known import CallHistory, Reading, history_of
from matcher.backtest.weeks import KnownWeek, known_week, span, week_days
from matcher.commands.say import hint
from matcher.embedding import embed_documents
from matcher.encoder import Encoder
from matcher.identity.join import join_calls
from matcher.imports import load_mapping, read_calls
from matcher.places import LONDON, Place
from matcher.progress import Advance
from matcher.ranking.corpus import Document
from matcher.settings import Settings
from matcher.store import (
    StoredCall,
    load_awards,
    load_calls,
    load_identities,
    load_versions,
    open_store,
    upsert_calls,
)
from models.award import Award


@dataclass(frozen=True, slots=True)
class Reader:
    """Encodes texts, and keeps their vectors where they belong."""

    engine: Engine
    encoder: Encoder
    advance: Advance

    def documents(self, texts: dict[str, str], what: str) -> list[Document]:
        """Return the encoded texts under their keys; `what` is told to who waits."""
        found, _ = embed_documents(
            self.engine,
            self.encoder,
            texts,
            lambda done, total: self.advance(what, done, total),
        )
        return found


def file_place(settings: Settings, file: Path, mapping: Path | None) -> Place:
    """Read a file of calls into a store of its own that is never written to disk.

    Raises ImportFailure for a file that cannot be read; rows left out are told.
    """
    now = settings.moment()
    rules = load_mapping(mapping) if mapping else None
    result = read_calls(file, rules, now.astimezone(LONDON).date())
    if result.rejected:
        bad = result.rejected[0]
        field = f", {bad.field}" if bad.field else ""
        hint(
            f"{file.name}: rows left out: {len(result.rejected)}; the first is "
            f"line {bad.line}{field}: {bad.reason}"
        )
    engine = open_store("sqlite://")
    upsert_calls(engine, result.calls, now)
    join_calls(engine)
    return Place(engine, None)


def stored_histories(engine: Engine) -> list[CallHistory]:
    """Return every stored record with all that it has said; StoreError if one cannot be read."""
    identities = load_identities(engine)
    return [
        history_of(
            _readings(engine, stored),
            identities.get(stored.call.key, (stored.call.key, ""))[0],
        )
        for stored in load_calls(engine)
    ]


def _readings(engine: Engine, stored: StoredCall) -> list[Reading]:
    if stored.version == 1:
        return [Reading(stored.first_seen, stored.call)]
    return [Reading(each.seen_at, each.call) for each in load_versions(engine, stored.call.key)]


def past_weeks(
    histories: Sequence[CallHistory], place: Place, now: datetime, days: tuple[date | None, ...]
) -> list[KnownWeek]:
    """Return what was known in each week of the days asked for, both ends included.

    Where no day is asked for, the span that the calls cover. Weeks that are not
    over lie in the future: there are none after `now`. Empty where no call was
    open in any.
    """
    covered = span(histories, now)
    if covered is None:
        return []
    first, last = (asked or default for asked, default in zip(days, covered, strict=True))
    if last < first:
        return []
    moments = [place.moment(day) for day in week_days(first, last)]
    weeks = [known_week(histories, moment) for moment in moments if moment <= now]
    return weeks if any(week.calls for week in weeks) else []


def chosen_awards(engine: Engine, without: Collection[str]) -> list[Award]:
    """Return the stored awards but those with these keys; ValueError for an unknown key."""
    awards = load_awards(engine)
    unknown = sorted(set(without) - {award.key for award in awards})
    if unknown:
        raise ValueError(f"--without: no stored award has the key {unknown[0]!r}")
    return [award for award in awards if award.key not in without]
