"""Page one of a pack in words: the bids together, what is too late, the needs left uncovered."""

from matcher.digest import words
from matcher.digest.safe import clip, plain, web_address
from matcher.pack.cover import cover_note, cover_rows
from matcher.pack.effort import effort_in_words
from matcher.pack.frame import Frame, letter, more_words, sentence, share_words, uk_day
from matcher.pack.pictures import cover_picture
from matcher.pack.views import BidLine, LateLine, NeedLine, SetView
from models.call import CallStatus, DeadlineKind
from models.consortium import BidRole
from models.digest import RankedCall
from models.shortlist import Bid, Uncovered

# Lines of a list and characters of a text, without room and with all.
_UNCOVERED, _LATE, _PROBLEMS = (2, 6), (4, 9), 4
_TITLE, _FUNDER, _PROBLEM, _WHY, _LATE_TITLE = (
    (72, 110), (20, 60), (60, 260), (54, 230), (60, 130),
)  # fmt: skip


def set_in_words(frame: Frame) -> SetView:
    """Put the set into words. Raises KeyError for a need or organisation the city lacks."""
    shortlist = frame.shortlist
    drawn = cover_rows(frame)
    uncovered = shortlist.uncovered[: frame.fewer(*_UNCOVERED)]
    late = shortlist.too_late[: frame.fewer(*_LATE)]
    return SetView(
        summary=_summary(frame) if shortlist.bids else "",
        empty="" if shortlist.bids else _why_empty(frame),
        problems=tuple(
            sentence(problem, frame.characters(*_PROBLEM))
            for problem in shortlist.problems[: frame.lines(_PROBLEMS)]
        ),
        picture=cover_picture(drawn, [letter(place) for place in range(len(shortlist.bids))]),
        picture_note=cover_note(drawn, frame),
        bids=tuple(bid_line(bid, place, frame) for place, bid in enumerate(shortlist.bids)),
        effort=effort_in_words(frame),
        uncovered=tuple(_uncovered(need, frame) for need in uncovered),
        uncovered_more=more_words(len(shortlist.uncovered) - len(uncovered), "of less weight"),
        late=tuple(_late(row, frame) for row in late),
        late_more=more_words(len(shortlist.too_late) - len(late), "calls"),
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


def _uncovered(need: Uncovered, frame: Frame) -> NeedLine:
    return NeedLine(
        name=plain(frame.names.needs[need.need_id].name),
        weight=f"{need.weight:.2f}",
        words=words.sentence_case(clip(need.words, frame.characters(*_WHY))),
    )


def _late(row: RankedCall, frame: Frame) -> LateLine:
    return LateLine(
        title=clip(row.call.title, frame.characters(*_LATE_TITLE)) or "title not stated",
        link=web_address(row.call.url),
        amount=words.pounds_words(row.scale) or words.amount_words(row.call, frame.names.rates)[0],
        closes=_closes(row),
    )


def bid_line(bid: Bid, place: int, frame: Frame) -> BidLine:
    """Put one bid of the set into a line of the table."""
    row, start = bid.row, bid.timetable.latest_start
    passed = " (passed)" if start is not None and start < frame.today else ""
    return BidLine(
        letter=letter(place),
        title=clip(row.call.title, frame.characters(*_TITLE)) or "title not stated",
        funder=clip(row.call.funder or "", frame.characters(*_FUNDER)) or "funder not stated",
        amount=words.amount_words(row.call, frame.names.rates)[0],
        closes=_closes(row),
        left="not open yet"
        if row.status is CallStatus.FORECASTED
        else words.days_left_words(row.days_left),
        start=words.day_month_year(start) + passed if start is not None else "not stated",
        lead=_lead(bid, frame),
        chosen=share_words(bid.chosen_share),
        pinned=bid.pinned,
    )


def _closes(row: RankedCall) -> str:
    if row.closes_at is not None:
        day = words.day_month_year(uk_day(row.closes_at))
        return day + words.doubt_words(row.call, "deadlines")
    rolling = row.call.deadline_kind is DeadlineKind.ROLLING
    return "no closing date" if rolling else "not stated"


def _lead(bid: Bid, frame: Frame) -> str:
    for member in bid.consortium.members:
        if member.role is BidRole.LEAD:
            return clip(frame.names.organisations[member.organisation_id].name, 80)
    return "nobody known"
