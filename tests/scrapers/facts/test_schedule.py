"""When a call opens and closes, read from prose; the passages are in cases/dates.jsonl."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.call import DeadlineKind
from scrapers.facts.schedule import Schedule, read_schedule

_CASES = Path(__file__).parent / "cases" / "dates.jsonl"


@pytest.mark.parametrize("line", _CASES.read_text("utf-8").splitlines())
def test_what_a_passage_says(line: str) -> None:
    case = json.loads(line)
    found = read_schedule(case["text"], case.get("title", ""))
    opens = [found.opens_at] if found.opens_at else []
    assert _like(opens, [case["opens"]] if case["opens"] else [])
    assert _like(found.deadlines, case["deadlines"])
    assert found.kind == case["kind"]


def _like(moments: list[datetime] | tuple[datetime, ...], stated: list[str]) -> bool:
    """Whether the moments are those stated, to the minute or, where stated so, to the day."""
    shown = [moment.strftime("%Y-%m-%dT%H:%M") for moment in moments]
    return len(shown) == len(stated) and all(
        full.startswith(day) for full, day in zip(shown, stated, strict=True)
    )


def test_lines_of_a_page_are_read_with_their_labels() -> None:
    found = read_schedule("Opens\n06 December 2022\nCloses\n13:00 on 04 April 2023")
    assert found.opens_at == datetime(2022, 12, 6, tzinfo=UTC)
    assert found.deadlines == (datetime(2023, 4, 4, 12, tzinfo=UTC),)
    assert found.evidence[1] == ("deadlines", "13:00 on 04 April 2023")


def test_a_day_without_a_time_begins_when_it_opens_and_ends_when_it_closes() -> None:
    found = read_schedule("Open from 1 July 2026 to 31 July 2026.")
    assert str(found.opens_at) == "2026-07-01 00:00:00+01:00"
    assert [str(moment) for moment in found.deadlines] == ["2026-07-31 23:59:00+01:00"]


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("UK time", datetime(2026, 7, 15, 16, tzinfo=UTC)),
        ("Brussels time", datetime(2026, 7, 15, 15, tzinfo=UTC)),
        ("CET", datetime(2026, 7, 15, 15, tzinfo=UTC)),
        ("UTC", datetime(2026, 7, 15, 17, tzinfo=UTC)),
        ("", datetime(2026, 7, 15, 16, tzinfo=UTC)),
    ],
)
def test_a_zone_that_is_named_is_the_deadline_s(zone: str, moment: datetime) -> None:
    assert read_schedule(f"Deadline: 15 July 2026 17:00 {zone}").deadlines == (moment,)


def test_each_fact_comes_with_its_sentence() -> None:
    text = "It opens on 3 March 2026. A webinar is on 9 March 2026. It closes on 5 May 2026."
    assert read_schedule(text).evidence == (
        ("opens_at", "It opens on 3 March 2026."),
        ("deadlines", "It closes on 5 May 2026."),
        ("deadline_kind", "It closes on 5 May 2026."),
    )


def test_the_title_says_that_an_outline_is_one_of_several_steps() -> None:
    found = read_schedule("Closing date: 15 May 2026", "Networks: outline application")
    assert found.kind is DeadlineKind.STAGED
    assert found.evidence[-1] == ("deadline_kind", "Networks: outline application")


@pytest.mark.parametrize("text", ["", "Deadline: 31 February 2026", "Deadline: 5 May 2026 25:00"])
def test_what_no_calendar_has_is_left_out(text: str) -> None:
    assert read_schedule(text) in (
        Schedule(None, (), DeadlineKind.UNKNOWN, ()),
        Schedule(None, (), DeadlineKind.STAGED, ()),
    )


_PIECES = st.sampled_from(
    (
        *("5 May 2026", "31 June", "1pm", "25:00", "23/09/2026", "2026-09-15", "Oct 7, 2022"),
        *("Deadline:", "opens", "closes", "by", "from", "to", "and", "stage 1", "at any time"),
        *("webinar", ". ", "\n", ";", "(", ")", "noon", "CET", "applications", "9" * 30, "\x00"),
    )
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=150), st.lists(_PIECES, max_size=30).map(" ".join)))
def test_no_text_breaks_the_reading(text: str) -> None:
    found = read_schedule(text, text[:40])
    assert list(found.deadlines) == sorted(found.deadlines)
    assert all(moment.tzinfo is not None for moment in found.deadlines)
    if found.opens_at is not None and found.deadlines:
        assert found.opens_at <= found.deadlines[-1]
    flat = " ".join(text.split())
    for _, sentence in found.evidence:
        assert " ".join(sentence.strip("… ").split()) in flat


def test_a_long_page_is_read_in_one_pass() -> None:
    page = "Applications close at 1pm on 5 May 2026 and 6 June 2026; " * 1_000
    assert len(read_schedule(page).deadlines) == 2


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Deadline: 18/07/18.", ["2018-07-18"]),
        ("Deadline: 18/07/18/2.", []),
        ("three rounds: 16 July, 10 September, 22 October 2020", ["07-16", "09-10", "10-22"]),
        ("Deadlines: 20 November and 15 January 2027.", ["2026-11-20", "2027-01-15"]),
        ("Deadline in 2027: 4 May.", ["2027-05-04"]),
        ("Deadline in 2026 or 2027: 4 May.", []),
    ],
)
def test_a_year_is_two_digits_or_shared_or_unknown(text: str, days: list[str]) -> None:
    shown = [f"{moment:%Y-%m-%d}" for moment in read_schedule(text).deadlines]
    assert len(shown) == len(days)
    assert all(full.endswith(day) for full, day in zip(shown, days, strict=True))


def test_a_long_word_before_a_deadline_is_read_in_one_pass() -> None:
    page = f"Closes 5 May 2026. {'a' * 300_000} Applicant deadline: 6 June 2026."
    assert [f"{moment:%m-%d}" for moment in read_schedule(page).deadlines][-1:] == ["06-06"]


def test_a_long_list_of_days_without_years_is_read_in_one_pass() -> None:
    found = read_schedule("1 June and " * 5_000)
    assert (found.deadlines, found.kind) == ((), DeadlineKind.UNKNOWN)
