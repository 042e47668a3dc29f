"""The archived pages as files: which are whole, which are old, which nobody needs any more.

Knows the archive's form (`scrapers/archive.py`): a body, and beside it a small JSON file
that is written last and carries the body's checksum.
"""

import hashlib
import json
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

_NOTE, _BODY, _PART = ".json", ".body", ".part"


@dataclass(frozen=True, slots=True)
class Page:
    """One archived page, by its note."""

    note: Path
    addresses: tuple[str, ...]  # asked for, and where the answer came from
    fetched_at: datetime
    sha256: str

    @property
    def body(self) -> Path:
        """The file of the page itself."""
        return self.note.with_suffix(_BODY)


@dataclass(frozen=True, slots=True)
class Damaged:
    """Files that are no whole page, and why."""

    files: tuple[Path, ...]
    why: str


def look_through_pages(folder: Path) -> list[Damaged]:
    """Read every archived page. A page that is being fetched meanwhile may be among them."""
    found: list[Damaged] = []
    for note in _files(folder, _NOTE):
        body = note.with_suffix(_BODY)
        page = read_note(note)
        if page is None:
            found.append(Damaged((note, body), "its note cannot be read"))
        elif not body.is_file():
            found.append(Damaged((note,), "the page itself is missing"))
        elif _checksum(body) != page.sha256:
            found.append(Damaged((note, body), "its checksum is another"))
    alone = (body for body in _files(folder, _BODY) if not body.with_suffix(_NOTE).is_file())
    found += [Damaged((body,), "there is no note beside it") for body in alone]
    found += [Damaged((part,), "it was never finished") for part in _files(folder, _PART)]
    return found


def remove(damaged: Damaged) -> None:
    """Take the files away; the page is fetched whole the next time. OSError."""
    for file in damaged.files:
        file.unlink(missing_ok=True)


def remove_old(folder: Path, before: datetime, needed: Collection[str]) -> int:
    """Take away pages last fetched before a moment, and return how many.

    Those at an address that is `needed` (without an anchor) stay, however old. OSError.
    """
    removed = 0
    for note in _files(folder, _NOTE):
        page = read_note(note)
        if page is None or page.fetched_at >= before:
            continue
        if any(bare(address) in needed for address in page.addresses):
            continue
        page.note.unlink(missing_ok=True)  # first: without it the body counts as absent
        page.body.unlink(missing_ok=True)
        removed += 1
    return removed


def bare(address: str) -> str:
    """Return an address without its anchor: both name the same page."""
    return address.partition("#")[0]


def read_note(note: Path) -> Page | None:
    """Read what is known of a page; None where that cannot be read."""
    try:
        facts = json.loads(note.read_text(encoding="utf-8"))
        return Page(
            note,
            (str(facts["url"]), str(facts["final_url"])),
            datetime.fromisoformat(facts["fetched_at"]),
            str(facts["sha256"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _files(folder: Path, ending: str) -> Iterator[Path]:
    yield from sorted(folder.glob(f"*/*{ending}"))


def _checksum(file: Path) -> str:
    with suppress(OSError), file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
    return ""
