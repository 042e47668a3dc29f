"""Release packages, and numbers in them that are none."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.ocds.package import next_link, read_package, without_bad_numbers
from tests.scrapers.ocds.releases import context_at, page, raw_page


@pytest.mark.parametrize("number", [" 000", "000", " 250 000", "1 250 000.50", "007", "-01"])
def test_a_bad_number_costs_itself_and_not_the_page(number: str) -> None:
    context = context_at()
    text = f'{{"releases": [{{"id": "a: 000, b", "amount": {number}, "n": [{number} ]}}]}}'
    (found,) = read_package(raw_page(text), context)["releases"]
    assert found == {"id": "a: 000, b", "amount": None, "n": [None]}
    assert [issue.reason for issue in context.issues] == [
        "figures that are no JSON numbers count as unknown: 2"
    ]


def test_a_number_beyond_all_bounds_is_left_for_the_reader_of_amounts() -> None:
    context = context_at()
    found = read_package(raw_page('{"releases": [{"amount": 1e9999}]}'), context)
    assert found["releases"][0]["amount"] == float("inf")
    assert context.issues == []


@pytest.mark.parametrize("text", ["", "<html>", "null", "[]", '{"releases": {}}', '{"a": 00 0}'])
def test_what_is_no_package_is_refused_with_its_address(text: str) -> None:
    with pytest.raises(ValueError, match=r"notices\.example"):
        read_package(raw_page(text), context_at())


def test_only_a_text_is_a_link() -> None:
    assert next_link({"links": {"next": "https://notices.example/2"}}) == (
        "https://notices.example/2"
    )
    nothing: list[object] = [None, [], {}, {"next": None}, {"next": ""}, {"next": 2}]
    assert [next_link({"links": links}) for links in nothing] == [None] * 6


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(_JSON)
def test_good_json_is_never_touched(value: object) -> None:
    for text in (json.dumps(value), json.dumps(value, ensure_ascii=False, indent=1)):
        assert without_bad_numbers(text) == (text, 0)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_a_package_or_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="notices"):
        read_package(raw_page(text.encode("utf-8", "replace").decode()), context_at())


def test_a_good_page_gives_its_releases() -> None:
    assert read_package(page([]), context_at())["releases"] == []
