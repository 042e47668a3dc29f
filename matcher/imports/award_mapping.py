"""The mapping file of a table of awards: which column is which fact of an award.

Rules are those of `docs/import.md`; the fields are those of `models.award.Award`.
"""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from matcher.imports.mapping import MoneyRules, Rules, Skip, Text
from matcher.imports.result import ImportFailure
from matcher.yaml_files import read_yaml


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AwardRules(_Part):
    """Rules for each field of an award, under the field's own name."""

    source: Rules
    source_id: Rules
    title: Rules
    url: Rules = ()
    funder: Rules = ()
    programme: Rules = ()
    organisation: Rules = ()
    organisation_id: Rules = ()
    amount: MoneyRules | None = None
    starts_on: Rules = ()
    ends_on: Rules = ()
    awarded_on: Rules = ()
    summary: Rules = ()
    categories: Rules = ()


class AwardMapping(_Part):
    """One mapping file."""

    about: Text  # which file it reads, for people
    rows: Text | None = None  # path of the list of awards inside a .json document
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None  # of bare numbers
    empty: tuple[Text, ...] = ()  # words that stand for an empty cell, in any capitals
    fields: AwardRules
    skip: tuple[Skip, ...] = ()


def load_award_mapping(path: Path) -> AwardMapping:
    """Read and check a mapping file; ImportFailure names the file and the entry."""
    return read_yaml(path, AwardMapping, ImportFailure)
