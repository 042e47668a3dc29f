"""Judgements beside one matching: what they teach, and which calls people have put aside.

This is where learning, which is pure, meets the store and the ranking.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import Engine

from matcher.decisions.force import as_judgements
from matcher.digest.words import LONDON, date_words
from matcher.identity.merge import Merged, leads_of
from matcher.learning.gather import gather
from matcher.learning.habits import habits_of
from matcher.learning.layer import LEAST, Layer, State, learn, moved
from matcher.learning.standing import agreed, newest_on, standing, under_lead
from matcher.learning.words import layer_words, move_words
from matcher.store import changed_at
from matcher.strategy.scale import assess_scale
from matcher.strategy.track import assess_track
from models.call import Call
from models.city import CityProfile, ExchangeRate
from models.decision import Decided
from models.digest import RankedCall
from models.judgement import Judgement
from models.match import Match, TargetKind

Rematch = Callable[[Sequence[Call]], list[Match]]
"""Matches further calls with the needs, beside those that were matched already."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What people judged, as it counts now."""

    standing: Mapping[str, list[Judgement]]  # by key of the calls without a decision
    changed: Mapping[str, datetime]  # since when a call that was dismissed says what it says

    def marked(self, row: RankedCall, profile: CityProfile) -> RankedCall:
        """Return the row with what judgements have to say of it, and whether to leave it out.

        A call is dismissed where the newest judgement on each need that it is shown
        for, or on the call as a whole, is against it, and it has not changed since.
        """
        notes = tuple(
            f"{profile.need(match.target_id).name}: {match.explanation.moved}"
            for match in row.needs
            if match.explanation.moved
        )
        day = self._dismissed(row)
        if day is None:
            return replace(row, judged=notes) if notes else row
        if self.changed[row.call.key] <= day:
            return replace(row, judged=notes, dismissed=True)
        words = f"changed since it was dismissed on {date_words(day.astimezone(LONDON).date())}"
        return replace(row, judged=(words, *notes))

    def _dismissed(self, row: RankedCall) -> datetime | None:
        """Return when the last need of the row was dismissed; None where one of them is not."""
        own = self.standing.get(row.call.key, [])
        newest = [newest_on(own, match.target_id) for match in row.needs] if own else []
        against = [each for each in newest if each is not None and not each.verdict.positive]
        if not newest or len(against) < len(newest):
            return None
        return max(each.judged_at for each in against)


@dataclass(frozen=True, slots=True)
class Judged:
    """What judgements did to a matching."""

    matches: list[Match]
    learning: str  # on, off or waiting, in one line
    marks: Marks


@dataclass(frozen=True, slots=True)
class Matching:
    """What was matched, with whom, and when."""

    merged: Sequence[Merged]  # every stored call
    live: Sequence[Call]  # of them, those that were matched
    matches: list[Match]
    profile: CityProfile
    rates: Mapping[str, ExchangeRate]
    as_of: datetime


def apply_judgements(
    engine: Engine,
    judgements: Iterable[Judgement],
    matching: Matching,
    rematch: Rematch,
    decided: Mapping[str, Decided] = MappingProxyType({}),
) -> Judged:
    """Learn from all that was judged for the city, and move the scores of need matches.

    Without judgements the matches come back as they are. `decided` has the decisions
    in force by the key of their call: they teach as judgements do, and whether their
    calls are left out is for them alone to say. `rematch` is asked only for judged
    calls that were not matched, because they have closed since, and only where there
    are enough judgements to learn from. StoreError as for the store.
    """
    leads = leads_of(matching.merged)
    decisions = [each.decision for each in decided.values()]
    counting = standing([*under_lead(judgements, leads), *as_judgements(decisions)])
    layer = _layer(counting, matching, rematch)
    marks = _marks(engine, counting, matching.merged, decided)
    return Judged(_move(layer, matching), layer_words(layer), marks)


def marks_of(
    engine: Engine,
    judgements: Iterable[Judgement],
    merged: Sequence[Merged],
    decided: Mapping[str, Decided],
) -> Marks:
    """Return what judgements say of rows whose matches come from the store.

    `merged` are all stored calls. StoreError as for the store.
    """
    counting = standing(under_lead(judgements, leads_of(merged)))
    return _marks(engine, counting, merged, decided)


def _marks(
    engine: Engine,
    counting: Iterable[Judgement],
    merged: Sequence[Merged],
    decided: Mapping[str, Decided],
) -> Marks:
    by_call: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in counting:
        if judgement.call_key not in decided:
            by_call[judgement.call_key].append(judgement)
    return Marks(by_call, _changed(engine, merged, by_call))


def _layer(counting: Sequence[Judgement], matching: Matching, rematch: Rematch) -> Layer:
    judged = agreed(counting)
    keys = {key for key, _ in judged}
    live = {call.key for call in matching.live}
    past = [each.call for each in matching.merged if each.call.key in keys - live]
    again = rematch(past) if past and len(judged) >= LEAST else []
    calls = [*(call for call in matching.live if call.key in keys), *past]
    rules = (matching.profile.thresholds, matching.rates)
    return learn(gather(judged, calls, [*matching.matches, *again], *rules))


def _move(layer: Layer, matching: Matching) -> list[Match]:
    """Move every need match, each with the words that say why."""
    if layer.state is not State.ON:
        return matching.matches
    calls = {call.key: call for call in matching.live}
    rules = (matching.profile.thresholds, matching.rates)
    scales = {key: assess_scale(call, *rules).scale for key, call in calls.items()}
    tracks = {key: assess_track(call).track for key, call in calls.items()}
    found: list[Match] = []
    for match in matching.matches:
        key = match.call_key
        if match.target_kind is not TargetKind.NEED:
            found.append(match)
            continue
        habits = habits_of(calls[key], match, scales[key], tracks[key], matching.as_of)
        found.append(_told(moved(match, habits, layer), move_words(habits, layer)))
    return found


def _told(match: Match, words: str) -> Match:
    return replace(match, explanation=replace(match.explanation, moved=words)) if words else match


def _changed(
    engine: Engine, merged: Sequence[Merged], judged: Mapping[str, Sequence[Judgement]]
) -> dict[str, datetime]:
    """Return since when the judged calls say what they say, on whichever of their pages."""
    pages = {
        each.call.key: [member.key for member in each.members]
        for each in merged
        if each.call.key in judged
    }
    times = changed_at(engine, [key for keys in pages.values() for key in keys])
    return {call: max(times[key] for key in keys) for call, keys in pages.items()}
