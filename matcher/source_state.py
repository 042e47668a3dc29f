"""How every source stands: when it was last read, how that went, and what its calls state."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Engine

from matcher.store import last_success, source_history
from models.report import SourceReport
from scrapers.registry import load_award_sources, load_sources
from scrapers.source import SourceDefinition

# The fields whose share of filled ones a person watches: a fall means that a page has changed.
WATCHED = {
    "money": ("award_max", "total_fund", "project_cost_max", "amount"),
    "deadline": ("deadlines", "ends_on"),
    "eligibility": ("eligibility", "applicants"),
}


@dataclass(frozen=True, slots=True)
class SourceState:
    """One source with its last two collections."""

    definition: SourceDefinition
    kind: str  # "calls" or "awards"
    success: datetime | None  # when it was last read; None: never
    last: SourceReport | None  # the last try, successful or not
    before: SourceReport | None

    @property
    def name(self) -> str:
        """The name of the source's folder."""
        return self.definition.name

    @property
    def filled(self) -> dict[str, float]:
        """Share of the calls read last that state each field, 0 to 1."""
        if self.last is None or not self.last.calls_seen:
            return {}
        seen = self.last.calls_seen
        return {field: round(n / seen, 3) for field, n in sorted(self.last.filled.items())}

    def share(self, watched: str) -> float | None:
        """The largest share among fields that stand for one thing: a call states one of them."""
        filled = self.filled
        return max((filled[each] for each in WATCHED[watched] if each in filled), default=None)


def source_states(engine: Engine) -> Iterator[SourceState]:
    """Yield every source of calls, then of awards. StoreError as for the store."""
    successes = last_success(engine)
    for kind, definition in _defined():
        reports = source_history(engine, definition.name, 2)
        last, before = (*reports, None, None)[:2]
        success = successes.get(definition.name)
        yield SourceState(definition, kind, success, last, before)


@cache
def _defined() -> tuple[tuple[str, SourceDefinition], ...]:
    """Every source with its kind: read once, as the files belong to the program."""
    kinds = (("calls", load_sources()), ("awards", load_award_sources()))
    return tuple((kind, source.definition) for kind, found in kinds for source in found)


def state_as_json(state: SourceState) -> dict[str, Any]:
    """Return what other programs are told of a source: names of fields and plain values."""
    return {
        "source": state.name,
        "title": state.definition.title,
        "kind": state.kind,
        "expected_at_least": state.definition.expect.min_calls,
        "last_success": state.success.isoformat() if state.success else None,
        "calls_before": state.before.calls_seen if state.before else None,
        **_last_try(state.last),
        "filled": state.filled,
    }


def _last_try(report: SourceReport | None) -> dict[str, Any]:
    if report is None:
        nothing = dict.fromkeys(("last_outcome", "last_tried", "calls", "listed"))
        counts = dict.fromkeys(("new", "changed", "waiting"), 0)
        return {**nothing, **counts, "unknown_labels": [], "issues": []}
    return {
        "last_outcome": report.outcome.value,
        "last_tried": report.finished_at.isoformat(),
        "calls": report.calls_seen,
        "listed": report.listed,
        "new": report.new,
        "changed": report.changed,
        "waiting": report.waiting,
        "unknown_labels": list(report.unknown_labels),
        "issues": [issue.reason for issue in report.issues],
    }
