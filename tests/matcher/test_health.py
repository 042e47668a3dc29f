"""`/healthz` and `/metrics`: what a monitor is told."""

import json
import re
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path

from matcher.health import Standing, faults, metrics
from matcher.places import LONDON
from matcher.schedule.server import answer, health_server
from matcher.schedule.standing import read_standing
from matcher.schedule.times import Times, plans_of
from matcher.store import StoreError, open_store
from models.report import Issue, Run, Severity
from tests.matcher.schedule.services import first_ran
from tests.scrapers.fixture_pages import SOURCES

MONDAY = datetime(2026, 11, 30, 7, tzinfo=LONDON)
MINUTE = timedelta(minutes=1)
GOOD = Run("run digest", MONDAY, MONDAY + MINUTE, {"rows": 12})
BAD = replace(GOOD, issues=(Issue(Severity.ERROR, "digest", "no room is left"),))
DIGEST = tuple(plan for plan in plans_of(Times()) if plan.name == "digest")
# One sample: a name, labels if any, a number (the text format's grammar).
LINE = re.compile(
    r'[a-z_:]+(\{[a-z_]+="([^"\\\n]|\\["\\n])*"(,[a-z_]+="([^"\\\n]|\\["\\n])*")*\})? \S+'
)


def standing(*runs: Run, now: datetime = MONDAY + MINUTE) -> Standing:
    since = MONDAY - timedelta(days=6)
    return Standing(now, since, DIGEST, {"digest": runs}, {}, {}, {"calls": 7})


def test_done_running_or_not_yet_due_is_healthy() -> None:
    assert faults(standing(GOOD)) == []
    assert faults(standing(replace(GOOD, finished_at=None))) == []
    assert faults(standing(now=MONDAY - MINUTE)) == []
    assert faults(replace(standing(now=MONDAY + timedelta(days=3)), since=None)) == []


def test_a_failure_a_job_not_done_and_a_silent_source_are_named() -> None:
    assert faults(standing(BAD)) == ["digest: failed Mon 30 Nov 2026 07:00: no room is left"]
    assert faults(standing(GOOD, BAD)) == []
    late = standing(now=MONDAY + timedelta(hours=7))
    assert faults(late) == ["digest: was due Mon 30 Nov 2026 07:00 and is not done"]
    silent = replace(standing(GOOD), silent={"ukri": MONDAY}, successes={})
    assert faults(silent) == ["source ukri: silent since Mon 30 Nov 2026 07:00, never read"]


def test_metrics_are_in_the_form_that_prometheus_reads() -> None:
    odd = {'a "b" \\ \n c': 1}
    text = metrics(replace(standing(replace(BAD, counts=odd)), silent={"ukri": MONDAY}))
    assert text.endswith("\n")
    lines = text.splitlines()
    assert all(line.startswith(("# HELP ", "# TYPE ")) or LINE.fullmatch(line) for line in lines)
    for line in (
        "bid_matcher_healthy 0.0",
        'bid_matcher_job_last_failed{job="digest"} 1.0',
        'bid_matcher_job_last_duration_seconds{job="digest"} 60.0',
        f'bid_matcher_job_last_start_seconds{{job="digest"}} {MONDAY.timestamp()!r}',
        'bid_matcher_job_last_count{job="digest",what="a \\"b\\" \\\\ \\n c"} 1.0',
        'bid_matcher_source_silent{source="ukri"} 1.0',
        'bid_matcher_stored{what="calls"} 7.0',
    ):
        assert line in lines
    assert not any("last_success_seconds{" in line for line in lines)


def ask(port: int, path: str) -> tuple[int, str, str]:
    """Status, content type and text of an answer."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path)
        reply = connection.getresponse()
        return reply.status, reply.headers["Content-Type"], reply.read().decode()


def test_the_server_answers_on_this_machine(tmp_path: Path) -> None:
    engine = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    first_ran(engine, MONDAY - timedelta(days=30))
    now = [MONDAY - timedelta(days=30)]

    def look() -> Standing:
        return read_standing(engine, Times(), DIGEST, list(SOURCES.values()), now[0])

    with health_server(0, look) as port:
        status, _, body = ask(port, "/healthz")
        assert (status, json.loads(body)) == (200, {"healthy": True, "reasons": []})
        now[0] = MONDAY + timedelta(days=1)
        status, _, body = ask(port, "/healthz")
        assert status == 503
        reasons = json.loads(body)["reasons"]
        assert reasons[0] == "digest: was due Mon 30 Nov 2026 07:00 and is not done"
        assert len(reasons) == 1 + len(SOURCES)
        status, kind, body = ask(port, "/metrics?x=1")
        assert (status, kind[:25]) == (200, "text/plain; version=0.0.4")
        assert "bid_matcher_healthy 0.0\n" in body
        assert ask(port, "/")[0] == 404
    engine.dispose()


def test_a_database_that_cannot_be_read_is_unhealthy() -> None:
    def look() -> Standing:
        raise StoreError("the disk reports an error")

    status, _, text = answer("/healthz", look)
    assert status == 503
    assert "the disk reports an error" in text
    assert answer("/metrics", look)[0] == 503
