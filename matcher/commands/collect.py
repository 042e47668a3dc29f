"""`bid-matcher collect`: fetch calls from the public sources."""

from argparse import Namespace
from collections.abc import Iterable, Sequence
from typing import TypeVar

from matcher.commands.say import hint, say
from matcher.jobs import STORED, collect, http_settings, with_news
from matcher.places import one_writer, own_store
from matcher.progress import progress_bars
from matcher.settings import Settings
from models.report import SourceReport
from scrapers.registry import load_sources
from scrapers.source import AwardSource, Source, without_minimum

_NOTHING = 3

Known = TypeVar("Known", Source, AwardSource)


def run(settings: Settings, arguments: Namespace) -> int:
    """Collect, print one line per source. 0 if any succeeded, 3 if none did."""
    sources = choose(load_sources(), arguments.source)
    if arguments.allow_few:
        sources = [without_minimum(source) for source in sources]
    http = http_settings(settings)
    with one_writer(settings), progress_bars() as advance:
        engine = own_store(settings)
        if arguments.when_new:
            sources = with_news(engine, sources, http, settings.moment())
            if not sources:
                say("No feed names a page that is not known: nothing was collected.")
                return 0
        reports = collect(engine, sources, http, advance, settings.moment)
    for report in reports:
        tell(report)
    return exit_code(reports)


def choose(sources: Sequence[Known], names: Sequence[str] | None) -> Sequence[Known]:
    """Return the sources with those names, or all; ValueError for a name there is not."""
    known = {source.definition.name: source for source in sources}
    for name in names or ():
        if name not in known:
            raise ValueError(f"--source {name}: no such source; there are {', '.join(known)}")
    return [known[name] for name in names] if names else sources


def tell(report: SourceReport, what: str = "calls") -> None:
    """Print how one source went, and what a person should look at."""
    unchanged = f", {report.not_modified} unchanged" if report.not_modified else ""
    hint(
        f"{report.title}: {report.outcome.value}, {report.calls_seen} {what}, "
        f"{report.requests} requests{unchanged}{_stored(report)}"
    )
    for issue in report.issues:
        where = f" ({issue.address})" if issue.address else ""
        hint(f"  {issue.severity.value}: {issue.reason}{where}")


def _stored(report: SourceReport) -> str:
    counts = ((report.new, "new"), (report.changed, "changed"), (report.waiting, "for review"))
    return "".join(f", {count} {what}" for count, what in counts if count)


def exit_code(reports: Iterable[SourceReport]) -> int:
    """Return 0 if any source succeeded, as scripts rely on; 3 if none did."""
    return 0 if any(report.outcome in STORED for report in reports) else _NOTHING
