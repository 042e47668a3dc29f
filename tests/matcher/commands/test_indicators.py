"""`bid-matcher indicators`: what it writes, what it says, how it ends."""

import json
from argparse import Namespace
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from matcher.commands import indicators
from matcher.settings import Settings
from models.errors import NothingToDoError
from tests.matcher.city.indicator_city import AREA, write_city
from tests.scrapers.indicators.tables import FIXTURE, LEEDS, PREVENTABLE
from tests.scrapers.local_server import LocalServer, closed_port

DAY = date(2026, 11, 22)
HEADER = "area_code,period,indicator,unit,value,compared_to_England,inequality\n"
FULL = (
    f"{AREA},2023,Hip fractures 65+,Persons,590.0,Worse,\n"
    f"{AREA},2024,Hip fractures 65+,Persons,601.0,Worse 99.8,\n"
    f"{AREA},2022 - 24,Life expectancy,Years,78.9,Worse,Male\n"
    f"{AREA},2024,Deaths from [b]dirty[/b] air,Persons,4.8,Not compared,\n"
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    write_city(tmp_path / "data" / "exampleton")
    choices = tmp_path / "data" / "exampleton" / "fingertips.yaml"
    choices.write_text(
        choices.read_text().replace("[Deaths from dirty air]", "['Deaths from [b]dirty[/b] air']")
    )
    return Settings(
        home=tmp_path / "home",
        database="sqlite://",
        data=tmp_path / "data",
        city="exampleton",
        model=None,
        contact=None,
        base_overrides={},
    )


def refresh(settings: Settings, rows: str | None, day: date | None = DAY) -> int:
    file = None
    if rows is not None:
        file = settings.data / "extract.csv"
        file.write_text(HEADER + rows)
    return indicators.run(settings, Namespace(action="refresh", file=file, as_of=day))


def show(settings: Settings, *, as_json: bool = False) -> int:
    return indicators.run(settings, Namespace(action="show", json=as_json))


def test_everything_read(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    needs = (settings.city_folder / "needs.yaml").read_bytes()
    assert refresh(settings, FULL) == 0
    captured = capsys.readouterr()
    assert "indicators-2026-11-22.yaml: written" in captured.out
    assert "3 figures: 2 new, 1 unclear, 0 not read" in captured.out
    assert captured.err == ""
    assert (settings.city_folder / "needs.yaml").read_bytes() == needs
    assert refresh(settings, FULL) == 0
    assert "unchanged" in capsys.readouterr().out


def test_partly_read(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert refresh(settings, f"{FULL.splitlines()[0]}\n{AREA},2024,Hip fractures 65+,,x,,\n") == 4
    captured = capsys.readouterr()
    assert "1 figure: 1 revised, 2 not read" in captured.out
    assert "error: line 3: value is 'x', which is not a number" in captured.err
    assert "not read: 2, 3: there is no figure for the city" in captured.err


def test_nothing_read_writes_nothing(settings: Settings) -> None:
    with pytest.raises(NothingToDoError, match="nothing was written"):
        refresh(settings, "E08000001,2024,Hip fractures 65+,Persons,601.0,Worse,\n")
    assert not list(settings.city_folder.glob("indicators-*"))


def test_asking_the_service(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    (settings.city_folder / "fingertips.yaml").write_text(
        "sources: {s: {ref: a list}}\n"
        f"indicators: {{falls: [{{id: 93721, names: [{PREVENTABLE}], source: s}}]}}\n"
    )
    with LocalServer() as site:
        table = FIXTURE.read_text("utf-8").replace(LEEDS, AREA)
        site.page("/api/all_data/csv/by_indicator_id", table, "text/csv")
        local = replace(settings, base_overrides={"fingertips": site.address}, wait_scale=0)
        assert refresh(local, None) == 0
    assert "1 figure: 1 new, 0 not read" in capsys.readouterr().out
    assert show(settings, as_json=True) == 0
    row = json.loads(capsys.readouterr().out)["needs"][0]["indicators"][0]
    assert (row["value"], row["england"], row["value_before"]) == (162.3185, 145.8, 170.0412)
    assert (row["compared_to_england"], row["trend"]) == ("Worse", "Increasing and getting worse")


def test_a_service_out_of_reach_writes_nothing(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with closed_port() as port:
        address = f"http://127.0.0.1:{port}"
        away = replace(settings, base_overrides={"fingertips": address}, wait_scale=0)
        with pytest.raises(NothingToDoError, match="no figure for Exampleton"):
            refresh(away, None)
    assert "indicators 1, 2, 3: " in capsys.readouterr().err
    assert not list(settings.city_folder.glob("indicators-*"))


def test_a_bad_file_is_named(settings: Settings) -> None:
    file = settings.data / "page.csv"
    file.write_text("<html>sorry</html>")
    with pytest.raises(ValueError, match=r"page\.csv: .* an HTML page came"):
        indicators.run(settings, Namespace(action="refresh", file=file, as_of=DAY))


def test_show_as_a_table(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    refresh(settings, FULL, date(2020, 1, 1))
    capsys.readouterr()
    assert show(settings) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == [
        *("Need", "Indicator", "Exampleton", "England", "Beside", "England", "Trend", "Period")
    ]
    hips = " ".join(lines[1].split())
    assert hips == "Falls Hip fractures 65+ 601.0 not stated worse up from 590.0 in 2023 2024"
    assert "Life expectancy, male" in lines[2]
    assert "Deaths from [b]dirty[/b] air" in lines[3]
    assert "Open Government Licence v3.0" in "\n".join(lines)
    assert "days old: run `bid-matcher indicators refresh`" in lines[-1]


def test_show_as_json(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    refresh(settings, FULL, None)
    capsys.readouterr()
    assert show(settings, as_json=True) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["days_old"] in (0, 1)
    assert facts["needs"][0]["indicators"][0]["value"] == 601.0
    assert facts["needs"][0]["indicators"][0]["england"] is None
    assert facts["nothing_to_refresh"] == [{"id": "heat", "name": "Heat"}]


def test_nothing_to_show(settings: Settings) -> None:
    with pytest.raises(NothingToDoError, match="refresh"):
        show(settings)
