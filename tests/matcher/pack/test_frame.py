"""The small words that the pages share."""

import pytest

from matcher.pack.frame import letter, more_words, quarter_words, sentence, share_words


@pytest.mark.parametrize(
    ("place", "expected"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (702, "AAA")]
)
def test_bids_are_lettered_as_columns_are(place: int, expected: str) -> None:
    assert letter(place) == expected


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.0, "0%"), (0.001, "less than 1%"), (0.874, "87%"), (0.999, "99%"), (1.0, "100%")],
)
def test_nearly_none_is_not_none_and_nearly_all_is_not_all(share: float, expected: str) -> None:
    assert share_words(share) == expected


def test_quarters_are_named_by_their_months() -> None:
    assert quarter_words("2026-Q4") == "Oct–Dec 2026"
    assert quarter_words("autumn") == "autumn"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no role is filled", "No role is filled."),
        ("Why?", "Why?"),
        ("", ""),
        ("a " * 30, "A a a…"),
    ],
)
def test_a_sentence_has_a_capital_and_an_end(text: str, expected: str) -> None:
    assert sentence(text, 8 if len(text) > 40 else 40) == expected


def test_what_is_left_out_is_counted() -> None:
    assert more_words(3, "steps") == "and 3 more steps"
    assert more_words(0, "steps") == ""
