"""Accounts in the store: compared, changed by one at a time, handed out and erased whole."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from matcher.store import compact, export_people, remove_address
from matcher.store.accounts import (
    add_account,
    change_account,
    find_account,
    load_account,
    load_accounts,
)
from matcher.store.audit import Entry, add_entry, load_entries
from matcher.store.errors import ChangedMeanwhileError
from matcher.store.personal import remove_account
from matcher.store.schema import metadata
from matcher.store.sessions import (
    LINK_LIFE,
    add_link,
    count_sessions,
    find_link,
    find_session,
    open_session,
    use_link,
)
from matcher.store.tokens import MOST_TOKENS, add_token, find_token, load_tokens
from models.account import Account, Role, Scope, account_key
from tests.matcher.store.examples import NOON
from tests.matcher.store.people import store_person
from tests.matcher.store.test_personal import everything

ADDRESS, NAME = "Ada@example.org", "Ada King"


def store_account(engine: Engine, address: str = ADDRESS, role: Role = Role.ADMIN) -> Account:
    account = Account(city="leeds", address=address, role=role, name=NAME, created_at=NOON)
    found = load_account(engine, "leeds", add_account(engine, account))
    assert found is not None
    return found


def live(engine: Engine, account: Account) -> int:
    """Leave a row in every table that has to do with accounts."""
    number = account.id or 0
    open_session(engine, number, "session", NOON)
    add_link(engine, number, "link", "browser", NOON)
    add_token(engine, number, "reports", {Scope.READ}, "token", NOON)
    entry = Entry(
        city="leeds",
        at=NOON,
        account_id=number,
        role="admin",
        what="decided go",
        about="ukri:1",
        place="site",
    )
    add_entry(engine, entry)
    return number


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ada@Example.org", "ada@example.ORG", True),
        ("ada@bücher.example", "ADA@xn--bcher-kva.example", True),
        ("ada@example.org", "adb@example.org", False),
        # The sign for kelvin is lower-cased to a plain k: it must not pass for one.
        ("\u212aate@example.org", "kate@example.org", False),
        ("Straße@example.org", "strasse@example.org", False),
    ],
)
def test_addresses_are_compared_as_people_write_them(one: str, other: str, same: bool) -> None:
    assert (account_key(one) == account_key(other)) is same


def test_a_city_has_one_account_for_an_address(engine: Engine) -> None:
    account = store_account(engine)
    with pytest.raises(ValueError, match="has an account already"):
        store_account(engine, ADDRESS.upper())
    add_account(engine, replace(account, city="york"))
    assert find_account(engine, "leeds", "ADA@example.org") == account
    assert find_account(engine, "hull", ADDRESS) is None
    assert load_account(engine, "york", account.id or 0) is None


def test_one_change_at_a_time(engine: Engine) -> None:
    store_account(engine)
    bob = store_account(engine, "bob@example.org", Role.READER)
    after = change_account(engine, replace(bob, role=Role.LEADER))
    assert after.version == 2
    for stale in (bob, replace(bob, version=3)):
        with pytest.raises(ChangedMeanwhileError):
            change_account(engine, stale)
        with pytest.raises(ChangedMeanwhileError):
            remove_account(engine, stale)
    assert load_accounts(engine, "leeds")[1] == after


def test_who_is_disabled_is_signed_out_and_their_tokens_do_not_act(engine: Engine) -> None:
    store_account(engine, "root@example.org")
    account = store_account(engine)
    live(engine, account)
    assert find_token(engine, "leeds", "token") is not None
    assert find_session(engine, "leeds", "session", NOON) is not None
    disabled = change_account(engine, replace(account, disabled_at=NOON))
    assert find_session(engine, "leeds", "session", NOON) is None
    assert find_link(engine, "leeds", "link", NOON) is None
    assert find_token(engine, "leeds", "token") is None
    change_account(engine, replace(disabled, disabled_at=None))
    assert find_session(engine, "leeds", "session", NOON) is None  # which does not come back
    assert find_token(engine, "leeds", "token") is not None


def test_a_link_is_used_once_and_ends(engine: Engine) -> None:
    account = store_account(engine)
    add_link(engine, account.id or 0, "link", "browser", NOON)
    late = NOON + LINK_LIFE
    assert find_link(engine, "leeds", "link", late) is None
    assert not use_link(engine, "link", late)
    assert use_link(engine, "link", late - timedelta(seconds=1))
    assert not use_link(engine, "link", NOON)
    assert find_link(engine, "leeds", "link", NOON) is None
    add_link(engine, account.id or 0, "another", "browser", NOON + timedelta(days=1))
    assert "browser" not in everything(engine)  # kept as a hash, and the old link swept away


def test_no_secret_is_stored_as_it_is(engine: Engine) -> None:
    account = store_account(engine)
    open_session(engine, account.id or 0, "shown-by-a-browser", NOON)
    add_link(engine, account.id or 0, "in-a-mail", "visit-of-a-browser", NOON)
    add_token(engine, account.id or 0, "reports", {Scope.READ}, "shown-by-a-program", NOON)
    kept = everything(engine)
    for secret in ("shown-by", "in-a-mail", "visit-of"):
        assert secret not in kept
    assert count_sessions(engine, account.id or 0, NOON) == 1


def test_tokens_are_limited_and_named(engine: Engine) -> None:
    number = store_account(engine).id or 0
    for n in range(MOST_TOKENS):
        add_token(engine, number, "x", {Scope.READ}, f"token {n}", NOON)
    with pytest.raises(ValueError, match="are the most"):
        add_token(engine, number, "x", {Scope.READ}, "one more", NOON)
    assert len(load_tokens(engine, number)) == MOST_TOKENS


def test_an_account_is_handed_out_whole(engine: Engine) -> None:
    number = live(engine, store_account(engine))
    store_person(engine, ADDRESS.lower())
    store_person(engine, ADDRESS)
    person, account = export_people(engine, ADDRESS)
    assert person["address"] == ADDRESS
    assert (account["kind"], account["id"], account["name"]) == ("account", number, NAME)
    referring = {
        table.name
        for table in metadata.tables.values()
        if any(key.column.table.name == "accounts" for key in table.foreign_keys)
    }
    assert {"sessions", "sign_in_links", "api_tokens"} <= referring <= set(account)
    assert [entry["what"] for entry in account["audit_log"]] == ["decided go"]


@pytest.mark.parametrize("by_address", [True, False])
def test_nothing_is_left_of_an_account_but_what_it_did(
    file_engine: Engine, database: Path, by_address: bool
) -> None:
    engine = file_engine
    store_account(engine, "root@example.org")
    account = store_account(engine, "secret-person@example.org", Role.LEADER)
    number = live(engine, account)
    if by_address:
        assert remove_address(engine, "SECRET-person@example.org") == 1
    else:
        remove_account(engine, account)
    assert load_account(engine, "leeds", number) is None
    compact(engine)
    for path in database.parent.iterdir():
        assert b"secret-person" not in path.read_bytes(), path.name
    (entry,) = load_entries(engine, "leeds")
    assert (entry.account_id, entry.what) == (number, "decided go")
    again = store_account(engine, "secret-person@example.org", Role.LEADER)
    assert again.id != number  # what was done does not become somebody else's doing


def test_the_log_keeps_one_line_without_hidden_characters(engine: Engine) -> None:
    entry = Entry(
        city="leeds",
        at=NOON,
        account_id=None,
        role="console",
        what="a\u202eb\nc",
        about="x" * 999,
        place="command",
    )
    add_entry(engine, entry)
    (kept,) = load_entries(engine, "leeds")
    assert kept.what == "ab c"
    assert len(kept.about) == 300
