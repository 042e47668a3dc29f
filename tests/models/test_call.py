"""A call's status follows its dates; contradictions are refused; unknown stays unknown."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.call import Call, CallStatus, DeadlineKind, Evidence, Stage
from models.money import Money

NOW = datetime(2026, 8, 10, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
EARLIER = NOW - timedelta(days=30)
CALL = Call(source="s", source_id="1", title="A call", url="https://example.org/1")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, None),
        ({"deadlines": (LATER,)}, CallStatus.OPEN),
        ({"deadlines": (EARLIER,)}, CallStatus.CLOSED),
        ({"deadlines": (EARLIER, LATER)}, CallStatus.OPEN),
        ({"deadlines": (EARLIER,), "stated_status": CallStatus.OPEN}, CallStatus.CLOSED),
        (
            {"deadlines": (EARLIER,), "stated_status": CallStatus.OPEN, "doubtful": ("deadlines",)},
            CallStatus.OPEN,
        ),
        ({"deadlines": (EARLIER,), "doubtful": ("deadlines",)}, CallStatus.CLOSED),
        (
            {"opens_at": LATER, "stated_status": CallStatus.OPEN, "doubtful": ("opens_at",)},
            CallStatus.OPEN,
        ),
        ({"opens_at": LATER, "doubtful": ("opens_at",)}, CallStatus.FORECASTED),
        ({"opens_at": LATER}, CallStatus.FORECASTED),
        ({"opens_at": EARLIER}, None),
        ({"opens_at": EARLIER, "stated_status": CallStatus.OPEN}, CallStatus.OPEN),
        ({"opens_at": LATER, "stated_status": CallStatus.OPEN}, CallStatus.FORECASTED),
        ({"stage": Stage.PRE_ANNOUNCEMENT}, CallStatus.FORECASTED),
        ({"stated_status": CallStatus.FORECASTED}, CallStatus.FORECASTED),
        ({"opens_at": EARLIER, "stated_status": CallStatus.FORECASTED}, CallStatus.OPEN),
        ({"deadline_kind": DeadlineKind.ROLLING}, CallStatus.OPEN),
        ({"deadlines": (LATER,), "stated_status": CallStatus.CLOSED}, CallStatus.CLOSED),
    ],
)
def test_status_is_computed_from_dates(
    facts: dict[str, object], expected: CallStatus | None
) -> None:
    assert replace(CALL, **facts).status(NOW) is expected  # type: ignore[arg-type]


def test_the_next_deadline_is_the_one_that_matters() -> None:
    staged = replace(CALL, deadlines=(EARLIER, LATER))
    assert staged.closes_at(NOW) == LATER
    assert staged.closes_at(LATER + timedelta(days=1)) == LATER
    assert CALL.closes_at(NOW) is None


@pytest.mark.parametrize(
    ("facts", "complaint"),
    [
        ({"title": "  "}, "no title"),
        ({"source_id": ""}, "needs a source"),
        ({"deadlines": (datetime(2026, 1, 1),)}, "without a zone"),  # noqa: DTZ001
        ({"opens_at": LATER, "deadlines": (EARLIER,)}, "before it opens"),
        ({"deadlines": (LATER, EARLIER)}, "ascend"),
        ({"expected_awards": 0}, "at least 1"),
        ({"doubtful": ("deadlines",)}, "deadlines is no date that this call states"),
        ({"title": "A", "doubtful": ("title",)}, "title is no date"),
    ],
)
def test_contradictions_are_refused(facts: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        replace(CALL, **facts)  # type: ignore[arg-type]


def test_the_hash_follows_content_and_not_the_day_it_was_read() -> None:
    assert replace(CALL, stated_on=date(2026, 8, 10)).content_hash() == CALL.content_hash()
    changed = replace(CALL, award_max=Money(Decimal(5), "GBP"))
    assert changed.content_hash() != CALL.content_hash()
    proven = replace(CALL, evidence=(Evidence("title", "A call", "https://example.org"),))
    assert proven.content_hash() != CALL.content_hash()


@given(st.text(max_size=50), st.text(max_size=50))
def test_tags_never_reach_the_matched_text(summary: str, text: str) -> None:
    tagged = replace(CALL, summary=summary, text=text, tags=("soilhealthtag",))
    assert "soilhealthtag" not in tagged.match_text()
    assert tagged.match_text().startswith("A call")
