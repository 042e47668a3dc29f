"""Who gets the digest by e-mail, and what they want in it. The only personal data that is kept."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class SubscriberRole(StrEnum):
    """What somebody reads the digest for; it decides what stands first."""

    LEADER = "leader"
    RESEARCHER = "researcher"
    BID_TEAM = "bid team"


class Frequency(StrEnum):
    """How often somebody wants to hear."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    STRATEGIC = "strategic"  # only in weeks in which a strategic call is new or changed
    EVERYTHING = "everything"  # weekly, and every matching call in full


class MailFormat(StrEnum):
    """In which forms a mail is sent."""

    BOTH = "html and text"
    TEXT = "text"


class SubscriberState(StrEnum):
    """Whether mail goes out."""

    WAITING = "waiting"  # asked to confirm, and has not yet
    ACTIVE = "active"
    PAUSED = "paused"  # by themselves
    SUSPENDED = "suspended"  # the address refuses mail


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """What somebody looks for, every week. At least one word, or a filter."""

    text: str
    funder: str | None = None
    min_award_gbp: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """One reader. Empty needs and organisations mean all of the city's.

    Raises ValueError for an address without exactly one @ between two parts, and
    for times without a zone.
    """

    city: str  # folder of the city
    address: str
    name: str = ""
    organisation: str = ""
    language: str = "en-GB"  # of dates and amounts
    role: SubscriberRole = SubscriberRole.BID_TEAM
    need_ids: tuple[str, ...] = ()
    organisation_ids: tuple[str, ...] = ()
    searches: tuple[SavedSearch, ...] = ()
    min_award_gbp: Decimal | None = None  # smaller calls, where the amount is known, stay out
    notice_days: int = 30  # a call that closes within as many days is named again
    frequency: Frequency = Frequency.WEEKLY
    format: MailFormat = MailFormat.BOTH
    quiet_weeks: bool = False  # also wants "nothing new, all sources healthy"
    state: SubscriberState = SubscriberState.WAITING
    state_reason: str = ""  # why the address is suspended
    paused_until: date | None = None
    created_at: datetime | None = None
    confirmed_at: datetime | None = None
    id: int | None = None  # given by the store

    def __post_init__(self) -> None:
        local, at, domain = self.address.partition("@")
        if not (local and at and domain) or "@" in domain or any(map(str.isspace, self.address)):
            raise ValueError(f"not an e-mail address: {self.address!r}")
        for moment in (self.created_at, self.confirmed_at):
            if moment is not None and moment.tzinfo is None:
                raise ValueError(f"time without a zone: {moment.isoformat()}")
        if self.notice_days < 0:
            raise ValueError(f"notice_days must not be negative: {self.notice_days}")
