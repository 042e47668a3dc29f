"""The work of one batch, described by plain data: done the same here and on any other machine.

What a batch gives depends on the batch, the calls and the model alone: not on who does it, in
which order, or what was done before.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Engine

from matcher.city_matches import Found, find_matches
from matcher.embedding import embed_texts
from matcher.encoder import Encoder
from matcher.progress import Advance
from matcher.ranking.corpus import Corpus, title_of
from matcher.store import TextVectors, encoded_texts, text_hash
from models.call import Call
from models.city import CityProfile

TEXTS_PER_BATCH = 256
"""Texts of calls that a worker encodes before it hands them in: some seconds' work."""


@dataclass(frozen=True, slots=True)
class EmbedBatch:
    """Texts to be encoded, by their hash."""

    name: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MatchBatch:
    """A city to be matched: its folder's name, and its profile with the awards held there."""

    name: str
    profile: CityProfile


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a batch: vectors that are new, a city's matches; or why nothing did."""

    name: str
    vectors: tuple[TextVectors, ...] = ()
    found: Found | None = None
    failure: str | None = None


def embed_batches(engine: Engine, model_id: str, calls: Iterable[Call]) -> Iterator[EmbedBatch]:
    """Cut what the store has no vectors of into batches: texts and titles, by length and hash."""
    known = encoded_texts(engine, model_id)
    texts = {
        text_hash(part): part
        for call in calls
        for part in (call.match_text(), title_of(call.match_text()))
        if part
    }
    missing = sorted(texts.keys() - known, key=lambda key: (len(texts[key]), key))
    for start in range(0, len(missing), TEXTS_PER_BATCH):
        keys = missing[start : start + TEXTS_PER_BATCH]
        yield EmbedBatch(f"texts {start}", {key: texts[key] for key in keys})


def embed_batch(encoder: Encoder, batch: EmbedBatch) -> Done:
    """Encode the texts of a batch. Raises EncoderError."""
    found, _ = embed_texts(None, encoder, batch.texts)
    return Done(batch.name, vectors=tuple(item for item in found.values() if len(item.vectors)))


def match_batch(
    engine: Engine,
    encoder: Encoder,
    corpus: Corpus,
    calls: Mapping[str, Call],
    batch: MatchBatch,
    advance: Advance,
) -> Done:
    """Match one city; `engine` keeps the vectors of its texts. Raises as `find_matches` does."""
    found = find_matches(engine, encoder, corpus, calls, batch.profile, advance)
    return Done(batch.name, found=found)
