"""Numbers by stem as a sparse vector of pgvector: zero nearly everywhere, a place for each stem."""

import zlib
from collections.abc import Mapping
from functools import lru_cache

from matcher.store.postgres_words import plain_words

_PLACES = 1_000_000_000  # the most numbers that a sparse vector has
_MOST_STEMS = 16_000  # of them that are not zero


@lru_cache(maxsize=100_000)
def stem_place(stem: str) -> int:
    """Return the number that stands for a stem: 1 to a thousand million.

    It is told from the stem's letters, without accents as in the index of words. Two of a
    thousand stems share a number once in two thousand calls.
    """
    return zlib.crc32("".join(plain_words(stem)).encode()) % _PLACES + 1


def places_of(stems: Mapping[str, float]) -> dict[int, float]:
    """Return numbers by the place of their stem, the largest where there are very many."""
    places: dict[int, float] = {}
    for stem, number in stems.items():
        place = stem_place(stem)
        places[place] = places.get(place, 0.0) + number
    if len(places) <= _MOST_STEMS:
        return places
    most = sorted(places, key=lambda place: (-places[place], place))[:_MOST_STEMS]
    return {place: places[place] for place in most}


def as_sparse(places: Mapping[int, float]) -> str:
    """Return numbers by place as pgvector reads a vector that is zero nearly everywhere."""
    told = ",".join(f"{place}:{number:.5g}" for place, number in sorted(places.items()))
    return f"{{{told}}}/{_PLACES}"


def read_sparse(text: str) -> dict[int, float]:
    """Return the numbers of a sparse vector by place, as pgvector writes it."""
    inner = text[1 : text.index("}")]
    pairs = (pair.split(":") for pair in inner.split(",")) if inner else ()
    return {int(place): float(number) for place, number in pairs}
