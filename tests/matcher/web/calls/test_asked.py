"""Addresses of searches: each says one search, and can be edited by hand."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.web.calls.asked import (
    MOST,
    PER_PAGE,
    USUAL_STATUS,
    Asked,
    Facet,
    Sort,
    address_of,
    read_asked,
    without,
)

VALUES = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30).map(
    lambda text: text.strip()
)
SEARCHES = st.builds(
    Asked,
    text=st.text(st.characters(exclude_categories=("Cs",)), max_size=60).map(
        lambda text: " ".join(text.split())
    ),
    choices=st.dictionaries(
        st.sampled_from(Facet),
        st.frozensets(VALUES.filter(bool), min_size=1, max_size=4),
        max_size=4,
    ).map(lambda chosen: {Facet.STATUS: USUAL_STATUS} | chosen),
    sort=st.sampled_from(Sort),
    page=st.integers(1, MOST // PER_PAGE),
)


def read(address: str) -> Asked:
    return read_asked(parse_qsl(urlsplit(address).query, keep_blank_values=True))


@settings(deadline=None)
@given(SEARCHES)
def test_an_address_says_the_search_it_was_made_from(asked: Asked) -> None:
    assert read(address_of(asked)) == asked
    assert hash(read(address_of(asked))) == hash(asked)


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=300)), max_size=8))
def test_any_parameters_make_a_search_that_has_an_address(
    parameters: list[tuple[str, str]],
) -> None:
    asked = read_asked(parameters)
    assert read_asked(asked_parameters(asked)) == asked


def asked_parameters(asked: Asked) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(address_of(asked)).query, keep_blank_values=True, errors="replace")


@settings(deadline=None)
@given(SEARCHES)
def test_what_is_let_go_of_is_gone_and_the_rest_stays(asked: Asked) -> None:
    for facet, values in asked.choices.items():
        for value in values:
            left = without(asked, facet, value)
            assert left.page == 1
            assert value not in left.choices.get(facet, frozenset()) - USUAL_STATUS
            others = {key: each for key, each in asked.choices.items() if key is not facet}
            assert {key: each for key, each in left.choices.items() if key is not facet} == others


def test_the_usual_search_has_the_plain_address() -> None:
    assert address_of(read_asked([])) == "/calls"
    shown = [("q", ""), *(("status", value) for value in USUAL_STATUS), ("sort", "fit")]
    assert address_of(read_asked(shown)) == "/calls"


@pytest.mark.parametrize("page", ["0", "-1", "x", "", "99999", "²", "1e3"])
def test_a_page_that_makes_no_sense_is_one_that_does(page: str) -> None:
    assert 1 <= read_asked([("page", page)]).page <= MOST // PER_PAGE


def test_long_and_unknown_parameters_are_cut_and_passed_over() -> None:
    asked = read_asked([("q", "a " * 500), ("sort", "worst"), ("colour", "red"), ("need", " ")])
    assert len(asked.text) <= 200
    assert replace(asked, text="") == read_asked([])
