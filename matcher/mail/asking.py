"""Asking people who wait whether they want the digest: the first half of the double opt-in."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from email.utils import parseaddr

from sqlalchemy import Engine

from matcher.mail.message import can_be_written_to
from matcher.mail.notices import confirmation_mail
from matcher.store import load_subscriber, outbox
from models.subscriber import Subscriber

LinkOf = Callable[[Subscriber], str]
"""Returns the address of the page on which somebody confirms."""


def ask_waiting(
    engine: Engine, folder: str, city_name: str, sender: str, link: LinkOf, now: datetime
) -> int:
    """Write the mail for everybody of the city who was not asked yet; return how many.

    Who does not answer is not asked again. StoreError as for the store.
    """
    people = (load_subscriber(engine, number) for number in outbox.unasked(engine, folder))
    return sum(
        ask(engine, person, city_name, sender, link, now) for person in people if person is not None
    )


def ask(
    engine: Engine, person: Subscriber, city_name: str, sender: str, link: LinkOf, now: datetime
) -> bool:
    """Write one person's mail; False where they were asked today, or cannot be written to."""
    if person.id is None or not can_be_written_to(person.address):
        return False
    message_id = _message_id(person, sender, now)
    message = confirmation_mail(person, city_name, link(person), sender, message_id, now)
    content = message.as_bytes()
    return outbox.prepare_question(
        engine, person.id, str(message["Subject"]), content, message_id, now
    )


def _message_id(person: Subscriber, sender: str, now: datetime) -> str:
    whole = f"confirm {person.city} {person.id} {now.date().isoformat()}"
    domain = parseaddr(sender)[1].rpartition("@")[2]
    return f"<{hashlib.sha256(whole.encode()).hexdigest()[:32]}@{domain}>"
