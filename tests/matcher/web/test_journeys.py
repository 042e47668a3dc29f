"""What people come for, done from end to end in a real browser: by keyboard, with and without
scripts, with mail that a real server takes."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from matcher.encoder import Encoder
from matcher.mail.delivery import DeliveryReport, Surroundings, deliver_due
from matcher.mail.edition import Edition, Prepared, prepare_mails
from matcher.mail.links import LinkPurpose, link_address, load_secret, make_link
from matcher.mail.settings import Tls
from matcher.saved import finder
from matcher.settings import Settings, read_settings
from matcher.store import (
    find_subscribers,
    load_call,
    load_decisions,
    load_review_queue,
    queue_for_review,
    save_matches,
    upsert_calls,
)
from matcher.store.accounts import add_account
from matcher.store.audit import load_entries
from matcher.web.cookies import SESSION
from matcher.web.site import Site
from matcher.web.snapshot import renewed
from models.account import Account, Role
from models.call import Call
from models.letter import LetterLinks
from models.subscriber import Subscriber, SubscriberState
from tests.matcher.mail.servers import HOST, SENDER, MailServer, running, settings_for
from tests.matcher.store.examples import make_call
from tests.matcher.web.people import ADDRESSES, sign_in
from tests.matcher.web.sample_site import AS_OF, MODEL, bare_site, bundled_calls, words_matches
from tests.matcher.web.serving import browser, served, tab_to

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PUBLIC = "http://bids.test"
MONDAY = AS_OF + timedelta(days=7)
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
_WAIT_MS = 60_000  # a machine that is busy is slow, not wrong
_SOME = re.compile("cancer|ageing|digital health|palliative|disabilit", re.IGNORECASE)


@cache
def some_calls() -> tuple[Call, ...]:
    """A few large ones of the bundled calls, not closed: the model reads them within seconds."""
    live = [call for call in bundled_calls() if str(call.status(AS_OF)) != "closed"]
    fitting = [call for call in live if call.award_max and _SOME.search(call.title)]
    fitting.sort(key=lambda call: call.award_max.amount if call.award_max else 0, reverse=True)
    return tuple(fitting[:12])


@pytest.fixture
def inbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A mail server that the commands are told of."""
    with running(Tls.NONE) as server:
        settings = {"SMTP_HOST": HOST, "SMTP_PORT": str(server.port), "SMTP_TLS": "none"}
        settings |= {"MAIL_FROM": "Bid Matcher <digest@example.org>", "MAIL_RATE": "6000"}
        for name, value in settings.items():
            monkeypatch.setenv(f"BID_MATCHER_{name}", value)
        yield server


@pytest.fixture
def opened(inbox: MailServer) -> Iterator["Browser"]:
    """A browser. After the mail server, which cannot begin while one is driven."""
    assert inbox.taken == []
    with browser() as found:
        yield found


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings(
        home=str(tmp_path),
        environ={"BID_MATCHER_WEB": PUBLIC, "BID_MATCHER_NOW": AS_OF.isoformat()},
    )


@pytest.fixture
def site(settings: Settings, inbox: MailServer) -> Iterator[Site]:
    """A site with collected calls that were matched, accounts, and a mail server."""
    site = replace(
        bare_site(settings),
        secret=load_secret(settings.home),
        mail=settings_for(inbox, Tls.NONE),
    )
    for role, address in ADDRESSES.items():
        add_account(
            site.engine, Account(city="leeds", address=address, role=role, created_at=AS_OF)
        )
    calls = some_calls()
    upsert_calls(site.engine, calls, AS_OF)
    save_matches(site.engine, "leeds", AS_OF, MODEL, words_matches(calls, site.city))
    renewed(site)
    yield site
    site.engine.dispose()


def look(opened: "Browser", *, scripts: bool) -> "Page":
    page = opened.new_context(java_script_enabled=scripts, accept_downloads=True).new_page()
    page.set_default_timeout(_WAIT_MS)
    return page


def page_as(opened: "Browser", base: str, site: Site, role: Role, *, scripts: bool) -> "Page":
    """A page whose browser is signed in."""
    page = look(opened, scripts=scripts)
    page.context.add_cookies([{"name": SESSION, "value": sign_in(site, role), "url": base}])
    return page


def press(page: "Page", selector: str, key: str = "Enter") -> None:
    """Reach something by keyboard and press a key, which leads to another page."""
    tab_to(page, selector, 200)
    with page.expect_navigation():
        page.keyboard.press(key)


def fill(page: "Page", selector: str, text: str) -> None:
    tab_to(page, selector, 200)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def heading(page: "Page") -> str:
    return page.locator("h1").inner_text()


def main(page: "Page") -> str:
    return page.locator("main").inner_text()


def wait_for_address(page: "Page", part: str) -> None:
    page.wait_for_url(lambda url: part in url)


def newest(inbox: MailServer, count: int) -> str:
    """The text of the newest mail, once the server has taken so many."""
    inbox.wait_for(count)
    body = message_from_bytes(inbox.texts[-1], policy=default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def path_in(text: str, start: str) -> str:
    """The path of the first link in a mail that begins so."""
    found = re.search(rf"{PUBLIC}({start}\S*)", text)
    assert found, f"no link to {start} in {text}"
    return found.group(1)


def sign_in_by_mail(page: "Page", base: str, inbox: MailServer, address: str) -> None:
    page.goto(base)
    press(page, ".who a")
    fill(page, "#address", address)
    press(page, "main button")
    assert heading(page) == "Look at your mail"
    page.goto(base + path_in(newest(inbox, 1), "/sign-in/link/"))
    assert heading(page) == "Sign in now"
    press(page, "main button")
    assert page.locator(".who a", has_text=address).count() == 1


@cache
def encoder() -> Encoder:
    """The model: it takes seconds to load."""
    return Encoder(None)


def write_mails(site: Site, now: datetime) -> Prepared:
    """Write everybody's mail, saved searches answered by the model."""
    picture = renewed(site)
    edition = Edition(
        city=site.city,
        rows=picture.rows,
        decide=(),
        reports=(),
        leads=picture.laid.leads,
        credits={},
        as_of=now,
    )
    find = finder(site.engine, site.city, now, encoder, lambda *_: None)

    def links(person: Subscriber) -> LetterLinks:
        stop, change = (
            link_address(PUBLIC, site.secret, make_link(person, purpose, now))
            for purpose in (LinkPurpose.UNSUBSCRIBE, LinkPurpose.CHANGE)
        )
        return LetterLinks(stop, change, f"{PUBLIC}/calls")

    return prepare_mails(site.engine, edition, find, SENDER, links)


def send(site: Site, now: datetime) -> DeliveryReport:
    assert site.mail is not None
    return deliver_due(site.engine, site.mail, around=Surroundings(clock=lambda: now))


@SCRIPTS
def test_a_researcher_finds_a_call_saves_the_search_and_gets_the_mail(
    opened: "Browser", site: Site, inbox: MailServer, scripts: bool
) -> None:
    researcher = ADDRESSES[Role.RESEARCHER]
    with served(site) as base:
        page = look(opened, scripts=scripts)
        sign_in_by_mail(page, base, inbox, researcher)
        press(page, "nav a[href='/calls']")
        fill(page, "#q", "cancer treatment")
        if not scripts:
            with page.expect_navigation():
                page.keyboard.press("Enter")
        wait_for_address(page, "q=cancer+treatment")
        hit = page.locator(".cards h3 a").first
        title = hit.inner_text()
        assert page.locator("mark").first.inner_text().lower() in ("cancer", "treatment")
        press(page, ".cards h3 a")
        assert heading(page) == title
        with page.expect_navigation():
            page.go_back()
        wait_for_address(page, "q=cancer+treatment")
        press(page, "a[href^='/calls/save']")
        assert "Saving sends you mail." in main(page)
        press(page, "main form button")
        assert heading(page) == "Your search is saved"
        (person,) = find_subscribers(site.engine, researcher, "leeds")
        assert [search.text for search in person.searches] == ["cancer treatment"]

        assert write_mails(site, MONDAY) == Prepared(readers=1, mails=1, unwritable=0)
        assert send(site, MONDAY) == DeliveryReport(due=1, sent=1)
        text = newest(inbox, 2)
        assert inbox.recipients[-1] == researcher
        assert "ound by your search “cancer treatment”" in " ".join(text.split())
        assert " ".join(title.split()) in " ".join(text.split())

        page.goto(base + path_in(text, "/mail/change/"))
        assert "Keep “cancer treatment”" in main(page)
        page.goto(base + path_in(text, "/calls"))
        assert heading(page) == "Funding calls"


def wait_until_worked_out(page: "Page", *, scripts: bool) -> None:
    """The page completes itself; without scripts its link is pressed."""
    if scripts:
        page.wait_for_function(
            "() => !document.querySelector('main').innerText.includes('worked out')"
        )
        return
    while "being worked out" in main(page) or "being chosen" in main(page):
        link = ".progress a" if page.locator(".progress a").count() else "[role=status] a"
        press(page, link)


@SCRIPTS
def test_a_leader_reviews_the_set_pins_decides_and_prints(
    opened: "Browser", site: Site, scripts: bool
) -> None:
    with served(site) as base:
        page = page_as(opened, base, site, Role.LEADER, scripts=scripts)
        page.goto(base)
        press(page, "nav a[href='/shortlist']")
        wait_until_worked_out(page, scripts=scripts)
        titles = page.locator(".bid h3 a").all_inner_texts()
        assert len(titles) > 1
        assert "If it is dropped" in main(page)

        tab_to(page, "#bid-A summary", 200)
        page.keyboard.press("Enter")
        assert "What speaks against it" in page.locator("#bid-A").inner_text()
        press(page, "#bid-A .acts a:text('Pin')")
        wait_for_address(page, "pin=")
        assert page.locator("#bid-A .tag", has_text="pinned").count() == 1

        tab_to(page, "#dial-size", 300)
        page.keyboard.press("Home")  # to the least: one bid
        if not scripts:
            press(page, "form button:text('Choose the set anew')")
        wait_for_address(page, "size=1")
        page.locator(".moved", has_text="Falls out").wait_for()
        assert page.locator(".bid").count() == 1
        assert page.locator(".bid h3 a").inner_text() == titles[0]

        press(page, "#bid-A .acts a:text('Decide')")
        assert titles[0].startswith(heading(page).removesuffix("…"))
        tab_to(page, "input[value=go]")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowUp")
        fill(page, "#reason", "It answers what the city needs most.")
        fill(page, "#owner", "Bid team")
        press(page, "form button:text('Store the decision')")
        assert "Stored: go." in page.locator("[role=status]").inner_text()
        (decision,) = load_decisions(site.engine, "leeds")
        assert (str(decision.verdict), decision.owner) == ("go", "Bid team")
        press(page, "[role=status] a")
        wait_for_address(page, "/shortlist")
        wait_until_worked_out(page, scripts=scripts)
        assert "Go" in page.locator("#bid-A .answers").inner_text()

        page.emulate_media(media="print")
        assert not page.locator(".panel").is_visible()
        assert not page.locator(".acts").first.is_visible()
        assert page.locator("#bid-A h3").is_visible()
        page.emulate_media(media="screen")
        tab_to(page, "#files a:text('PDF')", 300)
        with page.expect_download() as waited:
            page.keyboard.press("Enter")
        assert Path(waited.value.path()).read_bytes().startswith(b"%PDF")


@SCRIPTS
def test_an_admin_adds_a_subscriber_and_clears_the_queue(
    opened: "Browser", site: Site, inbox: MailServer, scripts: bool
) -> None:
    waiting = [make_call("three", title="A watched call"), make_call("four", title="Another")]
    queue_for_review(site.engine, waiting, AS_OF)
    with served(site) as base:
        page = page_as(opened, base, site, Role.ADMIN, scripts=scripts)
        page.goto(base)
        press(page, ".who a[href='/admin']")
        press(page, ".tabs a[href='/admin/subscribers']")
        fill(page, "#address", "new@example.org")
        fill(page, "#name", "Somebody New")
        tab_to(page, "#frequency")
        page.keyboard.press("ArrowDown")
        press(page, "button:text('Add the subscriber')")
        said = page.locator("[role=status]").inner_text()
        assert "new@example.org is added. They get a mail that asks them to confirm." in said

        inbox.wait_for(1)  # the site asks them at once
        assert inbox.recipients == ["new@example.org"]
        reader = look(opened, scripts=scripts)
        reader.goto(base + path_in(newest(inbox, 1), "/mail/confirm/"))
        with reader.expect_navigation():
            tab_to(reader, "main button")
            reader.keyboard.press("Enter")
        assert heading(reader) == "The digest is on its way"
        (person,) = find_subscribers(site.engine, "new@example.org", "leeds")
        assert (person.state, str(person.frequency)) == (SubscriberState.ACTIVE, "fortnightly")

        press(page, ".tabs a[href='/admin/subscribers']")
        assert "active" in page.locator("tr", has_text="new@example.org").inner_text()
        press(page, ".tabs a[href='/admin/review']")
        press(page, "article button[value=accept]")
        press(page, "article button[value=reject]")
        assert "Nothing waits." in main(page)
        assert load_review_queue(site.engine) == []
        kept = [load_call(site.engine, each.key) is not None for each in waiting]
        assert sorted(kept) == [False, True]
        done = [entry.what for entry in load_entries(site.engine, "leeds")]
        assert done == ["change rejected", "change accepted", "subscriber added"]
