"""What was known of a call at a past moment: no later call, text or word of the site."""

from datetime import date, datetime, timedelta

import pytest

from matcher.backtest.known import CallHistory, Reading, history_of, known_at, never_open
from models.call import Call, CallStatus, DeadlineKind
from tests.matcher.digest.samples import LONDON, bare_call, call

OPENS = datetime(2025, 3, 3, 9, tzinfo=LONDON)
CLOSES = datetime(2025, 6, 2, 16, tzinfo=LONDON)
FIRST_READ = datetime(2025, 5, 1, 12, tzinfo=LONDON)
DAY = timedelta(days=1)


def dated(source_id: str = "one", **changes: object) -> Call:
    return call(source_id, **{"opens_at": OPENS, "deadlines": (CLOSES,), **changes})


def history(*calls: Call, group: str | None = None, every: timedelta = DAY) -> CallHistory:
    readings = [Reading(FIRST_READ + every * number, each) for number, each in enumerate(calls)]
    return history_of(readings, group or calls[0].key)


def titles(*histories: CallHistory, at: datetime) -> list[str]:
    return [each.call.title for each in known_at(histories, at)]


def test_a_call_is_known_from_its_opening_until_it_closes() -> None:
    own = history(dated())
    assert own.dated
    assert titles(own, at=OPENS - timedelta(seconds=1)) == []
    assert titles(own, at=OPENS) == ["Call one"]
    assert titles(own, at=CLOSES - timedelta(seconds=1)) == ["Call one"]
    assert titles(own, at=CLOSES) == []


def test_a_call_seen_before_it_opens_is_known_as_announced() -> None:
    own = history(dated(opens_at=FIRST_READ + 7 * DAY))
    (known,) = known_at([own], FIRST_READ)
    assert known.call.status(FIRST_READ) is CallStatus.FORECASTED
    assert not own.dated


def test_without_a_day_of_its_own_a_call_is_known_from_the_day_it_was_read() -> None:
    own = history(bare_call("bare", deadlines=(CLOSES,), deadline_kind=DeadlineKind.FIXED))
    assert not own.dated
    assert titles(own, at=FIRST_READ - timedelta(seconds=1)) == []
    assert titles(own, at=FIRST_READ) == ["Call bare"]


@pytest.mark.parametrize("field", ["published_on", "stated_on"])
def test_a_day_without_a_time_counts_from_its_end(field: str) -> None:
    facts: dict[str, object] = {field: date(2025, 4, 1)}
    own = history(bare_call("bare", deadlines=(CLOSES,), **facts))
    assert own.known_from == datetime(2025, 4, 2, tzinfo=LONDON)
    assert own.dated


def test_the_text_is_that_of_the_week_and_a_later_one_says_so() -> None:
    own = history(dated(title="First"), dated(title="Second"))
    told = {
        moment: [(each.call.title, each.read_later) for each in known_at([own], moment)]
        for moment in (OPENS, FIRST_READ, FIRST_READ + DAY)
    }
    assert told == {
        OPENS: [("First", True)],
        FIRST_READ: [("First", False)],
        FIRST_READ + DAY: [("Second", False)],
    }


def test_a_later_deadline_is_not_known_before_it_was_read() -> None:
    longer = CLOSES + 30 * DAY
    own = history(dated(), dated(deadlines=(longer,)), every=40 * DAY)
    (before,) = known_at([own], CLOSES - DAY)
    assert before.call.deadlines == (CLOSES,)
    assert known_at([own], CLOSES + DAY) == [], "closed, as far as anybody knew"
    (after,) = known_at([own], FIRST_READ + 41 * DAY)
    assert after.call.deadlines == (longer,)


def test_the_word_closed_is_not_known_before_the_site_said_so() -> None:
    own = history(dated(stated_status=CallStatus.CLOSED))
    assert titles(own, at=FIRST_READ - DAY) == ["Call one"]
    assert titles(own, at=FIRST_READ + DAY) == []


def test_a_dated_word_of_the_site_counts_from_that_day() -> None:
    said = dated(stated_status=CallStatus.OPEN, stated_on=date(2025, 4, 1), deadlines=())
    own = history(said)
    (before,) = known_at([own], OPENS)
    assert before.call.status(OPENS) is None
    after = datetime(2025, 4, 2, 7, tzinfo=LONDON)
    (known,) = known_at([own], after)
    assert (known.call.status(after), known.read_later) == (CallStatus.OPEN, False)


def test_records_of_one_call_are_merged_as_far_as_they_were_known() -> None:
    late = dated("late", opens_at=OPENS + 20 * DAY, summary="What only the other page says.")
    both = [history(dated(), group="sample:one"), history(late, group="sample:one")]
    (alone,) = known_at(both, OPENS)
    assert alone.call.summary == ""
    (merged,) = known_at(both, OPENS + 20 * DAY)
    assert merged.call.summary == "What only the other page says."
    assert merged.group == "sample:one"


def test_calls_that_had_closed_before_they_were_known_are_counted() -> None:
    closed = bare_call("old", deadlines=(FIRST_READ - DAY,), deadline_kind=DeadlineKind.FIXED)
    assert never_open([history(closed), history(dated())]) == 1


def test_a_history_needs_a_reading() -> None:
    with pytest.raises(ValueError, match="sample:one has never been read"):
        history_of([], "sample:one")
