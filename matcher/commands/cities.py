"""Which cities a command is for, and what it says where not all of them went well."""

from argparse import Namespace
from collections.abc import Sequence

from matcher.commands.say import hint, say
from matcher.digest.words import count_words
from matcher.settings import Settings

PARTLY, NOTHING = 4, 3


def chosen(settings: Settings, arguments: Namespace) -> tuple[Settings, ...]:
    """Return the settings for each city that is asked for, in order; at least one.

    ValueError where every city is asked for and there is none.
    """
    if not arguments.all_cities:
        return tuple(map(settings.for_city, settings.cities or (settings.city,)))
    cities = settings.known_cities()
    if not cities:
        raise ValueError(f"--all-cities: no folder in {settings.data} has a city.yaml")
    return tuple(map(settings.for_city, cities))


def exit_code(failures: Sequence[tuple[str, str]], of: int) -> int:
    """Say which cities failed and why; 0 where none did, 4 where some did, 3 where all did."""
    for city, reason in failures:
        hint(f"{city}: {reason}")
    if not failures:
        return 0
    say(f"{len(failures)} of {count_words(of, 'city', 'cities')} could not be done")
    return PARTLY if len(failures) < of else NOTHING
