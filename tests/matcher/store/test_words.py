"""Searching by words: finds what it should, and takes any text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from matcher.store import query_words, search_words, upsert_calls
from tests.matcher.store.examples import LATER, NOON, make_call

CALLS = [
    make_call("falls", title="Preventing falls in older people", summary="", text="Fractures."),
    make_call("soil", title="Healthy soils", summary="", text="Farms and falling yields."),
    make_call("café", title="Cafés as warm spaces", summary="", text="AND OR NOT NEAR title"),
    make_call("both", title="Housing", summary="", text="Falls of older people at home."),
]


@pytest.fixture
def filled(engine: Engine) -> Engine:
    upsert_calls(engine, CALLS, NOON)
    return engine


@pytest.fixture(scope="module")
def shared_filled(shared_engine: Engine) -> Engine:
    upsert_calls(shared_engine, CALLS, NOON)
    return shared_engine


def found(engine: Engine, text: str, limit: int = 10) -> list[str]:
    return [hit.key.removeprefix("ukri:") for hit in search_words(engine, text, limit)]


def test_best_first_with_the_title_counting_more(filled: Engine) -> None:
    hits = search_words(filled, "falls of older people", 10)
    assert [hit.key for hit in hits] == ["ukri:falls", "ukri:both", "ukri:soil"]
    scores = [hit.rank_score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0


def test_words_are_stemmed_and_accents_do_not_matter(filled: Engine) -> None:
    assert found(filled, "PREVENTION") == ["falls"]
    assert (
        found(filled, "cafe") == found(filled, "CAFE\u0301") == found(filled, "cafés") == ["café"]
    )


def test_no_more_than_the_limit(filled: Engine) -> None:
    assert found(filled, "falls", 1) == ["falls"]
    assert found(filled, "falls", 0) == found(filled, "falls", -1) == []


def test_a_new_version_is_found_by_its_new_words_only(filled: Engine) -> None:
    upsert_calls(filled, [make_call("soil", title="Clean rivers", summary="", text="")], LATER)
    assert found(filled, "soils") == []
    assert found(filled, "river") == ["soil"]


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "the of and", "\x00", "🏥🚑", '"', '""', "*", "(((", "-", "^", "--",
        "''; DROP TABLE x",
        "\ud800", "___", "a:b", "{x y}", "+", "\\", "%", "\u0301", "x" * 200,
    ],
)  # fmt: skip
def test_text_without_a_known_word_finds_nothing(filled: Engine, text: str) -> None:
    assert found(filled, text) == []


@pytest.mark.parametrize(
    "text",
    [
        'fractures"', '"fractures', "fractures*", "NOT fractures", "(fractures", "fractures)",
        "title : fractures", "NEAR(fractures soils, 2)", "fractures\x00soil", "^fractures",
        "body:fractures", "-fractures", "fractures AND nothing", "🏥fractures🏥", "fractures_risk",
    ],
)  # fmt: skip
def test_operators_are_only_text(filled: Engine, text: str) -> None:
    assert "falls" in found(filled, text)


def test_a_very_long_text_is_searched_by_its_beginning(filled: Engine) -> None:
    filler = " ".join(f"w{number}" for number in range(100_000))
    assert found(filled, f"fractures {filler}") == ["falls"]
    assert len(query_words(filler)) == 64


def test_each_word_counts_once() -> None:
    assert query_words("Falls, FALLS and the falls!") == ["falls"]
    assert query_words("type-2 diabetes in the over-65s") == ["type", "2", "diabetes", "65s"]


_ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)
_NASTY = st.lists(
    st.sampled_from(["falls", "older", "AND", "OR", "NOT", "NEAR", *'()"*^:-+{},\x00'])
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(text=_ANYTHING | _NASTY.map(" ".join) | _NASTY.map("".join))
def test_any_text_is_safe(shared_filled: Engine, text: str) -> None:
    hits = search_words(shared_filled, text, 3)
    assert len(hits) <= 3
    assert {hit.key for hit in hits} <= {call.key for call in CALLS}
