"""Taking sentences and phrases out, and choosing by what is lost."""

import math
from dataclasses import astuple, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.ranking.carry import MOST_SENTENCES, holes, largest_drop, parts, propose, standing
from matcher.ranking.corpus import Corpus, Document, build_corpus
from matcher.ranking.explain import read_phrases, read_sentences
from matcher.ranking.lexical import ask, lexical_score, lexical_scores
from matcher.ranking.removal import changed_passages, remove
from matcher.ranking.rescore import Other, Text, baselines, rescore
from matcher.ranking.score import Query, iter_scores, score_queries
from matcher.ranking.words import stem_counts, stems

TITLE = "Ageing well"
BODY = (
    "Older adults stay independent. Projects test ways of preventing falls at home.\n"
    "Applications close late in May. Falls clinics should not be copied. "
    "Older adults stay independent."
)
TEXT = f"{TITLE}\n\n{BODY}"
OTHERS = ("Soil\n\nLiving soils for a farm.", "Air\n\nCleaner air near schools.", "")


def rows(*numbers: tuple[float, float]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    block = np.array(numbers, dtype=np.float32)
    return block / np.linalg.norm(block, axis=1, keepdims=True)


def corpus_of(text: str) -> Corpus:
    half = len(text) // 2
    spans = ((0, half), (max(0, half - 5), len(text))) if half else ()
    vectors = rows((1, 0.2), (0.5, 1)) if half else None
    documents = [Document("call", text, spans, vectors)]
    documents += [
        Document(str(at), other, ((0, len(other)),), rows((0.1, 1)))
        for at, other in enumerate(OTHERS)
    ]
    return build_corpus(documents)


QUERY = Query("Falls and frailty: falls prevention, older adults", rows((1, 0))[0])
PHRASES = read_phrases(["Falls and frailty", "falls prevention", "older adults"])


def test_changed_words_are_scored_as_the_index_scores_them() -> None:
    index = corpus_of(TEXT).lexical
    query = stems(QUERY.text)
    whole = lexical_score(index, stem_counts(TEXT), ask(index, query))
    assert whole == pytest.approx(lexical_scores(index, query)[0])
    elsewhere = stem_counts("Applications close late in May.")
    assert lexical_score(index, elsewhere, ask(index, query)) == 0.0


def text_of(document: Document) -> Text:
    return Text(document, stem_counts(document.text))


def again(corpus: Corpus, document: Document, place: int = 0, query: Query = QUERY) -> float:
    """A document's score for the query, were it this one."""
    before = baselines([query], corpus, [[place]])
    (scores,) = rescore(corpus, [Other(place, [text_of(document)], before)])
    return float(scores[0, 0])


@pytest.mark.parametrize("terms", [(), ("ageing",), ("falls",)])
def test_some_documents_score_as_they_do_among_all(terms: tuple[str, ...]) -> None:
    corpus, query = corpus_of(TEXT), replace(QUERY, terms=terms)
    (every,) = score_queries([query], corpus)
    places = np.array([2, 0], dtype=np.intp)
    (some,) = iter_scores([query], corpus, places=[places])
    for one, all_of in zip(astuple(some), astuple(every), strict=True):
        assert one.tolist() == all_of[places].tolist()


@pytest.mark.parametrize("terms", [(), ("ageing",), ("falls",)])
def test_texts_scored_together_score_as_they_do_alone(terms: tuple[str, ...]) -> None:
    corpus, query = corpus_of(TEXT), replace(QUERY, terms=terms)
    places = (0, 2, 0)
    before = baselines([QUERY, query], corpus, [places, places])
    texts = [text_of(document) for document in corpus.documents]
    together = list(rescore(corpus, [Other(place, texts, before) for place in places]))
    assert len(together) == len(places)
    for place, scores in zip(places, together, strict=True):
        alone = [[again(corpus, d, place, q) for d in corpus.documents] for q in (QUERY, query)]
        assert scores == pytest.approx(np.array(alone), abs=1e-6)


def test_a_document_without_another_text_has_no_scores() -> None:
    corpus = corpus_of(TEXT)
    (none,) = rescore(corpus, [Other(0, [], baselines([QUERY], corpus, [[0]]))])
    assert none.shape == (1, 0)


@pytest.mark.parametrize("terms", [(), ("ageing",), ("falls",)])
def test_a_document_with_nothing_taken_out_scores_the_same(terms: tuple[str, ...]) -> None:
    corpus, query = corpus_of(TEXT), replace(QUERY, terms=terms)
    scores = score_queries([query], corpus)[0]
    for place, document in enumerate(corpus.documents):
        same = again(corpus, document, place, query)
        assert same == pytest.approx(scores.score[place], abs=1e-6)


def test_a_corpus_without_vectors_is_scored_by_words() -> None:
    corpus = build_corpus([Document("call", TEXT), Document("soil", OTHERS[0])])
    shorter = remove(corpus.documents[0], [(len(TITLE), len(TEXT))], {})
    assert again(corpus, shorter) == 0.0


def test_passages_lose_the_sentence_and_nothing_else() -> None:
    document = corpus_of(TEXT).documents[0]
    (gone,) = (s for s in read_sentences(TEXT) if "preventing falls" in s.shown)
    texts = changed_passages(document, [gone.span])
    assert texts
    assert all("preventing falls" not in text for text in texts)
    shorter = remove(document, [gone.span], {text: rows((0, 1))[0] for text in texts})
    assert shorter.text == TEXT.replace(gone.shown, " ")
    covered = "".join(shorter.text[slice(*span)] for span in shorter.spans)
    assert "Older adults stay independent." in covered
    assert "Applications close late in May." in covered
    assert shorter.vectors is not None
    assert len(shorter.vectors) == len(shorter.spans)


def test_a_passage_of_which_nothing_is_left_goes() -> None:
    document = corpus_of("Falls").documents[0]
    assert changed_passages(document, [(0, 5)]) == ()
    empty = remove(document, [(0, 5)], {})
    assert empty.vectors is None
    assert again(corpus_of("Falls"), empty) == 0.0


def test_a_sentence_said_twice_is_taken_out_twice() -> None:
    call = read_sentences(TEXT)
    twice = next(s for s in call if s.shown.startswith("Older adults"))
    assert [TEXT[slice(*span)] for span in holes(TEXT, call, twice)] == [twice.shown] * 2


def test_of_a_long_sentence_only_what_is_shown_is_taken_out() -> None:
    text = "Falls\n\nPreventing  falls " + "at home and elsewhere " * 20 + "in May."
    sentence = read_sentences(text)[-1]
    ((start, end),) = holes(text, [sentence], sentence)
    assert sentence.shown.endswith("…")
    assert " ".join(text[start:end].split()) == sentence.shown[:-1]
    assert text.endswith("in May.", end)


def test_title_headings_and_what_is_not_wanted_are_not_tried() -> None:
    corpus, call = corpus_of(TEXT), read_sentences(TEXT)
    tried = [s.shown for s in propose(call, corpus, 0, QUERY, PHRASES, TITLE)]
    assert tried[0] == "Projects test ways of preventing falls at home."
    assert TITLE not in tried
    assert not [shown for shown in tried if "should not" in shown]
    alone = corpus_of("Falls")
    assert [s.shown for s in propose(read_sentences("Falls"), alone, 0, QUERY, PHRASES, "")] == [
        "Falls"
    ]
    assert propose((), corpus_of(""), 0, QUERY, PHRASES, "") == ()


def test_what_words_alone_would_show_is_tried_first() -> None:
    corpus, call = corpus_of(TEXT), read_sentences(TEXT)
    today = "Applications close late in May."
    assert propose(call, corpus, 0, QUERY, PHRASES, today)[0].shown == today


def test_parts_of_a_need_are_its_phrases() -> None:
    query = Query("Falls: frailty, older adults", None, ("frailty", "older adults"))
    found = parts(query, read_phrases(["Falls", "frailty", "older adults"]).items)
    assert [(part.phrase, part.rest.text) for part in found] == [
        ("Falls", "frailty, older adults"),
        ("frailty", "Falls: older adults"),
        ("older adults", "Falls: frailty"),
    ]
    assert [part.rest.terms for part in found] == [
        ("frailty", "older adults"),
        ("older adults",),
        ("frailty",),
    ]
    assert parts(Query(""), read_phrases([" "]).items) == ()


def test_parts_of_a_capability_are_its_clauses() -> None:
    statement = "trials in cancer, heart and joint disease; care homes."
    found = parts(Query(statement), read_phrases([statement]).items)
    assert [(part.phrase, part.rest.text) for part in found] == [
        ("trials in cancer", "heart and joint disease; care homes."),
        ("heart and joint disease", "trials in cancer, care homes."),
        ("care homes", "trials in cancer, heart and joint disease."),
    ]


def test_phrases_that_a_call_says_whole_come_before_those_it_says_in_part() -> None:
    texts = ["Falls", "falls prevention", "older adults", "oral surgery"]
    query = Query(", ".join(texts))
    found = parts(query, read_phrases(texts).items)
    assert standing(found, set(stems("Preventing falls"))) == (0, 1)
    assert standing(found, set(stems("Adults of any age"))) == (2,)
    assert standing(found, set(stems("Soil"))) == (0, 1, 2, 3)


def test_the_largest_drop_wins_and_none_is_none() -> None:
    assert largest_drop(0.6, [0.55, 0.4, 0.4]) == (1, 0.2)
    assert largest_drop(0.6, [0.6, 0.7]) is None
    assert largest_drop(0.6, [0.6 - 1e-6]) is None
    assert largest_drop(0.6, []) is None


@settings(deadline=None, max_examples=30)
@given(st.text(alphabet="aé.?!\n ’<>&;Falls oder9", max_size=120))
def test_any_text_can_be_tried(text: str) -> None:
    corpus, call = corpus_of(text), read_sentences(text)
    tried = propose(call, corpus, 0, QUERY, PHRASES, "")
    assert tried == propose(call, corpus, 0, QUERY, PHRASES, "")
    assert len(tried) <= MOST_SENTENCES
    assert bool(tried) == bool(call)
    for sentence in tried:
        start, end = sentence.span
        assert " ".join(text[start:end].split()) == sentence.shown
        gone = holes(text, call, sentence)
        vectors = {piece: rows((1, 1))[0] for piece in changed_passages(corpus.documents[0], gone)}
        shorter = remove(corpus.documents[0], gone, vectors)
        score = again(corpus, shorter)
        assert math.isfinite(score)
        assert 0 <= score <= 1


def test_a_very_long_call_is_tried_a_few_times_only() -> None:
    text = "Falls\n\n" + "Preventing falls at home is what counts. " * 14_000
    corpus, call = corpus_of(text), read_sentences(text)
    assert len(propose(call, corpus, 0, QUERY, PHRASES, "")) == 1, "all sentences are the same"
    text = "Falls\n\n" + " ".join(f"Preventing falls number {n} at home." for n in range(15_000))
    corpus, call = corpus_of(text), read_sentences(text)
    assert len(propose(call, corpus, 0, QUERY, PHRASES, "")) == MOST_SENTENCES
