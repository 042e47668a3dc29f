"""A home as running makes it: a store, digests, a secret and archived pages."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from matcher.settings import Settings
from matcher.store import open_store, upsert_calls
from scrapers.archive import Archive, Entry
from scrapers.contract import Request
from tests.matcher.schedule.services import settings_in
from tests.matcher.store.examples import NOON, many_calls

NIGHT = datetime(2026, 11, 28, 6, 15, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path / "home")


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    opened = open_store(settings.database)
    upsert_calls(opened, many_calls(20), NOON)
    fill_home(settings.home)
    yield opened
    opened.dispose()


def fill_home(home: Path) -> None:
    """What a home holds beside the store, also what no backup needs."""
    for name, text in (
        ("link-secret", "ab" * 32),
        ("digests/2026-11-23/digest.html", "<p>A digest"),
        ("operator-told.json", "{}"),
        ("run.log", "what happened"),
        ("models/a/model.bin", "large"),
        ("catalogue.db", "made anew"),
    ):
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o600)
    keep_page(home, "ukri", "https://example.org/1", b"<p>A page", NIGHT)


def keep_page(home: Path, source: str, url: str, body: bytes, fetched_at: datetime) -> Request:
    """Archive a page as fetching does."""
    request = Request(url)
    entry = Entry(url, url, url, 200, "text/html", None, None, fetched_at, body)
    Archive(home / "pages").write(source, request, entry)
    return request
