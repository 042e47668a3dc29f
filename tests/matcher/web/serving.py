"""A site that answers on this machine, and a browser to look at it with."""

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from matcher.web.app import create_app
from matcher.web.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SCHEMES = ("light", "dark")
WIDTHS = (320, 1440)


@contextmanager
def served(site: Site) -> Iterator[str]:
    """Serve the site while the block runs; gives its address."""
    config = uvicorn.Config(create_app(site), host="127.0.0.1", port=0, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def browser() -> Iterator["Browser"]:
    """Start a real browser; the test is skipped, and says why, where there is none."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no browser here: install Debian's chromium to run this test")
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-background-networking", "--disable-quic"]
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=chromium, args=flags)
        try:
            yield opened
        finally:
            opened.close()


def tab_to(page: "Page", selector: str, most: int = 80) -> None:
    """Press Tab until what the selector names has the focus; AssertionError if it never has."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.locator(selector).locator(":scope:focus").count():
            return
    raise AssertionError(f"{selector} cannot be reached by keyboard on {page.url}")


# The elements that reach past the right edge of the window, outermost first.
_STICKING_OUT = """width => [...document.querySelectorAll("body *")]
  .filter(each => each.getBoundingClientRect().right > width && !each.closest(".scroll > *, pre"))
  .slice(0, 3).map(each => each.outerHTML.slice(0, 80))"""


def too_wide(page: "Page", width: int) -> list[str]:
    """Make the window `width` px wide; what sticks out of it to the side, empty for nothing."""
    page.set_viewport_size({"width": width, "height": 900})
    # The window is asked for its new size; the page may be laid out a moment later.
    page.wait_for_function("width => window.innerWidth === width", arg=width)
    if page.evaluate("document.documentElement.scrollWidth") <= width:
        return []
    return [f"{page.url} is wider than {width} px: {page.evaluate(_STICKING_OUT, width)}"]


def axe_faults(page: "Page", scheme: str) -> list[str]:
    """What axe finds on the page as it stands, of any impact, in that theme.

    The dark theme changes colours and nothing else, so it is asked for contrast alone.
    """
    from axe_playwright_python.sync_playwright import Axe

    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    rules = None if scheme == "light" else {"runOnly": ["color-contrast"]}
    found: list[dict[str, Any]] = Axe().run(page, options=rules).response["violations"]
    return [f"{page.url} {scheme}: {each['id']} {each['nodes'][0]['html'][:120]}" for each in found]


def faults_of(page: "Page") -> list[str]:
    """What axe finds on the page in both themes and widths, and what sticks out to the side."""
    found = []
    for width in WIDTHS:
        found += too_wide(page, width)
        for scheme in SCHEMES:
            found += [f"at {width} px {fault}" for fault in axe_faults(page, scheme)]
    return found
