"""The board in a real browser: by keyboard, without scripts, and for people who see otherwise."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from matcher.store import load_decisions
from matcher.strategy import shortlist
from matcher.web.board.asked import OWN, with_exclusion
from matcher.web.cookies import SESSION
from matcher.web.site import Site
from matcher.web.snapshot import snapshot
from models.account import Role
from tests.matcher.web import people
from tests.matcher.web.boards import peopled_site
from tests.matcher.web.serving import browser, faults_of, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

LONG_MS = 120_000  # on a busy machine


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shortlist, "DRAWS", 2)  # how sure a set is takes its time
        yield peopled_site(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    with served(site) as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator["Browser"]:
    with browser() as opened:
        yield opened


def visit(opened: "Browser", site: Site, address: str, **options: bool) -> "BrowserContext":
    """A browser in which a leader is signed in."""
    context = opened.new_context(**options)  # type: ignore[arg-type]
    token = people.sign_in(site, Role.LEADER)
    context.add_cookies([{"name": SESSION, "value": token, "url": address}])
    context.set_default_timeout(LONG_MS)
    return context


def opened_board(context: "BrowserContext", address: str, path: str = "/shortlist") -> "Page":
    """Open the board and look again until the set is there, as a reader would."""
    page = context.new_page()
    page.goto(address + path)
    for _ in range(60):
        if page.locator("article.bid").count():
            return page
        page.wait_for_timeout(1000)
        page.goto(address + path)
    raise AssertionError("the set was not chosen in time")


def test_a_slider_moves_the_set_and_the_address(
    chromium: "Browser", site: Site, address: str
) -> None:
    from playwright.sync_api import expect

    page = opened_board(visit(chromium, site, address), address)
    size = page.get_by_label("Bids in the set")
    size.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#dial-size-now")).to_have_text("4", timeout=LONG_MS)
    page.wait_for_url("**/shortlist?size=4")
    expect(page.locator("article.bid")).to_have_count(4, timeout=LONG_MS)
    page.get_by_role("heading", name="Beside the city’s own set").wait_for()
    expect(size, "the focus stays").to_be_focused(timeout=LONG_MS)
    page.get_by_role("link", name="Back to the city’s own set").first.click()
    page.wait_for_url("**/shortlist")


def test_a_leader_decides_by_keyboard(chromium: "Browser", site: Site, address: str) -> None:
    page = opened_board(visit(chromium, site, address), address)
    link = page.get_by_role("link", name=re.compile("^Decide.*bid E"))
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/decide?**")
    page.get_by_role("radio", name="Watch").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("partners first")
    page.keyboard.press("Tab")
    page.keyboard.type("bid team")
    page.keyboard.press("Enter")
    page.get_by_text("Stored: watch.").wait_for()
    stored = load_decisions(site.engine, site.city.folder)[-1]
    assert (stored.verdict, stored.reason, stored.owner) == ("watch", "partners first", "bid team")
    page.get_by_label("Say something to the others").fill("agreed")
    page.get_by_role("button", name="Add the comment").press("Enter")
    page.get_by_role("article", name=re.compile("Comment of a leader")).wait_for()


def test_all_of_it_works_without_scripts(chromium: "Browser", site: Site, address: str) -> None:
    context = visit(chromium, site, address, java_script_enabled=False)
    page = opened_board(context, address)
    page.get_by_label("Bids in the set").focus()
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    page.get_by_role("button", name="Choose the set anew").press("Enter")
    page.wait_for_url("**/shortlist?size=3")
    page = opened_board(context, address, "/shortlist?size=3")
    assert page.locator("article.bid").count() == 3
    key = page.get_by_role("link", name=re.compile("^Decide.*bid A")).get_attribute("href")
    page.goto(address + (key or ""))
    page.get_by_role("radio", name="Go", exact=False).first.check()
    page.get_by_label("Reason").fill("the first need")
    page.get_by_label("Owner").fill("LIDA")
    page.get_by_role("button", name="Store the decision").press("Enter")
    page.get_by_text("Stored: go.").wait_for()
    page.get_by_role("button", name="Take back “go”").press("Enter")
    page.get_by_text("Taken back.").wait_for()


def test_a_page_that_is_printed_has_no_controls(
    chromium: "Browser", site: Site, address: str
) -> None:
    page = opened_board(visit(chromium, site, address), address)
    page.emulate_media(media="print")
    assert not page.locator(".panel").is_visible()
    assert not page.get_by_role(
        "link", name=re.compile("^See the set without it")
    ).first.is_visible()
    assert page.get_by_role("heading", name="The bids").is_visible()
    assert len(page.pdf()) > 10_000


def test_nobody_is_shut_out(chromium: "Browser", site: Site, address: str) -> None:
    """axe, in both themes, narrow and wide; nothing sticks out."""
    context = visit(chromium, site, address)
    board = opened_board(context, address)
    without = with_exclusion(OWN, snapshot(site).rows[0].call.key).address()
    decide = board.locator(".acts .button").first.get_attribute("href") or ""
    found = faults_of(board)
    for path in (decide, "/decisions", "/calendar", "/pipeline", "/sources"):
        page = context.new_page()
        page.goto(address + path)
        found += faults_of(page)
    found += faults_of(opened_board(context, address, without))
    assert found == []
