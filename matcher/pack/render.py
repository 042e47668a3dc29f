"""Lays a shortlist out as one HTML page, for the screen and for print. Pure."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from matcher.digest.safe import plain
from matcher.digest.words import day_month_year, sentence_case
from matcher.pack.bid import bid_in_words
from matcher.pack.frame import frame_of
from matcher.pack.overview import set_in_words
from matcher.pack.views import PackView
from models.city import CityProfile
from models.shortlist import Shortlist


def pack_in_words(shortlist: Shortlist, city: CityProfile, rooms: Sequence[float] = ()) -> PackView:
    """Put a shortlist into words.

    `rooms` says for page one and for each bid to which share of their usual length,
    0 to 1, long texts are cut; empty means 1 for all. Raises KeyError for a need or
    organisation that the city does not have, and ValueError for a next call that the
    shortlist does not hold or a number of rooms that is not that of the pages.
    """
    usual = (1.0,) * (1 + len(shortlist.bids))
    frames = [frame_of(shortlist, city, room) for room in rooms or usual]
    name = plain(city.name)
    each = enumerate(zip(shortlist.bids, frames[1:], strict=True))
    return PackView(
        title=f"Strategic shortlist for {name}, {day_month_year(frames[0].today)}",
        city=name,
        set=set_in_words(frames[0]),
        bids=tuple(bid_in_words(bid, place, frame) for place, (bid, frame) in each),
    )


def render_html(shortlist: Shortlist, city: CityProfile, rooms: Sequence[float] = ()) -> str:
    """Write the pack as one self-contained HTML page: no script, no outside file.

    `rooms` is as for `pack_in_words`, which says what is raised.
    """
    view = pack_in_words(shortlist, city, rooms)
    return _environment().get_template("pack.html.j2").render(pack=view)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"sentence_case": sentence_case}
    return environment
