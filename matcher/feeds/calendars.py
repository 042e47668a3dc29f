"""Events as an iCalendar file (RFC 5545, RFC 7986) that people subscribe to. Pure."""

from collections.abc import Iterable
from datetime import timedelta

from icalendar import Event

from matcher.digest.safe import plain
from matcher.feeds.events import CalendarEvent
from matcher.strategy.calendar_file import event_uid, fill_day, new_calendar, new_event, utc
from models.feed_link import EventKind

_ASK_AGAIN = timedelta(hours=12)


def write_calendar(name: str, description: str, events: Iterable[CalendarEvent]) -> bytes:
    """Write the events; the same events give the same bytes.

    DTSTAMP is when the event last changed, as RFC 5545 (3.8.7.2) asks of a file without a
    method. There are no alarms: whoever subscribes sets their own.
    """
    file = new_calendar()
    for label in ("NAME", "X-WR-CALNAME"):
        file.add(label, name)
    file.add("description", description)
    file.add("refresh-interval", _ASK_AGAIN, parameters={"VALUE": "DURATION"})
    for event in events:
        file.add_component(_event(event))
    written: bytes = file.to_ical()
    return written


def _event(event: CalendarEvent) -> Event:
    shown = event.shown
    made = new_event(event.heading, event.title, event.url, utc(shown.modified))
    made.add("uid", event_uid(shown.call_key, shown.kind, str(shown.place)))
    made.add("sequence", shown.sequence)
    made.add("last-modified", utc(shown.modified))
    made.add("status", "CANCELLED" if shown.cancelled else "CONFIRMED")
    made.add("description", plain(event.text))
    if event.categories:
        made.add("categories", [plain(name) for name in event.categories])
    if shown.kind is EventKind.START:
        fill_day(made, shown.at.date())
    else:
        made.add("dtstart", utc(shown.at))
    return made
