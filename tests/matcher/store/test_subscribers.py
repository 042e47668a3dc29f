"""Subscribers are kept whole, once per city and address."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy import Engine

from matcher.store import (
    StoreError,
    add_subscribers,
    change_subscriber,
    end_pauses,
    find_subscribers,
    load_calls,
    load_subscriber,
    load_subscribers,
    open_store,
    quick_check,
    remove_address,
    statistics,
    upsert_calls,
)
from matcher.store.dialect import make_engine
from matcher.store.migrate import migration_settings
from matcher.store.transactions import writing
from models.subscriber import Frequency, MailFormat, SubscriberRole, SubscriberState
from tests.matcher.store.examples import LATER, NOON, make_call
from tests.matcher.store.people import ADDRESS, SEARCHES, make_person, store_person

EVERYTHING: dict[str, Any] = {
    "name": "Ada King",
    "organisation": "LIDA",
    "language": "de",
    "role": SubscriberRole.LEADER,
    "need_ids": ("falls", "smoking"),
    "organisation_ids": ("uol",),
    "searches": SEARCHES,
    "min_award_gbp": Decimal("1000000.10"),
    "notice_days": 60,
    "frequency": Frequency.STRATEGIC,
    "format": MailFormat.TEXT,
    "quiet_weeks": True,
    "state": SubscriberState.PAUSED,
    "paused_until": date(2026, 9, 1),
    "consent": "signed a list on 3 August",
    "confirmed_at": LATER,
    "link_version": 3,
}


def test_who_was_added_is_there_again_in_full(engine: Engine) -> None:
    number = store_person(engine, **EVERYTHING)
    person = replace(make_person(**EVERYTHING), id=number)
    assert load_subscriber(engine, number) == person
    assert load_subscribers(engine, "leeds") == load_subscribers(engine) == [person]
    assert load_subscribers(engine, "york") == []
    assert load_subscriber(engine, 99) is None
    assert statistics(engine)["subscribers"] == 1


def test_an_address_is_there_once_in_a_city(engine: Engine) -> None:
    people = [
        make_person("Ada@example.org"),
        make_person("Ada@EXAMPLE.org", name="again"),
        make_person("ada@example.org"),
        make_person("Ada@example.org", city="york"),
    ]
    numbers = add_subscribers(engine, people)
    assert numbers[1] is None
    assert None not in (numbers[0], numbers[2], numbers[3])
    found = find_subscribers(engine, "Ada@Example.Org")
    assert [(each.city, each.name) for each in found] == [("leeds", ""), ("york", "")]
    assert len(find_subscribers(engine, "Ada@Example.Org", "york")) == 1


def test_a_person_is_changed_as_a_whole(engine: Engine) -> None:
    number = store_person(engine, searches=SEARCHES)
    changed = replace(make_person(**EVERYTHING), id=number, searches=SEARCHES[:1])
    assert change_subscriber(engine, changed)
    assert load_subscriber(engine, number) == changed
    store_person(engine, "bob@example.org")
    with pytest.raises(ValueError, match="another subscriber of leeds"):
        change_subscriber(engine, replace(changed, address="bob@EXAMPLE.org"))
    assert load_subscriber(engine, number) == changed
    assert not change_subscriber(engine, replace(changed, id=99, address="new@example.org"))


def test_a_number_is_never_given_twice(engine: Engine) -> None:
    first = store_person(engine)
    assert remove_address(engine, ADDRESS) == 1
    assert store_person(engine) > first


def test_a_pause_ends_on_its_day(engine: Engine) -> None:
    paused = {"state": SubscriberState.PAUSED}
    until = store_person(engine, **paused, paused_until=date(2026, 9, 1))
    store_person(engine, "bob@example.org", **paused)
    assert end_pauses(engine, date(2026, 8, 31)) == 0
    assert end_pauses(engine, date(2026, 9, 1)) == 1
    person = load_subscriber(engine, until)
    assert person is not None
    assert (person.state, person.paused_until) == (SubscriberState.ACTIVE, None)


def test_hostile_words_are_made_harmless_and_long_ones_refused(engine: Engine) -> None:
    number = store_person(engine, name="Ada\r\nBcc: x@y.org\u202e", organisation="\ud800x")
    person = load_subscriber(engine, number)
    assert person is not None
    assert (person.name, person.organisation) == ("Ada Bcc: x@y.org", "\ufffdx")
    with pytest.raises(ValueError, match="the name has 201 characters; 200 are the most"):
        add_subscribers(engine, [make_person("c@d.org"), make_person("e@f.org", name="x" * 201)])
    assert len(load_subscribers(engine)) == 1


@pytest.mark.parametrize(
    "change", ["role = 'x'", "need_ids = '{'", "address = 'x'", "min_award_gbp = 'x'"]
)
def test_a_subscriber_that_cannot_be_read_is_named(engine: Engine, change: str) -> None:
    number = store_person(engine)
    with writing(engine) as connection:
        connection.exec_driver_sql(f"UPDATE subscribers SET {change}")  # noqa: S608
    with pytest.raises(StoreError, match=f"the stored subscriber {number} cannot be read"):
        load_subscribers(engine)


def test_a_store_of_before_subscribers_keeps_all_and_takes_them(empty_address: str) -> None:
    old = make_engine(sa.make_url(empty_address), 1)
    with writing(old) as connection:
        command.upgrade(migration_settings(connection), "0004")
    upsert_calls(old, [make_call()], NOON)
    old.dispose()
    engine = open_store(empty_address)
    assert [stored.call for stored in load_calls(engine)] == [make_call()]
    store_person(engine, searches=SEARCHES)
    assert quick_check(engine) == []
    engine.dispose()
