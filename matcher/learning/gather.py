"""From judgements and matches to the examples that learning goes by."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from matcher.learning.examples import Example
from matcher.learning.habits import Habit, habits_of
from matcher.learning.standing import Target
from matcher.strategy.scale import assess_scale
from matcher.strategy.track import assess_track
from models.call import Call
from models.city import ExchangeRate, Thresholds
from models.judgement import Judgement
from models.match import Match, TargetKind


def gather(
    judged: Mapping[Target, Judgement],
    calls: Iterable[Call],
    matches: Iterable[Match],
    thresholds: Thresholds,
    rates: Mapping[str, ExchangeRate],
) -> list[Example]:
    """Lay out each judgement with the match that it is about.

    A verdict on a whole call is shared out over the needs that a reader was shown
    for it, or goes to its best one; needs with a verdict of their own are left out
    of that. Calls and needs that the ranking does not match give no example: there
    is no score to correct. Time left is as it was when the call was judged.
    """
    of_call: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        if match.target_kind is TargetKind.NEED:
            of_call[match.call_key].append(match)
    verdicts: dict[str, dict[str | None, Judgement]] = defaultdict(dict)
    for (key, need_id), judgement in judged.items():
        verdicts[key][need_id] = judgement
    found: list[Example] = []
    for call in calls:
        if call.key in verdicts:
            scale = assess_scale(call, thresholds, rates).scale
            track = assess_track(call).track
            told = _told(verdicts[call.key], of_call[call.key], thresholds.match_score)
            for match, judgement, counts in told:
                habits = habits_of(call, match, scale, track, judgement.judged_at)
                found.append(_example(match, habits, judgement, counts))
    return found


def _told(
    verdicts: Mapping[str | None, Judgement], matches: Sequence[Match], least: float
) -> Iterator[tuple[Match, Judgement, float]]:
    """Give each match that a verdict is about, the verdict, and how much it counts there."""
    rest = [match for match in matches if match.target_id not in verdicts]
    for match in matches:
        if match.target_id in verdicts:
            yield match, verdicts[match.target_id], 1.0
    whole = verdicts.get(None)
    if whole is None or not rest:
        return
    best = max(rest, key=lambda match: (match.score, match.target_id))
    shown = [match for match in rest if match.score >= least] or [best]
    for match in shown:
        yield match, whole, 1.0 / len(shown)


def _example(
    match: Match, habits: tuple[Habit, ...], judgement: Judgement, counts: float
) -> Example:
    return Example(match.call_key, habits, match.score, judgement.verdict.positive, counts)
