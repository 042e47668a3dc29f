"""Jobs that leave a record: collecting calls from the public sources."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Engine

from matcher.progress import Advance
from matcher.settings import Settings
from matcher.store import finish_run, save_source_report, start_run, upsert_calls
from models.report import SourceOutcome, SourceReport
from scrapers.client import HttpClient, HttpSettings
from scrapers.collect import collect_source
from scrapers.source import Source

STORED = (SourceOutcome.OK, SourceOutcome.PARTLY)


def http_settings(settings: Settings) -> HttpSettings:
    """Turn the settings into what the fetching client wants."""
    return HttpSettings(
        user_agent_contact=settings.contact,
        base_overrides=settings.base_overrides,
        archive_folder=settings.archive,
    )


def collect(
    engine: Engine, sources: Sequence[Source], http: HttpSettings, advance: Advance
) -> list[SourceReport]:
    """Fetch each source and store what it brought, source by source, as one run.

    A source that fails leaves everything stored before as it was.
    """
    run_id = start_run(engine, "collect", datetime.now(UTC))
    client = HttpClient(http)
    reports = []
    counts = dict.fromkeys(("sources", "failed", "new", "changed", "unchanged"), 0)
    for source in sources:
        collected = collect_source(source, client, datetime.now(UTC), advance)
        stored = upsert_calls(engine, collected.calls, collected.report.finished_at)
        save_source_report(engine, run_id, collected.report)
        reports.append(collected.report)
        counts["sources"] += 1
        counts["failed"] += collected.report.outcome not in STORED
        for name in ("new", "changed", "unchanged"):
            counts[name] += getattr(stored, name)
    finish_run(engine, run_id, datetime.now(UTC), counts, ())
    return reports
