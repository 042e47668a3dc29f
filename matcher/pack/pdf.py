"""Prints a pack as a tagged PDF, one A4 page for the set and one for each bid."""

import io
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any

from matcher.pack.render import render_html
from models.city import CityProfile
from models.errors import BidMatcherError
from models.shortlist import Shortlist

# How much of the usual length texts keep, tried in turn until each page holds its part:
# fonts differ between machines, and so does what fits.
_ROOMS = (1.0, 0.85, 0.7, 0.5, 0.35, 0.2)
_MISSING = (
    "a PDF needs the libraries that WeasyPrint draws with; install them with"
    " `apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`"
)


class PackError(BidMatcherError):
    """A board pack cannot be printed; says what to install."""


def render_pdf(shortlist: Shortlist, city: CityProfile) -> bytes:
    """Print the pack; the same shortlist gives the same bytes on the same machine.

    Nothing is fetched. Raises PackError where WeasyPrint's libraries are missing,
    and what `matcher.pack.render.render_html` raises.
    """
    document = _fitting(shortlist, city, _printer())
    content: bytes = document.write_pdf(pdf_tags=True)
    return content


def page_count(shortlist: Shortlist, city: CityProfile) -> int:
    """Return how many pages `render_pdf` prints. Raises what it raises."""
    return len(_fitting(shortlist, city, _printer()).pages)


def _fitting(shortlist: Shortlist, city: CityProfile, print_page: Callable[[str], Any]) -> Any:
    """Lay the pack out, cutting what runs over its page further each time."""
    tries = [0] * (1 + len(shortlist.bids))  # for page one and each bid: which room
    while True:
        html = render_html(shortlist, city, [_ROOMS[place] for place in tries])
        document = print_page(html)
        lengths = _lengths(document)
        over = [place for place, pages in enumerate(lengths) if pages > 1]
        over = [place for place in over if tries[place] + 1 < len(_ROOMS)]
        if not over:
            return document
        for place in over:
            tries[place] += 1


def _lengths(document: Any) -> list[int]:
    """Return how many pages each part takes: page one, then each bid."""
    # Every part has a name, and every page it stands on is marked with it.
    return list(Counter(name for page in document.pages for name in page.anchors).values())


def _printer() -> Callable[[str], Any]:
    """Return what lays a page out, importing WeasyPrint, which looks for its libraries."""
    try:
        with redirect_stdout(io.StringIO()):  # it prints a long text where one is missing
            from weasyprint import HTML
            from weasyprint.urls import URLFetcher
    except OSError as error:
        raise PackError(_MISSING) from error
    nothing = URLFetcher(allowed_protocols=())  # no file, no site, not even data: addresses
    return lambda html: HTML(string=html, url_fetcher=nothing).render(pdf_tags=True)
