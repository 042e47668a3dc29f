"""Prints a pack as a tagged PDF, one A4 page for the set and one for each bid."""

import io
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any

from matcher.pack.fitting import best_room
from matcher.pack.render import render_html, render_page
from models.city import CityProfile
from models.errors import BidMatcherError
from models.shortlist import Shortlist

_FIRST = 0.7  # room tried first; each page after it begins with the room of the one before
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
    """Lay the pack out with as much room for each page as that page by itself can hold.

    Fonts differ between machines, and so does what fits: only a layout tells.
    """
    rooms: list[float] = []
    for place in range(1 + len(shortlist.bids)):

        def height(room: float, place: int = place) -> float:
            return _height(print_page(render_page(shortlist, city, place, room)))

        rooms.append(best_room(height, rooms[-1] if rooms else _FIRST))
    return print_page(render_html(shortlist, city, rooms))


def _height(document: Any) -> float:
    """Return how many pages a document of one part takes, the last as far as it is used."""
    last = document.pages[-1]
    # The part has a name, and every page it stands on says where its box lies there.
    lowest = max((box[3] for box in last.anchors.values()), default=0.0)
    return len(document.pages) - 1 + float(lowest) / float(last.height)


def _printer() -> Callable[[str], Any]:
    """Return what lays a page out, importing WeasyPrint, which looks for its libraries."""
    try:
        with redirect_stdout(io.StringIO()):  # it prints a long text where one is missing
            from weasyprint import HTML
            from weasyprint.text.fonts import FontConfiguration
            from weasyprint.urls import URLFetcher
    except OSError as error:
        raise PackError(_MISSING) from error
    nothing = URLFetcher(allowed_protocols=())  # no file, no site, not even data: addresses
    fonts = FontConfiguration()  # shared, as looking for fonts takes time
    return lambda html: HTML(string=html, url_fetcher=nothing).render(
        font_config=fonts, pdf_tags=True
    )
