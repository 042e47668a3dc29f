"""Which sources are read tonight, and which are silent."""

from datetime import datetime, timedelta

from matcher.places import LONDON
from matcher.schedule.cadence import due_sources, silent_sources
from matcher.schedule.times import Times
from tests.scrapers.fixture_pages import SOURCES

DAILY, WEEKLY = SOURCES["ukri"], SOURCES["wellcome"]
MONDAY = datetime(2026, 11, 30, 3, 30, tzinfo=LONDON)


def names(successes: dict[str, datetime], now: datetime) -> list[str]:
    return [source.name for source in due_sources([DAILY, WEEKLY], successes, now)]


def test_weekly_sources_are_read_once_a_week_before_the_digest() -> None:
    assert names({}, MONDAY) == ["ukri", "wellcome"]
    successes: dict[str, datetime] = {}
    read = []
    for night in range(14):
        now = MONDAY + timedelta(days=night)
        if night == 7:
            continue  # a Monday on which wellcome cannot be read
        if "wellcome" in names(successes, now):
            successes["wellcome"] = now
            read.append(night)
        assert "ukri" in names(successes, now)
    assert read == [0, 8]


def test_a_source_is_silent_by_its_own_cadence() -> None:
    since = MONDAY - timedelta(days=100)
    read = {"ukri": MONDAY - timedelta(days=3), "wellcome": MONDAY - timedelta(days=3)}
    both = [DAILY, WEEKLY]
    assert silent_sources(both, read, since, Times(), MONDAY) == {"ukri": MONDAY}
    before = MONDAY - timedelta(seconds=1)
    assert silent_sources(both, read, since, Times(), before) == {}
    never = silent_sources(both, {}, MONDAY - timedelta(days=15), Times(), MONDAY)
    assert never == {"ukri": MONDAY - timedelta(days=12), "wellcome": MONDAY}
    patient = Times(silent_after_days={"daily": 4})
    assert silent_sources(both, read, since, patient, MONDAY) == {}
