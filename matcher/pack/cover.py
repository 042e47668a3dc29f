"""Which needs stand in the picture of page one, with what each bid adds to them."""

from collections.abc import Sequence

from matcher.digest import words
from matcher.digest.safe import plain
from matcher.pack.frame import Frame, letter
from matcher.pack.pictures import CoverRow
from models.need import Need

_COVERED = 24  # rows: needs that a bid covers
_UNCOVERED = (2, 6)  # rows: the weightiest that none covers, without room and with all


def cover_rows(frame: Frame) -> list[CoverRow]:
    """Return the needs to draw, the weightiest first: those covered, then others if they fit."""
    rows = _all_rows(frame)
    covered = [row for row in rows if row.covers][: frame.lines(_COVERED)]
    uncovered = [row for row in rows if not row.covers][: frame.fewer(*_UNCOVERED)]
    shown = {row.name for row in (*covered, *uncovered)}
    return [row for row in rows if row.name in shown]


def cover_note(shown: Sequence[CoverRow], frame: Frame) -> str:
    """Explain the picture, and count the covered needs that it leaves out."""
    left_out = sum(bool(row.covers) for row in _all_rows(frame)) - sum(
        bool(row.covers) for row in shown
    )
    note = (
        "0 to 1: how well a call answers a need, times how good a bid it is. Framed: the best of"
        " the set for that need."
    )
    if left_out:
        note += f" {words.count_words(left_out, 'need')} of less weight covered but not drawn."
    return note


def _all_rows(frame: Frame) -> list[CoverRow]:
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
