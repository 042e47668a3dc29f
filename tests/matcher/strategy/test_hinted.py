"""A pattern with words is found wherever the pattern alone would be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.strategy import scale_words, track
from matcher.strategy.hinted import Hinted, hinted
from matcher.strategy.sentences import sentences_with

SLOW = {
    name: value
    for module in (track, scale_words)
    for name, value in vars(module).items()
    if isinstance(value, Hinted)
}
# Letters that Python takes for others whatever their case: no page writes "ſmall".
LETTERS = st.characters(max_codepoint=0x2019, exclude_characters="ſıİK")


def test_patterns_of_size_and_of_aims_have_words() -> None:
    assert len(SLOW) == 8


@pytest.mark.parametrize("name", SLOW)
@given(data=st.data())
def test_one_of_the_words_stands_in_all_that_a_pattern_finds(
    name: str, data: st.DataObject
) -> None:
    text = data.draw(st.from_regex(SLOW[name].pattern, alphabet=LETTERS))
    assert SLOW[name].is_in(text)


def test_a_text_with_a_word_but_without_the_pattern_has_none() -> None:
    firms = hinted(r"\bled by firms\b", hints="firm, business")
    assert firms.may_be_in("Firms take part.")
    assert not firms.is_in("Firms take part.")
    assert list(sentences_with(firms, "Firms take part.")) == []
    assert list(sentences_with(firms, "All are welcome. Bids are LED BY FIRMS.")) == [
        "Bids are LED BY FIRMS."
    ]
