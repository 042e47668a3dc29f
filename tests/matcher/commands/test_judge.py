"""`bid-matcher judge`: recorded, listed, taken back, imported."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from matcher.cli import main
from matcher.settings import read_settings
from matcher.store import load_judgements, open_store, upsert_calls
from models.judgement import Judgement
from tests.matcher.identity.examples import make

SEEN = datetime(2026, 5, 1, 12, tzinfo=UTC)
CALLS = [
    make("ukri:hubs", "Healthy ageing research hubs"),
    make("ukri:falls", "Falls at home"),
    make("nihr:falls-2", "Falls in hospital"),
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    upsert_calls(open_store(read_settings(home=str(folder), environ={}).database), CALLS, SEEN)
    return folder


def judge(home: Path, *arguments: str) -> int:
    return main(["--home", str(home), "judge", *arguments])


def stored(home: Path) -> list[Judgement]:
    return load_judgements(open_store(read_settings(home=str(home), environ={}).database), "leeds")


def test_a_call_is_judged_by_its_key_or_by_part_of_its_title(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert judge(home, "ukri:falls", "dismiss", "--reason", "too small", "--by", "bid team") == 0
    assert judge(home, "ageing  Research", "go", "--need", "cardiovascular") == 0
    assert "research hubs (ukri:hubs)" in capsys.readouterr().out
    first, second = stored(home)
    assert (second.call_key, second.need_id) == ("ukri:hubs", "cardiovascular")
    assert (first.call_key, first.reason, first.who) == ("ukri:falls", "too small", "bid team")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("falls", "keep"), "'falls' means 2 calls: nihr:falls-2 (Falls in hospital), ukri:falls"),
        (("ukri:hub5", "keep"), "did you mean ukri:hubs"),
        (("ukri:hubs", "perhaps"), "'perhaps' is not one of keep, dismiss, go, no-go"),
        (("ukri:hubs", "keep", "--need", "flying"), "Leeds has no need 'flying'"),
        (("ukri:hubs",), "say what"),
    ],
)
def test_what_is_not_known_is_named_and_nothing_stored(
    home: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], complaint: str
) -> None:
    assert judge(home, *arguments) == 2
    error = capsys.readouterr().err
    assert complaint in error
    assert error.count("\n") == 1
    assert stored(home) == []


def test_contradictions_are_flagged(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    judge(home, "ukri:hubs", "keep", "--by", "researcher")
    judge(home, "ukri:hubs", "dismiss", "--by", "director")
    judge(home, "ukri:falls", "go")
    capsys.readouterr()
    assert judge(home, "list") == 0
    assert capsys.readouterr().out.count("! contradicted by somebody else") == 2
    assert judge(home, "list", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["verdict"], row["contradicted"]) for row in rows] == [
        ("keep", True),
        ("dismiss", True),
        ("go", False),
    ]


def test_undoing_keeps_the_history(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    judge(home, "ukri:hubs", "keep")
    judge(home, "ukri:hubs", "dismiss")
    judge(home, "ukri:falls", "go")
    assert judge(home, "undo", str(stored(home)[1].id)) == 0
    capsys.readouterr()
    judge(home, "list")
    assert "dismiss" not in capsys.readouterr().out
    assert judge(home, "undo", "ageing") == 0
    assert judge(home, "undo", "ukri:hubs") == 0
    assert "Nothing to undo" in capsys.readouterr().out
    judge(home, "list", "--all")
    assert capsys.readouterr().out.count("withdrawn") == 2
    assert len(stored(home)) == 3


def test_importing_twice_changes_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = home.parent / "judged.csv"
    file.write_text(
        "call,verdict,need,reason,by,when\n"
        'ukri:hubs,keep,,"large, and ours",director,2026-05-02\n'
        "falls at,No_Go,,,,2026-05-03T10:00\n"
    )
    assert judge(home, "import", str(file)) == 0
    assert judge(home, "import", str(file)) == 0
    assert capsys.readouterr().out.splitlines() == [
        "judged.csv: 2 new, 0 stored before",
        "judged.csv: 0 new, 2 stored before",
    ]
    assert [(each.call_key, each.verdict.value) for each in stored(home)] == [
        ("ukri:hubs", "keep"),
        ("ukri:falls", "no-go"),
    ]


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ({"call": "ukri:hubs", "verdict": "maybe"}, "line 2, verdict: 'maybe' is not one of"),
        ({"call": "ukri:nothing", "verdict": "keep"}, "line 2, call: there is no call"),
        ({"call": "falls", "verdict": "keep"}, "line 2, call: 'falls' means 2 calls"),
        ({"verdict": "keep"}, "line 2, call: is missing"),
        ({"call": "ukri:hubs", "verdict": "keep", "need": "x"}, "line 2, need: the city has no"),
        ({"call": "ukri:hubs", "verdict": "keep", "when": "May"}, "line 2, when: not a date like"),
        ({"call": "ukri:hubs", "verdict": "go", "when": "2999-01-01"}, "line 2, when: 2999-01-01"),
        ({"call": "ukri:hubs", "verdict": "go", "score": "1"}, "line 2, score: not a column"),
        ({"call": 7, "verdict": "go"}, "line 2, call: not a text"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_stored(
    home: Path, capsys: pytest.CaptureFixture[str], row: dict[str, object], complaint: str
) -> None:
    file = home.parent / "judged.jsonl"
    good = {"call": "ukri:hubs", "verdict": "keep"}
    file.write_text(f"{json.dumps(good)}\n{json.dumps(row)}\n")
    assert judge(home, "import", str(file)) == 2
    assert f"judged.jsonl, {complaint}" in capsys.readouterr().err
    assert stored(home) == []
