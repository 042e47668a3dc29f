"""A text cut into statements."""

from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.facts.statements import NUMBER, number_of, sentence_finder, statements


def _words(text: str) -> list[str]:
    return [statement.words for statement in statements(text)]


def test_sentences_lines_and_glued_sentences_are_told_apart() -> None:
    assert _words("One here. Two here.Three here.\nFour") == [
        "One here.",
        "Two here.",
        "Three here.",
        "Four",
    ]


def test_a_line_with_a_colon_takes_in_its_list() -> None:
    text = "You must be:\na charity\n- an NHS trust\nApply by May."
    assert _words(text) == ["You must be:,a charity,- an NHS trust", "Apply by May."]


def test_footnotes_and_misleading_words_are_left_out_and_the_sentence_keeps_them() -> None:
    text = "Including but not limited to SMEs[[Small. Ones.]] and others [3]. Next."
    statement = statements(text)[0]
    assert statement.words == "Including SMEs and others ."
    assert statement.sentence(text, 0, 9) == text.removesuffix(" Next.")


def test_numbers_in_words_and_digits() -> None:
    assert [number_of(word) for word in ("one", "Twelve", "twenty", "7")] == [1, 12, 20, 7]
    assert NUMBER.startswith("(?:")


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(
            st.sampled_from(
                ("[[", "]]", "[1]", ":", "\n", "a list", "A.", "gluedWords", " ", "- x")
            ),
            max_size=30,
        ).map("".join),
    )
)
def test_every_statement_is_from_the_text(text: str) -> None:
    folded = " ".join(text.split())
    sentence = sentence_finder(text)
    for statement in statements(text):
        assert 0 <= statement.start < statement.end <= len(text)
        shown = statement.sentence(text, 0, len(statement.words))
        assert shown.strip("… ") in folded
        assert sentence(statement.start, statement.end).strip("… ") in folded
