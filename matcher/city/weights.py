"""How much a need counts: the evidence and the strategies, half each.

    weight = 0.5 x evidence + 0.5 x strategies

`evidence` is the mean over the need's usable figures of how badly the city does
on each, 0 to 1: the share of English areas that do better where the source
gives it, else 0.5 plus the gap to the comparator as a share of it, cut to 0..1
(so "the same as England" is 0.5 and "half as bad again" is 1). Without any
usable figure it is 0.5: unknown is neither good nor bad. `strategies` is the
number of strategies that name the need, out of five, at most 1.

A weight that the city writes in `needs.yaml` wins over this.
"""

from collections.abc import Sequence
from statistics import fmean

from models.need import Indicator, Mention

_ENOUGH_STRATEGIES = 5  # named by this many plans, a need is everybody's
_UNKNOWN = 0.5


def weigh(indicators: Sequence[Indicator], named_in: Sequence[Mention]) -> tuple[float, str]:
    """Return the weight of a need (0 to 1) and the reason in words."""
    figures = [badness for indicator in indicators if (badness := _badness(indicator)) is not None]
    evidence = fmean(figures) if figures else _UNKNOWN
    strategies = len({mention.strategy for mention in named_in})
    weight = 0.5 * evidence + 0.5 * min(1.0, strategies / _ENOUGH_STRATEGIES)
    return round(weight, 3), f"{_say_evidence(figures, evidence)}; {_say_strategies(strategies)}"


def _badness(indicator: Indicator) -> float | None:
    if indicator.direction is None:
        return None
    if indicator.share_doing_better is not None:
        return indicator.share_doing_better
    return None if indicator.gap is None else min(1.0, max(0.0, 0.5 + indicator.gap))


def _say_evidence(figures: Sequence[float], evidence: float) -> str:
    if not figures:
        return "no figure beside England could be sourced"
    count = "one figure" if len(figures) == 1 else f"{len(figures)} figures"
    if evidence >= 0.7:
        return f"{count} well on the worse side of England"
    if evidence >= 0.52:
        return f"{count} somewhat on the worse side of England"
    return f"{count} about the same as England or better"


def _say_strategies(strategies: int) -> str:
    if strategies == 0:
        return "named by no strategy that was read"
    return f"named by {strategies} {'strategy' if strategies == 1 else 'strategies'}"
