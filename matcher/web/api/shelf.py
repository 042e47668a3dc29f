"""All calls and awards as programs are told of them: sorted once, and kept while they stay.

A snapshot is replaced whole whenever something has changed, so what was made of it may be
kept as long as it is the newest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
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
from matcher.web.snapshot import Snapshot, snapshot
from models.city import CityProfile


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """Every call and award, newest first."""

    picture: Snapshot
    names: Names
    calls: tuple[Told, ...]
    by_id: Mapping[UUID, Told]  # under the id of every page that lists the call
    awards: tuple[AwardTold, ...]
    award_by_id: Mapping[UUID, AwardTold]

    @property
    def today(self) -> date:
        """The day that awards are judged by."""
        return self.picture.as_of.date()


def shelf_of(site: Site) -> Shelf:
    """Return what is stored now. StoreError where it cannot be read."""
    return _shelf(snapshot(site), site.engine)


@lru_cache(maxsize=2)
def _shelf(picture: Snapshot, engine: Engine) -> Shelf:
    times = _times(picture.laid, picture.place.engine)
    open_ones = {row.call.key for row in picture.rows} if picture.matched_at else set()
    decide = set(picture.decide or ())
    told = {
        row.call.key: Told(
            row, row.call.key in open_ones, row.call.key in decide, *times[row.call.key]
        )
        for row in picture.every
    }
    awards, award_by_id = _awards(engine, picture.data_version)
    return Shelf(
        picture=picture,
        names=names_of(picture.background.profile),
        calls=tuple(sorted(told.values(), key=_newest)),
        by_id={page: told[key] for page, key in _ids(picture.laid).items()},
        awards=awards,
        award_by_id=award_by_id,
    )


def names_of(profile: CityProfile) -> Names:
    """Return what the ids in matches stand for."""
    return Names(
        {need.id: need.name for need in profile.needs},
        {body.id: body.name for body in profile.organisations},
    )


def _newest(told: Told) -> tuple[float, str]:
    return -told.modified_at.timestamp(), told.row.call.key


@lru_cache(maxsize=2)
def _ids(laid: LaidOut) -> dict[UUID, str]:
    return {opportunity_id(page): lead for page, lead in laid.leads.items()}


@lru_cache(maxsize=2)
def _times(laid: LaidOut, engine: Engine) -> dict[str, Times]:
    """When each call was first seen on any of its pages, and when one of them changed last."""
    stored = call_times(engine)
    found = {}
    for key, merged in laid.merged.items():
        pages = [stored[page.key] for page in merged.members]
        found[key] = Times(min(p.first_seen for p in pages), max(p.changed for p in pages))
    return found


@lru_cache(maxsize=2)
def _awards(
    engine: Engine, _version: str
) -> tuple[tuple[AwardTold, ...], Mapping[UUID, AwardTold]]:
    """All awards; `_version` is another whenever they have changed."""
    times = award_times(engine)
    told = [AwardTold(each, *times[each.key]) for each in load_awards(engine) if each.key in times]
    told.sort(key=lambda each: (-each.seen_at.timestamp(), each.award.key))
    return tuple(told), {award_id(each.award.key): each for each in told}
