"""Signing in and the admin pages in a real browser: by keyboard, without scripts, by axe."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from matcher.mail.settings import Tls
from matcher.store import (
    find_subscribers,
    load_review_queue,
    queue_for_review,
    save_identities,
    start_run,
    upsert_calls,
)
from matcher.store.audit import load_entries
from matcher.web.access import Access, Oidc
from matcher.web.cookies import SESSION
from matcher.web.sign_in.links import ANY_BROWSER, make_link
from matcher.web.site import Site
from models.account import Role
from models.subscriber import SubscriberState
from tests.matcher.mail.servers import MailServer, running, settings_for
from tests.matcher.store.examples import make_call
from tests.matcher.store.people import store_person
from tests.matcher.web.people import ADDRESSES, NOON, make_site, sign_in
from tests.matcher.web.serving import browser, faults_of, served, tab_to

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LONG = "a-title-without-any-space-" * 8


@pytest.fixture(scope="module")
def mail() -> Iterator[MailServer]:
    with running(Tls.NONE) as server:
        yield server


@pytest.fixture
def site(tmp_path: Path, mail: MailServer) -> Site:
    """A site with something on every page of the admin's."""
    site = make_site(tmp_path, mail=settings_for(mail, Tls.NONE))
    store_person(
        site.engine, "ada@example.org", name="Ada King", organisation="University of Leeds"
    )
    store_person(site.engine, f"{'x' * 60}@example.org", state=SubscriberState.WAITING)
    upsert_calls(site.engine, [make_call("one"), make_call("two", title=LONG)], NOON)
    save_identities(site.engine, {make_call("two").key: (make_call("one").key, "the same title")})
    queue_for_review(site.engine, [make_call("three", title=LONG), make_call("four")], NOON)
    start_run(site.engine, "schedule collect", NOON)
    return site


def page_as(opened: "Browser", base: str, site: Site, role: Role, **options: bool) -> "Page":
    """A page whose browser is signed in."""
    context = opened.new_context(**options)  # type: ignore[arg-type]
    context.add_cookies([{"name": SESSION, "value": sign_in(site, role), "url": base}])
    return context.new_page()


def press(page: "Page", selector: str) -> None:
    """Reach something by keyboard and press Enter, which leads to another page."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def heading(page: "Page") -> str:
    return page.locator("h1").inner_text()


def test_one_signs_in_and_out_by_keyboard_without_scripts(site: Site, mail: MailServer) -> None:
    with served(site) as base, browser() as opened:
        page = opened.new_context(java_script_enabled=False).new_page()
        page.goto(f"{base}/account")
        assert heading(page) == "Sign in"
        tab_to(page, "#address")
        page.keyboard.type("nobody")
        page.keyboard.type("@example.org")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert heading(page) == "Look at your mail"
        taken = len(mail.texts)
        press(page, "main a")
        tab_to(page, "#address")
        page.keyboard.type(ADDRESSES[Role.LEADER])
        press(page, "main button")
        for _ in range(200):
            if len(mail.texts) > taken:
                break
            page.wait_for_timeout(50)
        body = message_from_bytes(mail.texts[-1], policy=default).get_body(("plain",))
        assert body is not None
        (link,) = re.findall(r"https?://\S+/sign-in/link/\S+", body.get_content())
        page.goto(base + urlsplit(link).path)
        assert heading(page) == "Sign in now"
        press(page, "main button")
        assert heading(page) == "The few large funding calls Leeds should go for"
        press(page, ".who a")
        assert ADDRESSES[Role.LEADER] in page.locator("main").inner_text()
        press(page, "form[action='/sign-out'] button")
        assert page.locator(".who a").inner_text() == "Sign in"
        page.goto(base + urlsplit(link).path)
        assert heading(page) == "That link does not sign you in here"


def test_an_admin_adds_a_subscriber_and_clears_the_queue_by_keyboard_without_scripts(
    site: Site,
) -> None:
    with served(site) as base, browser() as opened:
        page = page_as(opened, base, site, Role.ADMIN, java_script_enabled=False)
        page.goto(base)
        press(page, ".who a[href='/admin']")
        press(page, ".tabs a[href='/admin/subscribers']")
        tab_to(page, "#address")
        page.keyboard.type("new@example.org")
        press(page, "form.stack button")
        assert "new@example.org is added" in page.locator("[role=status]").inner_text()
        (new,) = find_subscribers(site.engine, "new@example.org")
        assert new.state is SubscriberState.WAITING
        press(page, ".tabs a[href='/admin/review']")
        press(page, "article:first-of-type button[value=accept]")
        press(page, "article:first-of-type button[value=reject]")
        assert "Nothing waits." in page.locator("main").inner_text()
        assert load_review_queue(site.engine) == []
        done = [entry.what for entry in load_entries(site.engine, "leeds")]
        assert done == ["change rejected", "change accepted", "subscriber added"]
        press(page, ".tabs a[href='/admin/subscribers']")
        tab_to(page, "details summary")
        page.keyboard.press("Enter")
        press(page, "form[action$='/stop'] button >> nth=0")
        press(page, "[role=status] button")
        assert "gets mail again" in page.locator("[role=status]").inner_text()


ADMIN = ("", "/subscribers", "/accounts", "/accounts/3", "/accounts/3/remove", "/review", "/runs")
MORE = ("/subscribers/1/remove", "/weights", "/log", "/settings", "/no-such-page")


@pytest.mark.parametrize("paths", [ADMIN, MORE])
def test_no_fault_on_the_admin_s_pages_in_either_theme(site: Site, paths: tuple[str, ...]) -> None:
    with served(site) as base, browser() as opened:
        page = page_as(opened, base, site, Role.ADMIN)
        for path in paths:
            page.goto(f"{base}/admin{path}")
            page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
            assert faults_of(page) == []
        if paths is MORE:
            need = site.city.profile.needs[0].id
            page.goto(f"{base}/admin/weights?w-{need}=0.123&reason=x")
            assert page.locator("pre").count() == 1
            assert faults_of(page) == []


def test_no_fault_on_the_pages_to_sign_in_in_either_theme(site: Site) -> None:
    oidc = Oidc("http://127.0.0.1:9", "bids", None, "Leeds sign-in")
    with served(replace(site, access=Access(oidc=oidc))) as base, browser() as opened:
        page = opened.new_page()
        link = make_link(site.engine, site.secret, "", 1, ANY_BROWSER, "/", site.now())
        for path in ("/sign-in", "/sign-in/sent", "/sign-in/link/nonsense", link):
            page.goto(base + path)
            assert faults_of(page) == []
        page.goto(f"{base}/sign-in")
        page.locator("form.stack").evaluate("form => { form.noValidate = true }")
        page.fill("#address", "no address")
        page.click("form.stack button")
        assert page.locator("#address").get_attribute("aria-invalid") == "true"
        assert page.locator("#address:focus").count() == 1
        assert faults_of(page) == []
        mine = page_as(opened, base, site, Role.LEADER)
        mine.goto(f"{base}/account")
        mine.fill("#name", "a report")
        mine.click("form.stack button")
        assert mine.locator(".secret").count() == 1
        assert faults_of(mine) == []
        mine.goto(f"{base}/admin")
        assert faults_of(mine) == []
    with served(replace(site, mail=None)) as base, browser() as opened:
        page = opened.new_page()
        page.goto(f"{base}/sign-in")
        assert faults_of(page) == []


def test_a_page_of_ours_runs_no_script_that_was_smuggled_in(site: Site) -> None:
    payload = '"><img src=x onerror="document.title=\'run\'"><script>document.title="run"</script>'
    queue_for_review(site.engine, [make_call("five", title=payload)], NOON)
    with served(site) as base, browser() as opened:
        page = page_as(opened, base, site, Role.ADMIN)
        page.goto(f"{base}/admin/review")
        assert "run" not in page.title().split()
        assert payload in page.locator("main").inner_text()
