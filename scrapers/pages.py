"""Helpers with which parsers open a page."""

import json
from typing import Any

from scrapers.contract import RawPage


def read_json(page: RawPage) -> Any:
    """Read the page as JSON.

    ValueError, naming the address, if something else came: sites answer with
    an HTML page and status 200 when they are down.
    """
    text = page.body.decode("utf-8", errors="replace").lstrip("\ufeff")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        came = "an HTML page" if text.lstrip()[:1] == "<" else f"{page.content_type or 'text'!r}"
        raise ValueError(f"JSON was promised, {came} came from {page.url}") from error


def require_html(page: RawPage) -> str:
    """Return the text of an HTML page; ValueError, naming the address, if it is something else."""
    kind = page.content_type.partition(";")[0].strip().lower()
    if kind not in ("text/html", "application/xhtml+xml", ""):
        raise ValueError(f"HTML was promised, {kind!r} came from {page.url}")
    return page.text()
