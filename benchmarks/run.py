"""How fast encoding, matching and search are, each beside what bounds or replaces it.

Every pair is timed in turn, A B A B, on the bundled calls; medians and their
ratio are printed. Absolute times belong to the machine, ratios travel.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from benchmarks.encoding import bundled_texts, measure, passages, report
from matcher.city import load_city
from matcher.embedding import embed_queries
from matcher.encoder import Encoder
from matcher.imports.catalogue import load_catalogue
from matcher.matching import call_corpus
from matcher.ranking.match import match_needs, need_query, need_texts
from matcher.ranking.score import Query, score_queries
from matcher.settings import data_folder, read_settings
from matcher.store import open_store, search_words, upsert_calls

_ROUNDS = 3
_TEXTS = 96  # encoded per round: enough for full batches, few enough for a slow machine


def compare(what: str, ours: Callable[[], object], other: Callable[[], object]) -> None:
    """Time two functions in turn; print their medians and the ratio of second to first."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(_ROUNDS):
        for function, taken in zip((ours, other), times, strict=True):
            begin = time.perf_counter()
            function()
            taken.append(time.perf_counter() - begin)
    mine, theirs = (statistics.median(taken) for taken in times)
    sys.stdout.write(
        f"{what}: {mine * 1000:.3g} ms, beside {theirs * 1000:.3g} ms: ratio {theirs / mine:.3g}\n"
    )


def main() -> None:
    """Run all comparisons on the bundled catalogue and the needs of Leeds."""
    calls = load_catalogue(data_folder() / "catalogue").calls
    city = load_city(data_folder() / "leeds")
    home = read_settings().home
    encoder = Encoder(prepared=home / "models")
    sys.stdout.write(f"model {encoder.model_id}\n")
    texts = passages(bundled_texts(), _TEXTS)
    sys.stdout.write(report(*measure(texts, _ROUNDS, home), len(texts)) + "\n")
    with tempfile.TemporaryDirectory() as folder:
        engine = open_store(f"sqlite:///{Path(folder) / 'bench.db'}")
        upsert_calls(engine, calls, datetime.now(UTC))
        corpus, _ = call_corpus(engine, encoder, calls, lambda _what, _done, _total: None)
        asked = [text for need in city.needs for text in need_texts(need)]
        rows, _ = embed_queries(engine, encoder, asked)
        vectors = dict(zip(asked, rows, strict=True))
        queries = [need_query(need, vectors).vector for need in city.needs]
        stack = np.stack([row for row in queries if row is not None])
        compare(
            f"match {len(calls)} calls with {len(queries)} needs, beside the bare matrix product",
            lambda: match_needs(city.needs, corpus, vectors, 0.2),
            lambda: corpus.passages @ stack.T,
        )
        compare(
            "search by words in the store, beside scoring every call by words and meaning",
            lambda: search_words(engine, "falls in older people", 50),
            lambda: score_queries([Query("falls in older people", rows[0])], corpus),
        )
        engine.dispose()


if __name__ == "__main__":
    main()
