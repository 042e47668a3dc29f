from collections import Counter

import bm25s
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.imports.catalogue import load_catalogue
from matcher.ranking.lexical import build_lexical_index, lexical_scores
from matcher.ranking.sentences import LONGEST_SHOWN, sentences, shown
from matcher.ranking.words import stem_counts, stem_counts_without, stems, words
from matcher.settings import data_folder


def read(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_bare_health_and_funding_words_do_not_count() -> None:
    assert stems("Health research and innovation projects: a funding call") == []
    assert stems("Soil health") == ["soil"]
    assert stems("mental health of carers") == ["mental", "carer"]


@given(st.text("ab .\n", max_size=40), st.lists(st.integers(0, 40), max_size=6))
def test_a_shorter_text_is_counted_from_the_whole(text: str, places: list[int]) -> None:
    ends = sorted(min(place, len(text)) for place in places[: len(places) // 2 * 2])
    holes = list(zip(ends[::2], ends[1::2], strict=True))
    filled = " ".join(
        text[start:end]
        for start, end in zip([0, *ends[1::2]], [*ends[::2], len(text)], strict=True)
    )
    assert stem_counts_without(stem_counts(text), text, holes) == stem_counts(filled)


def test_words_keep_their_place_and_form() -> None:
    found = words("Preventing falls")
    assert [(word.text, word.start, word.stem) for word in found] == [
        ("Preventing", 0, "prevent"),
        ("falls", 11, "fall"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One thing. Another thing! A third?", ["One thing.", "Another thing!", "A third?"]),
        ("Up to 3.5 million, e.g. for trials.", ["Up to 3.5 million, e.g. for trials."]),
        ("Led by Dr. Smith in Leeds. Next.", ["Led by Dr. Smith in Leeds.", "Next."]),
        ("Led by J. Smith (cf. Leeds). Next.", ["Led by J. Smith (cf. Leeds).", "Next."]),
        ("Is there a plan B? Yes. No", ["Is there a plan B?", "Yes.", "No"]),
        ("“Bids close.” Apply.\nNow", ["“Bids close.", "Apply.", "Now"]),
        (
            "It is completed.Profile of the applicant.",
            ["It is completed.", "Profile of the applicant."],
        ),
        ("A heading\n\nA paragraph\n  - an entry", ["A heading", "A paragraph", "- an entry"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert read(text) == expected


@given(st.text(alphabet="aB. \n!?(", max_size=200))
@settings(max_examples=80, deadline=None)
def test_sentences_lose_no_letter(text: str) -> None:
    kept = "".join("".join(read(text)).split())
    assert [letter for letter in kept if letter.isalpha()] == [
        letter for letter in text if letter.isalpha()
    ]


@given(st.text(max_size=700))
@settings(max_examples=60, deadline=None)
def test_what_is_shown_is_one_short_line_of_the_text(text: str) -> None:
    line = shown(text)
    assert len(line) <= LONGEST_SHOWN
    assert "\n" not in line
    assert " ".join(text.split()).startswith(line.removesuffix("…"))


def test_a_long_sentence_is_cut_at_a_word() -> None:
    line = shown("several words " * 40)
    assert line.endswith(("several…", "words…"))
    assert len(line) > LONGEST_SHOWN - 20


def test_bm25_by_hand() -> None:
    """Two documents, Lucene's formula written out."""
    index = build_lexical_index([["fall", "fall", "home"], ["soil"]])
    weight = 0.6931471805599453  # ln(1 + (2 - 1 + .5) / (1 + .5))
    frequency, length, mean_length = 2, 3, 2
    part = frequency / (frequency + 1.5 * (1 - 0.75 + 0.75 * length / mean_length))
    assert index.weight("fall") == pytest.approx(weight)
    scores = lexical_scores(index, ["fall"])
    assert scores == pytest.approx([part, 0.0])


def test_scores_are_those_of_a_known_library() -> None:
    calls = load_catalogue(data_folder() / "catalogue").calls
    texts = [*(call.match_text() for call in calls), "", "of the"]
    index = build_lexical_index([stem_counts(text) for text in texts])
    scorer = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
    scorer.index([stems(text) for text in texts], show_progress=False)
    for query in ("falls in older people", "dementia care, dementia carers", "cancer screening"):
        asked = stems(query)
        most = sum(index.weight(stem) for stem in asked)
        theirs = scorer.get_scores([stem for stem in asked if lexical_scores(index, [stem]).any()])
        assert lexical_scores(index, asked) * most == pytest.approx(theirs, abs=1e-5)


@given(st.text(max_size=200))
@settings(max_examples=50, deadline=None)
def test_counted_stems_are_the_stems(text: str) -> None:
    assert stem_counts(text) == Counter(stems(text))


def test_lexical_scores_are_shares_of_what_is_possible() -> None:
    index = build_lexical_index([["fall", "home"], ["soil", "plant"], []])
    alone = lexical_scores(index, ["fall"])
    diluted = lexical_scores(index, ["fall", "unheard"])
    assert 0 < diluted[0] < alone[0] < 1
    assert lexical_scores(index, []).tolist() == [0, 0, 0]
    assert lexical_scores(index, ["unheard"]).tolist() == [0, 0, 0]


def test_an_index_without_words() -> None:
    assert lexical_scores(build_lexical_index([[], []]), ["fall"]).tolist() == [0, 0]
    assert lexical_scores(build_lexical_index([]), ["fall"]).tolist() == []
