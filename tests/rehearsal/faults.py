"""What sites do wrong, as answers of a local server.

A fault takes the page that would have come, so that it can spoil it.
"""

import gzip
import re
from collections.abc import Callable
from functools import cache
from typing import TypeAlias

from tests.scrapers.local_server import Answer, Handler, dripping, redirect, status, truncated

Page: TypeAlias = tuple[bytes, str]  # body and content type
Fault: TypeAlias = Callable[[Page], Answer]

_BOMB_SIZE = 60_000_000  # bytes once unpacked; about 60 kB on the wire
_START = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n<html>"


def too_many_requests(_page: Page) -> Answer:
    """Refuse, and ask for ten minutes of peace."""
    return status(429, Retry_After="600")


def forbidden(_page: Page) -> Answer:
    """Refuse for good."""
    return status(403)


def slow_drip(_page: Page) -> Answer:
    """Send a byte now and then, without end."""
    return dripping(_START, b".", 0.02)


def cut_short(_page: Page) -> Answer:
    """Announce more than is sent."""
    return truncated


def html_for_everything(_page: Page) -> Answer:
    """Say that the site is down, politely and with status 200."""
    return _plain(b"<!doctype html><title>Down</title><p>We will be back soon.", "text/html")


def other_names(page: Page) -> Answer:
    """Rename every class and every JSON key, as a redesign does."""
    body, content_type = page
    renamed = re.sub(rb'class="', b'class="new-', body)
    renamed = re.sub(rb'"\s*:', b'New":', renamed) if b"json" in content_type.encode() else renamed
    return _plain(renamed.replace(b"__NEXT_DATA__", b"__OTHER_DATA__"), content_type)


def redirect_to_private(_page: Page) -> Answer:
    """Send the visitor into somebody's own network."""
    return redirect("http://169.254.169.254/latest/meta-data/")


def gzip_bomb(page: Page) -> Answer:
    """Send a small page that unpacks to a very large one."""

    def answer(handler: Handler) -> None:
        handler.reply(200, _bomb(), Content_Type=page[1], Content_Encoding="gzip")

    return answer


def absurd_numbers(page: Page) -> Answer:
    """Turn every number of a JSON page into one that no machine can hold."""
    body, content_type = page
    return _plain(re.sub(rb'(":\s*)\d+(\.\d+)?', rb"\g<1>1e9999", body), content_type)


@cache
def _bomb() -> bytes:
    return gzip.compress(b"0" * _BOMB_SIZE, 1)


def _plain(body: bytes, content_type: str) -> Answer:
    return lambda handler: handler.reply(200, body, Content_Type=content_type)


FAULTS: dict[str, Fault] = {
    "429 with Retry-After": too_many_requests,
    "403": forbidden,
    "slow drip": slow_drip,
    "truncation": cut_short,
    "HTML for everything": html_for_everything,
    "changed class names": other_names,
    "redirect to a private address": redirect_to_private,
    "gzip bomb": gzip_bomb,
    "1e9999 in JSON": absurd_numbers,
}
