"""A copy of the database alone, with its sum beside it: backups before there was a manifest.

`bid-matcher-20261128T061500Z.db` stands beside `....db.sha256`, in the form that
`sha256sum --check` reads. What a restore keeps aside has this form too.
"""

import hashlib
from pathlib import Path

from matcher.staging import replace_file
from matcher.store import StoreError, check_copy

SUM = ".sha256"
_MAGIC = b"SQLite format 3\0"


def is_plain_copy(file: Path) -> bool:
    """Whether the file is a database, not a backup with a manifest. OSError if it is not there."""
    with file.open("rb") as content:
        return content.read(len(_MAGIC)) == _MAGIC


def verify(file: Path) -> int:
    """Hold a copy to its checksum, open it and look through it; returns its number of calls.

    StoreError says what is wrong, a missing checksum included.
    """
    try:
        expected = sum_of(file).read_text(encoding="ascii").split()[0]
        found = _checksum(file)
    except (OSError, IndexError, UnicodeDecodeError) as error:
        raise StoreError(f"{file} cannot be held to its checksum: {error}") from error
    if found != expected:
        raise StoreError(f"{file} is not what was copied: its checksum is another")
    return check_copy(file)


def write_sum(file: Path) -> None:
    """Write the copy's checksum beside it. OSError where the disk refuses."""
    replace_file(sum_of(file), f"{_checksum(file)}  {file.name}\n".encode())


def sum_of(file: Path) -> Path:
    """Name the file of a copy's checksum."""
    return file.with_name(file.name + SUM)


def _checksum(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
