"""Which other calls are about the same: nearest by the mean of their passages. Pure."""

from collections.abc import Sequence

from matcher.ranking.corpus import Corpus

LEAST = 0.5
"""Least cosine at which a call is named as similar: below it, calls share a field at most."""


def nearest(corpus: Corpus, key: str, allowed: Sequence[str], most: int) -> list[str]:
    """Return the keys of at most `most` calls of those allowed, the most alike first.

    Empty for a call that was never encoded, or is not in the corpus.
    """
    places = {document.key: place for place, document in enumerate(corpus.documents)}
    here = places.get(key)
    if here is None or not corpus.means.size:
        return []
    likeness = corpus.means @ corpus.means[here]
    others = [places[other] for other in allowed if other != key and other in places]
    best = sorted(others, key=lambda place: (-likeness[place], corpus.documents[place].key))
    return [corpus.documents[place].key for place in best[:most] if likeness[place] >= LEAST]
