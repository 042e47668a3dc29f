"""Asking people who wait whether they want the digest: the first half of the double opt-in."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from matcher.mail.links import LinkPurpose, link_address, make_link
from matcher.mail.message import can_be_written_to, fixed_id
from matcher.mail.notices import confirmation_mail
from matcher.store import load_subscriber, outbox
from models.subscriber import Subscriber

LinkOf = Callable[[Subscriber], str]
"""Returns the address of the page on which somebody confirms."""


def confirm_links(base: str, secret: bytes, now: datetime) -> LinkOf:
    """Return what makes a person's link to confirm, on the site at `base`."""
    return lambda person: link_address(base, secret, make_link(person, LinkPurpose.CONFIRM, now))


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
    return fixed_id(f"confirm {person.city} {person.id} {now.date().isoformat()}", sender)
