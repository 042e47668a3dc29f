"""Pages that are not what they should be: refused in words, never a crash."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.contract import RawPage
from tests.scrapers.fixture_pages import (
    SOURCES,
    call_of,
    cards_of,
    context_of,
    listing_pages,
    page_of,
    start_of,
)

_FOLDERS = sorted(SOURCES)


@pytest.mark.parametrize("name", _FOLDERS)
@pytest.mark.parametrize("body", [b"", b"<html></html>", b"{}", b"\xff\xfe\x00", b"[[[[", b"null"])
def test_a_wrong_page_is_refused_in_words(name: str, body: bytes) -> None:
    source = SOURCES[name]
    context = context_of(source)
    page = page_of(source, start_of(source, context), body)
    with pytest.raises(ValueError, match=r"page|JSON|promised"):
        source.parser.parse_listing(page, context)


@pytest.mark.parametrize("name", ["ukri", "nihr", "innovate_uk", "find_a_grant"])
def test_a_detail_page_that_is_none_is_refused(name: str) -> None:
    source = SOURCES[name]
    context = context_of(source)
    card = cards_of(source, context)[0]
    assert card.detail is not None
    page = page_of(source, card.detail, b"<html><h1>We are down</h1></html>")
    with pytest.raises(ValueError, match="on the page"):
        source.parser.parse_call(card, page, context)


def _mutated(page: RawPage, data: st.DataObject) -> RawPage:
    """Cut pieces out of a page, or put pieces of it and rubbish elsewhere."""
    body = page.body
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(body)))
        end = data.draw(st.integers(start, min(len(body), start + 400)))
        rubbish = data.draw(st.sampled_from(_RUBBISH))
        body = body[:start] + rubbish + body[end:]
    return RawPage(page.url, page.final_url, 200, page.content_type, body, page.fetched_at)


_RUBBISH = [
    *(
        b"",
        b"<",
        b"</dl>",
        b"<dt>",
        b"\x00",
        b"\xff",
        "\u202e".encode(),
        b'"',
        b"\\u0000",
        b"]",
        b"{",
    ),
    *(
        b"NaN",
        b"1e9999",
        b"-1",
        "£9".encode() * 9,
        b"31 June 2026",
        b"9999-99-99",
        b'href="http://[',
    ),
]


@pytest.mark.parametrize("name", _FOLDERS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_broken_pages_raise_only_value_and_key_errors(name: str, data: st.DataObject) -> None:
    source = SOURCES[name]
    context = context_of(source)
    page = data.draw(st.sampled_from(listing_pages(source, context)))
    try:
        cards = list(source.parser.parse_listing(_mutated(page, data), context).cards)
    except (ValueError, KeyError):
        return
    for card in cards:
        try:
            call = call_of(source, card, context)
        except (ValueError, KeyError):
            continue
        assert call is None or (call.source_id == card.source_id and call.title)


@pytest.mark.parametrize("name", ["ukri", "nihr", "innovate_uk", "find_a_grant"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_broken_details_raise_only_value_and_key_errors(name: str, data: st.DataObject) -> None:
    source = SOURCES[name]
    context = context_of(source)
    cards = [card for card in cards_of(source, context) if card.detail]
    card = data.draw(st.sampled_from(cards))
    assert card.detail is not None
    page = _mutated(page_of(source, card.detail), data)
    try:
        call = source.parser.parse_call(card, page, context)
    except (ValueError, KeyError):
        return
    assert call is not None
    assert call.source_id == card.source_id
