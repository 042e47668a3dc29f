"""A lock beside a database in a file. The system lets go of it when its holder ends.

On network drives whose locks do not reach other machines, it holds for one machine only.
"""

from pathlib import Path


class FileLock:
    """The lock `name` of a database in a file, for the processes of this machine."""

    def __init__(self, database: Path, name: str, holder: str) -> None:
        from filelock import FileLock as SystemLock  # imports asyncio: a search needs none of it

        self._note = database.with_name(f"{database.name}.{name}.holder")
        self._lock = SystemLock(database.with_name(f"{database.name}.{name}.lock"))
        self._holder = holder

    def take(self) -> bool:
        """Take the lock if it is free; return whether it is had."""
        from filelock import Timeout

        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        if self._holder:
            self._note.write_text(self._holder, encoding="utf-8")
        return True

    def keep(self) -> bool:
        """Return whether the lock is still had: nothing but its holder ends it."""
        return True

    def holder(self) -> str:
        """Return what whoever took the lock last called itself; empty if nothing is known."""
        try:
            return self._note.read_text(encoding="utf-8").strip()
        except OSError:
            return ""

    def release(self) -> None:
        """Let the lock go."""
        self._lock.release()
