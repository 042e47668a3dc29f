"""Nightly backups: the newest few stay, and a bad night removes none."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from matcher.durability.plain_copy import write_sum
from matcher.durability.restore import look_through
from matcher.schedule.backup import back_up_tonight
from matcher.settings import Settings
from matcher.store import copy_store, upsert_calls
from tests.matcher.store.examples import NOON, many_calls

NIGHT = datetime(2026, 11, 28, 6, 15, tzinfo=UTC)


def test_the_newest_few_stay(settings: Settings, engine: Engine) -> None:
    upsert_calls(engine, many_calls(3), NOON)
    folder = settings.home / "backups"
    folder.mkdir()
    (folder / "mine.zip").write_text("not ours")
    before = folder / "bid-matcher-20261127T061500Z.db"  # of an earlier version
    copy_store(engine, before)
    write_sum(before)
    nights = [back_up_tonight(settings, engine, 2, NIGHT + timedelta(days=n)) for n in range(4)]
    assert [night.removed for night in nights] == [0, 1, 1, 1]
    names = sorted(file.name for file in folder.iterdir())
    last = ["bid-matcher-20261130T061500Z.zip", "bid-matcher-20261201T061500Z.zip"]
    assert names == [*last, "mine.zip"]
    assert [look_through(folder / name) for name in last] == [3, 3]


def test_where_it_cannot_be_written_nothing_is_removed(settings: Settings, engine: Engine) -> None:
    kept = back_up_tonight(settings, engine, 1, NIGHT).made.file
    later = NIGHT + timedelta(days=1)
    (kept.parent / f".bid-matcher-{later:%Y%m%dT%H%M%SZ}.zip.unfinished").mkdir()
    with pytest.raises(OSError, match="unfinished"):
        back_up_tonight(settings, engine, 1, later)
    assert look_through(kept) == 0
