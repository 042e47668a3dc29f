"""The same search in other words."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.ranking.wordings import MOST, Words, wordings_of
from matcher.ranking.words import stems
from matcher.wordings import WordsError, load_words

FOLDER = Path(__file__).parents[3] / "data" / "words"
KNOWN = load_words(FOLDER)


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("COPD", ["chronic obstructive pulmonary disease"]),
        ("copd in Leeds", ["chronic obstructive pulmonary disease in Leeds"]),
        ("Multiple Long-Term Conditions", ["MLTC"]),
        ("multiple long term conditions", ["MLTC"]),
        ("NIHR", ["National Institute for Health and Care Research"]),
        ("behaviour change", ["behavior change"]),
        ("pediatric tumor", ["paediatric tumour"]),
        ("randomised trial", ["randomized trial"]),
        ("MS", ["multiple sclerosis"]),
        ("centre for AI", ["centre for artificial intelligence", "center for AI"]),
    ],
)
def test_other_wordings(text: str, others: list[str]) -> None:
    assert wordings_of(text, KNOWN) == (text, *others)


@pytest.mark.parametrize(
    "text", ["ms", "nice places", "exercise", "enterprise", "ageing", "programme", "COPDX", ""]
)
def test_nothing_is_added_where_nothing_else_is_meant(text: str) -> None:
    assert wordings_of(text, KNOWN) == (text,)


def test_a_long_text_stays_as_it_is() -> None:
    text = f"{'one two three four five six seven eight nine ten eleven '} COPD"
    assert len(wordings_of(text, KNOWN)) == 2
    longer = f"{text} twelve thirteen"
    assert wordings_of(longer, KNOWN) == (longer,)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_the_text_comes_first_and_each_wording_has_other_words(text: str) -> None:
    found = wordings_of(text, KNOWN)
    assert found[0] == text
    assert len(found) <= MOST
    assert len({tuple(stems(each)) for each in found}) == len(found)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_without_known_words_only_endings_are_spelt_otherwise(text: str) -> None:
    assert len(wordings_of(text, Words())) <= 2


def test_a_file_that_names_an_acronym_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "spellings.yaml").write_text("spellings: []\nise_only: []\n")
    entry = "  - {short: AB, long: a body}\n"
    (tmp_path / "acronyms.yaml").write_text(f"acronyms:\n{entry}{entry}")
    with pytest.raises(WordsError, match="AB appears twice"):
        load_words(tmp_path)


def test_a_field_that_there_is_not_is_named(tmp_path: Path) -> None:
    (tmp_path / "spellings.yaml").write_text("spellings: []\nise_only: []\n")
    (tmp_path / "acronyms.yaml").write_text("acronyms:\n  - {short: AB, long: a body, size: 1}\n")
    with pytest.raises(WordsError, match="size"):
        load_words(tmp_path)
