"""Archived pages go when they are old, but not those that a stored version was read from."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from matcher.durability.retention import remove_unneeded
from matcher.settings import Settings
from matcher.store import StoreError, queue_for_review, upsert_calls
from matcher.store.schema import call_versions
from matcher.store.transactions import writing
from models.call import Evidence
from scrapers.archive import Archive
from tests.matcher.durability.conftest import NIGHT, keep_page
from tests.matcher.store.examples import LATER, NOON, make_call

OLD, YEAR = NIGHT - timedelta(days=500), timedelta(days=365)
SITE = "https://example.org"


def test_only_what_is_old_and_unneeded_goes(engine: Engine, settings: Settings) -> None:
    proof = Evidence("award_max", "up to £2m", f"{SITE}/guidance#money")
    upsert_calls(engine, [make_call("e", evidence=(proof,))], NOON)
    upsert_calls(engine, [make_call("e", title="Says no more of money")], LATER)
    waiting = make_call("w", evidence=(Evidence("stage", "full bids", f"{SITE}/waiting"),))
    queue_for_review(engine, [waiting], LATER)
    kept = [
        keep_page(settings.home, "ukri", f"{SITE}/{name}", name.encode(), at)
        for name, at in (("new", NIGHT), ("3", OLD), ("guidance", OLD), ("waiting", OLD))
    ]
    gone = keep_page(settings.home, "eu", f"{SITE}/list?page=7", b"gone", OLD)
    archive = Archive(settings.archive)
    assert remove_unneeded(engine, settings.archive, NIGHT - YEAR) == 1
    assert archive.read("eu", gone) is None
    assert list((settings.archive / "eu").iterdir()) == []
    for request in kept:
        entry = archive.read("ukri", request)
        assert entry is not None
        assert entry.url == request.url
    assert remove_unneeded(engine, settings.archive, NIGHT - YEAR) == 0


def test_nothing_goes_where_nobody_knows_what_is_needed(engine: Engine, settings: Settings) -> None:
    request = keep_page(settings.home, "eu", f"{SITE}/list", b"old", OLD)
    with writing(engine) as connection:
        connection.execute(sa.update(call_versions).values(document="{"))
    with pytest.raises(StoreError, match="cannot be read"):
        remove_unneeded(engine, settings.archive, NIGHT)
    assert Archive(settings.archive).read("eu", request) is not None


def test_without_an_archive_there_is_nothing_to_do(engine: Engine, tmp_path: Path) -> None:
    assert remove_unneeded(engine, tmp_path / "none", NIGHT) == 0
