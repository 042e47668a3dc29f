"""A pattern with hints is found wherever the pattern alone would be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.ranking import explain
from matcher.slow_pattern import SlowPattern, slow_pattern
from matcher.strategy import scale_words, track
from matcher.strategy.sentences import sentences_with

SLOW = {
    name: value
    for module in (track, scale_words, explain)
    for name, value in vars(module).items()
    if isinstance(value, SlowPattern)
}
# Letters that Python takes for others whatever their case: no page writes "ſmall".
LETTERS = st.characters(max_codepoint=0x2019, exclude_characters="ſıİK")


def test_patterns_of_size_of_aims_and_of_reasons_have_hints() -> None:
    assert len(SLOW) == 9


@pytest.mark.parametrize("name", SLOW)
@given(data=st.data())
def test_one_of_the_hints_stands_in_all_that_a_pattern_finds(
    name: str, data: st.DataObject
) -> None:
    text = data.draw(st.from_regex(SLOW[name].pattern, alphabet=LETTERS))
    assert SLOW[name].search(text)


def test_a_text_with_a_hint_but_without_the_pattern_has_none() -> None:
    firms = slow_pattern(r"\bled by firms\b", hints="firm, business")
    assert firms.search("Firms take part.") is None
    assert list(sentences_with(firms, "Firms take part.")) == []
    assert list(sentences_with(firms, "All are welcome. Bids are LED BY FIRMS.")) == [
        "Bids are LED BY FIRMS."
    ]


def test_a_text_without_a_hint_is_not_tried() -> None:
    firms = slow_pattern(r"\bbids\b", hints="firm")
    assert firms.search("Bids by firms") is not None
    assert firms.search("Bids by all") is None
    assert list(firms.finditer("Bids by all")) == []
