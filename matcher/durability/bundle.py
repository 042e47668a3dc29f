"""The file of a backup: a ZIP archive, with a manifest of what is in it and its SHA-256 sums.

It is written under another name, read again from the disk and held to its sums, and only
then takes its place. So a backup that has its name is whole.
"""

import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from matcher.durability.errors import BackupError
from matcher.staging import keep_name

STORE = "store.db"  # the database, as an SQLite file, whatever system it was in
FORMAT = 1
_MANIFEST = "manifest.json"
_LARGEST_MANIFEST = 200_000_000  # bytes: a million pages
_CHUNK = 1 << 20
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # ZIP knows no day before


class Part(BaseModel):
    """One file in a backup."""

    model_config = ConfigDict(frozen=True)

    size: int = Field(ge=0)  # bytes
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class Facts(BaseModel):
    """What a backup says of itself, but for its files."""

    model_config = ConfigDict(frozen=True)

    format: int
    made_at: datetime
    program: str  # its version
    schema_version: str = Field(pattern=r"^\d{1,8}$")
    database: str  # the system that kept the store
    calls: int = Field(ge=0)


class Manifest(Facts):
    """All that a backup says of itself."""

    parts: dict[str, Part]  # by name: folders with / as their separator


def write_bundle(file: Path, parts: Iterable[tuple[str, Path]], facts: Facts) -> Manifest:
    """Write files under their names into a backup, check it, and give it its name.

    Only its owner may read it. A file that is gone when its turn comes is left out.
    OSError where the disk refuses, BackupError where what it wrote cannot be read back;
    what stood under the name stays then.
    """
    unfinished = file.with_name(f".{file.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        handle = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "r+b") as raw:
            _write(raw, parts, facts)
            raw.flush()
            os.fsync(raw.fileno())
        manifest = check_bundle(unfinished)
        unfinished.replace(file)
        keep_name(file.parent)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def _write(raw: BinaryIO, parts: Iterable[tuple[str, Path]], facts: Facts) -> None:
    written: dict[str, Part] = {}
    # Level 1: half of the time of the usual level, and files a few per cent larger.
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, path in parts:
            with suppress(FileNotFoundError):
                written[name] = _add(archive, name, path)
        manifest = Manifest(**facts.model_dump(), parts=written)
        archive.writestr(_entry(_MANIFEST), manifest.model_dump_json(indent=1), compresslevel=1)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> Part:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, archive.open(_entry(name), "w", force_zip64=True) as target:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return Part(size=size, sha256=digest.hexdigest())


def check_bundle(file: Path) -> Manifest:
    """Read a whole backup and hold each file in it to its sum. BackupError says what is wrong."""
    manifest = read_manifest(file)
    with _opened(file) as archive:
        for name, part in manifest.parts.items():
            _copy(archive, file, name, part, None)
    return manifest


def read_manifest(file: Path) -> Manifest:
    """Return what a backup says of itself. BackupError where it is none, or a newer one's."""
    with _opened(file) as archive:
        try:
            if archive.getinfo(_MANIFEST).file_size > _LARGEST_MANIFEST:
                raise BackupError(f"{file} is not a backup: its manifest is too large")
            text = archive.read(_MANIFEST)
            facts = Facts.model_validate_json(text)
            if facts.format > FORMAT:
                raise BackupError(f"{file} was made by a newer version of this program")
            manifest = Manifest.model_validate_json(text)
        except (KeyError, ValidationError, zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise BackupError(f"{file} is not a backup, or is damaged: {_first(error)}") from error
    for name in manifest.parts:
        if not _is_plain(name):
            raise BackupError(f"{file} is not a backup: it names a file {name!r}")
    if STORE not in manifest.parts:
        raise BackupError(f"{file} is not a backup: there is no {STORE} in it")
    return manifest


def unpack(file: Path, manifest: Manifest, names: Iterable[str], folder: Path) -> None:
    """Write files of a backup below a folder, each held to its sum.

    BackupError where one is not what its sum says, OSError where the disk refuses.
    """
    with _opened(file) as archive:
        for name in names:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as target:
                _copy(archive, file, name, manifest.parts[name], target)
                target.flush()
                os.fsync(target.fileno())


def _opened(file: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, EOFError) as error:
        raise BackupError(f"{file} is not a backup, or is damaged: {error}") from error


def _copy(
    archive: zipfile.ZipFile, file: Path, name: str, part: Part, target: BinaryIO | None
) -> None:
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(name) as source:
            while size <= part.size and (chunk := source.read(_CHUNK)):
                digest.update(chunk)
                size += len(chunk)
                if target is not None:
                    target.write(chunk)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise BackupError(f"{file} is damaged: {name} cannot be read ({_first(error)})") from error
    if (size, digest.hexdigest()) != (part.size, part.sha256):
        raise BackupError(f"{file} is damaged: {name} is not what was backed up")


def _is_plain(name: str) -> bool:
    path = PurePosixPath(name)
    odd = "\\" in name or "\0" in name or ":" in name
    return not (odd or path.is_absolute() or ".." in path.parts or path.as_posix() != name)


def _first(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
