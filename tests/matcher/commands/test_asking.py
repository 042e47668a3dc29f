"""Who is added is asked by a real mail, and the link in it lets the digest come."""

import re
from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from matcher.cli import main
from matcher.commands.serve import make_site
from matcher.settings import read_settings
from matcher.store import find_subscribers, load_subscribers, open_store
from matcher.web.app import create_app
from models.subscriber import SubscriberState
from tests.matcher.mail.servers import MailServer
from tests.matcher.store.people import store_person

WEB = "https://bids.example.org"
JO = "jo@example.org"


def run(home: Path, *arguments: str) -> int:
    return main(["--home", str(home), *arguments])


def store_of(home: Path) -> str:
    return f"sqlite:///{home / 'bid-matcher.db'}"


@pytest.fixture
def site_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BID_MATCHER_WEB", WEB)


def texts(inbox: MailServer) -> list[str]:
    mails = (message_from_bytes(each, policy=policy.default) for each in inbox.texts)
    bodies = (mail.get_body(("plain",)) for mail in mails)
    return [body.get_content() for body in bodies if body is not None]


@pytest.mark.usefixtures("site_known")
def test_double_opt_in_from_the_command_to_the_page(tmp_path: Path, inbox: MailServer) -> None:
    assert run(tmp_path, "subscribers", "add", JO) == 0
    assert run(tmp_path, "mail", "--send-only") == 0
    assert inbox.recipients == [JO]
    link = re.search(rf"{re.escape(WEB)}(/mail/confirm/\S+)", texts(inbox)[0])
    assert link is not None
    with TestClient(create_app(make_site(read_settings(home=str(tmp_path), environ={})))) as client:
        assert client.get(link[1]).status_code == 200
        assert client.post(link[1]).status_code == 200
    (person,) = find_subscribers(open_store(store_of(tmp_path)), JO)
    assert person.state is SubscriberState.ACTIVE


@pytest.mark.usefixtures("site_known")
def test_nobody_is_asked_twice_unless_somebody_says_so(tmp_path: Path, inbox: MailServer) -> None:
    run(tmp_path, "subscribers", "add", JO)
    for _ in range(3):
        assert run(tmp_path, "mail", "--send-only") == 0
    assert inbox.recipients == [JO]


@pytest.mark.usefixtures("site_known")
def test_who_did_not_answer_can_be_asked_once_more(
    tmp_path: Path, inbox: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path, "subscribers", "add", JO)
    monkeypatch.setenv("BID_MATCHER_NOW", "2026-08-03T09:00+01:00")
    run(tmp_path, "mail", "--send-only")
    monkeypatch.delenv("BID_MATCHER_NOW")
    assert run(tmp_path, "subscribers", "ask", JO) == 0
    run(tmp_path, "mail", "--send-only")
    assert set(inbox.recipients) == {JO}
    assert len({message_id for _, message_id in inbox.taken}) == len(inbox.taken)


def test_without_an_address_of_the_site_nobody_is_asked_and_it_is_said(
    tmp_path: Path, inbox: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path, "subscribers", "add", JO)
    assert run(tmp_path, "mail", "--send-only") == 0
    assert inbox.taken == []
    assert "set BID_MATCHER_WEB" in capsys.readouterr().err
    assert run(tmp_path, "subscribers", "ask", JO) == 2


@pytest.mark.usefixtures("inbox")
def test_who_left_is_erased_a_month_later(tmp_path: Path) -> None:
    engine = open_store(store_of(tmp_path))
    today = date.today()  # noqa: DTZ011 - the day of the machine, as the command takes it
    for name, days in (("old", 32), ("new", 29)):
        left = today - timedelta(days=days)
        store_person(engine, f"{name}@example.org", state=SubscriberState.LEFT, left_on=left)
    assert run(tmp_path, "mail", "--send-only") == 0
    assert [person.address for person in load_subscribers(engine)] == ["new@example.org"]
