"""The jobs that make a digest and mail it: one matching, one mail for a week, what went is told."""

import json
import shutil
from collections.abc import Iterator
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
from models.call import Call, CallStatus, Stage
from models.mail import Mail
from models.subscriber import Subscriber, SubscriberState
from tests.matcher.digest.samples import call
from tests.matcher.mail.servers import HOST, MailServer, running

OPEN_UNTIL = datetime(2090, 3, 1, 16, tzinfo=UTC)
TITLES = ("Earlier diagnosis of lung cancer through screening", "Falls prevention in older people")
NOW = datetime.now(LONDON)
PLANNED = NOW.date() - timedelta(days=1)
YESTERDAYS = Times(digest=f"{PLANNED:%a} 00:00".lower())  # a week's digest should have been made


@pytest.fixture
def inbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    with running(Tls.NONE) as server:
        settings = {"SMTP_HOST": HOST, "SMTP_PORT": str(server.port), "SMTP_TLS": "none"}
        settings |= {"MAIL_FROM": "Bid Matcher <digest@example.org>", "MAIL_RATE": "6000"}
        for name, value in settings.items():
            monkeypatch.setenv(f"BID_MATCHER_{name}", value)
        yield server


@pytest.fixture(scope="module")
def matched_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with collected calls whose texts are embedded: that takes longest."""
    home = tmp_path_factory.mktemp("home")
    opened = open_store(read_settings(home=str(home), environ={}).database)
    upsert_calls(opened, [open_call(at) for at in range(len(TITLES))], NOW)
    opened.dispose()
    assert main(["--home", str(home), "match"]) == 0
    return home


@pytest.fixture
def settings(matched_home: Path, tmp_path: Path) -> Settings:
    home = tmp_path / "home"
    shutil.copytree(matched_home, home)
    return read_settings(home=str(home), environ={})


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    opened = open_store(settings.database)
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
    return make_jobs(settings, [settings], engine, YESTERDAYS, lambda *_: None, clock)


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


@pytest.mark.usefixtures("inbox")
def test_mail_is_made_by_itself_after_a_restart_and_when_the_digest_is_old(
    settings: Settings, engine: Engine
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
    assert mail.digest_day == PLANNED
    assert mail.as_of.astimezone(LONDON).date() >= NOW.date(), "days are counted from the real day"
    assert len(inbox.taken) == 1
    assert prepare(settings, NOW.date() + timedelta(weeks=1)) == 1
    assert "Most per award: £7m → not stated" in text(engine, mails(engine, reader)[1])


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


@pytest.mark.usefixtures("inbox")
@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"stated_status": CallStatus.CLOSED}, "Withdrawn: the page says that the call is closed"),
        ({"stage": Stage.INVITED}, "Stage: full → invited"),
    ],
)
def test_a_call_that_went_is_told_once_to_who_was_told_of_it(
    settings: Settings, engine: Engine, facts: dict[str, object], said: str
) -> None:
    weeks = [NOW.date() + timedelta(weeks=n) for n in range(1, 4)]
    told = subscribe(engine, "jo")
    prepare(settings, weeks[0])
    deliver(engine, weeks[0])
    later = subscribe(engine, "sam")
    upsert_calls(engine, [open_call(0, **facts)], NOW + timedelta(days=8))
    for week in weeks[1:]:
        prepare(settings, week)
        deliver(engine, week)
    first, second = mails(engine, told)
    assert TITLES[0] in text(engine, first)
    assert TITLES[0] in text(engine, second)
    assert said in " ".join(text(engine, second).split())
    assert "match 0" not in text(engine, second), "no score is made up for it"
    assert TITLES[0] not in "".join(text(engine, mail) for mail in mails(engine, later))


@pytest.mark.usefixtures("inbox")
def test_what_became_of_each_mail_can_be_read(
    settings: Settings, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    reader = subscribe(engine, "jo", language="cy")

    def mail(*arguments: str) -> str:
        assert main(["--home", str(settings.home), "mail", *arguments]) == 0
        return capsys.readouterr().out

    assert mail("--list", "jo@example.org") == "No mail has been written to this reader yet.\n"
    prepare(settings, NOW.date() + timedelta(weeks=1))
    capsys.readouterr()
    (kept,) = mails(engine, reader)
    assert "prepared, due " in mail("--list", "jo@example.org")
    deliver(engine, kept.digest_day)
    listed = mail("--list", "jo@example.org")
    assert f"{kept.digest_day}  {kept.subject}" in listed
    assert f"sent {kept.digest_day} 12:00" in listed
    assert "250 taken" in listed
    shown = mail("--show", str(kept.id))
    assert f"Message-ID: {kept.message_id}" in shown
    assert "closes Dydd Mercher, 1 Mawrth 2090, 16:00 UK time" in shown
    assert main(["--home", str(settings.home), "mail", "--show", "999"]) == 3
    assert main(["--home", str(settings.home), "mail", "--list", "who@example.org"]) == 3


def test_digests_are_listed_shown_and_previewed(
    settings: Settings, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    subscribe(engine, "jo")

    def digest(*arguments: str) -> str:
        assert main(["--home", str(settings.home), "digest", *arguments]) == 0
        return capsys.readouterr().out

    assert digest("--list") == "No digest has been made yet: bid-matcher digest.\n"
    assert digest("--list", "--json") == "[]\n"
    digest("--as-of", "2026-11-23")
    assert "2026-11-23  Leeds, made " in digest("--list")
    (kept,) = json.loads(digest("--list", "--json"))
    assert kept["folder"] == str(settings.digests / "2026-11-23")
    assert kept["calls_considered"] == len(TITLES)
    assert TITLES[0] in digest("--show", "2026-11-23")
    assert "Subject: " in digest("--preview", "jo@example.org")
    assert main(["--home", str(settings.home), "digest", "--show", "2026-11-24"]) == 3
    said = "no digest of Leeds for 2026-11-24 is kept; there are 2026-11-23"
    assert said in capsys.readouterr().err
