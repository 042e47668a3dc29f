"""Small pieces of the board, ready to be shown: every string is plain."""

from dataclasses import dataclass

from markupsafe import Markup

from matcher.pack.views import BidView, LateLine
from matcher.web.board.dials import Dial


@dataclass(frozen=True, slots=True)
class CallLink:
    """A call by its title, with its page."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Served:
    """A need that a bid serves."""

    name: str
    address: str
    gain: str
    width: int  # of a bar, 0 to 100
    best: bool  # of the set


@dataclass(frozen=True, slots=True)
class Points:
    """One part of what a bid is worth."""

    name: str
    points: str
    width: int
    weight: str
    reason: str


@dataclass(frozen=True, slots=True)
class Move:
    """How a set differs from another."""

    came: tuple[CallLink, ...]
    fell: tuple[CallLink, ...]
    before: str  # share of the need that is covered
    after: str

    @property
    def is_none(self) -> bool:
        """Whether the same bids are in both."""
        return not self.came and not self.fell


@dataclass(frozen=True, slots=True)
class Card:
    """One bid of the set."""

    key: str
    letter: str
    address: str  # of the call's page
    decide: str  # of the page where it is decided on
    pin: str  # of the board with it pinned, left out, or neither
    leave_out: str
    free: str  # "" where nobody asks for it here
    bid: BidView
    amount: str  # of one award, in pounds where that is known
    worth: int  # 0 to 100
    needs: tuple[Served, ...]
    parts: tuple[Points, ...]
    decided: str  # the decision in force, "" where there is none
    news: tuple[str, ...]  # what has changed since
    comments: int
    dropped: Move | None  # what happens without it; None: still being worked out
    sure: str  # "" while that is being worked out


@dataclass(frozen=True, slots=True)
class WorkCell:
    """Work of one organisation in one quarter."""

    words: str
    width: int  # share of what it can give, 0 to 100
    limited: bool  # whether the city says what it can give
    over: bool


@dataclass(frozen=True, slots=True)
class WorkRow:
    """Work of one organisation."""

    name: str
    address: str
    cells: tuple[WorkCell, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A need that no bid of the set answers."""

    name: str
    address: str
    weight: str
    words: str


@dataclass(frozen=True, slots=True)
class Late:
    """A strategic call that it is too late for."""

    line: LateLine
    address: str
    pin: str


@dataclass(frozen=True, slots=True)
class CoverLine:
    """One need of the picture as a row of a table."""

    name: str
    address: str
    weight: str
    gains: tuple[str, ...]  # for each bid; "" where it does not cover the need


@dataclass(frozen=True, slots=True)
class DialView:
    """One slider as it stands."""

    dial: Dial
    now: str
    own: str
    most: str
    step: str


@dataclass(frozen=True, slots=True)
class Wish:
    """A call that is pinned or left out by what is asked for."""

    call: CallLink
    key: str
    without: str  # address of the board without this wish


@dataclass(frozen=True, slots=True)
class Candidate:
    """A call that could be pinned."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class BoardView:
    """The board."""

    summary: str
    empty: str  # why there is no bid; "" where there is one
    problems: tuple[str, ...]
    moved: Move | None  # beside the city's own set; None: that is what this is
    cards: tuple[Card, ...]
    picture: Markup | None
    picture_note: str
    cover: tuple[CoverLine, ...]
    quarters: tuple[str, ...]
    work: tuple[WorkRow, ...]  # the busiest
    more_work: tuple[WorkRow, ...]
    gaps: tuple[Gap, ...]
    late: tuple[Late, ...]
    late_more: str  # how many are not shown, or empty
