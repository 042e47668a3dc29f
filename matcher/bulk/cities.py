"""Many cities beside one corpus: the work is handed out, and one process stores what comes back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy import Engine

from matcher.bulk.ledger import Key, Ledger, fingerprint, open_ledger
from matcher.bulk.work import Done, EmbedBatch, MatchBatch, embed_batches, match_batch
from matcher.city_matches import shown_needs
from matcher.encoder import Encoder
from matcher.matching import (
    Biddable,
    City,
    LaidOut,
    Said,
    judge_and_save,
    lay_out,
    read_biddable,
    with_stored_awards,
)
from matcher.places import Place
from matcher.progress import Advance
from matcher.ranking.corpus import title_of
from matcher.settings import Settings
from matcher.store import (
    TextVectors,
    calls_state,
    encoded_texts,
    load_awards,
    load_decisions,
    load_judgements,
    load_vectors,
    matches_state,
    people_state,
    save_vectors,
    text_hash,
)
from models.errors import BidMatcherError


class Workers(Protocol):
    """Who does the work: this process, or a cluster."""

    def embed(self, batches: Iterable[EmbedBatch]) -> Iterator[Done]:
        """Encode batches of texts; what was done comes in any order."""

    def match(self, laid: LaidOut, batches: Iterable[MatchBatch]) -> Iterator[Done]:
        """Match cities; what was done comes in any order."""


@dataclass(frozen=True, slots=True)
class CityDone:
    """What became of one city."""

    city: str
    shown: int = 0  # calls that answer a need
    matches: int = 0
    failure: str | None = None
    before: bool = False  # done by a run that was broken off


@dataclass(frozen=True, slots=True, eq=False)
class Bulk:
    """What the work is done with: where the calls are, and where what people said is."""

    settings: Settings
    place: Place
    own: Engine
    encoder: Encoder
    advance: Advance

    def known_texts(self, laid: LaidOut) -> list[TextVectors]:
        """Return the stored vectors of all texts but those of the stored calls."""
        engine, model_id = self.place.engine, self.encoder.model_id
        texts = {
            call.match_text()
            for each in laid.biddable.merged
            for call in (each.call, *each.members)
        }
        of_calls = {text_hash(part) for text in texts for part in (text, title_of(text))}
        others = encoded_texts(engine, model_id) - of_calls
        return list(load_vectors(engine, model_id, others).values())

    def here(self) -> "Here":
        """Return this process as the one who works."""
        return Here(self)


@dataclass(frozen=True, slots=True, eq=False)
class Here:
    """This process, which keeps vectors in the store itself."""

    bulk: Bulk

    def embed(self, batches: Iterable[EmbedBatch]) -> Iterator[Done]:
        """Leave it to the laying out, which encodes what is missing and stores it at once."""
        del batches
        return iter(())

    def match(self, laid: LaidOut, batches: Iterable[MatchBatch]) -> Iterator[Done]:
        """Match one city after the other."""
        engine, encoder, calls = self.bulk.place.engine, self.bulk.encoder, laid.calls
        for batch in batches:
            try:
                yield match_batch(engine, encoder, laid.corpus, calls, batch, self.bulk.advance)
            except (BidMatcherError, ValueError, OSError) as error:
                yield Done(batch.name, failure=str(error))


def match_cities(
    bulk: Bulk, cities: Iterable[City], day: date | None, workers: Workers
) -> Iterator[CityDone]:
    """Match cities and store their matches, going on where the same run was broken off.

    Gives each city as it is done. One that fails stops no other. For one who is the one
    writer. Raises EncoderError and StoreError for what concerns all of them.
    """
    engine, model_id = bulk.place.engine, bulk.encoder.model_id
    ledger = open_ledger(
        bulk.settings.home,
        Key(day, model_id, calls_state(engine)),
        bulk.place.moment(day),
    )
    awards = load_awards(engine)
    every = {city.folder: with_stored_awards(city, awards) for city in cities}
    left = {name: city for name, city in every.items() if not _is_done(bulk, ledger, city)}
    yield from (CityDone(name, before=True) for name in every if name not in left)
    if left:
        laid = _laid_out(bulk, read_biddable(engine, ledger.as_of), workers)
        batches = [MatchBatch(name, city.profile) for name, city in left.items()]
        for done in workers.match(laid, batches):
            yield _store(bulk, ledger, left[done.name], laid, done)
    ledger.close()


def _laid_out(bulk: Bulk, biddable: Biddable, workers: Workers) -> LaidOut:
    """Encode what is missing, each batch stored as it comes, and lay the calls out."""
    engine, model_id = bulk.place.engine, bulk.encoder.model_id
    batches = list(embed_batches(engine, model_id, biddable.eligible))
    for number, done in enumerate(workers.embed(batches), start=1):
        save_vectors(engine, model_id, done.vectors)
        bulk.advance("Reading calls", number, len(batches))
    return lay_out(engine, bulk.encoder, biddable, bulk.advance)


def _store(bulk: Bulk, ledger: Ledger, city: City, laid: LaidOut, done: Done) -> CityDone:
    """Store what was found for a city, then note it: in between, it is only done again."""
    if done.found is None:
        return CityDone(city.folder, failure=done.failure or "nothing came back")
    try:
        save_vectors(bulk.place.engine, bulk.encoder.model_id, done.vectors)
        inputs = _inputs(bulk, city)
        judged, _ = judge_and_save(
            bulk.place.engine, city, bulk.encoder, laid, done.found, _said(bulk, city), bulk.advance
        )
        ledger.note(city.folder, inputs, matches_state(bulk.place.engine, city.folder))
    except (BidMatcherError, ValueError, OSError) as error:
        return CityDone(city.folder, failure=str(error))
    shown = {match.call_key for match in shown_needs(judged.matches, city.profile)}
    return CityDone(city.folder, len(shown), len(judged.matches))


def _is_done(bulk: Bulk, ledger: Ledger, city: City) -> bool:
    if city.folder not in ledger.done:
        return False
    stored = matches_state(bulk.place.engine, city.folder)
    return ledger.holds(city.folder, _inputs(bulk, city), stored)


def _inputs(bulk: Bulk, city: City) -> str:
    """Return the fingerprint of what a city's matches depend on, beside the calls and the model."""
    rates = {name: rate.pounds for name, rate in sorted(city.rates.items())}
    return fingerprint(city.profile, repr(rates), people_state(bulk.own, city.folder))


def _said(bulk: Bulk, city: City) -> Said:
    return Said(
        tuple(load_judgements(bulk.own, city.folder)), tuple(load_decisions(bulk.own, city.folder))
    )
