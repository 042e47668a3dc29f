"""The sentence that is quoted, and what is marked in it."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.ranking.corpus import Corpus, Document, build_corpus
from matcher.ranking.explain import read_sentences
from matcher.ranking.score import Query
from matcher.web.calls.reasons import marked, quote

TEXT = (
    "A call\n\nWe fund trials of new drugs for the heart. People who fall are also of interest."
    " Applications on strokes and their prevention are welcome."
)
HALF = TEXT.index("People")


def corpus() -> Corpus:
    rows = np.eye(2, dtype=np.float32)
    return build_corpus([Document("a", TEXT, ((0, HALF), (HALF, len(TEXT))), rows)])


def words_of(pieces: tuple[tuple[str, bool], ...]) -> list[str]:
    return [text for text, is_marked in pieces if is_marked]


def test_the_sentence_with_the_words_is_quoted_and_they_are_marked() -> None:
    quoted = quote(corpus(), 0, [Query("stroke prevention")])
    assert "".join(text for text, _ in quoted.pieces).startswith("Applications on strokes")
    assert words_of(quoted.pieces) == ["strokes", "prevention"]
    assert not quoted.by_meaning


def test_the_closest_passage_is_looked_at_first() -> None:
    near_the_second = Query("people and drugs", np.array([0.1, 0.9], dtype=np.float32))
    assert words_of(quote(corpus(), 0, [near_the_second]).pieces) == ["People"]


def test_a_word_elsewhere_is_found_where_the_closest_passage_has_none() -> None:
    near_the_second = Query("heart", np.array([0.1, 0.9], dtype=np.float32))
    assert words_of(quote(corpus(), 0, [near_the_second]).pieces) == ["heart"]


def test_without_a_shared_word_the_closest_passage_is_quoted_unmarked() -> None:
    quoted = quote(corpus(), 0, [Query("tumbling", np.array([0.1, 0.9], dtype=np.float32))])
    assert quoted.by_meaning
    assert words_of(quoted.pieces) == []
    assert quoted.pieces[0][0].startswith("People who fall")


def test_of_several_wordings_the_closest_is_quoted_for() -> None:
    one = Query("heart", np.array([0.2, 0.1], dtype=np.float32))
    other = Query("stroke", np.array([0.1, 0.9], dtype=np.float32))
    assert words_of(quote(corpus(), 0, [one, other]).pieces) == ["strokes"]
    assert words_of(quote(corpus(), 0, [Query("wind"), Query("heart")]).pieces) == ["heart"]


@settings(deadline=None)
@given(st.text(max_size=80), st.lists(st.from_regex(r"\A\w{2,8}\Z"), max_size=5))
def test_marking_changes_no_text(text: str, terms: list[str]) -> None:
    pieces = marked(text, terms)
    assert "".join(piece for piece, _ in pieces) == text
    lowered = {term.lower() for term in terms}
    assert all(piece.lower() in lowered for piece, is_marked in pieces if is_marked)


@settings(deadline=None)
@given(st.text("aB.!? \n", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_a_passage_has_the_sentences_that_the_whole_text_has_there(
    text: str, one: int, other: int
) -> None:
    within = (min(one, other, len(text)), min(max(one, other), len(text)))
    whole = read_sentences(text)
    there = [s for s in whole if s.span[0] < within[1] and within[0] < s.span[1]]
    assert list(read_sentences(text, within)) == there


def test_only_whole_words_are_marked() -> None:
    assert words_of(marked("A fall, falls and waterfall.", ["fall"])) == ["fall"]
