"""`bid-matcher review`: what a watched page says now is seen by a person first."""

import json
from argparse import Namespace
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from matcher.commands import review
from matcher.settings import Settings, read_settings
from matcher.store import load_call, load_review_queue, open_store, queue_for_review, upsert_calls
from tests.matcher.identity.examples import make, on, pounds

MAY, JUNE = datetime(2026, 5, 1, 12, tzinfo=UTC), datetime(2026, 6, 1, 12, tzinfo=UTC)
KNOWN = make("cruk:programme", "Programme awards", award_max=pounds(2_500_000))
CHANGED = replace(KNOWN, award_max=pounds(5_000_000), deadlines=on(2026, 11, 5))
NEW = make("bhf:centres", "Research centres", total_fund=pounds(35_000_000))


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    """A home in which a changed call and a new one wait."""
    settings = read_settings(home=str(tmp_path / "home"), environ={})
    engine = open_store(settings.database)
    upsert_calls(engine, [KNOWN], MAY)
    queue_for_review(engine, [CHANGED, NEW], JUNE)
    return settings


def run(home: Settings, action: str, *keys: str, **options: Any) -> int:
    usual: dict[str, Any] = {"json": False, "all": False}
    return review.run(home, Namespace(action=action, keys=list(keys), **(usual | options)))


def waiting(home: Settings) -> list[str]:
    return [each.call.key for each in load_review_queue(open_store(home.database))]


def test_list_shows_what_changed_and_what_is_new(
    home: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(home, "list") == 0
    shown = capsys.readouterr().out
    assert "cruk:programme  Programme awards" in shown
    assert "waits since Mon 1 June 2026" in shown
    assert "most per award: £2.5m → £5m" in shown
    assert "closes: not stated → Thu 5 November 2026" in shown
    assert "a call that is not stored yet:" in shown
    assert "pot for all awards: £35m" in shown


def test_list_for_other_programs(home: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "list", json=True) == 0
    rows = {row["key"]: row for row in json.loads(capsys.readouterr().out)}
    assert [each["field"] for each in rows[CHANGED.key]["changes"]] == ["award_max", "deadlines"]
    assert rows[NEW.key]["changes"] is None


def test_accepting_stores_and_rejecting_does_not(
    home: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(home, "accept", CHANGED.key) == 0
    assert f"{CHANGED.key}: accepted and stored" in capsys.readouterr().out
    assert run(home, "reject", NEW.key) == 0
    assert "rejected" in capsys.readouterr().out
    engine = open_store(home.database)
    stored = load_call(engine, CHANGED.key)
    assert stored is not None
    assert (stored.call, stored.version) == (CHANGED, 2)
    assert load_call(engine, NEW.key) is None
    queue_for_review(engine, [NEW], JUNE)
    assert waiting(home) == [], "what was rejected is not asked again"


def test_accepting_everything(home: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "accept", all=True) == 0
    assert capsys.readouterr().out.count("accepted and stored") == 2
    assert waiting(home) == []
    for action, options in (("accept", {"all": True}), ("list", {})):
        assert run(home, action, **options) == 0
        assert capsys.readouterr().out == "Nothing waits for review.\n"


def test_one_wrong_key_decides_nothing(home: Settings) -> None:
    with pytest.raises(ValueError, match="did you mean bhf:centres"):
        run(home, "accept", CHANGED.key, "bhf:centre")
    assert sorted(waiting(home)) == [NEW.key, CHANGED.key]


@pytest.mark.parametrize("action", ["accept", "reject"])
def test_deciding_needs_keys_or_all_but_not_both(home: Settings, action: str) -> None:
    with pytest.raises(ValueError, match="name the calls"):
        run(home, action)
    with pytest.raises(ValueError, match="name the calls"):
        run(home, "accept", NEW.key, all=True)
