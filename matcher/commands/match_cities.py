"""`bid-matcher match` for several cities: one laying out of the calls, one city after another."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic

from matcher.bulk.cities import Bulk, CityDone, Workers, match_cities
from matcher.commands.cities import exit_code
from matcher.commands.match import read_city, tell_place
from matcher.commands.model import open_encoder, tell_change
from matcher.commands.say import hint, say
from matcher.digest.words import count_words
from matcher.matching import City
from matcher.places import calls_place, one_writer, own_store
from matcher.progress import progress_bars
from matcher.settings import Settings


def run(settings: Settings, cities: Sequence[Settings], arguments: Namespace) -> int:
    """Match all of them, print what became of each; 4 where some failed, 3 where all did."""
    begun = monotonic()
    readable, failures = _read(cities)
    with one_writer(settings), progress_bars() as advance:
        place = calls_place(settings, anew=True)
        tell_place(place)
        encoder = open_encoder(settings)
        tell_change(place.engine, encoder)
        bulk = Bulk(settings, place, own_store(settings), encoder, advance)
        with _workers(bulk, arguments.ray) as workers:
            done = match_cities(bulk, readable, arguments.as_of, workers)
            for number, each in enumerate(done, start=1):
                _tell(each, number, len(readable), monotonic() - begun)
                advance("Matching cities", number, len(readable))
                if each.failure is not None:
                    failures.append((each.city, each.failure))
    took = timedelta(seconds=round(monotonic() - begun))
    matched = len(cities) - len(failures)
    say(f"{count_words(matched, 'city', 'cities')} matched in {took}")
    return exit_code(failures, len(cities))


def _read(cities: Sequence[Settings]) -> tuple[list[City], list[tuple[str, str]]]:
    """Read every city that can be read; and why the others cannot."""
    found: list[City] = []
    failures: list[tuple[str, str]] = []
    for settings in cities:
        try:
            found.append(read_city(settings))
        except (ValueError, OSError) as error:
            failures.append((settings.city, str(error)))
    return found, failures


@contextmanager
def _workers(bulk: Bulk, address: str | None) -> Iterator[Workers]:
    if address is None:
        yield bulk.here()
        return
    from matcher.bulk.cluster import cluster
    from matcher.bulk.worker import Model

    settings = bulk.settings
    model = Model(
        settings.model and settings.model.absolute(),
        settings.prepared.absolute(),
        bulk.encoder.model_id,
    )
    with cluster(address, model, bulk.known_texts) as workers:
        yield workers


def _tell(done: CityDone, number: int, of: int, seconds: float) -> None:
    """Say what became of a city, and about how long the others take."""
    left = timedelta(seconds=round(seconds / number * (of - number)))
    if done.failure is not None:
        said = "failed"
    elif done.before:
        said = "was done before the run was broken off"
    else:
        said = f"{count_words(done.shown, 'call')} answer a need, {done.matches} matches"
    hint(f"{number} of {of}, {done.city}: {said}; about {left} left")
