"""Feeds on the command line: an address is shown once, and what it gives can be written."""

import json
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
from icalendar import Calendar

from matcher.cli import main
from matcher.feeds.answer import find_link
from matcher.store import load_feed_links, open_store, statistics, upsert_calls
from tests.matcher.digest.samples import call

OPEN_UNTIL = datetime(2090, 3, 1, 16, tzinfo=UTC)
TITLES = (
    "Earlier diagnosis of lung cancer through screening",
    "Falls prevention and frailty in older people",
    "Dementia: care at home",
)
SITE = "https://bids.example"


@pytest.fixture(autouse=True)
def site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BID_MATCHER_WEB", SITE)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with matched calls and a reader with two saved searches."""
    folder = tmp_path_factory.mktemp("home")
    calls = [call(str(at), title=title, deadlines=(OPEN_UNTIL,)) for at, title in enumerate(TITLES)]
    upsert_calls(open_store(database(folder)), calls, datetime.now(UTC))
    searches = ("--search", "cancer screening", "--search", "care at home")
    assert run(folder, "subscribers", "add", "jo@example.org", *searches) == 0
    assert run(folder, "subscribers", "add", "sam@example.org") == 0
    assert run(folder, "match") == 0
    return folder


def database(home: Path) -> str:
    return f"sqlite:///{home / 'bid-matcher.db'}"


def run(home: Path, *arguments: str) -> int:
    return main(["--home", str(home), *arguments])


def add(home: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str]]:
    """Add an address; its number and what was printed of it."""
    capsys.readouterr()
    assert run(home, "feeds", "add", *arguments) == 0
    number = load_feed_links(open_store(database(home)), "leeds")[-1].id
    assert number is not None
    said = capsys.readouterr()
    assert f"address {number}" in said.err
    assert "cannot be shown again" in said.err
    return number, said.out.split()


def test_an_address_is_shown_once_and_works(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number, addresses = add(home, capsys, "jo@example.org", "--what", "new")
    assert [address.rpartition(".")[2] for address in addresses] == ["atom", "json"]
    assert {address.startswith(f"{SITE}/feeds/") for address in addresses} == {True}
    secret = addresses[0].removeprefix(f"{SITE}/feeds/").removesuffix(".atom")
    link = find_link(open_store(database(home)), secret, datetime.now(UTC))
    assert link is not None
    assert link.id == number
    assert run(home, "feeds", "list", "jo@example.org") == 0
    listed = capsys.readouterr().out
    assert f"{number}  new: jo@example.org" in listed
    assert secret not in listed
    for form in ("atom", "json"):
        assert run(home, "feeds", "write", str(number), str(tmp_path / f"new.{form}")) == 0
    read = feedparser.parse((tmp_path / "new.atom").read_bytes())
    assert read.bozo == 0
    titles = {item["title"] for item in json.loads((tmp_path / "new.json").read_text())["items"]}
    assert {each.title for each in read.entries} == titles
    assert TITLES[1] in titles


def test_a_search_is_looked_for_among_what_is_encoded_already(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number, _ = add(home, capsys, "jo@example.org", "--what", "search", "--search", "1")
    late = call("late", title="Screening for lung cancer", deadlines=(OPEN_UNTIL,))
    engine = open_store(database(home))
    upsert_calls(engine, [late], datetime.now(UTC))
    encoded = statistics(engine)["encoded texts"]
    file = tmp_path / "search.atom"
    assert run(home, "feeds", "write", str(number), str(file)) == 0
    read = feedparser.parse(file.read_bytes())
    assert [each.title for each in read.entries] == [TITLES[0]]
    assert "“cancer screening”" in read.feed.title
    assert statistics(engine)["encoded texts"] == encoded


def test_calendars_are_written_as_calendars(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number, (address,) = add(home, capsys, "sam@example.org", "--what", "deadlines")
    assert address.endswith(".ics")
    file = tmp_path / "deadlines.ics"
    assert run(home, "feeds", "write", str(number), str(file)) == 0
    assert f"Deadline: {TITLES[1]}" in {str(e["SUMMARY"]) for e in events(file)}
    assert run(home, "feeds", "write", str(number), str(tmp_path / "deadlines.atom")) == 2
    assert "deadlines is written as .ics" in capsys.readouterr().err


def events(file: Path) -> list[Calendar]:
    return list(Calendar.from_ical(file.read_bytes()).events)


def test_one_is_revoked_or_all_of_a_reader(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, addresses = add(home, capsys, "sam@example.org", "--what", "new")
    nobodys, _ = add(home, capsys, "--what", "shortlist")
    assert run(home, "feeds", "revoke", str(first)) == 0
    assert capsys.readouterr().out == "1 address revoked\n"
    assert run(home, "feeds", "revoke", str(first)) == 3
    assert run(home, "feeds", "write", str(first), str(tmp_path / "new.atom")) == 3
    assert "was revoked" in capsys.readouterr().err
    secret = addresses[0].removeprefix(f"{SITE}/feeds/").removesuffix(".atom")
    assert find_link(open_store(database(home)), secret, datetime.now(UTC)) is None
    add(home, capsys, "sam@example.org", "--what", "new")
    assert run(home, "feeds", "revoke", "--all", "sam@example.org") == 0
    links = load_feed_links(open_store(database(home)), "leeds")
    assert {link.id for link in links if link.subscriber_id is None and not link.revoked_at} == {
        nobodys
    }
    assert run(home, "feeds", "list") == 0
    assert f"{nobodys}  shortlist: nobody" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("add", "--what", "deadlines"), 2, "needs a subscriber"),
        (("add", "who@example.org", "--what", "new"), 3, "nobody is subscribed"),
        (("add", "--what", "search"), 2, "needs the address of a reader with saved searches"),
        (("add", "jo@example.org", "--what", "search"), 2, "2 “care at home”"),
        (("add", "jo@example.org", "--what", "search", "--search", "3"), 2, "say which"),
        (("add", "sam@example.org", "--what", "search"), 2, "none that are saved"),
        (("add", "jo@example.org", "--what", "new", "--search", "1"), 2, "--what search"),
        (("revoke", "99"), 3, "there is no address 99"),
        (("write", "99", "x.atom"), 3, "there is no address 99"),
        (("write", "1", "x.xml"), 2, "must end in .atom, .json or .ics"),
    ],
)
def test_what_makes_no_sense_is_said_in_a_sentence(
    home: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    assert run(home, "feeds", *arguments) == code
    assert said in capsys.readouterr().err


def test_without_a_site_the_path_is_given_out(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BID_MATCHER_WEB")
    assert run(home, "feeds", "add", "--what", "shortlist-deadlines") == 0
    said = capsys.readouterr()
    assert said.out.startswith("/feeds/")
    assert "BID_MATCHER_WEB is not set" in said.err
