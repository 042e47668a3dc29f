"""Jobs that leave a record: collecting calls and awards from the public sources."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine

from matcher.day_judge import LearnedJudge
from matcher.identity.join import join_calls
from matcher.progress import Advance
from matcher.settings import Settings
from matcher.store import (
    call_addresses,
    finish_run,
    last_complete,
    queue_for_review,
    save_source_report,
    start_run,
    upsert_awards,
    upsert_calls,
)
from models.award import Award
from models.call import Call
from models.report import SourceOutcome, SourceReport
from scrapers.client import HttpClient, HttpSettings
from scrapers.collect import Collected, collect_awards, collect_source
from scrapers.feed import bare_address, news_in_feed
from scrapers.source import AwardSource, Source
from scrapers.visit import Visit

STORED = (SourceOutcome.OK, SourceOutcome.PARTLY)
Clock = Callable[[], datetime]

_AT_ONCE = 8  # sources read side by side, each at sites of its own


def now() -> datetime:
    """Return the moment it is."""
    return datetime.now(UTC)


def http_settings(settings: Settings) -> HttpSettings:
    """Turn the settings into what the fetching client wants."""
    return HttpSettings(
        user_agent_contact=settings.contact,
        base_overrides=settings.base_overrides,
        archive_folder=settings.archive,
        wait_scale=settings.wait_scale,
    )


def collect(
    engine: Engine,
    sources: Sequence[Source],
    http: HttpSettings,
    advance: Advance,
    clock: Clock = now,
) -> list[SourceReport]:
    """Fetch the sources side by side and store what each brought, as one run.

    A source that fails leaves everything stored before as it was. What changes
    at a source under review waits for a person. At the end calls that several
    sources list are joined. Reports come in the order of the sources.
    """
    client = HttpClient(http)
    since = last_complete(engine)
    judge = LearnedJudge()

    def fetch(source: Source) -> Collected[Call]:
        return collect_source(source, client, clock(), advance, since.get(source.name), judge)

    def store(source: Source, collected: Collected[Call]) -> SourceReport:
        return _store_calls(engine, source, collected)

    reports = _run(engine, "collect", sources, client, fetch, store)
    join_calls(engine)
    return reports


def with_news(
    engine: Engine, sources: Sequence[Source], http: HttpSettings, moment: datetime
) -> list[Source]:
    """Return the sources whose feed names a page that no stored call has.

    A feed that cannot be had or read counts as news: it must not hide any.
    """
    known = frozenset(bare_address(url) for url in call_addresses(engine))
    client = HttpClient(http)
    found = []
    for source in sources:
        if source.definition.feed is None:
            continue
        with Visit(client, source.definition, moment) as visit:
            try:
                news = bool(news_in_feed(source, visit, known))
            except ValueError:
                news = True
        if news:
            found.append(source)
    return found


def collect_all_awards(
    engine: Engine,
    sources: Sequence[AwardSource],
    http: HttpSettings,
    advance: Advance,
    clock: Clock = now,
) -> list[SourceReport]:
    """Fetch the sources of awards and store what they brought, as `collect` does calls."""
    client = HttpClient(http)
    since = last_complete(engine)

    def fetch(source: AwardSource) -> Collected[Award]:
        return collect_awards(source, client, clock(), advance, since.get(source.name))

    def store(_source: AwardSource, collected: Collected[Award]) -> SourceReport:
        counts = upsert_awards(engine, collected.items, collected.report.finished_at)
        return replace(collected.report, new=counts.new, changed=counts.changed)

    return _run(engine, "collect awards", sources, client, fetch, store)


def _store_calls(engine: Engine, source: Source, collected: Collected[Call]) -> SourceReport:
    report = collected.report
    if source.definition.review:
        queued = queue_for_review(engine, collected.items, report.finished_at)
        return replace(report, waiting=queued.queued)
    counts = upsert_calls(engine, collected.items, report.finished_at)
    return replace(report, new=counts.new, changed=counts.changed)


def _run(
    engine: Engine,
    job: str,
    sources: Sequence[Any],
    client: HttpClient,
    fetch: Callable[[Any], Collected[Any]],
    store: Callable[[Any, Collected[Any]], SourceReport],
) -> list[SourceReport]:
    run_id = start_run(engine, job, datetime.now(UTC))
    reports: dict[str, SourceReport] = {}
    with _side_by_side(client) as pool:
        tasks = {pool.submit(fetch, source): source for source in sources}
        for source, collected in _finished(tasks):
            report = store(source, collected)
            save_source_report(engine, run_id, report)
            reports[source.name] = report
    finish_run(engine, run_id, datetime.now(UTC), total(reports.values()), ())
    return [reports[source.name] for source in sources]


@contextmanager
def _side_by_side(client: HttpClient) -> Iterator[ThreadPoolExecutor]:
    """Give a pool of threads; whatever ends the block early ends the fetching too."""
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="source") as pool:
        try:
            yield pool
        except BaseException:
            client.stop()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _finished(
    tasks: Mapping[Future[Collected[Any]], Any],
) -> Iterator[tuple[Any, Collected[Any]]]:
    for task in as_completed(tasks):
        yield tasks[task], task.result()


def total(reports: Collection[SourceReport]) -> dict[str, int]:
    """Add up what a collection brought, by the words that a run keeps."""
    failed = sum(report.outcome not in STORED for report in reports)
    counts = {"sources": len(reports), "failed": failed}
    for name in ("new", "changed", "waiting"):
        counts[name] = sum(getattr(report, name) for report in reports)
    return counts
