"""Asking the service: a real server on this machine, with its faults."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from scrapers.client import HttpClient
from scrapers.indicators.contract import Reading, Wanted
from scrapers.indicators.fingertips.fetch import fetch_fingertips, fingertips_definition
from scrapers.source import HttpRules
from tests.scrapers.indicators.tables import FIXTURE, LEEDS, as_csv, fixture_rows, wanted
from tests.scrapers.local_server import LocalServer, endless, status, truncated
from tests.scrapers.visiting import client_for

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
PATH = "/api/all_data/csv/by_indicator_id"
BODY = FIXTURE.read_bytes()
TWELVE = (93721, *range(1, 12))


def client(site: LocalServer, folder: Path | None = None) -> HttpClient:
    return client_for(site, folder, base_overrides={"fingertips": site.address})


def fetch(site: LocalServer, asked: Wanted, folder: Path | None = None) -> Reading:
    return fetch_fingertips(asked, client(site, folder), fingertips_definition(), NOW)


def test_few_indicators_a_request(site: LocalServer) -> None:
    site.page(PATH, BODY, "text/csv")
    reading = fetch(site, wanted(*TWELVE))
    assert site.asked() == [
        f"{PATH}?indicator_ids={ids}&child_area_type_id=502&parent_area_type_id=15"
        for ids in ("1%2C2%2C3%2C4%2C5", "6%2C7%2C8%2C9%2C10", "11%2C93721")
    ]
    assert reading.read_from == "Fingertips public health profiles"
    assert (dict(reading.failed), reading.issues) == ({}, ())
    assert {(v.indicator_id, v.period, v.value) for v in reading.values} >= {
        (93721, "2024", 162.31847),
        (93721, "2024", 145.8),
    }


def test_unchanged_answers_are_not_sent_again(site: LocalServer, tmp_path: Path) -> None:
    site.page(PATH, BODY, "text/csv")
    first = fetch(site, wanted(93721), tmp_path)
    second = fetch(site, wanted(93721), tmp_path)
    assert first == second
    asked = [seen for seen in site.seen if seen.path != "/robots.txt"]
    assert ["if-none-match" in seen.headers for seen in asked] == [False, True]


@pytest.mark.parametrize(
    ("fault", "complaint"),
    [
        (status(404), "404"),
        (truncated, "connection broke"),
        (lambda h: h.reply(200, b"<html>down</html>", Content_Type="text/html"), "'text/html'"),
        (lambda h: h.reply(200, b"<html>down</html>", Content_Type="text/csv"), "HTML page"),
        (lambda h: h.reply(200, b'{"error": 1}', Content_Type="text/csv"), "JSON"),
        (lambda h: h.reply(200, b"", Content_Type="text/csv"), "nothing in it"),
        (lambda h: h.reply(200, b"Indicator ID,Sex\n", Content_Type="text/csv"), "no column"),
    ],
)
def test_a_request_in_vain_is_an_issue_and_the_rest_goes_on(
    site: LocalServer, fault: object, complaint: str
) -> None:
    site.page(PATH, BODY, "text/csv; charset=utf-8")
    first = f"{PATH}?indicator_ids=1%2C2%2C3%2C4%2C5&child_area_type_id=502&parent_area_type_id=15"
    site.answer(first, fault)  # type: ignore[arg-type]  # any function of a handler
    reading = fetch(site, wanted(*TWELVE))
    assert sorted(reading.failed) == [1, 2, 3, 4, 5]
    assert all(complaint in reason for reason in reading.failed.values())
    assert [issue.where for issue in reading.issues] == ["fingertips"]
    assert reading.issues[0].reason.startswith("indicators 1, 2, 3, 4, 5: ")
    assert 162.31847 in {value.value for value in reading.values}


def test_a_page_that_could_not_be_read_is_asked_for_whole_next_time(
    site: LocalServer, tmp_path: Path
) -> None:
    site.page(PATH, "<html>down</html>", "text/csv")
    assert fetch(site, wanted(93721), tmp_path).failed
    site.page(PATH, BODY, "text/csv")
    assert not fetch(site, wanted(93721), tmp_path).failed
    assert all("if-none-match" not in seen.headers for seen in site.seen)


def test_a_service_that_is_down_is_left_alone(site: LocalServer) -> None:
    site.answer(PATH, status(404))
    reading = fetch(site, wanted(*range(1, 31)))
    assert len(site.asked()) == 3
    assert sorted(reading.failed) == list(range(1, 31))
    assert reading.failed[30] == "not asked for: the service does not answer"
    assert len(reading.issues) == 3


def test_an_answer_without_end_is_cut_off(site: LocalServer) -> None:
    sent: list[int] = []
    line = as_csv(fixture_rows()[1:2]).encode() * 300
    site.answer(PATH, endless(line, sent, Content_Type="text/csv"))
    definition = fingertips_definition().model_copy(
        update={"http": HttpRules(min_interval_s=0, max_bytes=500_000)}
    )
    reading = fetch_fingertips(wanted(93721), client(site), definition, NOW)
    assert "larger than 500,000 bytes" in reading.failed[93721]


def test_lines_not_understood_are_issues_beside_the_rest(site: LocalServer) -> None:
    rows = fixture_rows()
    line = next(n for n, row in enumerate(rows) if row[4] == LEEDS)
    rows[line][rows[0].index("Value")] = "?"
    site.page(PATH, as_csv(rows), "text/csv")
    reading = fetch(site, wanted(93721))
    assert len(reading.values) == 6
    assert [issue.reason for issue in reading.issues] == [
        f"indicators 93721: line {line + 1}: value is '?', which is not a number"
    ]
