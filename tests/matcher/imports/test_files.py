"""Files that are what they say, files that are not, and rows that cannot be read."""

import gzip
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from matcher.imports import ImportFailure, ImportResult, read_calls
from matcher.imports.files import Limits

TODAY = date(2026, 8, 10)


def opportunity(number: int = 1, **changes: Any) -> dict[str, Any]:
    """An opportunity as CommonGrants 0.4 describes one."""
    return {
        "id": f"opp-{number}",
        "title": f"Community falls prevention {number}",
        "status": {"value": "open"},
        "description": "Strength and balance classes for older people.",
        "source": f"https://example.org/calls/{number}",
        "funding": {
            "totalAmountAvailable": {"amount": "9000000.00", "currency": "GBP"},
            "minAwardAmount": {"amount": "500000", "currency": "GBP"},
            "maxAwardAmount": {"amount": "1500000.50", "currency": "GBP"},
            "estimatedAwardCount": 6,
        },
        "keyDates": {
            "postDate": {"eventType": "singleDate", "date": "2026-07-01"},
            "closeDate": {"eventType": "singleDate", "date": "2026-11-05", "time": "16:00:00"},
        },
        "createdAt": "2026-07-01T09:00:00Z",
        "lastModifiedAt": "2026-08-02T09:00:00Z",
        **changes,
    }


def lines(*rows: Any) -> bytes:
    return b"".join((r if isinstance(r, bytes) else json.dumps(r).encode()) + b"\n" for r in rows)


def read(path: Path, content: bytes, limits: Limits | None = None) -> ImportResult:
    path.write_bytes(content)
    return read_calls(path, None, TODAY, limits or Limits())


def test_bad_lines_are_reported_and_the_good_ones_kept(tmp_path: Path) -> None:
    closes_early = {"closeDate": {"date": "2026-06-01"}, "postDate": {"date": "2026-07-01"}}
    no_currency = {"maxAwardAmount": {"amount": "5"}}
    content = lines(
        opportunity(1),
        b"{not json",
        b"",
        b"[1, 2]",
        opportunity(2, title="  "),
        opportunity(3, keyDates=closes_early),
        opportunity(4, funding=no_currency),
        opportunity(5, keyDates={"closeDate": {"date": "the fifth of never"}}),
        opportunity(6, status={"value": "half-open"}),
        opportunity(7, source="javascript:alert(1)"),
        opportunity(1, title="The same again"),
        b'{"id": "x", "title": "bad bytes \xff"}',
        opportunity(8),
    )
    result = read(tmp_path / "calls.jsonl", content)
    assert [call.source_id for call in result.calls] == ["opp-1", "opp-8"]
    assert [(row.line, row.field) for row in result.rejected] == [
        (2, None),
        (4, None),
        (5, "title"),
        (6, "deadlines"),
        (7, "award_max"),
        (8, "deadlines"),
        (9, "stated_status"),
        (10, "url"),
        (11, "source_id"),
        (12, None),
    ]
    reasons = [row.reason for row in result.rejected]
    assert "not valid JSON" in reasons[0]
    assert reasons[2] == "no title"
    assert "before it was published" in reasons[3]
    assert "no currency" in reasons[4]
    assert "same call" in reasons[8]
    assert "line 1" in reasons[8]


def test_opening_after_closing_and_least_above_most_are_refused(tmp_path: Path) -> None:
    period = {"applicationPeriod": {"startDate": "2026-12-01"}}
    dates = {"closeDate": {"date": "2026-11-05"}, "otherDates": period}
    least = {"amount": "2000000", "currency": "GBP"}
    most = {"amount": "1000000", "currency": "GBP"}
    result = read(
        tmp_path / "calls.jsonl",
        lines(
            opportunity(1, keyDates=dates),
            opportunity(2, funding={"minAwardAmount": least, "maxAwardAmount": most}),
            opportunity(3, funding={"maxAwardAmount": {"amount": "-5", "currency": "GBP"}}),
            opportunity(4, funding={"estimatedAwardCount": 0}),
        ),
    )
    assert not result.calls
    assert [row.field for row in result.rejected] == [
        "deadlines",
        "award_min",
        "award_max",
        "expected_awards",
    ]
    assert "before it opens" in result.rejected[0].reason


@pytest.mark.parametrize("name", ["calls.json", "calls.json.gz", "calls.jsonl.gz"])
def test_the_same_call_comes_out_of_every_kind(tmp_path: Path, name: str) -> None:
    expected = read(tmp_path / "calls.jsonl", lines(opportunity())).calls
    content = lines(opportunity()) if "jsonl" in name else json.dumps([opportunity()]).encode()
    found = read(tmp_path / name, gzip.compress(content) if name.endswith(".gz") else content)
    assert [call.content_hash() for call in found.calls] == [c.content_hash() for c in expected]


@pytest.mark.parametrize(
    "document",
    [
        {"items": [opportunity()], "paginationInfo": {"page": 1}},
        {"data": opportunity(), "status": 200},
        opportunity(),
    ],
    ids=["items", "data", "single"],
)
def test_common_grants_answers_are_read(tmp_path: Path, document: dict[str, Any]) -> None:
    result = read(tmp_path / "calls.json", json.dumps(document).encode())
    assert [call.source_id for call in result.calls] == ["opp-1"]


def test_entries_of_a_document_are_numbered(tmp_path: Path) -> None:
    result = read(tmp_path / "calls.json", json.dumps([opportunity(), "no", {"id": "z"}]).encode())
    assert [(row.line, row.field) for row in result.rejected] == [(2, None), (3, "title")]


def zipped(_: bytes) -> bytes:
    return b"PK\x03\x04 and so on"


def not_really_gzip(content: bytes) -> bytes:
    return content


def cut_gzip(content: bytes) -> bytes:
    return gzip.compress(content * 200)[:-20]


@pytest.mark.parametrize(
    ("name", "spoil", "says"),
    [
        ("a.jsonl", gzip.compress, "gzip"),
        ("a.jsonl", zipped, "zip"),
        ("a.csv", zipped, "zip"),
        ("a.json", lambda _: b"<!DOCTYPE html><html></html>", "web page"),
        ("a.csv", lambda _: b"\xff\xfei\x00d\x00", "UTF-16"),
        ("a.csv", lambda _: "id,title\n1,Sant\u00e9\n".encode("latin-1"), "UTF-8"),
        ("a.jsonl", lambda _: b"id,title\n1,a\n", "none of its 2 lines"),
        ("a.json", lambda c: c + c, "not valid JSON"),
        ("a.json", lambda _: b"[" * 100_000, "nested too deeply"),
        ("a.json", lambda _: b"3", "neither"),
        ("a.json", lambda _: b'[{"id": NaN}]', "not valid JSON"),
        ("a.jsonl.gz", not_really_gzip, "broken"),
        ("a.jsonl.gz", cut_gzip, "broken or cut off"),
        ("a.xlsx", not_really_gzip, "not an Excel file"),
        ("a.jsonl", lambda _: b" \n", "empty"),
        ("a.txt", not_really_gzip, "cannot tell"),
        ("a.xlsx.gz", not_really_gzip, "cannot tell"),
    ],
)
def test_a_file_that_is_not_what_its_name_says(
    tmp_path: Path, name: str, spoil: Callable[[bytes], bytes], says: str
) -> None:
    with pytest.raises(ImportFailure, match=says) as failure:
        read(tmp_path / name, spoil(lines(opportunity())))
    assert name in str(failure.value)
    assert str(tmp_path) not in str(failure.value)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    for name in ("nothing.json", "nothing.xlsx", "folder.json"):
        with pytest.raises(ImportFailure, match=f"{name}: cannot be read"):
            read_calls(tmp_path / name, None, TODAY)


def test_a_bomb_is_stopped_at_the_cap(tmp_path: Path) -> None:
    small = Limits(file=1_000_000, document=100_000, line=10_000)
    bomb = gzip.compress(b"x" * 3_000_000 + b"\n")
    with pytest.raises(ImportFailure, match="larger than 1,000,000 bytes"):
        read(tmp_path / "bomb.jsonl.gz", bomb, small)
    with pytest.raises(ImportFailure, match="larger than 100,000 bytes"):
        read(tmp_path / "bomb.json", b"[" + b" " * 200_000 + b"]", small)


def test_an_overlong_line_is_left_out_and_the_next_one_read(tmp_path: Path) -> None:
    content = lines(opportunity(1), opportunity(2, description="x" * 30_000), opportunity(3))
    result = read(tmp_path / "calls.jsonl", content, Limits(line=10_000))
    assert [call.source_id for call in result.calls] == ["opp-1", "opp-3"]
    assert [(row.line, row.reason) for row in result.rejected] == [
        (2, "line is longer than 10,000 bytes")
    ]


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", "<x/>")
        parts.writestr("xl/worksheets/sheet1.xml", "0" * 2_000_000)
    with pytest.raises(ImportFailure, match="larger than 1,000,000 bytes unpacked"):
        read_calls(path, None, TODAY, Limits(file=1_000_000))
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("xl/workbook.xml", "not even XML")
    with pytest.raises(ImportFailure, match="cannot be read as an Excel file"):
        read_calls(path, None, TODAY)
