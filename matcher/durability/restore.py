"""Putting a backup in place: looked through first, and what was there is kept aside.

The store is exchanged in one step: whoever looks finds the old one or the new one, also
after a power cut. Files of the home follow; a restore that broke off is given again.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from matcher.durability.backup import HOME_PARTS, backup_name
from matcher.durability.bundle import (
    STORE,
    Manifest,
    check_bundle,
    read_manifest,
    unpack,
)
from matcher.durability.errors import BackupError
from matcher.durability.plain_copy import is_plain_copy, verify, write_sum
from matcher.settings import Settings
from matcher.store import (
    SCHEMA_VERSION,
    StoreError,
    check_copy,
    holds_data,
    open_store,
    quick_check,
    replace_store,
    shown_address,
    store_file,
)

_PRIVATE = ("link-secret", "operator-mail", "operator-told.json")  # for their owner only


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place."""

    calls: int
    files: int  # in the home, beside the store
    aside: tuple[Path, ...]  # where what was there is kept; a store among them can be restored


@dataclass(frozen=True, slots=True)
class _Staged:
    """A backup that was unpacked and found sound, not yet in place."""

    folder: Path
    store: Path
    parts: tuple[str, ...] = ()  # of the home, by their first name
    files: int = 0


def look_through(file: Path) -> int:
    """Read a whole backup without restoring it, and return how many calls it holds.

    BackupError and StoreError say what is wrong with it.
    """
    if is_plain_copy(file):
        return verify(file)
    manifest = check_bundle(file)
    _refuse_newer(file, manifest)
    with tempfile.TemporaryDirectory(prefix="bid-matcher-") as folder:
        unpack(file, manifest, [STORE], Path(folder))
        return check_copy(Path(folder) / STORE)


def restore(
    settings: Settings,
    file: Path,
    now: datetime,
    *,
    force: bool = False,
    keep_server: Callable[[Path], object],
) -> Restored:
    """Put the backup in place of the settings' store and of the files in the home.

    Whoever calls is the one writer. Nothing is touched before the backup is unpacked, held
    to its sums, brought up to the present schema and looked through. Without `force` a
    store that holds data stays, with StoreError. With it, it is kept aside: a file beside
    the new one; a store on a server in a backup that `keep_server` makes.
    """
    with _staged(settings, file) as (staged, calls):
        if not force and holds_data(settings.database):
            raise StoreError(
                f"{shown_address(settings.database)} holds data; --force puts the backup "
                "in its place and keeps the old one aside"
            )
        stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        aside = _exchange_store(settings, staged.store, stamp, keep_server)
        aside += _exchange_parts(settings.home, staged, stamp)
    return Restored(calls, staged.files, aside)


@contextmanager
def _staged(settings: Settings, file: Path) -> Iterator[tuple[_Staged, int]]:
    """Unpack and look through a backup, on the disk where it is to go; and count its calls."""
    place = store_file(settings.database)
    settings.home.mkdir(parents=True, exist_ok=True)
    store_folder = place.parent if place is not None else settings.home
    store_folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix=".restoring-", dir=settings.home) as for_files,
        tempfile.TemporaryDirectory(prefix=".restoring-", dir=store_folder) as for_store,
    ):
        store, folder = Path(for_store) / STORE, Path(for_files)
        if is_plain_copy(file):
            verify(file)
            shutil.copyfile(file, store)
            staged = _Staged(folder, store)
        else:
            staged = _unpacked(file, folder, store)
        yield staged, _bring_up_to_date(file, store)


def _unpacked(file: Path, folder: Path, store: Path) -> _Staged:
    manifest = read_manifest(file)
    _refuse_newer(file, manifest)
    wanted = [name for name in manifest.parts if PurePosixPath(name).parts[0] in HOME_PARTS]
    unpack(file, manifest, [STORE], store.parent)
    unpack(file, manifest, wanted, folder)
    for name in wanted:
        if PurePosixPath(name).parts[0] not in _PRIVATE:
            (folder / name).chmod(0o644)
    parts = dict.fromkeys(PurePosixPath(name).parts[0] for name in wanted)
    return _Staged(folder, store, tuple(parts), len(wanted))


def _refuse_newer(file: Path, manifest: Manifest) -> None:
    if int(manifest.schema_version) > int(SCHEMA_VERSION):
        raise BackupError(
            f"{file} was made by a newer version of this program "
            f"(its schema is {manifest.schema_version}, this program's {SCHEMA_VERSION})"
        )


def _bring_up_to_date(file: Path, store: Path) -> int:
    """Open the unpacked store, so that it is migrated, and look through it; count its calls."""
    calls = check_copy(store)
    engine = open_store(f"sqlite:///{store.absolute()}")
    try:
        if problems := quick_check(engine):
            raise StoreError(f"the store in {file} is not sound: {'; '.join(problems)}")
    finally:
        engine.dispose()
    return calls


def _exchange_store(
    settings: Settings, staged: Path, stamp: str, keep_server: Callable[[Path], object]
) -> tuple[Path, ...]:
    place = store_file(settings.database)
    if place is not None:
        aside = place.with_name(f"{place.name}.before-{stamp}")
        return _with_sum(replace_store(settings.database, staged, aside))
    kept: tuple[Path, ...] = ()
    if holds_data(settings.database):
        engine = open_store(settings.database)
        name = backup_name(engine, datetime.strptime(stamp, "%Y%m%dT%H%M%S%z"))
        engine.dispose()
        kept = (settings.home / "backups" / f"before-restoring-{name}",)
        keep_server(kept[0])
    replace_store(settings.database, staged, None)
    return kept


def _with_sum(kept: Path | None) -> tuple[Path, ...]:
    """Write the sum of the store that is kept aside, so that it can be restored in its turn."""
    if kept is None:
        return ()
    write_sum(kept)
    return (kept,)


def _exchange_parts(home: Path, staged: _Staged, stamp: str) -> tuple[Path, ...]:
    """Put the backup's files into the home; what they replace goes into a folder beside them."""
    aside = home / f"before-{stamp}"
    for name in staged.parts:
        if os.path.lexists(home / name):
            aside.mkdir(exist_ok=True)
            (home / name).replace(aside / name)
        (staged.folder / name).replace(home / name)
    return (aside,) if aside.is_dir() else ()
