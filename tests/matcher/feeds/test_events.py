"""Calendars as other programs read them: the same event on another day, cancelled, kept."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from matcher.feeds.calendars import write_calendar
from matcher.feeds.events import KEPT, Dated, events_of
from matcher.strategy.calendar_file import event_uid
from models.feed_link import ShownEvent

NOW = datetime(2026, 8, 10, 7, tzinfo=UTC)
DAY = timedelta(days=1)
FIRST, SECOND, THIRD = (datetime(2026, month, 1, 16, tzinfo=UTC) for month in (10, 11, 12))


def dated(*deadlines: datetime, **facts: Any) -> Dated:
    usual: dict[str, Any] = {
        "key": "ukri:1",
        "title": "Healthy ageing hubs",
        "url": "https://funder.example/1",
        "text": "Up to £7m per award.",
        "categories": ("Falls",),
        "updated": NOW - 30 * DAY,
        "deadlines": deadlines,
    }
    return Dated(**(usual | facts))


def show(
    calls: Sequence[Dated], before: Sequence[ShownEvent] = (), now: datetime = NOW
) -> tuple[tuple[ShownEvent, ...], list[dict[str, Any]]]:
    """What the calendar remembers, and its events as another program reads them."""
    events = events_of(calls, before, now)
    text = write_calendar("Deadlines", "Of calls", events)
    read = Calendar.from_ical(text)
    assert not read.errors
    assert [part.name for part in read.walk()] == ["VCALENDAR", *["VEVENT"] * len(events)]
    assert "BEGIN:VALARM" not in text.decode()
    found = [
        {
            "uid": str(each["UID"]),
            "start": each.decoded("DTSTART"),
            "sequence": int(each["SEQUENCE"]),
            "modified": each.decoded("LAST-MODIFIED"),
            "status": str(each["STATUS"]),
            "summary": str(each["SUMMARY"]),
            "text": str(each["DESCRIPTION"]),
        }
        for each in read.events
    ]
    assert all(each.decoded("DTSTAMP") == each.decoded("LAST-MODIFIED") for each in read.events)
    assert len({each["uid"] for each in found}) == len(found)
    return tuple(event.shown for event in events), found


def test_an_event_says_what_closes_and_since_when_it_stands() -> None:
    _, (event,) = show([dated(FIRST)])
    assert event == {
        "uid": event_uid("ukri:1", "deadline", "1"),
        "start": FIRST,
        "sequence": 0,
        "modified": NOW - 30 * DAY,
        "status": "CONFIRMED",
        "summary": "Deadline: Healthy ageing hubs",
        "text": "Up to £7m per award.",
    }


def test_nothing_changes_while_nothing_happens() -> None:
    memory, before = show([dated(FIRST, SECOND)])
    again, after = show([dated(FIRST, SECOND)], memory, NOW + 9 * DAY)
    assert (again, after) == (memory, before)


def test_a_deadline_that_moves_is_the_same_event_with_a_higher_sequence() -> None:
    memory, (before,) = show([dated(FIRST)])
    seen = NOW + DAY
    memory, (after,) = show([dated(SECOND, updated=seen)], memory, NOW + 2 * DAY)
    assert after["uid"] == before["uid"]
    assert (after["start"], after["sequence"], after["modified"]) == (SECOND, 1, seen)
    _, (again,) = show([dated(THIRD, updated=NOW + 3 * DAY)], memory, NOW + 4 * DAY)
    assert (again["uid"], again["sequence"]) == (before["uid"], 2)


def test_an_extension_seen_late_moves_the_deadline_that_had_passed() -> None:
    memory, _ = show([dated(FIRST)])
    memory, (passed,) = show([dated(FIRST)], memory, FIRST + DAY)
    assert passed["status"] == "CONFIRMED"
    _, (moved,) = show([dated(SECOND)], memory, FIRST + 2 * DAY)
    assert (moved["start"], moved["sequence"], moved["uid"]) == (SECOND, 1, passed["uid"])


def test_of_several_deadlines_each_stays_itself() -> None:
    memory, (first, second) = show([dated(FIRST, SECOND)])
    now = FIRST + DAY
    memory, shown = show([dated(SECOND, THIRD)], memory, now)
    assert [each["uid"] for each in shown[:2]] == [first["uid"], second["uid"]]
    assert [each["sequence"] for each in shown] == [0, 0, 0]
    assert [each["status"] for each in shown] == ["CONFIRMED"] * 3
    assert shown[2]["uid"] not in (first["uid"], second["uid"])


def test_a_deadline_that_the_call_no_longer_names_is_cancelled() -> None:
    memory, (first, _) = show([dated(FIRST, SECOND)])
    _, (cancelled, kept) = show([dated(SECOND)], memory, NOW + DAY)
    assert (cancelled["uid"], cancelled["status"], cancelled["sequence"]) == (
        *(first["uid"], "CANCELLED", 1),
    )
    assert cancelled["start"] == FIRST
    assert (kept["status"], kept["sequence"]) == ("CONFIRMED", 0)


def test_a_call_that_no_longer_counts_is_cancelled_with_the_reason_and_may_come_back() -> None:
    memory, _ = show([dated(FIRST)])
    gone = dated(FIRST, cancelled="Decided against.", updated=NOW + DAY)
    memory, (event,) = show([gone], memory, NOW + 2 * DAY)
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)
    assert event["modified"] == NOW + DAY
    assert event["summary"].startswith("Cancelled: deadline")
    assert event["text"].startswith("Decided against.")
    later = NOW + 3 * DAY
    _, (back,) = show([dated(FIRST)], memory, later)
    assert (back["status"], back["sequence"], back["modified"]) == ("CONFIRMED", 2, later)


def test_what_was_never_shown_is_not_cancelled_and_what_is_over_is_not_new() -> None:
    assert show([dated(FIRST, cancelled="Withdrawn.")]) == ((), [])
    assert show([dated(NOW - DAY)]) == ((), [])


def test_what_is_over_stays_as_it_was_for_a_while() -> None:
    memory, (before,) = show([dated(FIRST)])
    closed = dated(FIRST, cancelled="No longer among what this calendar follows.")
    memory, (after,) = show([closed], memory, FIRST + DAY)
    assert (after["status"], after["sequence"]) == (before["status"], 0)
    assert show([closed], memory, FIRST + KEPT + DAY) == ((), [])


def test_the_latest_start_is_a_whole_day_that_moves_with_its_deadline() -> None:
    begin = date(2026, 8, 20)
    memory, (start, deadline) = show([dated(FIRST, starts={FIRST: begin})])
    assert (start["start"], start["summary"].partition(":")[0]) == (begin, "Latest start of a bid")
    assert deadline["start"] == FIRST
    moved = dated(SECOND, starts={SECOND: begin + 30 * DAY})
    _, after = show([moved], memory, NOW + DAY)
    assert [each["uid"] for each in after] == [start["uid"], deadline["uid"]]
    assert [each["sequence"] for each in after] == [1, 1]


def test_other_words_are_a_change_but_no_new_sequence() -> None:
    memory, _ = show([dated(FIRST)])
    _, (event,) = show([dated(FIRST, text="Up to £9m per award.", updated=NOW)], memory, NOW + DAY)
    assert (event["sequence"], event["modified"]) == (0, NOW)


TEXTS = st.text(st.characters(exclude_categories=()), max_size=40)


@given(TEXTS, TEXTS, TEXTS, st.lists(TEXTS, max_size=3).map(tuple))
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_the_calendar(
    key: str, title: str, text: str, categories: tuple[str, ...]
) -> None:
    hostile = dated(
        FIRST, key=key, title=title, url=text, text=text, categories=categories, cancelled=""
    )
    _, (event,) = show([hostile])
    assert event["start"] == FIRST
    assert "\n" not in event["summary"] + event["text"]


MOMENTS = st.integers(-40, 400).map(lambda days: NOW + days * DAY)
STEPS = st.lists(
    st.tuples(st.lists(MOMENTS, unique=True, max_size=3), st.booleans(), st.integers(0, 50)),
    min_size=1,
    max_size=6,
)


@given(STEPS)
@example(
    [
        ([NOW + DAY, NOW + 2 * DAY], False, 0),
        ([], False, 12),
        ([NOW + 63 * DAY], True, 50),  # on this day the first of both is forgotten
    ]
)
@settings(max_examples=200, deadline=None)
def test_whatever_happens_no_sequence_falls_and_nothing_ahead_is_dropped(
    steps: list[tuple[list[datetime], bool, int]],
) -> None:
    """The deadlines change, the call is cancelled and taken up again, days go by."""
    memory: tuple[ShownEvent, ...] = ()
    now = NOW
    for deadlines, cancelled, days in steps:
        now += days * DAY
        call = dated(*sorted(deadlines), cancelled="Withdrawn." if cancelled else "")
        after, shown = show([call], memory, now)
        kept = {(event.kind, event.place): event for event in after}
        for event in memory:
            if event.at > now:
                assert kept[event.kind, event.place].sequence >= event.sequence
                assert kept[event.kind, event.place].modified >= event.modified
        ahead = {moment for moment in deadlines if moment > now}
        if not cancelled:
            assert ahead <= {each["start"] for each in shown if each["status"] == "CONFIRMED"}
        else:
            assert all(each["status"] == "CANCELLED" for each in shown if each["start"] > now)
        again, _ = show([call], after, now)
        assert again == after
        memory = after
