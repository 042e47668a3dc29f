"""Collecting the toy source from the local server, without waiting."""

from datetime import UTC, datetime
from pathlib import Path

from scrapers.client import HttpClient, HttpSettings
from scrapers.collect import Collected, collect_source
from scrapers.source import Source
from tests.scrapers.local_server import (
    LocalServer,
)

NOW = datetime(2026, 8, 10, 6, 0, tzinfo=UTC)
PUBLIC = "https://www.toyfund.example"


def settings_for(address: str, tmp_path: Path) -> HttpSettings:
    return HttpSettings(
        base_overrides={"toy_fund": address}, archive_folder=tmp_path / "pages", wait_scale=0
    )


def collect(source: Source, site: LocalServer, tmp_path: Path) -> Collected:
    return collect_source(source, HttpClient(settings_for(site.address, tmp_path)), NOW)


def reasons(collected: Collected) -> str:
    return "\n".join(f"{issue.reason} @ {issue.address}" for issue in collected.report.issues)
