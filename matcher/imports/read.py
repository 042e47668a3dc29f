"""A file of calls, read row by row: the good rows become calls, the others are reported."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

from matcher.imports.build import call_from_row
from matcher.imports.clean import repaired_row
from matcher.imports.files import Limits
from matcher.imports.mapping import Mapping, common_grants
from matcher.imports.result import FieldError, ImportFailure, ImportResult, RejectedRow
from matcher.imports.rows import Numbered
from matcher.imports.select import holds
from matcher.imports.tables import every_row
from models.call import Call

_DEFAULT_LIMITS = Limits()


def read_calls(
    path: Path, mapping: Mapping | None, today: date, limits: Limits = _DEFAULT_LIMITS
) -> ImportResult:
    """Read the calls of a .jsonl, .json, .csv (each also .gz) or .xlsx file.

    Without a mapping the columns are CommonGrants' fields. `today` is the day
    on which a file says what it says where it names no other day. Bad rows are
    reported in the result; ImportFailure is for a file that cannot be read at
    all. Nothing is written anywhere.
    """
    rules = mapping or common_grants()
    columns = rules.columns()
    lines: dict[str, int] = {}  # key of a call -> line it came from
    calls: list[Call] = []
    rejected: list[RejectedRow] = []
    repaired = 0
    for item in every_row(path, rules.rows, limits, partial(_with_titles, path, rules)):
        if isinstance(item, RejectedRow):
            rejected.append(item)
            continue
        line, row = item
        row, changed = repaired_row(row, columns) if rules.repair_text else (row, False)
        if any(holds(row, skip.when) for skip in rules.skip):
            continue
        outcome = _call(line, row, rules, today, lines)
        if isinstance(outcome, RejectedRow):
            rejected.append(outcome)
        else:
            calls.append(outcome)
            repaired += changed
    return ImportResult(tuple(calls), tuple(rejected), repaired)


def _with_titles(
    path: Path, mapping: Mapping, table: Iterator[Numbered | RejectedRow]
) -> Iterator[Numbered | RejectedRow]:
    """Say once that the columns are not the mapping's, not once for every row."""
    wanted = [column for rule in mapping.fields.title for column in rule.columns()]
    for item in table:
        if wanted and not isinstance(item, RejectedRow) and not set(wanted) & set(item[1]):
            raise ImportFailure(
                f"{path.name}: has no column called {wanted[0]!r}; a mapping file says which "
                "column is which"
            )
        yield item


def _call(
    line: int, row: dict[str, object], mapping: Mapping, today: date, lines: dict[str, int]
) -> Call | RejectedRow:
    try:
        call = call_from_row(row, mapping, today)
    except FieldError as error:
        return RejectedRow(line, error.field, str(error))
    except ValueError as error:
        return RejectedRow(line, None, str(error))
    if call.key in lines:
        return RejectedRow(line, "source_id", f"same call ({call.key}) as line {lines[call.key]}")
    lines[call.key] = line
    return call
