"""SQL injection: what anybody can write is a value, through every function that asks the store."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from matcher.store import (
    find_feed_link,
    find_subscribers,
    load_call,
    load_calls,
    load_comments,
    load_judgements,
    load_subscribers,
    open_store,
    quick_check,
    remove_address,
    search_words,
    upsert_calls,
)
from matcher.store.accounts import load_accounts
from matcher.store.audit import load_entries
from matcher.store.sessions import find_link
from tests.matcher.store.examples import make_call
from tests.matcher.store.people import store_person
from tests.matcher.web.people import browser_as, make_site

NOW = datetime(2026, 8, 10, tzinfo=UTC)
HOSTILE = (
    "'; DROP TABLE calls; --", "' OR '1'='1", '" OR ""="', "1 OR 1=1", "') OR ('1'='1",
    "x' UNION SELECT address, 1, 1, 1 FROM subscribers --", "%", "_", "%' ESCAPE '!", "\\'",
    "\\", "ukri:1\x00' OR 1=1", "NEAR(a b)", '"a" OR "b"', "title:x", "a*", "^a", "-a", "(",
    "{calls}", ":name", "%(name)s", "?", "$1", "/* x */", "1;ATTACH DATABASE 'x' AS y",
)  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    made = open_store(f"sqlite:///{tmp_path_factory.mktemp('store') / 'a.db'}")
    calls = [make_call(n, title=f"Falls prevention {n}") for n in "123"]
    upsert_calls(made, calls, NOW)
    store_person(made)
    yield made
    made.dispose()


@pytest.fixture(autouse=True)
def _nothing_changes(engine: Engine) -> Iterator[None]:
    people = load_subscribers(engine, "leeds")
    yield
    assert len(load_calls(engine)) == 3
    assert load_subscribers(engine, "leeds") == people
    assert quick_check(engine) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_key_a_name_and_a_secret_find_only_themselves(engine: Engine, text: str) -> None:
    assert load_call(engine, text) is None
    assert load_subscribers(engine, text) == []
    assert list(find_subscribers(engine, text)) == []
    assert find_feed_link(engine, text) is None
    assert find_link(engine, "leeds", text, NOW) is None
    assert load_accounts(engine, text) == []
    assert load_entries(engine, text) == []
    assert load_comments(engine, text, [text]) == []
    assert load_judgements(engine, text) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_search_takes_operators_for_words(engine: Engine, text: str) -> None:
    for each in (text, f"falls {text}"):
        hits = search_words(engine, each, 10)
        assert {hit.key for hit in hits} <= {"ukri:1", "ukri:2", "ukri:3"}


@pytest.mark.parametrize("text", HOSTILE)
def test_removing_a_hostile_address_removes_nobody(engine: Engine, text: str) -> None:
    assert remove_address(engine, text) == 0


def test_what_is_stored_comes_back_as_it_was(tmp_path: Path) -> None:
    own = open_store(f"sqlite:///{tmp_path / 'b.db'}")
    calls = [make_call(f"{n}", title=f"T {text}", url=text) for n, text in enumerate(HOSTILE)]
    upsert_calls(own, calls, NOW)
    stored = {each.call.key: each.call for each in load_calls(own)}
    assert len(stored) == len(HOSTILE)
    for call in calls:
        assert stored[call.key].title == call.title.replace("\x00", "")
    own.dispose()


def test_the_site_answers_hostile_addresses_as_others(tmp_path: Path) -> None:
    browser = browser_as(make_site(tmp_path), raise_server_exceptions=False)
    for text in HOSTILE:
        for path in ("/call/ukri:", "/needs/", "/organisations/", "/feeds/", "/digests/"):
            answer = browser.get(path + re.sub(r"[^\x21-\x7e]|[?#%\\]", "_", text))
            assert answer.status_code in (303, 307, 404, 422), (path, text)
        for name in ("q", "funder", "need", "status", "page", "sort"):
            assert browser.get("/calls", params={name: text}).status_code == 200
