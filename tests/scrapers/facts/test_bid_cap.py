"""How many bids one organisation may make."""

import pytest
from hypothesis import given, settings

from scrapers.facts.bid_cap import find_bid_cap
from tests.scrapers.facts.reading import TEXTS, score_shown, shows_its_words


@pytest.mark.parametrize(
    ("text", "cap"),
    [
        ("You can submit up to one application per organisation.", 1),
        ("An organisation may only lead one application.", 1),
        ("Organisations may lead two applications at most.", 2),
        ("Each organisation may lead one outline in any area plus one under a highlight.", 2),
        ("Maximum two lead bids per organisation.", 2),
        ("We accept no more than two applications from each research organisation.", 2),
        ("A university cannot submit more than one bid.", 1),
    ],
)
def test_the_cap_of_an_organisation(text: str, cap: int) -> None:
    found = find_bid_cap(f"Something before.\n{text}\nSomething after.")
    assert found is not None
    assert (found.value, found.sentence) == (cap, text)


@pytest.mark.parametrize(
    "text",
    [
        "Each candidate must submit only one application.",
        "A researcher may hold only one grant.",
        "Organisations may submit any number of applications.",
        "Each proposal should address only one area.",
        "Each third party organisation can submit one application.",
        "Each organisation may lead one bid. Each organisation may lead two bids.",
        "",
    ],
)
def test_silence_and_doubt_are_unknown(text: str) -> None:
    assert find_bid_cap(text) is None


def test_labelled_passages_are_read_precisely() -> None:
    result = score_shown("cap on bids")
    assert result.precision >= 0.95
    assert result.recall >= 0.9


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_any_text_is_read(text: str) -> None:
    assert shows_its_words(find_bid_cap, text)
    found = find_bid_cap(text)
    assert found is None or found.value >= 1
