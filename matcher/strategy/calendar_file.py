"""The timetables of one bid or several as an iCalendar file (RFC 5545)."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from matcher.digest.safe import clip, plain, web_address
from matcher.digest.words import sentence_case
from models.timetable import Milestone, Timetable

_LONGEST_TITLE = 150  # characters; calendars show less
_PRODUCT = "-//Bid Matcher//Timetable//EN"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One bid: its call's key, title and address, the exact deadline, the plan."""

    key: str
    title: str
    url: str
    deadline: datetime | None  # aware; None where there is none to show
    timetable: Timetable


def calendar(entries: Iterable[CalendarEntry], made_at: datetime) -> bytes:
    """Write the milestones as all-day events and each deadline as a moment.

    Moments are in UTC, which every calendar shows in its own zone, so that the file needs
    no rules on summer time. An event's UID comes from the call's key and the step: a newer file
    moves the event instead of adding a second. Titles from calls are made plain, and addresses
    that are not of the web are left out. `made_at` (aware) is the file's time stamp.
    Raises ValueError for a call given twice, and for a time without a zone.
    """
    file = new_calendar()
    seen: set[str] = set()
    for entry in entries:
        if entry.key in seen:
            raise ValueError(f"call {entry.key} is given twice")
        seen.add(entry.key)
        for event in _events(entry, utc(made_at)):
            file.add_component(event)
    written: bytes = file.to_ical()
    return written


def _events(entry: CalendarEntry, stamp: datetime) -> Iterator[Event]:
    for milestone in entry.timetable.milestones:
        event = new_event(sentence_case(plain(milestone.name)), entry.title, entry.url, stamp)
        event.add("uid", event_uid(entry.key, "step", milestone.name))
        event.add("description", _description(milestone))
        fill_day(event, milestone.on)
        yield event
    if entry.deadline is not None:
        event = new_event("Deadline", entry.title, entry.url, stamp)
        event.add("uid", event_uid(entry.key, "deadline"))
        event.add("description", plain(entry.timetable.words))
        event.add("dtstart", utc(entry.deadline))
        yield event


def new_calendar() -> Calendar:
    """Return an empty calendar of ours."""
    file = Calendar()
    file.add("prodid", _PRODUCT)
    file.add("version", "2.0")
    return file


def new_event(heading: str, title: str, url: str, stamp: datetime) -> Event:
    """Return an event without its day, stamped `stamp` (UTC); title and address are made safe."""
    event = Event()
    event.add("dtstamp", stamp)
    event.add("summary", f"{heading}: {clip(title, _LONGEST_TITLE)}")
    address = web_address(url)
    if address is not None:
        event.add("url", address)
    return event


def fill_day(event: Event, day: date) -> None:
    """Let the event be on the whole of a day, without filling anybody's time."""
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")


def _description(milestone: Milestone) -> str:
    passed = " This day had passed when the plan was made." if milestone.passed else ""
    return f"{sentence_case(plain(milestone.why))}.{passed}"


def event_uid(*parts: str) -> str:
    """Return the UID of what these parts name: always the same for the same."""
    # A key may hold any character; its hash is short, safe and as stable.
    name = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return f"{hashlib.sha256(name).hexdigest()[:32]}@bid-matcher"


def utc(moment: datetime) -> datetime:
    """Return an aware moment in UTC; ValueError without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"time without a zone: {moment.isoformat()}")
    return moment.astimezone(UTC)
