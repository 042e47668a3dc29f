"""A file of people who are to get mail, row by row: the good rows are kept, every fault named."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from matcher.digest.forms import LANGUAGES, is_language
from matcher.imports.files import Limits
from matcher.imports.result import RejectedRow, Row
from matcher.imports.tables import every_row
from matcher.neutral import neutral_line
from models.subscriber import (
    LONGEST_LINE,
    Frequency,
    MailFormat,
    SavedSearch,
    Subscriber,
    SubscriberRole,
    address_key,
    is_address,
)

Word = TypeVar("Word", bound=StrEnum)

_LIMITS = Limits(file=50_000_000, document=50_000_000, line=1_000_000)
_SHOWN = 60  # characters of a value in a complaint
_YES, _NO = ("true", "yes", "1"), ("false", "no", "0")
_MOST_DAYS = 3_650


@dataclass(frozen=True, slots=True)
class KnownIds:
    """What a row may name."""

    city: str  # folder
    need_ids: Collection[str]
    organisation_ids: Collection[str]


@dataclass(frozen=True, slots=True)
class PeopleRead:
    """The people of a file, each with its line, and every fault of the other rows."""

    people: tuple[tuple[int, Subscriber], ...]
    faults: tuple[RejectedRow, ...]


def read_people(path: Path, known: KnownIds) -> PeopleRead:
    """Read the people of a .jsonl, .json, .csv (each also .gz) or .xlsx file.

    The columns are FIELDS, of which only the address must be filled. Lists have ";"
    between their entries, or are lists in JSON. ImportFailure for a file that cannot
    be read at all.
    """
    people: list[tuple[int, Subscriber]] = []
    faults: list[RejectedRow] = []
    lines: dict[str, int] = {}  # address as compared -> line
    for item in every_row(path, None, _LIMITS, lambda table: table):
        if isinstance(item, RejectedRow):
            faults.append(item)
            continue
        line, row = item
        person, found = read_person(row, known)
        if person is not None:
            first = lines.setdefault(address_key(person.address), line)
            if first == line:
                people.append((line, person))
            else:
                found = [("address", f"is that of line {first}")]
        faults += [RejectedRow(line, field, reason) for field, reason in found]
    return PeopleRead(tuple(people), tuple(faults))


def read_person(row: Row, known: KnownIds) -> tuple[Subscriber | None, list[tuple[str, str]]]:
    """Return the person a row describes, or None with every fault: its field and the reason."""
    values: dict[str, Any] = {}
    faults = []
    for name, cell in row.items():
        try:
            if name not in _READERS:
                raise ValueError(f"is not a column of subscribers, which are {', '.join(FIELDS)}")
            if cell not in (None, "", []):
                field, read = _READERS[name]
                values[field] = read(cell, known)
        except ValueError as error:
            faults.append((_cut(name), str(error)))
    if not row.get("address"):
        faults.append(("address", "is missing"))
    if faults:
        return None, faults
    return Subscriber(city=known.city, **values), []


def _cut(text: str) -> str:
    line = neutral_line(text)
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def _address(cell: object, known: KnownIds) -> str:
    text = _line(cell, known)
    if not is_address(text):
        raise ValueError(f"not an e-mail address: {_cut(text)!r}")
    return text


def _line(cell: object, _: KnownIds) -> str:
    if not isinstance(cell, str):
        raise ValueError(f"not a text: {_cut(str(cell))}")
    line = neutral_line(cell)
    if len(line) > LONGEST_LINE:
        raise ValueError(f"has {len(line):,} characters; {LONGEST_LINE} are the most")
    return line


def _language(cell: object, known: KnownIds) -> str:
    text = _line(cell, known)
    if not is_language(text):
        raise ValueError(
            f"{_cut(text)!r} is not a language whose dates and amounts are known, which are"
            f" {', '.join(LANGUAGES)}, each also with a country as in en-GB"
        )
    return text


def _word_of(kind: type[Word]) -> Callable[[object, KnownIds], Word]:
    def read(cell: object, known: KnownIds) -> Word:
        text = _line(cell, known).casefold()
        try:
            return kind(text)
        except ValueError:
            raise ValueError(f"{_cut(text)!r} is not one of {', '.join(kind)}") from None

    return read


def _entries(cell: object) -> list[object]:
    if isinstance(cell, str):
        return [part for part in map(str.strip, cell.split(";")) if part]
    if isinstance(cell, list):
        return cell
    raise ValueError(f"not a list: {_cut(str(cell))}")


def _needs(cell: object, known: KnownIds) -> tuple[str, ...]:
    return _ids(cell, known.need_ids, "need")


def _organisations(cell: object, known: KnownIds) -> tuple[str, ...]:
    return _ids(cell, known.organisation_ids, "organisation")


def _ids(cell: object, ids: Collection[str], what: str) -> tuple[str, ...]:
    named = tuple(dict.fromkeys(str(entry) for entry in _entries(cell)))
    for entry in named:
        if entry not in ids:
            raise ValueError(f"the city has no {what} {_cut(entry)!r}")
    return named


def _searches(cell: object, known: KnownIds) -> tuple[SavedSearch, ...]:
    return tuple(_search(entry, known) for entry in _entries(cell))


def _search(entry: object, known: KnownIds) -> SavedSearch:
    if not isinstance(entry, Mapping):
        return SavedSearch(_line(entry, known))
    for name in entry:
        if name not in ("text", "funder", "min_award_gbp"):
            raise ValueError(f"{_cut(str(name))!r} is not part of a search")
    funder, least = entry.get("funder"), entry.get("min_award_gbp")
    return SavedSearch(
        _line(entry.get("text") or "", known),
        _line(funder, known) if funder else None,
        None if least is None else _amount(least, known),
    )


def _amount(cell: object, _: KnownIds) -> Decimal:
    try:
        amount = Decimal(str(cell).strip().removeprefix("£").replace(",", ""))
    except InvalidOperation:
        amount = Decimal(-1)
    if not (amount.is_finite() and amount >= 0):
        raise ValueError(f"not an amount in pounds like 1000000: {_cut(str(cell))!r}")
    return amount


def _days(cell: object, _: KnownIds) -> int:
    text = str(cell).strip()
    if not (text.isascii() and text.isdecimal() and int(text) <= _MOST_DAYS):
        raise ValueError(f"not a number of days from 0 to {_MOST_DAYS:,}: {_cut(text)!r}")
    return int(text)


def _flag(cell: object, _: KnownIds) -> bool:
    text = str(cell).strip().casefold()
    if text not in (*_YES, *_NO):
        raise ValueError(f"neither yes nor no: {_cut(text)!r}")
    return text in _YES


_READERS: dict[str, tuple[str, Callable[[object, KnownIds], Any]]] = {
    "address": ("address", _address),
    "name": ("name", _line),
    "organisation": ("organisation", _line),
    "language": ("language", _language),
    "role": ("role", _word_of(SubscriberRole)),
    "needs": ("need_ids", _needs),
    "follows": ("organisation_ids", _organisations),
    "searches": ("searches", _searches),
    "min_award_gbp": ("min_award_gbp", _amount),
    "notice_days": ("notice_days", _days),
    "frequency": ("frequency", _word_of(Frequency)),
    "format": ("format", _word_of(MailFormat)),
    "quiet_weeks": ("quiet_weeks", _flag),
}

FIELDS = tuple(_READERS)
"""Columns of the file."""
