"""Search in a real browser: as one types, by keyboard, without scripts, and looked at by axe."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.matcher.web.sample_site import make_site
from tests.matcher.web.serving import browser, faults_of, served, tab_to

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_WAIT_MS = 20_000


@pytest.fixture(scope="module")
def opened() -> Iterator["Browser"]:
    with browser() as found:
        yield found


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site = make_site(tmp_path_factory.mktemp("home"))
    with served(site) as address:
        yield address
    site.engine.dispose()


def look(opened: "Browser", address: str, **options: bool) -> "Page":
    page = opened.new_context(**options).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(_WAIT_MS)
    page.goto(address)
    return page


def count(page: "Page") -> str:
    return page.locator("#results-heading").inner_text()


def wait_for_address(page: "Page", part: str) -> None:
    page.wait_for_function("part => location.search.includes(part)", arg=part, timeout=_WAIT_MS)


def test_results_follow_what_is_typed_and_are_announced(opened: "Browser", base: str) -> None:
    page = look(opened, f"{base}/calls")
    before = count(page)
    page.locator("#q").press_sequentially("dementia")
    wait_for_address(page, "q=dementia")
    assert count(page) != before
    assert page.locator("#said").text_content() == count(page)
    assert page.locator("mark").first.inner_text().lower().startswith("dementia")
    assert page.locator("#q").evaluate("field => field === document.activeElement")


def test_a_choice_by_keyboard_is_a_page_to_come_back_to(opened: "Browser", base: str) -> None:
    page = look(opened, f"{base}/calls?q=cancer")
    before = count(page)
    tab_to(page, 'input[name="track"]')
    page.keyboard.press("Space")
    wait_for_address(page, "track=")
    assert page.locator('input[name="track"]:checked').count() == 1
    assert page.locator('input[name="track"]:focus').count() == 1, "the focus stays where it was"
    page.go_back()
    wait_for_address(page, "q=cancer")
    page.wait_for_function("!location.search.includes('track=')", timeout=_WAIT_MS)
    page.wait_for_function(
        "said => document.querySelector('#results-heading').innerText === said", arg=before
    )


def test_everything_works_without_scripts(opened: "Browser", base: str) -> None:
    page = look(opened, f"{base}/calls", java_script_enabled=False)
    page.locator("#q").fill("cancer")
    page.locator('button:text-is("Search")').click()
    assert "q=cancer" in page.url
    first = count(page)
    page.locator('input[name="status"][value="closed"]').check()
    page.locator('button:text-is("Show")').click()
    assert "status=closed" in page.url
    assert count(page) != first
    page.locator("#sort").select_option("closing")
    page.locator('button:text-is("Search")').click()
    assert "sort=closing" in page.url


def test_a_lost_connection_is_said(opened: "Browser", base: str) -> None:
    page = look(opened, f"{base}/calls")
    page.context.set_offline(True)
    page.locator("#q").press_sequentially("falls")
    page.locator("#results-heading", has_text="No connection").wait_for()
    assert "No connection" in (page.locator("#said").text_content() or "")


def test_nothing_is_asked_of_another_host_and_nothing_is_refused(
    opened: "Browser", base: str
) -> None:
    page = opened.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{base}/calls?q=cancer")
    page.locator('input[name="track"]').first.check()
    wait_for_address(page, "track=")
    assert all(url.startswith((base, "data:")) for url in asked)
    assert said == []


@pytest.mark.parametrize(
    "path",
    [
        "/calls",
        "/calls?q=cancer&stage=full",
        "/calls?q=zzzzqqq&funder=nobody",
        "/calls/like",
        "/calls/save?q=asthma&closes=3-months",
    ],
)
def test_axe_finds_no_fault_and_nothing_sticks_out(opened: "Browser", base: str, path: str) -> None:
    page = look(opened, f"{base}{path}")
    assert faults_of(page) == []


def test_every_target_is_large_enough(opened: "Browser", base: str) -> None:
    page = look(opened, f"{base}/calls?q=cancer&stage=full")
    small = page.evaluate(
        """() => [...document.querySelectorAll('main a, main button, main summary, label.choice')]
            .filter(node => node.checkVisibility() && getComputedStyle(node).display !== 'inline')
            .filter(node => node.getBoundingClientRect().height < 24)
            .map(node => node.outerHTML)"""
    )
    assert small == []
