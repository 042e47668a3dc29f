"""Files opened with suspicion: is it what its name says, and how large does it get?"""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from matcher.imports.result import ImportFailure

KINDS = (".jsonl", ".json", ".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, after decompression, beyond which reading stops."""

    file: int = 500_000_000
    document: int = 100_000_000  # a .json file, which must be held in memory as a whole
    line: int = 10_000_000


_FOREIGN = {
    b"\x1f\x8b": "a gzip file",
    b"PK\x03\x04": "a zip or Excel file",
    b"%PDF": "a PDF document",
    b"\xd0\xcf\x11\xe0": "an old Excel file (save it as .xlsx)",
    b"\xff\xfe": "text in UTF-16 (save it as UTF-8)",
    b"\xfe\xff": "text in UTF-16 (save it as UTF-8)",
}
_WEB_PAGE = (b"<!doctype", b"<html", b"<?xml", b"<head", b"<body")


def kind_of(path: Path) -> str:
    """Return the kind that the name says, one of KINDS; ImportFailure for any other name."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    packed = suffixes[-1:] == [".gz"]
    kind = (suffixes[:-1] if packed else suffixes)[-1:]
    if not kind or kind[0] not in KINDS or (packed and kind[0] == ".xlsx"):
        raise ImportFailure(
            f"{path.name}: cannot tell what it is; its name must end in .jsonl, .json, .csv "
            "(each also with .gz) or .xlsx"
        )
    return kind[0]


class _Capped(io.RawIOBase):
    """A stream that fails in one plain sentence where it is too large or broken."""

    def __init__(self, inner: BinaryIO, name: str, most: int) -> None:
        self._inner, self._name, self._left = inner, name, most
        self._most = most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed's Buffer is wider
        try:
            piece = self._inner.read(len(buffer))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise ImportFailure(
                f"{self._name}: the compressed file is broken or cut off"
            ) from error
        self._left -= len(piece)
        if self._left < 0:
            raise ImportFailure(f"{self._name}: larger than {self._most:,} bytes; split it")
        buffer[: len(piece)] = piece
        return len(piece)


@contextmanager
def opened(path: Path, most: int) -> "Iterator[io.BufferedReader[Any]]":
    """Open a text file, decompressed, that is capped at `most` bytes and is what its name says."""
    try:
        with path.open("rb") as plain:
            inner: BinaryIO = plain
            if path.suffix.lower() == ".gz":
                inner = gzip.GzipFile(fileobj=plain)  # type: ignore[assignment]  # a reader too
            with io.BufferedReader(_Capped(inner, path.name, most), 1 << 16) as stream:
                _check_head(stream.peek(512)[:512], path)
                yield stream
    except OSError as error:
        raise ImportFailure(f"{path.name}: cannot be read ({error.strerror or error})") from error


def _check_head(head: bytes, path: Path) -> None:
    if not head.strip():
        raise ImportFailure(f"{path.name}: is empty")
    for mark, meaning in _FOREIGN.items():
        if head.startswith(mark):
            raise ImportFailure(f"{path.name}: is {meaning}, not what its name says")
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_WEB_PAGE):
        raise ImportFailure(f"{path.name}: is a web page or XML, not what its name says")
    if b"\x00" in head:
        raise ImportFailure(f"{path.name}: is not a text file")
