"""The shortlist and the pipeline on the command line, over the bundled calls."""

import json
from pathlib import Path
from typing import Any

import icalendar
import openpyxl
import pytest

from matcher.cli import main
from matcher.commands.serve import make_site
from matcher.serial import dump_json
from matcher.settings import read_settings
from matcher.web.board.asked import read_asked, with_exclusion
from matcher.web.board.boards import Boards
from matcher.web.snapshot import renewed


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the bundled calls have been matched once."""
    folder = tmp_path_factory.mktemp("home")
    assert main(["--home", str(folder), "match"]) == 0
    return folder


def shortlist(home: Path, *options: str) -> int:
    return main(["--home", str(home), "shortlist", *options])


def keys(printed: str) -> list[str]:
    calls = (bid["row"]["call"] for bid in json.loads(printed)["bids"])
    return [f"{call['source']}:{call['source_id']}" for call in calls]


def test_each_bid_is_told_with_all_that_a_decision_needs(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shortlist(home) == 0
    printed = capsys.readouterr().out
    for part in ("capability", "scale", "time", "history:", "chosen in", "considered;"):
        assert part in printed
    assert "Not covered: " in printed


def test_the_set_is_written_as_pack_and_calendar(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, table, plan = (tmp_path / f"pack.{kind}" for kind in ("html", "xlsx", "ics"))
    files = ("--html", str(page), "--xlsx", str(table), "--ics", str(plan))
    assert shortlist(home, "--size", "2", *files) == 0
    assert capsys.readouterr().out.count("Wrote ") == 3
    assert page.read_text().startswith("<!DOCTYPE html>")
    assert "Set" in openpyxl.load_workbook(table).sheetnames
    events = icalendar.Calendar.from_ical(plan.read_bytes()).walk("VEVENT")
    assert len(events) >= 2


def test_a_file_of_another_kind_is_refused_before_anything_is_done(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shortlist(home, "--pdf", str(tmp_path / "pack.html")) == 2
    assert "must end in .pdf" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_people_pin_and_exclude(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shortlist(home, "--json", "--size", "2")
    first, *_ = keys(capsys.readouterr().out)
    assert shortlist(home, "--json", "--size", "2", "--exclude", first) == 0
    without = keys(capsys.readouterr().out)
    assert first not in without
    assert shortlist(home, "--json", "--size", "1", "--pin", without[-1]) == 0
    assert keys(capsys.readouterr().out) == [without[-1]]
    assert shortlist(home, "--pin", "no such call") == 2
    assert "there is no call" in capsys.readouterr().err


def test_the_set_is_set_beside_other_ways_to_choose(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shortlist(home, "--compare") == 0
    shares = [float(line.split("%")[0]) for line in capsys.readouterr().out.splitlines()]
    together, greedy, ranked = shares
    assert together >= greedy > 0
    assert together >= ranked


def test_the_pipeline_is_ordered_by_when_work_begins(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--home", str(home), "pipeline", "--json"]) == 0
    coming = json.loads(capsys.readouterr().out)
    assert coming
    assert all(each["needs"] or each["opening"]["basis"] != "stated by the call" for each in coming)
    starts = [each["timetable"]["latest_start"] for each in coming if each["timetable"]]
    assert starts == sorted(starts, key=lambda day: day or "9999")
    assert main(["--home", str(home), "pipeline"]) == 0
    assert "weeks are left" in capsys.readouterr().out


def test_the_site_chooses_the_same_set(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = make_site(read_settings(home=str(home)))
    picture, boards = renewed(site), Boards()
    three = read_asked([("size", "3")], site.city.profile)
    own = boards.work(picture, three, 300).board
    assert own is not None
    first = own.chosen.keys[0]
    board = boards.whole(picture, with_exclusion(three, first), 300)
    assert board is not None
    assert shortlist(home, "--json", "--size", "3", "--exclude", first) == 0
    printed = json.loads(capsys.readouterr().out)
    assert without_begin(json.loads(dump_json(board.shortlist))) == printed


def without_begin(chosen: dict[str, Any]) -> dict[str, Any]:
    """Leave out what the site notes on rows for its other pages: by when to begin."""
    for row in (*(bid["row"] for bid in chosen["bids"]), *chosen["reserves"], *chosen["too_late"]):
        row["begin"] = ""
    return chosen
