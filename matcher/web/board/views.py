"""The board in words and bars. Pure."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from matcher.decisions.words import changed_words, due_words, verdict_words
from matcher.digest.safe import clip, plain
from matcher.digest.words import pounds_words, sentence_case
from matcher.pack.bid import bid_in_words
from matcher.pack.cover import cover_note, cover_rows
from matcher.pack.frame import Frame, frame_of, letter, share_words
from matcher.pack.overview import set_in_words
from matcher.pack.pictures import cover_picture
from matcher.strategy.choice import Choice
from matcher.web.board.asked import Asked, freed, with_exclusion, with_pin
from matcher.web.board.boards import Board
from matcher.web.board.effort import work_rows
from matcher.web.board.pieces import (
    BoardView,
    CallLink,
    Card,
    CoverLine,
    Gap,
    Late,
    Move,
    Points,
    Served,
)
from matcher.web.deciding.views import decide_address
from matcher.web.lines import call_address
from models.digest import RankedCall
from models.shortlist import Bid

_TITLE = 140  # most characters of a title in a list
_BUSIEST = 6  # organisations whose work is shown at once


def board_view(board: Board, own: Board, comments: Mapping[str, int]) -> BoardView:
    """Put a set into words; `own` is the city's own, `comments` how many each call has."""
    frame = frame_of(board.shortlist, board.chosen.background.profile)
    words = set_in_words(frame)
    shortlist = board.shortlist
    quarters, work = work_rows(shortlist, frame)
    letters = [letter(place) for place in range(len(shortlist.bids))]
    rows = cover_rows(frame)
    return BoardView(
        summary=words.summary,
        empty=words.empty,
        problems=(*map(plain, shortlist.problems), *_strangers(board)),
        moved=None if board.asked.is_own else _moved(own, board),
        cards=tuple(
            _card(bid, place, board, frame, comments) for place, bid in enumerate(shortlist.bids)
        ),
        picture=cover_picture(rows, letters),
        picture_note=cover_note(rows, frame),
        cover=tuple(_cover_lines(board, frame)),
        quarters=quarters,
        work=work[:_BUSIEST],
        more_work=work[_BUSIEST:],
        gaps=tuple(
            Gap(
                plain(frame.names.needs[gap.need_id].name),
                need_address(gap.need_id),
                f"{gap.weight:.2f}",
                sentence_case(plain(gap.words)),
            )
            for gap in shortlist.uncovered
        ),
        late=tuple(
            Late(line, call_address(row.call.key), with_pin(board.asked, row.call.key).address())
            for line, row in zip(words.late, shortlist.too_late, strict=False)
        ),
        late_more=words.late_more,
    )


def _strangers(board: Board) -> Iterable[str]:
    """Say of each pinned call that is not chosen among why it cannot be in the set."""
    rows = {row.call.key: row for row in board.chosen.rows}
    for key in sorted(board.asked.pinned - board.chosen.field.scoped.keys()):
        title = clip(rows[key].call.title, _TITLE) if key in rows else key
        yield (
            f"“{title}” cannot be pinned: it is no open or announced research call of strategic"
            " size that answers a need and that nobody has put aside."
        )


def need_address(need_id: str) -> str:
    """Return the address of a need's page."""
    return f"/needs/{quote(need_id, safe='')}"


def link_of(row: RankedCall) -> CallLink:
    """Name a call with its page."""
    title = clip(row.call.title, _TITLE) or "title not stated"
    return CallLink(title, call_address(row.call.key))


def _card(bid: Bid, place: int, board: Board, frame: Frame, comments: Mapping[str, int]) -> Card:
    key, asked, decided = bid.row.call.key, board.asked, bid.row.decided
    here = asked.address()
    view = bid_in_words(bid, place, frame)
    news = []
    if decided is not None:
        news += [changed_words(decided)] if decided.changes else []
        news += [due_words(decided.due)] if decided.due else []
    return Card(
        key=key,
        letter=letter(place),
        address=call_address(key),
        decide=decide_address(key, f"{here}#bid-{letter(place)}"),
        pin=with_pin(asked, key).address(),
        leave_out=with_exclusion(asked, key).address(),
        free=_free(asked, key),
        bid=view,
        amount=pounds_words(bid.row.scale) or view.line.amount,
        worth=_width(bid.value.total),
        needs=tuple(_served(bid, frame)),
        parts=tuple(
            Points(part.name, part.points, _width(stated.points), part.weight, plain(stated.reason))
            for part, stated in zip(view.parts, bid.value.parts, strict=True)
        ),
        decided=sentence_case(verdict_words(decided.decision)) if decided else "",
        news=tuple(map(sentence_case, news)),
        comments=comments.get(key, 0),
        dropped=_dropped(key, board),
        sure=f"In {share_words(bid.chosen_share)} of the sets" if board.sure else "",
    )


def _free(asked: Asked, key: str) -> str:
    return freed(asked, key).address() if key in asked.pinned | asked.excluded else ""


def _served(bid: Bid, frame: Frame) -> Iterable[Served]:
    for cover in bid.covers:
        yield Served(
            name=plain(frame.names.needs[cover.need_id].name),
            address=need_address(cover.need_id),
            gain=f"{cover.gain:.2f}",
            width=_width(cover.gain),
            best=cover.place == 1,
        )


def _dropped(key: str, board: Board) -> Move | None:
    """Say what comes in and falls out if the bid itself is dropped."""
    if board.fallen is None:
        return None
    return _move(board.chosen.choice, board.fallen[key], board, leave={key})


def _move(before: Choice, after: Choice, board: Board, leave: Iterable[str] = ()) -> Move:
    field = board.chosen.field
    old, new = (tuple(pick.key for pick in choice.picks) for choice in (before, after))
    return Move(
        came=tuple(link_of(field.scoped[key].row) for key in new if key not in old),
        fell=tuple(link_of(field.scoped[key].row) for key in old if key not in {*new, *leave}),
        before=_share(field.share(before)),
        after=_share(field.share(after)),
    )


def _moved(own: Board, board: Board) -> Move:
    """Say how a set that is asked for differs from the city's own."""
    before = {bid.row.call.key: bid.row for bid in own.shortlist.bids}
    after = {bid.row.call.key: bid.row for bid in board.shortlist.bids}
    return Move(
        came=tuple(link_of(row) for key, row in after.items() if key not in before),
        fell=tuple(link_of(row) for key, row in before.items() if key not in after),
        before=_share(own.shortlist.covered),
        after=_share(board.shortlist.covered),
    )


def _cover_lines(board: Board, frame: Frame) -> Iterable[CoverLine]:
    """Give the picture's rows with their links, those that are not covered left out."""
    bids = board.shortlist.bids
    gains = [{cover.need_id: cover for cover in bid.covers} for bid in bids]
    for need in sorted(frame.city.needs, key=lambda need: (-need.weight, need.id)):
        covers = [each.get(need.id) for each in gains]
        if any(covers):
            yield CoverLine(
                name=plain(need.name),
                address=need_address(need.id),
                weight=f"{need.weight:.2f}",
                gains=tuple(
                    "" if each is None else f"{each.gain:.2f}{' best' if each.place == 1 else ''}"
                    for each in covers
                ),
            )


def _width(share: float) -> int:
    return round(100 * min(max(share, 0.0), 1.0))


def _share(share: float) -> str:
    return f"{share:.1%}"
