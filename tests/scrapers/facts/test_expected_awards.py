"""How many awards a call means to make."""

import pytest
from hypothesis import given, settings

from scrapers.facts.expected_awards import find_expected_awards
from tests.scrapers.facts.reading import TEXTS, score_shown, shows_its_words


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("We expect to fund five to seven projects.", 7),
        ("We will fund up to four centres.", 4),
        ("We expect to make between two and four awards.", 4),
        ("Overall, this topic is expected to fund four projects.", 4),
        ("The objective is to deliver three to four projects on sharing of data.", 4),
        ("One proposal is to be funded for this topic.", 1),
        ("Indicative number of proposals to be funded: 3", 3),
        ("A total of three awards will be made.", 3),
        ("Lead one of up to seven clusters in the country.", 7),
        ("Up to ten development awards for teams of nurses.", 10),
        ("£50m in total; three to five hubs; the council pays 80%", 5),
    ],
)
def test_the_number_of_awards(text: str, number: int) -> None:
    found = find_expected_awards(f"Something before.\n{text}\nSomething after.")
    assert found is not None
    assert (found.value, found.sentence) == (number, text)


@pytest.mark.parametrize(
    "text",
    [
        "One or two centres a year.",
        "Only one platform will be supported in a given country.",
        "We will fund two projects per region.",
        "At least one proposal in each area will be funded.",
        "Several proposals may be funded for this topic.",
        "We have funded 12 projects since 2019.",
        "Large capital awards to institutions, at most one in five years.",
        "Third parties will be selected: two awards will be made.",
        "One project will be funded. Two projects will be funded.",
        "",
    ],
)
def test_other_numbers_are_not_the_calls(text: str) -> None:
    assert find_expected_awards(text) is None


def test_labelled_passages_are_read_precisely() -> None:
    result = score_shown("number of awards")
    assert result.precision >= 0.95
    assert result.recall >= 0.9


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_any_text_is_read(text: str) -> None:
    assert shows_its_words(find_expected_awards, text)
