"""CSV and spreadsheet formulas: no cell that anybody can write begins one."""

import ast
import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from matcher.pack.workbook import harmless
from matcher.store.audit import Entry, entries_as_csv

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 8, 10, tzinfo=UTC)
STARTS = ("=", "+", "-", "@", "\t", "\r")
FORMULAS = (
    "=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1", '=HYPERLINK("http://evil.example")',
    "=cmd|'/C calc'!A0", "\n=1", " =1", "\u200b=1", "\ufeff=1", "＝1+1", "；=1", '"=1',
)  # fmt: skip
# Who writes tables that a person opens in a spreadsheet, and where a test reads them back.
WRITERS = {
    "matcher/web/calls/downloads.py": "tests/matcher/web/test_hostile.py",
    "matcher/store/audit.py": "tests/security/test_formulas.py",
    "matcher/pack/workbook.py": "tests/matcher/pack/test_sheets.py",
}


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_the_log_is_a_formula(text: str) -> None:
    entry = Entry(city="leeds", at=NOW, account_id=1, role=text, what=text, about=text, place=text)
    rows = list(csv.reader(io.StringIO(entries_as_csv([entry]), newline="")))
    assert len(rows) == 2
    assert not [cell for cell in rows[1] if cell.startswith(STARTS)]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_harmless_cell_is_a_formula(text: str) -> None:
    cell = harmless(text)
    assert not cell.startswith(STARTS)
    assert not cell.lstrip("\ufeff\u200b \n").startswith(STARTS)


def test_every_writer_of_tables_is_known_here() -> None:
    """Whoever adds one adds it to WRITERS, with the test that looks for formulas in it."""
    found = set()
    for path in (*(ROOT / "matcher").rglob("*.py"), *(ROOT / "scrapers").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            name = getattr(called, "attr", getattr(called, "id", ""))
            of = getattr(getattr(called, "value", None), "id", "")
            if name in ("Workbook", "DictWriter", "to_csv", "to_excel") or (of, name) == (
                "csv",
                "writer",
            ):
                found.add(str(path.relative_to(ROOT)))
    assert found == set(WRITERS)
    assert all((ROOT / test).is_file() for test in WRITERS.values())
