"""What an import gives back, and how it fails."""

from dataclasses import dataclass
from typing import Any

from models.call import Call

Row = dict[str, Any]


class ImportFailure(ValueError):  # noqa: N818 - an import that failed, not an ImportError
    """The file as a whole cannot be read; the message is one sentence for a person."""


class FieldError(ValueError):
    """One field of one row cannot be read; carries the name of the call's field."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was left out, and why."""

    line: int  # line of a .jsonl, row of a table as a spreadsheet numbers it, entry of a .json
    field: str | None  # field of the call; None where the row as a whole is at fault
    reason: str


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The calls of a file, the rows left out, and how many rows had broken text repaired."""

    calls: tuple[Call, ...]
    rejected: tuple[RejectedRow, ...]
    repaired: int
