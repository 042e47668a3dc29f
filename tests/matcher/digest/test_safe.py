"""Other people's text and addresses."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.digest.safe import clip, plain, web_address


def test_bidirectional_and_control_marks_are_removed() -> None:
    assert plain("Fund\u202eing\u2066 for \x07all\u200b\n\tof us") == "Funding for all of us"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_plain_text_is_one_visible_line_and_stays_as_it_is(text: str) -> None:
    once = plain(text)
    assert once == plain(once)
    assert len(once.splitlines()) <= 1
    assert not {unicodedata.category(character) for character in once} & {"Cc", "Cf", "Cs", "Co"}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.integers(min_value=2, max_value=40))
def test_clipped_text_fits(text: str, limit: int) -> None:
    assert len(clip(text, limit)) <= limit


def test_text_is_cut_between_words() -> None:
    assert clip("one two three four", 14) == "one two three…"
    assert clip("short", 14) == "short"


@pytest.mark.parametrize(
    "url",
    ["https://funder.example/a?b=c&d=e#f", "http://funder.example", "https://x.example:8443/"],
)
def test_web_addresses_are_kept(url: str) -> None:
    assert web_address(f" {url} ") == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "JAVASCRIPT://x.example/%0aalert(1)",
        "data:text/html,<script>",
        "file:///etc/passwd",
        "//x.example/a",
        "https://",
        "https://ukri.org@x.example/",
        "https://x.example/a b",
        "https://x.example/\u202egpj.exe",
        "https://x.example/\nSet-Cookie: a",
        "https://[broken/",
        "https://x.example/" + "a" * 3000,
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    assert web_address(url) is None
