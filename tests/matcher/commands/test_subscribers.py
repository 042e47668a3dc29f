"""`bid-matcher subscribers`: added, imported, listed, paused, handed out, erased."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from matcher.cli import main
from matcher.settings import read_settings
from matcher.store import load_subscribers, open_store, outbox
from models.subscriber import SavedSearch, Subscriber, SubscriberState
from tests.matcher.store.people import ADDRESS, prepare_mail

NOW = "2026-08-10T12:00+00:00"
NEEDS = Path(__file__).parents[3] / "data" / "leeds" / "needs.yaml"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BID_MATCHER_NOW", NOW)
    return tmp_path / "home"


def subscribers(home: Path, *arguments: str) -> int:
    return main(["--home", str(home), "subscribers", *arguments])


def stored(home: Path) -> list[Subscriber]:
    engine = open_store(read_settings(home=str(home), environ={}).database)
    found = load_subscribers(engine)
    engine.dispose()
    return found


def two_needs() -> list[str]:
    needs = yaml.safe_load(NEEDS.read_text(encoding="utf-8"))
    entries = needs["needs"] if isinstance(needs, dict) else needs
    return [entry["id"] for entry in entries][:2]


def test_somebody_is_added_and_waits_until_they_confirm(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = two_needs()
    wishes = ["--need", one, "--need", other, "--role", "leader", "--frequency", "strategic"]
    words = ["--name", "Ada King", "--search", "falls; at home", "--min-award", "1m"]
    assert subscribers(home, "add", ADDRESS, *wishes, *words) == 0
    assert capsys.readouterr().out == f"{ADDRESS}: waiting\n"
    (person,) = stored(home)
    assert (person.need_ids, person.name, person.role) == ((one, other), "Ada King", "leader")
    assert person.searches == (SavedSearch("falls; at home"),)
    assert person.min_award_gbp == 1_000_000
    assert (person.state, person.confirmed_at) == (SubscriberState.WAITING, None)
    assert person.created_at == datetime.fromisoformat(NOW)


def test_who_has_agreed_is_active_and_how_is_kept(home: Path) -> None:
    subscribers(home, "add", "a@b.org", "--confirmed", "--reason", "asked for it on 3 August")
    subscribers(home, "add", "c@d.org", "--confirmed")
    first, second = stored(home)
    assert (first.state, first.consent) == (SubscriberState.ACTIVE, "asked for it on 3 August")
    assert first.confirmed_at == datetime.fromisoformat(NOW)
    assert second.consent == "whoever added them says so"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("add", "ada"), "address: not an e-mail address: 'ada'"),
        (("add", ADDRESS, "--need", "no-such"), "needs: the city has no need 'no-such'"),
        (("add", ADDRESS, "--follow", "x"), "follows: the city has no organisation 'x'"),
        (("add", ADDRESS, "--notice-days", "-1"), "notice_days: not a number of days"),
        (("add", ADDRESS, "--name", "x" * 201), "name: has 201 characters; 200 are the most"),
        (("add", ADDRESS, "--reason", "x"), "--reason goes with --confirmed"),
        (
            ("add", "ada", "--language", "?"),
            "'?' is not a language whose dates and amounts are known, which are cy, de, en",
        ),
        (("import", "people.csv", "--confirmed"), "needs --reason: how and when"),
    ],
)
def test_what_makes_no_sense_is_named_and_nothing_stored(
    home: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], complaint: str
) -> None:
    assert subscribers(home, *arguments) == 2
    assert complaint in capsys.readouterr().err
    assert stored(home) == []


def test_an_address_is_added_once(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    subscribers(home, "add", "Ada@Example.org")
    assert subscribers(home, "add", "Ada@EXAMPLE.ORG") == 2
    assert "Ada@EXAMPLE.ORG is subscribed already" in capsys.readouterr().err
    assert len(stored(home)) == 1


CSV = """address,name,needs,notice_days,searches,quiet_weeks
ada@example.org,Ada King,{need},60,falls at home; smoking,yes
bob,Bob,no-such,soon,,maybe
Eve@example.org,,,,,
eve@example.org,another person,,,,no
Eve@EXAMPLE.org,the same person,,,,no
"""


def test_a_file_keeps_its_good_rows_and_names_every_fault(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "people.csv"
    file.write_text(CSV.format(need=two_needs()[0]))
    assert subscribers(home, "import", str(file)) == 4
    said = capsys.readouterr()
    assert said.out == "people.csv: 3 added, waiting until they confirm; 2 rows left out\n"
    assert said.err.splitlines() == [
        "  line 3, address: not an e-mail address: 'bob'",
        "  line 3, needs: the city has no need 'no-such'",
        "  line 3, notice_days: not a number of days from 0 to 3,650: 'soon'",
        "  line 3, quiet_weeks: neither yes nor no: 'maybe'",
        "  line 6, address: is that of line 4",
    ]
    ada, eve, other = stored(home)
    assert (ada.notice_days, ada.quiet_weeks) == (60, True)
    assert [search.text for search in ada.searches] == ["falls at home", "smoking"]
    assert (eve.address, other.address) == ("Eve@example.org", "eve@example.org")
    assert {person.state for person in (ada, eve, other)} == {SubscriberState.WAITING}
    assert subscribers(home, "import", str(file)) == 3
    assert "line 2, address: is subscribed already" in capsys.readouterr().err
    assert stored(home) == [ada, eve, other]


def test_a_file_of_lines_may_hold_lists_and_searches_with_filters(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    search = {"text": "falls", "funder": "NIHR", "min_award_gbp": 500_000}
    rows: list[dict[str, Any]] = [
        {"address": "a@b.org", "needs": two_needs(), "searches": [search, "smoking"]},
        {"address": "c@d.org", "searches": [{"words": "x"}]},
        {"address": "e@f.org", "searches": [{}]},
        {"address": 7, "colour": "red", "role": "king", "needs": 4, "min_award_gbp": "lots"},
        {"name": "nobody"},
    ]
    file = tmp_path / "people.jsonl"
    file.write_text("\n".join([*map(json.dumps, rows), "{"]))
    agreed = ("--confirmed", "--reason", "signed a list on 3 August")
    assert subscribers(home, "import", str(file), *agreed) == 4
    error = capsys.readouterr().err
    for complaint in (
        "line 2, searches: 'words' is not part of a search",
        "line 3, searches: a saved search needs words, a funder or a least amount",
        "line 4, address: not a text: 7",
        "line 4, colour: is not a column of subscribers",
        "line 4, role: 'king' is not one of leader, researcher, bid team",
        "line 4, needs: not a list: 4",
        "line 4, min_award_gbp: not an amount in pounds",
        "line 5, address: is missing",
        "line 6: not valid JSON",
    ):
        assert complaint in error
    (person,) = stored(home)
    assert (person.state, person.consent) == (SubscriberState.ACTIVE, "signed a list on 3 August")
    assert person.need_ids == tuple(two_needs())
    assert person.searches == (SavedSearch("falls", "NIHR", 500_000), SavedSearch("smoking"))  # type: ignore[arg-type]


def test_people_pause_and_resume(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    subscribers(home, "add", ADDRESS, "--confirmed")
    assert subscribers(home, "pause", "ada@EXAMPLE.org", "--until", "2026-09-01") == 0
    assert f"{ADDRESS}: paused until 2026-09-01" in capsys.readouterr().out
    assert stored(home)[0].paused_until == date(2026, 9, 1)
    assert subscribers(home, "resume", ADDRESS) == 0
    assert (stored(home)[0].state, stored(home)[0].paused_until) == (SubscriberState.ACTIVE, None)
    assert subscribers(home, "pause", ADDRESS, "--until", "2026-08-10") == 2
    subscribers(home, "add", "bob@example.org")
    capsys.readouterr()
    assert subscribers(home, "resume", "bob@example.org") == 2
    assert subscribers(home, "pause", "bob@example.org") == 2
    error = capsys.readouterr().err
    assert "bob@example.org has not confirmed yet" in error
    assert "bob@example.org gets no mail anyway: waiting" in error
    assert subscribers(home, "pause", "nobody@example.org") == 3


def test_people_are_listed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert subscribers(home, "list") == 0
    assert "Nobody is subscribed yet" in capsys.readouterr().out
    subscribers(home, "add", ADDRESS, "--confirmed", "--name", "Ada King", "--organisation", "LIDA")
    capsys.readouterr()
    subscribers(home, "list")
    shown = capsys.readouterr().out
    assert f"   1  {ADDRESS} (Ada King, LIDA)\n      active; weekly, as bid team\n" in shown
    subscribers(home, "list", "--json")
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["address"], row["state"], row["role"]) == (ADDRESS, "active", "bid team")


def test_all_that_is_stored_is_handed_out_and_erased(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    subscribers(home, "add", ADDRESS, "--confirmed", "--search", "falls")
    subscribers(home, "add", "bob@example.org")
    engine = open_store(read_settings(home=str(home), environ={}).database)
    mail = prepare_mail(engine, 1)
    outbox.record_sent(engine, mail.id, "250 ok", datetime(2026, 8, 10, 13, tzinfo=UTC))
    engine.dispose()
    capsys.readouterr()
    assert subscribers(home, "export", "--address", ADDRESS) == 0
    (person,) = json.loads(capsys.readouterr().out)
    assert person["saved_searches"][0]["text"] == "falls"
    assert "2 new calls" in person["outbox"][0]["message"]
    assert person["outbox"][0]["sent_at"] == "2026-08-10T13:00:00+00:00"
    assert len(person["told_calls"]) == 2
    subscribers(home, "export")
    assert len(json.loads(capsys.readouterr().out)) == 2
    assert subscribers(home, "remove", "ada@EXAMPLE.org") == 0
    assert "is erased" in capsys.readouterr().out
    assert [each.address for each in stored(home)] == ["bob@example.org"]
    assert not any(ADDRESS.encode() in path.read_bytes() for path in home.rglob("*.db*"))
    assert subscribers(home, "remove", ADDRESS) == 3
    assert subscribers(home, "export", "--address", ADDRESS) == 3
    assert capsys.readouterr().err.count(f"nothing is stored on {ADDRESS}") == 2
