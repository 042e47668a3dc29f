"""When a call opens and closes, gathered from labels and prose, and what of it is doubtful."""

from collections.abc import Sequence
from datetime import UTC, datetime

from scrapers.facts.days import NamedDay
from scrapers.facts.gather import Facts, add_schedule
from scrapers.facts.schedule import Odds

_PROSE = "Applications open on 3 May 2026. What departments send is looked at on 4 June 2026."
_LABELLED = datetime(2026, 6, 1, 23, 59, tzinfo=UTC)


def _judge(_text: str, days: Sequence[NamedDay]) -> list[Odds | None]:
    """Take the first day for an opening and all others for closings."""
    return [Odds(0.45, 0.0), *[Odds(0.0, 0.9)] * (len(days) - 1)]


def test_what_prose_says_with_doubt_is_marked() -> None:
    facts = Facts("https://example.org/call")
    add_schedule(facts, _PROSE, "A call", _judge)
    assert facts.values["deadlines"][0].date().isoformat() == "2026-06-04"
    assert facts.values["doubtful"] == ("opens_at", "deadlines")


def test_what_a_label_says_is_never_doubtful() -> None:
    facts = Facts("https://example.org/call")
    facts.add("deadlines", (_LABELLED,), "Closing date: 1 June 2026")
    add_schedule(facts, _PROSE, "A call", _judge)
    assert facts.values["deadlines"] == (_LABELLED,)
    assert facts.values["doubtful"] == ("opens_at",)


def test_a_doubtful_day_that_is_not_kept_leaves_no_doubt() -> None:
    facts = Facts("https://example.org/call")
    facts.add("opens_at", datetime(2026, 7, 1, tzinfo=UTC), "Opens: 1 July 2026")
    add_schedule(facts, _PROSE, "A call", _judge)
    assert "deadlines" not in facts.values
    assert facts.values["doubtful"] == ()
