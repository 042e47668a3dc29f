"""A corpus as few large arrays, which machines hand to one another without copying each text."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.ranking.corpus import ClosenessRows, Corpus, Document
from matcher.ranking.lexical import LexicalIndex

Rows = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """A corpus without the texts of its documents."""

    keys: tuple[str, ...]
    spans: npt.NDArray[np.int64]  # (all passages, 2)
    titled: npt.NDArray[np.intp]  # documents that have a row for the title alone
    titles: Rows  # these rows
    passages: Rows
    offsets: npt.NDArray[np.intp]
    means: Rows
    closeness: ClosenessRows
    lexical: LexicalIndex
    title_lexical: LexicalIndex


def pack(corpus: Corpus) -> Packed:
    """Put a corpus into arrays."""
    spans = [span for document in corpus.documents for span in document.spans]
    titles = {place: each.title for place, each in enumerate(corpus.documents)}
    titled = {place: title for place, title in titles.items() if title is not None}
    dimension = corpus.passages.shape[1]
    return Packed(
        keys=corpus.keys,
        spans=np.array(spans, dtype=np.int64).reshape(-1, 2),
        titled=np.array(list(titled), dtype=np.intp),
        titles=np.array(list(titled.values()), dtype=np.float32).reshape(-1, dimension),
        passages=corpus.passages,
        offsets=corpus.offsets,
        means=corpus.means,
        closeness=corpus.closeness,
        lexical=corpus.lexical,
        title_lexical=corpus.title_lexical,
    )


def unpack(packed: Packed, texts: Sequence[str]) -> Corpus:
    """Return the corpus; `texts` are its documents' in order. Its rows are those of the arrays."""
    spans = packed.spans.tolist()
    titles = dict(zip(packed.titled.tolist(), packed.titles, strict=True))
    documents = []
    for place, (key, text) in enumerate(zip(packed.keys, texts, strict=True)):
        first, last = packed.offsets[place], packed.offsets[place + 1]
        documents.append(
            Document(
                key,
                text,
                tuple((start, end) for start, end in spans[first:last]),
                packed.passages[first:last] if first < last else None,
                titles.get(place),
            )
        )
    return Corpus(
        documents=tuple(documents),
        passages=packed.passages,
        offsets=packed.offsets,
        means=packed.means,
        closeness=packed.closeness,
        lexical=packed.lexical,
        title_lexical=packed.title_lexical,
    )
