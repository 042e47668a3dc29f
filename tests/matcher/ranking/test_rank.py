from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.ranking.corpus import Corpus, Document, build_corpus
from matcher.ranking.dense import best_passage, dense_scores
from matcher.ranking.rank import rank
from matcher.ranking.score import (
    Calibration,
    Query,
    score_queries,
    score_query,
    shipped_calibration,
)

CALIBRATION = Calibration(words_weight=0.2, slope=10.0, intercept=-3.0, usual_closeness=0.1)


def unit(*numbers: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    vector = np.array(numbers, dtype=np.float32)
    return vector / (np.linalg.norm(vector) or 1)


def document(key: str, text: str, *rows: tuple[float, ...]) -> Document:
    spans = tuple((place, place + 1) for place in range(len(rows)))
    return Document(key, text, spans, np.array([unit(*row) for row in rows]) if rows else None)


@pytest.fixture
def corpus() -> Corpus:
    return build_corpus(
        [
            document("falls", "Preventing falls among older people", (1, 0, 0), (0, 1, 0)),
            document("soil", "Soil health for a living planet", (0, 0, 1)),
            document("words", "A text that was not encoded speaks of falls"),
            document("empty", "", (0, 0, 0)),
            document("one", "Falls", (0.6, 0.8, 0)),
        ]
    )


def test_closeness_is_a_quarter_each_of_best_first_whole_and_title(corpus: Corpus) -> None:
    query = unit(0, 1, 0)
    best, first, whole, title = 1.0, 0.0, 2**-0.5, 0.6
    titled = replace(corpus.documents[0], title=unit(0.8, 0.6, 0))
    corpus = build_corpus([titled, *corpus.documents[1:]])
    scores = dense_scores(corpus.closeness, query[np.newaxis])[0]
    assert scores[0] == pytest.approx((best + first + whole + title) / 4)
    assert scores.tolist()[1:4] == [0, 0, 0]
    assert best_passage(corpus, 0, query) == 1
    assert best_passage(corpus, 2, query) is None


def test_ranking_by_meaning_and_words(corpus: Corpus) -> None:
    found = rank(Query("falls", unit(1, 0.5, 0)), corpus)
    assert [item.key for item in found] == ["one", "falls", "words"]
    assert rank(Query("falls", unit(1, 0.5, 0)), corpus, limit=1) == found[:1]


def test_bare_health_matches_nothing_by_its_words(corpus: Corpus) -> None:
    assert rank(Query("health"), corpus) == []
    assert [item.key for item in rank(Query("soil health"), corpus)] == ["soil"]


def test_features_add_up_to_the_score(corpus: Corpus) -> None:
    for item in rank(Query("falls", unit(1, 0.5, 0)), corpus):
        log_odds = sum(feature.value * feature.weight for feature in item.features)
        assert 1 / (1 + np.exp(-log_odds)) == pytest.approx(item.score, abs=0.001)


def test_a_broad_query_does_not_outscore_a_narrow_one() -> None:
    """The same closeness counts for less to a query that is close to everything."""
    alike = [document(f"{place}", "text", (1, 0, 0)) for place in range(2000)]
    many = build_corpus([*alike, document("other", "text", (0, 1, 0))])
    broad = score_query(Query("", unit(1, 0.3, 0)), many, CALIBRATION)
    narrow = score_query(Query("", unit(0, 0.8, 0.6)), many, CALIBRATION)
    assert broad.closeness.max() > narrow.closeness.max()
    assert broad.score.max() < narrow.score.max()


def test_a_whole_term_in_the_title_is_full_agreement_in_words() -> None:
    """A need lists many terms; a call is about one of them."""
    terms = ("obesity", "physical activity", "weight management")
    asked = Query("Healthy weight: " + ", ".join(terms), unit(1, 0, 0), terms)
    titles = ("Obesity institute", "Activity that is mental", "A study")
    found = build_corpus([document(title, f"{title}\nabout diet", (0.5, 0, 1)) for title in titles])
    scores = score_query(asked, found, CALIBRATION)
    assert scores.words[0] == 1.0
    assert scores.words[1] < 1.0
    assert scores.score.argmax() == 0


def test_a_weak_best_match_in_words_is_not_blown_up(corpus: Corpus) -> None:
    wordy = "falls " + " ".join(f"unheard{place}" for place in range(60))
    by_words = score_query(Query(wordy), corpus, CALIBRATION).words
    assert 0 < by_words.max() < 0.5
    assert score_query(Query("falls"), corpus, CALIBRATION).words.max() == 1


def test_nothing_asked_or_nothing_there_scores_zero(corpus: Corpus) -> None:
    assert rank(Query(""), corpus) == []
    assert rank(Query("", unit(0, 0, 0)), corpus) == []
    assert rank(Query("falls", unit(1, 0, 0)), build_corpus([])) == []
    lone = build_corpus([document("x", "Falls", (1, 0))])
    assert 0 < rank(Query("falls", unit(1, 0)), lone)[0].score < 1


def test_ties_go_by_key() -> None:
    same = build_corpus([document(key, "falls", (1, 0)) for key in ("b", "a", "c")])
    assert [item.key for item in rank(Query("falls", unit(1, 0)), same)] == ["a", "b", "c"]


@given(
    st.lists(st.lists(st.sampled_from(["fall", "soil", "", "care 1"])), max_size=6),
    st.text(alphabet="falcre soi", max_size=30),
    st.lists(st.floats(-1, 1, width=32), min_size=3, max_size=3),
)
@settings(max_examples=60, deadline=None)
def test_every_score_is_finite(texts: list[list[str]], asked: str, numbers: list[float]) -> None:
    documents = [
        document(str(place), " ".join(text), *[(len(text), place, 1.0)] * (place % 3))
        for place, text in enumerate(texts)
    ]
    scores = score_query(Query(asked, unit(*numbers)), build_corpus(documents), CALIBRATION)
    for column in (scores.closeness, scores.lexical, scores.meaning, scores.words, scores.score):
        assert np.isfinite(column).all()
    assert ((scores.score >= 0) & (scores.score <= 1)).all()


def test_wrong_input_is_named(corpus: Corpus) -> None:
    with pytest.raises(ValueError, match="two documents have the key 'a'"):
        build_corpus([Document("a", "x"), Document("a", "y")])
    with pytest.raises(ValueError, match="different lengths"):
        build_corpus([document("a", "x", (1, 0)), document("b", "y", (1, 0, 0))])
    with pytest.raises(ValueError, match="a: a vector holds a number that is not finite"):
        build_corpus([Document("a", "x", ((0, 1),), np.array([[np.nan]], dtype=np.float32))])
    with pytest.raises(ValueError, match="do not fit"):
        build_corpus([Document("a", "x", (), np.zeros((1, 3), dtype=np.float32))])
    with pytest.raises(ValueError, match="does not fit passages of 3 numbers"):
        score_query(Query("x", unit(1, 0)), corpus, CALIBRATION)
    with pytest.raises(ValueError, match="not finite"):
        dense_scores(corpus.closeness, np.array([[np.inf, 0, 0]], dtype=np.float32))


def test_the_shipped_calibration_is_sensible(corpus: Corpus) -> None:
    shipped = shipped_calibration()
    assert shipped.slope > 0
    assert 0 < shipped.words_weight < 1
    assert shipped.intercept < 0
    (scores,) = score_queries([Query("falls", unit(1, 0, 0))], corpus)
    assert scores.score[0] > 0.5 > scores.score[1]
