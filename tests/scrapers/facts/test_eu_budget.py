"""The budget overview of an EU topic."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.facts.money.eu_budget import read_budget


def _overview(*entries: dict[str, Any]) -> str:
    return json.dumps({"budgetTopicActionMap": {str(i): [e] for i, e in enumerate(entries)}})


def _entry(action: str, **changes: Any) -> dict[str, Any]:
    entry = {
        "action": action,
        "expectedGrants": 3,
        "minContribution": 4_000_000,
        "maxContribution": 6_000_000,
        "budgetYearMap": {"2026": "15000000", "2027": 5_000_000},
    }
    return entry | changes


def test_only_the_topic_s_own_entry_counts() -> None:
    overview = _overview(
        _entry("CARE-010 - HORIZON-IA", maxContribution=90_000_000),
        _entry("CARE-01 - HORIZON-RIA Research"),
        _entry("CARE-01-TWO - HORIZON-RIA", maxContribution=80_000_000),
    )
    budget = read_budget(overview, "CARE-01")
    assert budget is not None
    assert budget.action == "CARE-01 - HORIZON-RIA Research"
    assert (str(budget.award_min), str(budget.award_max)) == ("€4m", "€6m")
    assert (str(budget.total_fund), budget.expected_awards) == ("€20m", 3)
    assert read_budget(overview, "CARE") is None
    assert read_budget(_overview(_entry("CARE-01")), "care-01") is not None


def test_nothing_stated_is_none_and_never_zero() -> None:
    entry = _entry("T", expectedGrants=0, minContribution=0, maxContribution=None, budgetYearMap={})
    budget = read_budget(_overview(entry), "T")
    assert budget is not None
    assert (budget.award_min, budget.award_max) == (None, None)
    assert (budget.total_fund, budget.expected_awards) == (None, None)


def test_entries_for_several_types_of_action_are_taken_together_once() -> None:
    twin = _entry("T - RIA")
    other = _entry("T - IA", minContribution=1_000_000, expectedGrants=2)
    budget = read_budget(_overview(twin, twin, other), "T")
    assert budget is not None
    assert (str(budget.award_min), str(budget.award_max)) == ("€1m", "€6m")
    assert (str(budget.total_fund), budget.expected_awards) == ("€40m", 5)


@pytest.mark.parametrize(
    "overview",
    [
        *("", "null", "[]", "<p>", "[" * 100_000, '{"budgetTopicActionMap": 3}'),
        *(
            _overview(_entry("T")).replace("6000000", number)
            for number in ("1e9999", "NaN", "-Infinity", "-5", '"1e99"', "true", "[]", "9" * 5000)
        ),
        '{"budgetTopicActionMap": {"1": [{"action": "T", "budgetYearMap": [1]}]}}',
    ],
)
def test_a_broken_overview_is_refused(overview: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_budget(overview, "T")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(_JSON, _JSON, _JSON)
def test_no_shape_breaks_the_reading(years: Any, least: Any, action: Any) -> None:
    entry = _entry("T", budgetYearMap=years, minContribution=least)
    for overview in (_overview(entry), _overview(entry | {"action": action}), json.dumps(years)):
        try:
            read_budget(overview, "T")
        except ValueError:
            continue
