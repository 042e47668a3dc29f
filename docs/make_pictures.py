"""Make the pictures of the mail in docs/ anew: `python docs/make_pictures.py`, with chromium.

From the bundled calls, to a reader who had a mail two weeks before; the changes since
then are invented.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine

from matcher.cli import main
from matcher.places import LONDON
from matcher.store import load_calls, load_subscribers, open_store, outbox, upsert_calls

DOCS = Path(__file__).parent
BEFORE, DAY = date(2026, 7, 27), date(2026, 8, 10)
SIZES = ((320, 900), (700, 1000), (1200, 1000))  # pixels
SCHEMES = ("light", "dark")


def make_mail(home: Path) -> str:
    """Return the HTML of the reader's mail of that day."""
    catalogue = DOCS.parent / "data/catalogue"
    command = ("--home", str(home))
    files = {
        catalogue / "uk_calls.jsonl": catalogue / "uk_calls.mapping.yaml",
        catalogue / "eu_topics.jsonl": catalogue.parent / "mappings/eu_topics.yaml",
    }
    for file, mapping in files.items():
        half = home / file.name
        lines = file.read_text(encoding="utf-8").splitlines()
        half.write_text("\n".join(lines[::2]), encoding="utf-8")
        _do(*command, "import", str(half), "--map", str(mapping))
    person = ("reader@example.org", "--role", "leader", "--search", "hip fractures")
    _do(*command, "subscribers", "add", *person, "--confirmed")
    engine = open_store(f"sqlite:///{home / 'bid-matcher.db'}")
    _do(*command, "mail", "--dry-run", "--as-of", BEFORE.isoformat())
    mail = outbox.load_mails(engine, 1)[0]
    outbox.record_sent(engine, mail.id, "250 OK", _morning(BEFORE))
    for file, mapping in files.items():
        _do(*command, "import", str(file), "--map", str(mapping))
    _change(engine)
    _do(*command, "mail", "--dry-run", "--as-of", DAY.isoformat())
    return _html(engine)


def _do(*arguments: str) -> None:
    if code := main(arguments):
        sys.exit(code)


def _change(engine: Engine) -> None:
    """Move the deadlines of a few calls that are open, by a week."""
    told = outbox.load_told(engine, 1)
    calls = [each.call for each in load_calls(engine)]
    told_open = [call for call in calls if call.key in told and call.closes_at(_morning(DAY))]
    week = timedelta(days=7)
    moved = [
        replace(call, deadlines=tuple(day + week for day in call.deadlines))
        for call in told_open[:3]
    ]
    upsert_calls(engine, moved, _morning(DAY))


def _html(engine: Engine) -> str:
    (person,) = load_subscribers(engine)
    mails = outbox.load_mails(engine, person.id or 0)
    message = message_from_bytes(
        outbox.load_message(engine, mails[-1].id) or b"", policy=policy.default
    )
    body = message.get_body(("html",))
    return str(body.get_content()) if body else ""


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 7, tzinfo=LONDON)


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        yield play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])


def take_pictures(page_file: Path) -> None:
    """Take a picture of the top of the page in each size and theme."""
    with _browser() as browser:
        for width, height in SIZES:
            for scheme in SCHEMES:
                page = browser.new_page(
                    viewport={"width": width, "height": height}, color_scheme=scheme
                )
                page.goto(page_file.as_uri())
                page.screenshot(path=DOCS / f"mail-{width}-{scheme}.png")


if __name__ == "__main__":
    os.environ |= {
        "BID_MATCHER_SMTP_HOST": "mail.example.org",
        "BID_MATCHER_MAIL_FROM": "Bid Matcher <digest@example.org>",
        "BID_MATCHER_WEB": "https://bids.example.org",
    }
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder, "mail.html")
        written.write_text(make_mail(Path(folder)), encoding="utf-8")
        take_pictures(written)
