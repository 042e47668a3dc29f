"""What people say of calls: kept by call, taken back, erased with its author."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from matcher.store import (
    add_comment,
    count_comments,
    export_people,
    load_comments,
    remove_address,
    remove_comment,
)
from matcher.store.accounts import add_account
from models.account import Account, Role
from models.comment import Comment

NOW = datetime(2026, 8, 10, 9, 0, tzinfo=UTC)
WHO = "somebody@example.org"


def said(text: str, account_id: int | None = None, key: str = "ukri:one") -> Comment:
    return Comment(
        city="leeds", call_key=key, account_id=account_id, name="Who", text=text, said_at=NOW
    )


def an_account(engine: Engine) -> int:
    account = Account(city="leeds", address=WHO, role=Role.LEADER, created_at=NOW)
    return add_account(engine, account)


def test_comments_stand_on_their_call_in_order(engine: Engine) -> None:
    for text in ("  first\nline  ", "sec\u202eond"):
        add_comment(engine, said(text))
    add_comment(engine, said("elsewhere", key="ukri:two"))
    found = load_comments(engine, "leeds", ["ukri:one", "ukri:one-again"])
    assert [each.text for each in found] == ["first\nline", "second"]
    assert count_comments(engine, "leeds") == {"ukri:one": 2, "ukri:two": 1}
    assert load_comments(engine, "york", ["ukri:one"]) == []


@pytest.mark.parametrize("text", ["", " \n ", "x" * 2001])
def test_what_is_no_comment_is_refused(engine: Engine, text: str) -> None:
    with pytest.raises(ValueError, match=r"some words|2,000 are the most"):
        add_comment(engine, said(text))
    assert count_comments(engine, "leeds") == {}


def test_a_removed_comment_keeps_its_row_and_loses_its_text(engine: Engine) -> None:
    author = an_account(engine)
    number = add_comment(engine, said("a secret", author))
    assert not remove_comment(engine, "leeds", number, NOW, author=author + 1)
    assert not remove_comment(engine, "york", number, NOW, author=None)
    assert remove_comment(engine, "leeds", number, NOW, author=author)
    assert not remove_comment(engine, "leeds", number, NOW, author=None)
    (gone,) = load_comments(engine, "leeds", ["ukri:one"])
    assert (gone.text, gone.removed_at) == ("", NOW)
    assert count_comments(engine, "leeds") == {}


def test_comments_are_exported_and_erased_with_their_author(engine: Engine) -> None:
    add_comment(engine, said("mine", an_account(engine)))
    add_comment(engine, said("nobody's"))
    (person,) = export_people(engine, WHO)
    assert [row["text"] for row in person["comments"]] == ["mine"]
    remove_address(engine, WHO)
    assert [each.text for each in load_comments(engine, "leeds", ["ukri:one"])] == ["nobody's"]
