"""What was changed, by whom and where. Rows are only added. No name or address is in it."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine

from matcher.neutral import neutral_line
from matcher.store.account_schema import audit_log
from matcher.store.transactions import reading, writing

_LONGEST = 300  # characters of what and about


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that was done."""

    city: str
    at: datetime
    account_id: int | None  # None: nobody who was signed in, as on the command line
    role: str
    what: str  # "decided go"
    about: str  # a key or a number: "ukri:some-call", "account 3"
    place: str  # where it was done: "site", "token 7", "command"
    id: int | None = None  # given by the store


def add_entry(engine: Engine, entry: Entry) -> None:
    """Put an entry into the log."""
    with writing(engine) as connection:
        connection.execute(sa.insert(audit_log).values(_row(entry)))


def load_entries(
    engine: Engine, city: str, *, before: int | None = None, most: int | None = None
) -> list[Entry]:
    """Return entries, newest first: at most `most` of those with a lower number than `before`."""
    wanted = audit_log.c.city == city
    if before is not None:
        wanted = sa.and_(wanted, audit_log.c.id < before)
    query = sa.select(audit_log).where(wanted).order_by(audit_log.c.id.desc()).limit(most)
    with reading(engine) as connection:
        return list(map(_entry, connection.execute(query)))


def entries_as_csv(entries: Iterable[Entry]) -> str:
    """Write entries as CSV (RFC 4180), oldest first, with a line of headings; times in UTC."""
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\r\n")
    table.writerow(("number", "at", "account", "role", "what", "about", "place"))
    for entry in sorted(entries, key=lambda entry: entry.id or 0):
        at = entry.at.isoformat(timespec="seconds")
        cells = (entry.id, at, entry.account_id, entry.role, entry.what, entry.about, entry.place)
        table.writerow(map(_harmless_cell, cells))
    return file.getvalue()


def _harmless_cell(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "city": entry.city,
        "happened_at": entry.at,
        "account_id": entry.account_id,
        "role": entry.role,
        "what": neutral_line(entry.what, _LONGEST),
        "about": neutral_line(entry.about, _LONGEST),
        "place": entry.place,
    }


def _entry(row: sa.Row[Any]) -> Entry:
    return Entry(
        city=row.city,
        at=row.happened_at,
        account_id=row.account_id,
        role=row.role,
        what=row.what,
        about=row.about,
        place=row.place,
        id=row.id,
    )
