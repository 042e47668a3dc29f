"""What makes a decision, and which one is in force."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from models.decision import Decided, newest
from tests.matcher.decisions.examples import (
    DECIDED,
    NO_GO,
    WATCH,
    make_decision,
    make_outcome,
)


@pytest.mark.parametrize(
    ("facts", "complaint"),
    [
        ({"reason": " "}, "needs a reason and an owner"),
        ({"owner": ""}, "needs a reason and an owner"),
        ({"decided_at": datetime(2026, 8, 3)}, "without a zone"),  # noqa: DTZ001
        ({"revisit_on": date(2026, 9, 1)}, "only a watch has a day to revisit, not a go"),
        ({"verdict": WATCH, "revisit_on": DECIDED.date()}, "2026-08-03, is not after"),
        ({"verdict": NO_GO, "outcomes": (make_outcome(),)}, "only a go has an outcome"),
    ],
)
def test_what_is_no_decision_is_refused(facts: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        make_decision(**facts)


def test_an_outcome_needs_a_zone_too() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        make_outcome(recorded_at=datetime(2026, 8, 3))  # noqa: DTZ001


def test_the_newest_that_was_not_withdrawn_is_in_force() -> None:
    go, watch = make_decision(id=1), make_decision(WATCH, id=2)
    no_go = make_decision(NO_GO, id=3, decided_at=DECIDED + timedelta(hours=1))
    assert newest([no_go, go, watch]) == no_go
    assert newest([go, watch, replace(no_go, withdrawn_at=DECIDED)]) == watch
    assert newest([]) is None


def test_only_a_no_go_whose_facts_stay_is_put_aside() -> None:
    assert Decided(make_decision(NO_GO)).put_aside
    assert not Decided(make_decision(NO_GO), changes=("closes: ...",)).put_aside
    assert not Decided(make_decision(WATCH)).put_aside
