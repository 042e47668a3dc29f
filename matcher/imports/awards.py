"""A file of awards, read row by row: the good rows become awards, the others are reported."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from matcher.imports.award_build import award_from_row
from matcher.imports.award_mapping import AwardMapping
from matcher.imports.files import Limits
from matcher.imports.result import FieldError, ImportFailure, RejectedRow, Row
from matcher.imports.rows import Numbered
from matcher.imports.select import holds
from matcher.imports.tables import every_row
from models.award import Award

_DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class AwardImport:
    """The awards of a file, and the rows left out."""

    awards: tuple[Award, ...]
    rejected: tuple[RejectedRow, ...]


def read_awards(path: Path, mapping: AwardMapping, limits: Limits = _DEFAULT_LIMITS) -> AwardImport:
    """Read the awards of a .jsonl, .json, .csv (each also .gz) or .xlsx file.

    Bad rows are reported in the result; ImportFailure is for a file that cannot
    be read at all, or that does not have the mapping's columns. Nothing is
    written anywhere.
    """
    lines: dict[str, int] = {}  # key of an award -> line it came from
    awards: list[Award] = []
    rejected: list[RejectedRow] = []
    for item in every_row(path, mapping.rows, limits, partial(_with_columns, path, mapping)):
        outcome = item if isinstance(item, RejectedRow) else _award(*item, mapping, lines)
        if isinstance(outcome, RejectedRow):
            rejected.append(outcome)
        elif outcome is not None:
            awards.append(outcome)
    return AwardImport(tuple(awards), tuple(rejected))


def _with_columns(
    path: Path, mapping: AwardMapping, table: Iterator[Numbered | RejectedRow]
) -> Iterator[Numbered | RejectedRow]:
    """Say once that the columns are not the mapping's, not once for every row."""
    rules = (mapping.fields.source_id, mapping.fields.title)
    wanted = [{column for rule in group for column in rule.columns()} for group in rules]
    for item in table:
        if not isinstance(item, RejectedRow):
            for columns in wanted:
                if columns and not columns & set(item[1]):
                    raise ImportFailure(
                        f"{path.name}: has no column called {min(columns)!r}; a mapping "
                        "file says which column is which (docs/awards.md)"
                    )
        yield item


def _award(
    line: int, row: Row, mapping: AwardMapping, lines: dict[str, int]
) -> Award | RejectedRow | None:
    """Return the row's award, why there is none, or None for a row that the mapping skips."""
    if any(holds(row, skip.when) for skip in mapping.skip):
        return None
    try:
        award = award_from_row(row, mapping)
    except FieldError as error:
        return RejectedRow(line, error.field, str(error))
    if award.key in lines:
        return RejectedRow(
            line, "source_id", f"same award ({award.key}) as line {lines[award.key]}"
        )
    lines[award.key] = line
    return award
