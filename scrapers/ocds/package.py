"""One page of a release package, as JSON that need not be quite JSON.

Find a Tender has been seen to write numbers that JSON does not know, " 000,"
among them: one such number must not cost a page of a hundred notices.
"""

import re
from dataclasses import replace
from typing import Any

from scrapers.contract import Context, RawPage
from scrapers.pages import read_json

# Strings are matched too, so that nothing inside one is taken for a number.
_TOKEN = re.compile(
    r'"(?:[^"\\]|\\.)*"'
    r"|(?<=[:\[,])(?P<space>\s*)(?P<bad>-?(?:\d{1,3}(?: \d{3})+|0\d+)(?:\.\d+)?)(?=\s*[,}\]])",
    re.DOTALL,
)


def read_package(page: RawPage, context: Context) -> dict[str, Any]:
    """Read the page as a release package; ValueError, naming the address, if it is none.

    Numbers that JSON does not know become null, with a warning.
    """
    try:
        found = read_json(page)
    except ValueError:
        text, count = without_bad_numbers(page.text())
        if not count:
            raise
        found = read_json(replace(page, body=text.encode("utf-8", "replace")))
        context.warn(f"figures that are no JSON numbers count as unknown: {count}", page.url)
    if not isinstance(found, dict) or not isinstance(found.get("releases"), list):
        raise ValueError(f"the page's layout has changed: no list of releases on {page.url}")
    return found


def without_bad_numbers(text: str) -> tuple[str, int]:
    """Put null in place of "000" and "250 000", which are no JSON numbers; returns how many."""
    count = 0

    def mend(match: re.Match[str]) -> str:
        nonlocal count
        if match["bad"] is None:
            return match[0]
        count += 1
        return f"{match['space']}null"

    return _TOKEN.sub(mend, text), count


def next_link(package: dict[str, Any]) -> str | None:
    """Return where the package continues (OCDS pagination extension); None on the last page."""
    links = package.get("links")
    found = links.get("next") if isinstance(links, dict) else None
    return found if isinstance(found, str) and found.strip() else None
