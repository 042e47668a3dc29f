"""What is damaged is found, said in a sentence, and repaired where it can be made anew."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from matcher.cli import main
from matcher.durability.check import Finding, check_store
from matcher.settings import Settings
from matcher.store import (
    TextVectors,
    load_calls,
    load_vectors,
    open_store,
    save_vectors,
    search_words,
    upsert_calls,
)
from matcher.store.contents import table_sums
from matcher.store.schema import call_versions, calls, matches, outbox, text_vectors
from matcher.store.transactions import reading, writing
from tests.matcher.store.examples import LATER, NOON, make_call, many_calls
from tests.matcher.store.filling import fill_tables
from tests.postgres import new_store


def silently(_what: str, _done: int, _total: int | None) -> None:
    """Show no progress."""


def store_of(engine: Engine) -> Engine:
    """A store with calls, vectors and mails in which all is well."""
    upsert_calls(engine, many_calls(5), NOON)
    upsert_calls(engine, [make_call("0", title="As it is now")], LATER)
    vectors = np.ones((1, 3), dtype=np.float32)
    with reading(engine) as connection:
        hashes = connection.scalars(sa.select(calls.c.text_hash)).all()
    save_vectors(engine, "model", [TextVectors(name, ((0, 9),), vectors) for name in hashes])
    with writing(engine) as connection:
        names = ("subscribers", "match_sets", "matches", "outbox")
        fill_tables(connection, [calls.metadata.tables[name] for name in names])
        well = {"kind": "digest", "state": "sent", "sent_at": NOON, "message": b"x", "told": "[]"}
        connection.execute(sa.update(outbox).values(well))
    return engine


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        engine = open_store(f"sqlite:///{tmp_path / 'store.db'}")
        yield store_of(engine)
        engine.dispose()
    else:
        with new_store() as engine:
            yield store_of(engine)


def look(engine: Engine, *, repair: bool = False) -> list[Finding]:
    return check_store(engine, silently, repair=repair)


def change(engine: Engine, statement: sa.Executable) -> None:
    with writing(engine) as connection:
        connection.execute(statement)


def first(table: sa.Table, **values: Any) -> sa.Update:
    key = next(iter(table.primary_key.columns))
    chosen = sa.select(sa.func.min(key)).scalar_subquery()
    return sa.update(table).where(key == chosen).values(values)


REPAIRABLE = {
    "words missing": (sa.text("DELETE FROM call_words"), "word index, or with other words: 5"),
    "other facts": (
        sa.update(calls).where(calls.c.key == "ukri:0").values(title="Another", award_max=7.0),
        r"facts are not those of the newest version: 1 \(ukri:0\)",
    ),
    "an older version": (
        sa.update(calls).where(calls.c.key == "ukri:0").values(version=1),
        r"facts are not those of the newest version: 1 \(ukri:0\)",
    ),
    "half of a vector": (first(text_vectors, vectors=b"\0\0\0"), "vectors that cannot be read: 1"),
    "a vector that is none": (first(text_vectors, vectors=b"\xff" * 6), "cannot be read: 1"),
    "a vector of another text": (
        first(text_vectors, spans=np.array([0, 10**6], dtype="<i4").tobytes()),
        "do not fit the texts of their calls: 1",
    ),
}


@pytest.mark.parametrize("name", REPAIRABLE)
def test_what_can_be_made_anew_is_repaired(store: Engine, name: str) -> None:
    statement, said = REPAIRABLE[name]
    assert look(store) == []
    with reading(store) as connection:
        sums = table_sums(connection)
        found = search_words(store, "falls now", 9)
    change(store, statement)
    (finding,) = look(store)
    assert (finding.can_be_repaired, finding.repaired) == (True, False)
    assert re.search(said, finding.said)
    assert [each.repaired for each in look(store, repair=True)] == [True]
    assert look(store) == []
    assert search_words(store, "falls now", 9) == found
    with reading(store) as connection:
        again = table_sums(connection)
    assert {name for name in sums if again[name] != sums[name]} <= {"text_vectors"}


def test_vectors_that_are_forgotten_are_missing_afterwards(store: Engine) -> None:
    change(store, sa.update(text_vectors).values(vectors=b""))
    look(store, repair=True)
    assert load_vectors(store, "model", ["any"]) == {}
    with reading(store) as connection:
        assert connection.execute(sa.select(text_vectors)).all() == []


LOST = {
    "a version that is no call": (
        sa.update(call_versions).where(call_versions.c.version == 2).values(document="{}"),
        "newest version is missing or cannot be read: 1 (ukri:0)",
    ),
    "an altered version": (
        sa.update(call_versions)
        .where(call_versions.c.version == 2)
        .values(document=sa.func.replace(call_versions.c.document, "frailty", "bowling")),
        "newest version is not what was stored: 1 (ukri:0)",
    ),
    "a mail sent at no time": (
        first(outbox, sent_at=None),
        "mail 1 is 'sent', but its time of sending says otherwise",
    ),
    "a mail that waits for ever": (
        first(outbox, state="failed", sent_at=None, next_try=None),
        "mail 1 is 'failed', but will never be tried again",
    ),
    "a mail in an odd state": (first(outbox, state="lost"), "mail 1 is in no known state: 'lost'"),
    "a mail without text": (first(outbox, message=b""), "mail 1 has no text"),
    "a mail that tells nothing": (first(outbox, told="?"), "mail 1 does not say what its reader"),
}


@pytest.mark.parametrize("name", LOST)
def test_what_is_lost_is_said_and_left_alone(store: Engine, name: str) -> None:
    statement, said = LOST[name]
    change(store, statement)
    with reading(store) as connection:
        before = table_sums(connection)
    for repair in (False, True):
        findings = look(store, repair=repair)
        assert not any(finding.can_be_repaired or finding.repaired for finding in findings)
        assert said in " ".join(finding.said for finding in findings)
    with reading(store) as connection:
        assert table_sums(connection) == before


def test_rows_that_lead_nowhere(tmp_path: Path) -> None:
    engine = store_of(open_store(f"sqlite:///{tmp_path / 'store.db'}"))
    connection = engine.raw_connection()
    for statement in (
        "PRAGMA foreign_keys = OFF",
        "DELETE FROM match_sets WHERE city LIKE 'city 1%'",
        "DELETE FROM call_versions WHERE call_key = 'ukri:4'",
        "DELETE FROM calls WHERE key = 'ukri:4'",
        "DELETE FROM subscribers WHERE id = 11",
        "PRAGMA foreign_keys = ON",
    ):
        connection.cursor().execute(statement)
    connection.close()
    said = {finding.said: finding.can_be_repaired for finding in look(engine)}
    assert said == {
        "rows of matches that refer to missing match_sets: 1": True,
        "rows of outbox that refer to missing subscribers: 1": False,
    }
    left = [finding.said for finding in look(engine, repair=True) if not finding.repaired]
    assert left == ["rows of outbox that refer to missing subscribers: 1"]
    with reading(engine) as reader:
        assert reader.scalar(sa.select(sa.func.count()).select_from(matches)) == 2
    engine.dispose()


def test_damaged_indexes_are_made_anew(tmp_path: Path) -> None:
    engine = store_of(open_store(f"sqlite:///{tmp_path / 'store.db'}"))
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE call_words_data SET block = x'00' WHERE id > 10")
        connection.exec_driver_sql("PRAGMA writable_schema = ON")
        connection.exec_driver_sql(
            "UPDATE sqlite_master SET sql = replace(sql, '(source)', '(title)') "
            "WHERE name = 'ix_calls_source'"
        )
    engine.dispose()
    engine = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    said = {finding.where for finding in look(engine)}
    assert said == {"database", "word index"}
    assert all(finding.repaired for finding in look(engine, repair=True))
    assert look(engine) == []
    assert len(search_words(engine, "falls", 9)) == 4
    engine.dispose()


def test_the_command(
    engine: Engine, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ["--home", str(settings.home)]
    assert main([*home, "check"]) == 0
    assert capsys.readouterr().out == "Everything is whole.\n"
    (note,) = (settings.home / "pages" / "ukri").glob("*.json")
    note.with_suffix(".body").write_bytes(b"<p>Another")
    (note.parent / "x.body").write_bytes(b"alone")
    (note.parent / "x.json.part").write_bytes(b"half")
    change(engine, sa.text("DELETE FROM call_words WHERE rowid = 1"))
    assert main([*home, "check"]) == 4
    told = capsys.readouterr().out
    assert "to repair word index: calls missing from the word index" in told
    assert f"to repair pages: ukri/{note.name}: its checksum is another" in told
    assert "What can be made anew: bid-matcher check --repair" in told
    assert main([*home, "check", "--repair", "--json"]) == 0
    assert {row["repaired"] for row in json.loads(capsys.readouterr().out)} == {True}
    assert main([*home, "check"]) == 0
    assert list(note.parent.iterdir()) == []
    change(engine, sa.text("UPDATE call_versions SET document = '{' WHERE call_key = 'ukri:1'"))
    assert main([*home, "check", "--repair"]) == 4
    assert "What cannot: restore a backup" in capsys.readouterr().out
    assert len(load_calls(engine, sources=["none"])) == 0


def test_where_nothing_is_stored_it_makes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--home", str(tmp_path / "none"), "check"]) == 3
    assert "there is no store at" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()
