"""Signing in by a mailed link, with a real mail server; what is told and what is logged."""

import http.client
import logging
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from starlette.testclient import TestClient

from matcher.mail.settings import Tls
from matcher.store.accounts import change_account, load_account
from matcher.store.audit import load_entries
from matcher.store.sessions import LINK_LIFE, count_sessions
from matcher.store.transactions import writing
from matcher.web.cookies import SESSION, VISIT
from matcher.web.sign_in.links import safe_way_back
from matcher.web.site import Site
from models.account import Role
from tests.matcher.mail.servers import HANGS, MailServer, running, settings_for
from tests.matcher.web.people import (
    ADDRESSES,
    HOST,
    NOON,
    Clock,
    account_of,
    browser_as,
    form_token,
    make_site,
)
from tests.matcher.web.serving import served

LEADER = ADDRESSES[Role.LEADER]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with running(Tls.NONE) as server:
        yield server


@pytest.fixture
def site(tmp_path: Path, clock: Clock, mail: MailServer) -> Site:
    return make_site(tmp_path, clock, mail=settings_for(mail, Tls.NONE))


def ask(browser: TestClient, address: str = LEADER, back: str = "/account") -> int:
    """Ask for a link, as the page's form does."""
    sent = {"csrf": form_token(browser, "/sign-in"), "address": address, "back": back}
    return browser.post("/sign-in", data=sent).status_code


def link_in(mail: MailServer) -> str:
    """Path of the link in the newest mail."""
    message = message_from_bytes(mail.texts[-1], policy=default)
    body = message.get_body(("plain",))
    assert body is not None
    (link,) = re.findall(rf"{HOST}(/sign-in/link/\S+)", body.get_content())
    return str(link)


def test_a_link_signs_in_once_in_the_browser_that_asked(site: Site, mail: MailServer) -> None:
    browser = browser_as(site)
    assert ask(browser) == 303
    assert mail.recipients == [LEADER]
    link = link_in(mail)
    assert browser.get(link).status_code == 200
    assert SESSION not in browser.cookies  # a scanner that opens the link changes nothing
    sent = {"csrf": form_token(browser, link)}
    visit = browser.cookies[VISIT]
    answer = browser.post(link, data=sent)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith(f"{SESSION}="))
    assert {"HttpOnly", "SameSite=lax"} <= set(cookie.split("; "))
    assert LEADER in browser.get("/account").text
    assert VISIT not in browser.cookies
    again = browser_as(site)
    again.cookies.set(VISIT, visit)
    assert again.post(link, data=sent).status_code == 403
    assert "used already" in again.get(link).text
    assert count_sessions(site.engine, account_of(Role.LEADER), NOON) == 1


def test_of_two_who_press_at_once_one_gets_in(site: Site, mail: MailServer) -> None:
    browser = browser_as(site)
    ask(browser)
    link = link_in(mail)
    sent = {"csrf": form_token(browser, link)}
    visit = browser.cookies[VISIT]
    answers = []
    for _ in range(3):
        other = browser_as(site)
        other.cookies.set(VISIT, visit)
        answers.append(other.post(link, data=sent).status_code)
    assert answers == [303, 403, 403]


def test_a_link_opened_elsewhere_says_so_and_stays_good(site: Site, mail: MailServer) -> None:
    browser = browser_as(site)
    ask(browser)
    link = link_in(mail)
    for other in (browser_as(site), browser_as(site)):
        form_token(other, "/sign-in")  # which gives it a visit of its own
        page = other.get(link)
        assert page.status_code == 403
        assert "asked for in another browser" in page.text
        token = form_token(other, "/sign-in")
        assert other.post(link, data={"csrf": token}).status_code == 403
        assert SESSION not in other.cookies
    assert browser.post(link, data={"csrf": form_token(browser, link)}).status_code == 303


def test_a_link_ends_after_a_quarter_of_an_hour(site: Site, clock: Clock, mail: MailServer) -> None:
    browser = browser_as(site)
    ask(browser)
    link = link_in(mail)
    clock.now += LINK_LIFE
    assert "has ended" in browser.get(link).text


def test_changed_and_cut_links_sign_nobody_in(site: Site, mail: MailServer) -> None:
    browser = browser_as(site)
    ask(browser)
    link = link_in(mail)
    for broken in (link[:-1], f"{link}x", link.replace(".", "", 1), "/sign-in/link/é"):
        page = browser.get(broken)
        assert page.status_code == 403
        assert "not complete" in page.text
    other = replace(site, secret=b"another secret, as long as the first")
    moved = browser_as(other)
    moved.cookies.set(VISIT, browser.cookies[VISIT])
    assert moved.get(link).status_code == 403


def test_who_is_disabled_meanwhile_is_not_signed_in(site: Site, mail: MailServer) -> None:
    browser = browser_as(site)
    ask(browser)
    link = link_in(mail)
    account = load_account(site.engine, "leeds", account_of(Role.LEADER))
    assert account is not None
    change_account(site.engine, replace(account, disabled_at=NOON))
    assert browser.get(link).status_code == 403
    ask(browser)
    assert len(mail.texts) == 1


def test_everybody_is_told_the_same(site: Site, mail: MailServer) -> None:
    said = []
    for address in (LEADER, "nobody@example.org", LEADER.upper(), "eve@elsewhere.example"):
        browser = browser_as(site)
        sent = {"csrf": form_token(browser, "/sign-in"), "address": address}
        answer = browser.post("/sign-in", data=sent)
        said.append((answer.status_code, dict(answer.headers), answer.text))
        assert browser.get("/sign-in/sent").status_code == 200
    assert all(each == said[0] for each in said)
    assert mail.recipients == [LEADER, LEADER]  # and the mail goes to the address that is stored


def post_form(base: str, address: str) -> tuple[int, float]:
    """Ask for a link over the network; the status and the seconds until it was there."""
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=10)
    connection.request("GET", "/sign-in")
    page = connection.getresponse()
    cookie = (page.getheader("set-cookie") or "").partition(";")[0]
    (token,) = re.findall(r'name="csrf" value="(\w+)"', page.read().decode())
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    started = time.monotonic()
    body = urlencode({"csrf": token, "address": address})
    connection.request("POST", "/sign-in", body, headers)
    answer = connection.getresponse()
    answer.read()
    took = time.monotonic() - started
    connection.close()
    return answer.status, took


def test_the_answer_does_not_wait_for_the_mail(site: Site, mail: MailServer) -> None:
    mail.faults[LEADER] = [HANGS]
    slow = replace(site, mail=settings_for(mail, Tls.NONE, last_timeout_s=3.0))
    with served(slow) as base:
        status, took = post_form(base, LEADER)
        assert status == 303
        assert mail.hanging.wait(10)  # the mail is on its way, and hangs
        assert took < 3.0


def test_the_answer_comes_before_anybody_is_looked_up(site: Site) -> None:
    """Without a table to look in the answer is the same: neither it nor its time can tell."""
    with writing(site.engine) as connection:
        connection.exec_driver_sql("ALTER TABLE accounts RENAME TO gone")
    with served(site) as base:
        assert post_form(base, LEADER)[0] == 303


def test_no_secret_and_no_address_is_logged(
    site: Site, mail: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    browser = browser_as(site, raise_server_exceptions=False)
    mail.faults[LEADER] = [f"RCPT 550 5.1.1 <{LEADER}> unknown"]
    ask(browser)
    ask(browser)
    link = link_in(mail)
    token = link.rpartition("/")[2]
    with writing(site.engine) as connection:
        connection.exec_driver_sql("ALTER TABLE sign_in_links DROP COLUMN browser_hash")
    browser.get(link)
    ask(browser)
    ours = "\n".join(
        record.getMessage() + str(record.exc_text or "")
        for record in caplog.records
        if record.name.startswith("matcher")
    )
    assert "no link to sign in was sent: the server says 550" in ours
    assert "no link to sign in was sent: the database" in ours
    for secret in (token, LEADER, browser.cookies[VISIT]):
        assert secret not in ours


def test_what_breaks_off_is_logged_without_its_address(
    site: Site, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matcher.web.sign_in.routes.whose_link", lambda *_: 1 / 0)
    browser = browser_as(site, raise_server_exceptions=False)
    assert browser.get("/sign-in/link/a-secret-token").status_code == 500
    assert "broke off" in caplog.text
    assert "a-secret-token" not in caplog.text


def test_asking_too_often_is_refused_with_the_time_to_wait(site: Site, mail: MailServer) -> None:
    browser = browser_as(site)
    for address in (LEADER, "nobody@example.org"):
        assert [ask(browser, address) for _ in range(6)] == [303] * 5 + [429]
    sent = {"csrf": form_token(browser, "/sign-in"), "address": LEADER}
    answer = browser.post("/sign-in", data=sent)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 180
    assert "Please try again in" in answer.text
    assert len(mail.texts) == 5
    many = [ask(browser, f"somebody-{n}@example.org") for n in range(20)]
    assert many[-1] == 429  # of one client, whatever the addresses


def test_what_is_no_address_is_said_beside_the_field(site: Site) -> None:
    browser = browser_as(site)
    sent = {"csrf": form_token(browser, "/sign-in"), "address": '"><script>x</script>'}
    answer = browser.post("/sign-in", data=sent)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert "<script>x" not in answer.text


def test_without_a_mail_server_the_page_says_so(site: Site) -> None:
    browser = browser_as(replace(site, mail=None))
    page = browser.get("/sign-in")
    assert "No link to sign in can be mailed" in page.text
    assert 'action="/sign-in"' not in page.text


def test_signing_out_here_and_everywhere(site: Site) -> None:
    here, there = browser_as(site, Role.LEADER), browser_as(site, Role.LEADER)
    sent = {"csrf": form_token(here, "/account")}
    answer = here.post("/sign-out", data=sent)
    assert answer.headers["location"] == "/"
    assert f'{SESSION}=""; ' in answer.headers["set-cookie"]  # and the browser forgets it
    assert here.get("/account").status_code == 303
    assert there.get("/account").status_code == 200
    third = browser_as(site, Role.LEADER)
    third.post("/sign-out/everywhere", data={"csrf": form_token(third, "/account")})
    assert there.get("/account").status_code == 303
    done = [entry.what for entry in load_entries(site.engine, "leeds")]
    assert done == ["signed out everywhere", "signed out"]


@pytest.mark.parametrize(
    ("path", "safe"),
    [
        ("/calls?text=falls", "/calls?text=falls"),
        ("//elsewhere.example", "/"),
        ("/\\elsewhere.example", "/"),
        ("https://elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x=1", "/"),
        ("/" + "x" * 600, "/"),
        ("", "/"),
    ],
)
def test_nobody_is_sent_elsewhere(path: str, safe: str) -> None:
    assert safe_way_back(path) == safe


def test_one_comes_back_to_the_page_one_wanted(site: Site) -> None:
    browser = browser_as(site)
    where = browser.get("/account").headers["location"]
    assert where == "/sign-in?next=%2Faccount"
    assert 'name="back" value="/account"' in browser.get(where).text
    assert 'name="back" value="/"' in browser.get("/sign-in?next=//elsewhere.example").text
