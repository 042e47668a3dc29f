"""The head of the bundled catalogue: from which day it is, whom to credit, which files it has.

Reading it takes a few milliseconds; the calls themselves are read by
`matcher.imports.catalogue`, with all that reading calls needs.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from matcher.yaml_files import read_yaml

NAME = "catalogue.yaml"
Text = Annotated[str, Field(min_length=1)]


class CatalogueFile(BaseModel):
    """One file of calls, and how it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: Text
    mapping: Text  # relative to the catalogue's folder
    calls: Annotated[int, Field(ge=1)]  # how many it must hold
    about: Text


class _Contents(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    reference_date: date
    note: Text
    credits: tuple[Text, ...]
    files: Annotated[tuple[CatalogueFile, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class CatalogueHead:
    """What is known of the catalogue before its calls are read."""

    reference_date: date
    credits: tuple[str, ...]
    note: str  # what a reader must know about these calls
    files: tuple[CatalogueFile, ...]


def read_head(folder: Path, error: type[ValueError] = ValueError) -> CatalogueHead:
    """Read the head of the catalogue in a folder; `error` names the file and what is wrong."""
    contents = read_yaml(folder / NAME, _Contents, error)
    return CatalogueHead(
        contents.reference_date, contents.credits, contents.note.strip(), contents.files
    )


def catalogue_hash(folder: Path, head: CatalogueHead) -> str:
    """Return a fingerprint of all the catalogue's files, as hex."""
    digest = hashlib.sha256()
    for name in (NAME, *(part.file for part in head.files), *(p.mapping for p in head.files)):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()
