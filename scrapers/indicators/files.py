"""A file of indicator values that somebody downloaded: Fingertips' own CSV, or an extract of it."""

from pathlib import Path

from models.report import Issue, Severity
from scrapers.indicators.contract import Reading, Wanted
from scrapers.indicators.derived import COLUMNS, parse_derived
from scrapers.indicators.fingertips.parse import parse_table
from scrapers.indicators.table import open_table, open_text

_LARGEST = 1_000_000_000  # bytes; read as a stream, so this is a limit of patience, not of memory


def read_indicator_file(path: Path, wanted: Wanted) -> Reading:
    """Read the wanted figures from a CSV file.

    ValueError names the file and what is wrong with it; OSError if it cannot be
    opened. A line that is not understood is an issue, and the others go on.
    """
    size = path.stat().st_size
    if size > _LARGEST:
        raise ValueError(f"{path.name}: {size:,} bytes are more than {_LARGEST:,}")
    with open_text(path.open("rb")) as lines:
        table = open_table(lines, path.name)
        extract = all(table.has(name) for name in COLUMNS) and not table.has("indicator id")
        parsed = parse_derived(table, wanted) if extract else parse_table(table, wanted)
    kind = "an extract that others made of Fingertips" if extract else "downloaded from Fingertips"
    issues = tuple(Issue(Severity.ERROR, path.name, problem) for problem in parsed.problems)
    return Reading(f"{path.name}, {kind}", parsed.values, {}, issues)
