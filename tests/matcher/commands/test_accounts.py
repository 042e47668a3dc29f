"""`bid-matcher accounts`: the first admin, roles, links, tokens, and the log of it all."""

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from matcher.cli import main
from matcher.commands.serve import make_site
from matcher.settings import read_settings
from matcher.store import open_store
from matcher.store.accounts import load_accounts
from matcher.store.audit import load_entries
from matcher.store.tokens import load_tokens
from matcher.web.app import create_app
from models.account import Account, Role
from tests.matcher.web.people import form_token

NOW = "2026-08-10T12:00+00:00"
ADA, BOB = "ada@example.org", "bob@example.org"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BID_MATCHER_NOW", NOW)
    return tmp_path / "home"


def accounts(home: Path, *arguments: str) -> int:
    return main(["--home", str(home), "accounts", *arguments])


def stored(home: Path) -> list[Account]:
    engine = open_store(read_settings(home=str(home), environ={}).database)
    return load_accounts(engine, "leeds")


def log(home: Path) -> list[tuple[str, str, str]]:
    engine = open_store(read_settings(home=str(home), environ={}).database)
    return [(each.what, each.about, each.place) for each in load_entries(engine, "leeds")]


def test_the_first_admin_is_made_here_and_keeps_being_one(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert accounts(home, "list") == 0
    assert "accounts add ADDRESS --role admin" in capsys.readouterr().out
    assert accounts(home, "add", ADA, "--role", "admin", "--name", "Ada") == 0
    assert accounts(home, "add", "ADA@example.org") == 2
    assert "has an account already" in capsys.readouterr().err
    assert accounts(home, "add", "not an address") == 2
    for arguments in (("role", ADA, "leader"), ("disable", ADA), ("remove", ADA)):
        assert accounts(home, *arguments) == 2
        assert "only admin" in capsys.readouterr().err
    assert [(each.role, each.name) for each in stored(home)] == [(Role.ADMIN, "Ada")]
    assert accounts(home, "list", "--json") == 0
    assert json.loads(capsys.readouterr().out)[0]["address"] == ADA


def test_roles_change_and_people_go(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accounts(home, "add", ADA, "--role", "admin")
    accounts(home, "add", BOB)
    assert accounts(home, "role", BOB.upper(), "leader") == 0
    assert accounts(home, "disable", BOB) == 0
    assert stored(home)[1].disabled_at is not None
    assert accounts(home, "enable", BOB) == 0
    assert accounts(home, "remove", BOB) == 0
    assert [each.address for each in stored(home)] == [ADA]
    assert accounts(home, "remove", BOB) == 3
    assert "has no account" in capsys.readouterr().err
    assert [what for what, *_ in log(home)] == [
        "removed",
        "enabled",
        "disabled",
        "role leader",
        "added as reader",
        "added as admin",
    ]
    assert {place for *_, place in log(home)} == {"command"}
    assert BOB not in repr(log(home))


def test_a_link_made_here_signs_in_once_in_any_browser(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    accounts(home, "add", ADA, "--role", "admin")
    capsys.readouterr()
    assert accounts(home, "link", ADA) == 0
    link = capsys.readouterr().out.strip()
    assert link.startswith("http://127.0.0.1:8080/sign-in/link/")
    site = make_site(read_settings(home=str(home)))
    browser = TestClient(create_app(site), follow_redirects=False)
    path = link.removeprefix("http://127.0.0.1:8080")
    assert browser.post(path, data={"csrf": form_token(browser, path)}).status_code == 303
    assert browser.get("/admin").status_code == 200
    assert "used already" in TestClient(create_app(site)).get(path).text
    accounts(home, "add", BOB)
    accounts(home, "disable", BOB)
    assert accounts(home, "link", BOB) == 2


def test_a_token_is_printed_once_and_revoked(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    accounts(home, "add", ADA, "--role", "admin")
    capsys.readouterr()
    assert accounts(home, "token", ADA, "--name", "reports") == 0
    token = capsys.readouterr().out.strip()
    site = make_site(read_settings(home=str(home)))
    assert [each.scopes for each in load_tokens(site.engine, 1)] == [{"read"}]
    browser = TestClient(create_app(site))
    shown = {"Authorization": f"Bearer {token}"}
    assert browser.get("/", headers=shown).status_code == 200
    assert accounts(home, "tokens", ADA) == 0
    said = capsys.readouterr().out
    assert token not in said
    assert "reports: read; last used 2026-08-10" in said
    assert accounts(home, "tokens", ADA, "--revoke", "1") == 0
    assert browser.get("/", headers=shown).status_code == 401
    assert accounts(home, "tokens", ADA, "--revoke", "1") == 2


def test_the_log_is_shown_and_is_a_table(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accounts(home, "add", ADA, "--role", "admin")
    capsys.readouterr()
    assert accounts(home, "log") == 0
    assert "console, command: added as admin: account 1" in capsys.readouterr().out
    assert accounts(home, "log", "--csv") == 0
    assert capsys.readouterr().out.splitlines()[0].startswith("number,at,account")


def test_what_other_commands_change_is_in_the_log(home: Path) -> None:
    subscribers = ["--home", str(home), "subscribers"]
    assert main([*subscribers, "add", BOB, "--confirmed", "--reason", "by letter"]) == 0
    assert main([*subscribers, "pause", BOB]) == 0
    assert main([*subscribers, "remove", BOB]) == 0
    assert log(home) == [
        ("all on an address erased", "subscribers 1", "command"),
        ("subscriber paused", "subscriber 1", "command"),
        ("subscriber added", "subscriber 1", "command"),
    ]
