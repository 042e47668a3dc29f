"""Pins that could not be met, a sentence each, with the limit that binds. Pure."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from matcher.strategy.choice.table import Use, limit_of, use_of
from matcher.strategy.choice.types import Candidate, Limits, Option

_ROUNDING = 1e-6  # share of the value
_WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def unmet_pins(
    candidates: Sequence[Candidate],
    limits: Limits,
    chosen: Mapping[str, Option],
    names: Mapping[str, str],
) -> tuple[str, ...]:
    """Say of each pin that is not chosen why: `chosen` are the options of the set, by key.

    `names` are what a reader calls candidates (by key) and organisations (by id).
    """
    known = {candidate.key: candidate for candidate in candidates}
    pins = {key: option for key, option in chosen.items() if key in limits.pinned}
    return tuple(
        f"{names.get(key, key)} is pinned but was left out:"
        f" {_reason(key, known.get(key), limits, pins, names)}."
        for key in sorted(limits.pinned - set(chosen))
    )


def unproven(value: float, bound: float, seconds: float) -> tuple[str, ...]:
    """Say how much better a set could be, where that is more than rounding."""
    if bound <= value * (1 + _ROUNDING):
        return ()
    more = f"{(bound / value - 1):.2%} more" if value > 0 else "more"
    return (
        f"The set is not proven to be the best within {seconds:g} seconds:"
        f" another could cover up to {more}.",
    )


def _reason(
    key: str,
    candidate: Candidate | None,
    limits: Limits,
    pins: Mapping[str, Option],
    names: Mapping[str, str],
) -> str:
    if candidate is None:
        return "no such call can be chosen"
    if key in limits.excluded:
        return "it is also excluded"
    if not candidate.options:
        return "nobody is known who could lead it"
    if len(pins) >= limits.size:
        return f"the set may have {_counted(limits.size, 'bid')}, and the pins alone are more"
    reasons = (_conflict(option, limits, pins.values(), names) for option in candidate.options)
    return "; or ".join(dict.fromkeys(reasons))


def _conflict(
    option: Option, limits: Limits, others: Iterable[Option], names: Mapping[str, str]
) -> str:
    """Name the limit that the option and the others go over most, the earliest of equals."""
    total: Counter[Use] = Counter()
    for each in others:
        total.update(use_of(each, limits))
    own = use_of(option, limits)
    total.update(own)
    what = max(sorted(own), key=lambda use: _times(total[use], limit_of(use, limits)))
    return _sentence(what, total[what], limit_of(what, limits), names)


def _times(use: float, limit: float) -> float:
    return use / limit if limit > 0 else math.inf


def _sentence(what: Use, use: float, limit: float, names: Mapping[str, str]) -> str:
    kind, (organisation, when) = what
    name = names.get(organisation, organisation)
    if kind == "effort":
        return f"{name} would need {use:g} person-days in {when} and has {limit:g}"
    return (
        f"{name} would prepare {_counted(use, 'bid')} in {when} and leads {_word(limit)} at a time"
    )


def _counted(number: float, noun: str) -> str:
    return f"{_word(number) if number else 'no'} {noun}" + ("" if number == 1 else "s")


def _word(count: float) -> str:
    return _WORDS[int(count)] if count < len(_WORDS) else f"{count:g}"
