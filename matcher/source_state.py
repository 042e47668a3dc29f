"""How every source stands: when it was last read, how that went, and what its calls state."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

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
    kinds = (("calls", load_sources()), ("awards", load_award_sources()))
    for kind, found in kinds:
        for source in found:
            reports = source_history(engine, source.name, 2)
            last, before = (*reports, None, None)[:2]
            success = successes.get(source.name)
            yield SourceState(source.definition, kind, success, last, before)
