"""CommonGrants field names, nested and as columns of tables."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from matcher.imports import ImportFailure, common_grants, load_mapping, read_calls
from matcher.imports.build import call_from_row
from models.call import Call, CallStatus, DeadlineKind, Stage
from models.money import Money

TODAY = date(2026, 8, 10)
LONDON = ZoneInfo("Europe/London")
COLUMNS = {
    "id": "opp-1",
    "title": "Community falls prevention",
    "status": "open",
    "description": "Strength and balance classes for older people.",
    "source": "https://example.org/calls/1",
    "acceptedApplicantTypes": "Councils and universities",
    "funding.totalAmountAvailable.amount": "9000000.00",
    "funding.totalAmountAvailable.currency": "GBP",
    "funding.maxAwardAmount.amount": "£1.5 million",
    "funding.estimatedAwardCount": "6",
    "keyDates.postDate.date": "2026-07-01",
    "keyDates.closeDate.date": "2026-11-05",
    "keyDates.closeDate.time": "16:00:00",
    "funder": "Example Trust",
}


def call(row: dict[str, Any]) -> Call:
    return call_from_row(row, common_grants(), TODAY)


def nested(path: str, value: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"id": "1", "title": "A call"}
    *folders, last = path.split(".")
    node = row
    for folder in folders:
        node = node.setdefault(folder, {})
    node[last] = value
    return row


def check_falls_call(found: Call) -> None:
    assert found.key == "import:opp-1"
    assert found.funder == "Example Trust"
    assert found.total_fund == Money(Decimal(9_000_000), "GBP")
    assert found.award_max == Money(Decimal(1_500_000), "GBP")
    assert found.award_min is None
    assert found.expected_awards == 6
    assert found.published_on == date(2026, 7, 1)
    assert found.deadlines == (datetime(2026, 11, 5, 16, tzinfo=LONDON),)
    assert found.deadline_kind is DeadlineKind.FIXED
    assert found.eligibility == "Councils and universities"
    assert found.text.startswith("Strength and balance")
    assert found.status(datetime(2026, 8, 10, tzinfo=UTC)) is CallStatus.OPEN
    assert found.stated_on == TODAY
    said = {item.fact: item.sentence for item in found.evidence}
    assert said["award_max"] == "Most per award: £1,500,000 (as imported)"
    assert said["deadlines"] == "Closes: 2026-11-05 16:00:00 (as imported)"
    assert {item.url for item in found.evidence} == {"https://example.org/calls/1"}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_with_dotted_columns(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "calls.csv"
    pd.DataFrame([COLUMNS]).to_csv(path, index=False, sep=separator, encoding="utf-8-sig")
    result = read_calls(path, None, TODAY)
    assert not result.rejected
    check_falls_call(result.calls[0])


def test_an_excel_table_with_real_dates_and_numbers(tmp_path: Path) -> None:
    path = tmp_path / "calls.xlsx"
    typed = {
        **COLUMNS,
        "funding.totalAmountAvailable.amount": 9_000_000.0,
        "funding.estimatedAwardCount": 6,
        "keyDates.postDate.date": date(2026, 7, 1),
        "keyDates.closeDate.date": datetime(2026, 11, 5, 16),  # noqa: DTZ001 - cells have no zone
        "keyDates.closeDate.time": None,
    }
    pd.DataFrame([typed]).to_excel(path, index=False)
    result = read_calls(path, None, TODAY)
    assert not result.rejected
    check_falls_call(result.calls[0])


def test_rows_of_tables_are_numbered_as_a_spreadsheet_does(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text('id,title\n1,"Two\nlines"\n\n2,\n3,Good,too,many\n4,Good\n5\n')
    result = read_calls(path, None, TODAY)
    assert [(c.source_id, c.title) for c in result.calls] == [("1", "Two lines"), ("4", "Good")]
    assert [(row.line, row.field) for row in result.rejected] == [
        (4, "title"),
        (5, None),
        (7, "title"),
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("id,title,title\n1,a,b\n", "two columns called 'title'"),
        ("ref,name\n1,a\n", "no column called 'title'"),
        ("\n1,a\n", "names no columns"),
        ('id,title\n1,"never closed\n2,b\n', "not a CSV file"),
    ],
)
def test_tables_that_cannot_be_read(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "calls.csv"
    path.write_text(content)
    with pytest.raises(ImportFailure, match=says):
        read_calls(path, None, TODAY)


def test_a_table_of_headings_only_holds_no_calls(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text("id,title\n")
    assert read_calls(path, None, TODAY).calls == ()


@pytest.mark.parametrize(
    ("words", "deadlines", "kind"),
    [
        ("2026-11-05", (datetime(2026, 11, 5, 23, 59, tzinfo=LONDON),), DeadlineKind.FIXED),
        ("5 November 2026 4pm", (datetime(2026, 11, 5, 16, tzinfo=LONDON),), DeadlineKind.FIXED),
        (
            "2026-12-01; 2026-11-05 12:00",
            (
                datetime(2026, 11, 5, 12, tzinfo=LONDON),
                datetime(2026, 12, 1, 23, 59, tzinfo=LONDON),
            ),
            DeadlineKind.STAGED,
        ),
        ("No deadline", (), DeadlineKind.ROLLING),
        ("To be confirmed", (), DeadlineKind.UNKNOWN),
    ],
)
def test_closing_dates_as_people_write_them(
    words: str, deadlines: tuple[datetime, ...], kind: DeadlineKind
) -> None:
    found = call({"id": "1", "title": "A call", "keyDates.closeDate": words})
    assert found.deadlines == deadlines
    assert found.deadline_kind is kind


def test_a_date_range_closes_at_its_end() -> None:
    event = {"eventType": "dateRange", "startDate": "2026-01-01", "endDate": "2026-01-31"}
    found = call(nested("keyDates.closeDate", event))
    assert found.deadlines == (datetime(2026, 1, 31, 23, 59, tzinfo=LONDON),)


def test_custom_status_says_nothing_and_custom_fields_are_read() -> None:
    row = nested("status.value", "custom")
    row["customFields"] = {
        "funder": {"name": "funder", "fieldType": "string", "value": "Example Trust"},
        "stage": {"name": "stage", "fieldType": "string", "value": "outline"},
        "references": {"name": "references", "fieldType": "array", "value": ["A/1", "B/2"]},
    }
    found = call(row)
    assert found.stated_status is None
    assert found.stated_on is None
    assert (found.funder, found.stage, found.references) == (
        "Example Trust",
        Stage.OUTLINE,
        ("A/1", "B/2"),
    )


def test_applicant_types_become_the_eligibility() -> None:
    types = [
        {"value": "non_profit_with_501c3", "description": "Charities"},
        {"value": "custom", "description": "NHS bodies"},
    ]
    assert call(nested("acceptedApplicantTypes", types)).eligibility == "Charities; NHS bodies"


def test_a_range_of_amounts_gives_both_ends() -> None:
    found = call(nested("funding.maxAwardAmount", "£200,000 - £1,000,000"))
    assert found.award_min == Money(Decimal(200_000), "GBP")
    assert found.award_max == Money(Decimal(1_000_000), "GBP")


def test_what_is_not_said_stays_unknown() -> None:
    found = call({"id": "1", "title": "A call"})
    assert found == Call(source="import", source_id="1", title="A call", url="")


def test_text_is_stored_without_markup_or_contact_details() -> None:
    row = {
        "id": "1",
        "title": "Falls <script>alert(1)</script>prevention",
        "description": "<p>Ask a.b@example.org or +32 2 299 11 11.</p><p>Tel 0113 343 1234</p>",
    }
    found = call(row)
    assert found.title == "Falls prevention"
    assert "example.org" not in found.text
    assert "299" not in found.text
    assert "343" not in found.text
    assert "<" not in found.text
    assert "\n" in found.text


def test_lone_surrogates_and_control_characters_are_dropped() -> None:
    found = call({"id": "1\x00", "title": "A \ud800 call\x07"})
    assert found.source_id == "1"
    assert found.title.encode() == b"A ? call"


def test_the_default_mapping_is_the_one_in_the_package() -> None:
    package = Path(load_mapping.__code__.co_filename).parent
    assert load_mapping(package / "common_grants.yaml") == common_grants()
