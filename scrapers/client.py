"""The polite client: what a source's pages are fetched through.

Above `scrapers.http`, which sends one request, this says whether we may ask at
all, when, how often, and what an answer means.
"""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

from scrapers.addresses import (
    check_origin,
    full_address,
    is_private_literal,
    is_same_site,
    moved_to,
    origin_of,
)
from scrapers.archive import Archive, Entry
from scrapers.contract import RawPage, Request
from scrapers.errors import (
    AddressRefusedError,
    BadRedirectError,
    BadStatusError,
    BudgetSpentError,
    DroppedError,
    FetchError,
    GarbledError,
    NameNotFoundError,
    RobotsRefusedError,
    TooSlowError,
    UnreachableError,
    UntrustedError,
)
from scrapers.http import Answer, Outgoing, Wire
from scrapers.pace import Host, backoff, retry_after
from scrapers.robots import AGENT, EVERYTHING_ALLOWED, LARGEST, Rules, read_rules
from scrapers.source import SourceDefinition

_MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_PASSING = (429, 500, 502, 503, 504)  # worth asking again


@dataclass(frozen=True, slots=True)
class HttpSettings:
    """How the client behaves here. ValueError for settings that make no sense.

    `base_overrides` maps a source's name to the origin that is asked in place
    of the public one; calls keep their public addresses. `wait_scale`
    multiplies every wait, for tests and for servers of one's own.
    """

    user_agent_contact: str | None = None  # an address to complain to, e-mail or web
    base_overrides: Mapping[str, str] = field(default_factory=dict)
    archive_folder: Path | None = None  # None: nothing is kept, every fetch is whole
    retries: int = 3
    backoff_s: float = 1.0
    longest_wait_s: float = 60.0  # a site that asks for more is left alone for this run
    wait_scale: float = 1.0

    def __post_init__(self) -> None:
        for name, base in self.base_overrides.items():
            try:
                check_origin(base)
            except ValueError as error:
                raise ValueError(f"base address of {name}: {error}") from None
        contact = self.user_agent_contact or ""
        if not (contact.isascii() and (contact.isprintable())) or set(contact) & set("()"):
            raise ValueError(f"contact must be a plain e-mail or web address: {contact!r}")
        if self.retries < 0 or min(self.backoff_s, self.longest_wait_s, self.wait_scale) < 0:
            raise ValueError("retries and waiting times must not be negative")

    @property
    def user_agent(self) -> str:
        """How we introduce ourselves to a site."""
        contact = f" (+{self.user_agent_contact})" if self.user_agent_contact else ""
        return f"{AGENT}/{version('bid-matcher')}{contact}"


class HttpClient:
    """Shared by all sources of a run: one queue per host, each robots.txt read once."""

    def __init__(
        self,
        settings: HttpSettings,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.sleep = sleep
        self.jitter = jitter
        self.archive = Archive(settings.archive_folder)
        self.rules: dict[str, Rules | FetchError] = {}  # by the origin really asked
        self._hosts: dict[str, Host] = {}

    def host(self, origin: str) -> Host:
        """Return the queue of a host."""
        return self._hosts.setdefault(origin, Host())

    def visit(self, definition: SourceDefinition, now: datetime) -> "Visit":
        """Begin one collection of one source; use it in a `with` statement."""
        return Visit(self, definition, now)


class Visit:
    """One collection of one source: its connections, its budget and its counts.

    `requests` counts the times that a page was asked for, retries included and
    robots.txt not; `not_modified` the answers that said "unchanged".
    """

    def __init__(self, client: HttpClient, definition: SourceDefinition, now: datetime) -> None:
        self.requests = 0
        self.not_modified = 0
        self._client = client
        self._definition = definition
        self._started_at = now
        self._start = client.clock()
        self._base = client.settings.base_overrides.get(definition.name)
        self._origins = (origin_of(definition.url), *definition.hosts)
        self._wire = Wire(
            client.settings.user_agent,
            allow_private=self._base is not None,
            clock=client.clock,
        )

    def __enter__(self) -> Self:
        self._wire.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._wire.__exit__(kind, error, trace)

    def moment(self) -> datetime:
        """The time now: the time the collection began and what has passed since."""
        return self._started_at + timedelta(seconds=self._client.clock() - self._start)

    def fetch(self, request: Request) -> RawPage:
        """Fetch one page; unchanged since the last time, its archived body.

        FetchError in one of its kinds; ArchiveError if the page cannot be kept.
        """
        address = full_address(request)
        kept = self._kept(request)
        final, answer = self._follow(request, address, _conditions(kept))
        if answer.status == 304 and kept is not None:
            self.not_modified += 1
            return self._page(replace(kept, fetched_at=self.moment()), not_modified=True)
        if answer.status != 200:
            raise BadStatusError(answer.status, address)
        entry = self._entry(address, final, answer)
        self._client.archive.write(self._definition.name, request, entry)
        return self._page(entry, not_modified=False)

    def forget(self, request: Request) -> None:
        """Fetch the page whole next time: what came this time could not be read."""
        self._client.archive.forget(self._definition.name, request)

    def _kept(self, request: Request) -> Entry | None:
        if request.method != "GET":
            return None
        kept = self._client.archive.read(self._definition.name, request)
        if kept is None or kept.asked_at != self._target(origin_of(kept.url)):
            return None  # a copy from another server says nothing about this one
        return kept

    def _entry(self, address: str, final: str, answer: Answer) -> Entry:
        return Entry(
            url=address,
            final_url=final,
            asked_at=self._target(origin_of(address)),
            status=answer.status,
            content_type=answer.headers.get("content-type", ""),
            etag=answer.headers.get("etag"),
            last_modified=answer.headers.get("last-modified"),
            fetched_at=self.moment(),
            body=answer.body,
        )

    @staticmethod
    def _page(entry: Entry, *, not_modified: bool) -> RawPage:
        return RawPage(
            url=entry.url,
            final_url=entry.final_url,
            status=entry.status,
            content_type=entry.content_type,
            body=entry.body,
            fetched_at=entry.fetched_at,
            not_modified=not_modified,
        )

    def _target(self, origin: str) -> str:
        return origin if self._base is None else origin_of(self._base)

    def _follow(
        self, request: Request, address: str, headers: Mapping[str, str]
    ) -> tuple[str, Answer]:
        """Ask, and go where redirects lead; every hop is checked like the first."""
        for _ in range(_MOST_REDIRECTS + 1):
            self._permit(address)
            answer = self._persist(self._outgoing(request, address, headers), address)
            if answer.status not in _REDIRECTS:
                return address, answer
            address = self._next_hop(request, address, answer)
        raise BadRedirectError(f"more than {_MOST_REDIRECTS} redirects", full_address(request))
