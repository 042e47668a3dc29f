"""How long a funded project may last."""

import pytest
from hypothesis import given, settings

from scrapers.facts.duration import find_duration
from tests.scrapers.facts.reading import TEXTS, score_shown, shows_its_words


@pytest.mark.parametrize(
    ("text", "words", "months"),
    [
        ("Duration: 3 to 5 years", "3 to 5 years", 60),
        ("Duration: 7 + 7 years", "7 + 7 years", 168),
        ("Duration: 18 months from 2 October 2023", "18 months", 18),
        ("Funding is available for up to 5 years.", "up to 5 years", 60),
        ("Projects must last between 12 and 36 months.", "between 12 and 36 months", 36),
        ("The project duration is up to 60 months.", "up to 60 months", 60),
        ("The action is expected to have a duration of 5 years.", "5 years", 60),
        ("Awards are for up to five years.", "up to five years", 60),
        ("You can apply for a 24 month project.", "24 month", 24),
        ("The action should have a minimum duration of 4 years.", "4 years", 48),
        (
            "Grants may be awarded for a minimum of four years and up to seven years.",
            "a minimum of four years and up to seven years",
            84,
        ),
        (
            "The contract is expected to run from 1 April for 5 years, with an additional up to "
            "24 months' extension.",
            "5 years",
            60,
        ),
    ],
)
def test_the_longest_project(text: str, words: str, months: int) -> None:
    found = find_duration(f"Something before.\n{text}\nSomething after.")
    assert found is not None
    assert (found.value.words.strip(), found.value.months) == (words, months)
    assert found.sentence == text


def test_of_several_lengths_the_longest_counts() -> None:
    found = find_duration("Awards are for up to one year. Larger awards are for up to 30 months.")
    assert found is not None
    assert found.value.months == 30


@pytest.mark.parametrize(
    "text",
    [
        "Ownership may not pass on up to 4 years after the end of the action.",
        "A yearly 12-months incubation programme for companies.",
        "Third parties run projects with a duration of 6 months.",
        "Applicants must have held a post for at least 3 years.",
        "Children aged 5 years or over.",
        "Experiments with a minimum duration of 20 years.",
        "Reports are due every 12 months.",
        "The project should start within six months.",
        "Projects may be extended by 12 months.",
        "",
    ],
)
def test_other_lengths_are_not_the_projects(text: str) -> None:
    assert find_duration(text) is None


def test_labelled_passages_are_read_precisely() -> None:
    result = score_shown("duration")
    assert result.precision >= 0.95
    assert result.recall >= 0.9


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_any_text_is_read(text: str) -> None:
    assert shows_its_words(find_duration, text)
    found = find_duration(text)
    assert found is None or found.value.months >= 1
