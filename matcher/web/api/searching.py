"""What a text finds among all calls."""

from matcher.ranking.rank import rank
from matcher.ranking.score import Query
from matcher.web.snapshot import Snapshot

NO_WORDS = "search holds no word and was not applied"


def has_words(text: str) -> bool:
    """Whether there is anything to look for."""
    return any(character.isalnum() for character in text)


def relevance(picture: Snapshot, text: str) -> dict[str, float]:
    """Return how well calls answer the text, 0 to 1, by key; those that do not are left out."""
    return {found.key: found.score for found in rank(Query(text), picture.laid.corpus)}
