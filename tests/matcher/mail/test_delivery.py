"""Mails go to a real server, once each, whatever it does wrong."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock
from sqlalchemy import Engine

from matcher.mail.delivery import DeliveryReport, Surroundings, deliver_due
from matcher.mail.settings import MailSettings, Tls
from matcher.store import load_subscriber, load_told, open_store, outbox
from models.errors import NothingToDoError
from models.mail import MailState
from models.subscriber import SubscriberState
from tests.matcher.mail.servers import (
    DROPS_AFTER,
    DROPS_TAKEN,
    DROPS_UNTAKEN,
    HANGS,
    HOST,
    MailServer,
    running,
    settings_for,
    trusting,
)
from tests.matcher.store.examples import NOON
from tests.matcher.store.people import TOLD, prepare_mail, store_person

NAMES = ("a@example.org", "b@example.org", "c@example.org")
LATER = timedelta(days=1)


@pytest.fixture(scope="module")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty store: making one takes longer than most of these tests."""
    path = tmp_path_factory.mktemp("empty") / "store.db"
    open_store(f"sqlite:///{path}").dispose()
    return path


@pytest.fixture
def engine(empty_store: Path, tmp_path: Path) -> Iterator[Engine]:
    shutil.copy(empty_store, tmp_path / "store.db")
    opened = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    yield opened
    opened.dispose()


@pytest.fixture
def server() -> Iterator[MailServer]:
    with running() as mail:
        yield mail


def prepare_for(engine: Engine, *addresses: str) -> dict[str, int]:
    """Store people with a mail each; their numbers by address."""
    people = {address: store_person(engine, address) for address in addresses}
    for address, number in people.items():
        prepare_mail(engine, number, address=address)
    return people


def around(now: datetime = NOON) -> Surroundings:
    return Surroundings(clock=lambda: now, sleep=lambda _: None, context=trusting())


def deliver(
    engine: Engine, server: MailServer, now: datetime = NOON, **facts: object
) -> DeliveryReport:
    return deliver_due(engine, settings_for(server, **facts), around=around(now))  # type: ignore[arg-type]


def states(engine: Engine, people: dict[str, int]) -> list[MailState]:
    return [outbox.load_mails(engine, number)[0].state for number in people.values()]


def test_every_mail_goes_out_once_on_one_connection(engine: Engine, server: MailServer) -> None:
    people = prepare_for(engine, *NAMES)
    assert deliver(engine, server) == DeliveryReport(due=3, sent=3)
    assert server.recipients == [*NAMES]
    assert server.senders == ["digest@example.org"] * 3
    assert server.connections == 1
    assert states(engine, people) == [MailState.SENT] * 3
    assert all(set(load_told(engine, n)) == {t.call_key for t in TOLD} for n in people.values())
    assert deliver(engine, server, NOON + LATER) == DeliveryReport(due=0)
    assert len(server.taken) == 3


def test_a_mail_arrives_as_it_was_prepared(engine: Engine, server: MailServer) -> None:
    number = store_person(engine, NAMES[0])
    mail = prepare_mail(engine, number, address=NAMES[0])
    deliver(engine, server)
    assert server.texts == [outbox.load_message(engine, mail.id)]
    assert server.taken == [(NAMES[0], mail.message_id)]


def test_a_dry_run_sends_and_records_nothing(engine: Engine, server: MailServer) -> None:
    people = prepare_for(engine, *NAMES)
    report = deliver_due(engine, settings_for(server), dry_run=True, around=around())
    assert report == DeliveryReport(due=3)
    assert (server.connections, server.taken) == (0, [])
    assert states(engine, people) == [MailState.PREPARED] * 3


@pytest.mark.parametrize(
    "fault",
    [
        "RCPT 421 too busy",
        "RCPT 450 4.2.1 greylisted",
        "RCPT 550 5.7.1 not from you",
        "RCPT 552 5.2.2 mailbox full",
        "DATA 421 closing",
        "DATA 451 later",
        "DATA 554 looks like spam",
        HANGS,
        DROPS_TAKEN,
        DROPS_UNTAKEN,
    ],
)
def test_what_may_pass_is_tried_again_under_the_same_id(
    engine: Engine, server: MailServer, fault: str
) -> None:
    people = prepare_for(engine, *NAMES)
    server.faults[NAMES[1]] = [fault]
    assert deliver(engine, server) == DeliveryReport(due=3, sent=2, failed=1)
    (mail,) = outbox.load_mails(engine, people[NAMES[1]])
    assert (mail.state, mail.attempts) == (MailState.FAILED, 1)
    assert mail.next_try == NOON + timedelta(minutes=5)
    assert load_told(engine, people[NAMES[1]]) == {}
    assert deliver(engine, server) == DeliveryReport(due=0)
    assert deliver(engine, server, NOON + timedelta(minutes=5)).sent == 1
    assert states(engine, people) == [MailState.SENT] * 3
    copies = [message_id for name, message_id in server.taken if name == NAMES[1]]
    # The server that took it and never said so has it twice, and can see that it does.
    assert copies == [mail.message_id] * (2 if fault in (HANGS, DROPS_TAKEN) else 1)


def test_a_connection_that_was_dropped_after_a_mail_is_made_anew(
    engine: Engine, server: MailServer
) -> None:
    prepare_for(engine, *NAMES)
    server.faults[NAMES[0]] = [DROPS_AFTER]
    assert deliver(engine, server) == DeliveryReport(due=3, sent=3)
    assert server.recipients == [*NAMES]
    assert server.connections == 2


@pytest.mark.parametrize(
    "answer", ["550 no such user", "550 5.1.1 unknown", "553 bad name", "554 5.2.1 disabled"]
)
def test_a_refused_address_is_suspended(engine: Engine, server: MailServer, answer: str) -> None:
    people = prepare_for(engine, *NAMES)
    bad = people[NAMES[1]]
    server.faults[NAMES[1]] = [f"RCPT {answer}"]
    assert deliver(engine, server) == DeliveryReport(due=3, sent=2, suspended=(bad,))
    person = load_subscriber(engine, bad)
    assert person is not None
    assert (person.state, person.state_reason) == (SubscriberState.SUSPENDED, answer)
    prepare_mail(engine, bad, NOON + LATER, address=NAMES[1])
    assert deliver(engine, server, NOON + LATER).due == 0


def test_a_mail_is_given_up_after_its_last_attempt(engine: Engine, server: MailServer) -> None:
    waits = (timedelta(hours=1), timedelta(hours=2))
    people = prepare_for(engine, *NAMES[:2])
    server.faults[NAMES[0]] = ["RCPT 450 busy"] * 9
    server.faults[NAMES[1]] = ["RCPT 550 5.7.1 policy"] * 9
    for hours, due in ((0, 2), (0.9, 0), (1, 2), (2.9, 0)):
        assert deliver(engine, server, NOON + timedelta(hours=hours), waits=waits).due == due
    last = deliver(engine, server, NOON + timedelta(hours=3), waits=waits)
    assert last == DeliveryReport(due=2, failed=1, suspended=(people[NAMES[1]],))
    assert states(engine, people) == [MailState.GIVEN_UP] * 2
    assert deliver(engine, server, NOON + LATER, waits=waits).due == 0


def test_a_refused_sender_ends_the_run_and_costs_no_attempt(
    engine: Engine, server: MailServer
) -> None:
    people = prepare_for(engine, *NAMES)
    server.mail_faults = ["553 5.1.8 who are you"]
    report = deliver(engine, server)
    assert report == DeliveryReport(
        due=3,
        stopped="127.0.0.1 refuses mail of digest@example.org: 553 5.1.8 who are you",
    )
    (mail,) = outbox.load_mails(engine, people[NAMES[0]])
    assert (mail.state, mail.attempts) == (MailState.PREPARED, 0)
    assert deliver(engine, server).sent == 3


def test_a_server_that_is_busy_is_asked_again_later(engine: Engine, server: MailServer) -> None:
    prepare_for(engine, *NAMES)
    server.mail_faults = ["421 too many connections", "451 try later"]
    assert deliver(engine, server) == DeliveryReport(due=3, sent=1, failed=2)


@pytest.mark.parametrize(("fault", "tried"), [(DROPS_UNTAKEN, 3), ("RCPT 450 busy", 10)])
def test_a_server_that_takes_nothing_is_not_asked_for_ever(
    engine: Engine, server: MailServer, fault: str, tried: int
) -> None:
    names = [f"p{number}@example.org" for number in range(12)]
    prepare_for(engine, *names)
    server.faults.update({name: [fault] for name in names})
    report = deliver(engine, server)
    assert (report.due, report.sent, report.failed) == (12, 0, tried)
    assert report.stopped.startswith(f"127.0.0.1 took none of {tried} mails in a row: ")
    assert len(outbox.due(engine, NOON)) == 12 - tried


def test_without_a_server_nothing_is_recorded(engine: Engine) -> None:
    people = prepare_for(engine, *NAMES)
    with running() as gone:
        settings = settings_for(gone)
    report = deliver_due(engine, settings, around=around())
    assert "port" in report.stopped
    assert "cannot be reached" in report.stopped
    assert states(engine, people) == [MailState.PREPARED] * 3


@pytest.mark.parametrize("tls", list(Tls))
def test_every_kind_of_connection_works(engine: Engine, tls: Tls) -> None:
    prepare_for(engine, *NAMES)
    with running(tls) as mail:
        assert deliver(engine, mail, tls=tls).sent == 3


def test_a_certificate_that_proves_nothing_ends_the_run(engine: Engine) -> None:
    prepare_for(engine, *NAMES)
    strangers = Surroundings(clock=lambda: NOON)
    for tls in (Tls.STARTTLS, Tls.TLS):
        with running(tls, certified="other.example") as mail:
            report = deliver(engine, mail, tls=tls)
            assert "127.0.0.1 cannot prove who it is" in report.stopped
            untrusted = deliver_due(engine, settings_for(mail, tls), around=strangers)
            assert "cannot prove who it is" in untrusted.stopped
            assert mail.taken == []
    assert len(outbox.due(engine, NOON)) == 3


def test_no_mail_goes_out_in_clear_where_encryption_is_set(engine: Engine) -> None:
    prepare_for(engine, *NAMES)
    with running(starttls=False) as mail:
        assert "does not offer what is set for it" in deliver(engine, mail).stopped
        assert mail.taken == []


def test_the_server_is_logged_in_to(engine: Engine) -> None:
    prepare_for(engine, *NAMES)
    with running(login=True) as mail:
        wrong = deliver(engine, mail, user="bids", password="guess")
        assert wrong.stopped.startswith("127.0.0.1 refuses the login of bids: 535")
        assert "530" in deliver(engine, mail).stopped
        assert deliver(engine, mail, user="bids", password="s3cret").sent == 3


def test_a_server_that_is_closed_says_so(engine: Engine, server: MailServer) -> None:
    prepare_for(engine, *NAMES)
    server.greeting = "421 down for maintenance"
    assert "127.0.0.1 takes no mail now: 421" in deliver(engine, server).stopped
    assert len(outbox.due(engine, NOON)) == 3


def test_addresses_of_other_letters_are_sent_to(engine: Engine, server: MailServer) -> None:
    prepare_for(engine, "jörg@müller.example")
    assert deliver(engine, server).sent == 1
    assert server.recipients == ["jörg@xn--mller-kva.example"]


def test_a_server_without_smtputf8_takes_only_ascii_addresses_and_that_is_the_reason(
    engine: Engine,
) -> None:
    people = prepare_for(engine, "jörg@müller.example", NAMES[0])
    with running(utf8=False) as mail:
        report = deliver(engine, mail)
        assert mail.recipients == [NAMES[0]]
    assert report.suspended == (people["jörg@müller.example"],)
    person = load_subscriber(engine, people["jörg@müller.example"])
    assert person is not None
    assert person.state is SubscriberState.SUSPENDED
    assert person.state_reason.startswith("127.0.0.1 does not offer SMTPUTF8")


def test_the_rate_and_a_wish_to_stop_are_kept(engine: Engine, server: MailServer) -> None:
    prepare_for(engine, *NAMES)
    slept: list[float] = []
    patient = Surroundings(
        clock=lambda: NOON,
        sleep=slept.append,
        stopping=lambda: len(slept) > 1,
        context=trusting(),
    )
    for sent in (2, 0):
        report = deliver_due(engine, settings_for(server, per_minute=30), around=patient)
        assert (report.sent, report.stopped[:13]) == (sent, "asked to stop")
    assert slept == [2.0, 2.0]


def test_who_pauses_during_a_run_gets_no_mail(engine: Engine, server: MailServer) -> None:
    people = prepare_for(engine, *NAMES)

    def pause(_: float) -> None:
        mail = outbox.load_mails(engine, people[NAMES[1]])[0]
        outbox.record_refusal(engine, mail.id, "by hand")

    busy = Surroundings(clock=lambda: NOON, sleep=pause, context=trusting())
    assert deliver_due(engine, settings_for(server), around=busy).sent == 2
    assert server.recipients == [NAMES[0], NAMES[2]]


def test_only_one_process_sends(engine: Engine, server: MailServer) -> None:
    prepare_for(engine, *NAMES)
    with (
        FileLock(f"{engine.url.database}.mail.lock"),
        pytest.raises(NothingToDoError, match="another bid-matcher is sending mail"),
    ):
        deliver(engine, server)
    assert deliver(engine, server).sent == 3


def test_a_process_that_dies_before_recording_sends_again_under_the_same_id(
    engine: Engine, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_for(engine, *NAMES)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(outbox, "record_sent", die)
        with pytest.raises(KeyboardInterrupt):
            deliver(engine, server)
    assert deliver(engine, server).sent == 3
    assert server.recipients == [NAMES[0], *NAMES]
    assert len(set(server.taken)) == 3  # one Message-ID for each


_CHILD = """
import sys
from datetime import datetime
from matcher.mail.delivery import Surroundings, deliver_due
from matcher.mail.settings import MailSettings, Tls
from matcher.store import open_store
engine = open_store(sys.argv[1])
settings = MailSettings(
    host=sys.argv[2], port=int(sys.argv[3]), sender="digest@example.org", tls=Tls.NONE
)
now = datetime.fromisoformat(sys.argv[4])
deliver_due(engine, settings, around=Surroundings(clock=lambda: now))
"""


def test_a_process_that_is_killed_leaves_nothing_undecided(engine: Engine, tmp_path: Path) -> None:
    people = prepare_for(engine, *NAMES)
    with running(Tls.NONE) as mail:
        mail.faults[NAMES[1]] = [HANGS]
        url = f"sqlite:///{tmp_path / 'store.db'}"
        words = [sys.executable, "-c", _CHILD, url, HOST, str(mail.port), NOON.isoformat()]
        child = subprocess.Popen(words)
        assert mail.hanging.wait(30)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        sent = [MailState.SENT, MailState.SENDING, MailState.PREPARED]
        assert states(engine, people) == sent
        assert deliver(engine, mail, tls=Tls.NONE).sent == 2
    assert states(engine, people) == [MailState.SENT] * 3
    assert mail.recipients == [NAMES[0], NAMES[1], NAMES[1], NAMES[2]]
    assert len(set(mail.taken)) == 3


def test_settings_are_not_shown_with_the_password() -> None:
    settings = MailSettings(host="mail", sender="a@b.org", user="bids", password="s3cret")
    assert "s3cret" not in repr(settings)
