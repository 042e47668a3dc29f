"""Single values: money, addresses, days and moments."""

from datetime import date, datetime, time

from common_grants_sdk.schemas.pydantic.fields import EventType, Money, SingleDateEvent
from pydantic import HttpUrl, TypeAdapter, ValidationError

from matcher.digest.safe import web_address
from models.money import Money as OurMoney

_END_OF_DAY = (23, 59)  # how a closing day without a time is kept
_START_OF_DAY = (0, 0)
_ADDRESS: TypeAdapter[HttpUrl] = TypeAdapter(HttpUrl)


def money(amount: OurMoney | None) -> Money | None:
    """Write an amount exactly, as a plain decimal, in its own currency."""
    if amount is None:
        return None
    return Money(amount=format(amount.amount, "f"), currency=amount.currency)


def address(url: str) -> HttpUrl | None:
    """Return a web address that can be followed; None for any other kind of text."""
    safe = web_address(url)
    try:
        return None if safe is None else _ADDRESS.validate_python(safe)
    except ValidationError:
        return None


def day_event(name: str, day: date | None) -> SingleDateEvent | None:
    """Name a day of which no hour is known."""
    return (
        None
        if day is None
        else SingleDateEvent(event_type=EventType.SINGLE_DATE, name=name, date=day)
    )


def moment_event(name: str, moment: datetime) -> SingleDateEvent:
    """Name a moment by the clock of its source; its offset from UTC is in the description.

    The protocol's times carry no zone. The first and the last minute of a day stand for a
    day without an hour, which is then left out.
    """
    if (moment.hour, moment.minute) in (_START_OF_DAY, _END_OF_DAY):
        said = "The day as the source gives it, without an hour."
        return SingleDateEvent(
            event_type=EventType.SINGLE_DATE, name=name, date=moment.date(), description=said
        )
    hour = time(moment.hour, moment.minute, moment.second)
    said = f"The moment with its offset from UTC: {moment.isoformat(timespec='seconds')}"
    return SingleDateEvent(
        event_type=EventType.SINGLE_DATE, name=name, date=moment.date(), time=hour, description=said
    )
