"""Words of notices: damage is undone only where that is certain."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.ocds.wording import clean, clean_line, summary_and_rest, with_line_breaks


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [
        ("One.rnrnTwo", "One.\nTwo"),
        ("information: rnThe budget", "information: \nThe budget"),
        ("robots)rn• 10 more", "robots)\n• 10 more"),
        ("sweepersrnLot 3", "sweepers\nLot 3"),
        ("11:00rnDo not", "11:00\nDo not"),
        ("view both;rn- Live", "view both;\n- Live"),
        ("found here: rnhttps://x.example", "found here: \nhttps://x.example"),
        ("Two.rn      rn    Three", "Two.\n    Three"),
    ],
)
def test_lost_line_breaks_come_back(damaged: str, mended: str) -> None:
    assert with_line_breaks(damaged) == mended


@pytest.mark.parametrize(
    "text",
    [
        *("We learn from modern, western and northern barns.", "An mRNA and lncrna study", "TURN"),
        *("modernLot 3", "a ModernGov licence", "a fern Garden", "software Arn Nonsense"),
        *("urn-shaped", "return to Bern 2026", "One.rnrnTwo\nThree", ""),
    ],
)
def test_words_stay_words(text: str) -> None:
    assert with_line_breaks(text) == text


def test_markup_mojibake_and_contacts_do_not_come_through() -> None:
    assert clean("<p>The trustâ€™s aim</p><script>x()</script><p>Pay < £5</p>") == (
        "The trust’s aim\nPay < £5"
    )
    assert clean("Ask a.b@buyer.example\u202e") == "Ask [e-mail address removed]"
    assert clean_line("Two\nlines") == "Two lines"
    assert [clean(value) for value in (None, 3, ["a"], {"a": "b"})] == ["", "", "", ""]


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=300).filter(lambda text: "rn" not in text))
def test_texts_without_r_n_are_left_alone(text: str) -> None:
    assert with_line_breaks(text) == text


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=300))
def test_no_words_whatever_bring_markup_or_control_characters(text: str) -> None:
    assert not re.search("[\x00-\x08\u202a-\u202e\ud800-\udfff]", clean(text))
    assert "hidden" not in clean(f"{text.replace('hidden', '')}\n<script>hidden</script>")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["A short sentence.", "x" * 700, "Why? Because."]), max_size=60))
def test_a_long_text_is_split_between_sentences(pieces: list[str]) -> None:
    text = " ".join(pieces)
    summary, rest = summary_and_rest(text)
    assert len(summary) <= 600
    assert f"{summary} {rest}".split() == text.split()
