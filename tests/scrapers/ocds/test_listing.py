"""Pages of releases as one listing: which window comes next, and which notice counts."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.call import Call
from scrapers.ocds.call import read_call
from scrapers.ocds.listing import first_request, read_listing
from tests.scrapers.ocds.releases import (
    ADDRESS,
    NOW,
    SERVICE,
    cards,
    context_at,
    page,
    raw_page,
    release,
)

_LINK = "https://notices.example/packages?from=2026-06-15T00:00:00Z&limit=100&cursor=abc"


def test_the_first_request_names_its_window() -> None:
    assert first_request(SERVICE, context_at(since=NOW)).url == ADDRESS


@pytest.mark.parametrize("link", [_LINK, "https://notices.example/packages?cursor=abc"])
def test_a_link_is_followed_within_the_window(link: str) -> None:
    following = read_listing(SERVICE, page([release()], link), context_at()).next
    assert following is not None
    again = read_listing(SERVICE, page([release()], None, following.url), context_at()).next
    assert "cursor=abc" in following.url
    assert "from=2026-06-15T00%3A00%3A00&to=2026-06-15T06%3A00%3A00" in following.url.replace(
        "limit=100&", ""
    ).replace("cursor=abc&", "")
    assert again is not None
    assert "from=2026-06-15T06%3A00%3A00&to=2026-06-15T12%3A00%3A00" in again.url


def test_an_empty_page_may_have_a_next_one() -> None:
    following = read_listing(SERVICE, page([], _LINK), context_at()).next
    assert following is not None
    assert "cursor=abc" in following.url


@pytest.mark.parametrize(
    "link",
    [
        "https://elsewhere.example/packages?cursor=abc",
        "https://notices.example/other?cursor=abc",
        "https://notices.example/packages?from=2026-06-15T00:00:00",
        "https://notices.example/packages?cursor=now",
        "javascript:alert(1)",
    ],
)
def test_a_link_that_leads_astray_is_refused(link: str) -> None:
    here = page([release()], link, f"{ADDRESS}&cursor=now")
    with pytest.raises(ValueError, match="link to the next leads"):
        read_listing(SERVICE, here, context_at())


def test_the_window_that_holds_now_is_the_last() -> None:
    last = page([], None, ADDRESS.replace("T00", "T06").replace("to=2026-06-15T06", "to=x"))
    assert read_listing(SERVICE, last, context_at()).next is None


def test_a_full_page_without_a_link_is_reported_and_the_next_window_read() -> None:
    context = context_at()
    listing = read_listing(SERVICE, page([release(n) for n in range(100)]), context)
    assert listing.next is not None
    assert [issue.reason for issue in context.issues] == [
        "a full page without a link to the next: notices may be missing"
    ]


def test_a_page_of_things_without_identity_is_refused() -> None:
    broken = [{"id": "1"}, None, {"ocid": "x", "id": "000001-2026"}]
    with pytest.raises(ValueError, match="no release with an ocid"):
        read_listing(SERVICE, page(broken), context_at())
    context = context_at()
    assert len(cards(context, *broken, release())) == 1
    assert len(context.issues) == 3


def test_later_notices_and_what_is_over_take_the_place_of_earlier_ones() -> None:
    first, later = release(1), {**release(2), "ocid": "ocds-abc123-000001"}
    later["date"] = "2026-06-15T04:30:00Z"
    over = {**release(3, "award"), "ocid": first["ocid"], "date": "2026-06-15T04:40:00Z"}
    found = cards(context_at(), first, later, over)
    assert {card.source_id for card in found} == {"ocds-abc123-000001"}
    assert [card.version for card in found] == sorted(card.version for card in found)
    assert len({card.version for card in found}) == 3


def test_what_is_not_for_us_stands_apart_and_gives_no_call() -> None:
    other = release(1, items=[], title="Mowing", description="Grass.")
    context = context_at()
    left = [*cards(context, other), *cards(context, release(2, "award"))]
    assert [card.source_id for card in left] == ["000001-2026", "ocds-abc123-000002"]
    assert [read_call(SERVICE, card, context) for card in left] == [None, None]
    assert all("release" not in card.fields for card in left)


def test_a_correction_does_not_replace_its_notice() -> None:
    context = context_at()
    (card,) = cards(context, release(1, "tenderUpdate", description=None))
    assert card.source_id == "000001-2026"
    assert read_call(SERVICE, card, context) is None
    assert "its earlier notice stands" in context.issues[0].reason
    (card,) = cards(context, release(1, "tenderUpdate"))
    assert card.source_id == "ocds-abc123-000001"


def test_new_tags_and_labels_are_reported() -> None:
    context = context_at()
    cards(context, release(1, "surprise"), release(2, flyingCarpet={}))
    assert context.unknown == ["tag 'surprise'", "label 'flyingCarpet'"]


def test_people_are_left_behind() -> None:
    one = release(procuringEntity={"contactPoint": {"name": "Sam Sample"}})
    one["parties"] = [{"name": "X", "contactPoint": {"email": "sam@buyer.example"}}]
    one["planning"] = {"milestones": [{"dueDate": "2026-07-01", "contact": "Sam Sample"}]}
    (card,) = cards(context_at(), one)
    assert "release" in card.fields
    assert not any(word in repr(card.fields).lower() for word in ("sam", "contact"))


def test_a_buyer_is_found_among_the_parties() -> None:
    one = release()
    del one["buyer"]
    one["parties"] = [{"name": "A", "roles": ["supplier"]}, {"name": "B", "roles": ["buyer"]}]
    (card,) = cards(context_at(), one)
    call = read_call(SERVICE, card, context_at())
    assert call is not None
    assert call.funder == "B"


def test_reading_ends_however_long_ago_it_began() -> None:
    context, url, seen = context_at(since=NOW - timedelta(days=99)), "", 0
    request = first_request(SERVICE, context)
    while request is not None and seen < 50:
        assert request.url > url
        url, seen = request.url, seen + 1
        following = read_listing(SERVICE, page([], None, url), context).next
        if following is None:
            break
        request = following
    assert seen == 9


_RUBBISH = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


def _told(one: dict[str, Any]) -> list[Call | str | None]:
    """What a release gives: its call, or why there is none."""
    context = context_at()
    try:
        listing = read_listing(SERVICE, raw_page(json.dumps({"releases": [one]})), context)
        return [read_call(SERVICE, card, context) for card in listing.cards]
    except ValueError as error:
        return [str(error)]


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_any_release_is_read_or_refused_in_words(data: st.DataObject) -> None:
    one = release()
    for _ in range(data.draw(st.integers(1, 4))):
        holder = data.draw(st.sampled_from([one, one["tender"]]))
        if isinstance(holder, dict):
            holder[data.draw(st.sampled_from([*sorted(holder), "lots", "value"]))] = data.draw(
                _RUBBISH
            )
        if not isinstance(one.get("tender"), dict):
            break
    assert all(isinstance(told, Call) or told is None or told.strip() for told in _told(one))
