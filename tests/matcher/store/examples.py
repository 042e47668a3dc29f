"""Calls to store, made by hand and by hypothesis."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import Engine

from models.applicants import Admission, Applicant, Part
from models.award import Award
from models.call import Call, CallStatus, DeadlineKind, Evidence, Stage
from models.money import Money

NOON = datetime(2026, 8, 10, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=7)

FreshStore = Callable[[], AbstractContextManager[Engine]]  # a fixture, of either system


def make_call(source_id: str = "1", **facts: Any) -> Call:
    """A valid call; facts given by name replace the usual ones."""
    usual: dict[str, Any] = {
        "source": "ukri",
        "title": "Preventing falls in older people",
        "url": f"https://example.org/{source_id}",
        "summary": "A research programme on frailty.",
        "text": "Teams must include a local authority.",
    }
    return Call(source_id=source_id, **(usual | facts))


def many_calls(count: int, **facts: Any) -> list[Call]:
    """Calls with ids 0, 1, ... and a text of a few thousand characters each."""
    words = " ".join(f"word{number}" for number in range(300))
    return [make_call(str(number), text=words, **facts) for number in range(count)]


_TEXT = st.text(st.characters(exclude_categories=()), max_size=20)  # lone surrogates and NUL too
_TEXTS = st.lists(_TEXT, max_size=3).map(tuple)
_NAME = _TEXT.filter(lambda text: bool(text.strip()))
_ZONES = st.sampled_from([UTC, timezone(timedelta(hours=1)), timezone(timedelta(minutes=-570))])
_MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2190, 1, 1), timezones=_ZONES)  # noqa: DTZ001
_DAYS = st.dates(date(1990, 1, 1), date(2190, 1, 1))
_MONEY = st.builds(
    Money,
    st.decimals(0, 10**13, allow_nan=False, allow_infinity=False),
    st.sampled_from(["GBP", "EUR", "USD"]),
)
_STRATEGIES: dict[str, st.SearchStrategy[Any]] = {
    "source": _NAME,
    "source_id": _NAME,
    "title": _NAME,
    "url": _TEXT,
    "funder": st.none() | _TEXT,
    "co_funders": _TEXTS,
    "programme": st.none() | _TEXT,
    "funding_type": st.none() | _TEXT,
    "summary": _TEXT,
    "text": _TEXT,
    "eligibility": st.none() | _TEXT,
    "total_fund": st.none() | _MONEY,
    "award_min": st.none() | _MONEY,
    "award_max": st.none() | _MONEY,
    "project_cost_max": st.none() | _MONEY,
    "expected_awards": st.none() | st.integers(1, 10**30),
    "duration": st.none() | _TEXT.filter(bool),  # an empty one is none: the same content
    "applicants": st.lists(
        st.builds(Admission, st.sampled_from(Applicant), st.sampled_from(Part), st.booleans()),
        max_size=3,
    ).map(tuple),
    "consortium_required": st.none() | st.booleans(),
    "match_funding_required": st.none() | st.booleans(),
    "bids_per_organisation": st.none() | st.integers(1, 10**30),
    "expression_of_interest": st.none() | st.booleans(),
    "updates": _TEXTS,
    "published_on": st.none() | _DAYS,
    "opens_at": st.none(),
    "deadlines": st.lists(_MOMENTS, max_size=3).map(sorted).map(tuple),
    "deadline_kind": st.sampled_from(DeadlineKind),
    "doubtful": st.sampled_from([(), ("deadlines",)]),
    "stage": st.none() | st.sampled_from(Stage),
    "stated_status": st.none() | st.sampled_from(CallStatus),
    "stated_on": st.none() | _DAYS,
    "references": _TEXTS,
    "tags": _TEXTS,
    "evidence": st.lists(st.builds(Evidence, _TEXT, _TEXT, _TEXT), max_size=2).map(tuple),
}


def _open_before_closing(facts: dict[str, Any]) -> Call:
    """Let half of the calls with deadlines have an opening, at the first of them.

    Nothing is doubtful that is not stated.
    """
    if len(facts["deadlines"]) > 1:
        facts["opens_at"] = facts["deadlines"][0]
    if not facts["deadlines"]:
        facts["doubtful"] = ()
    return Call(**facts)


def any_call() -> st.SearchStrategy[Call]:
    """Any valid call, with texts as hostile as they come. Every field is covered."""
    assert set(_STRATEGIES) == {field.name for field in fields(Call)}
    return st.fixed_dictionaries(_STRATEGIES).map(_open_before_closing)


def make_award(source_id: str = "1", **facts: Any) -> Award:
    """A valid award; facts given by name replace the usual ones."""
    usual: dict[str, Any] = {
        "source": "nihr_awards",
        "title": "Preventing falls at home",
        "organisation": "University of Leeds",
        "amount": Money(Decimal(1_500_000), "GBP"),
    }
    return Award(source_id=source_id, **(usual | facts))


_AWARD_STRATEGIES: dict[str, st.SearchStrategy[Any]] = {
    "source": _NAME,
    "source_id": _NAME,
    "title": _NAME,
    "url": _TEXT,
    "funder": st.none() | _TEXT,
    "programme": st.none() | _TEXT,
    "organisation": st.none() | _TEXT,
    "organisation_id": st.none() | _TEXT,
    "amount": st.none() | _MONEY,
    "starts_on": st.none() | _DAYS.filter(lambda day: day.year < 2100),
    "ends_on": st.none() | _DAYS.filter(lambda day: day.year >= 2100),
    "awarded_on": st.none() | _DAYS,
    "summary": _TEXT,
    "categories": _TEXTS,
}


def any_award() -> st.SearchStrategy[Award]:
    """Any valid award, with texts as hostile as they come. Every field is covered."""
    assert set(_AWARD_STRATEGIES) == {field.name for field in fields(Award)}
    return st.fixed_dictionaries(_AWARD_STRATEGIES).map(lambda facts: Award(**facts))
