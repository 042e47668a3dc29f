"""What a saved search finds: for the mail that tells of it, and for the feed that shows it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import TypeAlias

from sqlalchemy import Engine

from matcher.encoder import Encoder
from matcher.matching import City
from matcher.progress import Advance
from matcher.ranking.rank import rank
from matcher.search import Filters, Searchable, lay_out, passing, read_query
from models.call import CallStatus
from models.subscriber import SavedSearch

Find: TypeAlias = Callable[[SavedSearch], Sequence[str]]
"""Returns the keys of the calls that a saved search finds."""

_LIVE = frozenset({CallStatus.OPEN, CallStatus.FORECASTED})


def finder(
    engine: Engine,
    city: City,
    as_of: datetime,
    open_encoder: Callable[[], Encoder],
    advance: Advance,
    *,
    known_only: bool = False,
) -> Find:
    """Return what finds the open and announced calls that a saved search asks for.

    Those are what passes its filters and, if it has words, fits them as well as a need
    would have to. The encoder is opened for the first search with words. `known_only`
    looks among calls whose texts are encoded already, so that asking costs little at any
    time; what was collected since the last matching comes with the next.
    """
    least = city.profile.thresholds.match_score
    encoder = cache(open_encoder)

    @cache
    def laid_out(filters: Filters) -> Searchable:
        return lay_out(engine, city, filters, as_of, encoder(), advance, known_only=known_only)

    def find(wanted: SavedSearch) -> Sequence[str]:
        filters = Filters(_LIVE, wanted.funder, wanted.min_award_gbp)
        if not wanted.text:
            return list(passing(engine, city, filters, as_of))
        found = rank(read_query(wanted.text, encoder()), laid_out(filters).corpus)
        return [each.key for each in found if each.score >= least]

    return find
