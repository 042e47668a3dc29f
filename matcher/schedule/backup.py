"""Backups: a checked copy of the database with its checksum, the newest few kept.

A copy `bid-matcher-20261128T061500Z.db` stands beside `....db.sha256`, in the form that
`sha256sum --check` reads. To restore one, put it in the database's place.
"""

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from matcher.schedule.leader import beside
from matcher.staging import replace_file
from matcher.store import StoreError, check_copy, copy_store

_SUM = ".sha256"


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was made and checked."""

    file: Path
    size: int  # bytes
    calls: int
    removed: int  # older copies that made room


def back_up(engine: Engine, folder: Path, keep: int, now: datetime) -> Backup:
    """Copy the database into `folder`, check the copy, and let only the `keep` newest stay.

    Nothing is removed before the new copy has been opened and found sound.
    StoreError where that fails, OSError where the disk refuses.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = beside(engine, "", folder).stem
    file = folder / f"{name}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.db"
    unfinished = file.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        copy_store(engine, unfinished)
        check_copy(unfinished)
        digest = _checksum(unfinished)
        with unfinished.open("rb") as copy:
            os.fsync(copy.fileno())
        replace_file(_sum_of(file), f"{digest}  {file.name}\n".encode())
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    calls = verify(file)
    return Backup(file, file.stat().st_size, calls, _rotate(folder, name, keep))


def verify(file: Path) -> int:
    """Hold a copy to its checksum, open it and look through it; returns its number of calls.

    StoreError says what is wrong, a missing checksum included.
    """
    try:
        expected = _sum_of(file).read_text(encoding="ascii").split()[0]
        found = _checksum(file)
    except (OSError, IndexError, UnicodeDecodeError) as error:
        raise StoreError(f"{file} cannot be held to its checksum: {error}") from error
    if found != expected:
        raise StoreError(f"{file} is not what was copied: its checksum is another")
    return check_copy(file)


def _rotate(folder: Path, name: str, keep: int) -> int:
    """Remove all but the newest copies; their names sort by time."""
    old = sorted(folder.glob(f"{name}-*Z.db"))[:-keep]
    for file in old:
        file.unlink()
        with suppress(FileNotFoundError):
            _sum_of(file).unlink()
    return len(old)


def _sum_of(file: Path) -> Path:
    return file.with_name(file.name + _SUM)


def _checksum(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
