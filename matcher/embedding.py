"""Vectors of texts: from the store where they are there, else from the encoder.

A text is encoded once for each model. What was encoded is stored batch by batch,
so that an interruption loses one batch at most.
"""

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from sqlalchemy import Engine

from matcher.encoder import Encoder, EncoderError, Kind, Progress
from matcher.passages import Span
from matcher.ranking.corpus import Document, title_of
from matcher.store import (
    TextVectors,
    as_stored,
    encoded_texts,
    load_vectors,
    save_vectors,
    text_hash,
)

_PASSAGES_PER_BATCH = 64
_EMPTY = np.zeros((0, 0), dtype=np.float32)

_Cut: TypeAlias = tuple[str, str, tuple[Span, ...]]  # text hash, text, passages


def query_hash(text: str) -> str:
    """Fingerprint of a text used as a query: some models encode queries in another way."""
    return text_hash(f"query\0{text}")


def embed_texts(
    engine: Engine | None,
    encoder: Encoder,
    texts: Mapping[str, str],
    on_progress: Progress | None = None,
    kind: Kind = "document",
) -> tuple[dict[str, TextVectors], int]:
    """Return the vectors of `texts` (text hash -> text) and how many texts were encoded now.

    Documents are split into passages, one row each; a query is one row. A text
    without a single token has no rows. Without an `engine` nothing is kept.
    `on_progress` is told how many of the missing texts are done. Raises
    EncoderError where the model cannot be used.
    """
    found = load_vectors(engine, encoder.model_id, texts.keys()) if engine is not None else {}
    missing = sorted(texts.keys() - found.keys(), key=lambda key: (len(texts[key]), key))
    if not missing:
        _check(found)
        return found, 0
    spans = _spans(encoder, [texts[key] for key in missing], kind)
    cut = [(key, texts[key], each) for key, each in zip(missing, spans, strict=True)]
    found.update({key: TextVectors(key, (), _EMPTY) for key, _, spans in cut if not spans})
    waiting = [item for item in cut if item[2]]
    done = 0
    for batch in _batches(waiting):
        items = _encode(encoder, batch, kind)
        if engine is not None:
            save_vectors(engine, encoder.model_id, items)
        found.update({item.text_hash: item for item in items})
        done += len(batch)
        if on_progress is not None:
            on_progress(done, len(waiting))
    _check(found)
    return found, done


def embed_documents(
    engine: Engine | None,
    encoder: Encoder,
    texts: Mapping[str, str],
    on_progress: Progress | None = None,
) -> tuple[list[Document], int]:
    """Return texts, given by key, ready to be ranked, and for how many something was encoded now.

    Passages and titles are encoded as far as the store does not have them. Raises
    EncoderError where the model cannot be used.
    """
    hashes = {key: text_hash(text) for key, text in texts.items()}
    titles = {key: title for key, text in texts.items() if (title := title_of(text))}
    named = {key: text_hash(title) for key, title in titles.items()}
    found, new = embed_texts(
        engine, encoder, {hashes[key]: text for key, text in texts.items()}, on_progress
    )
    headed, newly_headed = embed_texts(
        engine, encoder, {named[key]: title for key, title in titles.items()}
    )
    documents = [
        Document(
            key,
            text,
            found[hashes[key]].spans,
            found[hashes[key]].vectors,
            _first_row(headed[named[key]]) if key in named else None,
        )
        for key, text in texts.items()
    ]
    return documents, max(new, newly_headed)


def stored_documents(
    engine: Engine, model_id: str | None, texts: Mapping[str, str]
) -> list[Document]:
    """Return texts, given by key, with what a model made of them as far as that is stored.

    A text whose passages are not stored has none: it can be found by its words. StoreError
    as for the store.
    """
    hashes = {key: text_hash(text) for key, text in texts.items()}
    titles = {key: text_hash(title) for key, text in texts.items() if (title := title_of(text))}
    wanted = [*hashes.values(), *titles.values()]
    found = load_vectors(engine, model_id, wanted) if model_id is not None else {}
    _check(found)
    return [
        _document(key, text, found, hashes[key], titles.get(key)) for key, text in texts.items()
    ]


def _document(
    key: str, text: str, found: Mapping[str, TextVectors], own: str, title: str | None
) -> Document:
    if own not in found or not len(found[own].vectors):
        return Document(key, text)
    heading = _first_row(found[title]) if title and title in found else None
    return Document(key, text, found[own].spans, found[own].vectors, heading)


def _first_row(item: TextVectors) -> npt.NDArray[np.float32] | None:
    return item.vectors[0] if len(item.vectors) else None


def encoded_documents(engine: Engine, encoder: Encoder, texts: Mapping[str, str]) -> set[str]:
    """Return the keys of the texts (key -> text) that `embed_documents` has nothing to encode of.

    A text without a single token has no stored vectors and is left out.
    """
    known = encoded_texts(engine, encoder.model_id)
    return {
        key
        for key, text in texts.items()
        if known.issuperset(text_hash(part) for part in (text, title_of(text)) if part)
    }


def embed_queries(
    engine: Engine | None, encoder: Encoder, texts: list[str]
) -> tuple[list[npt.NDArray[np.float32] | None], int]:
    """Return one unit row per query, None for a text without a token, and how many were new."""
    keys = [query_hash(text) for text in texts]
    found, count = embed_texts(engine, encoder, dict(zip(keys, texts, strict=True)), kind="query")
    rows = [found[key].vectors for key in keys]
    return [row[0] if len(row) else None for row in rows], count


def _spans(encoder: Encoder, texts: list[str], kind: Kind) -> list[tuple[Span, ...]]:
    cut = encoder.split_all(texts)
    if kind == "document":
        return cut
    return [((0, len(text)),) if spans else () for text, spans in zip(texts, cut, strict=True)]


def _batches(waiting: list[_Cut]) -> list[list[_Cut]]:
    """Group texts, which come by length, into batches of about as many passages."""
    batches: list[list[_Cut]] = []
    room = 0
    for item in waiting:
        if room <= 0:
            batches.append([])
            room = _PASSAGES_PER_BATCH
        batches[-1].append(item)
        room -= len(item[2])
    return batches


def _encode(encoder: Encoder, batch: list[_Cut], kind: Kind) -> list[TextVectors]:
    pieces = [text[start:end] for _, text, spans in batch for start, end in spans]
    rows = as_stored(_rows(encoder, pieces, kind))
    ends = np.cumsum([len(spans) for _, _, spans in batch])
    blocks = np.split(rows, ends[:-1])
    return [
        TextVectors(key, spans, block) for (key, _, spans), block in zip(batch, blocks, strict=True)
    ]


def _rows(encoder: Encoder, pieces: list[str], kind: Kind) -> npt.NDArray[np.float32]:
    """Encode passages, which fit the model, or whole queries, which need not."""
    if kind == "query":
        return encoder.encode_query(pieces)
    return encoder.encode_passages(pieces, kind)


def _check(found: Mapping[str, TextVectors]) -> None:
    dimensions = {item.vectors.shape[1] for item in found.values() if len(item.vectors)}
    if len(dimensions) > 1:
        raise EncoderError(
            f"the stored vectors have {min(dimensions)} and {max(dimensions)} numbers:"
            " the model's folder has changed; give it another name"
        )
