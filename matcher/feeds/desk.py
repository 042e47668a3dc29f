"""What feeds are made from, put together once by whoever hands them out."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from sqlalchemy import Engine

from matcher.city.norms import load_norms
from matcher.encoder import Encoder
from matcher.feeds.kept import Kept
from matcher.last_matching import LastMatching, load_last_matching, with_others
from matcher.matching import City
from matcher.saved import finder
from matcher.settings import Settings
from models.norms import Norms
from models.subscriber import SavedSearch


@dataclass(frozen=True, slots=True)
class Desk:
    """Where feeds are made for one city. May be used by several threads."""

    engine: Engine  # of the city's own store
    city: City
    norms: Norms
    credits: Sequence[str]  # what the sources' licences ask to be said
    find: Callable[[SavedSearch, datetime], Sequence[str]]
    """Returns the keys of the calls that a saved search finds at a moment."""
    site: str | None  # address of the web pages; None: there are none
    kept: Kept = field(default_factory=Kept)


def open_desk(
    settings: Settings,
    engine: Engine,
    city: City,
    credits: Sequence[str],  # noqa: A002 - the builtin of that name is for consoles
    open_encoder: Callable[[], Encoder],
) -> Desk:
    """Return the desk of the settings' city; the encoder is opened for the first search."""

    def find(wanted: SavedSearch, now: datetime) -> Sequence[str]:
        return finder(engine, city, now, open_encoder, _quietly, known_only=True)(wanted)

    norms = load_norms(settings.data / "norms.yaml")
    return Desk(engine, city, norms, tuple(credits), find, settings.web_address)


def last_matching(desk: Desk, version: str, others: Collection[str] = ()) -> LastMatching | None:
    """Return what the last matching found, and `others` (keys of calls) beside it.

    What it found is read once for each state of the store (`version`).
    """
    read = partial(load_last_matching, desk.engine, desk.city)
    found = desk.kept.get(("matching",), version, read)
    return None if found is None else with_others(desk.engine, desk.city, found, others)


def _quietly(_what: str, _done: int, _total: int | None) -> None:
    """Tell nobody how far it is: nobody is looking."""
