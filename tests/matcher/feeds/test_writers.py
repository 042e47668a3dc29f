"""Feeds as other programs read them, whatever a call's text holds."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from matcher.feeds.atom import write_atom
from matcher.feeds.entries import MOST, Feed, entry_of, newest_first, stable_id
from matcher.feeds.json_feed import write_json_feed
from models.call import Call
from models.seen import Seen
from tests.matcher.digest.samples import AS_OF, CITY, call, match, ranked
from tests.matcher.feeds.samples import NAMES, entry
from tests.matcher.store.examples import any_call

SCRIPT = "<script>alert(1)</script>"
FEED = Feed(
    id=stable_id("feed", "hash"),
    title="Bid Matcher for Leeds: new matches",
    subtitle="Open calls.",
    author="Bid Matcher, Leeds",
    rights="© somebody & others",
    updated=AS_OF,
    entries=(entry(call("1")), entry(call("2"), needs=("falls", "asthma"))),
    address="https://bids.example/feeds/secret.atom",
    site="https://bids.example",
)
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def read_atom(feed: Feed) -> Any:
    """The feed as a feed reader sees it, without cleaning up after us."""
    found = feedparser.parse(write_atom(feed), sanitize_html=False, resolve_relative_uris=False)
    assert found.bozo == 0, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def test_atom_has_what_the_standard_asks_for() -> None:
    found = read_atom(FEED)
    assert (found.feed.id, found.feed.title) == (FEED.id, FEED.title)
    assert found.feed.author == "Bid Matcher, Leeds"
    assert found.feed.rights == "© somebody & others"
    assert {link.rel: link.href for link in found.feed.links} == {
        "self": FEED.address,
        "alternate": FEED.site,
    }
    assert found.feed.updated == "2026-08-10T08:00:00Z"
    second = found.entries[1]
    assert second.id.startswith("urn:uuid:")
    assert {(tag.term, tag.label) for tag in second.tags} == {
        ("falls", "Falls"),
        ("asthma", "Asthma"),
    }
    assert second.link == "https://funder.example/2"
    assert second.content[0].type == "text/html"
    assert "up to £7m per award" in second.content[0].value
    assert "We will fund research on falls." in second.content[0].value


def test_json_feed_keeps_every_rule_of_version_1_1() -> None:
    found = json.loads(write_json_feed(FEED))
    assert_json_feed(found)
    assert found["feed_url"] == FEED.address
    assert found["home_page_url"] == FEED.site
    assert found["items"][1]["tags"] == ["Falls", "Asthma"]
    assert found["items"][0]["url"] == "https://funder.example/1"


@pytest.mark.parametrize("site", [None, "https://bids.example"])
def test_what_is_not_known_is_left_out(site: str | None) -> None:
    bare = replace(FEED, entries=(), address=None, rights="", site=site)
    assert read_atom(bare).entries == []
    assert_json_feed(json.loads(write_json_feed(bare)))


def assert_json_feed(found: dict[str, Any]) -> None:
    """Hold a document to https://www.jsonfeed.org/version/1.1/, field by field."""
    known = {"version", "title", "home_page_url", "feed_url", "description", "authors", "language"}
    assert set(found) <= {*known, "items"}
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert found["title"]
    assert isinstance(found["title"], str)
    assert all(found[name].startswith("https://") for name in ("feed_url",) if name in found)
    assert isinstance(found["description"], str)
    assert found["language"] == "en-GB"
    assert all(author["name"] for author in found["authors"])
    ids = [item["id"] for item in found["items"]]
    assert len(set(ids)) == len(ids)
    for item in found["items"]:
        assert_item(item)


def assert_item(item: dict[str, Any]) -> None:
    texts = {"id", "url", "title", "content_html", "summary", "date_published", "date_modified"}
    assert set(item) <= {*texts, "tags"}
    assert {"id", "content_html"} <= set(item), "an id, and html or text, must be there"
    assert all(isinstance(item[name], str) and item[name] for name in texts & set(item))
    assert RFC3339.fullmatch(item["date_published"])
    assert RFC3339.fullmatch(item["date_modified"])
    assert all(isinstance(tag, str) and tag for tag in item.get("tags", []))


def test_markup_in_a_call_is_text_in_the_feed() -> None:
    hostile = entry(call("1", title=SCRIPT, funder=SCRIPT, summary=f"]]> &amp; {SCRIPT}"))
    feed = replace(FEED, entries=(hostile,))
    shown = read_atom(feed).entries[0]
    assert "<script" not in shown.content[0].value
    assert str(escape(SCRIPT)) in shown.content[0].value
    assert unescape(shown.title) == SCRIPT
    assert "<script" not in json.loads(write_json_feed(feed))["items"][0]["content_html"]


@given(any_call())
@settings(max_examples=150, deadline=None)
def test_any_call_makes_a_feed_that_can_be_read(any_one: Call) -> None:
    row = ranked(any_one, needs=(), leads=())
    reason = match(any_one, "falls", 0.8, sentence=any_one.title, phrase=any_one.text)
    seen = Seen(any_one.key, AS_OF - timedelta(days=3), AS_OF - timedelta(days=1))
    made = entry_of(replace(row, needs=(reason,)), seen, "new", CITY, NAMES, AS_OF)
    feed = replace(FEED, title=any_one.title, rights=any_one.summary, entries=(made,))
    shown = read_atom(feed).entries[0]
    assert set(re.findall(r"<(/?\w+)", shown.content[0].value)) <= {
        *("p", "/p", "ul", "/ul", "li", "/li")
    }
    assert shown.link == made.link or (made.link is None and shown.link == made.id)
    assert_json_feed(json.loads(write_json_feed(replace(feed, title="Title"))))


TEXTS = st.text(st.characters(exclude_categories=()), max_size=30)


@given(TEXTS, TEXTS, TEXTS)
@settings(max_examples=200, deadline=None)
def test_no_character_breaks_a_feed(title: str, summary: str, address: str) -> None:
    strange = replace(
        FEED.entries[0], title=title, summary=summary, link=address, categories=((title, summary),)
    )
    feed = replace(FEED, title=title, author=summary, address=address, entries=(strange,))
    assert len(read_atom(feed).entries) == 1
    assert len(json.loads(write_json_feed(feed))["items"]) == 1


def test_an_entry_stays_bit_for_bit_until_something_happens() -> None:
    first, closes = AS_OF, datetime(2026, 12, 1, 16, tzinfo=UTC)
    staged = call("1", deadlines=(closes, closes + timedelta(days=90)))
    whole = [
        write_atom(replace(FEED, entries=(entry(staged, now=first + timedelta(days=day)),)))
        for day in range(0, 100, 9)
    ]
    assert len(set(whole)) == 1
    passed = entry(staged, now=closes + timedelta(days=1))
    assert passed.updated == closes
    assert passed.id == entry(staged).id
    assert "next deadline" in entry(staged).html
    assert "next deadline" not in passed.html


def test_scores_and_their_order_are_not_in_an_entry() -> None:
    row = ranked(call("1"), needs=("asthma", "falls"))
    moved = replace(
        row,
        score=0.71,
        needs=tuple(
            replace(each, score=each.score - n / 100) for n, each in enumerate(reversed(row.needs))
        ),
    )
    seen = Seen("sample:1", AS_OF, AS_OF)
    one, other = (entry_of(each, seen, "new", CITY, NAMES, AS_OF) for each in (row, moved))
    assert one == other
    assert [name for _, name in one.categories] == ["Falls", "Asthma"], "the weightiest need first"


def test_the_time_left_says_from_which_day_it_counts() -> None:
    assert "113 days left on 10 August 2026" in entry(call("1")).html
    last_day = entry(call("1"), changed=datetime(2026, 12, 1, 9, tzinfo=UTC))
    assert "today" not in last_day.html
    assert "left" not in last_day.html


def test_the_newest_stand_first_and_no_more_than_the_cap() -> None:
    entries = [entry(call(str(n)), first=AS_OF + timedelta(days=n)) for n in range(MOST + 5)]
    kept = newest_first(entries[::2] + entries[1::2])
    assert len(kept) == MOST
    assert kept[0].published == AS_OF + timedelta(days=MOST + 4)
    assert [each.published for each in kept] == sorted(
        (each.published for each in kept), reverse=True
    )


def test_ids_are_of_the_call_and_of_why_it_is_there() -> None:
    seen = Seen("sample:1", AS_OF, AS_OF)
    row = ranked(call("1"))
    ids = {entry_of(row, seen, what, CITY, NAMES, AS_OF).id for what in ("new", "shortlist")}
    assert len(ids) == 2
    assert stable_id("a", "bc") != stable_id("ab", "c")
    assert stable_id("\ud800") == stable_id("\ud800")
