"""What an address gives, out of a real store: which calls, in which form, and what it costs."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import feedparser
import pytest
from icalendar import Calendar
from sqlalchemy import Engine

from matcher.digest.words import NOT_CERTAIN
from matcher.feeds.answer import (
    Answer,
    answer,
    find_link,
    headers_of,
    is_unchanged,
    secret_hash,
)
from matcher.feeds.desk import Desk
from matcher.store import (
    add_decision,
    add_outcome,
    change_subscriber,
    data_version,
    load_feed_links,
    load_shown,
    load_subscriber,
    remove_address,
    revoke_feed_links,
    save_identities,
    upsert_calls,
)
from models.call import Call, CallStatus
from models.decision import DecisionVerdict, Outcome, OutcomeKind
from models.feed_link import FeedForm, FeedLink, FeedWhat
from models.subscriber import SavedSearch
from tests.matcher.decisions.examples import GO, NO_GO, make_decision
from tests.matcher.digest.samples import AS_OF
from tests.matcher.feeds.samples import BIG, CALLS, desk_over, make_link, match_again
from tests.matcher.store.people import ADDRESS, store_person

ATOM, JSON, ICS = FeedForm
DAY = timedelta(days=1)
MOVED = datetime(2027, 4, 1, 16, tzinfo=UTC)


def given(desk: Desk, link: FeedLink, form: FeedForm, now: datetime = AS_OF, **how: Any) -> Answer:
    made = answer(desk, link, form, now, **how)
    assert made is not None
    return made


def titles(made: Answer) -> list[str]:
    """The titles in a feed, or of the events in a calendar."""
    if made.media_type.startswith("application/feed+json"):
        return [item["title"] for item in json.loads(made.body)["items"]]
    found = feedparser.parse(made.body)
    assert found.bozo == 0
    return [each.title for each in found.entries]


def events(made: Answer) -> list[dict[str, Any]]:
    read = Calendar.from_ical(made.body)
    assert not read.errors
    return [
        {
            "summary": str(each["SUMMARY"]),
            "uid": str(each["UID"]),
            "at": each.decoded("DTSTART"),
            "sequence": int(each["SEQUENCE"]),
            "status": str(each["STATUS"]),
            "text": str(each["DESCRIPTION"]),
        }
        for each in read.events
    ]


@pytest.mark.parametrize("form", [ATOM, JSON])
def test_new_matches_are_those_above_the_threshold_the_last_seen_first(
    engine: Engine, form: FeedForm
) -> None:
    link, _ = make_link(engine, FeedWhat.NEW)
    found = titles(given(desk_over(engine), link, form))
    assert found == [BIG.title, CALLS[2].title, CALLS[1].title, CALLS[0].title]


def test_what_has_closed_or_was_decided_against_is_not_new(engine: Engine) -> None:
    link, _ = make_link(engine, FeedWhat.NEW)
    upsert_calls(engine, [replace(CALLS[0], stated_status=CallStatus.CLOSED)], AS_OF)
    decide(engine, NO_GO)
    assert titles(given(desk_over(engine), link, ATOM)) == [CALLS[2].title, CALLS[1].title]
    assert titles(given(desk_over(engine), link, ATOM, datetime(2026, 12, 2, tzinfo=UTC))) == []


def test_the_shortlist_is_what_is_put_up_for_decision(engine: Engine) -> None:
    link, _ = make_link(engine, FeedWhat.SHORTLIST)
    made = given(desk_over(engine), link, ATOM)
    assert titles(made) == [BIG.title]
    assert "put up for decision" in feedparser.parse(made.body).feed.title


def test_a_search_gives_what_it_finds_whether_or_not_it_answers_a_need(engine: Engine) -> None:
    search = SavedSearch("falls", min_award_gbp=Decimal(500_000))
    whose = store_person(engine, searches=(search,))
    link, _ = make_link(engine, FeedWhat.SEARCH, search=search, subscriber_id=whose)
    made = given(desk_over(engine, [CALLS[3].key, CALLS[0].key]), link, JSON)
    assert titles(made) == [CALLS[3].title, CALLS[0].title]
    assert "“falls” and at least £500,000" in json.loads(made.body)["title"]


def test_a_city_that_was_never_matched_has_an_empty_feed(engine: Engine) -> None:
    desk = desk_over(engine)
    york = replace(desk, city=replace(desk.city, folder="york"))
    link, _ = make_link(engine, FeedWhat.NEW)
    assert answer(york, link, ATOM, AS_OF) is None
    assert titles(given(york, replace(link, city="york"), ATOM)) == []


def test_a_feed_names_itself_only_where_its_secret_is_known(engine: Engine) -> None:
    link, secret = make_link(engine, FeedWhat.NEW)
    desk = desk_over(engine)
    named = feedparser.parse(given(desk, link, ATOM, secret=secret).body)
    address = f"https://bids.example/feeds/{secret}.atom"
    assert [each.href for each in named.feed.links if each.rel == "self"] == [address]
    unnamed = given(desk, link, ATOM).body
    assert b'rel="self"' not in unnamed
    assert secret.encode() not in unnamed
    assert secret_hash(secret).encode() not in unnamed


@pytest.mark.parametrize("what", FeedWhat)
def test_each_is_written_in_its_own_forms_only(engine: Engine, what: FeedWhat) -> None:
    whose = store_person(engine)
    search = SavedSearch("falls") if what is FeedWhat.SEARCH else None
    link, _ = make_link(engine, what, subscriber_id=whose, search=search)
    forms = {form for form in FeedForm if answer(desk_over(engine), link, form, AS_OF)}
    assert forms == set(what.forms)


# -- What it costs ---------------------------------------------------------------


def test_nothing_is_made_twice_while_nothing_changes(engine: Engine) -> None:
    search = SavedSearch("falls")
    link, _ = make_link(engine, FeedWhat.SEARCH, search=search, subscriber_id=store_person(engine))
    asked: list[str] = []
    desk = desk_over(engine, [CALLS[0].key], asked)
    before = given(desk, link, ATOM)
    assert given(desk, link, ATOM, AS_OF + timedelta(minutes=1)) == before
    later = given(desk, link, ATOM, AS_OF + DAY)
    assert later == before, "not even its time, since the bytes are the same"
    assert given(desk, link, JSON).body != before.body
    assert asked == ["falls"], "the model is asked once"
    upsert_calls(engine, [replace(CALLS[0], title="Falls anew")], AS_OF + DAY)
    changed = given(desk, link, ATOM, AS_OF + DAY)
    assert titles(changed) == ["Falls anew"]
    assert changed.etag != before.etag
    assert changed.last_modified == AS_OF + DAY
    assert asked == ["falls", "falls"]


def test_the_version_moves_with_what_is_shown_and_with_nothing_else(engine: Engine) -> None:
    before = data_version(engine, "leeds")
    upsert_calls(engine, list(CALLS), AS_OF + DAY)
    store_person(engine)
    assert data_version(engine, "leeds") == before
    decide(engine, GO)
    decided = data_version(engine, "leeds")
    match_again(engine, CALLS)
    matched = data_version(engine, "leeds")
    upsert_calls(engine, [replace(BIG, title="Other")], AS_OF + DAY)
    assert len({before, decided, matched, data_version(engine, "leeds")}) == 4


def test_whoever_has_it_already_is_told_so(engine: Engine) -> None:
    link, _ = make_link(engine, FeedWhat.NEW)
    made = given(desk_over(engine), link, ATOM)
    headers = headers_of(made)
    assert headers["Last-Modified"] == "Mon, 10 Aug 2026 08:00:00 GMT"
    assert headers["Cache-Control"].startswith("private")
    assert is_unchanged(made, headers["ETag"], None)
    assert is_unchanged(made, f'"other", W/{headers["ETag"]}', None)
    assert is_unchanged(made, None, headers["Last-Modified"])
    assert not is_unchanged(made, '"other"', headers["Last-Modified"]), "the tag decides"
    assert not is_unchanged(made, None, "Mon, 10 Aug 2026 07:59:59 GMT")
    assert not is_unchanged(made, None, "yesterday")
    assert not is_unchanged(made, None, None)


# -- Who has it -------------------------------------------------------------------


def test_a_secret_is_found_and_its_day_noted_until_it_is_revoked(engine: Engine) -> None:
    link, secret = make_link(engine, FeedWhat.NEW)
    assert len(secret) == 43
    assert find_link(engine, secret, AS_OF) == link
    assert find_link(engine, secret, AS_OF - DAY) is not None
    (stored,) = load_feed_links(engine, "leeds")
    assert stored.last_used_day == AS_OF.date()
    assert find_link(engine, f"{secret[:-1]}x", AS_OF) is None
    assert find_link(engine, secret_hash(secret), AS_OF) is None
    assert find_link(engine, "\ud800" * 50, AS_OF) is None
    assert link.id is not None
    assert revoke_feed_links(engine, [link.id], AS_OF) == 1
    assert revoke_feed_links(engine, [link.id], AS_OF) == 0
    assert find_link(engine, secret, AS_OF) is None


def test_the_secret_is_nowhere_in_the_database(engine: Engine) -> None:
    _, secret = make_link(engine, FeedWhat.NEW)
    find_link(engine, secret, AS_OF)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM feed_links").all()
    assert secret not in repr(rows)
    assert secret_hash(secret) in repr(rows)


def test_who_is_erased_takes_their_addresses_along(engine: Engine) -> None:
    whose = store_person(engine)
    other = store_person(engine, "bob@example.org")
    link, secret = make_link(engine, FeedWhat.DEADLINES, subscriber_id=whose)
    _, kept = make_link(engine, FeedWhat.NEW, subscriber_id=other)
    desk = desk_over(engine)
    assert events(given(desk, link, ICS))
    remove_address(engine, ADDRESS)
    assert find_link(engine, secret, AS_OF) is None
    assert answer(desk, link, ICS, AS_OF) is None, "not out of the memory either"
    assert [each.subscriber_id for each in load_feed_links(engine, "leeds")] == [other]
    assert find_link(engine, kept, AS_OF) is not None


def decide(engine: Engine, verdict: DecisionVerdict) -> int:
    """Decide on the largest call."""
    decision = make_decision(verdict, call_key=BIG.key, decided_at=AS_OF)
    return add_decision(engine, decision, instead_of=None, pages=[BIG.key])


# -- Calendars --------------------------------------------------------------------


def summaries(found: Sequence[dict[str, Any]]) -> list[str]:
    return [each["summary"] for each in found]


def test_a_readers_calendar_has_what_they_follow(engine: Engine) -> None:
    whose = store_person(engine, min_award_gbp=Decimal(1_000_000))
    link, _ = make_link(engine, FeedWhat.DEADLINES, subscriber_id=whose)
    found = events(given(desk_over(engine), link, ICS))
    assert sorted(summaries(found)) == [
        "Deadline: A centre for healthy ageing",
        "Deadline: Falls at home 3",
    ]
    assert {each["at"] for each in found} == {CALLS[2].deadlines[0], BIG.deadlines[0]}


def test_a_deadline_that_moves_keeps_its_uid(engine: Engine) -> None:
    whose = store_person(engine, need_ids=("falls",))
    link, _ = make_link(engine, FeedWhat.DEADLINES, subscriber_id=whose)
    desk = desk_over(engine)
    before = {each["summary"]: each for each in events(given(desk, link, ICS))}
    upsert_calls(engine, [replace(BIG, deadlines=(MOVED,))], AS_OF + DAY)
    after = {each["summary"]: each for each in events(given(desk, link, ICS, AS_OF + 2 * DAY))}
    (moved,) = (name for name in before if "centre" in name)
    assert after[moved]["uid"] == before[moved]["uid"]
    assert (after[moved]["at"], after[moved]["sequence"]) == (MOVED, 1)
    rest = set(before) - {moved}
    assert {name: after[name] for name in rest} == {name: before[name] for name in rest}


def test_a_deadline_that_was_read_with_doubt_says_so(engine: Engine) -> None:
    link, _ = make_link(engine, FeedWhat.DEADLINES, subscriber_id=store_person(engine))
    upsert_calls(engine, [replace(BIG, doubtful=("deadlines",))], AS_OF + DAY)
    found = events(given(desk_over(engine), link, ICS, AS_OF + 2 * DAY))
    said = f"The deadline is {NOT_CERTAIN}."
    warned = [each["summary"] for each in found if said in each["text"]]
    assert warned == [f"Deadline: {BIG.title}"]


def days(made: Answer) -> list[dict[str, Any]]:
    """The events without the text, which names the needs while the call is matched."""
    return [{name: each[name] for name in each if name != "text"} for each in events(made)]


def change(engine: Engine, how: str, whose: int) -> None:
    """Let something happen to the largest call, or to what the reader follows."""
    if how == "withdrawn":
        upsert_calls(engine, [replace(BIG, stated_status=CallStatus.CLOSED)], AS_OF + DAY)
        match_again(engine, CALLS)
    elif how == "decided":
        decide(engine, NO_GO)
    else:
        person = load_subscriber(engine, whose)
        assert person is not None
        change_subscriber(engine, replace(person, need_ids=("sleep",)))


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("withdrawn", "closed before its deadline"),
        ("decided", "Decided against: no-go on"),
        ("follows other needs", "No longer among what this calendar follows"),
    ],
)
def test_what_no_longer_belongs_there_is_cancelled(engine: Engine, how: str, reason: str) -> None:
    whose = store_person(engine, need_ids=("falls",))
    link, _ = make_link(engine, FeedWhat.DEADLINES, subscriber_id=whose)
    desk = desk_over(engine)
    before = {each["uid"]: each for each in events(given(desk, link, ICS))}
    change(engine, how, whose)
    after = events(given(desk, link, ICS, AS_OF + 2 * DAY))
    assert {each["uid"] for each in after} == set(before)
    (gone,) = (each for each in after if "centre" in each["summary"])
    assert (gone["status"], gone["sequence"]) == ("CANCELLED", 1)
    assert reason in gone["text"]


def test_what_has_closed_at_its_time_stays_though_it_is_matched_no_more(engine: Engine) -> None:
    whose = store_person(engine)
    link, _ = make_link(engine, FeedWhat.DEADLINES, subscriber_id=whose)
    desk = desk_over(engine)
    before = days(given(desk, link, ICS))
    match_again(engine, [BIG], datetime(2026, 12, 3, 7, tzinfo=UTC))
    assert days(given(desk, link, ICS, datetime(2026, 12, 3, 8, tzinfo=UTC))) == before


def test_the_shortlists_calendar_has_the_latest_start_too(engine: Engine) -> None:
    link, _ = make_link(engine, FeedWhat.SHORTLIST_DEADLINES)
    start, deadline = events(given(desk_over(engine), link, ICS))
    assert start["summary"] == "Latest start of a bid: A centre for healthy ageing"
    assert start["at"] < deadline["at"].date()
    assert link.id is not None
    assert len(load_shown(engine, link.id)) == 2


def test_a_bid_that_is_made_stays_when_there_is_nothing_left_to_decide(engine: Engine) -> None:
    link, _ = make_link(engine, FeedWhat.SHORTLIST_DEADLINES)
    desk = desk_over(engine)
    given(desk, link, ICS)
    number = decide(engine, GO)
    on = (AS_OF + DAY).date()
    submitted = Outcome(kind=OutcomeKind.SUBMITTED, on=on, recorded_at=AS_OF + DAY)
    add_outcome(engine, number, submitted)
    made = events(given(desk, link, ICS, AS_OF + 2 * DAY))
    assert {each["status"] for each in made} == {"CONFIRMED"}


def test_one_that_is_no_longer_large_is_cancelled(engine: Engine) -> None:
    link, _ = make_link(engine, FeedWhat.SHORTLIST_DEADLINES)
    desk = desk_over(engine)
    given(desk, link, ICS)
    small: Call = replace(BIG, award_max=CALLS[0].award_max)
    upsert_calls(engine, [small], AS_OF + DAY)
    found = events(given(desk, link, ICS, AS_OF + 2 * DAY))
    assert {each["status"] for each in found} == {"CANCELLED"}
    assert all("No longer put up for decision" in each["text"] for each in found)


def test_two_calls_that_turn_out_to_be_one_keep_the_name_of_the_older(engine: Engine) -> None:
    link, _ = make_link(engine, FeedWhat.NEW)
    desk = desk_over(engine)
    before = {item["title"]: item["id"] for item in items(given(desk, link, JSON))}
    save_identities(engine, {CALLS[0].key: (BIG.key, "a test")})
    after = {item["title"]: item for item in items(given(desk, link, JSON))}
    assert CALLS[0].title not in after
    assert after[BIG.title]["id"] == before[CALLS[0].title]
    assert after[BIG.title]["date_published"] == "2026-08-01T08:00:00Z"


def items(made: Answer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(made.body)["items"]
    return found
