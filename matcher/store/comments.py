"""What people say of calls, for one another. A text that is removed is gone; its row stays."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine, Row

from matcher.neutral import neutral_line, neutral_text
from matcher.store import dialect
from matcher.store.account_schema import comments
from matcher.store.transactions import reading, writing
from models.comment import Comment
from models.subscriber import LONGEST_LINE

LONGEST_COMMENT = 2_000  # characters


def add_comment(engine: Engine, comment: Comment) -> int:
    """Store a comment and return its number. Hidden characters go.

    ValueError, and nothing is stored, where there is no text or it is too long.
    """
    text = neutral_text(comment.text).strip()
    if not text:
        raise ValueError("a comment needs some words")
    if len(text) > LONGEST_COMMENT:
        raise ValueError(f"that has {len(text):,} characters; {LONGEST_COMMENT:,} are the most")
    row = _row(replace(comment, text=text, name=neutral_line(comment.name, LONGEST_LINE)))
    with writing(engine) as connection:
        stored = sa.insert(comments).values(row).returning(comments.c.id)
        return int(connection.execute(stored).scalar_one())


def load_comments(engine: Engine, city: str, pages: Collection[str]) -> list[Comment]:
    """Return what was said of a call on all its pages (their keys), removed ones too, in order."""
    wanted = sa.and_(comments.c.city == city, comments.c.call_key.in_(sorted(pages)))
    with reading(engine) as connection:
        found = connection.execute(sa.select(comments).where(wanted).order_by(comments.c.id))
        return list(map(_comment, found))


def count_comments(engine: Engine, city: str) -> dict[str, int]:
    """Return how many comments stand on each call that has any, by the key they were made under."""
    standing = sa.and_(comments.c.city == city, comments.c.removed_at.is_(None))
    query = sa.select(comments.c.call_key, sa.func.count()).where(standing)
    with reading(engine) as connection:
        found = connection.execute(query.group_by(comments.c.call_key))
        return {str(key): int(count) for key, count in found}


def remove_comment(
    engine: Engine, city: str, comment_id: int, now: datetime, *, author: int | None
) -> bool:
    """Take a comment's text away, for good; return whether there was one.

    `author` is the account whose comment it must be; None: anybody's, for an admin.
    """
    wanted = sa.and_(
        comments.c.city == city, comments.c.id == comment_id, comments.c.removed_at.is_(None)
    )
    if author is not None:
        wanted = sa.and_(wanted, comments.c.account_id == author)
    with writing(engine) as connection:
        dialect.of(connection).overwrite_what_is_deleted(connection)
        gone = sa.update(comments).where(wanted).values(text="", removed_at=now)
        return connection.execute(gone).rowcount == 1


def _row(comment: Comment) -> dict[str, Any]:
    return {
        "city": comment.city,
        "call_key": comment.call_key,
        "account_id": comment.account_id,
        "name": comment.name,
        "text": comment.text,
        "said_at": comment.said_at,
        "removed_at": comment.removed_at,
    }


def _comment(row: Row[Any]) -> Comment:
    return Comment(
        city=row.city,
        call_key=row.call_key,
        account_id=row.account_id,
        name=row.name,
        text=row.text,
        said_at=row.said_at,
        removed_at=row.removed_at,
        id=row.id,
    )
