"""The needs that a set of bids leaves without an answer, and why. Pure."""

from collections.abc import Collection, Iterable, Sequence

from matcher.strategy.amounts import pays_words
from matcher.strategy.choice import Pick
from models.call import CallStatus
from models.city import CityProfile
from models.digest import RankedCall
from models.need import Need
from models.shortlist import Uncovered


def uncovered(
    rows: Sequence[RankedCall],
    candidates: Collection[str],
    too_late: Collection[str],
    picks: Iterable[Pick],
    profile: CityProfile,
) -> tuple[Uncovered, ...]:
    """Return the needs that no bid of the set answers, the weightiest first.

    `rows` are all ranked calls, best first, `candidates` the keys of those that could
    have been in the set, `too_late` of those that could have but for the time left.
    """
    answered = {need_id for pick in picks for need_id, _, _ in pick.covers}
    missing = sorted(
        (need for need in profile.needs if need.id not in answered),
        key=lambda need: (-need.weight, need.id),
    )
    return tuple(
        Uncovered(need.id, need.weight, _words(need, rows, candidates, too_late))
        for need in missing
    )


def _words(
    need: Need, rows: Iterable[RankedCall], candidates: Collection[str], too_late: Collection[str]
) -> str:
    answering = [row for row in rows if _answers(row, need) and row.status is not CallStatus.CLOSED]
    strategic = [row for row in answering if row.call.key in candidates]
    if strategic:
        return f"{_count(len(strategic), 'strategic call')} left out of the set, {_best(strategic)}"
    late = [row for row in answering if row.call.key in too_late]
    if late:
        return f"{_count(len(late), 'strategic call')}, too late to begin, {_best(late)}"
    if answering:
        return f"no strategic call; {_count(len(answering), 'other')}, {_best(answering)}"
    return "no open or announced call answers it"


def _answers(row: RankedCall, need: Need) -> bool:
    return any(match.target_id == need.id for match in row.needs)


def _best(rows: Sequence[RankedCall]) -> str:
    """Name the call that stands highest, with what it pays."""
    pays = pays_words(rows[0].scale)
    return f"best “{rows[0].call.title}”" + (f", which {pays}" if pays else "")


def _count(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number} {what}s"
