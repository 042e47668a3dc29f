"""`bid-matcher collect`: fetch calls from the public sources."""

from argparse import Namespace
from collections.abc import Iterable, Sequence

from matcher.commands.say import hint
from matcher.jobs import STORED, collect, http_settings
from matcher.places import one_writer, own_store
from matcher.progress import progress_bars
from matcher.settings import Settings
from models.report import SourceReport
from scrapers.registry import load_sources
from scrapers.source import Source

_NOTHING = 3


def run(settings: Settings, arguments: Namespace) -> int:
    """Collect, print one line per source. 0 if any succeeded, 3 if none did."""
    sources = choose(load_sources(), arguments.source)
    with one_writer(settings), progress_bars() as advance:
        reports = collect(own_store(settings), sources, http_settings(settings), advance)
    for report in reports:
        tell(report)
    return exit_code(reports)


def choose(sources: Sequence[Source], names: Sequence[str] | None) -> Sequence[Source]:
    """Return the sources with those names, or all; ValueError for a name there is not."""
    known = {source.definition.name: source for source in sources}
    for name in names or ():
        if name not in known:
            raise ValueError(f"--source {name}: no such source; there are {', '.join(known)}")
    return [known[name] for name in names] if names else sources


def tell(report: SourceReport) -> None:
    """Print how one source went, and what a person should look at."""
    unchanged = f", {report.not_modified} unchanged" if report.not_modified else ""
    hint(
        f"{report.title}: {report.outcome.value}, {report.calls_seen} calls, "
        f"{report.requests} requests{unchanged}"
    )
    for issue in report.issues:
        where = f" ({issue.address})" if issue.address else ""
        hint(f"  {issue.severity.value}: {issue.reason}{where}")


def exit_code(reports: Iterable[SourceReport]) -> int:
    """Return 0 if any source succeeded, as scripts rely on; 3 if none did."""
    return 0 if any(report.outcome in STORED for report in reports) else _NOTHING
