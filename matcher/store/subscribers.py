"""Who gets mail, with their saved searches. Export and erasure are in `personal.py`."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, Row

from matcher.neutral import neutral_line
from matcher.store.errors import ChangedMeanwhileError, StoreError
from matcher.store.schema import saved_searches, subscribers
from matcher.store.transactions import reading, writing
from models.subscriber import (
    LONGEST_LINE,
    Frequency,
    MailFormat,
    SavedSearch,
    Subscriber,
    SubscriberRole,
    SubscriberState,
    address_key,
)


def add_subscribers(engine: Engine, people: Sequence[Subscriber]) -> list[int | None]:
    """Store people in one transaction; their numbers, None for who is there already.

    Somebody is there where their city has the address, compared as `address_key` does.
    Texts become one line without hidden characters. ValueError, and nothing is stored,
    where one of them is too long.
    """
    people = [_harmless(person) for person in people]
    with writing(engine) as connection:
        return [_add(connection, person) for person in people]


def load_subscribers(engine: Engine, city: str | None = None) -> list[Subscriber]:
    """Return everybody of the city, or of all cities, in the order they were added.

    Raises StoreError for a stored subscriber that cannot be read.
    """
    wanted = sa.true() if city is None else subscribers.c.city == city
    with reading(engine) as connection:
        return _load(connection, wanted)


def load_subscriber(
    engine: Engine, subscriber_id: int, city: str | None = None
) -> Subscriber | None:
    """Return one person by number, None where there is none, or not in the city.

    StoreError as above.
    """
    wanted = subscribers.c.id == subscriber_id
    if city is not None:
        wanted = sa.and_(wanted, subscribers.c.city == city)
    with reading(engine) as connection:
        return next(iter(_load(connection, wanted)), None)


def find_subscribers(engine: Engine, address: str, city: str | None = None) -> list[Subscriber]:
    """Return who has the address: one person a city at most. StoreError as above."""
    with reading(engine) as connection:
        return _load(connection, _at(address, city))


def change_subscriber(
    engine: Engine, person: Subscriber, *, before: Subscriber | None = None
) -> bool:
    """Store all fields of a person anew, by number; False where they are no longer there.

    `before` is the person as they were looked at: ChangedMeanwhileError where they are not
    so any more. ValueError as for `add_subscribers`, and where another person of the city has
    the address.
    """
    person = _harmless(person)
    same = sa.and_(_at(person.address, person.city), subscribers.c.id != person.id)
    with writing(engine) as connection:
        if connection.execute(sa.select(subscribers.c.id).where(same)).first():
            raise ValueError(f"{person.address} is another subscriber of {person.city}")
        here = subscribers.c.id == person.id
        if before is not None and _load(connection, here) != [before]:
            raise ChangedMeanwhileError("this subscriber was changed meanwhile")
        if not connection.execute(sa.update(subscribers).where(here).values(_row(person))).rowcount:
            return False
        connection.execute(
            sa.delete(saved_searches).where(saved_searches.c.subscriber_id == person.id)
        )
        _add_searches(connection, person.id, person.searches)
        return True


def end_pauses(engine: Engine, today: date) -> int:
    """Let those hear again whose pause ends by today; return how many they are."""
    over = sa.and_(
        subscribers.c.state == SubscriberState.PAUSED.value, subscribers.c.paused_until <= today
    )
    active = {"state": SubscriberState.ACTIVE.value, "paused_until": None}
    with writing(engine) as connection:
        return connection.execute(sa.update(subscribers).where(over).values(active)).rowcount


def has_address(address: str) -> sa.ColumnElement[bool]:
    """Return the condition under which a row of `subscribers` is somebody at the address."""
    return subscribers.c.address_key == address_key(address)


def _at(address: str, city: str | None) -> sa.ColumnElement[bool]:
    there = has_address(address)
    return there if city is None else sa.and_(there, subscribers.c.city == city)


def _add(connection: Connection, person: Subscriber) -> int | None:
    there = sa.select(subscribers.c.id).where(_at(person.address, person.city))
    if connection.execute(there).first():
        return None
    stored = sa.insert(subscribers).values(_row(person)).returning(subscribers.c.id)
    number = int(connection.execute(stored).scalar_one())
    _add_searches(connection, number, person.searches)
    return number


def _add_searches(
    connection: Connection, number: int | None, searches: Iterable[SavedSearch]
) -> None:
    rows = [
        {
            "subscriber_id": number,
            "text": search.text,
            "funder": search.funder,
            "min_award_gbp": _exact(search.min_award_gbp),
        }
        for search in searches
    ]
    if rows:
        connection.execute(sa.insert(saved_searches), rows)


def _load(connection: Connection, wanted: sa.ColumnElement[bool]) -> list[Subscriber]:
    chosen = sa.select(subscribers.c.id).where(wanted)
    found = sa.select(saved_searches).where(saved_searches.c.subscriber_id.in_(chosen))
    searches: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(found.order_by(saved_searches.c.id)):
        searches[row.subscriber_id].append(row)
    query = sa.select(subscribers).where(wanted).order_by(subscribers.c.id)
    return [_subscriber(row, searches[row.id]) for row in connection.execute(query)]


def _harmless(person: Subscriber) -> Subscriber:
    return replace(
        person,
        name=_short_line("the name", person.name),
        organisation=_short_line("the organisation", person.organisation),
        language=_short_line("the language", person.language),
        consent=_short_line("the reason", person.consent),
        state_reason=neutral_line(person.state_reason, LONGEST_LINE),
        searches=tuple(map(_harmless_search, person.searches)),
    )


def _harmless_search(search: SavedSearch) -> SavedSearch:
    funder = None if search.funder is None else _short_line("a funder", search.funder)
    return replace(search, text=_short_line("a search", search.text), funder=funder)


def _short_line(what: str, text: str) -> str:
    line = neutral_line(text)
    if len(line) > LONGEST_LINE:
        raise ValueError(f"{what} has {len(line):,} characters; {LONGEST_LINE} are the most")
    return line


def _exact(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def _row(person: Subscriber) -> dict[str, Any]:
    return {
        "city": person.city,
        "address": person.address,
        "address_key": address_key(person.address),
        "name": person.name,
        "organisation": person.organisation,
        "language": person.language,
        "role": person.role.value,
        "need_ids": json.dumps(person.need_ids),
        "organisation_ids": json.dumps(person.organisation_ids),
        "min_award_gbp": _exact(person.min_award_gbp),
        "notice_days": person.notice_days,
        "frequency": person.frequency.value,
        "format": person.format.value,
        "quiet_weeks": person.quiet_weeks,
        "state": person.state.value,
        "state_reason": person.state_reason,
        "paused_until": person.paused_until,
        "left_on": person.left_on,
        "created_at": person.created_at,
        "confirmed_at": person.confirmed_at,
        "consent": person.consent,
        "link_version": person.link_version,
    }


def _subscriber(row: Row[Any], searches: Sequence[Row[Any]]) -> Subscriber:
    try:
        plain = {name: getattr(row, name) for name in _PLAIN}
        return Subscriber(
            **plain,
            role=SubscriberRole(row.role),
            need_ids=tuple(json.loads(row.need_ids)),
            organisation_ids=tuple(json.loads(row.organisation_ids)),
            searches=tuple(
                SavedSearch(each.text, each.funder, _amount(each.min_award_gbp))
                for each in searches
            ),
            min_award_gbp=_amount(row.min_award_gbp),
            frequency=Frequency(row.frequency),
            format=MailFormat(row.format),
            state=SubscriberState(row.state),
        )
    except (ValueError, TypeError, InvalidOperation) as error:
        raise StoreError(f"the stored subscriber {row.id} cannot be read ({error})") from error


_PLAIN = (
    "id",
    "city",
    "address",
    "name",
    "organisation",
    "language",
    "notice_days",
    "quiet_weeks",
    "state_reason",
    "paused_until",
    "left_on",
    "created_at",
    "confirmed_at",
    "consent",
    "link_version",
)
"""Columns that are fields of a subscriber as they stand."""


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
