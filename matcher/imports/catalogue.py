"""The bundled sample of real calls, for a first run with no network."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from matcher.imports.mapping import load_mapping
from matcher.imports.read import read_calls
from matcher.imports.result import ImportFailure
from matcher.yaml_files import read_yaml
from models.call import Call

_NAME = "catalogue.yaml"
Text = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Calls as they stood on one day, with the credits that their sources ask for."""

    reference_date: date
    calls: tuple[Call, ...]
    credits: tuple[str, ...]
    note: str  # what a reader must know about these calls


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _File(_Part):
    file: Text
    mapping: Text  # relative to the catalogue's folder
    calls: Annotated[int, Field(ge=1)]  # how many it must hold
    about: Text


class _Contents(_Part):
    reference_date: date
    note: Text
    credits: tuple[Text, ...]
    files: Annotated[tuple[_File, ...], Field(min_length=1)]


def load_catalogue(folder: Path) -> Catalogue:
    """Read the catalogue in a folder, whole or not at all.

    ImportFailure names the file and the line of the first thing that is wrong.
    """
    contents = read_yaml(folder / _NAME, _Contents, ImportFailure)
    calls = [call for part in contents.files for call in _calls(folder, part, contents)]
    keys = [call.key for call in calls]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ImportFailure(f"{_NAME}: {twice[0]} is in two of its files")
    return Catalogue(contents.reference_date, tuple(calls), contents.credits, contents.note.strip())


def _calls(folder: Path, part: _File, contents: _Contents) -> tuple[Call, ...]:
    mapping = load_mapping(folder / part.mapping)
    result = read_calls(folder / part.file, mapping, contents.reference_date)
    if result.rejected:
        bad = result.rejected[0]
        raise ImportFailure(f"{part.file}, line {bad.line}: {bad.field or 'row'}: {bad.reason}")
    if len(result.calls) != part.calls:
        raise ImportFailure(f"{part.file}: has {len(result.calls)} calls, not {part.calls}")
    return result.calls
