"""What is stored on a person is handed out whole, and erased whole."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine

from matcher.store import (
    add_feed_link,
    compact,
    export_people,
    open_store,
    outbox,
    remove_address,
    remove_subscriber,
)
from matcher.store.schema import metadata, subscribers
from matcher.store.transactions import reading
from models.feed_link import FeedLink, FeedWhat
from models.subscriber import SavedSearch
from tests.matcher.store.examples import LATER, NOON
from tests.matcher.store.people import (
    ADDRESS,
    SEARCHES,
    TOLD,
    prepare_mail,
    store_person,
    write_message,
)

MARKS = (ADDRESS, "Ada King", "falls at home", "No such user ada")


def live_through_everything(engine: Engine) -> int:
    """Store a person with every kind of row: searches, mails sent, refused and on their way."""
    number = store_person(engine, name="Ada King", searches=SEARCHES)
    link = {"city": "leeds", "secret_hash": "a" * 64, "created_at": NOON}
    search = SavedSearch("falls at home, read as a feed")
    what = FeedWhat.SEARCH
    add_feed_link(engine, FeedLink(**link, what=what, search=search, subscriber_id=number))
    outbox.record_sent(engine, prepare_mail(engine, number).id, "250 ok", NOON)
    refused = prepare_mail(engine, number, LATER)
    outbox.record_refusal(engine, refused.id, f"550 <{ADDRESS}> No such user ada")
    store_person(engine, "Ada@example.org".lower(), city="york", name="Ada King")
    return number


def everything(engine: Engine) -> str:
    """Every row of every table of the file, as text."""
    with reading(engine) as connection:
        names = sa.inspect(connection).get_table_names()
        rows: list[Any] = []
        for name in names:
            rows += connection.exec_driver_sql(f'SELECT * FROM "{name}"').all()  # noqa: S608
        assert set(metadata.tables) <= set(names)
        return repr(rows)


def test_an_export_holds_every_stored_field(engine: Engine) -> None:
    number = live_through_everything(engine)
    store_person(engine, "bob@example.org")
    person, in_york = export_people(engine, "ada@EXAMPLE.org")
    assert set(person) == {column.name for column in subscribers.columns} | {
        "saved_searches",
        "told_calls",
        "outbox",
        "feed_links",
    }
    assert (person["id"], person["address"], in_york["city"]) == (number, ADDRESS, "york")
    assert [search["text"] for search in person["saved_searches"]] == ["falls at home", ""]
    assert [told["call_key"] for told in person["told_calls"]] == [t.call_key for t in TOLD]
    (link,) = person["feed_links"]
    assert (link["what"], link["secret_hash"]) == ("search", "a" * 64)
    sent, refused = person["outbox"]
    assert sent["message"] == write_message(sent["message_id"])
    assert "No such user" in refused["last_answer"]
    assert len(export_people(engine)) == 3
    assert export_people(engine, "nobody@example.org") == []


def test_a_table_that_refers_to_people_is_in_the_export(engine: Engine) -> None:
    referring = {
        table.name
        for table in metadata.tables.values()
        if any(column.name == "subscriber_id" for column in table.columns)
    }
    store_person(engine)
    assert referring == {"saved_searches", "told_calls", "outbox", "feed_links"}
    assert referring <= set(export_people(engine)[0])


def test_nothing_is_left_of_who_is_erased(file_engine: Engine, database: Path) -> None:
    """In the file itself: what PostgreSQL's files keep, and for how long, is its own affair."""
    engine = file_engine
    live_through_everything(engine)
    bob = store_person(engine, "bob@example.org", searches=SEARCHES[1:])
    prepare_mail(engine, bob, address="bob@example.org")
    assert all(mark in everything(engine) for mark in MARKS)
    assert remove_address(engine, "ada@Example.org") == 2
    kept = everything(engine)
    assert not any(mark in kept for mark in MARKS)
    assert "bob@example.org" in kept
    assert len(outbox.due(engine, NOON)) == 1
    assert remove_address(engine, ADDRESS) == 0
    assert compact(engine)
    for path in database.parent.iterdir():
        raw = path.read_bytes()
        assert not any(mark.encode() in raw for mark in MARKS), path.name


def test_a_file_that_is_read_as_it_was_may_still_hold_who_was_erased(tmp_path: Path) -> None:
    database = tmp_path / "store.db"
    engine = open_store(f"sqlite:///{database}", busy_seconds=0.1)
    store_person(engine)
    with reading(engine) as older:
        assert older.execute(sa.text("SELECT count(*) FROM subscribers")).scalar_one() == 1
        assert remove_address(engine, ADDRESS) == 1
        assert not compact(engine)
    assert compact(engine)
    raw = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert ADDRESS.encode() not in raw
    engine.dispose()


def test_who_leaves_one_city_stays_in_another(engine: Engine) -> None:
    number = live_through_everything(engine)
    assert remove_subscriber(engine, number)
    assert not remove_subscriber(engine, number)
    assert [person["city"] for person in export_people(engine, ADDRESS)] == ["york"]
