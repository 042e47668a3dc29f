"""What a reader gets: a short list of rows under a few headings."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from models.call import Call, CallStatus
from models.decision import Decided
from models.match import Match
from models.need import Indicator, Need
from models.report import SourceReport
from models.scale import ScaleAssessment, TrackAssessment


@dataclass(frozen=True, slots=True)
class RankedCall:
    """A call with everything decided about it, ready to be shown."""

    call: Call
    status: CallStatus | None
    closes_at: datetime | None
    days_left: int | None
    score: float  # city score, 0 to 1
    scale: ScaleAssessment
    track: TrackAssessment
    needs: tuple[Match, ...]  # best first, only those worth showing
    leads: tuple[Match, ...]  # organisations that could lead, best first
    also_at: tuple[str, ...] = ()  # addresses of other pages that list the same call
    judged: tuple[str, ...] = ()  # what people's judgements have to say of it, in sentences
    dismissed: bool = False  # people put it aside, and it has not changed since
    begin: str = ""  # of what is put up for decision: by when work on a bid must begin
    decided: Decided | None = None  # the decision in force, of which `judged` tells too


class SectionKind(StrEnum):
    """The headings of a digest, in the order they are shown."""

    DECIDE = "decide"
    LARGE = "large"
    BY_NEED = "by-need"
    CLOSING_SOON = "closing-soon"
    ANNOUNCED = "announced"
    COMPANY = "company"
    CAPACITY = "capacity"
    DATA = "data"


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one heading."""

    kind: SectionKind
    rows: tuple[RankedCall, ...]
    left_out: int = 0  # rows that matched but are only counted


@dataclass(frozen=True, slots=True)
class NeedPicture:
    """A need with the one figure that shows it best."""

    need: Need
    indicator: Indicator | None


@dataclass(frozen=True, slots=True)
class Digest:
    """One week's answer for one city."""

    city: str
    as_of: datetime
    made_at: datetime
    catalogue_date: date | None  # set where the bundled catalogue stood in for live sources
    calls_considered: int
    sections: tuple[Section, ...]
    pictures: tuple[NeedPicture, ...]
    sources: tuple[SourceReport, ...]
    not_covered: tuple[str, ...]
    credits: tuple[str, ...]  # what the sources' licences ask to be said
    decided: tuple[RankedCall, ...] = ()  # calls with a decision in force, changed ones first
