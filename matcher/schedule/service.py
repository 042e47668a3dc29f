"""The service: does what is due, one job after another, until it is asked to stop."""

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty

from sqlalchemy import Engine

from matcher.places import one_writer
from matcher.schedule.alarms import BELL, alarms
from matcher.schedule.due import failed, is_due
from matcher.schedule.leader import beside
from matcher.schedule.operator import TellOperator, failure_words
from matcher.schedule.record import SERVICE, Clock, Job, known_since, perform, read_history
from matcher.schedule.stopping import Stopped, stop_signals
from matcher.schedule.times import Plan, Times, plans_of
from matcher.settings import Settings
from matcher.store import HeldError, finish_run, start_run
from models.errors import BidMatcherError, NothingToDoError
from models.report import Run

_LOOK_EVERY_S = 300.0  # at what is due, should no alarm ring: for a second attempt, after a sleep
_PATIENCE_S = 20.0  # with a command that is at work; after it, at the next look

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Service:
    """All that the service works with."""

    settings: Settings
    engine: Engine
    times: Times
    jobs: Mapping[str, Job]  # by the name of its plan; a plan without a job is left out
    tell: TellOperator
    clock: Clock

    @property
    def plans(self) -> tuple[Plan, ...]:
        """What is to be done, in order."""
        return tuple(plan for plan in plans_of(self.times) if plan.name in self.jobs)


def serve(service: Service, keep_lead: Callable[[], None] = lambda: None) -> int:
    """Do every job when it is due, until SIGTERM or SIGINT; returns how many were done.

    Leaves a run of its own, from start to stop. Only one process may do this
    for a database: `leading` gives what makes sure of that before each job.
    """
    done = 0
    with stop_signals(BELL, service.times.stop_within_s) as stopping:
        run_id = start_run(service.engine, SERVICE, service.clock())
        try:
            with alarms(beside(service.engine, ".alarms", service.settings.home), service.plans):
                log.info("the schedule runs")
                while not stopping():
                    done += do_due(service, stopping, keep_lead)
                    _wait(stopping)
        except Stopped:
            log.warning("a job was stopped before its end; it is done again at the next start")
    finish_run(service.engine, run_id, service.clock(), {"jobs": done}, ())
    log.info("the schedule has stopped")
    return done


def do_due(
    service: Service,
    stopping: Callable[[], bool] = lambda: False,
    keep_lead: Callable[[], None] = lambda: None,
) -> int:
    """Do each job that is due, in the order of the plans; returns how many.

    Trouble with the database is told and ends the look, as does a lead that another has
    now; at the next look all is tried again.
    """
    done = 0
    for plan in service.plans:
        if stopping():
            break
        try:
            keep_lead()
            done += _do_if_due(service, plan) is not None
        except HeldError as error:
            log.warning("the schedule waits: %s", error)
            break
        except NothingToDoError as error:
            log.warning("%s waits: %s", plan.name, error)
        except (BidMatcherError, OSError) as error:
            _tell(service.tell, "Bid Matcher: no job could begin", str(error))
            break
    return done


def do_now(service: Service, name: str) -> Run:
    """Do one job, due or not, and record it. ValueError for a name there is not."""
    if name not in service.jobs:
        raise ValueError(f"--once {name}: no such job; there are {', '.join(service.jobs)}")
    with one_writer(service.settings):
        return perform(service.engine, name, service.jobs[name], service.clock)


def _do_if_due(service: Service, plan: Plan) -> Run | None:
    if not _is_due(service, plan):
        return None
    with one_writer(service.settings, _PATIENCE_S):
        if not _is_due(service, plan):  # a command may have done it meanwhile
            return None
        log.info("%s begins", plan.name)
        run = perform(service.engine, plan.name, service.jobs[plan.name], service.clock)
    log.info("%s has ended: %s", plan.name, dict(run.counts))
    if failed(run):
        _tell(service.tell, *failure_words(run))
    return run


def _is_due(service: Service, plan: Plan) -> bool:
    since = known_since(service.engine)
    needed = [each for each in service.plans if each.name in (plan.name, plan.follows)]
    history = read_history(service.engine, needed)
    return since is not None and is_due(plan, history, service.clock(), since)


def _tell(tell: TellOperator, subject: str, text: str) -> None:
    """Tell the operator; that this fails must not end the service."""
    try:
        tell(subject, text)
    except Exception:
        log.exception("the operator could not be told: %s", subject)


def _wait(stopping: Callable[[], bool]) -> None:
    """Sleep until the bell rings, or for a while; several rings are one."""
    if stopping():
        return
    with suppress(Empty):
        BELL.get(timeout=_LOOK_EVERY_S)
        while True:
            BELL.get_nowait()
