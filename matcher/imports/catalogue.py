"""The bundled sample of real calls, for a first run with no network."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from matcher.catalogue import NAME, CatalogueFile, read_head
from matcher.imports.mapping import load_mapping
from matcher.imports.read import read_calls
from matcher.imports.result import ImportFailure
from models.call import Call


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Calls as they stood on one day, with the credits that their sources ask for."""

    reference_date: date
    calls: tuple[Call, ...]
    credits: tuple[str, ...]
    note: str  # what a reader must know about these calls


def load_catalogue(folder: Path) -> Catalogue:
    """Read the catalogue in a folder, whole or not at all.

    ImportFailure names the file and the line of the first thing that is wrong.
    """
    head = read_head(folder, ImportFailure)
    calls = [call for part in head.files for call in _calls(folder, part, head.reference_date)]
    keys = [call.key for call in calls]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ImportFailure(f"{NAME}: {twice[0]} is in two of its files")
    return Catalogue(head.reference_date, tuple(calls), head.credits, head.note)


def _calls(folder: Path, part: CatalogueFile, day: date) -> tuple[Call, ...]:
    mapping = load_mapping(folder / part.mapping)
    result = read_calls(folder / part.file, mapping, day)
    if result.rejected:
        bad = result.rejected[0]
        raise ImportFailure(f"{part.file}, line {bad.line}: {bad.field or 'row'}: {bad.reason}")
    if len(result.calls) != part.calls:
        raise ImportFailure(f"{part.file}: has {len(result.calls)} calls, not {part.calls}")
    return result.calls
