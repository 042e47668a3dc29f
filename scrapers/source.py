"""What `source.yaml` may say about a source, checked field by field.

The shape in full, with its defaults, is in `docs/add-a-source.md`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

import yaml
from pydantic import Field, ValidationError, field_validator, model_validator

from scrapers.addresses import check_origin, check_web_address
from scrapers.contract import AwardParser, Parser
from scrapers.parts import Part, Text
from scrapers.watching.rules import WatchRules


class Publisher(Part):
    """Who stands behind the calls."""

    name: Text
    country: Annotated[str, Field(pattern=r"^[a-z]{2}$")]  # ISO 3166-1 alpha-2, or "eu"
    official: bool  # the publisher itself, not somebody who copies its calls


class Licence(Part):
    """Under which terms the facts may be shown, and the credit they ask for."""

    name: Text
    credit: Text  # the line that a digest must show
    url: str | None = None

    _web_address = field_validator("url")(check_web_address)


class HttpRules(Part):
    """How the source may be asked. Times in seconds, sizes in bytes after decompression."""

    min_interval_s: Annotated[float, Field(ge=0, le=600)] = 2
    timeout_s: Annotated[float, Field(gt=0, le=600)] = 30  # one request, from first to last byte
    max_pages: Annotated[int, Field(ge=1, le=1000)] = 40  # pages of the listing
    max_bytes: Annotated[int, Field(ge=1, le=500_000_000)] = 10_000_000  # one page
    budget_s: Annotated[float, Field(gt=0, le=86_400)] = 900  # the whole collection
    accept: Text = "*/*"  # media types, where the source insists on being told
    empty_pages: bool = False  # a page without entries may stand before others, as in windows
    refresh_days: Annotated[float, Field(ge=0, le=60)] = 0  # a call's page serves so long unasked


class Expectation(Part):
    """How many calls a healthy collection brings.

    Fewer than `min_calls`, or fewer entries in the listing than `min_listed`:
    nothing of that collection is stored. More than `max_calls`: stored, with a
    warning. `min_listed` is for sources most of whose entries are not calls for
    us, where no call at all may be a healthy day.
    """

    min_calls: Annotated[int, Field(ge=0)]
    max_calls: Annotated[int, Field(ge=1)]
    min_listed: Annotated[int, Field(ge=0)] = 0

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.max_calls < self.min_calls:
            raise ValueError("max_calls must not be less than min_calls")
        if self.min_calls == 0 and self.min_listed == 0:
            raise ValueError("min_calls or min_listed must be at least 1")
        return self


class Knowledge(Part):
    """What is known of the source, for `docs/sources.md`."""

    gives: Text  # which facts it states
    verified: Text  # how the reading of it was proven
    unconfirmed: tuple[Text, ...] = ()  # what nobody has seen on the live site


class SourceDefinition(Part):
    """One `source.yaml`."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]  # the folder's name
    title: Text
    publisher: Publisher
    summary: Annotated[str, Field(min_length=50)]
    url: str  # first page of the listing
    hosts: tuple[str, ...] = ()  # further origins that may be asked
    licence: Licence
    schedule: Literal["hourly", "daily", "weekly"]
    http: HttpRules = HttpRules()
    expect: Expectation
    knowledge: Knowledge
    feed: str | None = None  # tells that something is new; never read for calls
    review: bool = False  # what changes waits for a person before it is stored
    watch: WatchRules | None = None  # how to read the pages, in place of a parser.py
    lookups: dict[str, dict[str, str]] = Field(default_factory=dict)

    _web_address = field_validator("url", "feed")(check_web_address)

    @field_validator("hosts")
    @classmethod
    def _origins(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(check_origin(host) for host in hosts)


@dataclass(frozen=True, slots=True)
class Source:
    """A source of calls that is ready to be collected: what it says of itself, its parser."""

    definition: SourceDefinition
    parser: Parser

    @property
    def name(self) -> str:
        """The name of the source's folder."""
        return self.definition.name


@dataclass(frozen=True, slots=True)
class AwardSource:
    """A source of awards that is ready to be collected."""

    definition: SourceDefinition
    parser: AwardParser

    @property
    def name(self) -> str:
        """The name of the source's folder."""
        return self.definition.name


Known = TypeVar("Known", Source, AwardSource)


def without_minimum(source: Known) -> Known:
    """Return the source such that any number of calls will do: a person has looked."""
    expect = source.definition.expect.model_copy(update={"min_calls": 0, "min_listed": 0})
    return replace(source, definition=source.definition.model_copy(update={"expect": expect}))


def read_definition(path: Path) -> SourceDefinition:
    """Read and check one `source.yaml`.

    ValueError names the file and the field, one line for each thing wrong.
    """
    where = short_name(path)
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ValueError(f"{where}: not readable as YAML: {_one_line(error)}") from error
    if not isinstance(data, dict):
        raise ValueError(f"{where}: must be a table of fields, such as name, title and url")
    try:
        definition = SourceDefinition.model_validate(data)
    except ValidationError as error:
        lines = [f"{where}: {_explain(dict(problem))}" for problem in error.errors()]
        raise ValueError("\n".join(lines)) from None
    if definition.name != path.parent.name:
        raise ValueError(
            f"{where}: name: is {definition.name!r} but its folder is {path.parent.name!r}"
        )
    return definition


def short_name(path: Path) -> str:
    """Name a file as people speak of it: scrapers/sources/ukri/source.yaml."""
    return "/".join(path.parts[-4:]).lstrip("/")


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


_PLAIN_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is not a known field",
    "greater_than_equal": "must be at least {ge}",
    "greater_than": "must be more than {gt}",
    "less_than_equal": "must be at most {le}",
    "string_too_short": "must have at least {min_length} characters",
    "string_pattern_mismatch": "must match {pattern}",
    "string_type": "must be text; put it in quotes if it looks like a number, yes or no",
    "literal_error": "must be {expected}",
    "value_error": "{error}",
}


def _explain(problem: Mapping[str, Any]) -> str:
    """Say one of pydantic's findings in plain words, the field first."""
    place = ".".join(str(part) for part in problem["loc"] if part != "[key]")
    pattern = _PLAIN_WORDS.get(problem["type"])
    words = pattern.format(**problem.get("ctx", {})) if pattern else problem["msg"]
    return f"{place}: {words}"
