"""From hostile HTML to plain sentences."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.facts.text import (
    MAX_SENTENCE,
    html_to_text,
    plain,
    sentence_around,
    sentences,
)


def test_blocks_become_lines_and_inline_elements_do_not() -> None:
    page = "<div>We fund <b>503</b>&nbsp;teams.<p>One<br>two</p>tail</div><ul><li>a</li><li>b</ul>"
    assert html_to_text(page) == "We fund 503 teams.\nOne\ntwo\ntail\na\nb"


def test_nothing_that_a_reader_does_not_see_comes_through() -> None:
    page = (
        "<head><title>t</title></head><script>steal()</script><style>p{}</style><!-- c -->"
        "<template>t</template><noscript>n</noscript><p onclick='x()'>seen\u202e\x00\u200b it</p>"
    )
    assert html_to_text(page) == "seen it"


def test_double_encoded_text_is_repaired() -> None:
    assert plain("Itâ€™s the applicantâ€™s job – for £5") == "It’s the applicant’s job – for £5"
    assert plain("Café – 5 °C") == "Café – 5 °C"


@pytest.mark.parametrize(
    "line",
    [
        "Write to jo.bloggs+calls@mail.funder.example today",
        "Ring 01632 960123 today",
        "Ring (01632) 960 123 today",
        "Ring +44 (0)1632 960123 today",
        "Ring 07700 900123 today",
        "Ring +32 2 555 12 34 today",
    ],
)
def test_contact_details_are_removed(line: str) -> None:
    assert not re.search(r"\d{3}|@", plain(line))
    assert plain(line).endswith("today")


def test_a_named_person_goes_with_the_address() -> None:
    line = "Ask Professor Kim Sample-Jones at kim@funder.example about Leeds."
    assert plain(line) == "Ask [name removed] at [e-mail address removed] about Leeds."
    assert plain("The Dr Jenner House fund") == "The Dr Jenner House fund"


@pytest.mark.parametrize(
    "line",
    [
        "Awards of £4,500,000 - £7,000,000 or EUR 2 500 000 from 13 August 2026 9:00am",
        "References 2025279-2025280 and OPP1284, 2026/123, ISO 8601-1:2019",
        "Budget 2026: 10 000 000 and 2027: 20 000 000",
    ],
)
def test_amounts_dates_and_numbers_are_no_telephones(line: str) -> None:
    assert plain(line) == line


def test_sentences_are_split_where_they_end() -> None:
    text = 'You need partners, e.g. Councils. Up to £1.5 million! "Why?" Dr. Who asks.\nNew line'
    assert sentences(text) == (
        "You need partners, e.g. Councils.",
        "Up to £1.5 million!",
        '"Why?"',
        "Dr. Who asks.",
        "New line",
    )


def test_the_sentence_around_a_passage() -> None:
    text = "One is here. Two is there. Three is nowhere."
    start = text.index("there")
    assert sentence_around(text, start, start + 5) == "Two is there."
    assert sentence_around(text, 0, 20) == "One is here. Two is there."
    assert sentence_around("", 0, 0) == ""


def test_a_very_long_sentence_is_cut_around_the_passage() -> None:
    text = f"{'before ' * 300}NEEDLE{' after' * 300}"
    start = text.index("NEEDLE")
    cut = sentence_around(text, start, start + 6)
    assert "NEEDLE" in cut
    assert cut.startswith("… before")
    assert cut.endswith("after …")
    assert len(cut) <= MAX_SENTENCE + 6


def test_texts_are_capped_and_nesting_is_walked_as_deep_as_anybody_writes_it() -> None:
    assert len(html_to_text("<p>" + "word " * 1000 + "</p>", limit=100)) <= 100
    assert html_to_text("<div>" * 150 + "deep") == "deep"
    assert html_to_text("<div>" * 20_000 + "deep") == ""


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300), st.text(max_size=40))
def test_no_text_breaks_the_cleaning(body: str, more: str) -> None:
    for page in (body, f"<p>{body}</p><b {more}>{more}", f"<div><![CDATA[{body}]]><br/>&#{more};"):
        text = html_to_text(page)
        assert not re.search("[\x00-\x08\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
        assert all(line == line.strip() and line for line in text.split("\n") if text)
        assert " ".join(" ".join(sentences(text)).split()) == " ".join(text.split())


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab .!?\n£9A", max_size=200), st.integers(0, 200), st.integers(0, 50))
def test_the_sentence_around_holds_the_passage(text: str, start: int, length: int) -> None:
    found = sentence_around(text, start, start + length)
    inside = " ".join(text[start : start + length].split())
    assert inside in found or length == 0 or not found or len(found) >= MAX_SENTENCE
