"""What one reader was told of each call, found again also where calls were merged since. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from matcher.mail.facts import Facts, Memory, facts_of, memory_of, remembered
from models.digest import RankedCall
from models.letter import Told


@dataclass(frozen=True, slots=True)
class Known:
    """What a reader was told of one call, by the keys under which it was told."""

    memories: Mapping[str, Memory] = field(default_factory=dict)
    decisions: frozenset[int] = frozenset()  # ids of the decisions that were told

    @property
    def apart(self) -> dict[str, Facts]:
        """The keys under which it was told as a call of its own, with the facts told."""
        return {key: m.facts for key, m in self.memories.items() if m.facts is not None}

    def facts(self, key: str) -> Facts | None:
        """Return the facts as told: under the key the call has now, else under another."""
        apart = self.apart
        return apart.get(key) or next((apart[other] for other in sorted(apart)), None)

    def named(self, closes_at: datetime | None) -> bool:
        """Whether that deadline was named as coming soon."""
        return any(each.closing == closes_at for each in self.memories.values() if each.closing)

    def reminded(self, day: date) -> bool:
        """Whether it was told that the day to revisit the call has come."""
        return any(each.revisit == day for each in self.memories.values())


def ledger(told: Mapping[str, Told], leads: Mapping[str, str]) -> dict[str, Known]:
    """Sort what was told by the key that the call has now (`leads`: other key -> that key).

    Raises ValueError for a content that `remembered` did not write.
    """
    groups: dict[str, list[Told]] = defaultdict(list)
    for key, each in told.items():
        groups[leads.get(key, key)].append(each)
    return {key: _known(group) for key, group in groups.items()}


def _known(group: Iterable[Told]) -> Known:
    entries = list(group)
    return Known(
        {each.call_key: memory_of(each) for each in entries},
        frozenset(each.decision_id for each in entries if each.decision_id is not None),
    )


def to_tell(row: RankedCall, known: Known, *, closing: bool) -> tuple[Told, ...]:
    """Return what counts as told once a row is shown: the call, and what was merged into it.

    `closing` says that the row names a deadline that is close.
    """
    key, decided = row.call.key, row.decided
    memory = Memory(
        facts=facts_of(row.call),
        closing=row.closes_at if closing else None,
        revisit=decided.due if decided else None,
    )
    decision = decided.decision.id if decided else None
    others = sorted(set(known.apart) - {key})
    merged = remembered(Memory(merged_with=key))
    return (
        Told(key, remembered(memory), closing, decision),
        *(Told(other, merged, closing=False, decision_id=None) for other in others),
    )
