"""Backups: taken while others write, checked, few, and good for a restore."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from matcher.schedule.backup import back_up, verify
from matcher.settings import Settings
from matcher.store import (
    StoreError,
    load_calls,
    open_store,
    quick_check,
    search_words,
    upsert_calls,
)
from matcher.store.transactions import writing
from tests.matcher.store.examples import NOON, many_calls

NIGHT = datetime(2026, 11, 28, 6, 15, tzinfo=UTC)


def test_a_backup_restores_all_that_was_stored(
    settings: Settings, engine: Engine, tmp_path: Path
) -> None:
    upsert_calls(engine, many_calls(300), NOON)
    with writing(engine) as connection:  # what another has not finished is not in it
        connection.exec_driver_sql("UPDATE runs SET job = 'half done'")
        made = back_up(engine, settings.home / "backups", 3, NIGHT)
    assert made.calls == 300
    assert made.file.name == "bid-matcher-20261128T061500Z.db"
    assert sorted(file.name for file in made.file.parent.iterdir()) == [
        made.file.name,
        f"{made.file.name}.sha256",
    ]
    place = tmp_path / "restored" / "bid-matcher.db"
    place.parent.mkdir()
    shutil.copy(made.file, place)
    restored = open_store(f"sqlite:///{place}")
    assert quick_check(restored) == []
    assert load_calls(restored) == load_calls(engine)
    word = load_calls(engine)[0].call.title.split()[0]
    assert search_words(restored, word, 5) == search_words(engine, word, 5)
    restored.dispose()
    assert verify(made.file) == 300, "restoring has not touched the copy"


def test_the_newest_few_stay(settings: Settings, engine: Engine) -> None:
    folder = settings.home / "backups"
    folder.mkdir()
    (folder / "mine.db").write_text("not ours")
    removed = [back_up(engine, folder, 2, NIGHT + timedelta(days=n)).removed for n in range(4)]
    assert removed == [0, 0, 1, 1]
    names = sorted(file.name for file in folder.glob("*.db"))
    assert [name[12:20] for name in names] == ["20261130", "20261201", ""]
    assert len(list(folder.iterdir())) == 5


def test_a_spoilt_copy_is_found_out(settings: Settings, engine: Engine) -> None:
    upsert_calls(engine, many_calls(50), NOON)
    file = back_up(engine, settings.home / "backups", 2, NIGHT).file
    whole = file.read_bytes()
    file.write_bytes(whole[:5000] + b"\xff" + whole[5001:])
    with pytest.raises(StoreError, match="its checksum is another"):
        verify(file)
    file.write_bytes(whole)
    file.with_name(f"{file.name}.sha256").unlink()
    with pytest.raises(StoreError, match="cannot be held to its checksum"):
        verify(file)


def test_where_it_cannot_be_written_nothing_is_removed(settings: Settings, engine: Engine) -> None:
    folder = settings.home / "backups"
    kept = back_up(engine, folder, 1, NIGHT).file
    later = NIGHT + timedelta(days=1)
    (folder / f"bid-matcher-{later:%Y%m%dT%H%M%SZ}.unfinished").mkdir()
    with pytest.raises(OSError, match="unfinished"):
        back_up(engine, folder, 1, later)
    assert verify(kept) == 0
