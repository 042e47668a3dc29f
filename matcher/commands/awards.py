"""`bid-matcher awards`: collect or import who won what, or show what the city holds."""

import json
from argparse import Namespace
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from matcher.city.holders import city_organisation, parts_of_city
from matcher.city.load import load_city
from matcher.commands.award_rows import (
    AwardRow,
    add_up,
    totals,
)
from matcher.commands.collect import choose, exit_code, tell
from matcher.commands.say import hint, say, tables
from matcher.digest.safe import clip
from matcher.imports.award_mapping import load_award_mapping
from matcher.imports.awards import read_awards
from matcher.places import one_writer, own_store
from matcher.progress import progress_bars
from matcher.settings import Settings
from matcher.store import award_totals, load_awards, upsert_awards
from models.award import Award
from models.city import CityProfile
from models.errors import NothingToDoError
from models.money import Money
from scrapers.registry import load_award_sources
from scrapers.source import without_minimum

_SHOWN = 50  # rejected rows printed in full; the rest are counted
_PARTLY = 4
_NOTHING = 3
_LONGEST_NAME = 60  # characters of an organisation's name in the table
_HOW_TO_BEGIN = (
    "no awards are stored yet: run `bid-matcher awards collect`, or `bid-matcher awards import "
    "FILE` with a file from NIHR Open Data (docs/awards.md)"
)


def run(settings: Settings, arguments: Namespace) -> int:
    """Do the action. 0 done, 3 nothing could be done, 4 some rows left out."""
    if arguments.action == "collect":
        return _collect(settings, arguments.source, allow_few=arguments.allow_few)
    if arguments.action == "import":
        return _import(settings, arguments.file, arguments.map)
    return _show(settings, arguments.organisation, as_json=arguments.json)


def _collect(settings: Settings, names: Sequence[str] | None, *, allow_few: bool) -> int:
    from matcher.jobs import collect_all_awards, http_settings  # the other actions need no jobs

    sources = choose(load_award_sources(), names)
    if allow_few:
        sources = [without_minimum(source) for source in sources]
    http = http_settings(settings)
    with one_writer(settings), progress_bars() as advance:
        engine = own_store(settings)
        reports = collect_all_awards(engine, sources, http, advance, settings.moment)
    for report in reports:
        tell(report, "awards")
    return exit_code(reports)


def _import(settings: Settings, file: Path, mapping: Path | None) -> int:
    rules = load_award_mapping(mapping or settings.data / "mappings" / "nihr_awards.yaml")
    result = read_awards(file, rules)
    with one_writer(settings):
        stored = upsert_awards(own_store(settings), result.awards, settings.moment())
    say(
        f"{file.name}: {stored.new} new, {stored.changed} changed, "
        f"{stored.unchanged} unchanged, {len(result.rejected)} rejected"
    )
    for row in result.rejected[:_SHOWN]:
        field = f", {row.field}" if row.field else ""
        hint(f"  {file.name}, line {row.line}{field}: {row.reason}")
    _count_the_rest(len(result.rejected))
    if not result.rejected:
        return 0
    return _PARTLY if result.awards else _NOTHING


def _count_the_rest(count: int) -> None:
    if count > _SHOWN:
        hint(f"  and {count - _SHOWN} more")


def _show(settings: Settings, organisation: str | None, *, as_json: bool) -> int:
    profile = load_city(settings.city_folder)
    engine = own_store(settings)
    stored = sum(total.awards for total in award_totals(engine))
    if not stored:
        raise NothingToDoError(_HOW_TO_BEGIN)
    if organisation is None:
        awards = _of_parts(engine, parts_of_city(profile))
    else:
        awards = load_awards(engine, organisation=organisation)
    names = _names(awards, profile if organisation is None else None)
    rows, sums = add_up(awards, names), totals(awards, names)
    if as_json:
        whose = {"city": profile.name, "organisation": organisation, "stored": stored}
        parts = {"rows": [*map(_plain, rows)], "totals": [*map(_plain, sums)]}
        say(json.dumps(whose | parts, indent=2, ensure_ascii=False))
    elif rows:
        _print_table(rows, sums)
    else:
        whom = profile.name if organisation is None else f"an organisation like {organisation!r}"
        say(f"None of the {stored:,} stored awards is held by {whom}.")
    return 0


def _of_parts(engine: Engine, parts: Iterable[str]) -> list[Award]:
    found = {award.key: award for part in parts for award in load_awards(engine, organisation=part)}
    return [found[key] for key in sorted(found)]


def _names(awards: Iterable[Award], profile: CityProfile | None) -> dict[str, str]:
    """Return whose each holder's award is: the city's organisation, or the holder itself."""
    holders = {award.organisation for award in awards if award.organisation}
    if profile is None:
        return {holder: holder for holder in holders}
    found = {holder: city_organisation(holder, profile) for holder in holders}
    return {holder: name for holder, name in found.items() if name is not None}


def _plain(row: AwardRow) -> dict[str, Any]:
    return {
        name: float(value) if isinstance(value, Decimal) else value
        for name, value in asdict(row).items()
    }


def _print_table(rows: Sequence[AwardRow], sums: Sequence[AwardRow]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading in ("Organisation", "Source"):
        table.add_column(heading, overflow="fold")
    for heading in ("Awards", "Total", "Median", "Largest"):
        table.add_column(heading, justify="right")
    for row in rows:
        table.add_row(*_cells(row))
    table.add_section()
    for row in sums:
        table.add_row(*_cells(row))
    console = tables()
    console.print(table)
    silent = sum(row.awards - row.stated for row in sums)
    if silent:
        console.print(f"{silent:,} awards state no amount in pounds; they count, and add nothing.")
    if len(sums) > 1:
        console.print("An award may be in several sources: their totals must not be added up.")


def _cells(row: AwardRow) -> tuple[str, ...]:
    name = "All" if row.organisation is None else clip(row.organisation, _LONGEST_NAME)
    figures = (_pounds(value) for value in (row.total, row.median, row.largest))
    return (name, row.source, f"{row.awards:,}", *figures)


def _pounds(value: Decimal | None) -> str:
    return "not stated" if value is None else str(Money(value, "GBP"))
