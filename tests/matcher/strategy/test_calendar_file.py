"""Timetables as iCalendar: read back whole, whatever a call's text holds."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from matcher.city.norms import load_norms
from matcher.digest.safe import clip
from matcher.digest.words import LONDON
from matcher.strategy.calendar_file import CalendarEntry, calendar
from matcher.strategy.timetable import plan
from models.call import DeadlineKind
from models.timetable import BidSize

NORMS = load_norms(Path(__file__).parents[3] / "data" / "norms.yaml")
MADE_AT = datetime(2026, 8, 10, 9, tzinfo=LONDON)
DEADLINE = datetime(2026, 10, 26, 16, tzinfo=LONDON)  # the day after summer time ends
ENTRY = CalendarEntry(
    key="ukri:opp1",
    title="Healthy ageing hubs",
    url="https://funder.example/opp1",
    deadline=DEADLINE,
    timetable=plan(DEADLINE, DeadlineKind.FIXED, BidSize.PARTNERS, MADE_AT, NORMS),
)


def _events(*entries: CalendarEntry) -> list[Mapping[str, object]]:
    """The events of the written file, as another program reads them."""
    text = calendar(entries, MADE_AT)
    read = Calendar.from_ical(text)
    assert not read.errors
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    assert [part.name for part in read.walk()] == ["VCALENDAR", *["VEVENT"] * len(read.events)]
    return [
        {
            **{name.lower(): str(event[name]) for name in ("SUMMARY", "UID", "DESCRIPTION")},
            "url": str(event["URL"]) if "URL" in event else None,
            "start": event.decoded("DTSTART"),
            "end": event.decoded("DTEND") if "DTEND" in event else None,
            "stamp": event.decoded("DTSTAMP"),
        }
        for event in read.events
    ]


def test_steps_are_whole_days_and_the_deadline_is_a_moment() -> None:
    *steps, deadline = _events(ENTRY)
    assert len(steps) == len(ENTRY.timetable.milestones) == 8
    assert steps[-1]["summary"] == "Submit: Healthy ageing hubs"
    assert (steps[-1]["start"], steps[-1]["end"]) == (date(2026, 10, 22), date(2026, 10, 23))
    assert "University of Chicago" in str(steps[-1]["description"])
    assert "This day had passed" in str(steps[0]["description"])
    assert deadline["summary"] == "Deadline: Healthy ageing hubs"
    assert deadline["description"] == ENTRY.timetable.words
    assert deadline["start"] == datetime(2026, 10, 26, 16, tzinfo=UTC)  # winter time again
    assert {event["url"] for event in (*steps, deadline)} == {ENTRY.url}
    assert {event["stamp"] for event in steps} == {MADE_AT.astimezone(UTC)}


def test_a_summer_deadline_keeps_its_moment() -> None:
    moment = datetime(2026, 10, 24, 16, tzinfo=LONDON)
    assert _events(replace(ENTRY, deadline=moment))[-1]["start"] == moment.astimezone(UTC)


def test_an_event_keeps_its_name_when_the_plan_moves_and_has_no_namesake() -> None:
    later = datetime(2026, 11, 30, 16, tzinfo=LONDON)
    moved = plan(later, DeadlineKind.FIXED, BidSize.PARTNERS, MADE_AT, NORMS)
    before = [event["uid"] for event in _events(ENTRY)]
    after = [event["uid"] for event in _events(replace(ENTRY, deadline=later, timetable=moved))]
    assert before == after
    both = [event["uid"] for event in _events(ENTRY, replace(ENTRY, key="ukri:opp2"))]
    assert len(set(both)) == len(both) == 2 * len(before)


def test_without_a_deadline_there_is_nothing_to_enter() -> None:
    undated = plan(None, DeadlineKind.ROLLING, BidSize.PARTNERS, MADE_AT, NORMS)
    assert _events(replace(ENTRY, deadline=None, timetable=undated)) == []
    assert calendar([], MADE_AT).startswith(b"BEGIN:VCALENDAR\r\n")


def test_what_cannot_be_written_is_refused() -> None:
    with pytest.raises(ValueError, match="ukri:opp1 is given twice"):
        calendar([ENTRY, ENTRY], MADE_AT)
    with pytest.raises(ValueError, match="without a zone"):
        calendar([ENTRY], datetime(2026, 8, 10))  # noqa: DTZ001 - what is refused


HOSTILE = st.text(max_size=80) | st.sampled_from(
    [
        "a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:b",
        "\x00\x07\x1b[31m\u2028\u2029\u202e\ud800",
        "back\\slash \\n \\; comma, semi; colon: \"quoted\" 'x'",
        "é" * 500,
    ]
)


@given(title=HOSTILE, key=HOSTILE, url=HOSTILE | HOSTILE.map("https://e.org/{}".format))
@settings(max_examples=150, deadline=None)
def test_no_text_of_a_call_breaks_the_file(title: str, key: str, url: str) -> None:
    events = _events(replace(ENTRY, title=title, key=key, url=url))
    assert len(events) == 9
    assert events[-1]["summary"] == f"Deadline: {clip(title, 150)}"
    assert {event["url"] for event in events} <= {None, url.strip()}
    assert len({event["uid"] for event in events}) == 9
