"""Kinds of columns that keep the same values the same way in every database system."""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeDecorator

from matcher.serial import clean_text

# Whole numbers of 64 bits. SQLite's have them always, and numbers its rows only in a
# column that is called INTEGER.
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Text that is compared and put in order character by character, as SQLite and Python do.
# PostgreSQL would go by the language that its server is set to.
TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")

_EARLIEST = datetime.min.replace(tzinfo=UTC)
_LATEST = datetime.max.replace(tzinfo=UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware times; SQLite has no time zones, so it keeps them in UTC.

    A moment that UTC cannot express (year 1 or 9999 with an offset) is moved to
    the nearest one that it can.
    """

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware time into what the database keeps; ValueError without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"time without a zone: {value.isoformat()}")
        try:
            moment = value.astimezone(UTC)
        except OverflowError:
            moment = _EARLIEST if value.year == _EARLIEST.year else _LATEST
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time as an aware one, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class SafeText(TypeDecorator[str]):
    """Text of any origin; what no database can hold is replaced (see `clean_text`)."""

    impl = TEXT
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Clean the text on its way in."""
        return None if value is None else clean_text(value)
