"""All calls and awards as programs are told of them: made of each snapshot, in the background."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from uuid import UUID

from sqlalchemy import Engine

from matcher.commongrants.custom import Names
from matcher.commongrants.identity import award_id, opportunity_id
from matcher.commongrants.opportunity import Told
from matcher.commongrants.select import AwardTold
from matcher.store import load_awards
from matcher.store.times import Times, award_times, call_times
from matcher.web.laid_out import LaidOut
from matcher.web.site import Site
from matcher.web.snapshot import Snapshot, renewed, snapshot
from models.city import CityProfile


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """Every call and award, newest first."""

    picture: Snapshot
    names: Names
    calls: tuple[Told, ...]
    by_key: Mapping[str, Told]
    ids: Mapping[UUID, str]  # of every page that lists a call -> key of the call
    awards: tuple[AwardTold, ...]
    award_by_id: Mapping[UUID, AwardTold]

    @property
    def today(self) -> date:
        """The day that awards are judged by."""
        return self.picture.as_of.date()

    def call(self, number: UUID) -> Told | None:
        """Return the call with that id, of any of its pages; None where there is none."""
        key = self.ids.get(number)
        return None if key is None else self.by_key[key]


def shelf_of(site: Site) -> Shelf:
    """Return the shelf in memory; only the first asker waits for it. StoreError then only."""
    return site.shelves.value(partial(_make, site))


def renewed_shelf(site: Site) -> Shelf:
    """Return the shelf with all that is stored now, the few chosen too: it may take seconds."""
    renewed(site)
    return site.shelves.renewed(partial(_make, site))


def _make(site: Site, before: Shelf | None) -> Iterator[Shelf]:
    picture = snapshot(site)
    if before is None or before.picture is not picture:
        yield _stocked(picture, site.engine)


def _stocked(picture: Snapshot, engine: Engine) -> Shelf:
    dated = _dated(picture.laid, picture.place.engine)
    open_ones = {row.call.key for row in picture.rows} if picture.matched_at else set()
    decide = set(picture.decide or ())
    by_key = {
        key: Told(picture.by_key[key], key in open_ones, key in decide, *times)
        for key, times in dated.items()
    }
    awards, award_by_id = _awards(engine, picture.data_version)
    return Shelf(
        picture=picture,
        names=names_of(picture.background.profile),
        calls=tuple(by_key.values()),
        by_key=by_key,
        ids=_ids(picture.laid),
        awards=awards,
        award_by_id=award_by_id,
    )


def names_of(profile: CityProfile) -> Names:
    """Return what the ids in matches stand for."""
    return Names(
        {need.id: need.name for need in profile.needs},
        {body.id: body.name for body in profile.organisations},
    )


@lru_cache(maxsize=2)
def _ids(laid: LaidOut) -> dict[UUID, str]:
    return {opportunity_id(page): lead for page, lead in laid.leads.items()}


@lru_cache(maxsize=2)
def _dated(laid: LaidOut, engine: Engine) -> dict[str, Times]:
    """When each call was first seen on any of its pages, and one of them changed last.

    Newest first, by key.
    """
    stored = call_times(engine)
    found = {}
    for key, merged in laid.merged.items():
        pages = [stored[page.key] for page in merged.members]
        found[key] = Times(min(p.first_seen for p in pages), max(p.changed for p in pages))
    newest = sorted(found.items(), key=lambda item: (-item[1].changed.timestamp(), item[0]))
    return dict(newest)


@lru_cache(maxsize=2)
def _awards(
    engine: Engine, _version: str
) -> tuple[tuple[AwardTold, ...], Mapping[UUID, AwardTold]]:
    """All awards; `_version` is another whenever they have changed."""
    times = award_times(engine)
    told = [AwardTold(each, *times[each.key]) for each in load_awards(engine) if each.key in times]
    told.sort(key=lambda each: (-each.seen_at.timestamp(), each.award.key))
    return tuple(told), {award_id(each.award.key): each for each in told}
