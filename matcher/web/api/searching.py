"""What a text finds among all calls: the search of the site's own pages."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.ranking.wordings import wordings_of
from matcher.web.calls.hits import Hits
from matcher.web.calls.reasons import quote
from matcher.web.site import Site
from matcher.web.snapshot import Snapshot
from matcher.wordings import known_words

NO_WORDS = "search holds no word and was not applied"


@dataclass(frozen=True, slots=True, eq=False)
class Sought:
    """What a text has found."""

    picture: Snapshot
    hits: Hits
    positions: dict[str, int]  # in the corpus, by key of the calls that were found

    def relevance(self) -> dict[str, float]:
        """Return how well each call that was found answers the text, 0 to 1, by key."""
        return {key: float(self.hits.fit[at]) for key, at in self.positions.items()}

    def said_of(self, key: str) -> dict[str, Any]:
        """Return the score of a call that was found, and the sentence that says best why."""
        at = self.positions[key]
        quoted = quote(self.picture.laid.corpus, at, self.hits.wordings)
        sentence = "".join(text for text, _ in quoted.pieces)
        score = round(float(self.hits.fit[at]), 4)
        return {"score": score, "sentence": sentence, "byMeaning": self.hits.by_meaning}


def has_words(text: str) -> bool:
    """Whether there is anything to look for."""
    return any(character.isalnum() for character in text)


def seek(site: Site, picture: Snapshot, text: str) -> Sought:
    """Search for a text that has words, and for the same in other words."""
    texts = wordings_of(text, known_words(site.settings.data / "words"))
    corpus = picture.laid.corpus
    hits = site.searcher.search(texts, corpus, picture.laid.model_id)
    positions = {corpus.keys[at]: at for at in np.flatnonzero(hits.found).tolist()}
    return Sought(picture, hits, positions)
