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


def faults_of(page: "Page") -> list[str]:
    """What axe finds on the page as it stands, of any impact, in both themes and widths.

    And whether something sticks out to the side.
    """
    from axe_playwright_python.sync_playwright import Axe

    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{page.url} is wider than {width} px")
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            violations: list[dict[str, Any]] = Axe().run(page).response["violations"]
            found += [f"{page.url} {width} {scheme}: {fault['id']}" for fault in violations]
    return found
