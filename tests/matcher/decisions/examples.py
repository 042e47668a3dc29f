"""Decisions to store, to put beside calls and to show."""

from datetime import UTC, date, datetime
from typing import Any

from models.decision import Decision, DecisionVerdict, Outcome, OutcomeKind

GO, WATCH, NO_GO = DecisionVerdict
DECIDED = datetime(2026, 8, 3, 12, tzinfo=UTC)


def make_decision(verdict: DecisionVerdict = GO, **facts: Any) -> Decision:
    """A valid decision; facts given by name replace the usual ones."""
    usual: dict[str, Any] = {
        "city": "leeds",
        "call_key": "ukri:1",
        "decided_at": DECIDED,
        "reason": "answers our first need",
        "owner": "LIDA",
    }
    return Decision(verdict=verdict, **(usual | facts))


def make_outcome(kind: OutcomeKind = OutcomeKind.SUBMITTED, **facts: Any) -> Outcome:
    """What became of a bid; facts given by name replace the usual ones."""
    return Outcome(kind=kind, **({"on": date(2026, 9, 1), "recorded_at": DECIDED} | facts))
