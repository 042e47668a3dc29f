"""What dates, amounts, funders and designators say of two calls: for, against, or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from matcher.identity.bodies import bodies_named, share_a_funder
from matcher.identity.designators import Designators, designators
from matcher.identity.names import Name, names_of
from matcher.identity.titles import title_words
from models.call import Call, Stage
from models.money import Money

_LONDON = ZoneInfo("Europe/London")
_DAY = timedelta(days=1)
_MONEY_TOLERANCE = 5  # per cent
_STAGE_LATER = frozenset({Stage.FULL, Stage.INVITED})
_IMPLIED_BY_DATE = frozenset({"year", "round", "number", "call", "cohort", "step", "competition"})


class Says(Enum):
    """What a fact says of two calls being one."""

    FOR = "for"
    AGAINST = "against"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a call is compared, read once for each call."""

    call: Call
    names: frozenset[Name]
    words: tuple[str, ...]  # of the title
    marks: Designators  # of the title
    bodies: frozenset[str]  # funders named in the record
    title_bodies: frozenset[str]


def traits_of(call: Call) -> Traits:
    """Read what of a call is compared."""
    in_title = bodies_named(call.title)
    owner = bodies_named(call.source.replace("_", " "))
    told = bodies_named(" ; ".join((call.funder or "", *call.co_funders)))
    return Traits(
        call,
        names_of(call),
        title_words(call.title),
        designators(call.title),
        told | in_title | (owner if not told else frozenset()),
        in_title,
    )


def closings_say(one: Call, other: Call) -> Says:
    """Compare closings: for if any falls on the same day, give or take one; against if none."""
    if not one.deadlines or not other.deadlines:
        return Says.NOTHING
    return Says.FOR if closing_gap(one, other) <= _DAY else Says.AGAINST


def closing_gap(one: Call, other: Call) -> timedelta:
    """Return the least time between a closing day of one and one of the other; both have some."""
    return min(
        abs(_day(first) - _day(second)) for first in one.deadlines for second in other.deadlines
    )


def openings_say(one: Call, other: Call) -> Says:
    """Compare openings; they are often given late or rounded, so only weeks speak against."""
    if one.opens_at is None or other.opens_at is None:
        return Says.NOTHING
    gap = abs(one.opens_at - other.opens_at)
    return Says.FOR if gap <= _DAY else Says.AGAINST if gap > 45 * _DAY else Says.NOTHING


def pots_say(one: Call, other: Call) -> Says:
    """Compare the pots; five per cent is what rounding explains."""
    return _amounts_say(one.total_fund, other.total_fund)


def awards_say(one: Call, other: Call) -> Says:
    """Compare the most per award and the largest project, each with its own like."""
    said = [
        _amounts_say(one.award_max, other.award_max),
        _amounts_say(one.project_cost_max, other.project_cost_max),
    ]
    if Says.AGAINST in said:
        return Says.AGAINST
    return Says.FOR if Says.FOR in said else Says.NOTHING


def funders_say(one: Traits, other: Traits) -> Says:
    """Compare the funders; two bodies named in the titles must agree as well."""
    titled = one.title_bodies and other.title_bodies
    if titled and not share_a_funder(one.title_bodies, other.title_bodies):
        return Says.AGAINST
    if one.bodies and other.bodies:
        return Says.FOR if share_a_funder(one.bodies, other.bodies) else Says.AGAINST
    words = [(traits.call.funder or "").strip().lower() for traits in (one, other)]
    if not all(words):
        return Says.NOTHING
    return Says.FOR if words[0] == words[1] else Says.NOTHING


def clash(one: Traits, other: Traits) -> str | None:
    """Say in words which designators of two titles contradict each other; None if none do."""
    for kind in sorted(one.marks.keys() & other.marks.keys()):
        first, second = one.marks[kind], other.marks[kind]
        if first != second and not (kind == "place" and (first < second or second < first)):
            return f"{_marks(kind, first)} is not {_marks(kind, second)}"
    return None


def one_sided(one: Traits, other: Traits) -> tuple[str, ...]:
    """Return the kinds of designators that only one title has."""
    return tuple(sorted(one.marks.keys() ^ other.marks.keys()))


def implied_by_date(kinds: tuple[str, ...]) -> bool:
    """Whether calls that close on one day cannot differ in these kinds alone."""
    return _IMPLIED_BY_DATE.issuperset(kinds)


def stages_clash(one: Call, other: Call) -> bool:
    """Whether one asks for outlines and the other for full applications."""
    stages = {one.stage, other.stage}
    return Stage.OUTLINE in stages and not stages.isdisjoint(_STAGE_LATER)


def _day(moment: datetime) -> datetime:
    return moment.astimezone(_LONDON).replace(hour=0, minute=0, second=0, microsecond=0)


def _amounts_say(one: Money | None, other: Money | None) -> Says:
    if one is None or other is None or one.currency != other.currency:
        return Says.NOTHING
    most = max(one.amount, other.amount)
    close = abs(one.amount - other.amount) * 100 <= most * _MONEY_TOLERANCE
    return Says.FOR if close else Says.AGAINST


def _marks(kind: str, values: frozenset[str]) -> str:
    listed = " and ".join(_plain_values(values))
    return listed if kind in ("year", "place", "number", "step") else f"{kind} {listed}"


def _plain_values(values: frozenset[str]) -> Iterator[str]:
    return iter(sorted(values, key=lambda value: (len(value), value)))
