"""The alarms: APScheduler, with its store in a file beside the database.

An alarm only rings a bell. What is then done follows from recorded runs
(`due.py`), so losing this file, or an alarm rung twice, changes nothing.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from matcher.places import LONDON
from matcher.schedule.times import Plan

BELL: SimpleQueue[None] = SimpleQueue()  # rung by alarms, and by a wish to stop
_GRACE_S = 6 * 3600  # an alarm that could not ring in time still rings so long after

log = logging.getLogger(__name__)


def ring() -> None:
    """Wake the service. The store of alarms holds the name of this function, and nothing else."""
    BELL.put(None)


@contextmanager
def alarms(file: Path, plans: Sequence[Plan]) -> Iterator[None]:
    """Have the bell rung at every plan's times while the block runs."""
    # What is in it is run when it is read, so it is for its owner only.
    file.touch(mode=0o600)
    scheduler = BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(url=f"sqlite:///{file}")},
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": _GRACE_S},
        timezone=LONDON,
    )
    scheduler.start(paused=True)
    try:
        _settle(scheduler, plans)
        scheduler.resume()
        yield
    finally:
        scheduler.shutdown(wait=False)


def _settle(scheduler: Any, plans: Sequence[Plan]) -> None:
    """Bring the stored alarms up to date; one whose times are as they were stays untouched."""
    wanted = {plan.name: plan.trigger() for plan in plans if plan.when is not None}
    for job in scheduler.get_jobs():
        if job.id not in wanted:
            scheduler.remove_job(job.id)
        elif str(job.trigger) == str(wanted[job.id]):
            del wanted[job.id]
    for name, trigger in wanted.items():
        scheduler.add_job(ring, trigger, id=name, name=name, replace_existing=True)
