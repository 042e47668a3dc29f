"""Jobs leave a Run: begun, ended, what they counted, what a person should see."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from matcher.schedule.due import History
from matcher.schedule.times import Plan
from matcher.store import finish_run, first_start, last_runs, start_run
from models.errors import BidMatcherError
from models.report import Issue, Run, Severity

SERVICE = "run"  # the service's own run: from its start to its stop
_REMEMBERED = 50  # runs of each job that are looked at

Clock = Callable[[], datetime]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job has to say at its end. An error among the issues means that it failed."""

    counts: Mapping[str, int]
    issues: tuple[Issue, ...] = ()


Job = Callable[[], Outcome]


def run_name(job: str) -> str:
    """Name a job's runs in the store, apart from those of the commands: `run digest`."""
    return f"{SERVICE} {job}"


def perform(engine: Engine, name: str, job: Job, clock: Clock) -> Run:
    """Do a job and record it. Whatever it raises is in the run, but for a stop.

    A job that is stopped leaves its run without an end. StoreError where the
    database cannot be written.
    """
    began = clock()
    run_id = start_run(engine, run_name(name), began)
    outcome = _outcome(name, job)
    ended = clock()
    finish_run(engine, run_id, ended, outcome.counts, outcome.issues)
    return Run(name, began, ended, dict(outcome.counts), outcome.issues)


def _outcome(name: str, job: Job) -> Outcome:
    try:
        return job()
    except (BidMatcherError, ValueError, OSError) as error:
        reason = str(error)
    except Exception as error:
        log.exception("%s broke off", name)
        reason = f"a fault in the program: {type(error).__name__}: {error}"
    return Outcome({}, (Issue(Severity.ERROR, name, reason),))


def read_history(engine: Engine, plans: Iterable[Plan]) -> History:
    """Return the last runs of each job, newest first."""
    return {plan.name: last_runs(engine, run_name(plan.name), _REMEMBERED) for plan in plans}


def known_since(engine: Engine) -> datetime | None:
    """Return when the service first ran on this database, None if it never has."""
    return first_start(engine, SERVICE)
