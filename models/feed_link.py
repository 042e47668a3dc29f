"""A secret address under which somebody reads a feed or a calendar."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from models.subscriber import SavedSearch


class FeedForm(StrEnum):
    """How a feed is written: the end of its address, and of a file."""

    ATOM = "atom"
    JSON = "json"
    ICS = "ics"


class FeedWhat(StrEnum):
    """What an address gives."""

    NEW = "new"  # calls that answer a need of the city, the last seen first
    SHORTLIST = "shortlist"  # the set put up for decision
    SEARCH = "search"  # what a saved search finds
    DEADLINES = "deadlines"  # of the calls that a reader follows
    SHORTLIST_DEADLINES = "shortlist-deadlines"  # and latest starts, of the set

    @property
    def forms(self) -> tuple[FeedForm, ...]:
        """The forms it is written in."""
        dated = self in (FeedWhat.DEADLINES, FeedWhat.SHORTLIST_DEADLINES)
        return (FeedForm.ICS,) if dated else (FeedForm.ATOM, FeedForm.JSON)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """One address; its secret is kept only as a hash.

    Raises ValueError for a time without a zone, for a search without its words or the
    other way round, and for a reader's deadlines without a reader.
    """

    city: str  # folder of the city
    what: FeedWhat
    secret_hash: str  # SHA-256 in hexadecimal
    created_at: datetime  # aware
    subscriber_id: int | None = None  # None: nobody's, such as a screen in an office
    search: SavedSearch | None = None  # as it was when the address was made
    revoked_at: datetime | None = None  # since then it gives nothing
    last_used_day: date | None = None
    id: int | None = None  # given by the store

    def __post_init__(self) -> None:
        for moment in (self.created_at, self.revoked_at):
            if moment is not None and moment.tzinfo is None:
                raise ValueError(f"time without a zone: {moment.isoformat()}")
        if (self.search is not None) != (self.what is FeedWhat.SEARCH):
            raise ValueError("a saved search goes with a feed of what it finds, and only there")
        if self.what is FeedWhat.DEADLINES and self.subscriber_id is None:
            raise ValueError("a calendar of what somebody follows needs a subscriber")


class EventKind(StrEnum):
    """What happens on a day of a calendar."""

    DEADLINE = "deadline"  # a moment
    START = "start"  # the latest day to begin work on a bid: a whole day


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEvent:
    """An event as a calendar last showed it: what tells whether it has changed since."""

    call_key: str
    kind: EventKind
    place: int  # which deadline of the call it is or belongs to, from 1; never given twice
    at: datetime  # aware; of a whole day its midnight in UTC
    cancelled: bool
    sequence: int  # how often it was moved, cancelled or taken up again
    modified: datetime  # aware
    content_hash: str  # of all that a reader sees
