"""Calls laid out as arrays, so that narrowing, counting and ordering them costs little. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.digest.rows import Row
from matcher.digest.safe import plain
from matcher.strategy.eligibility import Verdict
from matcher.web.calls.asked import NOT_STATED, Choices, Facet, Sort
from matcher.web.calls.values import funder_value, values_of
from models.digest import RankedCall
from models.seen import Seen

Places = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One facet: its values, and which call is listed under which. A call may have several."""

    codes: Mapping[str, int]  # value -> its place in counts
    calls: Places  # of each entry, the call's position
    entries: Places  # of each entry, the value's code

    def mask(self, chosen: frozenset[str], size: int) -> Mask:
        """Return the calls that are listed under one of the chosen values."""
        wanted = np.zeros(len(self.codes), dtype=bool)
        wanted[[self.codes[value] for value in chosen if value in self.codes]] = True
        found = np.zeros(size, dtype=bool)
        found[self.calls[wanted[self.entries]]] = True
        return found

    def counts(self, among: Mask) -> npt.NDArray[np.intp]:
        """Count the calls under each value among those of the mask."""
        return np.bincount(self.entries[among[self.calls]], minlength=len(self.codes))


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """All calls, closed ones too, by their position among the rows it was built from."""

    size: int  # calls
    columns: Mapping[Facet, Column]
    orders: Mapping[Sort, Places]  # positions, first one first
    funders: Mapping[str, str]  # value -> the name as most calls write it
    worded: dict[int, Row] = field(default_factory=dict)  # rows put into words, as they are shown


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """What a search has found: positions in their order, and counts by facet and value."""

    positions: Places
    counts: Mapping[Facet, Mapping[str, int]]  # with all other facets applied


def build_index(
    rows: Sequence[RankedCall],
    verdicts: Mapping[str, Verdict],
    seen: Mapping[str, Seen],
) -> Index:
    """Lay the rows out; `verdicts` and `seen` are by key of the call."""
    held: dict[Facet, tuple[list[int], list[str]]] = {facet: ([], []) for facet in Facet}
    for position, row in enumerate(rows):
        for facet, value in values_of(row, verdicts[row.call.key]):
            held[facet][0].append(position)
            held[facet][1].append(value)
    columns = {facet: _column(*entries) for facet, entries in held.items()}
    return Index(len(rows), columns, _orders(rows, seen), _funders(rows))


def select(
    index: Index,
    choices: Choices,
    sort: Sort,
    found: Mask | None = None,
    fit: npt.NDArray[np.float32] | None = None,
) -> Selection:
    """Narrow, count and order the calls.

    `found` are those that answer the words, `fit` how well each does; None for a search
    without words, whose fit is that of the call for the city.
    """
    size = index.size
    base = np.ones(size, dtype=bool) if found is None else found
    masks = {key: index.columns[key].mask(values, size) for key, values in choices.items()}
    whole = _all(base, masks.values())
    counts = {}
    for key, column in index.columns.items():
        others = (
            whole if key not in masks else _all(base, (masks[m] for m in masks if m is not key))
        )
        numbers = column.counts(others).tolist()
        counts[key] = {value: numbers[code] for value, code in column.codes.items()}
    if fit is not None and sort is Sort.FIT:
        left = np.flatnonzero(whole)
        return Selection(left[np.argsort(-fit[left], kind="stable")], counts)
    order = index.orders[sort]
    return Selection(order[whole[order]], counts)


def _all(base: Mask, masks: Any) -> Mask:
    result = base.copy()
    for mask in masks:
        result &= mask
    return result


def _column(calls: list[int], values: list[str]) -> Column:
    codes = {value: code for code, value in enumerate(dict.fromkeys([*values, NOT_STATED]))}
    entries = np.array([codes[value] for value in values], dtype=np.intp)
    return Column(codes, np.array(calls, dtype=np.intp), entries)


def _orders(rows: Sequence[RankedCall], seen: Mapping[str, Seen]) -> dict[Sort, Places]:
    keys: dict[Sort, Any] = {
        Sort.FIT: lambda row: -row.score,
        Sort.CLOSING: _closing,
        Sort.AMOUNT: lambda row: -(row.scale.pounds or Decimal(-1)),
        Sort.NEWEST: lambda row: _age(row, seen[row.call.key].first),
    }
    return {
        sort: np.array(
            sorted(range(len(rows)), key=lambda at: (key(rows[at]), -rows[at].score, at)),
            dtype=np.intp,
        )
        for sort, key in keys.items()
    }


def _funders(rows: Sequence[RankedCall]) -> dict[str, str]:
    names = Counter(name for row in rows if (name := plain(row.call.funder or "")))
    found: dict[str, str] = {}
    for name, _ in sorted(names.items(), key=lambda each: (-each[1], each[0])):
        found.setdefault(funder_value(name), name)
    return found


def _closing(row: RankedCall) -> tuple[int, float]:
    """Put what closes next first, then what does not say when, then what has closed."""
    if row.days_left is None or row.closes_at is None:
        return 1, 0.0
    at = row.closes_at.timestamp()
    return (0, at) if row.days_left >= 0 and str(row.status) != "closed" else (2, -at)


def _age(row: RankedCall, seen: datetime) -> tuple[int, int]:
    """Order by the day a call was first seen, then by the day it was published or opens."""
    opens = row.call.opens_at
    told = row.call.published_on or (opens.astimezone(UTC).date() if opens else date.min)
    return -seen.astimezone(UTC).date().toordinal(), -told.toordinal()
