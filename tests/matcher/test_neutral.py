"""Texts from outside: nothing hidden, nothing endless, and everything else as it was."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.neutral import LONGEST_TEXT, LONGEST_TITLE, neutral, neutral_text
from models.applicants import Admission, Applicant, Part
from models.award import Award
from models.call import Call, Evidence
from tests.matcher.store.examples import any_award, any_call, make_award, make_call

BIDIRECTIONAL = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_ANY = st.text(st.characters(exclude_categories=()), max_size=40)
_HOSTILE = st.text(st.sampled_from("ab \n\t\r\x00\x0b\x1c\x85\u202e\u2066\ud800"), max_size=20)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(_ANY | _HOSTILE)
def test_no_text_hides_anything(text: str) -> None:
    plain = neutral_text(text)
    for character in plain:
        assert character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs"}
        assert character not in BIDIRECTIONAL
    assert neutral_text(plain) == plain
    plain.encode()


@settings(max_examples=200, deadline=None, derandomize=True)
@given(_ANY | _HOSTILE)
def test_what_may_be_seen_stays_in_its_order(text: str) -> None:
    plain = neutral_text(text)
    assert _visible(plain.replace("\ufffd", "")) == _visible(text.replace("\ufffd", ""))
    assert bool(plain) == bool(text)
    assert not text.strip() or plain.strip()


def _visible(text: str) -> list[str]:
    """Letters, marks, numbers, punctuation and symbols, in their order."""
    return [character for character in text if unicodedata.category(character)[0] in "LMNPS"]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(_ANY | _HOSTILE, st.integers(1, 10))
def test_no_text_is_longer_than_its_limit(text: str, limit: int) -> None:
    whole, cut = neutral_text(text), neutral_text(text, limit)
    assert len(cut) <= limit
    assert cut == whole if len(whole) <= limit else cut == whole[: limit - 1] + "…"
    assert neutral_text(cut, limit) == cut


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("£20m – “café” 🏥\n\tسلام", "£20m – “café” 🏥\n\tسلام"),
        ("total\u202e000,1£\u202c pot", "total000,1£ pot"),
        ("one\r\ntwo\rthree\x0cfour\x85five", "one\ntwo\nthree\nfour\nfive"),
        ("fa\x00lls \x1b[31mred\x9b", "falls [31mred"),
        ("half \ud83c of a pair", "half \ufffd of a pair"),
        ("\u200f\u202e", "\ufffd"),
        (" \x00 ", "\ufffd"),
        ("", ""),
        ("  ", "  "),
    ],
)
def test_each_kind_of_character(text: str, plain: str) -> None:
    assert neutral_text(text) == plain


@settings(max_examples=60, deadline=None, derandomize=True)
@given(any_call() | any_award())
def test_any_call_or_award_stays_valid(item: Call | Award) -> None:
    plain = neutral(item)
    assert neutral(plain) is plain
    assert type(plain) is type(item)


def test_every_text_of_a_call_is_reached() -> None:
    dirty = "a\u202eb"
    call = make_call(
        dirty,
        title=dirty,
        funder=dirty,
        tags=(dirty, "c"),
        evidence=(Evidence(dirty, dirty, dirty),),
        applicants=(Admission(Applicant.NHS, Part.LEAD, True),),
    )
    plain = neutral(call)
    assert "\u202e" not in repr(plain)
    assert (plain.key, plain.title, plain.funder, plain.tags) == (
        "ukri:ab",
        "ab",
        "ab",
        ("ab", "c"),
    )
    assert plain.evidence == (Evidence("ab", "ab", "ab"),)
    assert plain.applicants == call.applicants
    assert neutral(make_award(organisation=dirty)).organisation == "ab"


def test_a_title_and_a_text_have_their_limits() -> None:
    endless = "x" * 10_000_000
    plain = neutral(make_call(title=endless, text=endless, tags=(endless,)))
    assert (len(plain.title), plain.title[-2:]) == (LONGEST_TITLE, "x…")
    assert len(plain.text) == len(plain.tags[0]) == LONGEST_TEXT
    allowed = make_call(title="x" * LONGEST_TITLE, text="x" * LONGEST_TEXT)
    assert neutral(allowed) is allowed
