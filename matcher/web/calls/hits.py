"""How well calls answer what was written: the ranking of `search`, for many askers at once.

Askers wait for one thread. It takes what has come in together, so that the model reads
several texts in one go, and the vectors of all calls pass through memory once for all
of them; that is what costs time, not the arithmetic.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import reduce
from queue import Empty, SimpleQueue

import numpy as np
import numpy.typing as npt

from matcher.city_matches import KEPT
from matcher.embedding import embed_queries
from matcher.encoder import Encoder
from matcher.ranking.corpus import Corpus
from matcher.ranking.score import Query, Scores, score_queries
from matcher.ranking.words import stems
from matcher.web.remembering import Remembered

log = logging.getLogger(__name__)

_TOGETHER = 16  # askers at most: more wait longer than they save
_REMEMBERED = 300  # searches; of 20,000 calls each takes 0.1 MB

Found = npt.NDArray[np.bool_]
Fit = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """What one search has found in a corpus."""

    wordings: tuple[Query, ...]  # what was written, and the same in other words
    found: Found  # (documents,)
    fit: Fit  # (documents,) 0 to 1
    by_meaning: bool  # False: by words alone, as no model is there


def search_many(wanted: Sequence[Sequence[Query]], corpus: Corpus) -> list[Hits]:
    """Answer searches, each in one or more wordings; a call scores as it does for its best. Pure.

    Found is what scores as a match that is kept would, and what holds all words of a
    wording. Without a vector it is what shares a word, and fit is the share of the best.
    """
    scores = iter(score_queries([query for wordings in wanted for query in wordings], corpus))
    return [_hits(wordings, [next(scores) for _ in wordings], corpus) for wordings in wanted]


def _hits(wordings: Sequence[Query], scores: Sequence[Scores], corpus: Corpus) -> Hits:
    by_meaning = any(query.vector is not None for query in wordings)
    if by_meaning:
        fit = reduce(np.maximum, (each.score for each in scores))
        found = (fit >= KEPT) | _holds_all(wordings, corpus)
    else:
        fit = reduce(np.maximum, (each.words for each in scores))
        found = fit > 0
    return Hits(tuple(wordings), found, fit.astype(np.float32), by_meaning)


def _holds_all(wordings: Sequence[Query], corpus: Corpus) -> Found:
    found = np.zeros(len(corpus), dtype=bool)
    for query in wordings:
        asked = set(stems(query.text))
        if asked:
            held = np.zeros(len(corpus), dtype=np.int32)
            for stem in asked:
                held[corpus.lexical.postings(stem)[0]] += 1
            found |= held == len(asked)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Waiting:
    texts: tuple[str, ...]
    corpus: Corpus
    model_id: str | None  # whose vectors the corpus has
    answer: "Future[Hits]"


class Searcher:
    """Answers searches from any thread: by words alone until a model has been loaded."""

    def __init__(self) -> None:
        self._encoder: Encoder | None = None
        self._queue: SimpleQueue[_Waiting] = SimpleQueue()
        self._remembered: Remembered[tuple[str, ...], Hits] = Remembered(_REMEMBERED)
        self._lock = threading.Lock()
        self._started = False

    def start(self, load: Callable[[], Encoder]) -> None:
        """Begin to load the model, behind. A second call does nothing."""
        with self._lock:
            if self._started:
                return
            self._started = True
        threading.Thread(target=self._read_model, args=(load,), daemon=True).start()
        threading.Thread(target=self._answer, name="searches", daemon=True).start()

    @property
    def encoder(self) -> Encoder | None:
        """The model; None while it is being loaded, or where it cannot be."""
        return self._encoder

    def search(
        self,
        texts: tuple[str, ...],
        corpus: Corpus,
        model_id: str | None,
        *,
        remember: bool = True,
    ) -> Hits:
        """Return what is found for a text given in one or more wordings.

        `model_id` says whose vectors the corpus has: another model's are not compared.
        What is not to be remembered is nowhere once the answer has been read.
        """
        if not self._started:
            return search_many([[Query(text) for text in texts]], corpus)[0]
        known = self._remembered.get(corpus, texts)
        if known is not None:
            return known
        waiting = _Waiting(texts, corpus, model_id, Future())
        self._queue.put(waiting)
        found = waiting.answer.result()
        if found.by_meaning and remember:
            self._remembered.put(corpus, texts, found)
        return found

    def _read_model(self, load: Callable[[], Encoder]) -> None:
        try:
            encoder = load()
            encoder.encode_query(["ready"])
        except Exception:
            log.exception("the model cannot be used: searches go by words alone")
            return
        self._encoder = encoder

    def _answer(self) -> None:
        while True:
            together = [self._queue.get()]
            while len(together) < _TOGETHER:
                try:
                    together.append(self._queue.get_nowait())
                except Empty:
                    break
            try:
                self._settle(together)
            except Exception as error:  # noqa: BLE001 - it is raised again where somebody waits
                for each in together:
                    if not each.answer.done():
                        each.answer.set_exception(error)

    def _settle(self, together: Sequence[_Waiting]) -> None:
        """Answer those who wait: all texts are read at once, and each corpus gone through once."""
        encoder = self._encoder
        able = [each for each in together if encoder and each.model_id == encoder.model_id]
        texts = list(dict.fromkeys(text for each in able for text in each.texts))
        rows = embed_queries(None, encoder, texts)[0] if encoder and texts else []
        vectors = dict(zip(texts, rows, strict=True))
        for corpus in {id(each.corpus): each.corpus for each in together}.values():
            asking = [each for each in together if each.corpus is corpus]
            wanted = [
                [Query(text, vectors.get(text) if each in able else None) for text in each.texts]
                for each in asking
            ]
            for each, hits in zip(asking, search_many(wanted, corpus), strict=True):
                each.answer.set_result(hits)
