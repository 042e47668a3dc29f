"""The operator is told by mail, through a real server, and never at the schedule's cost."""

import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from matcher.commands.operator import operator_teller, send_waiting
from matcher.mail.operator import keep_for_operator, send_kept
from matcher.mail.settings import Tls, read_operator
from matcher.places import LONDON
from matcher.schedule.operator import once_a_day
from matcher.schedule.record import Outcome
from matcher.schedule.service import do_due
from matcher.settings import Settings
from matcher.store import open_store
from tests.matcher.mail.servers import HANGS, HOST, MailServer, running, settings_for
from tests.matcher.schedule.services import Clock, a_service, first_ran, settings_in
from tests.scrapers.local_server import closed_port

OPERATOR = "ops@city.example"
MONDAY = datetime(2026, 11, 30, 7, tzinfo=LONDON)
SUBJECT = "Bid Matcher: digest failed"
TEXT = "digest, begun on Monday, ended in an error:\n- error, digest: no room\nSee the list."


def set_up(monkeypatch: pytest.MonkeyPatch, port: int, operator: str = OPERATOR) -> None:
    for name, value in {
        "SMTP_HOST": HOST,
        "SMTP_PORT": str(port),
        "SMTP_TLS": "none",
        "MAIL_FROM": "Bid Matcher <digest@example.org>",
        "OPERATOR": operator,
    }.items():
        monkeypatch.setenv(f"BID_MATCHER_{name}", value)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    with running(Tls.NONE) as mail:
        set_up(monkeypatch, mail.port)
        yield mail


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path)


def waiting(settings: Settings) -> list[Path]:
    return sorted((settings.home / "operator-mail").glob("*"))


def test_the_operator_gets_a_mail_once_a_day_also_across_restarts(
    settings: Settings, server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock(MONDAY)
    operator_teller(settings, clock)(SUBJECT, TEXT)
    clock.at += timedelta(hours=23)
    operator_teller(settings, clock)(SUBJECT, TEXT)
    assert server.recipients == [OPERATOR]
    mail = message_from_bytes(server.texts[0], policy=policy.default)
    assert mail["Subject"] == SUBJECT
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "- error, digest: no room\n" in mail.get_content().replace("\r\n", "\n")
    operator_teller(settings, clock)("Bid Matcher: match failed", TEXT)
    clock.at += timedelta(hours=1)
    operator_teller(settings, clock)(SUBJECT, TEXT)
    assert len(server.taken) == 3
    assert len({message_id for _, message_id in server.taken}) == 3
    assert waiting(settings) == []
    assert f"{SUBJECT}\n{TEXT}" in caplog.messages, "the log has it in any case"


def test_a_job_that_fails_is_mailed_and_the_schedule_goes_on(
    settings: Settings, server: MailServer
) -> None:
    def breaks() -> Outcome:
        raise ZeroDivisionError("by nothing")

    clock = Clock(MONDAY)
    engine = open_store(settings.database)
    first_ran(engine, MONDAY - timedelta(days=1))
    done: list[tuple[str, datetime]] = []
    tell = operator_teller(settings, clock)
    do_due(a_service(settings, engine, clock, done, tell, digest=breaks))
    engine.dispose()
    (text,) = server.texts
    mail = message_from_bytes(text, policy=policy.default)
    assert mail["Subject"] == "Bid Matcher: digest failed"
    assert "ZeroDivisionError: by nothing" in mail.get_content()
    assert "backup" in [name for name, _ in done]


def test_without_an_address_or_a_server_the_log_says_that_no_mail_is_possible(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    operator_teller(settings, Clock(MONDAY))(SUBJECT, TEXT)
    assert caplog.messages == [
        f"{SUBJECT}\n{TEXT}",
        "the operator was not mailed: BID_MATCHER_OPERATOR is not set",
    ]
    monkeypatch.setenv("BID_MATCHER_OPERATOR", OPERATOR)
    operator_teller(settings, Clock(MONDAY))("Another", TEXT)
    assert "BID_MATCHER_SMTP_HOST and BID_MATCHER_MAIL_FROM are not set" in caplog.messages[-1]
    assert send_waiting(settings, Clock(MONDAY)) == ""


def test_what_a_server_did_not_take_waits_and_goes_later_under_its_id(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock(MONDAY)
    with closed_port() as port:
        set_up(monkeypatch, port)
        operator_teller(settings, clock)(SUBJECT, TEXT)
    assert "cannot be reached" in caplog.messages[-1]
    (kept,) = waiting(settings)
    with running(Tls.NONE) as server:
        set_up(monkeypatch, server.port)
        server.faults[OPERATOR] = ["RCPT 450 later"]
        assert send_waiting(settings, clock) == "450 later"
        assert waiting(settings) == [kept]
        content = kept.read_bytes()
        clock.at += timedelta(minutes=5)
        operator_teller(settings, clock)("Another", TEXT)
        assert server.texts[0] == content, "the oldest first, as it was kept"
        assert len(server.texts) == 2
    assert waiting(settings) == []


def test_a_server_that_hangs_does_not_hold_up_the_schedule(
    settings: Settings, server: MailServer
) -> None:
    folder = settings.home / "operator-mail"
    mail = settings_for(server, Tls.NONE, last_timeout_s=5.0)
    keep_for_operator(SUBJECT, TEXT, OPERATOR, mail, folder, MONDAY)
    server.faults[OPERATOR] = [HANGS]
    began = time.monotonic()
    said = send_kept(folder, OPERATOR, mail, MONDAY, within_s=0.3)
    assert time.monotonic() - began < 4
    assert said == "the mail server did not take it within 0 seconds"
    assert len(waiting(settings)) == 1


def test_what_waited_for_more_than_a_week_is_left_to_the_log(
    settings: Settings, server: MailServer
) -> None:
    folder = settings.home / "operator-mail"
    mail = settings_for(server, Tls.NONE)
    keep_for_operator(SUBJECT, TEXT, OPERATOR, mail, folder, MONDAY)
    assert send_kept(folder, OPERATOR, mail, MONDAY + timedelta(days=8)) == ""
    assert (server.taken, waiting(settings)) == ([], [])


@pytest.mark.parametrize(
    "content", ["", "[]", '{"S": "2999-01-01T00:00:00+00:00"}', '{"S": "yesterday"}', '{"S": 7}']
)
def test_a_memory_that_is_broken_keeps_nothing_back(tmp_path: Path, content: str) -> None:
    memory = tmp_path / "told.json"
    memory.write_text(content)
    told: list[str] = []
    tell = once_a_day(lambda subject, _: told.append(subject), Clock(MONDAY), memory)
    tell("S", "x")
    tell("S", "x")
    assert told == ["S"]


def test_a_memory_that_cannot_be_written_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    told: list[str] = []
    tell = once_a_day(
        lambda subject, _: told.append(subject), Clock(MONDAY), tmp_path / "file" / "told.json"
    )
    with caplog.at_level(logging.WARNING):
        tell("S", "x")
        tell("S", "x")
    assert told == ["S"], "while the process lives it is known all the same"
    assert "cannot be written" in caplog.messages[-1]


def test_an_operator_without_an_address_is_refused() -> None:
    assert read_operator({}) is None
    assert read_operator({"BID_MATCHER_OPERATOR": OPERATOR}) == OPERATOR
    with pytest.raises(ValueError, match="BID_MATCHER_OPERATOR: not an e-mail address: 'ops'"):
        read_operator({"BID_MATCHER_OPERATOR": "ops"})
