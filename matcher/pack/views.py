"""What stands on the pages of a board pack, in plain words; the template only lays it out."""

from dataclasses import dataclass

from markupsafe import Markup

from matcher.digest.rows import Row


@dataclass(frozen=True, slots=True)
class BidLine:
    """One bid in the table of the set."""

    letter: str
    title: str
    funder: str
    amount: str
    closes: str
    left: str  # days left, or that it is not open yet; empty where not known
    start: str
    lead: str
    chosen: str
    pinned: bool


@dataclass(frozen=True, slots=True)
class EffortCell:
    """Work of one organisation in one quarter."""

    words: str
    over: bool  # more than it can give


@dataclass(frozen=True, slots=True)
class EffortLine:
    """One organisation's work, a cell for each quarter."""

    organisation: str
    cells: tuple[EffortCell, ...]


@dataclass(frozen=True, slots=True)
class EffortView:
    """The work on the set, the organisation with most of it first."""

    quarters: tuple[str, ...]
    lines: tuple[EffortLine, ...]
    more: str  # how many organisations are not shown, or empty
    limited: bool  # whether the city states what an organisation can give


@dataclass(frozen=True, slots=True)
class LateLine:
    """A strategic call for which no new bid can be made in time."""

    title: str
    link: str | None
    amount: str  # of one award in pounds, where it is known
    closes: str


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A need that no bid covers."""

    name: str
    weight: str
    words: str


@dataclass(frozen=True, slots=True)
class SetView:
    """Page one: the bids together."""

    summary: str
    empty: str  # why there is no bid; empty where there is one
    problems: tuple[str, ...]
    picture: Markup | None  # needs by bids; None without bids
    picture_note: str
    bids: tuple[BidLine, ...]
    effort: EffortView
    uncovered: tuple[NeedLine, ...]
    uncovered_more: str
    late: tuple[LateLine, ...]
    late_more: str


@dataclass(frozen=True, slots=True)
class NeedView:
    """The need that a bid answers best, with its figure and the words that match."""

    name: str
    weight: str
    figure: str
    picture: Markup | None
    sentence: str  # of the call, without set phrases before it; empty where none is known
    phrase: str  # of the need
    also: tuple[str, ...]  # further needs it covers


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """One organisation proposed for a bid."""

    role: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class PartnersView:
    """Who could make the bid."""

    lines: tuple[PartnerLine, ...]
    more: str  # how many are not shown, or empty
    missing: str  # the roles that nobody fills, or empty
    together: tuple[str, ...]  # past work of members with one another


@dataclass(frozen=True, slots=True)
class AmountView:
    """What the call pays beside what was won so far."""

    words: str
    size: str  # how big one award is, and on what that rests
    picture: Markup | None
    histories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the timetable."""

    on: str
    name: str
    why: str
    passed: bool


@dataclass(frozen=True, slots=True)
class TimetableView:
    """When the work has to be done."""

    words: str
    steps: tuple[StepLine, ...]
    more: str  # how many steps are not shown, or empty


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part of what a bid is worth."""

    name: str
    points: str
    weight: str
    reason: str


@dataclass(frozen=True, slots=True)
class BidView:
    """One page: a bid with everything a decision needs."""

    line: BidLine
    title: str
    by: str  # who funds it, under which programme, at which stage
    count: int  # bids of the set
    row: Row
    funds: str  # the call's summary, from where it says what the call is about
    eligibility: str  # the sentence that says who may bid; empty where unknown
    need: NeedView | None
    partners: PartnersView
    amount: AmountView
    timetable: TimetableView
    total: str
    parts: tuple[PartLine, ...]
    risks: tuple[str, ...]
    risks_more: str  # how many are not shown, or empty
    firmness: str  # how often it was chosen
    following: str  # what comes in if it falls


@dataclass(frozen=True, slots=True)
class PackView:
    """The whole pack."""

    title: str
    city: str
    set: SetView | None  # None where a bid's page stands alone
    bids: tuple[BidView, ...]
