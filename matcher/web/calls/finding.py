"""One search carried out: from what was asked to the calls in their order."""

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.digest.rows import Names, row_in_words
from matcher.digest.words import score_words
from matcher.ranking.wordings import wordings_of
from matcher.web.calls.asked import MOST, PER_PAGE, Asked
from matcher.web.calls.cards import Card, found_card, listed_card, names_of
from matcher.web.calls.hits import Hits
from matcher.web.calls.index import Selection, select
from matcher.web.site import Site
from matcher.web.snapshot import Snapshot
from matcher.wordings import known_words
from models.digest import RankedCall


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What one search has found in one picture of the store."""

    asked: Asked
    picture: Snapshot
    selection: Selection
    hits: Hits | None  # None for a search without words

    @property
    def total(self) -> int:
        """How many calls were found."""
        return len(self.selection.positions)

    @property
    def last_page(self) -> int:
        """The number of the last page that can be asked for, at least 1."""
        return max(1, -(-min(self.total, MOST) // PER_PAGE))

    @property
    def rows(self) -> list[RankedCall]:
        """The calls in their order, at most MOST of them."""
        return [self.picture.every[at] for at in self.selection.positions[:MOST].tolist()]


def find(site: Site, picture: Snapshot, asked: Asked) -> Found:
    """Search a picture of the store."""
    hits = None
    if any(character.isalnum() for character in asked.text):
        texts = wordings_of(asked.text, known_words(site.settings.data / "words"))
        laid = picture.laid
        hits = site.searcher.search(texts, laid.corpus, laid.model_id)
    found, fit = (None, None) if hits is None else (hits.found, hits.fit)
    selection = select(picture.index, asked.choices, asked.sort, found, fit)
    return Found(asked, picture, selection, hits)


def cards_of(found: Found, site: Site) -> list[Card]:
    """Put the calls of the page asked for into words."""
    first = (min(found.asked.page, found.last_page) - 1) * PER_PAGE
    positions: Sequence[int] = found.selection.positions[first : first + PER_PAGE].tolist()
    names = names_of(site.city)
    return [_card(found, position, names) for position in positions]


def _card(found: Found, position: int, names: Names) -> Card:
    picture, hits = found.picture, found.hits
    ranked, worded = picture.every[position], picture.index.worded
    if position not in worded:
        worded[position] = row_in_words(ranked, picture.as_of, names)
    if hits is None:
        return listed_card(ranked, worded[position])
    score = score_words(float(hits.fit[position])) if hits.by_meaning else ""
    corpus = picture.laid.corpus
    return found_card(ranked, worded[position], corpus, position, hits.wordings, score)
