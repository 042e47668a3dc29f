"""Whether a bid needs several bodies, or one alone is enough."""

import pytest
from hypothesis import given, settings

from scrapers.facts.consortium import find_consortium
from tests.scrapers.facts.reading import TEXTS, score_shown, shows_its_words


@pytest.mark.parametrize(
    ("text", "required"),
    [
        ("The project must be a consortium of at least three independent legal entities.", True),
        ("Applications must be submitted by a consortium.", True),
        ("Proposals must be submitted by at least 3 applicants from 3 countries.", True),
        ("Consortia must include, as beneficiaries, a minimum of three (3) partners.", True),
        (
            "The topic requires the participation, as beneficiaries, of at least 6 organisations.",
            True,
        ),
        ("At least two cities, led by a mayor, must participate as beneficiaries.", True),
        ("You must collaborate with at least one other organisation.", True),
        ("Open to collaborations only.", True),
        ("Applications may only be submitted by a single legal entity.", False),
        ("Framework Partnerships are always mono-beneficiary.", False),
        ("We support work from consortia or from single legal entities.", False),
        ("You can work alone or in collaboration with others.", False),
    ],
)
def test_several_bodies_or_one(text: str, required: bool) -> None:
    found = find_consortium(f"Something before.\n{text}\nSomething after.")
    assert found is not None
    assert (found.value, found.sentence) == (required, text)


@pytest.mark.parametrize(
    "text",
    [
        "The consortium must include at least one charity.",
        "Consortia of two entities must be made up of independent legal entities.",
        "The consortium should be balanced.",
        "Tests must take place in the territory of at least 3 local authorities.",
        "Third parties must apply as a consortium.",
        "Single applicants can apply. Applications must be submitted by a consortium.",
        "",
    ],
)
def test_silence_and_doubt_are_unknown(text: str) -> None:
    assert find_consortium(text) is None


def test_labelled_passages_are_read_precisely() -> None:
    result = score_shown("consortium")
    assert result.precision >= 0.95
    assert result.recall >= 0.9


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_any_text_is_read(text: str) -> None:
    assert shows_its_words(find_consortium, text)
