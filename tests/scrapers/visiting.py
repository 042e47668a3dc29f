"""Visits to the local server: by a client that does not really wait."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapers.client import HttpClient, HttpSettings
from scrapers.contract import Request
from scrapers.visit import Visit
from tests.scrapers.local_server import (
    LocalServer,
)
from tests.scrapers.toy_source import toy_definition

NOW = datetime(2026, 8, 10, 6, 0, tzinfo=UTC)
PUBLIC = "https://www.toyfund.example"
PAGE = Request(f"{PUBLIC}/calls")


class Clock:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept.append(seconds)


def settings_for(site: LocalServer, folder: Path | None = None) -> HttpSettings:
    return HttpSettings(
        user_agent_contact="bids@example.org",
        base_overrides={"toy_fund": site.address},
        archive_folder=folder,
    )


def client_for(site: LocalServer, folder: Path | None = None, **changes: Any) -> HttpClient:
    """A client that does not really wait, and has a fixed jitter."""
    clock = Clock()
    settings = replace(settings_for(site, folder), **changes)
    return HttpClient(settings, sleep=clock.sleep, jitter=lambda: 1.0)


def visit_to(
    site: LocalServer, folder: Path | None = None, now: datetime = NOW, **http: Any
) -> Visit:
    return Visit(client_for(site, folder), toy_definition(http=http), now)


def timed_visit(site: LocalServer, **http: Any) -> tuple[Visit, Clock]:
    clock = Clock()
    client = HttpClient(settings_for(site), clock=clock, sleep=clock.sleep, jitter=lambda: 1.0)
    return Visit(client, toy_definition(http=http), NOW), clock
