"""A search as a file: the calls that it lists, in its order, as CSV, Excel, JSON or Atom. Pure."""

import csv
import io
import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from matcher.digest import words
from matcher.digest.rows import Names
from matcher.digest.safe import plain, web_address
from matcher.feeds.atom import write_atom
from matcher.feeds.entries import MOST as MOST_ENTRIES
from matcher.feeds.entries import Feed, entry_of, stable_id
from matcher.history.words import doubtful_fields
from matcher.pack.tables import Cell, Table
from matcher.pack.workbook import harmless, write_workbook
from matcher.places import LONDON
from matcher.strategy.eligibility import may_bid
from matcher.web.calls.asked import address_of
from matcher.web.calls.finding import Found
from models.city import CityProfile
from models.digest import RankedCall
from models.money import Money

_HEAD = (
    "Title",
    "Funder",
    "Programme",
    "Status",
    "Stage",
    "Opens",
    "Closes",
    "Dates to check",
    "Days left",
    "Award from",
    "Award to",
    "Project cost to",
    "Pot for all awards",
    "One award in pounds",
    "What it is for",
    "Bid from the UK",
    "Needs it answers",
    "Who could lead",
    "Fit for the city",
    "Address",
    "Call",
)


def as_csv(found: Found, names: Names) -> bytes:
    """Write CSV for spreadsheets: with a byte order mark, and no cell that is a formula."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(_HEAD)
    for row in found.rows:
        table.writerow([_csv_cell(cell) for cell in _cells(row, names)])
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(found: Found, names: Names, city: CityProfile) -> bytes:
    """Write a workbook of one sheet."""
    rows = tuple(_cells(row, names) for row in found.rows)
    title = f"Funding calls for {city.name}: {found.asked.text or 'all'}"
    return write_workbook([Table("Calls", _HEAD, rows)], title, found.picture.as_of)


def as_json(found: Found, names: Names) -> bytes:
    """Write JSON: what was asked, how many were found, and the calls; null is not stated."""
    keys = [name.lower().replace(" ", "_") for name in _HEAD]
    told = {
        "search": address_of(found.asked),
        "as_of": found.picture.as_of.isoformat(),
        "found": found.total,
        "calls": [
            dict(zip(keys, map(_json_cell, _cells(row, names)), strict=True)) for row in found.rows
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def as_atom(found: Found, names: Names, city: CityProfile, rights: str, site: str | None) -> bytes:
    """Write an Atom feed of the calls, in the order of the page, at most as many as a feed holds.

    `site` is the address of this site, which the links in the feed begin with; None: no links.
    """
    picture, address = found.picture, address_of(found.asked, "/calls.atom")
    entries = tuple(
        entry_of(row, picture.laid.seen[row.call.key], "call", city, names, picture.as_of)
        for row in found.rows[:MOST_ENTRIES]
    )
    what = plain(found.asked.text)
    feed = Feed(
        id=stable_id("search", address),
        title=f"Funding calls for {plain(city.name)}" + (f": {what}" if what else ""),
        subtitle=f"The first {len(entries)} of {words.count_words(found.total, 'call')} found.",
        author=f"Bid Matcher, {plain(city.name)}",
        rights=rights,
        updated=max((entry.updated for entry in entries), default=picture.as_of),
        entries=entries,
        address=f"{site.rstrip('/')}{address}" if site else None,
        site=f"{site.rstrip('/')}{address_of(found.asked)}" if site else None,
    )
    return write_atom(feed)


def _cells(row: RankedCall, names: Names) -> tuple[Cell, ...]:
    call = row.call
    needs = (names.needs[match.target_id].name for match in row.needs)
    leads = (names.organisations[match.target_id].name for match in row.leads)
    return (
        call.title,
        call.funder,
        call.programme,
        row.status and words.status_words(row.status),
        call.stage and words.stage_words(call.stage),
        _day(call.opens_at),
        _day(row.closes_at),
        doubtful_fields(call),
        row.days_left,
        *map(_money, (call.award_min, call.award_max, call.project_cost_max, call.total_fund)),
        row.scale.pounds,
        row.track.track.value,
        words.eligibility_words(may_bid(call).verdict),
        _listed(needs),
        _listed(leads),
        round(row.score, 4),
        web_address(call.url),
        call.key,
    )


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(LONDON).date() if moment is not None else None


def _money(money: Money | None) -> str | None:
    return None if money is None else str(money)


def _listed(found: Iterable[str]) -> str:
    return "; ".join(found)


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return "not stated"
    return harmless(cell) if isinstance(cell, str) else str(cell)


def _json_cell(cell: Cell) -> Any:
    if isinstance(cell, str):
        return plain(cell)
    if isinstance(cell, Decimal):
        return float(cell)
    return cell.isoformat() if isinstance(cell, date) else cell
