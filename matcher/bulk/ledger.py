"""What of a bulk run is done: kept in a file in the home, so that a killed run goes on.

A run is begun anew where the calls, the model or the day that is asked for are others, and on
another day. A city is done again where its profile or what its people said is another, or
its matches are not those that the run stored.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from matcher.places import LONDON
from matcher.serial import dump_json
from matcher.staging import replace_file

NAME = "bulk-run.json"


@dataclass(frozen=True, slots=True)
class Key:
    """What two runs must share to be one."""

    day: date | None  # that was asked for
    model_id: str
    calls: str  # fingerprint of the stored calls


@dataclass(slots=True)
class Ledger:
    """A run that is going on. `done` has, by city, from what and what was stored."""

    file: Path
    key: Key
    as_of: datetime
    done: dict[str, list[str]] = field(default_factory=dict)
    resumed: bool = False

    def holds(self, city: str, inputs: str, stored: str) -> bool:
        """Whether the city was done, from the same, and what is stored now is what came of it."""
        return self.done.get(city) == [inputs, stored]

    def note(self, city: str, inputs: str, stored: str) -> None:
        """Keep that a city is done. OSError where the disk refuses."""
        self.done[city] = [inputs, stored]
        self._write()

    def close(self) -> None:
        """Forget the run: all was done that can be."""
        self.file.unlink(missing_ok=True)

    def _write(self) -> None:
        content = {
            "key": _plain(self.key),
            "as_of": self.as_of.isoformat(),
            "done": self.done,
        }
        replace_file(self.file, json.dumps(content, indent=1).encode())


def open_ledger(home: Path, key: Key, as_of: datetime) -> Ledger:
    """Return the run that was broken off, if it is the same; else a new one, for `as_of`.

    What was broken off counts for the moment that it began with.
    """
    file = home / NAME
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        before = datetime.fromisoformat(kept["as_of"]).astimezone(LONDON)
        done = {str(city): [str(part) for part in parts] for city, parts in kept["done"].items()}
        same = kept["key"] == _plain(key) and before.date() == as_of.astimezone(LONDON).date()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        same = False
    if same:
        return Ledger(file, key, before, done, resumed=bool(done))
    return Ledger(file, key, as_of)


def fingerprint(*parts: object) -> str:
    """Return a short hash of domain objects and texts."""
    texts = (part if isinstance(part, str) else dump_json(part) for part in parts)
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


def _plain(key: Key) -> dict[str, str | None]:
    return {
        "day": key.day.isoformat() if key.day else None,
        "model": key.model_id,
        "calls": key.calls,
    }
