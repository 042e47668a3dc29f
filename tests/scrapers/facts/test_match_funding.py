"""Whether a bid must bring means of its own."""

import pytest
from hypothesis import given, settings

from scrapers.facts.match_funding import find_match_funding
from tests.scrapers.facts.reading import TEXTS, score_shown, shows_its_words


@pytest.mark.parametrize(
    ("text", "required"),
    [
        ("Match funding of at least 50% is required.", True),
        ("You must provide match funding.", True),
        ("The work is shared; business must match.", True),
        ("The funding rate is 70 % of the eligible costs.", True),
        ("Other Action Grants (OAGs) — 95%", True),
        ("30% co-funding to be covered by the beneficiary.", True),
        ("Partners must give cash or in-kind contributions.", True),
        ("Match funding is not required.", False),
        ("We do not require match funding.", False),
    ],
)
def test_means_of_ones_own(text: str, required: bool) -> None:
    found = find_match_funding(f"Something before.\n{text}\nSomething after.")
    assert found is not None
    assert (found.value, found.sentence) == (required, text)


@pytest.mark.parametrize(
    "text",
    [
        "The funding rate is 60%, except for non-profit bodies, where it is up to 100%.",
        "The funding rate is 100% of the eligible costs.",
        "We will fund 80% of the full economic cost.",
        "Third parties must provide match funding.",
        "Co-funding may not come from other sources of the Union.",
        "Declaration of in-kind contributions (annex).",
        "The co-funded partnership is a success.",
        "Match funding is not required. You must provide match funding.",
        "",
    ],
)
def test_silence_and_doubt_are_unknown(text: str) -> None:
    assert find_match_funding(text) is None


def test_labelled_passages_are_read_precisely() -> None:
    result = score_shown("match funding")
    assert result.precision >= 0.95
    assert result.recall >= 0.9


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_any_text_is_read(text: str) -> None:
    assert shows_its_words(find_match_funding, text)
