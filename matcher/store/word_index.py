"""The word index, made anew from what the calls say now."""

import sqlalchemy as sa
from sqlalchemy import Connection

from matcher.serial import load_json
from matcher.store import dialect
from matcher.store.contents import Advance
from matcher.store.records import words_of
from matcher.store.schema import call_versions, calls
from matcher.store.trouble import Trouble
from models.call import Call

_PIECE = 200  # calls in memory at a time


def index_all_words(connection: Connection, advance: Advance | None = None) -> int:
    """Make the index anew, and return how many calls are in it.

    A call whose text cannot be read is in it by its title alone.
    """
    dialect.of(connection).empty_word_index(connection)
    current = sa.and_(
        call_versions.c.call_key == calls.c.key, call_versions.c.version == calls.c.version
    )
    query = (
        sa.select(calls.c.id, calls.c.key, calls.c.title, call_versions.c.document)
        .select_from(calls.outerjoin(call_versions, current))
        .order_by(calls.c.id)
        .limit(_PIECE)
    )
    done, last = 0, -1
    while rows := connection.execute(query.where(calls.c.id > last)).all():
        dialect.of(connection).index_words(connection, [_words(*row[1:]) for row in rows])
        done, last = done + len(rows), rows[-1].id
        if advance is not None:
            advance("word index", done, None)
    return done


def _words(key: str, title: str, document: str | None) -> dict[str, str]:
    try:
        return words_of(load_json(Call, document or ""))
    except ValueError:
        return {"key": key, "title": title, "body": ""}


def word_index_troubles(connection: Connection) -> list[Trouble]:
    """Ask the database whether the index is whole in itself. It can be made anew."""
    said = dialect.of(connection).word_index_damage(connection)
    return [Trouble("word index", said, index_all_words)] if said else []
