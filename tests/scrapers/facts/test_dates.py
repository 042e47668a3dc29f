"""Moments and closing dates, summer time included."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.call import DeadlineKind
from scrapers.facts.dates import (
    BRUSSELS,
    LONDON,
    parse_day,
    parse_moment,
    read_closing,
    read_opening,
)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("13 August 2026 9:00am UK time", "2026-08-13T09:00:00+01:00"),
        ("5 November 2026 4:00pm UK time", "2026-11-05T16:00:00+00:00"),
        ("Wednesday 19 November 2025 11:00am", "2025-11-19T11:00:00+00:00"),
        ("5 August 2026 at 1:00 pm", "2026-08-05T13:00:00+01:00"),
        ("4pm on 5 November 2026", "2026-11-05T16:00:00+00:00"),
        ("1st of September 2026, 16:00 (BST)", "2026-09-01T16:00:00+01:00"),
        ("13 Aug 2026 4 p.m. GMT", "2026-08-13T16:00:00+01:00"),
        ("26 March 2026 midday", "2026-03-26T12:00:00+00:00"),
        ("26 March 2026 at 12 noon", "2026-03-26T12:00:00+00:00"),
        ("26 March 2026 12:00am", "2026-03-26T00:00:00+00:00"),
        ("Oct 7, 2022 13:00", "2022-10-07T13:00:00+01:00"),
        ("November 3, 2026 at 5pm", "2026-11-03T17:00:00+00:00"),
        ("2026-09-15 17:00:00", "2026-09-15T17:00:00+01:00"),
        ("16.00 hours on 5 May 2026", "2026-05-05T16:00:00+01:00"),
        ("13/08/2026 17:30", "2026-08-13T17:30:00+01:00"),
        ("5 August 2026 17:00 Brussels time", "2026-08-05T16:00:00+01:00"),
        ("2026-08-13T09:00:00", "2026-08-13T09:00:00+01:00"),
        ("2026-08-05T12:00:00Z", "2026-08-05T13:00:00+01:00"),
        ("2025-10-02T00:00:00.000+0000", "2025-10-02T01:00:00+01:00"),
        ("2026-03-29T00:59:00Z", "2026-03-29T00:59:00+00:00"),  # the clocks go forward at 01:00
        ("2026-03-29T01:00:00Z", "2026-03-29T02:00:00+01:00"),
    ],
)
def test_a_moment(words: str, expected: str) -> None:
    assert parse_moment(words).isoformat() == expected


def test_a_day_begins_for_opening_and_ends_for_closing() -> None:
    assert parse_moment("19 July 2026").isoformat() == "2026-07-19T00:00:00+01:00"
    assert parse_moment("19 July 2026", closing=True).isoformat() == "2026-07-19T23:59:00+01:00"
    assert parse_moment("midnight, 19 July 2026").hour == 0
    assert parse_moment("midnight, 19 July 2026", closing=True).hour == 23
    assert parse_day("2 June 2026") == date(2026, 6, 2)


def test_the_zone_is_the_source_s_own() -> None:
    assert parse_moment("19 July 2026", BRUSSELS).isoformat() == "2026-07-19T00:00:00+02:00"
    assert parse_moment("19 July 2026 17:00 UK time", BRUSSELS).hour == 18


@pytest.mark.parametrize(
    "words",
    [
        *("", "soon", "31 February 2026", "0 May 2026", "13 August 2026 25:00", "25pm 5 May 2026"),
        *("13 August", "August 2026", "£13 August 2026", "5 August 2026 at 1:00 pm to 3pm"),
        *("0001-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59", "2026-08-13T25:00:00", "1e9999"),
        *("13/13/2026", "between 1 May 2026 and 2 May 2026"),
    ],
)
def test_what_is_no_moment_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_moment(words)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("no closing date", DeadlineKind.ROLLING),
        ("Open - no closing date", DeadlineKind.ROLLING),
        ("No official deadline", DeadlineKind.ROLLING),
        ("No submission deadline", DeadlineKind.ROLLING),
        ("There is no submission deadline", DeadlineKind.ROLLING),
        ("Open-ended", DeadlineKind.ROLLING),
        ("Ongoing", DeadlineKind.ROLLING),
        ("To be confirmed", DeadlineKind.UNKNOWN),
        ("TBC", DeadlineKind.UNKNOWN),
        ("N/A", DeadlineKind.UNKNOWN),
        ("Unknown", DeadlineKind.UNKNOWN),
        ("Not yet confirmed", DeadlineKind.UNKNOWN),
        ("", DeadlineKind.UNKNOWN),
        ("-", DeadlineKind.UNKNOWN),
    ],
)
def test_no_deadline_and_not_known_are_two_things(words: str, kind: DeadlineKind) -> None:
    closing = read_closing(words)
    assert (closing.kind, closing.moment) == (kind, None)
    assert read_opening(words) is None


def test_a_closing_date_is_fixed_and_nonsense_is_refused() -> None:
    closing = read_closing("5 November 2026 4:00pm UK time")
    assert closing.kind is DeadlineKind.FIXED
    assert closing.moment == datetime(2026, 11, 5, 16, tzinfo=UTC)
    for reader in (read_closing, read_opening):
        with pytest.raises(ValueError, match="not a date: 'when we feel like it'"):
            reader("when we feel like it")


_PIECES = st.sampled_from(
    (
        *("13", "31", "0", "99", " ", "August", "Feb", "2026", "9999", "0000", "/", "-", ":", "T"),
        *(
            "am",
            "pm",
            "noon",
            "midnight",
            "GMT",
            "CET",
            "at",
            "+25:00",
            "٣",
            "²",
            "\x00",
            "no",
            "Z",
        ),
    )
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=12).map("".join)))
def test_no_text_breaks_the_reading(text: str) -> None:
    for reader in (parse_moment, parse_day, read_closing, read_opening):
        try:
            reader(text)
        except ValueError:
            continue


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 100_000_000))
def test_every_moment_survives_being_written(minutes: int) -> None:
    minute = datetime(1990, 1, 2, tzinfo=UTC) + timedelta(minutes=minutes)
    # In the hour that comes twice, moments of different zones never compare equal.
    assert parse_moment(minute.isoformat()).astimezone(UTC) == minute
    local = minute.astimezone(LONDON)
    spoken = f"{local:%A} {local.day} {local:%B %Y} at {local:%I:%M%p}"
    assert parse_moment(spoken).replace(tzinfo=None) == local.replace(tzinfo=None)
