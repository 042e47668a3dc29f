"""The workbook: what a spreadsheet reads back."""

import io
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from matcher.pack.sheets import render_xlsx
from matcher.pack.workbook import harmless
from models.shortlist import Shortlist
from tests.matcher.pack.samples import empty_shortlist, leeds, leeds_shortlist, wordy_shortlist


def rows_of(made: Shortlist, sheet: str) -> list[dict[str, Any]]:
    book = load_workbook(io.BytesIO(render_xlsx(made, leeds())))
    head, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def test_the_set_has_a_row_for_each_bid_with_numbers_and_dates() -> None:
    rows = rows_of(leeds_shortlist(), "Set")
    assert [row["Bid"] for row in rows] == ["A", "B", "C", "D", "E"]
    first, last = rows[0], rows[-1]
    assert first["Award (GBP)"] == 60_000_000
    assert first["Closes"] == "not stated"
    assert first["Pinned"] == "yes"
    assert first["Nobody fills"] == "industry"
    assert last["Closes"] == datetime(2026, 9, 15)  # noqa: DTZ001 - cells hold no zone
    assert last["Dates to check"] == "none"
    assert last["Days left"] == 36
    assert last["Chosen in"] == pytest.approx(0.34)
    assert last["Next if it falls"] == "none"
    assert last["Lead"] == "Leeds Institute for Data Analytics"


def test_needs_are_told_with_the_bids_that_cover_them_and_without() -> None:
    rows = rows_of(leeds_shortlist(), "Needs")
    cancer = [row for row in rows if row["Need"].startswith("Cancer")]
    assert [(row["Covered by"], row["Place"]) for row in cancer] == [("D", 1), ("E", 2)]
    left = next(row for row in rows if row["Need"].startswith("Maternity"))
    assert (left["Covered by"], left["Gain"]) == ("no bid", None)
    assert left["Why not covered"] == "no open call answers it"


def test_work_steps_and_evidence_are_told() -> None:
    made = leeds_shortlist()
    work = rows_of(made, "Effort")
    assert len(work) == len(made.effort)
    assert {row["Capacity (person-days)"] for row in work} >= {60, "not stated"}
    steps = rows_of(made, "Milestones")
    assert len(steps) == sum(len(bid.timetable.milestones) for bid in made.bids)
    assert steps[-1]["Step"] == "submit"
    evidence = rows_of(made, "Evidence")
    facts = {row["Fact"] for row in evidence if row["Bid"] == "A"}
    assert {"award_max", "lead: University of Leeds"} <= facts
    assert any(fact.startswith("figure: ") for fact in facts)
    assert all(row["Sentence"] and row["Address or source"] for row in evidence)


def test_calls_that_come_too_late_and_what_speaks_against_a_bid_are_told() -> None:
    made = leeds_shortlist()
    late = rows_of(leeds_shortlist(too_late=(made.bids[0].row,)), "Too late")
    assert [(row["Award (GBP)"], row["Closes"]) for row in late] == [(60_000_000, "not stated")]
    facts = [
        row["Sentence"] for row in rows_of(made, "Evidence") if row["Fact"].startswith("speak")
    ]
    assert "It is too late to build a new consortium for a bid of this size." in facts


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'=1"),
        ("\u200b=1", "'=1"),
        ("a = b\nc\x00", "a = b c"),
        ("x\ufffe\uffff", "x"),
        ("", ""),
    ],
)
def test_no_text_begins_a_formula(text: str, shown: str) -> None:
    assert harmless(text) == shown


def test_a_hostile_title_is_read_back_as_text() -> None:
    first = leeds_shortlist().bids[0]
    call = replace(first.row.call, title="=1+1", funder="@x\ufffe")
    made = leeds_shortlist(bids=(replace(first, row=replace(first.row, call=call)),))
    book = load_workbook(io.BytesIO(render_xlsx(made, leeds())))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert rows_of(made, "Set")[0]["Call"] == "'=1+1"


def test_endless_texts_fit_a_cell() -> None:
    assert len(rows_of(wordy_shortlist("W"), "Set")[0]["Call"]) <= 5_000


def test_an_empty_shortlist_has_its_needs() -> None:
    assert rows_of(empty_shortlist(), "Set") == []
    assert rows_of(empty_shortlist(), "Needs")


def test_the_same_shortlist_gives_the_same_bytes() -> None:
    assert render_xlsx(leeds_shortlist(), leeds()) == render_xlsx(leeds_shortlist(), leeds())
