"""The fixture table, as text and taken apart, for tests that change it."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from scrapers.indicators.contract import ENGLAND, Wanted

FIXTURE = Path(__file__).with_name("fingertips.csv")
LEEDS = "E08000035"
PREVENTABLE = "Under 75 mortality rate from causes considered preventable"


def wanted(*ids: int, name: str = PREVENTABLE) -> Wanted:
    """Ask for Leeds and England."""
    return Wanted(dict.fromkeys(ids, (name,)), frozenset({LEEDS, ENGLAND}), 502)


def fixture_rows() -> list[list[str]]:
    """The header and the rows of the fixture."""
    return list(csv.reader(io.StringIO(FIXTURE.read_text("utf-8-sig"))))


def as_csv(rows: Sequence[Sequence[str]]) -> str:
    """Write rows as CSV, as Fingertips does."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()
