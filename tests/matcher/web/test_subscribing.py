"""Anybody may ask for the digest; it comes only after the link in a mail to the address."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from matcher.mail.settings import Tls
from matcher.store import find_subscribers, load_subscribers
from matcher.web.site import Site
from models.account import Role
from models.subscriber import SubscriberState
from tests.matcher.mail.servers import MailServer, running, settings_for
from tests.matcher.web.people import HOST, browser_as, form_token, make_site
from tests.matcher.web.serving import browser, faults_of, served

JO = "jo@example.org"


@pytest.fixture
def inbox() -> Iterator[MailServer]:
    with running(Tls.NONE) as server:
        yield server


@pytest.fixture
def site(tmp_path: Path, inbox: MailServer) -> Site:
    return make_site(tmp_path, mail=settings_for(inbox, Tls.NONE))


def subscribe(client: TestClient, address: str) -> int:
    sent = {"csrf": form_token(client, "/subscribe"), "address": address}
    return client.post("/subscribe", data=sent).status_code


def test_from_the_form_to_the_digest(site: Site, inbox: MailServer) -> None:
    client = browser_as(site)
    assert subscribe(client, JO) == 303
    assert inbox.recipients == [JO]
    (person,) = load_subscribers(site.engine)
    assert person.state is SubscriberState.WAITING
    body = message_from_bytes(inbox.texts[0], policy=policy.default).get_body(("plain",))
    assert body is not None
    link = re.search(rf"{HOST}(/mail/confirm/\S+)", body.get_content())
    assert link is not None
    assert client.post(link[1]).status_code == 200
    (person,) = find_subscribers(site.engine, JO)
    assert person.state is SubscriberState.ACTIVE


def test_asking_twice_sends_one_mail_and_tells_nobody_who_is_there(
    site: Site, inbox: MailServer
) -> None:
    client = browser_as(site)
    assert {subscribe(client, JO) for _ in range(3)} == {303}
    assert inbox.recipients == [JO]
    assert len(load_subscribers(site.engine)) == 1


@pytest.mark.parametrize("address", ["", "jo", "jo@", "jo@example.org\nBcc: x@example.org"])
def test_what_is_no_address_is_refused(site: Site, inbox: MailServer, address: str) -> None:
    assert subscribe(browser_as(site), address) == 422
    assert inbox.taken == []
    assert load_subscribers(site.engine) == []


def test_a_form_from_elsewhere_is_refused(site: Site) -> None:
    client = browser_as(site)
    assert client.post("/subscribe", data={"address": JO}).status_code == 403
    assert load_subscribers(site.engine) == []


def test_a_server_that_is_down_loses_nobody(site: Site, inbox: MailServer) -> None:
    inbox.mail_faults += ["451 not now"] * 5
    assert subscribe(browser_as(site), JO) == 303
    (person,) = load_subscribers(site.engine)
    assert person.state is SubscriberState.WAITING


def test_an_admin_who_adds_somebody_has_them_asked_at_once(site: Site, inbox: MailServer) -> None:
    client = browser_as(site, Role.ADMIN)
    form = {"csrf": form_token(client, "/admin/subscribers"), "address": JO}
    form |= {"role": "researcher", "frequency": "weekly"}
    assert client.post("/admin/subscribers", data=form).status_code == 303
    assert inbox.recipients == [JO]


def test_without_a_mail_server_the_page_says_so(tmp_path: Path) -> None:
    client = browser_as(make_site(tmp_path, mail=None))
    assert "No mail can be sent from here yet" in client.get("/subscribe").text


def test_the_pages_have_no_fault(site: Site) -> None:
    with served(site) as base, browser() as opened:
        page = opened.new_page()
        for path in ("/subscribe", "/subscribe/sent"):
            page.goto(base + path)
            assert faults_of(page) == []
