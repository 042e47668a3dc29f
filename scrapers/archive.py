"""The raw pages as they last came, so that an unchanged page need not be sent again.

One entry for each source and request: the body, and beside it a small JSON file
that is written last and carries the body's checksum. Whatever does not fit
together, after a crash or a full disk, counts as absent.
"""

import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from scrapers.contract import Request
from scrapers.errors import ArchiveError


@dataclass(frozen=True, slots=True)
class Entry:
    """One archived page. `asked_at` is the origin that really answered.

    A large page lies in `file` and has an empty `body`. `card` is the
    fingerprint of the listing's entry that led to the page.
    """

    url: str
    final_url: str
    asked_at: str
    status: int
    content_type: str
    etag: str | None
    last_modified: str | None
    fetched_at: datetime
    body: bytes
    card: str | None = None
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class Archive:
    """A folder of entries; without a folder nothing is kept."""

    folder: Path | None

    def read(self, source: str, request: Request) -> Entry | None:
        """Return the entry, or None if there is none that is whole."""
        if self.folder is None:
            return None
        body_path, note_path = self._paths(self.folder, source, request)
        try:
            note = json.loads(note_path.read_text(encoding="utf-8"))
            if note.pop("sha256") != _checksum(body_path):
                return None
            note["fetched_at"] = datetime.fromisoformat(note["fetched_at"])
            note.pop("large", None)
            if request.large:
                return Entry(body=b"", file=body_path, **note)
            return Entry(body=body_path.read_bytes(), **note)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def write(self, source: str, request: Request, entry: Entry) -> Entry:
        """Keep the entry in place of an older one, and return it as it is kept.

        A large page's file is moved into the archive. ArchiveError if it cannot
        be written.
        """
        if self.folder is None:
            return entry
        body_path, note_path = self._paths(self.folder, source, request)
        note = asdict(replace(entry, body=b"", file=None))
        del note["body"], note["file"]
        note["fetched_at"] = entry.fetched_at.isoformat()
        try:
            body_path.parent.mkdir(parents=True, exist_ok=True)
            if entry.file is None:
                _replace(body_path, entry.body)
            else:
                shutil.move(entry.file, body_path)
                entry = replace(entry, file=body_path)
                note["large"] = True
                _drop_older(body_path)
            note["sha256"] = _checksum(body_path)
            _replace(note_path, json.dumps(note, indent=1).encode())
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise ArchiveError(f"cannot keep a page of {source}: {reason}") from error
        return entry

    def forget(self, source: str, request: Request) -> None:
        """Make the next fetch a whole one; the body stays for whoever wants to look at it."""
        if self.folder is not None:
            self._paths(self.folder, source, request)[1].unlink(missing_ok=True)

    @staticmethod
    def _paths(folder: Path, source: str, request: Request) -> tuple[Path, Path]:
        stem = folder / source / request_key(request)
        return stem.with_suffix(".body"), stem.with_suffix(".json")


def request_key(request: Request) -> str:
    """Fingerprint of everything that makes two requests different."""
    parts = [request.method, request.url, dict(request.params), dict(request.json_parts)]
    if request.json_body:
        parts.append(dict(request.json_body))
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _drop_older(newest: Path) -> None:
    """Keep one large page per source: an address that names the day would fill the disk."""
    for path in newest.parent.glob("*.json"):
        if path.stem != newest.stem and b'"large": true' in path.read_bytes():
            path.unlink()
            path.with_suffix(".body").unlink(missing_ok=True)


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _replace(path: Path, content: bytes) -> None:
    """Write beside the file, then put it in place in one step: never half a file."""
    beside = path.with_name(f"{path.name}.part")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
