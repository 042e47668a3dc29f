"""A mail on its way, as the outbox knows it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class MailKind(StrEnum):
    """What a mail is there for, and so whom it may go to."""

    DIGEST = "digest"  # for who is active
    CONFIRMATION = "confirmation"  # asks who is waiting


class MailState(StrEnum):
    """How far a mail has come."""

    PREPARED = "prepared"
    SENDING = "sending"  # being handed over, or the process died while it was
    SENT = "sent"
    FAILED = "failed"  # and will be tried again
    GIVEN_UP = "given up"


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail in the outbox, without its text."""

    id: int
    subscriber_id: int
    kind: MailKind
    address: str
    digest_day: date
    message_id: str
    subject: str
    as_of: datetime
    state: MailState
    attempts: int  # begun, this one included
    next_try: datetime | None  # None: never again
    sent_at: datetime | None
    last_answer: str  # of the server, or why there was none
