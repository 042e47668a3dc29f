"""Backing up: the store and what belongs to it in the home, while others read and write.

In it is what cannot be had again. Left out is what is made anew: prepared models, the
catalogue's store, logs and locks; and what has its own place: settings, the city's files.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from sqlalchemy import Engine

from matcher.durability.bundle import FORMAT, STORE, Facts, write_bundle
from matcher.settings import Settings
from matcher.store import SCHEMA_VERSION, check_copy, copy_store, store_stem

PAGES = "pages"
# In the home, by name; a folder stands for all that is in it.
HOME_PARTS = ("link-secret", "digests", "operator-mail", "operator-told.json", PAGES)
ENDING = ".zip"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made and checked."""

    file: Path
    size: int  # bytes
    calls: int
    files: int  # beside the store


def backup_name(engine: Engine, now: datetime) -> str:
    """Name a backup of the store, so that names sort by time."""
    return f"{store_stem(engine)}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{ENDING}"


def back_up(
    settings: Settings, engine: Engine, file: Path, now: datetime, *, pages: bool = True
) -> Backup:
    """Write a backup to `file`, in a folder made if need be, and check it.

    What stood under that name stays until then. StoreError where the store cannot be
    copied or the copy is not sound, OSError and BackupError as for `write_bundle`.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=file.parent) as aside:
        copy = Path(aside) / STORE
        copy_store(engine, copy)
        calls = check_copy(copy)
        facts = Facts(
            format=FORMAT,
            made_at=now,
            program=metadata.version("bid-matcher"),
            schema_version=SCHEMA_VERSION,
            database=engine.url.get_backend_name(),
            calls=calls,
        )
        manifest = write_bundle(file, _parts(settings.home, copy, pages=pages), facts)
    return Backup(file, file.stat().st_size, calls, len(manifest.parts) - 1)


def _parts(home: Path, copy: Path, *, pages: bool) -> Iterator[tuple[str, Path]]:
    yield STORE, copy
    for name in HOME_PARTS:
        if name != PAGES or pages:
            yield from _files_of(home, home / name)


def _files_of(home: Path, place: Path) -> Iterator[tuple[str, Path]]:
    """Give the files below a place, without links in it and what is being written."""
    if place.is_file():
        yield place.relative_to(home).as_posix(), place
    for folder, _, names in os.walk(place):
        for name in sorted(names):
            path = Path(folder) / name
            with suppress(FileNotFoundError):
                if not path.is_symlink() and not name.startswith(".") and path.suffix != ".part":
                    yield path.relative_to(home).as_posix(), path
