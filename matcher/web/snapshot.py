"""What the site shows of the calls: one picture of the store, made in the background.

Nothing is matched anew: scores are those of the last matching. What people judged and
decided, and the days left, are as they are now.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from operator import is_
from typing import NamedTuple

from sqlalchemy import Engine

from matcher.city.norms import load_norms
from matcher.decisions.beside import decided_now, marked
from matcher.digest.words import day_month_year
from matcher.judged import marks_of
from matcher.matching import City, rank_for_city, timed
from matcher.places import Place, calls_place
from matcher.store import (
    MatchSet,
    awards_state,
    calls_state,
    has_calls,
    load_awards,
    load_decisions,
    load_judgements,
    load_matches,
    matches_state,
    people_state,
)
from matcher.strategy.eligibility import Verdict
from matcher.strategy.scoping import Background, background_of
from matcher.strategy.shortlist import choose_rows, wishes_of
from matcher.web.calls.index import Index, build_index
from matcher.web.laid_out import LaidOut, lay_out
from matcher.web.site import Site
from models.call import CallStatus
from models.city import CityProfile
from models.digest import RankedCall
from models.match import Match

STALE = timedelta(minutes=1)
"""How old the moment may be at which calls are judged open or closed."""


class States(NamedTuple):
    """Fingerprints of what a picture was made from."""

    calls: str
    matches: str
    people: str
    awards: str


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The calls of one moment beside the city."""

    as_of: datetime
    states: States  # of the store
    place: Place
    matched_at: datetime | None  # the moment of the last matching; None: there was none
    laid: LaidOut
    unmarked: tuple[RankedCall, ...]  # `every` without what people made of the calls
    every: tuple[RankedCall, ...]  # all calls, closed ones and those shut to the UK too, by key
    rows: tuple[RankedCall, ...]  # what a digest ranks: that may still be bid for; best first
    by_key: Mapping[str, RankedCall]  # of `every`; a call on several pages under the key of each
    background: Background  # what bids are scoped beside
    index: Index  # of `every`, to narrow and order
    decide: tuple[str, ...] | None  # keys put up for decision; None: still being worked out

    @property
    def data_version(self) -> str:
        """The same as long as all that is stored is."""
        return ":".join(self.states)

    @property
    def catalogue_date(self) -> date | None:
        """The day of the bundled calls where they stand in for collected ones, else None."""
        return self.place.catalogue.reference_date if self.place.catalogue else None


def snapshot(site: Site) -> Snapshot:
    """Return the picture in memory; only the first asker waits for it. StoreError then only."""
    return site.snapshots.value(partial(_make, site))


def renewed(site: Site) -> Snapshot:
    """Return the picture with all that is stored now: for who has just changed something."""
    return site.snapshots.renewed(partial(_make, site))


def notice(picture: Snapshot) -> str:
    """Say what a reader must know about all calls before any of them; "" where nothing is amiss."""
    if picture.catalogue_date is not None:
        day = day_month_year(picture.catalogue_date)
        return (
            f"These are sample calls read on {day}, as none has been collected yet. Dates and days"
            " left are counted from that day, not from today. Check each call before acting on it."
        )
    if picture.matched_at is None:
        return "The calls have not been held against the city’s needs yet, so none has a score."
    return ""


def _make(site: Site, before: Snapshot | None) -> Iterator[Snapshot]:
    """Make the next picture out of what has changed, first without the choice of the few."""
    place = _place(site, before)
    states = _states(site, place.engine)
    as_of = site.now() if place.catalogue is None else place.moment(None)
    if before is None or before.states[:2] != states[:2]:
        made = _marked(site, _from_store(site, place, states, as_of))
    elif before.states != states or before.as_of.date() != as_of.date():
        made = _marked(site, _beside_people(site, _at(before, as_of), states))
    elif as_of - before.as_of >= STALE:
        made = _at(before, as_of)
    else:
        made = before
    if made is not before:
        yield made
    if made.decide is None:
        yield _with_choice(made, site.city)


def _place(site: Site, before: Snapshot | None) -> Place:
    if has_calls(site.engine):
        return Place(site.engine, None)
    if before is not None and before.place.catalogue is not None:
        return before.place
    return calls_place(site.settings)


def _states(site: Site, engine: Engine) -> States:
    folder = site.city.folder
    return States(
        calls_state(engine),
        matches_state(engine, folder),
        people_state(site.engine, folder),
        awards_state(site.engine),
    )


def _from_store(site: Site, place: Place, states: States, as_of: datetime) -> Snapshot:
    """Read the calls and their matches: what costs most, and changes when a job has run."""
    found = _known(load_matches(place.engine, site.city.folder), site.city.profile)
    laid = lay_out(place.engine, found.model_id if found else None)
    calls = [each.call for each in laid.merged.values()]
    matches = found.matches if found else ()
    ranked = rank_for_city(calls, matches, site.city, as_of, laid.also_at)
    by_key = {row.call.key: row for row in ranked}
    unmarked = tuple(by_key[key] for key in laid.merged)
    return Snapshot(
        as_of=as_of,
        states=states,
        place=place,
        matched_at=found.as_of if found else None,
        laid=laid,
        unmarked=unmarked,
        every=(),
        rows=(),
        by_key={},
        background=_background(site, matches, as_of),
        index=build_index(unmarked, laid.verdicts, laid.seen),
        decide=None,
    )


def _beside_people(site: Site, made: Snapshot, states: States) -> Snapshot:
    """Return a picture of the same calls whose marks, and choice, are to be made anew."""
    background = made.background
    if states.awards != made.states.awards:
        matches = [match for fits in background.fits.values() for match in fits]
        background = _background(site, matches, made.as_of)
    return replace(made, states=states, background=background, decide=None)


def _known(found: MatchSet | None, profile: CityProfile) -> MatchSet | None:
    """Leave out matches with what the city's files have lost since the last matching."""
    if found is None:
        return None
    targets = {each.id for each in profile.needs} | {each.id for each in profile.organisations}
    return replace(found, matches=tuple(m for m in found.matches if m.target_id in targets))


def _background(site: Site, matches: Iterable[Match], as_of: datetime) -> Background:
    city = site.city
    norms = load_norms(site.settings.data / "norms.yaml")
    awards = load_awards(site.engine)
    return background_of(city.profile, city.rates, norms, awards, matches, as_of)


def _marked(site: Site, made: Snapshot) -> Snapshot:
    """Put beside the calls what people made of them."""
    folder, profile, engine = site.city.folder, site.city.profile, made.place.engine
    merged = list(made.laid.merged.values())
    decided = decided_now(engine, load_decisions(site.engine, folder), merged, made.as_of)
    marks = marks_of(engine, load_judgements(site.engine, folder), merged, decided)
    every = [marked(marks.marked(row, profile), decided) for row in made.unmarked]
    # The index is of facts that no mark changes; what was put into words is not.
    return _pictured(replace(made, index=replace(made.index, worded={})), every)


def _at(before: Snapshot, as_of: datetime) -> Snapshot:
    """Judge the same calls at a later moment."""
    same_day = before.as_of.date() == as_of.date()
    unmarked = tuple(timed(row, as_of) for row in before.unmarked)
    same = all(map(is_, unmarked, before.unmarked))
    laid = before.laid
    made = replace(
        before,
        as_of=as_of,
        unmarked=unmarked,
        background=replace(before.background, as_of=as_of),
        index=before.index if same else build_index(unmarked, laid.verdicts, laid.seen),
        decide=before.decide if same_day else None,
    )
    return made if same else _pictured(made, [timed(row, as_of) for row in before.every])


def _with_choice(made: Snapshot, city: City) -> Snapshot:
    wishes = wishes_of(made.rows, city.profile.thresholds.decisions)
    chosen = choose_rows(made.rows, made.background, wishes)
    begin = {row.call.key: row.begin for row in chosen}
    every = [_beginning(row, begin.get(row.call.key, "")) for row in made.every]
    return _pictured(replace(made, decide=tuple(begin)), every)


def _beginning(row: RankedCall, begin: str) -> RankedCall:
    return row if row.begin == begin else replace(row, begin=begin)


def _pictured(made: Snapshot, every: Sequence[RankedCall]) -> Snapshot:
    """Return the picture with these rows, which are in the order of its calls."""
    by_key = {row.call.key: row for row in every}
    best_first = sorted(every, key=lambda row: (-row.score, row.call.key))
    return replace(
        made,
        every=tuple(every),
        rows=tuple(row for row in best_first if _may_be_bid_for(row, made.laid)),
        by_key={page: by_key[lead] for page, lead in made.laid.leads.items()},
    )


def _may_be_bid_for(row: RankedCall, laid: LaidOut) -> bool:
    shut_out = laid.verdicts[row.call.key] is Verdict.NOT_ELIGIBLE
    return row.status is not CallStatus.CLOSED and not shut_out
