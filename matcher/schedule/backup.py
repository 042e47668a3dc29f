"""Nightly backups: the newest few are kept, in `backups/` of the home."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from matcher.durability.backup import ENDING, Backup, back_up, backup_name
from matcher.durability.plain_copy import sum_of
from matcher.settings import Settings
from matcher.store import store_stem


@dataclass(frozen=True, slots=True)
class Nightly:
    """A backup that was made and checked, and what made room for it."""

    made: Backup
    removed: int  # older backups


def back_up_tonight(settings: Settings, engine: Engine, keep: int, now: datetime) -> Nightly:
    """Back up the store and the home without its archived pages; only the `keep` newest stay.

    Nothing is removed before the new one has been read back and found whole. Errors as for
    `back_up`.
    """
    folder = settings.home / "backups"
    made = back_up(settings, engine, folder / backup_name(engine, now), now, pages=False)
    return Nightly(made, _rotate(folder, store_stem(engine), keep))


def _rotate(folder: Path, name: str, keep: int) -> int:
    """Remove all but the newest; their names sort by time. Those of before November count too."""
    found = [*folder.glob(f"{name}-*Z{ENDING}"), *folder.glob(f"{name}-*Z.db")]
    old = sorted(found, key=lambda file: file.stem)[:-keep]
    for file in old:
        file.unlink()
        with suppress(FileNotFoundError):
            sum_of(file).unlink()
    return len(old)
