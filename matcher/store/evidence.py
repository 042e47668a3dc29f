"""Which pages what is stored was read from."""

import json
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from matcher.store.errors import StoreError
from matcher.store.schema import call_versions, waiting_calls
from matcher.store.transactions import reading


def evidence_addresses(engine: Engine) -> frozenset[str]:
    """Return the addresses of every page that any stored version, or waiting text, refers to.

    They are those of calls and of the evidence for their facts. StoreError where a version
    cannot be read: nobody knows then what it refers to.
    """
    try:
        with reading(engine) as connection:
            return frozenset(_addresses(connection))
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"a stored version cannot be read: {error!r}; see bid-matcher check"
        ) from error


def _addresses(connection: Connection) -> Iterator[str]:
    for column in (call_versions.c.document, waiting_calls.c.document):
        rows = connection.execution_options(yield_per=200).execute(sa.select(column))
        for document in rows.scalars():
            said = json.loads(document)
            yield said["url"]
            for evidence in said.get("evidence", ()):
                yield evidence["url"]
