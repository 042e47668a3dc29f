"""The raw pages as they last came, so that an unchanged page need not be sent again.

One entry for each source and request: the body, and beside it a small JSON file
that is written last and carries the body's checksum. Whatever does not fit
together, after a crash or a full disk, counts as absent.
"""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from scrapers.contract import Request
from scrapers.errors import ArchiveError


@dataclass(frozen=True, slots=True)
class Entry:
    """One archived page. `asked_at` is the origin that really answered."""

    url: str
    final_url: str
    asked_at: str
    status: int
    content_type: str
    etag: str | None
    last_modified: str | None
    fetched_at: datetime
    body: bytes


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
            body = body_path.read_bytes()
            if note.pop("sha256") != hashlib.sha256(body).hexdigest():
                return None
            note["fetched_at"] = datetime.fromisoformat(note["fetched_at"])
            return Entry(body=body, **note)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def write(self, source: str, request: Request, entry: Entry) -> None:
        """Keep the entry in place of an older one. ArchiveError if it cannot be written."""
        if self.folder is None:
            return
        body_path, note_path = self._paths(self.folder, source, request)
        note = asdict(entry)
        note["sha256"] = hashlib.sha256(note.pop("body")).hexdigest()
        note["fetched_at"] = entry.fetched_at.isoformat()
        try:
            body_path.parent.mkdir(parents=True, exist_ok=True)
            _replace(body_path, entry.body)
            _replace(note_path, json.dumps(note, indent=1).encode())
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise ArchiveError(f"cannot keep a page of {source}: {reason}") from error

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
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


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
