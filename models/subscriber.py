"""Who gets the digest by e-mail, and what they want in it. Who may sign in: see `account.py`."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

LONGEST_LINE = 200  # characters of a name, an organisation or a search

# No quoted local parts: what stands in a header or a link must need no escaping.
_LOCAL = r"""[^\s@<>()\[\],;:\\"\x00-\x1f\x7f-\x9f]{1,64}"""
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_ADDRESS = re.compile(rf"{_LOCAL}@(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*")


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
    LEFT = "left"  # unsubscribed by themselves; erased after a while


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """What somebody looks for, every week. At least one word, or a filter, else ValueError."""

    text: str
    funder: str | None = None
    min_award_gbp: Decimal | None = None

    def __post_init__(self) -> None:
        if not (self.text or self.funder or self.min_award_gbp):
            raise ValueError("a saved search needs words, a funder or a least amount")

    @property
    def name(self) -> str:
        """What the search is called where it is spoken of; two that differ have two names."""
        least = f"from £{self.min_award_gbp:,}" if self.min_award_gbp else ""
        return ", ".join(filter(None, (self.text, self.funder, least)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """One reader. Empty needs and organisations mean all of the city's.

    Raises ValueError for an address that is not of the form name@host (plain
    characters, no quotes), for times without a zone, for negative numbers, and where
    `paused_until` or `left_on` stands in another state.
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
    left_on: date | None = None
    created_at: datetime | None = None
    confirmed_at: datetime | None = None
    consent: str = ""  # how they agreed, where it was not by the link sent to the address
    link_version: int = 1  # signed links of another version no longer act
    id: int | None = None  # given by the store

    def __post_init__(self) -> None:
        if not is_address(self.address):
            raise ValueError(f"not an e-mail address: {self.address!r}")
        for moment in (self.created_at, self.confirmed_at):
            if moment is not None and moment.tzinfo is None:
                raise ValueError(f"time without a zone: {moment.isoformat()}")
        if self.notice_days < 0:
            raise ValueError(f"notice_days must not be negative: {self.notice_days}")
        if self.min_award_gbp is not None and not self.min_award_gbp >= 0:
            raise ValueError(f"min_award_gbp must not be negative: {self.min_award_gbp}")
        if self.paused_until is not None and self.state is not SubscriberState.PAUSED:
            raise ValueError("only who is paused has a day on which the pause ends")
        if (self.left_on is not None) != (self.state is SubscriberState.LEFT):
            raise ValueError("who has left, and nobody else, has a day on which they left")


def is_address(text: str) -> bool:
    """Whether the text is an e-mail address of the form name@host, in plain characters."""
    return _ADDRESS.fullmatch(text) is not None


def address_key(address: str) -> str:
    """Return the address as it is compared: its domain in lower case and in ASCII form (IDNA).

    The part before the @ stays: by RFC 5321 (2.4) its case is for the host to judge.
    """
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode('ascii').lower()}"
    except UnicodeError:
        return f"{local}@{domain.lower()}"
