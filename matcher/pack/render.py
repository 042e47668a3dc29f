"""Lays a shortlist out as one HTML page, for the screen and for print. Pure."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment

from matcher.digest.safe import plain
from matcher.digest.words import day_month_year, sentence_case
from matcher.pack.bid import bid_in_words
from matcher.pack.frame import Frame, frame_of
from matcher.pack.overview import set_in_words
from matcher.pack.views import PackView
from matcher.templating import templates_in
from models.city import CityProfile
from models.shortlist import Shortlist

_TEMPLATES = Path(__file__).parent / "templates"


def pack_in_words(shortlist: Shortlist, city: CityProfile, rooms: Sequence[float] = ()) -> PackView:
    """Put a shortlist into words.

    `rooms` says for page one and for each bid how much room its texts and lists have,
    0 to 1 (`matcher.pack.frame.Frame`); empty means 1 for all. Raises KeyError for a need or
    organisation that the city does not have, and ValueError for a next call that the
    shortlist does not hold or a number of rooms that is not that of the pages.
    """
    usual = (1.0,) * (1 + len(shortlist.bids))
    frames = [frame_of(shortlist, city, room) for room in rooms or usual]
    each = enumerate(zip(shortlist.bids, frames[1:], strict=True))
    return PackView(
        title=_title(frames[0]),
        city=plain(city.name),
        set=set_in_words(frames[0]),
        bids=tuple(bid_in_words(bid, place, frame) for place, (bid, frame) in each),
    )


def render_page(shortlist: Shortlist, city: CityProfile, place: int, room: float) -> str:
    """Write one page of the pack alone: 0 is page one, 1 the first bid.

    `room` and what is raised are as for `pack_in_words`; IndexError for another place.
    """
    frame = frame_of(shortlist, city, room)
    view = PackView(
        title=_title(frame),
        city=plain(city.name),
        set=None if place else set_in_words(frame),
        bids=(bid_in_words(shortlist.bids[place - 1], place - 1, frame),) if place else (),
    )
    return _written(view)


def render_html(shortlist: Shortlist, city: CityProfile, rooms: Sequence[float] = ()) -> str:
    """Write the pack as one self-contained HTML page: no script, no outside file.

    `rooms` is as for `pack_in_words`, which says what is raised.
    """
    return _written(pack_in_words(shortlist, city, rooms))


def _written(view: PackView) -> str:
    return _environment().get_template("pack.html.j2").render(pack=view)


def _title(frame: Frame) -> str:
    return f"Strategic shortlist for {plain(frame.city.name)}, {day_month_year(frame.today)}"


@cache
def _environment() -> Environment:
    return templates_in(_TEMPLATES, sentence_case=sentence_case)
