"""The service in real processes: one leader, a stop in time, nothing done twice or untold."""

import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from matcher.places import LONDON
from matcher.schedule.alarms import alarms
from matcher.schedule.due import failed
from matcher.schedule.leader import leading
from matcher.schedule.operator import once_a_day, tell_in_log
from matcher.schedule.record import SERVICE, Outcome, run_name
from matcher.schedule.service import do_due, do_now
from matcher.schedule.times import Times, plans_of
from matcher.settings import Settings
from matcher.store import last_runs, open_store
from models.errors import NothingToDoError
from models.report import Issue, Severity
from tests.matcher.schedule.services import Clock, a_service, first_ran, settings_in
from tests.postgres import new_database

ROOT = Path(__file__).parents[3]
MONDAY = datetime(2026, 11, 30, 7, tzinfo=LONDON)
PATIENCE_S = 60.0  # a loaded machine takes long to start Python


@contextmanager
def service_process(home: Path, seconds: float, *options: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.matcher.schedule.services"]
    with subprocess.Popen(
        [*command, str(home), str(seconds), *options], cwd=ROOT, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def done(home: Path, what: str) -> list[str]:
    file = home / "done"
    lines = file.read_text().splitlines() if file.exists() else []
    return [line for line in lines if line.startswith(what)]


def wait_for(condition: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < until, "it did not come to that"
        time.sleep(0.05)


def ends(home: Path, job: str) -> list[datetime | None]:
    """When the recorded runs of a job ended, newest first."""
    engine = open_store(settings_in(home).database)
    runs = last_runs(engine, job)
    engine.dispose()
    return [run.finished_at for run in runs]


@pytest.fixture(params=["sqlite", "postgresql"])
def _either_store(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """The services' store: a file, or a database on a server."""
    if request.param == "sqlite":
        yield
    else:
        with new_database() as address:
            monkeypatch.setenv("SERVICE_DATABASE", address)
            yield


@pytest.mark.usefixtures("_either_store")
def test_of_two_schedulers_on_one_database_one_works_and_the_other_takes_over(
    tmp_path: Path,
) -> None:
    with service_process(tmp_path, 0.3) as first:
        wait_for(lambda: done(tmp_path, "ends"))
        with service_process(tmp_path, 0.3) as refused:
            assert refused.wait(PATIENCE_S) == 1
            assert refused.stderr is not None
            said = refused.stderr.read()
            assert f"process {first.pid} on " in said
            assert "already runs the schedule of" in said
        with service_process(tmp_path, 0.3, "--wait") as second:
            wait_for(lambda: done(tmp_path, "waits"))
            assert f"process {first.pid} on " in done(tmp_path, "waits")[0]
            first.kill()
            wait_for(lambda: len(ends(tmp_path, SERVICE)) == 4)  # of both, and what they began with
            second.send_signal(signal.SIGTERM)
            assert second.wait(PATIENCE_S) == 0
    assert len(done(tmp_path, "begins")) == 1
    assert len(ends(tmp_path, run_name("backup"))) == 1


@pytest.mark.parametrize(("seconds", "finishes"), [(0.5, True), (600, False)])
def test_a_stop_lets_the_job_finish_within_its_time_or_ends_it(
    tmp_path: Path, seconds: float, *, finishes: bool
) -> None:
    with service_process(tmp_path, seconds) as process:
        wait_for(lambda: done(tmp_path, "begins"))
        asked = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_S) == 0
        assert time.monotonic() - asked < 30, "one second is what the job is given"
    assert bool(done(tmp_path, "ends")) is finishes
    assert [end is not None for end in ends(tmp_path, run_name("backup"))] == [finishes]
    assert ends(tmp_path, SERVICE)[0] is not None


def test_what_was_killed_is_done_again_and_once(tmp_path: Path) -> None:
    with service_process(tmp_path, 600) as process:
        wait_for(lambda: done(tmp_path, "begins"))
        process.kill()
        process.wait(PATIENCE_S)
    with service_process(tmp_path, 0.1) as process:
        wait_for(lambda: done(tmp_path, "ends"))
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE_S) == 0
    assert [end is not None for end in ends(tmp_path, run_name("backup"))] == [True, False]
    assert len(done(tmp_path, "ends")) == 1


def test_the_lock_goes_with_its_holder(settings: Settings, engine: Engine) -> None:
    said: list[str] = []
    with (
        leading(engine, MONDAY, wait=False, say=said.append),
        pytest.raises(NothingToDoError, match=r"process \d+ on .*, since 30 November 2026 07:00"),
        leading(engine, MONDAY, wait=False, say=said.append),
    ):
        pytest.fail("two lead")
    with leading(engine, MONDAY, wait=False, say=said.append):
        assert said == []
    memory = open_store("sqlite://")
    with (
        pytest.raises(ValueError, match="needs a database in a file"),
        leading(memory, MONDAY, wait=False, say=said.append),
    ):
        pytest.fail("nothing to lock")
    memory.dispose()
    assert settings.home.is_dir()


def test_a_missed_digest_is_made_up_for_once(settings: Settings, engine: Engine) -> None:
    """Down from Friday to Wednesday: one digest, and the next one on Monday as usual."""
    notes: list[tuple[str, datetime]] = []
    clock = Clock(MONDAY - timedelta(days=3))
    first_ran(engine, clock.at - timedelta(days=30))
    do_due(a_service(settings, engine, clock, notes))
    notes.clear()
    clock.at = MONDAY + timedelta(days=2)
    for _ in range(3):  # each start is another service, and several looks
        service = a_service(settings, engine, clock, notes)
        do_due(service)
        clock.at += timedelta(minutes=7)
        do_due(service)
    assert [at for name, at in notes if name == "digest"] == [MONDAY + timedelta(days=2)]
    order = ["collect", "match", "digest", "mail", "deliver", "backup"]
    assert [name for name, _ in notes] == order
    notes.clear()
    clock.at = MONDAY + timedelta(days=7)
    do_due(service)
    assert [at for name, at in notes if name == "digest"] == [MONDAY + timedelta(days=7)]


def test_a_job_that_fails_is_recorded_told_once_a_day_and_tried_three_times(
    settings: Settings, engine: Engine
) -> None:
    told: list[tuple[str, str]] = []
    clock = Clock(MONDAY)
    first_ran(engine, MONDAY - timedelta(days=1))

    def breaks() -> Outcome:
        raise ZeroDivisionError("by nothing")

    tell = once_a_day(lambda *words: told.append(words), clock)
    service = a_service(settings, engine, clock, [], tell, digest=breaks)
    for _ in range(12):
        do_due(service)
        clock.at += timedelta(minutes=45)
    runs = last_runs(engine, run_name("digest"))
    assert len(runs) == 3
    assert all(failed(run) for run in runs)
    assert runs[0].issues[0].reason == "a fault in the program: ZeroDivisionError: by nothing"
    ((subject, text),) = told
    assert subject == "Bid Matcher: digest failed"
    assert "Monday 30 November 2026 at 07:00" in text
    assert "by nothing" in text
    clock.at = MONDAY + timedelta(days=7)
    do_due(service)
    assert len(told) == 2


def test_that_the_operator_cannot_be_told_does_not_end_the_service(
    settings: Settings, engine: Engine
) -> None:
    def fails() -> Outcome:
        return Outcome({}, (Issue(Severity.ERROR, "digest", "nothing"),))

    def no_way(_subject: str, _text: str) -> None:
        raise RuntimeError("no way")

    notes: list[tuple[str, datetime]] = []
    first_ran(engine, MONDAY - timedelta(days=1))
    do_due(a_service(settings, engine, Clock(MONDAY), notes, no_way, digest=fails))
    assert "backup" in [name for name, _ in notes]


def test_the_message_is_returned_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    assert tell_in_log("Subject", "Text.") == "Subject\nText."
    assert caplog.messages == ["Subject\nText."]


def test_one_job_by_hand(settings: Settings, engine: Engine) -> None:
    service = a_service(settings, engine, Clock(MONDAY), [])
    assert do_now(service, "backup").counts == {"done": 1}
    assert [run.job for run in last_runs(engine)] == [run_name("backup")]
    with pytest.raises(ValueError, match="--once post: no such job; there are collect, match"):
        do_now(service, "post")


def test_alarms_are_kept_for_the_owner_alone_and_follow_the_schedule(tmp_path: Path) -> None:
    file = tmp_path / "store.db.alarms"
    for times in (Times(), Times(), Times(digest="tue 08:00")):
        with alarms(file, plans_of(times)):
            pass
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore

    engine = open_engine(file)
    store = SQLAlchemyJobStore(engine=engine)
    from apscheduler.schedulers.background import BackgroundScheduler

    scheduler = BackgroundScheduler(jobstores={"default": store}, timezone=LONDON)
    scheduler.start(paused=True)
    found = {job.id: job for job in scheduler.get_jobs()}
    scheduler.shutdown()
    engine.dispose()
    assert set(found) == {plan.name for plan in plans_of(Times()) if plan.when}
    assert "day_of_week='tue', hour='8'" in str(found["digest"].trigger)
    for job in found.values():
        assert job.coalesce
        assert job.max_instances == 1
        assert job.misfire_grace_time == 6 * 3600
        assert job.next_run_time > datetime.now(UTC)


def open_engine(file: Path) -> Engine:
    import sqlalchemy as sa

    return sa.create_engine(f"sqlite:///{file}")
