import math
from collections import Counter

import bm25s
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.ranking.lexical import ask, build_lexical_index, lexical_score, lexical_scores

STEMS = st.sampled_from(["fall", "stroke", "soil", "asthma", "frailti", "tooth"])
DOCUMENTS = st.lists(st.lists(STEMS, max_size=12), min_size=1, max_size=8)


@given(DOCUMENTS.filter(any), st.lists(STEMS, min_size=1, max_size=6, unique=True))
def test_the_numbers_are_those_of_bm25s(documents: list[list[str]], query: list[str]) -> None:
    index = build_lexical_index(documents)
    theirs = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
    theirs.index(documents, show_progress=False)
    known = [stem for stem in query if any(stem in document for document in documents)]
    expected = theirs.get_scores(known) if known else np.zeros(len(documents))
    most = math.fsum(index.weight(stem) for stem in query)
    assert lexical_scores(index, query) * most == pytest.approx(expected, abs=1e-5)


@given(DOCUMENTS, st.lists(STEMS, max_size=8))
def test_scores_are_shares_and_counts_say_what_lists_say(
    documents: list[list[str]], query: list[str]
) -> None:
    scores = lexical_scores(build_lexical_index(documents), query)
    assert ((scores >= 0) & (scores < 1)).all()
    counted = build_lexical_index([Counter(document) for document in documents])
    assert lexical_scores(counted, query).tolist() == scores.tolist()


@given(DOCUMENTS, st.lists(STEMS, max_size=12), st.lists(STEMS, max_size=8), st.data())
def test_a_text_scores_alone_as_it_does_in_the_index(
    documents: list[list[str]], words: list[str], query: list[str], data: st.DataObject
) -> None:
    index = build_lexical_index(documents)
    place = data.draw(st.integers(0, len(documents) - 1))
    same = lexical_score(index, Counter(documents[place]), ask(index, query))
    assert same == pytest.approx(lexical_scores(index, query)[place])
    assert (lexical_score(index, Counter(words), ask(index, query)) > 0) == bool(
        set(words) & set(query)
    )


def test_nothing_to_score_scores_nothing() -> None:
    assert lexical_scores(build_lexical_index([]), ["fall"]).tolist() == []
    assert lexical_scores(build_lexical_index([[], []]), ["fall"]).tolist() == [0, 0]
    assert lexical_scores(build_lexical_index([["fall"]]), []).tolist() == [0]
