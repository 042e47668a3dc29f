"""The command line end to end, on the bundled calls, with the real encoder where it matters."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from matcher.cli import main

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the bundled calls have been matched once."""
    folder = tmp_path_factory.mktemp("home")
    assert main(["--home", str(folder), "match"]) == 0
    return folder


def run(*arguments: str) -> int:
    return main([*arguments])


def test_a_first_digest_uses_the_bundled_calls_and_says_so(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--home", str(home), "digest", "--no-collect") == 0
    captured = capsys.readouterr()
    assert "0 of " in captured.err, "the second matching must embed nothing"
    assert "bundled" in captured.err
    folder = home / "digests" / "2026-08-10"
    assert {path.name for path in folder.iterdir()} == {"digest.html", "digest.txt", "digest.json"}
    digest = json.loads((folder / "digest.json").read_text())
    assert digest["catalogue_date"] == "2026-08-10"
    decide = next(section for section in digest["sections"] if section["kind"] == "decide")
    assert 1 <= len(decide["rows"]) <= 5
    for row in decide["rows"]:
        assert row["status"] in ("open", "forecasted")
        assert row["scale"]["scale"] == "strategic"
        assert row["scale"]["sentence"]
        assert row["needs"][0]["explanation"]["sentence"]


def test_a_no_go_leaves_the_shortlist_and_is_told_in_the_digest(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("--home", str(home), "shortlist", "--json")
    first = json.loads(capsys.readouterr().out)["bids"][0]["row"]
    key = f"{first['call']['source']}:{first['call']['source_id']}"
    why = ("--reason", "no partner", "--owner", "bid team")
    assert run("--home", str(home), "decide", key, "no-go", *why) == 0
    capsys.readouterr()
    assert run("--home", str(home), "digest", "--no-collect", "--json") == 0
    digest = json.loads(capsys.readouterr().out)
    (row,) = digest["decided"]
    assert row["decided"]["decision"]["call_key"] == key
    assert row["judged"][0].endswith("owner bid team: “no partner”")
    assert key not in json.dumps(digest["sections"])
    assert "1 call decided as no-go is left out (bid-matcher decide list)" in digest["not_covered"]
    assert run("--home", str(home), "decide", "undo", "1") == 0
    capsys.readouterr()
    run("--home", str(home), "shortlist", "--json")
    assert json.loads(capsys.readouterr().out)["bids"][0]["row"]["call"] == first["call"]


def test_search_finds_by_meaning_and_gives_the_reason(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    query = "hospital screening with artificial intelligence"
    assert run("--home", str(home), "search", query, "--json") == 0
    hits = json.loads(capsys.readouterr().out)
    assert hits
    assert all(0 <= hit["score"] <= 1 and hit["sentence"] for hit in hits)
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)


def test_search_filters(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("search", "cancer", "--words", "--json", "--status", "any")
    assert run("--home", str(home), *arguments, "--funder", "cancer research") == 0
    hits = json.loads(capsys.readouterr().out)
    assert hits
    assert all("Cancer Research" in hit["call"]["funder"] for hit in hits)
    assert run("--home", str(home), *arguments, "--min-award", "5m") == 0
    for hit in json.loads(capsys.readouterr().out):
        assert float(hit["scale"]["pounds"]) >= 5_000_000
    assert run("--home", str(home), *arguments, "--closing-before", "2026-09-20") == 0
    for hit in json.loads(capsys.readouterr().out):
        assert hit["closes_at"] < "2026-09-20"


def test_open_and_announced_calls_are_searched_unless_told_otherwise(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--home", str(home), "search", "cancer", "--words", "--json") == 0
    statuses = {hit["status"] for hit in json.loads(capsys.readouterr().out)}
    assert statuses <= {"open", "forecasted"}


def test_searching_for_nothing_is_refused(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--home", str(home), "search", " ... ", "--words") == 2
    assert "at least one word" in capsys.readouterr().err


def test_shortlist_is_small_and_strategic(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--home", str(home), "shortlist", "--size", "3", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert 1 <= len(found["bids"]) <= 3
    assert all(bid["row"]["track"]["track"] == "research" for bid in found["bids"])
    assert all(bid["timetable"]["left"] != "too late" for bid in found["bids"])
    assert found["uncovered"]


def test_doctor_and_sources_answer(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("--home", str(home), "doctor", "--json")
    findings = {finding["what"]: finding for finding in json.loads(capsys.readouterr().out)}
    assert all(findings[what]["well"] for what in ("store", "city", "catalogue", "model"))
    assert run("--home", str(home), "sources", "--json") == 0
    names = {row["source"] for row in json.loads(capsys.readouterr().out)}
    assert {"ukri", "nihr", "innovate_uk", "eu_funding"} <= names


def test_doctor_says_how_a_city_writes_its_needs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("doctor", "--city") == 0
    assert "33 needs, and each says what it is" in capsys.readouterr().out
    monkeypatch.setenv("BID_MATCHER_DATA", str(tmp_path))
    assert run("--city", "york", "doctor", "--city") == 2
    assert "no city at" in capsys.readouterr().err
    shutil.copytree(ROOT / "data" / "leeds", tmp_path / "york")
    file = tmp_path / "york" / "needs.yaml"
    file.write_text(file.read_text().replace("  - air pollution\n", "  - health\n"))
    assert run("doctor", "--city", "york") == 4
    shown = capsys.readouterr().out
    assert "1 of 33 needs" in shown
    assert "air-quality (Air quality)\n  terms: 'health' could stand in any call" in shown
    assert run("--city", "york", "doctor", "--city", "--json") == 4
    (remark,) = json.loads(capsys.readouterr().out)
    assert (remark["need"], remark["field"]) == ("air-quality", "terms")


def test_importing_twice_changes_nothing_and_bad_rows_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "calls.jsonl"
    good = {
        "id": "a",
        "title": "A call",
        "description": "About falls.",
        "source": "https://x.org/a",
    }
    file.write_text(json.dumps(good) + "\n{broken\n")
    arguments = ("--home", str(tmp_path / "home"), "import", str(file))
    assert run(*arguments) == 4
    captured = capsys.readouterr()
    assert "1 new" in captured.out
    assert "line 2" in captured.err
    assert run(*arguments) == 4
    assert "1 unchanged" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["import", "nowhere.jsonl"], "nowhere.jsonl"),
        (["--city", "atlantis", "match"], "no city at"),
        (["collect", "--source", "nobody"], "no such source"),
        (["evaluate", "nowhere"], "nowhere"),
    ],
)
def test_bad_input_ends_with_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], complaint: str
) -> None:
    assert run("--home", str(tmp_path / "home"), *arguments) in (2, 3)
    error = capsys.readouterr().err
    assert complaint in error
    assert "Traceback" not in error
    assert error.count("\n") == 1


def test_a_corrupt_database_is_named_and_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "bid-matcher.db"
    database.write_bytes(b"this is not a database" * 100)
    assert run("--home", str(tmp_path), "sources") == 3
    assert "bid-matcher.db" in capsys.readouterr().err
    assert database.read_bytes().startswith(b"this is not a database")


def test_a_second_writer_is_told_to_wait(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom matcher.places import one_writer\n"
        "from matcher.settings import read_settings\n"
        "with one_writer(read_settings(home=sys.argv[1])):\n"
        "    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert run("--home", str(tmp_path), "match") == 3
        assert "another bid-matcher is at work" in capsys.readouterr().err
        holder.communicate("")
