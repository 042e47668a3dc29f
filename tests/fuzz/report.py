"""What a campaign has counted, and the folder in which faults are kept."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.fuzz.case import End, Outcome


@dataclass
class Tally:
    """One target's cases."""

    ends: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)  # of faults
    seconds: float = 0.0  # of processor time
    slowest: float = 0.0

    def add(self, outcome: Outcome) -> None:
        """Count a case."""
        self.ends[outcome.end] += 1
        self.seconds += outcome.seconds
        self.slowest = max(self.slowest, outcome.seconds)
        if outcome.end not in (End.READ, End.REFUSED):
            self.places[f"{outcome.end}: {outcome.place}"] += 1

    @property
    def cases(self) -> int:
        """How many cases were run."""
        return sum(self.ends.values())

    @property
    def faults(self) -> int:
        """How many of them ended in another way than the parser documents."""
        return sum(self.places.values())


def keep_fault(
    folder: Path, name: str, number: int, outcome: Outcome, about: str, body: bytes
) -> None:
    """Write the input of a fault, and beside it what happened, to be looked at."""
    place = folder / re.sub(r"\W+", "_", name)
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{number}.bin").write_bytes(body)
    note = {"case": number, "about": about, "end": outcome.end, "place": outcome.place}
    words = json.dumps(note, ensure_ascii=False)
    (place / f"{number}.txt").write_text(
        f"{words}\n\n{outcome.trace}\n", encoding="utf-8", errors="replace"
    )


def as_table(tallies: dict[str, Tally]) -> str:
    """Return one line for each target, and the sum, as a table in Markdown."""
    rows = [
        "| parser | cases | read | refused | faults | seconds | slowest case, s |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    total = Tally()
    for name, tally in tallies.items():
        rows.append(_row(name, tally))
        total.ends += tally.ends
        total.places += tally.places
        total.seconds += tally.seconds
        total.slowest = max(total.slowest, tally.slowest)
    return "\n".join([*rows, _row("all", total)])


def faults_of(tallies: dict[str, Tally]) -> str:
    """Return one line for each place at which cases failed."""
    found = [
        f"{name}: {place} ({count} cases)"
        for name, tally in tallies.items()
        for place, count in tally.places.most_common()
    ]
    return "\n".join(found)


def _row(name: str, tally: Tally) -> str:
    read, refused = tally.ends[End.READ], tally.ends[End.REFUSED]
    times = f"{tally.seconds:,.1f} | {tally.slowest:.3f}"
    return f"| {name} | {tally.cases:,} | {read:,} | {refused:,} | {tally.faults:,} | {times} |"
