"""`bid-matcher calls`: a call with its sources and history, and merges undone by a person."""

import json
from argparse import Namespace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from matcher.commands import calls
from matcher.identity.join import join_calls
from matcher.settings import Settings, read_settings
from matcher.store import load_splits, open_store, upsert_calls
from models.call import Evidence, Stage
from tests.matcher.identity.examples import make, on, pounds

MAY, JUNE = datetime(2026, 5, 1, 12, tzinfo=UTC), datetime(2026, 6, 1, 12, tzinfo=UTC)
SENTENCE = "A share of up to £85 million is available."
COMPETITION = make(
    "innovate_uk:2186",
    funder="Innovate UK",
    deadlines=on(2026, 11, 5, 11),
    total_fund=pounds(85_000_000),
    text="Bids are welcome. Bids close in May.",
    evidence=(Evidence("total_fund", SENTENCE, "https://example.org/2186"),),
)
LISTED = make("find_a_grant:x-1", references=("2186",), total_fund=pounds(80_000_000))


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    """A home with one call on two pages, seen in May and joined."""
    settings = read_settings(home=str(tmp_path / "home"), environ={})
    engine = open_store(settings.database)
    upsert_calls(engine, [COMPETITION, LISTED], MAY)
    join_calls(engine)
    return settings


def run(home: Settings, action: str, key: str | None = None, **options: Any) -> int:
    usual: dict[str, Any] = {"json": False, "since": None}
    return calls.run(home, Namespace(action=action, key=key, **(usual | options)))


def change(home: Settings, **facts: Any) -> None:
    usual: dict[str, Any] = {"deadlines": on(2026, 12, 3, 11), "total_fund": pounds(85_000_000)}
    changed = make("innovate_uk:2186", funder="Innovate UK", **(usual | facts))
    upsert_calls(open_store(home.database), [changed], JUNE)


def test_show_names_where_each_field_came_from(
    home: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(home, "show", LISTED.key) == 0
    shown = capsys.readouterr().out
    assert f"{LISTED.key} is shown under this call" in shown
    assert "pot for all awards: £85m  [innovate_uk:2186]" in shown
    assert f"“{SENTENCE}”" in shown
    assert "references: 2186  [find_a_grant:x-1]" in shown
    assert "! pot for all awards: £80m on find_a_grant:x-1, not £85m" in shown
    assert "one call on 2 pages" in shown
    assert "(both carry Innovate UK competition 2186)" in shown
    assert "1. Fri 1 May 2026: first seen" in shown


def test_show_lists_versions_with_what_changed(
    home: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    change(home, text="Bids are welcome. Bids close in June.")
    assert run(home, "show", COMPETITION.key) == 0
    shown = capsys.readouterr().out
    assert "history of innovate_uk:2186: 2 versions" in shown
    assert "closes: Thu 5 November 2026, 11:00 UK time → Thu 3 December 2026" in shown
    assert "text changed (36 → 37 characters)" in shown
    assert "- Bids close in May." in shown
    assert "+ Bids close in June." in shown


def test_show_for_other_programs(home: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    change(home)
    assert run(home, "show", LISTED.key, json=True) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["key"] == COMPETITION.key
    assert shown["origins"]["references"] == LISTED.key
    assert [member["source"] for member in shown["members"]] == ["innovate_uk", "find_a_grant"]
    assert shown["disagreements"][0]["other_key"] == LISTED.key
    versions = shown["versions"][COMPETITION.key]
    assert [version["version"] for version in versions] == [1, 2]
    assert "deadlines" in [each["field"] for each in versions[1]["changes"]]
    assert (shown["previous_round"], shown["next_round"]) == ([], [])


def test_show_links_the_rounds_of_one_address(
    home: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = open_store(home.database)
    upsert_calls(engine, [make("ukri:hubs", deadlines=on(2026, 5, 15))], MAY)
    upsert_calls(engine, [make("ukri:hubs", deadlines=on(2027, 5, 15))], JUNE)
    assert run(home, "show", "ukri:hubs") == 0
    assert "next round: ukri:hubs~2" in capsys.readouterr().out
    assert run(home, "show", "ukri:hubs~2") == 0
    assert "previous round: ukri:hubs" in capsys.readouterr().out


def test_a_key_that_is_not_known_names_near_ones(home: Settings) -> None:
    for action in ("show", "split", "join"):
        with pytest.raises(ValueError, match="did you mean innovate_uk:2186"):
            run(home, action, "innovate_uk:2168")
    with pytest.raises(ValueError, match=r"^there is no call 'zz'$"):
        run(home, "show", "zz")
    assert load_splits(open_store(home.database)) == frozenset()


def test_a_wrong_merge_is_undone_and_done_again(
    home: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(home, "split", LISTED.key) == 0
    assert f"{LISTED.key} now stands apart from {COMPETITION.key}" in capsys.readouterr().out
    assert run(home, "show", COMPETITION.key) == 0
    assert "one call on" not in capsys.readouterr().out
    assert run(home, "join", LISTED.key) == 0
    assert f"is one call with {COMPETITION.key} again" in capsys.readouterr().out
    assert run(home, "join", LISTED.key) == 0
    assert "was not split" in capsys.readouterr().out


def test_changes_tells_news_only(home: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    change(home, stage=Stage.OUTLINE, text="Other words.")
    assert run(home, "changes", since=date(2026, 6, 1)) == 0
    told = capsys.readouterr().out
    assert told.startswith("Mon 1 June 2026  Healthy ageing research hubs\n")
    assert "stage: not stated → outline" in told
    assert "closes:" in told
    assert "text changed" not in told
    assert run(home, "changes", since=date(2026, 6, 2)) == 0
    assert "since Tue 2 June 2026" in capsys.readouterr().out


def test_changes_tells_new_rounds(home: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    engine = open_store(home.database)
    upsert_calls(engine, [make("ukri:hubs", deadlines=on(2026, 5, 15))], MAY)
    upsert_calls(engine, [make("ukri:hubs", deadlines=on(2027, 5, 15))], JUNE)
    assert run(home, "changes", since=date(2026, 6, 1), json=True) == 0
    (event,) = json.loads(capsys.readouterr().out)
    assert (event["key"], event["new_round_of"]) == ("ukri:hubs~2", "ukri:hubs")
    assert event["changes"] == []


def test_without_a_day_the_last_week_is_told(
    home: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(home, "changes") == 0
    assert "has changed since" in capsys.readouterr().out
