"""Readers of every kind, the same ones each time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from models.city import CityProfile
from models.subscriber import (
    Frequency,
    MailFormat,
    SavedSearch,
    Subscriber,
    SubscriberRole,
    SubscriberState,
)

BY_FILTER = (
    SavedSearch("", min_award_gbp=Decimal(5_000_000)),
    SavedSearch("", "Horizon"),
    SavedSearch("", "NIHR", Decimal(500_000)),
)
BY_WORDS = (
    SavedSearch("earlier diagnosis of cancer"),
    SavedSearch("falls and frailty in older people"),
    SavedSearch("air quality in cities", min_award_gbp=Decimal(1_000_000)),
    SavedSearch("mental health of young people", "Horizon"),
)
_NAMES = ("", "Ada King", "Zoë Ó Briain", "José <script>", "O'Neil, Sam (Mr)", "李 明")
_HOSTS = ("example.org", "Mail.Example.COM", "müller.example", "a-b.example.net")
_LEAST = (None, None, None, Decimal(100_000), Decimal(1_000_000), Decimal(5_000_000))
_STATES = (
    *[SubscriberState.ACTIVE] * 17,
    SubscriberState.WAITING,
    SubscriberState.PAUSED,
    SubscriberState.SUSPENDED,
)


def make_people(
    count: int,
    city: CityProfile,
    monday: datetime,
    searches: Sequence[SavedSearch] = BY_FILTER,
    seed: int = 2,
) -> list[Subscriber]:
    """Return so many people of Leeds; of the paused a half hear again by that Monday.

    One address in 200 is such that its mail has UTF-8 headers.
    """
    draw = Random(seed)
    return [_person(number, city, monday, searches, draw) for number in range(count)]


def _person(
    number: int,
    city: CityProfile,
    monday: datetime,
    searches: Sequence[SavedSearch],
    draw: Random,
) -> Subscriber:
    state = draw.choice(_STATES)
    until = (monday + timedelta(days=draw.choice((-1, 20)))).date()
    name = "lü" if number % 200 == 150 else "reader"
    return Subscriber(
        city="leeds",
        address=f"{name}{number}@{draw.choice(_HOSTS)}",
        name=draw.choice(_NAMES),
        role=draw.choice(tuple(SubscriberRole)),
        need_ids=_some([need.id for need in city.needs], 4, draw),
        organisation_ids=_some([each.id for each in city.organisations], 2, draw),
        searches=tuple(draw.sample(searches, draw.choice((0, 0, 1, 2)))),
        min_award_gbp=draw.choice(_LEAST),
        notice_days=draw.choice((0, 14, 30, 60)),
        frequency=draw.choice(tuple(Frequency)),
        format=draw.choice(tuple(MailFormat)),
        quiet_weeks=draw.random() < 0.2,
        state=state,
        state_reason="550 no such user" if state is SubscriberState.SUSPENDED else "",
        paused_until=until if state is SubscriberState.PAUSED else None,
    )


def _some(ids: Sequence[str], most: int, draw: Random) -> tuple[str, ...]:
    return tuple(draw.sample(ids, draw.randint(0, most)))
