"""What is searched for: one to three of the words that the needs of Leeds go by."""

import random
from functools import lru_cache

from matcher.city import load_city
from matcher.ranking.words import stems
from matcher.settings import data_folder

SEARCHES = 100
_SEED = 5


@lru_cache(maxsize=1)
def searches() -> tuple[str, ...]:
    """Return the searches, always the same."""
    draw = random.Random(_SEED)  # noqa: S311 - nothing secret
    terms = [term for need in load_city(data_folder() / "leeds").needs for term in need.terms]
    return tuple(" ".join(draw.sample(terms, draw.randint(1, 3))) for _ in range(SEARCHES))


def asked_stems() -> tuple[str, ...]:
    """Return the stems of all searches, each once, in order."""
    return tuple(sorted({stem for text in searches() for stem in stems(text)}))
