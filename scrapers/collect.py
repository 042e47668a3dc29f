"""One source, from the first page of its listing to its calls (or awards) and a report.

Nothing that a site can do makes this raise: it becomes an issue in the report.
Whether what it brought may be stored is decided here, by the number the source
promises; storing them is somebody else's work.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Generic, Protocol, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from models.award import Award
from models.call import Call, DeadlineKind
from models.report import Issue, Severity, SourceOutcome, SourceReport
from scrapers.client import HttpClient
from scrapers.contract import Card, Context, RawPage, Request
from scrapers.errors import (
    ArchiveError,
    BadStatusError,
    BudgetSpentError,
    DroppedError,
    FetchError,
    TooSlowError,
    UnreachableError,
)
from scrapers.facts.schedule import DayJudge
from scrapers.listing import PARSER_FAULTS, Walk, explain, walk_listing
from scrapers.source import AwardSource, Source
from scrapers.spool import Spool
from scrapers.visit import Visit

Progress = Callable[[str, int, int | None], None]

_LONDON = ZoneInfo("Europe/London")
_FAILURES_IN_A_ROW = 3  # after so many pages without an answer the site is down
_NOTHING = (None, "", (), DeadlineKind.UNKNOWN)
_ALWAYS_THERE = frozenset({"source", "source_id", "title", "url", "evidence", "stated_on"})


class Item(Protocol):
    """What a source brings: a `Call` or an `Award`."""

    @property
    def source(self) -> str:
        """Name of the source."""

    @property
    def url(self) -> str:
        """Page on which it stands."""

    @property
    def key(self) -> str:
        """Identity across runs."""

    def content_hash(self) -> str:
        """Fingerprint of what it says."""


Found = TypeVar("Found", bound=Item)
Reader: TypeAlias = Callable[[Card, RawPage | None, Context], Found | None]


@dataclass(frozen=True, slots=True)
class Collected(Generic[Found]):
    """What one collection brought; nothing unless it may be stored."""

    report: SourceReport
    items: Spool[Found]


@dataclass
class _Harvest(Generic[Found]):
    """What has been read so far, and what kept the rest from being read."""

    items: Spool[Found] = field(default_factory=Spool)
    known: dict[str, str] = field(default_factory=dict)  # key -> fingerprint
    filled: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    in_a_row: int = 0
    stopped: bool = False


def collect_source(
    source: Source,
    client: HttpClient,
    now: datetime,
    on_progress: Progress | None = None,
    since: datetime | None = None,
    judge: DayJudge | None = None,
) -> Collected[Call]:
    """Collect the calls of one source.

    A listing that shows too few calls is not followed to their pages.
    `on_progress` is told the source's name, how many calls are read and how
    many there are, None while that is unknown. `since` is when the source was
    last read to its end, for sources that are asked for what is new. `judge` is
    heard beside the rules on what the days in a text are. ValueError for a `now`
    without a time zone.
    """
    return _collect(source, source.parser.parse_call, client, now, on_progress, since, judge)


def collect_awards(
    source: AwardSource,
    client: HttpClient,
    now: datetime,
    on_progress: Progress | None = None,
    since: datetime | None = None,
) -> Collected[Award]:
    """Collect the awards of one source, as `collect_source` does calls."""
    return _collect(source, source.parser.parse_award, client, now, on_progress, since)


def _collect(
    source: Source | AwardSource,
    read: Reader[Found],
    client: HttpClient,
    now: datetime,
    on_progress: Progress | None,
    since: datetime | None,
    judge: DayJudge | None = None,
) -> Collected[Found]:
    if now.tzinfo is None:
        raise ValueError("the moment of a collection needs a time zone")
    tell = on_progress or (lambda _name, _done, _total: None)
    definition = source.definition
    context = _context_of(source, now, since, judge)
    with Visit(client, definition, now) as visit:
        tell(source.name, 0, None)
        walk = walk_listing(source, visit, context)
        harvest: _Harvest[Found] = _Harvest()
        enough = _enough(source, walk)
        if enough:
            _read_each(visit, read, context, walk, harvest, tell)
        seen = len(harvest.items) if enough else len(walk.found)
        outcome = _judge(source, context, walk, harvest, seen)
        refused = outcome is SourceOutcome.REFUSED
        for request in walk.requests if refused else ():
            visit.forget(request)
        report = SourceReport(
            source=source.name,
            title=definition.title,
            outcome=outcome,
            started_at=now,
            finished_at=visit.moment(),
            calls_seen=seen,
            requests=visit.requests,
            not_modified=visit.not_modified,
            issues=tuple(context.issues),
            listed=len(walk.found),
            filled=dict(harvest.filled),
            unknown_labels=tuple(context.unknown),
        )
    return Collected(report, Spool() if refused else harvest.items)


def _context_of(
    source: Source | AwardSource, now: datetime, since: datetime | None, judge: DayJudge | None
) -> Context:
    url, lookups = source.definition.url, source.definition.lookups
    today = now.astimezone(_LONDON).date()
    return Context(source.name, url, today, lookups, now=now, since=since, judge=judge)


def _enough(source: Source | AwardSource, walk: Walk) -> bool:
    expect = source.definition.expect
    return len(walk.found) >= max(expect.min_calls, expect.min_listed)


def _read_each(
    visit: Visit,
    read: Reader[Found],
    context: Context,
    walk: Walk,
    harvest: _Harvest[Found],
    tell: Progress,
) -> None:
    total = len(walk.found)
    for number, card in enumerate(walk.current()):
        tell(context.source, number, total)
        _read_one(visit, read, context, card, harvest)
        if harvest.stopped:
            left = total - number - 1
            harvest.lost += left
            _report(context, f"stopped early: {left} calls were not read")
            break
    tell(context.source, total, total)


def _read_one(
    visit: Visit, read: Reader[Found], context: Context, card: Card, harvest: _Harvest[Found]
) -> None:
    try:
        detail = visit.fetch(card.detail, card.fingerprint()) if card.detail else None
        harvest.in_a_row = 0
    except (FetchError, ArchiveError) as error:
        _note_failure(context, card, harvest, error)
        if not card.enough:
            return
        detail = None
    try:
        item = read(card, detail, context)
        if item is not None:
            _keep(context, harvest, card, item)
    except PARSER_FAULTS as error:
        harvest.lost += 1
        if card.detail is not None:
            visit.forget(card.detail)
        _report(context, f"call {card.source_id}: {explain(error)}", _address(card, detail))


def _note_failure(
    context: Context, card: Card, harvest: _Harvest[Any], error: FetchError | ArchiveError
) -> None:
    """Report a page that did not come, and notice when it is time to stop."""
    harvest.lost += 1
    address = error.address if isinstance(error, FetchError) else None
    _report(context, f"call {card.source_id}: {error}", address)
    silent = isinstance(error, (UnreachableError, DroppedError, TooSlowError)) or (
        isinstance(error, BadStatusError) and (error.status >= 500 or error.status == 429)
    )
    harvest.in_a_row = harvest.in_a_row + 1 if silent else 0
    hopeless = isinstance(error, (BudgetSpentError, ArchiveError))
    harvest.stopped = hopeless or harvest.in_a_row >= _FAILURES_IN_A_ROW


def _keep(context: Context, harvest: _Harvest[Found], card: Card, item: Found) -> None:
    if item.source != context.source:
        raise ValueError(f"the parser calls its source {item.source!r}, not {context.source!r}")
    if item.key not in harvest.known:
        harvest.known[item.key] = item.content_hash()
        harvest.items.append(item)
        harvest.filled.update(_filled(item))
    elif harvest.known[item.key] != item.content_hash():
        reason = f"two pages for the call {card.source_id}: the first is kept"
        context.warn(reason, item.url)


def _filled(item: Any) -> list[str]:
    """Name the fields that the item states, of those that an item may leave out."""
    names = (field.name for field in fields(item) if field.name not in _ALWAYS_THERE)
    return [name for name in names if getattr(item, name) not in _NOTHING]


def _judge(
    source: Source | AwardSource,
    context: Context,
    walk: Walk,
    harvest: _Harvest[Any],
    seen: int,
) -> SourceOutcome:
    """Say how it went, and whether what came may be stored."""
    expect = source.definition.expect
    if walk.unread:
        return SourceOutcome.FAILED
    shortfall = _shortfall(source, walk, seen)
    if shortfall:
        _report(context, f"{shortfall}: nothing was stored", source.definition.url)
        return SourceOutcome.REFUSED
    if seen > expect.max_calls:
        context.warn(f"{seen} calls came where at most {expect.max_calls} are expected")
    incomplete = harvest.lost > 0 or walk.broken
    return SourceOutcome.PARTLY if incomplete else SourceOutcome.OK


def _shortfall(source: Source | AwardSource, walk: Walk, seen: int) -> str | None:
    expect = source.definition.expect
    if len(walk.found) < expect.min_listed:
        return f"the listing shows {len(walk.found)} entries, not {expect.min_listed} or more"
    if seen < expect.min_calls:
        return f"{seen} calls came where at least {expect.min_calls} are expected"
    return None


def _report(context: Context, reason: str, address: str | None = None) -> None:
    context.issues.append(Issue(Severity.ERROR, context.source, reason, address))


def _address(card: Card, detail: RawPage | None) -> str | None:
    """Where a person can look at the call."""
    if detail is not None:
        return detail.url
    request: Request | None = card.detail
    return request.url if request is not None else None
