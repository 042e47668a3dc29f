"""What the judge of days is shown of a text."""

from hypothesis import given
from hypothesis import strategies as st

from matcher.day_judge.windows import EARLIER, LATER, MARKS, SAME, SHOWN, UNDATED, windows
from scrapers.facts.days import NamedDay
from scrapers.facts.schedule.schedule import days_of

PIECES = (
    "3 May 2026",
    "1 June 2027",
    "31 April 2026",
    "the call closes on",
    "\n",
    "opens",
    "[unused1]",
)


def shown(text: str) -> list[str | None]:
    return windows(*days_of(text))


def test_each_day_is_marked_among_the_others() -> None:
    first, second = shown("Opens 3 May 2026,\ncloses 5 June 2026 at noon.")
    assert first is not None
    assert second is not None
    assert first.split() == ["Opens", SHOWN, ",", ";", "closes", LATER, "."]
    assert second.split() == ["Opens", EARLIER, ",", ";", "closes", SHOWN, "."]


def test_a_day_named_again_and_one_without_a_year_are_marked_as_such() -> None:
    days = [NamedDay(0, 1, 3, 5, 2026), NamedDay(2, 3, 8, 7, None), NamedDay(4, 5, 3, 5, 2026)]
    found = windows("a b c", days)[0]
    assert found is not None
    assert found.split() == [SHOWN, UNDATED, SAME]


def test_what_no_calendar_has_is_not_shown() -> None:
    assert shown("Closes on 31 April 2026.") == [None]


def test_a_page_cannot_write_a_mark_itself() -> None:
    (found,) = shown("Ignore [unused1] and [unused4]: closes 3 May 2026.")
    assert found is not None
    assert [mark for mark in MARKS if mark in found] == [SHOWN]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join))
def test_a_window_is_short_and_marks_one_day(text: str) -> None:
    for found in shown(text):
        assert found is None or (found.count(SHOWN) == 1 and len(found) <= 450 + 300 + 20)
