"""Mail on the command line: written once, sent once, to a real server."""

from datetime import UTC, datetime
from decimal import Decimal
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from matcher.cli import main
from matcher.store import add_subscribers, open_store, upsert_calls
from models.subscriber import SavedSearch, Subscriber, SubscriberState
from tests.matcher.digest.samples import call
from tests.matcher.mail.servers import MailServer

OPEN_UNTIL = datetime(2090, 3, 1, 16, tzinfo=UTC)
TITLES = (
    "Earlier diagnosis of lung cancer through screening",
    "Falls prevention and frailty in older people",
    "Dementia: care at home",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with collected calls and two readers, of whom one has confirmed."""
    folder = tmp_path_factory.mktemp("home")
    agreed = ("--confirmed", "--reason", "said so in the meeting")
    calls = [call(str(at), title=title, deadlines=(OPEN_UNTIL,)) for at, title in enumerate(TITLES)]
    upsert_calls(open_store(f"sqlite:///{folder / 'bid-matcher.db'}"), calls, datetime.now(UTC))
    added = ("--search", "cancer screening", "--role", "leader", *agreed)
    assert run(folder, "subscribers", "add", "jo@example.org", *added) == 0
    assert run(folder, "subscribers", "add", "sam@example.org") == 0
    return folder


def run(home: Path, *arguments: str) -> int:
    return main(["--home", str(home), *arguments])


def test_without_a_mail_server_nothing_is_written_or_sent(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(home, "mail") == 3
    assert "no mail is sent: BID_MATCHER_SMTP_HOST" in capsys.readouterr().err


def test_a_reader_gets_one_mail_and_the_same_calls_are_not_told_again(
    home: Path, inbox: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(home, "mail", "--preview", "jo@example.org") == 0
    assert "Subject: " in capsys.readouterr().out
    assert inbox.taken == []
    assert run(home, "mail", "--dry-run") == 0
    assert "1 due, 0 sent" in capsys.readouterr().out
    assert run(home, "mail") == 0
    assert run(home, "mail") == 0
    assert inbox.recipients == ["jo@example.org"], "who has not confirmed gets none"
    mail = message_from_bytes(inbox.texts[0], policy=policy.default)
    assert mail["List-Unsubscribe"]
    assert "Leeds" in mail["Subject"]
    assert {part.get_content_type() for part in mail.iter_parts()} == {"text/plain", "text/html"}
    capsys.readouterr()
    assert run(home, "mail", "--preview", "jo@example.org") == 0
    assert "nothing to tell" in capsys.readouterr().out


def test_an_address_no_mail_can_be_made_for_stops_nobody_and_a_search_needs_no_words(
    home: Path, inbox: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = open_store(f"sqlite:///{home / 'bid-matcher.db'}")
    search = SavedSearch("", min_award_gbp=Decimal(1_000_000))
    people = [
        Subscriber(city="leeds", address=address, searches=(search,), state=SubscriberState.ACTIVE)
        for address in (f"kit@{'ü' * 60}.org", "ü@example.org", "kim@example.org")
    ]
    add_subscribers(engine, people)
    engine.dispose()
    assert run(home, "mail") == 0
    assert sorted(inbox.recipients) == ["kim@example.org", "ü@example.org"]
    assert "1 address not written to" in capsys.readouterr().err


def test_of_two_searches_without_words_each_finds_and_is_named(
    home: Path, inbox: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    searches = (SavedSearch("", min_award_gbp=Decimal(1_000)), SavedSearch("", "No such funder"))
    person = Subscriber(
        city="leeds",
        address="lee@example.org",
        searches=searches,
        organisation_ids=("leeds-beckett",),
        state=SubscriberState.ACTIVE,
    )
    engine = open_store(f"sqlite:///{home / 'bid-matcher.db'}")
    add_subscribers(engine, [person])
    engine.dispose()
    assert run(home, "mail", "--preview", "lee@example.org") == 0
    assert "Found by your search “from £1,000”" in capsys.readouterr().out
    assert inbox.taken == []


def test_nobody_is_named_who_is_not_subscribed(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(home, "mail", "--preview", "who@example.org") == 3
    assert "nobody is subscribed as who@example.org" in capsys.readouterr().err
