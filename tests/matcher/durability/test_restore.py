"""Restoring: what was backed up is there again, and what was there is kept aside."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from matcher.cli import main
from matcher.durability.backup import back_up
from matcher.durability.plain_copy import write_sum
from matcher.settings import Settings
from matcher.store import (
    copy_store,
    load_calls,
    open_store,
    quick_check,
    search_words,
    upsert_calls,
)
from matcher.store.contents import table_sums
from matcher.store.dialect import make_engine
from matcher.store.transactions import reading, writing
from tests.matcher.durability.conftest import NIGHT
from tests.matcher.store.examples import LATER, make_call
from tests.matcher.store.filling import fill
from tests.matcher.store.test_upgrade import fill_as_first_version
from tests.postgres import new_database


@pytest.fixture
def file(settings: Settings, engine: Engine, tmp_path: Path) -> Path:
    return back_up(settings, engine, tmp_path / "a.zip", NIGHT).file


def titles(database: Path) -> set[str]:
    engine = open_store(f"sqlite:///{database}")
    found = {stored.call.title for stored in load_calls(engine)}
    assert quick_check(engine) == []
    engine.dispose()
    return found


def restore(home: Path, *arguments: object) -> int:
    return main(["--home", str(home), "restore", *map(str, arguments)])


def test_into_an_empty_home(file: Path, engine: Engine, settings: Settings, tmp_path: Path) -> None:
    home = tmp_path / "new"
    assert restore(home, file) == 0
    restored = open_store(f"sqlite:///{home / 'bid-matcher.db'}")
    assert load_calls(restored) == load_calls(engine)
    assert search_words(restored, "falls", 50) == search_words(engine, "falls", 50)
    with reading(engine) as old, reading(restored) as new:
        assert table_sums(old) == table_sums(new)
    restored.dispose()
    for path in (settings.home / "pages").rglob("*.*"):
        assert (home / path.relative_to(settings.home)).read_bytes() == path.read_bytes()
    assert (home / "link-secret").stat().st_mode & 0o777 == 0o600
    assert (home / "digests/2026-11-23/digest.html").stat().st_mode & 0o777 == 0o644
    assert not [path for path in home.iterdir() if path.name.startswith(".restoring")]


def test_data_is_not_replaced_unasked(
    file: Path, engine: Engine, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    upsert_calls(engine, [make_call("new", title="Since then")], LATER)
    engine.dispose()
    assert restore(settings.home, file) == 3
    assert "holds data; --force puts the backup in its place" in capsys.readouterr().err
    assert "Since then" in titles(settings.home / "bid-matcher.db")


def test_forced_it_keeps_the_old_one_and_can_be_undone(
    file: Path, engine: Engine, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    upsert_calls(engine, [make_call("new", title="Since then")], LATER)
    engine.dispose()
    (settings.home / "link-secret").write_text("cd" * 32)
    database = settings.home / "bid-matcher.db"
    assert restore(settings.home, file, "--force") == 0
    assert "Since then" not in titles(database)
    assert (settings.home / "link-secret").read_text() == "ab" * 32
    told = capsys.readouterr().err.splitlines()
    kept = [Path(line.rpartition(" ")[2]) for line in told if "kept in" in line]
    assert "Since then" in titles(Path(shutil.copy(kept[0], settings.home / "look.db")))
    assert (kept[1] / "link-secret").read_text() == "cd" * 32
    assert restore(settings.home, kept[0], "--force") == 0
    assert "Since then" in titles(database)


def test_a_damaged_store_makes_room(file: Path, engine: Engine, settings: Settings) -> None:
    engine.dispose()
    database = settings.home / "bid-matcher.db"
    database.write_bytes(b"not a database at all " * 400)
    assert restore(settings.home, file) == 3
    assert restore(settings.home, file, "--force") == 0
    assert len(titles(database)) == 1
    (kept,) = settings.home.glob("bid-matcher.db.before-*Z")
    assert kept.read_bytes().startswith(b"not a database")


def test_not_under_a_program_that_has_it_open(
    file: Path, engine: Engine, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with engine.connect() as connection:
        connection.execute(sa.text("SELECT count(*) FROM calls"))
        assert restore(settings.home, file, "--force") == 3
    assert "stop bid-matcher run and serve first" in capsys.readouterr().err
    assert len(load_calls(engine)) == 20


@pytest.mark.parametrize("where", [0.3, 0.9])
def test_a_spoilt_backup_touches_nothing(
    file: Path, engine: Engine, settings: Settings, where: float
) -> None:
    engine.dispose()
    whole = bytearray(file.read_bytes())
    middle = int(len(whole) * where)
    whole[middle : middle + 20] = bytes(byte ^ 0xFF for byte in whole[middle : middle + 20])
    file.write_bytes(whole)
    before = (settings.home / "bid-matcher.db").read_bytes()
    assert restore(settings.home, file, "--force") == 3
    assert restore(settings.home, file, "--verify") == 3
    assert (settings.home / "bid-matcher.db").read_bytes() == before
    assert not list(settings.home.glob("*before-*"))


def test_a_copy_with_its_sum_as_earlier_versions_made(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "bid-matcher-20261127T061500Z.db"
    copy_store(engine, copy)
    home = tmp_path / "new"
    assert restore(home, copy) == 3
    assert "cannot be held to its checksum" in capsys.readouterr().err
    write_sum(copy)
    assert restore(home, copy) == 0
    assert restore(home, copy, "--verify") == 0
    assert len(titles(home / "bid-matcher.db")) == 1


def test_a_store_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    copy = tmp_path / "old.db"
    engine = make_engine(sa.make_url(f"sqlite:///{copy}"), 1)
    with writing(engine) as connection:
        fill_as_first_version(connection)
    engine.dispose()
    write_sum(copy)
    assert restore(tmp_path / "new", copy) == 0
    assert "As it is now" in titles(tmp_path / "new" / "bid-matcher.db")


def test_a_store_of_a_newer_version_is_refused(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "newer.db"
    copy_store(engine, copy)
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
    write_sum(copy)
    assert restore(tmp_path / "new", copy) == 3
    assert "made by a newer version of this program" in capsys.readouterr().err
    assert not (tmp_path / "new" / "bid-matcher.db").exists()


def test_between_sqlite_and_postgresql(tmp_path: Path) -> None:
    home = tmp_path / "home"
    here = open_store(f"sqlite:///{home / 'bid-matcher.db'}")
    fill(here)
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    assert main(["--home", str(home), "backup", str(first)]) == 0
    with reading(here) as connection:
        expected = table_sums(connection)
    here.dispose()
    with new_database() as address:
        on_server = ["--home", str(tmp_path / "two"), "--database", address]
        assert main([*on_server, "restore", str(first)]) == 0
        server = open_store(address)
        with reading(server) as connection:
            assert table_sums(connection) == expected
        upsert_calls(server, [make_call("new", title="Since then")], LATER)
        server.dispose()
        assert main([*on_server, "restore", str(first)]) == 3
        assert main([*on_server, "backup", str(second)]) == 0
        assert main([*on_server, "restore", str(first), "--force"]) == 0
        (kept,) = (tmp_path / "two" / "backups").glob("before-restoring-*.zip")
        server = open_store(address)
        with reading(server) as connection:
            assert table_sums(connection) == expected
        server.dispose()
    for number, file in enumerate((second, kept)):
        assert restore(tmp_path / f"back{number}", file) == 0
        assert "Since then" in titles(tmp_path / f"back{number}" / "bid-matcher.db")
