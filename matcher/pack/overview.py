"""Page one of a pack in words: the bids together, the work on them, the needs left uncovered."""

from collections.abc import Iterable, Sequence

from matcher.digest import words
from matcher.digest.safe import clip, plain
from matcher.pack.frame import (
    Frame,
    letter,
    more_words,
    quarter_words,
    sentence,
    share_words,
    uk_day,
)
from matcher.pack.pictures import CoverRow, cover_picture
from matcher.pack.views import BidLine, EffortCell, EffortLine, NeedLine, SetView
from models.call import CallStatus, DeadlineKind
from models.consortium import BidRole
from models.digest import RankedCall
from models.need import Need
from models.shortlist import Bid, Effort

_NEEDS = 12  # rows of the picture
_UNCOVERED = 5  # needs left uncovered that are named
_PROBLEMS = 4
_EFFORT = 8  # organisations in the table of work
_QUARTERS = 5  # columns of that table


def set_in_words(frame: Frame) -> SetView:
    """Put the set into words. Raises KeyError for a need or organisation the city lacks."""
    shortlist = frame.shortlist
    rows = _cover_rows(frame)
    shown = rows[: frame.lines(_NEEDS)]
    uncovered = shortlist.uncovered[: frame.lines(_UNCOVERED)]
    quarters = sorted({effort.quarter for effort in shortlist.effort})[:_QUARTERS]
    return SetView(
        summary=_summary(frame) if shortlist.bids else "",
        empty="" if shortlist.bids else _why_empty(frame),
        problems=tuple(
            sentence(problem, frame.characters(260))
            for problem in shortlist.problems[: frame.lines(_PROBLEMS)]
        ),
        picture=cover_picture(shown, [letter(place) for place in range(len(shortlist.bids))]),
        picture_note=_picture_note(rows[len(shown) :]),
        bids=tuple(bid_line(bid, place, frame) for place, bid in enumerate(shortlist.bids)),
        quarters=tuple(quarter_words(quarter) for quarter in quarters),
        effort=_effort(shortlist.effort, quarters, frame),
        uncovered=tuple(
            NeedLine(
                name=plain(frame.names.needs[need.need_id].name),
                weight=f"{need.weight:.2f}",
                words=words.sentence_case(clip(need.words, frame.characters(120))),
            )
            for need in uncovered
        ),
        uncovered_more=more_words(len(shortlist.uncovered) - len(uncovered), "of less weight"),
    )


def _summary(frame: Frame) -> str:
    shortlist = frame.shortlist
    bids = words.count_words(len(shortlist.bids), "bid").capitalize()
    considered = words.count_words(shortlist.considered, "strategic call")
    return (
        f"{bids} chosen together from {considered}, to answer as much of the city’s need as its"
        f" organisations can carry. Together they cover {share_words(shortlist.covered)} of the"
        " need, counted by its weight."
    )


def _why_empty(frame: Frame) -> str:
    considered = frame.shortlist.considered
    if not considered:
        return (
            "No bid is put up for decision: no open or announced call of strategic size answers"
            " one of the city’s needs well enough."
        )
    were = "call was" if considered == 1 else "calls were"
    return f"No bid is put up for decision: {considered:,} strategic {were} looked at, none chosen."


def _picture_note(left_out: Sequence[CoverRow]) -> str:
    covered = [row for row in left_out if row.covers]
    note = (
        "0 to 1: how well a call answers a need, times how good a bid it is. Framed: the best of"
        " the set for that need."
    )
    if covered:
        note += f" {words.count_words(len(covered), 'need')} of less weight covered but not drawn."
    return note


def _cover_rows(frame: Frame) -> list[CoverRow]:
    """Return every need of the city, the weightiest first, with what the bids add to it."""

    def heaviest_first(need: Need) -> tuple[float, str]:
        return -need.weight, need.id

    covers = {
        (cover.need_id, letter(place)): cover
        for place, bid in enumerate(frame.shortlist.bids)
        for cover in bid.covers
    }
    letters = [letter(place) for place in range(len(frame.shortlist.bids))]
    return [
        CoverRow(
            name=plain(need.name),
            weight=need.weight,
            covers={name: covers[need.id, name] for name in letters if (need.id, name) in covers},
        )
        for need in sorted(frame.city.needs, key=heaviest_first)
    ]


def bid_line(bid: Bid, place: int, frame: Frame) -> BidLine:
    """Put one bid of the set into a line of the table."""
    row, start = bid.row, bid.timetable.latest_start
    passed = " (passed)" if start is not None and start < frame.today else ""
    return BidLine(
        letter=letter(place),
        title=clip(row.call.title, frame.characters(110)) or "title not stated",
        funder=clip(row.call.funder or "", frame.characters(60)) or "funder not stated",
        amount=words.amount_words(row.call, frame.names.rates)[0],
        closes=_closes(row),
        left="not open yet"
        if row.status is CallStatus.FORECASTED
        else words.days_left_words(row.days_left),
        start=words.day_month_year(start) + passed if start is not None else "not stated",
        lead=_lead(bid, frame),
        chosen=share_words(bid.chosen_share),
        following=_following(bid, frame),
        pinned=bid.pinned,
    )


def _closes(row: RankedCall) -> str:
    if row.closes_at is not None:
        return words.day_month_year(uk_day(row.closes_at))
    rolling = row.call.deadline_kind is DeadlineKind.ROLLING
    return "no closing date" if rolling else "not stated"


def _lead(bid: Bid, frame: Frame) -> str:
    for member in bid.consortium.members:
        if member.role is BidRole.LEAD:
            return clip(frame.names.organisations[member.organisation_id].name, 60)
    return "nobody known"


def _following(bid: Bid, frame: Frame) -> str:
    if bid.next_key is None:
        return "none"
    return clip(frame.reserve(bid.next_key).call.title, frame.characters(45))


def _effort(
    effort: Iterable[Effort], quarters: Sequence[str], frame: Frame
) -> tuple[EffortLine, ...]:
    """Return a line for each organisation, the one with most work first."""
    found: dict[str, dict[str, Effort]] = {}
    for part in effort:
        found.setdefault(part.organisation_id, {})[part.quarter] = part

    def busiest_first(organisation_id: str) -> tuple[float, str]:
        return -sum(part.days for part in found[organisation_id].values()), organisation_id

    return tuple(
        EffortLine(
            organisation=clip(frame.names.organisations[name].name, 60),
            cells=tuple(_effort_cell(found[name].get(quarter)) for quarter in quarters),
        )
        for name in sorted(found, key=busiest_first)[: frame.lines(_EFFORT)]
    )


def _effort_cell(effort: Effort | None) -> EffortCell:
    if effort is None:
        return EffortCell("–", False)
    days = words.figure_words(round(effort.days))
    if effort.capacity is None:
        return EffortCell(days, False)
    over = effort.days > effort.capacity
    return EffortCell(f"{days} of {words.figure_words(round(effort.capacity))}", over)
