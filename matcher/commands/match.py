"""`bid-matcher match`: score every open or announced call for the city."""

from argparse import Namespace
from dataclasses import dataclass
from datetime import date, datetime

from matcher.city import load_city
from matcher.commands.cities import chosen
from matcher.commands.model import open_encoder, tell_change
from matcher.commands.say import hint, say
from matcher.encoder import Encoder
from matcher.matching import City, LaidOut, Matched, lay_out, match_city, read_biddable
from matcher.places import Place, calls_place, one_writer, own_store
from matcher.progress import Advance, progress_bars
from matcher.settings import Settings
from matcher.store import load_decisions, load_judgements
from matcher.strategy.rates import load_rates


def run(settings: Settings, arguments: Namespace) -> int:
    """Match, print how many calls, texts and matches; several cities in one run."""
    cities = chosen(settings, arguments)
    if len(cities) > 1 or arguments.ray is not None:
        from matcher.commands.match_cities import run as run_cities

        return run_cities(settings, cities, arguments)
    (settings,) = cities
    city = read_city(settings)
    matched, as_of = match_now(settings, city, arguments.as_of)
    shown = sum(bool(row.needs) for row in matched.ranked)
    say(f"{shown} calls answer a need of {city.profile.name} at {as_of:%d %B %Y}")
    return 0


def match_now(settings: Settings, city: City, day: date | None) -> tuple[Matched, datetime]:
    """Match what is stored for the day given, or now; say what was done."""
    with one_writer(settings), progress_bars() as advance:
        matched, as_of, _ = match_stored(settings, city, day, advance)
    return matched, as_of


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What the matchings of several cities have in common: the calls, laid out once."""

    place: Place
    encoder: Encoder
    laid: LaidOut


def read_ground(settings: Settings, day: date | None, advance: Advance) -> Ground:
    """Lay the stored calls out for the day given, or now, for one who is the one writer."""
    place = calls_place(settings, anew=True)
    tell_place(place)
    encoder = open_encoder(settings)
    tell_change(place.engine, encoder)
    biddable = read_biddable(place.engine, place.moment(day))
    return Ground(place, encoder, lay_out(place.engine, encoder, biddable, advance))


def match_stored(
    settings: Settings,
    city: City,
    day: date | None,
    advance: Advance,
    ground: Ground | None = None,
) -> tuple[Matched, datetime, Place]:
    """Match as `match_now` does, for one who is the one writer; says where the calls are, too."""
    ground = ground or read_ground(settings, day, advance)
    engine, as_of = ground.place.engine, ground.laid.biddable.as_of
    own = own_store(settings)
    judgements = load_judgements(own, city.folder)
    decisions = load_decisions(own, city.folder)
    matched = match_city(
        engine, city, ground.encoder, as_of, advance, judgements, decisions, ground.laid
    )
    tell(matched)
    return matched, as_of, ground.place


def read_city(settings: Settings) -> City:
    """Read the city's files and the exchange rates; ValueError names what is wrong."""
    profile = load_city(settings.city_folder)
    return City(settings.city, profile, load_rates(settings.data / "rates.yaml"))


def tell_place(place: Place) -> None:
    """Say so, where the bundled catalogue stands in for collected calls."""
    if place.catalogue is not None:
        hint(
            f"No calls have been collected yet: these are the bundled ones, as they stood on "
            f"{place.catalogue.reference_date:%d %B %Y}."
        )


def tell(matched: Matched) -> None:
    """Print what the matching looked at and what it cost."""
    hint(
        f"{len(matched.ranked)} calls compared, {matched.embedded} of {matched.texts} texts "
        f"embedded now, {matched.excluded} calls that a UK city may not bid for left out"
    )
    hint(matched.learning)
