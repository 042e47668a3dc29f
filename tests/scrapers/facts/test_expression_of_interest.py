"""Whether something must come before the bid."""

import pytest
from hypothesis import given, settings

from scrapers.facts.expression_of_interest import find_expression_of_interest
from tests.scrapers.facts.reading import TEXTS, score_shown, shows_its_words


@pytest.mark.parametrize(
    ("text", "required"),
    [
        ("You must submit an expression of interest before you can apply.", True),
        ("You must submit a notification of intent by 4pm on 5 May.", True),
        ("Mandatory intent-to-submit stage already closed.", True),
        ("Invite only (after expression of interest).", True),
        ("Applicants must first e-mail an outline of four pages.", True),
        ("The expression of interest is not mandatory.", False),
        ("Voluntary notice of intent asked for.", False),
        ("You do not need to submit an expression of interest.", False),
    ],
)
def test_what_comes_first(text: str, required: bool) -> None:
    found = find_expression_of_interest(f"Something before.\n{text}\nSomething after.")
    assert found is not None
    assert (found.value, found.sentence) == (required, text)


@pytest.mark.parametrize(
    "text",
    [
        "Expressions of interest from potential end-user partners must be attached.",
        "Organise public calls for expression of interest, which must be open.",
        "EXPRESSION OF INTEREST ENQUIRY: catering",
        "Applicants are encouraged to send a notice of intent.",
        "An expression of interest is required. The expression of interest is voluntary.",
        "",
    ],
)
def test_silence_and_doubt_are_unknown(text: str) -> None:
    assert find_expression_of_interest(text) is None


def test_labelled_passages_are_read_precisely() -> None:
    result = score_shown("expression of interest")
    assert result.precision >= 0.95
    assert result.recall >= 0.9


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_any_text_is_read(text: str) -> None:
    assert shows_its_words(find_expression_of_interest, text)
