"""100,000 calls ranked for all needs and organisations of a city, beside the bare product.

The calls are made up: words drawn as often as they stand in the bundled calls, and
the vectors of the bundled calls, perturbed. They say how long ranking takes, not how
good it is. `python -m benchmarks.scale [CALLS]`
"""

import resource
import sys
import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from matcher.city import load_city
from matcher.encoder import Encoder
from matcher.imports.catalogue import load_catalogue
from matcher.ranking.corpus import Corpus, Document, build_corpus
from matcher.ranking.match import capability_texts, need_text
from matcher.ranking.score import Query, iter_scores
from matcher.settings import data_folder

T = TypeVar("T")

_CALLS = 100_000
_WORDS = 120  # of a made-up call
_SPREAD = 0.03  # of each number of a vector; the originals differ by about 0.05
_BEST = 10


def main() -> None:
    """Print time and memory of each step."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else _CALLS
    encoder = Encoder()
    city = load_city(data_folder() / "leeds")
    texts = [need_text(need) for need in city.needs]
    texts += [text for one in city.organisations for text in capability_texts(one)]
    vectors = encoder.encode_query(texts)
    queries = [Query(text, row) for text, row in zip(texts, vectors, strict=True)]
    documents = _documents(count, encoder)
    corpus = _timed(f"lay out {count:,} calls", lambda: build_corpus(documents))
    ranked = _timed(f"rank them for {len(queries)} queries", lambda: _rank(queries, corpus))
    product = _timed("the bare matrix product", lambda: vectors @ corpus.passages.T)
    sys.stdout.write(f"{len(ranked)} lists of {_BEST}; product of shape {product.shape}\n")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    held = corpus.passages.nbytes / 1e9
    sys.stdout.write(f"peak memory {peak:.2f} GB, of which passages {held:.2f} GB\n")


def _documents(count: int, encoder: Encoder) -> list[Document]:
    draw = np.random.default_rng(20261128)
    real = [call.match_text() for call in load_catalogue(data_folder() / "catalogue").calls]
    words = np.array(" ".join(real).split())
    vectors = encoder.encode_document(real)
    rows = _perturbed(vectors[draw.integers(0, len(real), count)], draw)
    chosen = words[draw.integers(0, len(words), (count, _WORDS))]
    return [
        Document(f"call:{place}", _text(list(chosen[place])), ((0, 1),), rows[place : place + 1])
        for place in range(count)
    ]


def _perturbed(rows: npt.NDArray[np.float32], draw: np.random.Generator) -> npt.NDArray[np.float32]:
    moved = rows + draw.normal(0, _SPREAD, rows.shape).astype(np.float32)
    unit: npt.NDArray[np.float32] = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return unit


def _text(words: list[str]) -> str:
    return " ".join(words[:10]) + "\n\n" + " ".join(words[10:])


def _rank(queries: list[Query], corpus: Corpus) -> list[npt.NDArray[np.intp]]:
    return [np.argpartition(-each.score, _BEST)[:_BEST] for each in iter_scores(queries, corpus)]


def _timed(what: str, work: Callable[[], T]) -> T:
    begin = time.perf_counter()
    result = work()
    sys.stdout.write(f"{what}: {time.perf_counter() - begin:.2f} s\n")
    return result


if __name__ == "__main__":
    main()
