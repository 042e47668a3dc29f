"""What changed between two texts of a call, in a reader's words."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from matcher.digest.words import LONDON
from matcher.history.diff import change_lines, changes, is_news
from models.applicants import Admission, Applicant, Part
from models.call import Call, CallStatus, DeadlineKind, Evidence, Stage
from models.money import Money


def call(**facts: Any) -> Call:
    usual = {"source": "ukri", "source_id": "1", "title": "Hubs", "url": "https://www.ukri.org/1"}
    return Call(**(usual | facts))


def words(before: Call, after: Call) -> dict[str, str]:
    return {change.field: str(change) for change in changes(before, after)}


def test_money_and_dates_are_written_as_readers_write_them() -> None:
    before = call(
        award_max=Money(Decimal(26_500_000), "GBP"),
        deadlines=(datetime(2026, 11, 5, 16, tzinfo=LONDON),),
    )
    after = replace(
        before,
        award_max=Money(Decimal(21_000_000), "GBP"),
        deadlines=(datetime(2026, 12, 3, 16, tzinfo=LONDON),),
    )
    assert words(before, after) == {
        "award_max": "most per award: £26.5m → £21m",
        "deadlines": "closes: Thu 5 November 2026, 16:00 UK time → "
        "Thu 3 December 2026, 16:00 UK time",
    }


def test_what_becomes_known_was_not_stated() -> None:
    after = call(
        stage=Stage.OUTLINE,
        consortium_required=False,
        expected_awards=1200,
        applicants=(Admission(Applicant.COUNCIL, Part.LEAD, admitted=False),),
        published_on=date(2026, 1, 5),
    )
    assert words(call(), after) == {
        "expected_awards": "awards expected: not stated → 1,200",
        "applicants": "who is named as able to apply: not stated → council may not lead",
        "consortium_required": "partners needed: not stated → no",
        "published_on": "published: not stated → Mon 5 January 2026",
        "stage": "stage: not stated → outline",
    }


def test_of_a_long_text_lengths_and_a_few_changed_sentences_are_shown() -> None:
    same = "Universities may apply. " * 3
    before = call(text=f"{same}Bids close in May.")
    after = call(text=f"{same}" + " ".join(f"New sentence number {n} is here." for n in range(5)))
    (change,) = changes(before, after)
    assert str(change) == f"text changed ({len(before.text)} → {len(after.text)} characters)"
    assert change.gone == ("Bids close in May.",)
    assert len(change.come) == 3
    assert change_lines(change)[1] == "   - Bids close in May."


def test_hostile_text_is_shown_harmless_and_short() -> None:
    (change,) = changes(call(), call(title="\u202eHubs\x07 " + "x" * 5000))
    assert "\u202e" not in str(change)
    assert "\x07" not in str(change)
    assert len(str(change)) < 700


def test_what_is_no_content_is_no_change() -> None:
    before = call(text="One  two.", tags=("a", "b"), stated_status=CallStatus.OPEN)
    after = replace(
        before,
        text="One two.\n",
        tags=("b", "a"),
        stated_on=date(2026, 1, 1),
        evidence=(Evidence("title", "Hubs", "https://www.ukri.org/1"),),
    )
    assert changes(before, after) == ()


def test_equal_moments_in_other_zones_are_no_change() -> None:
    noon = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert changes(call(deadlines=(noon,)), call(deadlines=(noon.astimezone(LONDON),))) == ()


@pytest.mark.parametrize(
    ("field", "value", "news"),
    [
        ("deadlines", (datetime(2026, 7, 1, tzinfo=UTC),), True),
        ("deadline_kind", DeadlineKind.ROLLING, True),
        ("total_fund", Money(Decimal(1), "GBP"), True),
        ("stage", Stage.FULL, True),
        ("eligibility", "Universities only.", True),
        ("bids_per_organisation", 2, True),
        ("title", "Centres", False),
        ("text", "More words.", False),
        ("tags", ("health",), False),
    ],
)
def test_news_are_deadlines_amounts_the_stage_and_eligibility(
    field: str, value: object, news: bool
) -> None:
    facts: dict[str, Any] = {field: value}
    (change,) = changes(call(), call(**facts))
    assert is_news(change) is news


def test_every_field_of_a_call_is_compared_or_left_out_on_purpose() -> None:
    """A field added to `Call` later is compared: its change must not pass unseen."""
    left_out = {"source", "source_id", "evidence", "doubtful", "stated_on"}
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    samples: dict[Any, Any] = {
        str: "other",
        str | None: "other",
        int | None: 7,
        bool | None: True,
        date | None: moment.date(),
        datetime | None: moment,
        Money | None: Money(Decimal(5), "GBP"),
        Stage | None: Stage.FULL,
        CallStatus | None: CallStatus.OPEN,
        DeadlineKind: DeadlineKind.ROLLING,
        tuple[str, ...]: ("word",),
        tuple[datetime, ...]: (moment,),
        tuple[Admission, ...]: (Admission(Applicant.NHS, Part.APPLY, admitted=True),),
    }
    for field in fields(Call):
        if field.name not in left_out:
            facts = {field.name: samples[field.type]}
            assert [change.field for change in changes(call(), call(**facts))] == [field.name]
