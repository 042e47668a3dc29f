"""One reader's mail: what is in it and why, and what counts as told afterwards."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from models.digest import RankedCall
from models.report import SourceReport


class News(StrEnum):
    """Why a call is in a mail, the strongest first."""

    NEW = "new"  # never told to this reader
    CHANGED = "changed"  # told before; a fact that matters has changed since
    CLOSING = "closing soon"  # closes within the reader's own notice time
    DECIDED = "decided"  # decided on, or changed since


@dataclass(frozen=True, slots=True)
class Told:
    """What a reader has been told of a call: the ledger that keeps mails from repeating."""

    call_key: str
    content: str  # the facts that matter as they were told, as `matcher.mail.facts` writes them
    closing: bool  # whether its coming deadline was named as close
    decision_id: int | None  # of the decision that was told


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A call in a mail."""

    row: RankedCall
    news: News
    changes: tuple[str, ...]  # "deadline: 4 Jan 2027 -> 11 Jan 2027"
    searches: tuple[str, ...]  # the reader's saved searches that found it
    told: tuple[Told, ...] = ()  # what counts as told once the row has been shown


@dataclass(frozen=True, slots=True)
class LetterSection:
    """Rows under one heading, and how many more there are."""

    heading: str
    rows: tuple[LetterRow, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Letter:
    """What one reader is told this time. Only rows that are shown count as told."""

    subscriber_id: int
    as_of: datetime
    subject: str
    sections: tuple[LetterSection, ...]
    told: tuple[Told, ...]
    sources: tuple[SourceReport, ...]  # that failed or are silent: the footer names them
    quiet: bool  # nothing new: sent only to who wants that
    day: date | None = None  # for which the digest was planned; None: the day of `as_of`

    @property
    def digest_day(self) -> date:
        """The day that tells this letter from the reader's others: one a day, however late."""
        return self.day or self.as_of.date()


@dataclass(frozen=True, slots=True)
class LetterLinks:
    """Where a mail leads, besides to the calls. None where no address is configured."""

    unsubscribe: str | None = None  # https; stops the mails with one click or POST (RFC 8058)
    change: str | None = None  # the reader's own page
    web: str | None = None  # all calls that answer a need
