"""On the pages of every source the judge of days says what a person read there."""

import pytest

from matcher.day_judge import LearnedJudge
from models.call import Call
from tests.scrapers.fixture_pages import SOURCES, calls_of

JUDGE = LearnedJudge()


def when(calls: list[Call]) -> list[tuple[object, ...]]:
    return [(call.source_id, call.opens_at, call.deadlines, call.deadline_kind) for call in calls]


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_it_changes_no_day_that_was_read_through(name: str) -> None:
    """What the rules alone give is held to each source's expected.json elsewhere."""
    assert when(calls_of(name, JUDGE)[0]) == when(calls_of(name)[0])
