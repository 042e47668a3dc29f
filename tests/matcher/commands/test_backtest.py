"""`bid-matcher backtest` end to end with the real encoder, and what it says of bad input."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from matcher.backtest.profile import profile_fit
from matcher.city.holders import city_organisation
from matcher.city.load import load_city
from matcher.city_matches import query_vectors
from matcher.cli import main
from matcher.embedding import embed_documents
from matcher.encoder import Encoder
from matcher.imports.award_mapping import load_award_mapping
from matcher.imports.awards import read_awards
from matcher.ranking.corpus import build_corpus
from matcher.settings import data_folder
from matcher.store import open_store

REAL = Path(__file__).parents[3].parent / "shared" / "data" / "awards" / "nihr_hta_awards.csv"
FALLS, SOIL = "Preventing falls and frailty in older people", "Living soils on organic farms"


def call(number: int, title: str, opens: str, closes: str, pounds: int) -> dict[str, Any]:
    return {
        "id": str(number),
        "title": title,
        "description": f"{title}: we fund trials of what works.",
        "opens_at": opens,
        "keyDates": {"closeDate": {"eventType": "singleDate", "date": closes}},
        "funding": {"maxAwardAmount": {"amount": str(pounds), "currency": "GBP"}},
    }


CALLS = (
    call(1, FALLS, "2025-03-05", "2025-03-20", 8_000_000),
    call(2, SOIL, "2025-03-05", "2025-03-30", 9_000_000),
    call(3, FALLS, "2025-03-12", "2025-03-30", 90_000),
)
AWARDS = (
    ("10/1", "Exercise against falls of older people", "2025-10-01", "University of Leeds"),
    ("10/2", "A trial of falls clinics", "2015-10-01", "University of Leeds"),
    ("10/3", "Fungi in barley", "2025-10-01", "University of Elsewhere"),
    ("10/4", "Steel bridges", "2025-10-01", "University of Elsewhere"),
)


def written(folder: Path) -> tuple[Path, Path]:
    calls, awards = folder / "calls.jsonl", folder / "awards.csv"
    calls.write_text("".join(f"{json.dumps(row)}\n" for row in CALLS), encoding="utf-8")
    with awards.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(("Project_ID", "Project_Title", "Start_Date", "Contracted_Organisation"))
        table.writerows(AWARDS)
    return calls, awards


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a file of calls, and a home that holds the awards."""
    made = tmp_path_factory.mktemp("backtest")
    _, awards = written(made)
    assert main(["--home", str(made / "home"), "awards", "import", str(awards)]) == 0
    return made


def backtest(folder: Path, *arguments: str) -> int:
    calls = str(folder / "calls.jsonl")
    return main(["--home", str(folder / "home"), "backtest", "--calls", calls, *arguments])


def test_weeks_and_awards_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert backtest(folder, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["calls"] == {"records": 3, "undated": 0, "never_open": 0}
    weeks = [(week["as_of"][:10], week["live"], week["strategic"]) for week in found["weeks"]]
    assert weeks == [("2025-03-10", 2, 1), ("2025-03-17", 3, 1), ("2025-03-24", 2, 0)]
    first, second, _ = found["weeks"]
    (showing,) = first["new_strategic"]
    assert (showing["title"], showing["days_left"], showing["rank"]) == (FALLS, 10, 1)
    assert showing["amounts"] == ["up to £8m per award"]
    assert showing["heading"] == "large", "too late to begin a bid"
    assert second["new_strategic"] == []
    traces = {trace["award"]: trace for trace in found["awards"]["traces"]}
    assert set(traces) == {"nihr_awards:10/1", "nihr_awards:10/2"}
    nearest = traces["nihr_awards:10/1"]["nearest"]
    assert (nearest["title"], nearest["near"]) == (FALLS, True)
    assert traces["nihr_awards:10/2"]["nearest"] is None
    profile = found["awards"]["profile"]
    assert (profile["awards"], profile["held"]) == (4, 2)
    assert profile["by_needs"]["auc"]["value"] == 1.0


def test_the_same_for_people(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    days = ("--from", "2025-03-11", "--to", "2025-03-20")
    assert backtest(folder, *days, "--without", "nihr_awards:10/2") == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert "2 weeks from 2025-03-11 to 2025-03-18; 2 with a call" in told.out
    assert f"    new: {FALLS}*" in told.out
    assert "up to £8m per award; 9 days left" in told.out
    assert "Leeds holds 1 award. Of them 0 had no stored call open" in told.out
    assert "1 had one near:\n  10/1, 2025-10-01: Exercise against falls" in told.out
    assert "All 3 awards ranked by the profile of Leeds; 1 award of its own" in told.out


def test_what_is_missing_is_said_and_the_rest_is_done(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert backtest(folder, "--from", "2020-01-06", "--to", "2020-02-03") == 4
    told = capsys.readouterr()
    assert told.err == (
        "Left out: no stored call is known to have been open in these weeks: name other days, "
        "or a file of dated calls with --calls (docs/backtest.md).\n"
    )
    assert "Of them 2 had no stored call open in the two years before" in told.out
    calls, _ = written(tmp_path)
    assert main(["--home", str(tmp_path / "home"), "backtest", "--calls", str(calls)]) == 4
    told = capsys.readouterr()
    assert "Left out: no awards are stored" in told.err
    assert "3 weeks from 2025-03-10" in told.out


@pytest.mark.parametrize(
    ("arguments", "complaint", "code"),
    [
        (["--from", "2025-03-02", "--to", "2025-03-01"], "--to (2025-03-01) is before --from", 2),
        (["--city", "atlantis"], "no city at", 2),
        (["--without", "toy:1"], "no stored award has the key 'toy:1'", 2),
        (["--calls", "nowhere.jsonl"], "nowhere.jsonl", 2),
        (["--map", "columns.yaml"], "--map says how to read a file of calls", 2),
        (["--to", "1990-01-01"], "no stored call is known to have been open", 3),
    ],
)
def test_bad_input_ends_with_one_sentence(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    complaint: str,
    code: int,
) -> None:
    assert main(["--home", str(tmp_path / "home"), "backtest", *arguments]) == code
    error = capsys.readouterr().err.splitlines()
    assert complaint in error[-1]
    assert error[-1].startswith("bid-matcher: ")


def test_the_real_awards_by_their_titles() -> None:
    """What is counted must add up; the figures with whole texts are in docs/backtest.md."""
    if not REAL.is_file():
        pytest.skip("the file of NIHR awards is not beside the project")
    profile = load_city(data_folder() / "leeds")
    mapping = load_award_mapping(data_folder() / "mappings" / "nihr_awards.yaml")
    awards = read_awards(REAL, mapping).awards
    held = {each.key for each in awards if city_organisation(each.organisation or "", profile)}
    engine, encoder = open_store("sqlite://"), Encoder()
    titles = {each.key: each.title for each in awards}
    read, _ = embed_documents(engine, encoder, titles, lambda _done, _total: None)
    vectors, _ = query_vectors(engine, encoder, profile)
    fit = profile_fit(profile, build_corpus(read), vectors, held)
    assert (fit.awards, fit.held) == (889, 32)
    assert fit.needs
    for each in fit.needs:
        assert 1 <= each.matching <= 32
        assert [top.top for top in each.tops] == [89, 178]
        assert all(top.low <= top.expected <= top.high for top in each.tops)
        assert all(0 <= top.found <= 32 for top in each.tops)
    for found in (fit.by_needs, fit.by_capabilities):
        assert found is not None
        assert found.auc.low < found.auc.value < found.auc.high
        others = (0.5 * 889 - found.marked.value * 32) / 857
        assert found.others.value == pytest.approx(others)
