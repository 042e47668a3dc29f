"""Make the pictures of the site in docs/ anew: `python docs/make_site_pictures.py [HOME]`.

Needs chromium. From the bundled calls, matched by the model, as of the day they are from;
with a HOME, from what is stored there.
"""

import io
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from matcher.cli import main
from matcher.commands.serve import make_site, warm
from matcher.settings import read_settings
from matcher.web.app import create_app

DOCS = Path(__file__).parent
NOW = "2026-08-10T08:00+01:00"
SIZES = ((320, 900), (768, 1000), (1440, 1000))  # pixels
SCHEMES = ("light", "dark")
WORDS = "early diagnosis of cancer"
PAGES = {
    "search": f"/calls?q={WORDS.replace(' ', '+')}",
    "call": "",  # the first of the shortlist
    "shortlist": "/shortlist",
    "calendar": "/calendar?size=large",
}
_PATIENCE_MS = 240_000  # to load the model and to draw the shortlist's sets


def fill(home: Path) -> None:
    """Take the bundled calls in as if they had been collected, and match them."""
    catalogue = DOCS.parent / "data/catalogue"
    files = {
        catalogue / "uk_calls.jsonl": catalogue / "uk_calls.mapping.yaml",
        catalogue / "eu_topics.jsonl": catalogue.parent / "mappings/eu_topics.yaml",
    }
    command = ("--home", str(home))
    for file, mapping in files.items():
        _do(*command, "import", str(file), "--map", str(mapping))
    _do(*command, "digest", "--no-collect", "--as-of", NOW[:10])


def _do(*arguments: str) -> None:
    if code := main(arguments):
        sys.exit(code)


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Serve what is stored there; gives the address."""
    site = make_site(read_settings(home=str(home)))
    warm(site)
    config = uvicorn.Config(create_app(site), host="127.0.0.1", port=0, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def wait_until_ready(page: Page, base: str) -> None:
    """Load pages until the model answers searches and all of the shortlist is worked out."""
    for path, waiting in ((PAGES["search"], "by words alone"), ("/shortlist", "worked out")):
        end = time.monotonic() + _PATIENCE_MS / 1000
        page.goto(base + path)
        while waiting in page.locator("main").inner_text() or "being chosen" in page.content():
            if time.monotonic() > end:
                sys.exit(f"{path} is not ready after {_PATIENCE_MS // 1000} seconds")
            page.wait_for_timeout(1000)
            page.goto(base + path)


def take_pictures(home: Path, folder: Path) -> None:
    """Take a picture of the top of each page in each size and theme."""
    with served(home) as base, sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.set_default_timeout(_PATIENCE_MS)
        wait_until_ready(page, base)
        first = page.locator(".bid h3 a").first.get_attribute("href") or ""
        for name, path in (PAGES | {"call": first}).items():
            page.goto(base + path)
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                for scheme in SCHEMES:
                    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                    picture = Image.open(io.BytesIO(page.screenshot()))
                    # 128 colours are all that pages of text need, at a third of the size.
                    small = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
                    small.save(folder / f"site-{name}-{width}-{scheme}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    os.environ["BID_MATCHER_NOW"] = NOW
    if len(sys.argv) > 1:
        take_pictures(Path(sys.argv[1]), DOCS)
    else:
        with tempfile.TemporaryDirectory() as made:
            fill(Path(made))
            take_pictures(Path(made), DOCS)
