"""One source, from the first page of its listing to its calls and a report.

Nothing that a site can do makes this raise: it becomes an issue in the report.
Whether the calls may be stored is decided here, by the number the source
promises; storing them is somebody else's work.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from models.call import Call
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
from scrapers.listing import PARSER_FAULTS, Walk, explain, walk_listing
from scrapers.source import Source
from scrapers.visit import Visit

Progress = Callable[[str, int, int | None], None]

_LONDON = ZoneInfo("Europe/London")
_FAILURES_IN_A_ROW = 3  # after so many pages without an answer the site is down


@dataclass(frozen=True, slots=True)
class Collected:
    """What one collection brought; no calls unless they may be stored."""

    report: SourceReport
    calls: tuple[Call, ...]


@dataclass
class _Harvest:
    """The calls read so far, and what kept others from being read."""

    calls: dict[str, Call] = field(default_factory=dict)  # by Call.key
    lost: int = 0
    in_a_row: int = 0
    stopped: bool = False


def collect_source(
    source: Source, client: HttpClient, now: datetime, on_progress: Progress | None = None
) -> Collected:
    """Collect the calls of one source.

    A listing that shows too few calls is not followed to their pages.
    `on_progress` is told the source's name, how many calls are read and how
    many there are, None while that is unknown. ValueError for a `now` without
    a time zone.
    """
    if now.tzinfo is None:
        raise ValueError("the moment of a collection needs a time zone")
    tell = on_progress or (lambda _name, _done, _total: None)
    definition = source.definition
    today = now.astimezone(_LONDON).date()
    context = Context(source.name, definition.url, today, definition.lookups)
    with Visit(client, definition, now) as visit:
        tell(source.name, 0, None)
        walk = walk_listing(source, visit, context)
        enough = len(walk.cards) >= definition.expect.min_calls
        harvest = _read_calls(source, visit, context, walk.cards if enough else (), tell)
        seen = len(harvest.calls) if enough else len(walk.cards)
        outcome = _judge(source, context, walk, harvest, seen)
        if outcome is SourceOutcome.REFUSED:
            for request in walk.requests:
                visit.forget(request)
        calls = () if outcome is SourceOutcome.REFUSED else tuple(harvest.calls.values())
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
        )
    return Collected(report, calls)


def _read_calls(
    source: Source, visit: Visit, context: Context, cards: tuple[Card, ...], tell: Progress
) -> _Harvest:
    harvest = _Harvest()
    for number, card in enumerate(cards):
        tell(source.name, number, len(cards))
        _read_call(source, visit, context, card, harvest)
        if harvest.stopped:
            harvest.lost += len(cards) - number - 1
            _report(context, f"stopped early: {len(cards) - number - 1} calls were not read")
            break
    tell(source.name, len(cards), len(cards))
    return harvest


def _read_call(
    source: Source, visit: Visit, context: Context, card: Card, harvest: _Harvest
) -> None:
    try:
        detail = visit.fetch(card.detail) if card.detail else None
    except (FetchError, ArchiveError) as error:
        _note_failure(context, card, harvest, error)
        return
    harvest.in_a_row = 0
    try:
        call = source.parser.parse_call(card, detail, context)
        if call is not None:
            _keep(source, context, harvest, call)
    except PARSER_FAULTS as error:
        harvest.lost += 1
        if card.detail is not None:
            visit.forget(card.detail)
        _report(context, f"call {card.source_id}: {explain(error)}", _address(card, detail))


def _note_failure(
    context: Context, card: Card, harvest: _Harvest, error: FetchError | ArchiveError
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


def _keep(source: Source, context: Context, harvest: _Harvest, call: Call) -> None:
    if call.source != source.name:
        raise ValueError(f"the parser calls its source {call.source!r}, not {source.name!r}")
    first = harvest.calls.setdefault(call.key, call)
    if first.content_hash() != call.content_hash():
        context.warn(f"two pages for the call {call.source_id}: the first is kept", call.url)


def _judge(
    source: Source, context: Context, walk: Walk, harvest: _Harvest, seen: int
) -> SourceOutcome:
    """Say how it went, and whether the calls may be stored."""
    expect = source.definition.expect
    if walk.unread:
        return SourceOutcome.FAILED
    if seen < expect.min_calls:
        _report(
            context,
            f"{seen} calls came where at least {expect.min_calls} are expected: nothing was stored",
            source.definition.url,
        )
        return SourceOutcome.REFUSED
    if seen > expect.max_calls:
        context.warn(f"{seen} calls came where at most {expect.max_calls} are expected")
    incomplete = harvest.lost > 0 or walk.broken
    return SourceOutcome.PARTLY if incomplete else SourceOutcome.OK


def _report(context: Context, reason: str, address: str | None = None) -> None:
    context.issues.append(Issue(Severity.ERROR, context.source, reason, address))


def _address(card: Card, detail: RawPage | None) -> str | None:
    """Where a person can look at the call."""
    if detail is not None:
        return detail.url
    request: Request | None = card.detail
    return request.url if request is not None else None
