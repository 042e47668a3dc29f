"""Helpers with which parsers open a page."""

import json
from typing import Any

from scrapers.contract import RawPage


def read_json(page: RawPage) -> Any:
    """Read the page as JSON.

    ValueError, naming the address, if something else came: sites answer with
    an HTML page and status 200 when they are down. Halves of surrogate pairs,
    which no database stores, become the replacement character.
    """
    text = page.body.decode("utf-8", errors="replace").lstrip("\ufeff")
    try:
        found = json.loads(text)
        if "\\ud" not in text.lower():
            return found
        whole = json.dumps(found, ensure_ascii=False).encode("utf-16", "surrogatepass")
        return json.loads(whole.decode("utf-16", "replace"))
    except (ValueError, RecursionError) as error:
        came = "an HTML page" if text.lstrip()[:1] == "<" else f"{page.content_type or 'text'!r}"
        raise ValueError(f"JSON was promised, {came} came from {page.url}") from error


def require_html(page: RawPage) -> str:
    """Return the text of an HTML page; ValueError, naming the address, if it is something else."""
    kind = page.content_type.partition(";")[0].strip().lower()
    if kind not in ("text/html", "application/xhtml+xml", ""):
        raise ValueError(f"HTML was promised, {kind!r} came from {page.url}")
    return page.text()
