"""Subscribers, letters and mails for tests."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from email import policy
from email.message import EmailMessage
from typing import Any

from sqlalchemy import Engine

from matcher.store import add_subscribers, outbox
from models.letter import Letter, Told
from models.mail import Mail
from models.subscriber import SavedSearch, Subscriber, SubscriberState
from tests.matcher.store.examples import NOON

ADDRESS = "ada@example.org"
TOLD = (Told("ukri:1", "facts-1", closing=False, decision_id=None), Told("ukri:2", "f", True, 7))
SEARCHES = (SavedSearch("falls at home"), SavedSearch("", "NIHR", Decimal("500000.50")))


def make_person(address: str = ADDRESS, **facts: Any) -> Subscriber:
    """Somebody of Leeds who has confirmed; facts given by name replace the usual ones."""
    usual: dict[str, Any] = {
        "city": "leeds",
        "state": SubscriberState.ACTIVE,
        "created_at": NOON,
        "confirmed_at": NOON,
    }
    return Subscriber(address=address, **(usual | facts))


def store_person(engine: Engine, address: str = ADDRESS, **facts: Any) -> int:
    """Store such a person; their number."""
    (number,) = add_subscribers(engine, [make_person(address, **facts)])
    assert number is not None
    return number


def make_letter(
    subscriber_id: int, as_of: datetime = NOON, told: Sequence[Told] = TOLD, **facts: Any
) -> Letter:
    """A letter that tells of some calls."""
    usual: dict[str, Any] = {"subject": "2 new", "sections": (), "sources": (), "quiet": False}
    return Letter(subscriber_id=subscriber_id, as_of=as_of, told=tuple(told), **(usual | facts))


def write_message(message_id: str, address: str = ADDRESS, text: str = "2 new calls\n") -> bytes:
    """A mail as it is sent."""
    message = EmailMessage()
    message["From"] = "Bid Matcher <digest@example.org>"
    message["To"] = address
    message["Subject"] = "2 new"
    message["Message-ID"] = message_id
    message.set_content(text)
    return message.as_bytes(policy=policy.SMTP)


def prepare_mail(
    engine: Engine,
    subscriber_id: int,
    as_of: datetime = NOON,
    told: Sequence[Told] = TOLD,
    address: str = ADDRESS,
) -> Mail:
    """Put a mail of that person and day into the outbox."""
    message_id = f"<{as_of.date()}.{subscriber_id}@example.org>"
    mail = outbox.prepare(
        engine,
        make_letter(subscriber_id, as_of, told),
        write_message(message_id, address),
        message_id,
    )
    assert mail is not None
    return mail
