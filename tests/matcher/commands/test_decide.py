"""`bid-matcher decide`: recorded, replaced only knowingly, followed up, listed, taken back."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from matcher.cli import main
from matcher.settings import read_settings
from matcher.store import load_decisions, open_store, upsert_calls
from models.decision import Decision, OutcomeKind
from models.money import Money
from tests.matcher.decisions.examples import GO, NO_GO, WATCH
from tests.matcher.identity.examples import make, on

SEEN = datetime(2026, 5, 1, 12, tzinfo=UTC)
NOW = "2026-08-03T12:00+00:00"
HUBS = make("ukri:hubs", "Healthy ageing research hubs", deadlines=on(2026, 12, 3))
CALLS = [HUBS, make("ukri:falls", "Falls at home"), make("nihr:falls-2", "Falls in hospital")]
WHY = ("--reason", "our first need", "--owner", "LIDA")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BID_MATCHER_NOW", NOW)
    folder = tmp_path / "home"
    store(folder, *CALLS)
    return folder


def store(home: Path, *calls: object, seen_at: datetime = SEEN) -> None:
    engine = open_store(read_settings(home=str(home), environ={}).database)
    upsert_calls(engine, calls, seen_at)  # type: ignore[arg-type]
    engine.dispose()


def decide(home: Path, *arguments: str) -> int:
    return main(["--home", str(home), "decide", *arguments])


def stored(home: Path) -> list[Decision]:
    engine = open_store(read_settings(home=str(home), environ={}).database)
    found = load_decisions(engine, "leeds")
    engine.dispose()
    return found


def test_a_call_is_decided_by_its_key_or_by_part_of_its_title(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert decide(home, "ageing  Research", "go", *WHY) == 0
    assert decide(home, "ukri:falls", "watch", *WHY, "--revisit", "2026-10-01") == 0
    assert decide(home, "falls-2", "no-go", *WHY, "--on", "2026-07-01") == 0
    assert "go: Healthy ageing research hubs (ukri:hubs)" in capsys.readouterr().out
    third, first, second = stored(home)
    assert (first.verdict, first.call_key, first.reason) == (GO, "ukri:hubs", "our first need")
    assert (first.owner, first.decided_at) == ("LIDA", datetime.fromisoformat(NOW))
    assert (second.verdict, second.revisit_on) == (WATCH, date(2026, 10, 1))
    assert (third.verdict, third.decided_at) == (NO_GO, datetime(2026, 7, 1, 11, tzinfo=UTC))


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("falls", "go", *WHY), "'falls' means 2 calls: nihr:falls-2 (Falls in hospital)"),
        (("ukri:hub5", "go", *WHY), "did you mean ukri:hubs"),
        (("ukri:hubs", "keep", *WHY), "'keep' is not one of go, watch, no-go"),
        (("ukri:hubs",), "decide CALL needs 1 word more"),
        (("ukri:hubs", "go", "won", *WHY), "decide CALL is too long"),
        (("ukri:hubs", "go", "--owner", "LIDA"), "a decision needs --reason"),
        (("ukri:hubs", "go", "--reason", "x", "--owner", "\u202e\u200b"), "needs --owner"),
        (("ukri:hubs", "go", "--reason", "x" * 501, "--owner", "x"), "501 characters; 500"),
        (("ukri:hubs", "go", *WHY, "--revisit", "2026-10-01"), "only a watch has a day"),
        (("ukri:hubs", "watch", *WHY, "--revisit", "2026-08-03"), "is not after the decision"),
        (("ukri:hubs", "go", *WHY, "--on", "2026-08-04"), "--on 2026-08-04 is still to come"),
        (("ukri:hubs", "go", *WHY, "--amount", "5m"), "--amount is not for decide CALL"),
        (("ukri:hubs", "go", *WHY, "--replace", "7"), "in force on ukri:hubs is no decision"),
        (("outcome", "ukri:hubs"), "decide outcome needs 1 word more"),
        (("outcome", "ukri:hubs", "won"), "nothing was decided on ukri:hubs: first decide go"),
        (("outcome", "ukri:hubs", "maybe"), "'maybe' is not one of submitted, won, lost"),
        (("undo", "99"), "there is no decision '99'"),
        (("list", "--owner", "LIDA"), "--owner is not for decide list"),
    ],
)
def test_what_makes_no_sense_is_named_and_nothing_stored(
    home: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], complaint: str
) -> None:
    assert decide(home, *arguments) == 2
    error = capsys.readouterr().err
    assert complaint in error
    assert error.count("\n") == 1
    assert stored(home) == []


def test_another_owners_decision_is_replaced_only_by_its_number(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    decide(home, "ukri:hubs", "go", *WHY)
    other = ("ukri:hubs", "no-go", "--reason", "too small", "--owner", "board")
    capsys.readouterr()
    assert decide(home, *other) == 2
    error = capsys.readouterr().err
    assert "decision 1, go on 3 August 2026, owner LIDA: “our first need”" in error
    assert "add --replace 1" in error
    assert decide(home, *other, "--replace", "2") == 2
    assert "decision 2 is not to be replaced" in capsys.readouterr().err
    assert [each.verdict for each in stored(home)] == [GO]
    assert decide(home, *other, "--replace", "1") == 0
    assert "in place of decision 1: go on 3 August 2026" in capsys.readouterr().out
    assert [each.verdict for each in stored(home)] == [GO, NO_GO]


def test_an_owner_may_decide_anew(home: Path) -> None:
    decide(home, "ukri:hubs", "go", *WHY)
    assert decide(home, "ukri:hubs", "watch", "--reason", "later", "--owner", " lida") == 0
    assert [each.verdict for each in stored(home)] == [GO, WATCH]


def test_what_became_of_a_bid_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decide(home, "ukri:hubs", "go", *WHY, "--on", "2026-06-01")
    assert decide(home, "outcome", "hubs", "submitted", "--amount", "5m", "--on", "2026-07-01") == 0
    assert decide(home, "outcome", "hubs", "lost") == 0
    assert "lost on 3 August 2026: Healthy ageing" in capsys.readouterr().out
    (decision,) = stored(home)
    assert [(each.kind, each.on, each.amount) for each in decision.outcomes] == [
        (OutcomeKind.SUBMITTED, date(2026, 7, 1), Money(Decimal(5_000_000), "GBP")),
        (OutcomeKind.LOST, date(2026, 8, 3), None),
    ]
    decide(home, "list")
    shown = capsys.readouterr().out
    assert "go on 1 June 2026, owner LIDA, lost on 3 August 2026" in shown
    assert "before that submitted on 1 July 2026 (£5m)" in shown


def test_a_watch_has_no_outcome(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decide(home, "ukri:hubs", "watch", *WHY)
    assert decide(home, "outcome", "ukri:hubs", "won") == 2
    assert "only a go has an outcome, not a watch" in capsys.readouterr().err


def test_undoing_brings_back_what_was_decided_before(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    decide(home, "ukri:hubs", "go", *WHY)
    decide(home, "ukri:hubs", "no-go", *WHY)
    capsys.readouterr()
    assert decide(home, "undo", "2") == 0
    assert "In force now: decision 1, go on 3 August 2026" in capsys.readouterr().out
    assert decide(home, "undo", "1") == 0
    assert "No decision on that call is in force now" in capsys.readouterr().out
    assert decide(home, "undo", "1") == 0
    assert "Nothing to undo" in capsys.readouterr().out
    assert len(stored(home)) == 2


def test_the_list_says_what_has_changed_and_what_no_longer_counts(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert decide(home, "list") == 0
    assert "Nothing has been decided yet" in capsys.readouterr().out
    decide(home, "ukri:hubs", "no-go", *WHY)
    decide(home, "ukri:hubs", "go", *WHY)
    decide(home, "ukri:falls", "watch", *WHY, "--revisit", "2026-08-20")
    later = replace(HUBS, deadlines=on(2026, 12, 10))
    store(home, later, seen_at=datetime(2026, 8, 10, tzinfo=UTC))
    monkeypatch.setenv("BID_MATCHER_NOW", "2026-08-20T08:00+00:00")
    capsys.readouterr()
    decide(home, "list")
    shown = capsys.readouterr().out
    assert "! changed since you decided on 3 August 2026: closes: Thu 3 December" in shown
    assert "! watch: the day to revisit, 20 August 2026, has come" in shown
    assert "no-go" not in shown
    decide(home, "list", "--all")
    assert "replaced by a newer one" in capsys.readouterr().out
    decide(home, "list", "--json")
    rows = json.loads(capsys.readouterr().out)
    assert [(row["verdict"], row["in_force"], len(row["changes"])) for row in rows] == [
        ("no-go", False, 0),
        ("go", True, 1),
        ("watch", True, 0),
    ]
    assert rows[2]["due"] == "2026-08-20"
