"""Services for the tests, with jobs that only note that they were done; and their processes.

`python -m tests.matcher.schedule.services HOME SECONDS [--wait]` serves until stopped:
its job, a backup, takes so many seconds and leaves its lines in HOME/done.
"""

import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from matcher.jobs import now
from matcher.schedule.leader import leading
from matcher.schedule.operator import TellOperator
from matcher.schedule.record import SERVICE, Job, Outcome
from matcher.schedule.service import Service, serve
from matcher.schedule.times import Times
from matcher.settings import Settings
from matcher.store import finish_run, open_store, start_run

NAMES = ("collect", "match", "digest", "mail", "deliver", "backup", "indicators", "awards")


class Clock:
    """Shows the time that it was last set to."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def settings_in(home: Path) -> Settings:
    return Settings(
        home=home,
        database=os.environ.get("SERVICE_DATABASE") or f"sqlite:///{home / 'bid-matcher.db'}",
        data=home / "data",
        city="exampleton",
        model=None,
        contact=None,
        base_overrides={},
    )


def note(done: list[tuple[str, datetime]], name: str, clock: Callable[[], datetime]) -> Job:
    def job() -> Outcome:
        done.append((name, clock()))
        return Outcome({"done": 1})

    return job


def silently(_subject: str, _text: str) -> None:
    """Tell nobody."""


def a_service(
    settings: Settings,
    engine: Engine,
    clock: Callable[[], datetime],
    done: list[tuple[str, datetime]],
    tell: TellOperator = silently,
    **jobs: Job,
) -> Service:
    """A service whose jobs note when they were done, but for those that are given."""
    noted = {name: note(done, name, clock) for name in NAMES}
    return Service(settings, engine, Times(), noted | jobs, tell, clock)


def first_ran(engine: Engine, moment: datetime) -> None:
    """Leave the run of a service that began then and stopped a second later."""
    run_id = start_run(engine, SERVICE, moment)
    finish_run(engine, run_id, moment + timedelta(seconds=1), {}, ())


def main(home: Path, seconds: float, *, wait: bool) -> None:
    """Serve, with one job that is due since yesterday."""
    settings = settings_in(home)
    engine = open_store(settings.database)
    told = home / "done"

    def write(line: str) -> None:
        with told.open("a") as file:
            file.write(f"{line} {os.getpid()}\n")

    def backup() -> Outcome:
        write("begins")
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            time.sleep(0.02)
        write("ends")
        return Outcome({})

    def say(text: str) -> None:
        write(f"waits for {text}")

    with leading(engine, now(), wait=wait, say=say) as keep:
        write("leads")
        first_ran(engine, datetime.now(UTC) - timedelta(days=2))
        service = Service(
            settings, engine, Times(stop_within_s=1), {"backup": backup}, silently, now
        )
        serve(service, keep)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), wait="--wait" in sys.argv)
