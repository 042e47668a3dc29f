"""Where a round's store lies: in the home's own file, or in a PostgreSQL server of its own."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

_SIZE = "96m"  # of the small disk: a home with its store and room for one run


class Place(Protocol):
    """A kind of store, for as many rounds as are asked for."""

    @property
    def name(self) -> str:
        """What it is called."""

    def settings(self, number: str) -> Mapping[str, str]:
        """Return the settings that lead to the store of a round."""

    def copy(self, source: str, number: str) -> None:
        """Give a round a store like another one's; nothing may be connected to that."""

    def cut(self, number: str) -> None:
        """Break all connections to the store of a round."""

    def crash(self) -> None:
        """Kill the server, and start it again."""


@dataclass(frozen=True, slots=True)
class InTheHome:
    """SQLite: the store is copied with its home, and there is nothing to cut."""

    name: str = "SQLite"

    def settings(self, number: str) -> Mapping[str, str]:  # noqa: ARG002
        return {}

    def copy(self, source: str, number: str) -> None:
        """The home's folder has been copied, and the store with it."""

    def cut(self, number: str) -> None:  # noqa: ARG002
        raise AssertionError("a file has no connections")

    def crash(self) -> None:
        raise AssertionError("a file has no server")


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """Mount a small disk at the folder while the block runs; False where that may not be done."""
    folder.mkdir(parents=True, exist_ok=True)
    mounted = os.geteuid() == 0 and _done(
        "mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", folder
    )
    try:
        yield mounted
    finally:
        if mounted:
            _done("umount", "--lazy", folder)


def read_only(folder: Path, *, yes: bool) -> None:
    """Let the disk at the folder be written no more, or again."""
    assert _done("mount", "-o", f"remount,{'ro' if yes else 'rw'}", folder), "cannot be remounted"


def fill(folder: Path, leave: int) -> Path:
    """Fill the folder's disk but for so many bytes; return the file to remove."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):  # others write meanwhile
        while (room := shutil.disk_usage(folder).free - leave) > 0:
            file.write(b"\0" * min(room, 1_000_000))
    return ballast


def _done(*command: str | Path) -> bool:
    return subprocess.run([*map(str, command)], check=False, capture_output=True).returncode == 0
