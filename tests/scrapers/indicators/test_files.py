"""Files that somebody downloaded: Fingertips' own form and extracts made of it."""

from pathlib import Path

import pytest

from scrapers.indicators.contract import NOT_STATED
from scrapers.indicators.files import read_indicator_file
from tests.scrapers.indicators.tables import FIXTURE, LEEDS, PREVENTABLE, wanted

EXTRACT = f"""\
period,area_code,area_name,indicator,measure,unit,value,compared_to_England,inequality,file
2023,{LEEDS},Leeds,{PREVENTABLE},Age-standardised rate,Persons,170.0,Worse,,a.csv
2024,{LEEDS},Leeds,{PREVENTABLE.upper()},Age-standardised rate,Female,121.6,Worse,,a.csv
2022 - 24,{LEEDS},Leeds,{PREVENTABLE},Years,Years,12.8,Not compared,Male,a.csv
2024,{LEEDS},Leeds,{PREVENTABLE},Rate,5 years children,,Not compared,,a.csv
2024,{LEEDS},Leeds,{PREVENTABLE},Rate,Persons,300.1,Worse,Most deprived decile,a.csv
2024,{LEEDS},Leeds,Another figure,Rate,Persons,1.0,Worse,,a.csv
2024,E08000036,Wakefield,{PREVENTABLE},Rate,Persons,2.0,Worse,,a.csv
lately,{LEEDS},Leeds,{PREVENTABLE},Rate,Persons,3.0,Worse,,a.csv
"""


def test_fingertips_own_form() -> None:
    reading = read_indicator_file(FIXTURE, wanted(93721))
    assert reading.read_from == "fingertips.csv, downloaded from Fingertips"
    assert len(reading.values) == 7
    assert not reading.issues


def test_an_extract_is_read_by_name(tmp_path: Path) -> None:
    file = tmp_path / "extract.csv"
    file.write_text(EXTRACT)
    reading = read_indicator_file(file, wanted(93721))
    assert "extract that others made" in reading.read_from
    assert [(v.sex, v.period, v.period_range, v.value) for v in reading.values] == [
        ("Persons", "2023", "1y", 170.0),
        ("Female", "2024", "1y", 121.6),
        ("Male", "2022 - 24", "3y", 12.8),
        (NOT_STATED, "2024", "1y", None),
    ]
    assert {value.indicator_id for value in reading.values} == {93721}
    assert {value.trend for value in reading.values} == {None}
    assert [issue.reason for issue in reading.issues] == [
        "line 9: period 'lately' is not understood"
    ]


def test_a_file_that_is_something_else_is_named(tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    file.write_bytes(b"PK\x03\x04\x00\x00" + bytes(range(256)))
    with pytest.raises(ValueError, match=r"^book\.xlsx: "):
        read_indicator_file(file, wanted(93721))
    with pytest.raises(FileNotFoundError):
        read_indicator_file(tmp_path / "nowhere.csv", wanted(93721))
