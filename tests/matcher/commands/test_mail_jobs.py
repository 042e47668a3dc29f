"""The jobs that make a digest and mail it: one matching, one mail for a week, what went is told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import Engine

from matcher.cli import main
from matcher.commands.mail import prepare_now
from matcher.commands.run_jobs import make_jobs
from matcher.mail.delivery import Surroundings, deliver_due
from matcher.mail.message import text_of
from matcher.mail.settings import Tls, read_mail_settings
from matcher.places import LONDON, one_writer
from matcher.schedule.record import Job
from matcher.schedule.times import Times
from matcher.settings import Settings, read_settings
from matcher.store import add_subscribers, load_matches, open_store, outbox, upsert_calls
from matcher.store.outbox import Mail
from models.applicants import Admission, Applicant, Part
from models.call import Call, CallStatus
from models.subscriber import Subscriber, SubscriberState
from tests.matcher.digest.samples import call
from tests.matcher.mail.servers import HOST, MailServer, running

OPEN_UNTIL = datetime(2090, 3, 1, 16, tzinfo=UTC)
TITLES = ("Earlier diagnosis of lung cancer through screening", "Falls prevention in older people")
NOW = datetime.now(LONDON)
MONDAY = (NOW - timedelta(days=NOW.weekday())).date()
EVERY_MONDAY = Times(digest="mon 00:00")  # so that the planned day is this week's at any time


@pytest.fixture
def inbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    with running(Tls.NONE) as server:
        settings = {"SMTP_HOST": HOST, "SMTP_PORT": str(server.port), "SMTP_TLS": "none"}
        settings |= {"MAIL_FROM": "Bid Matcher <digest@example.org>", "MAIL_RATE": "6000"}
        for name, value in settings.items():
            monkeypatch.setenv(f"BID_MATCHER_{name}", value)
        yield server


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings(home=str(tmp_path), environ={})


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    opened = open_store(settings.database)
    upsert_calls(opened, [open_call(at) for at in range(len(TITLES))], NOW)
    yield opened
    opened.dispose()


def open_call(at: int, **facts: object) -> Call:
    return call(str(at), **({"title": TITLES[at], "deadlines": (OPEN_UNTIL,)} | facts))


def subscribe(engine: Engine, name: str, **facts: object) -> int:
    person = Subscriber(
        city="leeds", address=f"{name}@example.org", state=SubscriberState.ACTIVE, **facts
    )
    (number,) = add_subscribers(engine, [person])
    assert number is not None
    return number


def jobs(settings: Settings, engine: Engine, now: datetime | None = None) -> dict[str, Job]:
    """The jobs as a service that has just started has them."""
    clock = (lambda: now) if now else (lambda: datetime.now(LONDON))
    return make_jobs(settings, engine, EVERY_MONDAY, lambda *_: None, clock)


def matched_at(engine: Engine) -> datetime:
    found = load_matches(engine, "leeds")
    assert found is not None
    return found.as_of


def mails(engine: Engine, reader: int) -> list[Mail]:
    return outbox.load_mails(engine, reader)


def text(engine: Engine, mail: Mail) -> str:
    content = outbox.load_message(engine, mail.id)
    assert content is not None
    return text_of(message_from_bytes(content, policy=policy.default))


def test_mail_follows_the_digest_without_matching_again(
    settings: Settings, engine: Engine, inbox: MailServer
) -> None:
    subscribe(engine, "jo")
    service = jobs(settings, engine)
    service["digest"]()
    first = matched_at(engine)
    done = service["mail"]()
    assert matched_at(engine) == first, "what the digest was made of served"
    assert (done.counts["mails"], done.counts["sent"]) == (1, 1)
    assert inbox.recipients == ["jo@example.org"]
    service["mail"]()
    assert matched_at(engine) > first, "it serves once"


def test_mail_is_made_by_itself_after_a_restart_and_when_the_digest_is_old(
    settings: Settings, engine: Engine, inbox: MailServer
) -> None:
    subscribe(engine, "jo")
    jobs(settings, engine)["digest"]()
    first = matched_at(engine)
    assert jobs(settings, engine)["mail"]().counts["mails"] == 1
    second = matched_at(engine)
    assert second > first
    late = jobs(settings, engine, datetime.now(LONDON) + timedelta(hours=1, minutes=1))
    late["digest"]()
    third = matched_at(engine)
    late["mail"]()
    assert matched_at(engine) > third


def test_a_digest_that_is_made_up_for_twice_is_one_mail_for_its_planned_day(
    settings: Settings, engine: Engine, inbox: MailServer
) -> None:
    reader = subscribe(engine, "jo")
    done = jobs(settings, engine)["mail"]()
    assert not done.issues
    upsert_calls(engine, [open_call(1, award_max=None)], NOW + timedelta(minutes=1))
    jobs(settings, engine)["mail"]()
    (mail,) = mails(engine, reader)
    assert mail.digest_day == MONDAY
    assert mail.as_of.astimezone(LONDON).date() >= NOW.date(), "days are counted from the real day"
    assert len(inbox.taken) == 1
    next_week = prepare(settings, NOW.date() + timedelta(weeks=1))
    assert next_week == 1, "what has changed since is in the next week's"
    assert [each.digest_day for each in mails(engine, reader)][0] == MONDAY


def test_the_scheduled_mail_by_hand_is_sent(
    settings: Settings, engine: Engine, inbox: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    subscribe(engine, "jo")
    assert main(["--home", str(settings.home), "run", "--once", "mail"]) == 0
    assert inbox.recipients == ["jo@example.org"]
    assert "1 sent" in capsys.readouterr().out


def prepare(settings: Settings, day: date) -> int:
    """Write everybody's mail for a day; how many there are."""
    with one_writer(settings):
        return prepare_now(settings, day).mails


def deliver(engine: Engine, day: date) -> None:
    """Send what is due at noon of a day."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    around = Surroundings(clock=lambda: noon, sleep=lambda _: None)
    deliver_due(engine, read_mail_settings(), around=around)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"stated_status": CallStatus.CLOSED}, "withdrawn: the page says that the call is closed"),
        (
            {"applicants": (Admission(Applicant.UNIVERSITY, Part.LEAD, admitted=True),)},
            "who is named as able to apply",
        ),
    ],
)
def test_a_call_that_went_is_told_once_to_who_was_told_of_it(
    settings: Settings, engine: Engine, inbox: MailServer, facts: dict[str, object], said: str
) -> None:
    weeks = [NOW.date() + timedelta(weeks=n) for n in range(1, 5)]
    told = subscribe(engine, "jo")
    elsewhere = subscribe(engine, "kim", need_ids=("cancer",)) if False else None
    prepare(settings, weeks[0])
    deliver(engine, weeks[0])
    later = subscribe(engine, "sam")
    excluding = facts | {"eligibility": "Applicants must be based in the United States."}
    gone = open_call(0, **(facts if "stated_status" in facts else excluding))
    upsert_calls(engine, [gone], NOW + timedelta(days=8))
    for week in weeks[1:3]:
        prepare(settings, week)
        deliver(engine, week)
    first, second = mails(engine, told)
    assert TITLES[0] in text(engine, first)
    assert said in " ".join(text(engine, second).split())
    assert TITLES[0] in text(engine, second)
    (only,) = mails(engine, later)
    assert TITLES[0] not in text(engine, only)
    assert elsewhere is None
