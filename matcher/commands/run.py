"""`bid-matcher run`: collect, match, digest and the rest, each at its time, until stopped."""

import logging
import signal
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime
from functools import partial
from logging.handlers import RotatingFileHandler

from matcher.commands.cities import PARTLY, chosen
from matcher.commands.city_jobs import FAILED
from matcher.commands.operator import operator_teller
from matcher.commands.run_jobs import make_jobs
from matcher.commands.say import hint, say, tables
from matcher.health import Standing
from matcher.places import LONDON, own_store
from matcher.schedule.due import failed, next_time
from matcher.schedule.leader import leading
from matcher.schedule.server import ADDRESS, health_server
from matcher.schedule.service import Service, do_now, serve
from matcher.schedule.standing import read_standing
from matcher.schedule.times import Plan, load_times
from matcher.settings import Settings
from models.report import Run
from scrapers.registry import load_sources

_NOTHING = 3
_LOG_BYTES, _LOGS_KEPT = 1_000_000, 5


def run(settings: Settings, arguments: Namespace) -> int:
    """Serve until SIGTERM or SIGINT; or do one job; or list them.

    3 where a job failed, 4 where it failed for some of the cities.
    """
    service = _service(settings, chosen(settings, arguments))
    if arguments.list:
        _print_list(_look(service))
        return 0
    with _log_file(settings):
        if arguments.once is not None:
            return _once(service, arguments.once)
        # Until the service has its own way of stopping, SIGTERM ends it as Ctrl-C does.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with leading(service.engine, service.clock(), wait=arguments.wait, say=hint) as keep:
            port = arguments.port
            look = partial(_look, service)
            with nullcontext() if port is None else health_server(port, look) as opened:
                if opened is not None:
                    hint(f"http://{ADDRESS}:{opened}/healthz and /metrics answer")
                serve(service, keep)
    return 0


def _service(settings: Settings, cities: Sequence[Settings]) -> Service:
    """Put the service together."""
    engine = own_store(settings)
    # Several cities have one schedule: that of the folder which holds them.
    times = load_times(cities[0].city_folder if len(cities) == 1 else settings.data)
    tell = operator_teller(settings, settings.moment)
    jobs = make_jobs(settings, cities, engine, times, tell, settings.moment)
    return Service(settings, engine, times, jobs, tell, settings.moment)


def _look(service: Service) -> Standing:
    sources = load_sources()
    return read_standing(service.engine, service.times, service.plans, sources, service.clock())


def _once(service: Service, name: str) -> int:
    done = do_now(service, name)
    for issue in done.issues:
        hint(f"  {issue.severity.value}: {issue.where}: {issue.reason}")
    say(f"{name}: {_result(done)}")
    if failed(done):
        return _NOTHING
    return PARTLY if done.counts.get(FAILED) else 0


@contextmanager
def _log_file(settings: Settings) -> Iterator[None]:
    """Write what happens to stderr and, in the home, to a file that is kept short."""
    settings.home.mkdir(parents=True, exist_ok=True)
    form = logging.Formatter("%(asctime)s %(levelname)s %(message)s")
    file = RotatingFileHandler(
        settings.home / "run.log", maxBytes=_LOG_BYTES, backupCount=_LOGS_KEPT, encoding="utf-8"
    )
    handlers = (file, logging.StreamHandler(sys.stderr))
    ours = logging.getLogger("matcher.schedule")
    before = ours.level
    ours.setLevel(logging.INFO)
    for handler in handlers:
        handler.setFormatter(form)
        ours.addHandler(handler)
    try:
        yield
    finally:
        ours.setLevel(before)
        for handler in handlers:
            ours.removeHandler(handler)
            handler.flush()
        file.close()


def _print_list(standing: Standing) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading in ("Job", "When", "Last", "Result", "Next"):
        table.add_column(heading, overflow="fold")
    for plan in standing.plans:
        last = next(iter(standing.history.get(plan.name, ())), None)
        table.add_row(
            plan.name,
            plan.when or f"after {plan.follows}",
            _moment(last.started_at) if last else "never",
            _result(last) if last else "",
            _next(plan, standing.now),
        )
    tables().print(table)
    if standing.since is None:
        say("The schedule has never run here: bid-matcher run")


def _next(plan: Plan, moment: datetime) -> str:
    coming = next_time(plan, moment)
    return _moment(coming) if coming else f"after {plan.follows}"


def _result(run: Run) -> str:
    if run.finished_at is None:
        return "without an end: under way, stopped, or died"
    counts = ", ".join(f"{count:,} {what}" for what, count in run.counts.items())
    warnings = f", {len(run.issues)} to look at" if run.issues else ""
    return f"{'failed' if failed(run) else 'done'}{': ' if counts else ''}{counts}{warnings}"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(LONDON):%a %d %b %Y %H:%M}"
