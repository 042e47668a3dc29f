"""What is due: decided by recorded runs alone, so that nothing is missed or done twice.

A slot is the last time at which a job should have been done. The job is due
while no run begun since then succeeded. So an alarm that rings twice does no harm,
and one that never rang (the machine was off) is made up for once.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from matcher.schedule.times import Plan
from models.report import Run, Severity

ATTEMPTS = 3  # for one slot, where runs end in an error
PAUSE = timedelta(hours=1)  # between them
# How far back a last time is looked for: nightly, weekly, monthly.
_LOOK_BACK = (timedelta(days=2), timedelta(days=8), timedelta(days=40))

History = Mapping[str, Sequence[Run]]  # by job, newest first


def failed(run: Run) -> bool:
    """Whether a run ended in an error. One without an end was stopped or died instead."""
    return any(issue.severity is Severity.ERROR for issue in run.issues)


def succeeded(run: Run) -> bool:
    """Whether a run came to its end, with no more than warnings."""
    return run.finished_at is not None and not failed(run)


def last_success(runs: Sequence[Run]) -> Run | None:
    """Return the newest run that succeeded."""
    return next((run for run in runs if succeeded(run)), None)


def slot(plan: Plan, history: History, now: datetime) -> datetime | None:
    """Return the last moment up to now at which the job should have begun, None if never."""
    if plan.follows is not None:
        before = last_success(history.get(plan.follows, ()))
        return before.finished_at if before else None
    trigger = plan.trigger()
    starts = (trigger.get_next_fire_time(None, now - span) for span in _LOOK_BACK)
    following = next((moment for moment in starts if moment <= now), None)
    found = None
    while following is not None and following <= now:
        found, following = following, trigger.get_next_fire_time(following, now)
    return found


def next_time(plan: Plan, now: datetime) -> datetime | None:
    """Return when a job begins next; None for one that follows another."""
    if plan.follows is not None:
        return None
    moment: datetime = plan.trigger().get_next_fire_time(None, now)
    return moment


def undone(plan: Plan, history: History, now: datetime, since: datetime) -> datetime | None:
    """Return the slot that no run has answered; None if all is done.

    What should have been done before `since`, when the service first ran, is not missed.
    """
    moment = slot(plan, history, now)
    if moment is None or moment < since:
        return None
    tries = _tries(plan, history, moment)
    return None if any(map(succeeded, tries)) else moment


def is_due(plan: Plan, history: History, now: datetime, since: datetime) -> bool:
    """Whether a job is to be done now.

    After an error it is tried again an hour later, three times in all. A run
    that was stopped or died is done again at once, and from the third on hourly:
    what kills the process must not keep the sources busy.
    """
    moment = undone(plan, history, now, since)
    if moment is None:
        return False
    tries = _tries(plan, history, moment)
    ends = [run.finished_at for run in tries if run.finished_at is not None]
    deaths = [run.started_at for run in tries if run.finished_at is None]
    if len(ends) >= ATTEMPTS or any(now - end < PAUSE for end in ends):
        return False
    return len(deaths) < ATTEMPTS or now - max(deaths) >= PAUSE


def _tries(plan: Plan, history: History, moment: datetime) -> list[Run]:
    return [run for run in history.get(plan.name, ()) if run.started_at >= moment]
