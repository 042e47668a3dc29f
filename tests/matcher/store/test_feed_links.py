"""Secret addresses in the store: kept as hashes, revoked, remembered, gone with their reader."""

from dataclasses import replace
from datetime import UTC, date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from matcher.store import (
    StoreError,
    add_feed_link,
    find_feed_link,
    load_feed_links,
    load_shown,
    record_feed_use,
    remove_subscriber,
    revoke_feed_links,
    save_shown,
)
from matcher.store.schema import feed_links, subscribers
from matcher.store.transactions import writing
from models.feed_link import EventKind, FeedLink, FeedWhat, ShownEvent
from models.subscriber import SavedSearch
from tests.matcher.store.examples import LATER, NOON
from tests.matcher.store.people import SEARCHES, store_person

EVENT = ShownEvent(
    call_key="ukri:1",
    kind=EventKind.DEADLINE,
    place=1,
    at=LATER,
    cancelled=False,
    sequence=2,
    modified=NOON,
    content_hash="0" * 64,
)


def make_link(secret_hash: str = "a" * 64, **facts: Any) -> FeedLink:
    usual: dict[str, Any] = {"city": "leeds", "what": FeedWhat.NEW, "created_at": NOON}
    return FeedLink(secret_hash=secret_hash, **(usual | facts))


def test_a_link_comes_back_whole(engine: Engine) -> None:
    whose = store_person(engine)
    link = make_link(what=FeedWhat.SEARCH, search=SEARCHES[1], subscriber_id=whose)
    number = add_feed_link(engine, link)
    stored = replace(link, id=number)
    assert find_feed_link(engine, link.secret_hash) == stored
    assert find_feed_link(engine, "b" * 64) is None
    assert load_feed_links(engine, "leeds") == [stored]
    assert load_feed_links(engine, "leeds", whose + 1) == load_feed_links(engine, "york") == []


def test_a_revoked_link_is_not_found_and_remembers_nothing(engine: Engine) -> None:
    kept, gone = (add_feed_link(engine, make_link(letter * 64)) for letter in "ab")
    save_shown(engine, gone, [EVENT])
    assert revoke_feed_links(engine, [gone, 99], LATER) == 1
    assert find_feed_link(engine, "b" * 64) is None
    assert [link.revoked_at for link in load_feed_links(engine, "leeds")] == [None, LATER]
    save_shown(engine, gone, [EVENT])
    assert load_shown(engine, gone) == ()
    assert find_feed_link(engine, "a" * 64) == make_link(id=kept)


def test_only_the_last_day_of_use_is_kept(engine: Engine) -> None:
    number = add_feed_link(engine, make_link())
    for day in (date(2026, 8, 10), date(2026, 8, 12), date(2026, 8, 11)):
        record_feed_use(engine, number, day)
    assert [link.last_used_day for link in load_feed_links(engine, "leeds")] == [date(2026, 8, 12)]


@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",))))
@settings(max_examples=30, deadline=None)
def test_what_was_shown_comes_back(shared_engine: Engine, key: str) -> None:
    with writing(shared_engine) as connection:
        connection.execute(sa.delete(feed_links))
    number = add_feed_link(shared_engine, make_link())
    events = (EVENT, replace(EVENT, call_key=key, kind=EventKind.START, cancelled=True))
    save_shown(shared_engine, number, events)
    assert load_shown(shared_engine, number) == events


def test_what_cannot_be_read_is_said(engine: Engine) -> None:
    number = add_feed_link(engine, make_link())
    assert load_shown(engine, 99) == ()
    with writing(engine) as connection:
        connection.execute(sa.update(feed_links).values(shown="[1]", what="odd"))
    with pytest.raises(StoreError, match=f"calendar {number}"):
        load_shown(engine, number)
    with pytest.raises(StoreError, match=f"feed link {number} cannot be read"):
        load_feed_links(engine, "leeds")


def test_links_go_with_their_reader_and_no_number_is_given_twice(engine: Engine) -> None:
    whose = store_person(engine)
    number = add_feed_link(engine, make_link(subscriber_id=whose))
    assert remove_subscriber(engine, whose)
    assert load_feed_links(engine, "leeds") == []
    assert add_feed_link(engine, make_link()) == number + 1
    with pytest.raises(StoreError):
        add_feed_link(engine, make_link("b" * 64, subscriber_id=whose))
    with pytest.raises(StoreError):
        add_feed_link(engine, make_link())


def test_the_database_itself_lets_links_go_with_their_reader(engine: Engine) -> None:
    whose = store_person(engine)
    add_feed_link(engine, make_link(subscriber_id=whose))
    with writing(engine) as connection:
        connection.execute(sa.delete(subscribers))
    assert load_feed_links(engine, "leeds") == []


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"created_at": NOON.replace(tzinfo=None)}, "time without a zone"),
        ({"what": FeedWhat.SEARCH}, "goes with a feed of what it finds"),
        ({"search": SavedSearch("falls")}, "goes with a feed of what it finds"),
        ({"what": FeedWhat.DEADLINES}, "needs a subscriber"),
    ],
)
def test_what_makes_no_sense_is_refused(facts: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        make_link(**facts)


def test_days_are_of_utc(engine: Engine) -> None:
    number = add_feed_link(engine, make_link())
    save_shown(engine, number, [EVENT])
    (event,) = load_shown(engine, number)
    assert event.at.utcoffset() == timedelta(0)
    assert event.at.tzinfo is not None
    assert event.at == LATER.astimezone(UTC)
