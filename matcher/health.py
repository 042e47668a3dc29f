"""How the service stands: healthy or why not, and as figures for Prometheus. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from matcher.places import LONDON
from matcher.schedule.due import History, failed, last_success, undone
from matcher.schedule.times import Plan
from models.report import Run, Severity

_LATE = timedelta(hours=6)  # a job that was due so long ago and is not done is a fault
_PREFIX = "bid_matcher_"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is looked at."""

    now: datetime
    since: datetime | None  # when the service first ran
    plans: tuple[Plan, ...]
    history: History
    successes: Mapping[str, datetime]  # source name -> last read
    silent: Mapping[str, datetime]  # source name -> silent from
    stored: Mapping[str, int]  # "calls" -> how many


def faults(standing: Standing) -> list[str]:
    """Say what is wrong, one sentence each; empty if all is well."""
    found = [words for plan in standing.plans if (words := _fault(standing, plan))]
    for name, moment in standing.silent.items():
        success = standing.successes.get(name)
        read = f"last read {_when(success)}" if success else "never read"
        found.append(f"source {name}: silent since {_when(moment)}, {read}")
    return found


def _fault(standing: Standing, plan: Plan) -> str | None:
    if standing.since is None:
        return None
    slot = undone(plan, standing.history, standing.now, standing.since)
    if slot is None:
        return None
    tries = [run for run in standing.history.get(plan.name, ()) if run.started_at >= slot]
    if tries and failed(tries[0]):
        return f"{plan.name}: failed {_when(tries[0].started_at)}: {_reason(tries[0])}"
    if standing.now - slot < _LATE:
        return None
    return f"{plan.name}: was due {_when(slot)} and is not done"


def _reason(run: Run) -> str:
    return next(issue.reason for issue in run.issues if issue.severity is Severity.ERROR)


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(LONDON):%a %d %b %Y %H:%M}"


def metrics(standing: Standing) -> str:
    """Return the figures in Prometheus' text format, version 0.0.4.

    https://prometheus.io/docs/instrumenting/exposition_formats/ (read 28 Nov 2026).
    """
    return "".join(f"{line}\n" for line in _lines(standing))


def _lines(standing: Standing) -> Iterator[str]:
    yield from _gauge("healthy", "1 if nothing is wrong", [({}, float(not faults(standing)))])
    runs = {plan.name: standing.history.get(plan.name, ()) for plan in standing.plans}
    newest = {name: found[0] for name, found in runs.items() if found}
    good = {name: run for name, found in runs.items() if (run := last_success(found))}
    ended = {name: run for name, run in newest.items() if run.finished_at is not None}
    for name, help_text, values in (
        ("job_last_start_seconds", "when a job last began", _times(newest)),
        ("job_last_success_seconds", "when its last success began", _times(good)),
        ("job_last_failed", "1 if its last run failed", _each(newest, failed)),
        ("job_last_duration_seconds", "how long it took", _each(ended, _duration)),
    ):
        yield from _gauge(name, help_text, [({"job": job}, value) for job, value in values])
    counts = [
        ({"job": job, "what": what}, float(count))
        for job, run in newest.items()
        for what, count in run.counts.items()
    ]
    yield from _gauge("job_last_count", "what its last run counted", counts)
    yield from _of_sources(standing)
    stored = [({"what": what}, float(count)) for what, count in standing.stored.items()]
    yield from _gauge("stored", "what the database holds", stored)


def _of_sources(standing: Standing) -> Iterator[str]:
    reads = [({"source": name}, at.timestamp()) for name, at in standing.successes.items()]
    yield from _gauge("source_last_success_seconds", "when a source was last read", reads)
    silent = [({"source": name}, 1.0) for name in standing.silent]
    yield from _gauge("source_silent", "1 for a source that is silent too long", silent)


def _times(runs: Mapping[str, Run]) -> list[tuple[str, float]]:
    return [(name, run.started_at.timestamp()) for name, run in runs.items()]


def _each(runs: Mapping[str, Run], figure: Callable[[Run], float]) -> list[tuple[str, float]]:
    return [(name, float(figure(run))) for name, run in runs.items()]


def _duration(run: Run) -> float:
    return ((run.finished_at or run.started_at) - run.started_at).total_seconds()


def _gauge(
    name: str, help_text: str, values: Sequence[tuple[Mapping[str, str], float]]
) -> Iterator[str]:
    yield f"# HELP {_PREFIX}{name} {help_text}"
    yield f"# TYPE {_PREFIX}{name} gauge"
    for labels, value in values:
        inside = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        yield f"{_PREFIX}{name}{{{inside}}} {value!r}" if inside else f"{_PREFIX}{name} {value!r}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
