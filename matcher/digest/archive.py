"""Every digest is kept: which there are, and where the next one goes.

A digest stands in `digests/<day>/`. The one of another city made for the same day gets
a folder `<day>-<city>` of its own, and so do those of several cities that are made together.
What was made on an earlier day is moved aside before a digest for that day takes its place;
made twice on one day, only the later stays.
"""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from matcher.digest.words import LONDON

_FILES = ("digest.html", "digest.txt", "digest.json")
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class Kept:
    """A digest in the archive."""

    folder: Path
    city: str  # its name
    as_of: datetime
    made_at: datetime
    considered: int  # calls
    rows: Mapping[str, int]  # heading -> calls under it, in the order they stand

    @property
    def day(self) -> date:
        """The day it is for."""
        return self.as_of.astimezone(LONDON).date()


@dataclass(frozen=True, slots=True)
class Archive:
    """All that is kept, the newest day first, and folders whose digest cannot be read."""

    kept: tuple[Kept, ...]
    broken: tuple[Path, ...]


def read_archive(digests: Path) -> Archive:
    """Look through the folder of digests; one that is not there holds none."""
    files = sorted((*digests.glob("*/digest.json"), *digests.glob("*/made-*/digest.json")))
    found = {file.parent: _read(file) for file in files}
    kept = [each for each in found.values() if each is not None]
    kept.sort(key=lambda each: (each.day, each.made_at), reverse=True)
    return Archive(tuple(kept), tuple(folder for folder, each in found.items() if each is None))


def find_kept(archive: Archive, day: date, city: str) -> Kept | None:
    """Return the city's digest for that day, of several the one made last."""
    return next((each for each in archive.kept if (each.day, each.city) == (day, city)), None)


def place_for(digests: Path, day: date, city: str, name: str | None, today: date) -> Path:
    """Return the folder for a digest that is made today; `city` is the folder's, `name` its own.

    Without a `name` it is one of several cities', and its folder has the city's name.
    What another day or an unknown hand left there is first copied to `made-<time>` in it.
    OSError where the disk refuses.
    """
    folder = digests / day.isoformat()
    other = _read(folder / _FILES[-1])
    if name is None or (other is not None and other.city != name):
        folder = folder.with_name(f"{folder.name}-{city}")
    _keep(folder, today)
    return folder


def _keep(folder: Path, today: date) -> None:
    file = folder / _FILES[-1]
    if not file.exists():
        return
    there = _read(file)
    made = there.made_at if there else datetime.fromtimestamp(file.stat().st_mtime, LONDON)
    if there is not None and made.astimezone(LONDON).date() == today:
        return
    aside = folder / f"made-{made.astimezone(LONDON):%Y-%m-%dT%H%M%S}"
    aside.mkdir(exist_ok=True)
    for name in _FILES:
        if (folder / name).exists():
            shutil.copy2(folder / name, aside / name)


def _read(file: Path) -> Kept | None:
    """Read the head of a digest; None where there is none, or it cannot be read."""
    try:
        facts: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return Kept(
            folder=file.parent,
            city=str(facts["city"]),
            as_of=_moment(facts["as_of"]),
            made_at=_moment(facts["made_at"]),
            considered=int(facts["calls_considered"]),
            rows={str(each["kind"]): len(each["rows"]) for each in facts["sections"]},
        )
    except _UNREADABLE:
        return None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"time without a zone: {text}")
    return moment
