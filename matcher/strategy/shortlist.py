"""The strategic shortlist: the few bids that together answer most, and all they need. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from matcher.decisions.force import pinned_and_excluded
from matcher.strategy.ambition import ambition
from matcher.strategy.choice import (
    Candidate,
    Choice,
    Limits,
    Pick,
    choose,
    choose_greedily,
    next_if_falls,
    resample,
    sets_if_fallen,
    take_first,
)
from matcher.strategy.scoping import Background, Scoped, proposal, scope, strategic
from matcher.strategy.uncovered import uncovered
from models.city import CityProfile
from models.digest import RankedCall
from models.shortlist import Bid, Compared, Cover, Effort, Shortlist
from models.timetable import TimeLeft

DRAWS = 200
"""Times that weights and fits are drawn anew: a share of them is known to about .03."""

SEED = 2024
"""The year of the review; any number does, as long as it stays."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What people want of the set, whatever the figures say."""

    size: int
    pinned: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()


def wishes_of(rows: Iterable[RankedCall], size: int) -> Wishes:
    """Return what the decisions on the rows ask of the next set.

    A go is pinned until something has become of its bid; then there is nothing left to
    decide, and it is excluded, as is a no-go whose facts are as they were.
    """
    by_key = {row.decided.decision.call_key: row for row in rows if row.decided is not None}
    decided = [row.decided for row in by_key.values() if row.decided is not None]
    pinned, excluded = pinned_and_excluded(decided)
    could = {row.call.key for row in strategic(by_key.values())}
    return Wishes(
        size,
        frozenset(by_key[key].call.key for key in pinned) & could,
        frozenset(by_key[key].call.key for key in excluded),
    )


def beside_decided(decided: Wishes, pinned: frozenset[str], excluded: frozenset[str]) -> Wishes:
    """Put what is asked for now before what was decided earlier."""
    return Wishes(
        size=decided.size,
        pinned=(decided.pinned - excluded) | pinned,
        excluded=(decided.excluded - pinned) | excluded,
    )


def choose_rows(
    rows: Iterable[RankedCall], background: Background, wishes: Wishes
) -> tuple[RankedCall, ...]:
    """Return the calls of the set alone, worth most first: what a digest shows of it."""
    field = _field(rows, background, wishes)
    chosen = (
        field.scoped[pick.key] for pick in _by_worth(choose(*field.problem, field.names), field)
    )
    return tuple(replace(each.row, begin=each.timetable.words) for each in chosen)


def make_shortlist(rows: Sequence[RankedCall], background: Background, wishes: Wishes) -> Shortlist:
    """Choose the set out of all ranked calls, and work out what a decision on each bid needs.

    Raises ValueError for a negative size, and KeyError for a need or organisation that
    the profile does not have.
    """
    chosen = choose_set(rows, background, wishes)
    shortlist = as_shortlist(chosen)
    return answered(shortlist, chosen, how_sure(chosen), without_each(chosen))


@dataclass(frozen=True, slots=True)
class ChosenSet:
    """A set, with what it was chosen from: all that the slower questions about it need."""

    rows: Sequence[RankedCall]
    background: Background
    wishes: Wishes
    field: "Field"
    choice: Choice

    @property
    def keys(self) -> tuple[str, ...]:
        """The calls of the set, worth most first."""
        return tuple(pick.key for pick in _by_worth(self.choice, self.field))


def choose_set(rows: Sequence[RankedCall], background: Background, wishes: Wishes) -> ChosenSet:
    """Choose the set out of all ranked calls, and nothing more. Raises as `make_shortlist`."""
    field = _field(rows, background, wishes)
    choice = choose(*field.problem, field.names)
    return ChosenSet(rows, background, wishes, field, choice)


def how_sure(chosen: ChosenSet, tell: Callable[[int], None] = lambda _: None) -> dict[str, float]:
    """Return the share of resampled choices that each candidate is in; seconds.

    `tell` is told how many of the DRAWS are done.
    """
    return resample(*chosen.field.problem, draws=DRAWS, seed=SEED, tell=tell)


def without_each(chosen: ChosenSet) -> dict[str, Choice]:
    """Return for each bid of the set the one that is chosen without it, by key."""
    return sets_if_fallen(*chosen.field.problem, chosen.choice)


def as_shortlist(chosen: ChosenSet) -> Shortlist:
    """Work out what a decision on each bid needs, but for what `answered` adds."""
    field = chosen.field
    picks = _by_worth(chosen.choice, field)
    late = {row.call.key for row in field.too_late}
    profile = chosen.background.profile
    return Shortlist(
        city=profile.name,
        as_of=chosen.background.as_of,
        bids=tuple(_bid(pick, chosen) for pick in picks),
        reserves=(),
        uncovered=uncovered(chosen.rows, field.scoped, late, picks, profile),
        effort=_effort(picks, profile),
        too_late=field.too_late,
        considered=len(field.scoped),
        covered=field.share(chosen.choice),
        problems=chosen.choice.problems,
    )


def answered(
    shortlist: Shortlist,
    chosen: ChosenSet,
    shares: Mapping[str, float],
    fallen: Mapping[str, Choice],
) -> Shortlist:
    """Add how sure each bid is (`how_sure`) and what comes in without it (`without_each`)."""
    candidates, weights, returns, _ = chosen.field.problem
    followers = next_if_falls(candidates, weights, returns, fallen)
    reserves = dict.fromkeys(key for key in followers.values() if key is not None)

    def told(bid: Bid) -> Bid:
        key = bid.row.call.key
        return replace(bid, chosen_share=shares.get(key, 0.0), next_key=followers.get(key))

    return replace(
        shortlist,
        bids=tuple(map(told, shortlist.bids)),
        reserves=tuple(chosen.field.scoped[key].row for key in reserves),
    )


def compare(
    rows: Sequence[RankedCall], background: Background, wishes: Wishes
) -> tuple[Compared, ...]:
    """Set the choice beside greedy choice and the head of the ranked list, which knows no limits.

    Shares are of the city's weight, as `Shortlist.covered`.
    """
    field = _field(rows, background, wishes)
    candidates, weights, returns, limits = field.problem
    ranked = sorted(field.scoped.values(), key=lambda each: (-each.row.score, each.row.call.key))
    keys = [each.row.call.key for each in ranked]
    ways = {
        "chosen together": choose(*field.problem, field.names),
        "one after the other": choose_greedily(*field.problem, field.names),
        "head of the ranked list": take_first(keys, candidates, weights, returns, limits),
    }
    return tuple(
        Compared(way, field.share(found), len(_answered(found)), len(found.picks))
        for way, found in ways.items()
    )


def _answered(choice: Choice) -> set[str]:
    return {need_id for pick in choice.picks for need_id, _, _ in pick.covers}


_Problem: TypeAlias = tuple[list[Candidate], dict[str, float], tuple[float, ...], Limits]
"""Candidates, weights, returns and limits: the choice put as numbers."""


@dataclass(frozen=True, slots=True)
class Field:
    """The calls that are chosen among, and what the choice is made from."""

    scoped: Mapping[str, Scoped]  # by key
    too_late: tuple[RankedCall, ...]
    problem: _Problem
    names: Mapping[str, str]  # titles of calls by key, organisations by id: for its sentences

    def share(self, choice: Choice) -> float:
        """Return how much a set covers of the city's weight, 0 to 1."""
        return choice.value / (sum(self.problem[1].values()) or 1.0)


def _field(rows: Iterable[RankedCall], background: Background, wishes: Wishes) -> Field:
    """Scope the strategic calls; what cannot be bid for in time takes part only if pinned."""
    profile = background.profile
    every = {row.call.key: scope(row, background) for row in strategic(rows)}
    late = {
        key
        for key, each in every.items()
        if each.timetable.left is TimeLeft.TOO_LATE and key not in wishes.pinned
    }
    scoped = {key: each for key, each in every.items() if key not in late}
    names = {key: each.row.call.title for key, each in scoped.items()}
    names |= {each.id: each.name for each in profile.organisations}
    candidates = [each.candidate for each in scoped.values()]
    limits = _limits(candidates, profile, wishes)
    weights = {need.id: need.weight for need in profile.needs}
    problem = (candidates, weights, profile.strategy.returns, limits)
    return Field(scoped, tuple(every[key].row for key in every if key in late), problem, names)


def _limits(candidates: Iterable[Candidate], profile: CityProfile, wishes: Wishes) -> Limits:
    slots = {slot for each in candidates for option in each.options for slot in option.effort}
    able = {slot: days for slot in slots if (days := _able(slot[0], profile)) is not None}
    strategy = profile.strategy
    leads = {
        each.id: strategy.leads_of.get(each.id, strategy.leads_at_once)
        for each in profile.organisations
    }
    return Limits(wishes.size, able, leads, wishes.pinned, wishes.excluded)


def _able(organisation: str, profile: CityProfile) -> float | None:
    """Return the person-days that it can give in a quarter; None where the city sets no limit."""
    return profile.strategy.days_of.get(organisation, profile.strategy.days_per_quarter)


def _by_worth(choice: Choice, field: Field) -> list[Pick]:
    """Order the set by what each bid is worth alone, best first."""
    return sorted(choice.picks, key=lambda pick: (-field.scoped[pick.key].value.total, pick.key))


def _bid(pick: Pick, chosen: ChosenSet) -> Bid:
    scoped, background = chosen.field.scoped[pick.key], chosen.background
    consortium = proposal(scoped.row, pick.option.lead, background, background.awards)
    members = [member.organisation_id for member in consortium.members]
    return Bid(
        row=scoped.row,
        value=scoped.value,
        covers=tuple(Cover(*cover) for cover in pick.covers),
        ambition=ambition(
            scoped.row, background.awards, members, background.profile, background.rates
        ),
        consortium=consortium,
        timetable=scoped.timetable,
        pinned=pick.key in chosen.wishes.pinned,
        chosen_share=0.0,
        next_key=None,
    )


def _effort(picks: Collection[Pick], profile: CityProfile) -> tuple[Effort, ...]:
    """Add up the work on the set, by quarter and organisation."""
    days: dict[tuple[str, str], float] = {}
    for pick in picks:
        for (organisation, quarter), share in pick.option.effort.items():
            days[quarter, organisation] = days.get((quarter, organisation), 0.0) + share
    return tuple(
        Effort(organisation, quarter, days[quarter, organisation], _able(organisation, profile))
        for quarter, organisation in sorted(days)
    )
