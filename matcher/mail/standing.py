"""What somebody does about their mails: confirm, leave, come back, pause. Pure.

Each returns the person as they are to be stored, and changes nothing that holds
already: a link that is followed twice does no more than once.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from models.subscriber import Subscriber, SubscriberState

KEPT_AFTER_LEAVING = timedelta(days=30)
"""Until then somebody can come back and not be told everything anew; then they are erased."""

LONGEST_PAUSE = timedelta(days=366)


def confirm(person: Subscriber, now: datetime) -> Subscriber:
    """Let who was waiting get the digest; `now` is aware."""
    if person.state is not SubscriberState.WAITING:
        return person
    how = "by the link sent to the address"
    return replace(person, state=SubscriberState.ACTIVE, confirmed_at=now, consent=how)


def leave(person: Subscriber, today: date) -> Subscriber:
    """Send nothing more; who leaves before confirming leaves all the same."""
    if person.state is SubscriberState.LEFT:
        return person
    return replace(
        person, state=SubscriberState.LEFT, left_on=today, paused_until=None, state_reason=""
    )


def come_back(person: Subscriber) -> Subscriber:
    """End a pause or a leaving; who never confirmed waits again. A suspension stays."""
    if person.state not in (SubscriberState.LEFT, SubscriberState.PAUSED):
        return person
    known = person.confirmed_at is not None
    state = SubscriberState.ACTIVE if known else SubscriberState.WAITING
    return replace(person, state=state, left_on=None, paused_until=None)


def pause(person: Subscriber, until: date | None, today: date) -> Subscriber:
    """Send nothing until a day, or until they come back.

    ValueError for a day that is not to come or is too far off, and for who gets no mail.
    """
    if person.state not in (SubscriberState.ACTIVE, SubscriberState.PAUSED):
        raise ValueError("no mail is sent to you as it is")
    if until is not None and not today < until <= today + LONGEST_PAUSE:
        raise ValueError("choose a day to come, within a year")
    return replace(person, state=SubscriberState.PAUSED, paused_until=until)
