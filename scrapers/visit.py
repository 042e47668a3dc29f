"""One collection of one source, as its site sees it.

`scrapers.http` sends one request; this says whether we may ask at all, when,
how often, where redirects may lead, and what an answer means.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from scrapers.addresses import (
    full_address,
    is_private_literal,
    is_same_site,
    moved_to,
    origin_of,
    redirected,
)
from scrapers.archive import Entry, request_key
from scrapers.client import HttpClient
from scrapers.contract import RawPage, Request
from scrapers.errors import (
    AddressRefusedError,
    BadRedirectError,
    BadStatusError,
    BudgetSpentError,
    FetchError,
    RobotsRefusedError,
)
from scrapers.http import Answer, Outgoing, Wire
from scrapers.pace import PASSING, patience, pause_before, retry_after
from scrapers.robots import EVERYTHING_ALLOWED, LARGEST, Rules, read_rules
from scrapers.source import SourceDefinition

_MOST_REDIRECTS = 5
_FORM_SERVES = timedelta(hours=12)
_CLOCK_SKEW = timedelta(hours=1)  # a page from further in the future says that the clock is wrong
_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class _Errand:
    """A request with what goes with it: conditions, cap, whether it is for robots.txt."""

    request: Request
    conditions: Mapping[str, str]
    max_bytes: int
    for_robots: bool = False
    into: Path | None = None  # the file for a large answer


class Visit:
    """One collection of one source: its connections, its budget and its counts.

    To be used in a `with` statement. `requests` counts how often a page was
    asked for, retries included and robots.txt not; `not_modified` the answers
    that said "unchanged".
    """

    def __init__(self, client: HttpClient, definition: SourceDefinition, now: datetime) -> None:
        self.requests = 0
        self.not_modified = 0
        self._client = client
        self._definition = definition
        self._started_at = now
        self._start = client.clock()
        base = client.settings.base_overrides.get(definition.name)
        self._base = None if base is None else origin_of(base)
        self._origins = (origin_of(definition.url), *definition.hosts)
        self._wire = Wire(
            client.settings.user_agent, allow_private=base is not None, clock=client.clock
        )
        self._large = tempfile.TemporaryDirectory(prefix="bid-matcher-")

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
        self._large.cleanup()

    def moment(self) -> datetime:
        """The time now: when the collection began, and what has passed since."""
        return self._started_at + timedelta(seconds=self._client.clock() - self._start)

    def fetch(self, request: Request, card: str | None = None) -> RawPage:
        """Fetch one page; if it is unchanged since the last time, its archived body.

        `card` is the fingerprint of the listing's entry that leads to the page:
        while that stays the same, the archived page serves for the source's
        `refresh_days` and nothing is asked. A large page's file is there until
        the visit ends. FetchError in one of its kinds; ArchiveError if the page
        cannot be kept; ValueError for a method other than GET and POST.
        """
        if request.method not in ("GET", "POST"):
            raise ValueError(f"a source is asked by GET or POST, not {request.method}")
        address = _address(request)
        kept = self._kept(request)
        if kept is not None and self._still_good(kept, request, card):
            return _page(kept, not_modified=True)
        conditions = _conditions(kept) if request.method == "GET" else {}
        limit = self._definition.http.max_bytes
        into = Path(self._large.name) / request_key(request) if request.large else None
        final, answer = self._follow(_Errand(request, conditions, limit, into=into))
        if answer.status == 304 and kept is not None:
            self.not_modified += 1
            return _page(replace(kept, fetched_at=self.moment()), not_modified=True)
        if answer.status != 200:
            raise BadStatusError(answer.status, address)
        entry = replace(self._entry(address, final, answer), card=card, file=into)
        entry = self._client.archive.write(self._definition.name, request, entry)
        return _page(entry, not_modified=False)

    def forget(self, request: Request) -> None:
        """Fetch the page whole next time, because this time it could not be read."""
        self._client.archive.forget(self._definition.name, request)

    def _kept(self, request: Request) -> Entry | None:
        """Return the archived page if it came from the server that would be asked now."""
        kept = self._client.archive.read(self._definition.name, request)
        same_server = kept is not None and kept.asked_at == (self._base or origin_of(kept.url))
        return kept if same_server else None

    def _still_good(self, kept: Entry, request: Request, card: str | None) -> bool:
        """Whether the archived page serves unasked.

        A form cannot be asked conditionally, so that a second run on one day
        reads what the first was told.
        """
        if kept.card != card:
            return False
        days = timedelta(days=self._definition.http.refresh_days if card else 0)
        least = _FORM_SERVES if request.method == "POST" else timedelta(0)
        serves = max(days, least)
        return bool(serves) and -_CLOCK_SKEW < self.moment() - kept.fetched_at < serves

    def _entry(self, address: str, final: str, answer: Answer) -> Entry:
        return Entry(
            url=address,
            final_url=final,
            asked_at=self._base or origin_of(address),
            status=answer.status,
            content_type=answer.headers.get("content-type", ""),
            etag=answer.headers.get("etag"),
            last_modified=answer.headers.get("last-modified"),
            fetched_at=self.moment(),
            body=answer.body,
        )

    def _follow(self, errand: _Errand) -> tuple[str, Answer]:
        """Ask, and go where redirects lead; every hop is checked like the first."""
        address = _address(errand.request)
        for _ in range(_MOST_REDIRECTS + 1):
            self._check(errand, address)
            answer = self._persist(errand, address)
            if answer.status not in _REDIRECTS:
                return address, answer
            address = self._next_hop(errand, address, answer)
        raise BadRedirectError(f"more than {_MOST_REDIRECTS} redirects", address)

    def _next_hop(self, errand: _Errand, address: str, answer: Answer) -> str:
        if errand.request.method != "GET":
            raise BadRedirectError("a form must not be redirected", address)
        try:
            return redirected(address, answer.headers.get("location", ""), self._base)
        except ValueError as error:
            raise BadRedirectError(str(error), address) from None

    def _check(self, errand: _Errand, address: str) -> None:
        """Raise unless the address is the source's, public, and allowed by robots.txt."""
        try:
            same_site = is_same_site(address, self._origins)
        except ValueError as error:
            raise AddressRefusedError(str(error), address) from None
        if is_private_literal(address):
            raise AddressRefusedError("a private address is never asked", address)
        if not same_site:
            raise AddressRefusedError("the address is not at the source's own site", address)
        if not errand.for_robots and not self._rules(address).allow(address):
            raise RobotsRefusedError("the site's robots.txt asks us not to read this", address)

    def _rules(self, address: str) -> Rules:
        """Return the rules of the address's site, asked for once in a run.

        RobotsRefusedError if the site does not tell us today: RFC 9309, section
        2.3.1.4, asks us to assume then that nothing is allowed.
        """
        origin = origin_of(address)
        known = self._client.rules
        key = self._base or origin
        if key not in known:
            known[key] = self._ask_for_rules(Request(f"{origin}/robots.txt"))
        found = known[key]
        if isinstance(found, FetchError):
            reason = f"robots.txt could not be read, so nothing was asked: {found.reason}"
            raise RobotsRefusedError(reason, address) from found
        return found

    def _ask_for_rules(self, request: Request) -> Rules | FetchError:
        try:
            _, answer = self._follow(_Errand(request, {}, LARGEST, for_robots=True))
        except FetchError as error:
            return error
        if 400 <= answer.status < 500:
            return EVERYTHING_ALLOWED
        if answer.status != 200:
            return BadStatusError(answer.status, request.url)
        return read_rules(answer.body)

    def _persist(self, errand: _Errand, address: str) -> Answer:
        """Ask, and ask again after a pause where that may help."""
        client, settings, attempt = self._client, self._client.settings, 0
        while True:
            try:
                return self._once(errand, address)
            except FetchError as error:
                attempt += 1
                if attempt > patience(error, settings.retries, settings.longest_wait_s):
                    raise
                wait = pause_before(attempt, error, settings.backoff_s, client.jitter)
                self._pause(wait, address)

    def _once(self, errand: _Errand, address: str) -> Answer:
        """Wait for our turn at the host and ask once. BadStatusError if it is worth a retry."""
        origin = self._base or origin_of(address)
        with self._client.host(origin) as host:
            self._pause(host.wait(self._interval(origin), self._client.clock()), address)
            seconds = min(self._definition.http.timeout_s, self._budget_left())
            if self._client.stopping.is_set():
                raise BudgetSpentError("the run was stopped", address)
            if seconds <= 0:
                raise self._spent(address)
            self.requests += 0 if errand.for_robots else 1
            try:
                answer = self._wire.send(
                    self._outgoing(errand, address),
                    address,
                    seconds=seconds,
                    max_bytes=errand.max_bytes,
                    into=errand.into,
                )
            finally:
                host.finished = self._client.clock()
        if answer.status in PASSING:
            plea = retry_after(answer.headers.get("retry-after"), self.moment())
            raise BadStatusError(answer.status, address, plea)
        return answer

    def _outgoing(self, errand: _Errand, address: str) -> Outgoing:
        return Outgoing(
            errand.request.method,
            address if self._base is None else moved_to(address, self._base),
            {"Accept": self._definition.http.accept, **errand.conditions},
            errand.request.json_parts,
            errand.request.json_body,
        )

    def _interval(self, origin: str) -> float:
        """Seconds between two requests: the source's, or more if the site wants more."""
        rules = self._client.rules.get(origin)
        wanted = rules.delay if isinstance(rules, Rules) else 0.0
        return max(self._definition.http.min_interval_s, wanted)

    def _budget_left(self) -> float:
        return self._start + self._definition.http.budget_s - self._client.clock()

    def _pause(self, seconds: float, address: str) -> None:
        wait = seconds * (1.0 if self._base is None else self._client.settings.wait_scale)
        if wait <= 0:
            return
        if wait > self._budget_left():
            raise self._spent(address)
        self._client.sleep(wait)

    def _spent(self, address: str) -> BudgetSpentError:
        budget = self._definition.http.budget_s
        return BudgetSpentError(f"the source's {budget:g} seconds are used up", address)


def _address(request: Request) -> str:
    try:
        return full_address(request)
    except ValueError as error:
        raise AddressRefusedError(str(error), request.url) from None


def _conditions(kept: Entry | None) -> dict[str, str]:
    """Headers that ask for the page only if it has changed (RFC 9110, section 13)."""
    if kept is None:
        return {}
    conditions = {"If-None-Match": kept.etag, "If-Modified-Since": kept.last_modified}
    return {name: value for name, value in conditions.items() if value}


def _page(entry: Entry, *, not_modified: bool) -> RawPage:
    return RawPage(
        url=entry.url,
        final_url=entry.final_url,
        status=entry.status,
        content_type=entry.content_type,
        body=entry.body,
        fetched_at=entry.fetched_at,
        not_modified=not_modified,
        file=entry.file,
    )
