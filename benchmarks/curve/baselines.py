"""What somebody would use otherwise, on the same calls and searches.

    python -m benchmarks.curve.baselines ORIGINALS.pkl HOME CALLS

Each is used as its own pages show it: SQLite's FTS5 with OR between words, bm25s, TF-IDF of
scikit-learn with the product of sparse rows, and `util.semantic_search` of
sentence-transformers over the same vectors, one a call, with the same encoder.
"""

import json
import os
import pickle
import re
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.curve.asked import searches
from benchmarks.curve.made import Originals, make_calls, moved_vectors
from matcher.encoder import Encoder

_BEST = 10


def measure(made: Originals, encoder: Encoder, count: int) -> dict[str, Any]:
    """Return seconds to build and milliseconds to search (p50, p95), by name."""
    calls = list(make_calls(count))
    texts = [call.match_text() for call in calls]
    rows = np.stack([moved_vectors(made, call)[0][0] for call in calls])
    kinds: dict[str, Callable[[], Callable[[str], object]]] = {
        "SQLite FTS5": lambda: _fts5(texts),
        "bm25s": lambda: _bm25s(texts),
        "scikit-learn TF-IDF": lambda: _tfidf(texts),
        "semantic_search": lambda: _semantic(rows, encoder),
    }
    return {name: _timed(build) for name, build in kinds.items()}


def _timed(build: Callable[[], Callable[[str], object]]) -> dict[str, float]:
    began = time.perf_counter()
    one = build()
    built = time.perf_counter() - began
    one(searches()[0])
    times, processor = [], time.process_time()
    for text in searches():
        at = time.perf_counter()
        one(text)
        times.append(1000 * (time.perf_counter() - at))
    return {
        "build s": built,
        "p50 ms": float(np.median(times)),
        "p95 ms": float(np.percentile(times, 95)),
        "processor ms": 1000 * (time.process_time() - processor) / len(times),
    }


def _fts5(texts: Sequence[str]) -> Callable[[str], object]:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE words USING fts5(body, tokenize='porter unicode61')")
    database.executemany("INSERT INTO words (body) VALUES (?)", ((text,) for text in texts))
    query = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words) LIMIT 10"
    return lambda text: database.execute(
        query, (" OR ".join(f'"{word}"' for word in re.findall(r"\w+", text)),)
    ).fetchall()


def _bm25s(texts: Sequence[str]) -> Callable[[str], object]:
    import bm25s
    import Stemmer

    stemmer = Stemmer.Stemmer("english")

    def cut(what: Any) -> Any:
        return bm25s.tokenize(what, stopwords="en", stemmer=stemmer, show_progress=False)

    index = bm25s.BM25()
    index.index(cut(list(texts)), show_progress=False)
    return lambda text: index.retrieve(cut(text), k=_BEST, show_progress=False)


def _tfidf(texts: Sequence[str]) -> Callable[[str], object]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    words = TfidfVectorizer(stop_words="english")
    matrix = words.fit_transform(texts)
    return lambda text: np.argsort(-(matrix @ words.transform([text]).T).toarray()[:, 0])[:_BEST]


def _semantic(rows: Any, encoder: Encoder) -> Callable[[str], object]:
    import torch
    from sentence_transformers import util

    corpus = torch.from_numpy(rows)
    return lambda text: util.semantic_search(
        torch.from_numpy(encoder.encode_query([text])), corpus, top_k=_BEST
    )


def main(arguments: Sequence[str]) -> None:
    """Measure and print one line of JSON."""
    originals, home, count = arguments
    made: Originals = pickle.loads(Path(originals).read_bytes())  # noqa: S301 - our own
    encoder = Encoder(prepared=Path(home) / "models")
    found = measure(made, encoder, int(count))
    load = os.getloadavg()[0]
    sys.stdout.write(json.dumps({"calls": int(count), "kinds": found, "load": load}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
