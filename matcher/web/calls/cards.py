"""Calls as they stand in a list of results: a few facts in words, and why they are there. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.digest import words
from matcher.digest.rows import Names, Row
from matcher.digest.safe import clip
from matcher.matching import City
from matcher.ranking.corpus import Corpus
from matcher.ranking.score import Query
from matcher.strategy.eligibility import Verdict
from matcher.web.calls.reasons import Pieces, marked, quote
from matcher.web.lines import call_address
from models.call import CallStatus
from models.digest import RankedCall

_SENTENCE = 260  # characters of a quoted sentence


@dataclass(frozen=True, slots=True)
class Card:
    """One call of a list."""

    address: str  # of its page here
    row: Row
    is_open: bool
    is_closed: bool
    is_shut: bool  # its own words exclude a bid from the UK
    needs: str
    leads: str
    score: str  # how well it fits, in words; "" where there is nothing to say
    quoted: Pieces  # the sentence by which it was found, or by which it answers its best need
    quoted_for: str  # what the sentence answers; "" where that is the search itself


def names_of(city: City) -> Names:
    """Return what ids and currencies stand for."""
    return Names(
        needs={need.id: need for need in city.profile.needs},
        organisations={each.id: each for each in city.profile.organisations},
        rates={rate.currency: rate.pounds for rate in city.rates.values()},
    )


def found_card(
    ranked: RankedCall,
    row: Row,
    corpus: Corpus,
    position: int,
    wordings: Sequence[Query],
    score: str,
) -> Card:
    """Return a call that was found by words or meaning, with the sentence that says so."""
    quoted = quote(corpus, position, wordings)
    about = "Closest in meaning" if quoted.by_meaning else ""
    return _card(ranked, row, score, quoted.pieces, about)


def listed_card(ranked: RankedCall, row: Row) -> Card:
    """Return a call of a list without words, with the sentence that answers its best need."""
    if not ranked.needs:
        return _card(ranked, row, "", (), "")
    why = ranked.needs[0].explanation
    pieces = marked(clip(why.sentence, _SENTENCE), why.terms)
    score = f"{words.score_words(ranked.needs[0].score)} with a need"
    return _card(ranked, row, score, pieces, row.needs[0].name)


def _card(ranked: RankedCall, row: Row, score: str, quoted: Pieces, about: str) -> Card:
    return Card(
        address=call_address(ranked.call.key),
        row=row,
        is_open=ranked.status is CallStatus.OPEN,
        is_closed=ranked.status is CallStatus.CLOSED,
        is_shut=row.eligibility == words.eligibility_words(Verdict.NOT_ELIGIBLE),
        needs=words.list_words(tuple(need.name for need in row.needs)),
        leads=words.list_words(tuple(lead.name for lead in row.leads)),
        score=score,
        quoted=quoted if any(text.strip() for text, _ in quoted) else (),
        quoted_for=about,
    )
