"""Reads `data/words/`: acronyms and spellings that searches know."""

from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from matcher.ranking.wordings import Acronym, Spelling, Words
from matcher.yaml_files import read_yaml

_Text = Annotated[str, Field(min_length=2, max_length=100)]


class WordsError(ValueError):
    """A file of words cannot be used; says which entry and field. From load_words."""


class _Acronym(BaseModel):
    model_config = ConfigDict(extra="forbid")

    short: _Text
    long: _Text
    capitals: bool = False


class _Acronyms(BaseModel):
    model_config = ConfigDict(extra="forbid")

    acronyms: list[_Acronym]


class _Spelling(BaseModel):
    model_config = ConfigDict(extra="forbid")

    british: _Text
    american: _Text


class _Spellings(BaseModel):
    model_config = ConfigDict(extra="forbid")

    spellings: list[_Spelling]
    ise_only: list[_Text]


def load_words(folder: Path) -> Words:
    """Read `acronyms.yaml` and `spellings.yaml`, whole or not at all.

    WordsError says which file and entry is wrong.
    """
    acronyms = read_yaml(folder / "acronyms.yaml", _Acronyms, WordsError).acronyms
    spelt = read_yaml(folder / "spellings.yaml", _Spellings, WordsError)
    shorts = [each.short for each in acronyms]
    twice = sorted({short for short in shorts if shorts.count(short) > 1})
    if twice:
        raise WordsError(f"{folder / 'acronyms.yaml'}: {twice[0]} appears twice")
    return Words(
        tuple(Acronym(each.short, each.long, each.capitals) for each in acronyms),
        tuple(Spelling(each.british, each.american) for each in spelt.spellings),
        frozenset(spelt.ise_only),
    )


@lru_cache(maxsize=4)
def known_words(folder: Path) -> Words:
    """Return the words of a folder, read once: a server that runs keeps them."""
    return load_words(folder)
