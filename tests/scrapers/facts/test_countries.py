"""What rules about countries say of bodies in the United Kingdom."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.facts.countries import closed_lists, find_uk

_LIMITED = "To protect its interests, participation is limited to legal entities established in "
_WIDE = ", ".join(f"Country {letter}" for letter in "ABCDEFGHIJ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{_LIMITED}Member States, Norway and Iceland.", [(False, False)]),
        (
            f"{_LIMITED}Member States and the following Associated Countries: Norway, Iceland.",
            [(False, False)],
        ),
        (
            f"{_LIMITED}Member States and countries associated to the Euratom Programme (Ukraine).",
            [(False, False)],
        ),
        (
            "Ukraine and Switzerland are the only countries associated to the Euratom Programme, "
            "therefore eligible for funding.",
            [(False, False)],
        ),
        (
            "The following entities are eligible to apply: a single company established in the "
            "Union, in Ukraine or in an EEA member associated to Horizon Europe.",
            [(False, False)],
        ),
        (f"The countries eligible for hosting coordinators are {_WIDE}.", [(False, True)]),
        (
            "Coordinators are limited to legal entities established in Member States.",
            [(False, True)],
        ),
        (
            f"{_LIMITED}Member States and the following associated countries: Canada, United "
            "Kingdom and Switzerland.",
            [(True, False)],
        ),
        (
            "Legal entities based in all countries associated to Horizon Europe, including the UK, "
            "will be eligible to receive funding.",
            [(True, False)],
        ),
        (
            "Proposals including entities which are not established in these countries[[Norway, "
            "United Kingdom]] will be ineligible.",
            [(True, False)],
        ),
        (
            "Countries associated to Horizon Europe[[As of today.]]: Albania, United Kingdom;",
            [(True, False)],
        ),
        ("Your organisation must be registered in the UK.", [(True, False)]),
    ],
)
def test_the_words_admit_the_uk_or_shut_it_out(
    text: str, expected: list[tuple[bool, bool]]
) -> None:
    assert [(rule.admitted, rule.lead_only) for rule in find_uk(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        f"{_LIMITED}Member States and Associated Countries.",
        f"{_LIMITED}Member States, OECD and Mercosur countries.",
        f"{_LIMITED}Member States. In addition, entities of the United Kingdom may take part.",
        "Participation as coordinators is limited to legal entities established in Widening "
        "countries.",
        "Legal entities established in China are not eligible to participate.",
        "The UK Government has published a strategy.",
        "UK universities lead the field.",
        "Applicants must not be based in the UK.",
        "Applicants need a partner based in the UK.",
        "For certain calls only EU Member States and EEA countries are eligible.",
    ],
)
def test_other_words_on_countries_say_nothing(text: str) -> None:
    assert list(find_uk(text)) == []


def test_a_rule_shows_its_sentence() -> None:
    sentence = f"{_LIMITED}Member States, Norway and Iceland."
    (rule,) = find_uk(f"Something before. {sentence} Something after.")
    assert rule.sentence == sentence


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(
            st.sampled_from((_LIMITED, "Member States", "United Kingdom", "[[", "]]", ". ", "\n")),
            max_size=20,
        ).map(" ".join),
    )
)
def test_any_text_is_read(text: str) -> None:
    folded = " ".join(text.split())
    for rule in find_uk(text):
        assert rule.sentence.strip("… ") in folded
    for countries in closed_lists(text):
        assert 0 <= countries.start < countries.end <= len(text)
        assert not (countries.names_uk and countries.shuts_uk_out)
