"""What a search finds, and who waits for whom."""

import threading
from collections.abc import Sequence
from typing import cast

import numpy as np
import numpy.typing as npt
import pytest

from matcher.encoder import Encoder
from matcher.ranking.corpus import Corpus, Document, build_corpus
from matcher.ranking.rank import rank
from matcher.ranking.score import Query
from matcher.web.calls import hits
from matcher.web.calls.hits import Searcher, search_many

TEXTS = (
    "Falls in older people\n\nWe fund research on falls and fractures.",
    "Asthma\n\nInhalers for children with asthma.",
    "Chronic obstructive pulmonary disease\n\nLungs of smokers.",
    "Wind turbines\n\nBlades that last.",
)


class Axes:
    """A model whose vectors stand along axes, one for each word that it knows."""

    model_id = "axes"
    words = ("falls", "asthma", "lung", "wind")

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def split_all(self, texts: Sequence[str]) -> list[tuple[tuple[int, int], ...]]:
        return [((0, len(text)),) for text in texts]

    def encode_query(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.asked.append(tuple(texts))
        rows = [[word in text.lower() for word in self.words] for text in texts]
        table = np.array(rows, dtype=np.float32) + np.float32(1e-3)
        unit: npt.NDArray[np.float32] = table / np.linalg.norm(table, axis=1, keepdims=True)
        return unit


def corpus(*, vectors: bool = True) -> Corpus:
    rows = Axes().encode_query(TEXTS)
    return build_corpus(
        [
            Document(str(at), text, ((0, len(text)),), rows[at : at + 1])
            if vectors
            else Document(str(at), text)
            for at, text in enumerate(TEXTS)
        ]
    )


@pytest.fixture
def searcher() -> tuple[Searcher, Axes]:
    """A searcher whose model has been loaded."""
    model, made = Axes(), Searcher()
    made.start(lambda: cast("Encoder", model))
    for _ in range(1000):
        if made.encoder is not None:
            break
        threading.Event().wait(0.01)
    assert made.encoder is not None
    return made, model


def test_a_search_ranks_as_the_command_does(searcher: tuple[Searcher, Axes]) -> None:
    calls = corpus()
    hits = searcher[0].search(("falls",), calls, "axes")
    ranked = rank(Query("falls", Axes().encode_query(["falls"])[0]), calls)
    order = np.argsort(-hits.fit, kind="stable").tolist()
    # Three fit as little as one another: which of them comes first is nobody's business.
    assert order[0] == ranked[0].position
    assert set(order[: len(ranked)]) == {each.position for each in ranked}
    assert hits.fit[order[: len(ranked)]] == pytest.approx(
        [each.score for each in ranked], abs=1e-6
    )
    assert hits.by_meaning


def test_a_call_that_holds_all_words_is_found_however_far_its_meaning() -> None:
    calls = corpus()
    far = Axes().encode_query(["wind"])[0]
    (hits,) = search_many([[Query("fractures", far)]], calls)
    assert hits.found[0]
    (hits,) = search_many([[Query("fractures of smokers", far)]], calls)
    assert not hits.found[0]


def test_another_wording_only_adds() -> None:
    calls = corpus()
    vectors = Axes().encode_query(["COPD", "chronic obstructive pulmonary disease"])
    short = Query("COPD", vectors[0])
    long = Query("chronic obstructive pulmonary disease", vectors[1])
    one, both = search_many([[short], [short, long]], calls)
    assert both.fit[2] > one.fit[2]
    assert (both.fit >= one.fit).all()
    assert (both.found >= one.found).all()


def test_searches_answered_together_are_as_those_answered_alone() -> None:
    calls = corpus()
    texts = ["falls", "asthma", "wind"]
    wanted = [
        [Query(text, row)] for text, row in zip(texts, Axes().encode_query(texts), strict=True)
    ]
    together = search_many(wanted, calls)
    for one, beside in zip(wanted, together, strict=True):
        (alone,) = search_many([one], calls)
        assert np.allclose(alone.fit, beside.fit)
        assert (alone.found == beside.found).all()


def test_until_the_model_is_there_words_alone_count() -> None:
    hits = Searcher().search(("asthma inhalers",), corpus(), "axes")
    assert not hits.by_meaning
    assert hits.found.tolist() == [False, True, False, False]


def test_vectors_of_another_model_are_not_compared(searcher: tuple[Searcher, Axes]) -> None:
    assert not searcher[0].search(("asthma",), corpus(), "another").by_meaning
    assert not searcher[0].search(("asthma",), corpus(vectors=False), None).by_meaning


def test_what_was_asked_before_is_known(searcher: tuple[Searcher, Axes]) -> None:
    made, model = searcher
    calls = corpus()
    first = made.search(("asthma",), calls, "axes")
    asked = len(model.asked)
    assert made.search(("asthma",), calls, "axes") is first
    assert len(model.asked) == asked
    made.search(("asthma",), corpus(), "axes")
    assert len(model.asked) == asked + 1, "other calls are searched anew"


def test_what_is_not_to_be_remembered_is_asked_again(searcher: tuple[Searcher, Axes]) -> None:
    made, model = searcher
    calls = corpus()
    for _ in range(2):
        made.search(("my secret abstract",), calls, "axes", remember=False)
    assert model.asked.count(("my secret abstract",)) == 2


def test_many_ask_at_once(searcher: tuple[Searcher, Axes]) -> None:
    made, calls = searcher[0], corpus()
    found: dict[str, int] = {}

    def ask(text: str) -> None:
        found[text] = int(made.search((text,), calls, "axes").fit.argmax())

    texts = [f"{word} {number}" for number in range(10) for word in ("falls", "asthma", "wind")]
    threads = [threading.Thread(target=ask, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert found == {text: {"f": 0, "a": 1, "w": 3}[text[0]] for text in texts}


def test_a_search_that_fails_is_told_to_who_asked(searcher: tuple[Searcher, Axes]) -> None:
    made, calls = searcher[0], corpus()
    broken = build_corpus([Document("a", "Text", ((0, 4),), np.ones((1, 7), dtype=np.float32))])
    with pytest.raises(ValueError, match="does not fit"):
        made.search(("falls",), broken, "axes")
    assert made.search(("falls",), calls, "axes").by_meaning, "and others are answered"


def test_a_model_that_cannot_be_loaded_leaves_words(monkeypatch: pytest.MonkeyPatch) -> None:
    made, told, said = Searcher(), threading.Event(), []

    def tell(words: str) -> None:
        said.append(words)
        told.set()

    def load() -> Encoder:
        raise OSError("no such folder")

    monkeypatch.setattr(hits.log, "exception", tell)
    made.start(load)
    assert told.wait(10)
    assert not made.search(("asthma",), corpus(), "axes").by_meaning
    assert made.encoder is None
    assert said == ["the model cannot be used: searches go by words alone"]
