"""`bid-matcher run`: each job by hand against local sites, and the list."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from matcher.cli import main
from matcher.commands import run_jobs
from matcher.mail.settings import Tls
from matcher.schedule.due import succeeded
from matcher.schedule.record import run_name
from matcher.schedule.times import Times, plans_of
from matcher.store import award_totals, last_runs, open_store, statistics
from models.report import Run
from scrapers.registry import load_award_sources
from scrapers.source import without_minimum
from tests.matcher.city.indicator_city import AREA, write_city
from tests.matcher.mail.servers import environment_of, running
from tests.matcher.mail.test_operator import OPERATOR, set_up
from tests.matcher.schedule.services import first_ran
from tests.rehearsal.faults import FAULTS
from tests.rehearsal.server import Rehearsal
from tests.scrapers.fixture_pages import SOURCES
from tests.scrapers.indicators.tables import FIXTURE, LEEDS, PREVENTABLE
from tests.scrapers.local_server import LocalServer, closed_port

FEW = ("ukri", "nihr", "diabetes_uk")


@pytest.fixture
def rehearsal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Rehearsal]:
    """The sites of all sources, and jobs that ask a few of them, content with what they show."""
    calls = [without_minimum(SOURCES[name]) for name in FEW]
    awards = [without_minimum(source) for source in load_award_sources()]
    monkeypatch.setattr(run_jobs, "load_sources", lambda: calls)
    monkeypatch.setattr(run_jobs, "load_award_sources", lambda: awards)
    with Rehearsal() as server:
        for variable, value in server.environment():
            monkeypatch.setenv(variable, value)
        yield server


def once(home: Path, job: str) -> int:
    return main(["--home", str(home), "run", "--once", job])


def runs(home: Path, job: str) -> list[Run]:
    engine = open_store(f"sqlite:///{home / 'bid-matcher.db'}")
    found = last_runs(engine, run_name(job))
    engine.dispose()
    return found


def test_collect_match_digest_and_backup_by_hand(
    rehearsal: Rehearsal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert once(tmp_path, "collect") == 0
    (collected,) = runs(tmp_path, "collect")
    assert succeeded(collected)
    assert collected.counts["sources"] == len(FEW)
    assert collected.counts["failed"] == 0
    assert collected.counts["new"] > 3
    assert once(tmp_path, "match") == 0
    assert runs(tmp_path, "match")[0].counts["calls"] > 3
    assert once(tmp_path, "digest") == 0
    (folder,) = (tmp_path / "digests").iterdir()
    assert json.loads((folder / "digest.json").read_text())["catalogue_date"] is None
    assert once(tmp_path, "backup") == 0
    engine = open_store(f"sqlite:///{tmp_path / 'bid-matcher.db'}")
    assert runs(tmp_path, "backup")[0].counts["calls"] == statistics(engine)["calls"]
    engine.dispose()
    assert rehearsal.sites["ukri"].asked()
    capsys.readouterr()
    assert main(["--home", str(tmp_path), "run", "--list"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert [row.split()[0] for row in rows[1:9]] == [plan.name for plan in plans_of(Times())]
    assert "after collect" in rows[2]
    assert "done:" in rows[1]
    assert "07:00" in rows[3].rpartition("Mon ")[2]
    assert "never" in rows[8]
    assert rows[9] == "The schedule has never run here: bid-matcher run"


def test_a_source_that_fails_is_a_warning_and_all_of_them_an_error(
    rehearsal: Rehearsal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = [without_minimum(SOURCES[name]) for name in ("ukri", "nihr")]
    monkeypatch.setattr(run_jobs, "load_sources", lambda: two)
    rehearsal.spoil("ukri", FAULTS["gzip bomb"])
    assert once(tmp_path, "collect") == 0
    (run,) = runs(tmp_path, "collect")
    assert [(issue.severity, issue.where) for issue in run.issues] == [("warning", "ukri")]
    monkeypatch.setattr(run_jobs, "load_sources", lambda: two[:1])
    assert once(tmp_path, "collect") == 3
    assert runs(tmp_path, "collect")[0].issues[0].reason == "no source could be read"


def test_a_source_that_is_silent_is_told_to_the_operator_by_mail(
    rehearsal: Rehearsal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_store(f"sqlite:///{tmp_path / 'bid-matcher.db'}")
    first_ran(engine, datetime(2026, 1, 1, tzinfo=UTC))  # rehearsals are of later days
    engine.dispose()
    rehearsal.spoil("ukri", FAULTS["gzip bomb"])
    with running(Tls.NONE) as inbox:
        set_up(monkeypatch, inbox.port)
        assert once(tmp_path, "collect") == 0
    assert inbox.recipients == [OPERATOR]
    mail = message_from_bytes(inbox.texts[0], policy=policy.default)
    title = SOURCES["ukri"].definition.title
    assert mail["Subject"] == f"Bid Matcher: silent: {title}"
    assert f"- {title}: last read never" in mail.get_content()
    assert "silent" in (tmp_path / "run.log").read_text()


def test_mail_by_hand_is_written_and_sent_for_the_day_that_is_rehearsed(
    rehearsal: Rehearsal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert once(tmp_path, "collect") == 0
    agreed = ("--confirmed", "--reason", "said so in the meeting")
    assert main(["--home", str(tmp_path), "subscribers", "add", "jo@example.org", *agreed]) == 0
    with running(Tls.NONE) as inbox:
        for variable, value in environment_of(inbox).items():
            monkeypatch.setenv(variable, value)
        assert once(tmp_path, "mail") == 0
        assert once(tmp_path, "mail") == 0
        assert inbox.recipients == ["jo@example.org"]
        mail = message_from_bytes(inbox.texts[0])
    assert mail["Date"] == "Mon, 15 Jun 2026 07:00:00 +0100"
    second, first = runs(tmp_path, "mail")
    assert not first.issues
    counts = {"readers": 1, "mails": 1, "asked": 0, "due": 1, "sent": 1, "not taken": 0}
    assert first.counts == counts
    assert second.counts["sent"] == 0
    assert rehearsal.sites["ukri"].asked()


def test_awards_by_hand(rehearsal: Rehearsal, tmp_path: Path) -> None:
    assert once(tmp_path, "awards") == 0
    engine = open_store(f"sqlite:///{tmp_path / 'bid-matcher.db'}")
    stored = sum(total.awards for total in award_totals(engine))
    engine.dispose()
    assert runs(tmp_path, "awards")[0].counts["new"] == stored > 0
    assert all(rehearsal.sites[source.name].asked() for source in load_award_sources())


def test_indicators_by_hand_and_out_of_reach(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    city = tmp_path / "data" / "exampleton"
    write_city(city)
    (city / "fingertips.yaml").write_text(
        "sources: {s: {ref: a list}}\n"
        f"indicators: {{falls: [{{id: 93721, names: [{PREVENTABLE}], source: s}}]}}\n"
    )
    for name, value in (("DATA", city.parent), ("CITY", city.name), ("WAIT_SCALE", 0)):
        monkeypatch.setenv(f"BID_MATCHER_{name}", str(value))
    with closed_port() as port:
        monkeypatch.setenv("BID_MATCHER_BASE_FINGERTIPS", f"http://127.0.0.1:{port}")
        assert once(tmp_path, "indicators") == 3
    assert "nothing was written" in runs(tmp_path, "indicators")[0].issues[0].reason
    assert "indicators: failed" in capsys.readouterr().out
    with LocalServer() as site:
        table = FIXTURE.read_text("utf-8").replace(LEEDS, AREA)
        site.page("/api/all_data/csv/by_indicator_id", table, "text/csv")
        monkeypatch.setenv("BID_MATCHER_BASE_FINGERTIPS", site.address)
        assert once(tmp_path, "indicators") == 0
    assert runs(tmp_path, "indicators")[0].counts == {"figures": 1, "not read": 0}
    assert len(list(city.glob("indicators-*"))) == 1


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--once", "post"), 2, "no such job; there are collect, match, digest"),
        (("--database", "sqlite://"), 2, "needs a database in a file"),
    ],
)
def test_what_cannot_be_run_is_said(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    options: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    assert main(["--home", str(tmp_path), "run", *options]) == code
    assert said in capsys.readouterr().err
