"""Which of an indicator's many figures is meant: the newest for the sex, age and length asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matcher.city.indicator_map import IndicatorChoice
from scrapers.indicators.contract import ENGLAND, NOT_STATED, IndicatorValue
from scrapers.indicators.periods import read_period

_ALL_PEOPLE = ("persons", "not applicable")  # in the order in which they are preferred


class NoFigureError(Exception):
    """There is no figure to choose; the message says why. Raised by `choose`."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The newest figure with a value, the one before it, and England's at the same place."""

    newest: IndicatorValue
    value: float
    before: IndicatorValue | None  # of the same length
    england: IndicatorValue | None
    withheld: tuple[str, ...]  # later periods that are published without a value
    contradicted: bool  # the same period stands there with another value, too


def choose(choice: IndicatorChoice, values: Iterable[IndicatorValue], area: str) -> Chosen:
    """Choose a city's newest figure of one indicator. NoFigureError if there is none."""
    of_indicator = [value for value in values if value.indicator_id == choice.id]
    series = _series(choice, [value for value in of_indicator if value.area == area])
    known = [(value, value.value) for value in series if value.value is not None]
    if not known:
        raise NoFigureError("published without a value")
    newest, value = max(known, key=lambda pair: _when(pair[0]))
    before = [
        earlier
        for earlier, _ in known
        if earlier.period_range == newest.period_range and earlier.sortable < newest.sortable
    ]
    england = (v for v in of_indicator if v.area == ENGLAND and _place(v) == _place(newest))
    later = (v.period for v in series if v.value is None and _when(v) > _when(newest))
    return Chosen(
        newest=newest,
        value=value,
        before=max(before, key=_when, default=None),
        england=next(england, None),
        withheld=tuple(dict.fromkeys(later)),
        contradicted=any(_place(v) == _place(newest) and other != value for v, other in known),
    )


def _series(choice: IndicatorChoice, values: Sequence[IndicatorValue]) -> list[IndicatorValue]:
    """Keep the figures of one sex, one age and, if asked for, one length of period."""
    if not values:
        raise NoFigureError("there is no figure for the city")
    sexes = _ALL_PEOPLE if choice.sex is None else (choice.sex,)
    sex = _pick("sex", sexes, choice.sex, [value.sex for value in values])
    of_sex = [value for value in values if value.sex == sex]
    ages = () if choice.age is None else (choice.age, NOT_STATED)
    age = _pick("age", ages, choice.age, [value.age for value in of_sex])
    of_age = [value for value in of_sex if value.age == age]
    if choice.range is None:
        return of_age
    lengths = [value.period_range or NOT_STATED for value in of_age]
    length = _pick("range", (choice.range,), choice.range, lengths)
    return [value for value in of_age if value.period_range == length]


def _pick(what: str, candidates: Sequence[str], wanted: str | None, found: Sequence[str]) -> str:
    """Return the first candidate that is there; with nothing wanted, the only one there is."""
    there = {word.casefold(): word for word in found}
    for word in candidates:
        if word.casefold() in there:
            return there[word.casefold()]
    if wanted is None and len(there) == 1:
        return found[0]
    names = ", ".join(sorted(there.values()))
    if wanted is None:
        raise NoFigureError(f"several to choose from ({names}): name one as {what}")
    raise NoFigureError(f"no figure for {what} '{wanted}'; there is {names}")


def _when(value: IndicatorValue) -> tuple[int, int]:
    """Order by the start of the period; cumulative periods share it and differ in their end."""
    period = read_period(value.period)
    return value.sortable, period.ends if period else 0


def _place(value: IndicatorValue) -> tuple[str, str, str, int, str | None]:
    return value.sex, value.age, value.period, value.sortable, value.period_range
