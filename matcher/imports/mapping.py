"""The mapping file: which column of a table is which fact of a call.

The format is described for people in `docs/import.md`.
"""

import re
from datetime import date, time
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

from matcher.imports.result import ImportFailure
from matcher.yaml_files import check_yaml, read_yaml


def _regular_expression(pattern: str) -> str:
    try:
        re.compile(pattern)
    except (re.error, OverflowError) as error:  # the second for "{9999999999}"
        raise ValueError(f"not a regular expression: {error}") from error
    return pattern


def _as_words(value: object) -> object:
    """YAML reads 2026-08-10 as a date and 5 as a number; a constant is the words of it."""
    return str(value) if isinstance(value, (int, date)) and not isinstance(value, bool) else value


def _as_rules(value: object) -> object:
    """Accept a column's name, one rule, or a list of either."""
    items = value if isinstance(value, (list, tuple)) else [value]
    return [{"column": item} if isinstance(item, str) else item for item in items]


TODAY = "today"  # as the value of `stated_on`: the day of the import
Text = Annotated[str, Field(min_length=1)]
Pattern = Annotated[Text, BeforeValidator(_as_words), Field(max_length=500)]
Constant = Annotated[Text, BeforeValidator(_as_words)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Part):
    """One way to come by a value. Exactly one of `column`, `constant` and `template`."""

    column: Text | None = None  # name of a column, or a dotted path into nested data
    constant: Constant | None = None
    template: Text | None = None  # text with {column} in it; no value if a column is empty
    when: dict[str, Pattern] = {}  # column -> pattern that it must show for the rule to count
    pattern: Pattern | None = None  # keep its first group, or the whole hit; no hit, no value
    separator: Text | None = None  # one cell holds several values
    values: dict[Constant, str | None] | None = None  # their word -> ours; null: says nothing
    slug: bool = False  # lower case, everything but letters and digits becomes a hyphen
    max_characters: Annotated[int, Field(ge=1)] | None = None

    @field_validator("pattern")
    @classmethod
    def _pattern_compiles(cls, pattern: str | None) -> str | None:
        return None if pattern is None else _regular_expression(pattern)

    @field_validator("when")
    @classmethod
    def _conditions_compile(cls, when: dict[str, str]) -> dict[str, str]:
        return {column: _regular_expression(pattern) for column, pattern in when.items()}

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        given = [self.column, self.constant, self.template]
        if sum(value is not None for value in given) != 1:
            raise ValueError("give exactly one of column, constant and template")
        return self

    def columns(self) -> list[str]:
        """Every column the rule looks at."""
        named = [self.column] if self.column else []
        return [*named, *re.findall(r"{([^{}]+)}", self.template or ""), *self.when]


Rules = Annotated[tuple[Rule, ...], BeforeValidator(_as_rules)]  # the first with a value counts


class MoneyRules(_Part):
    """An amount and, where the amount does not name it, its currency."""

    amount: Rules
    currency: Rules = ()


class TextRules(_Part):
    """The columns whose text is worth matching, joined in order."""

    columns: tuple[Text, ...] = ()
    headings: tuple[Text, ...] = ()  # set on a line of their own where glued to their neighbours
    separate_sentences: bool = False  # put the space back in "one.Two"


class Skip(_Part):
    """Rows to leave out without calling them wrong."""

    when: dict[str, Pattern]
    reason: Text

    @field_validator("when")
    @classmethod
    def _conditions_compile(cls, when: dict[str, str]) -> dict[str, str]:
        return {column: _regular_expression(pattern) for column, pattern in when.items()}


class CallRules(_Part):
    """Rules for each field of `models.call.Call`, under the field's own name."""

    source: Rules
    source_id: Rules
    title: Rules
    url: Rules = ()
    funder: Rules = ()
    co_funders: Rules = ()
    programme: Rules = ()
    funding_type: Rules = ()
    summary: Rules = ()
    text: TextRules = TextRules()
    eligibility: Rules = ()
    total_fund: MoneyRules | None = None
    award_min: MoneyRules | None = None
    award_max: MoneyRules | None = None
    project_cost_max: MoneyRules | None = None
    expected_awards: Rules = ()
    duration: Rules = ()
    published_on: Rules = ()
    opens_at: Rules = ()
    deadlines: Rules = ()
    deadline_kind: Rules = ()
    stage: Rules = ()
    stated_status: Rules = ()
    stated_on: Rules = (Rule(constant=TODAY),)
    references: Rules = ()
    tags: Rules = ()

    def rules(self, field: str) -> tuple[Rule, ...]:
        """Return the rules of a field that has plain rules."""
        found: tuple[Rule, ...] = getattr(self, field)
        return found


class Mapping(_Part):
    """One mapping file."""

    about: Text  # which file it reads, for people
    rows: Text | None = None  # path of the list of calls inside a .json document
    time_zone: Text = "Europe/London"  # of dates and times that name none
    deadline_time: time = time(23, 59)  # time of day of deadlines that are only a date
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None  # of bare numbers
    repair_text: bool = False  # undo text that was decoded with the wrong table
    evidence_note: Rules = (Rule(constant="as imported"),)  # who says the facts, shown with each
    fields: CallRules
    evidence: dict[str, Rules] = {}  # field -> the column with the source's own words for it
    evidence_url: Rules = ()  # where the facts were read, if not at the call's own address
    skip: tuple[Skip, ...] = ()

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"not a time zone: {name!r}") from error
        return name

    @field_validator("evidence")
    @classmethod
    def _known_fields(cls, evidence: dict[str, Any]) -> dict[str, Any]:
        unknown = sorted(set(evidence) - set(CallRules.model_fields))
        if unknown:
            raise ValueError(f"not a field of a call: {', '.join(unknown)}")
        return evidence

    def columns(self) -> set[str]:
        """Every column that any rule looks at."""
        plain = [getattr(self.fields, name) for name in CallRules.model_fields]
        money = [part for part in plain if isinstance(part, MoneyRules)]
        groups = [part for part in plain if isinstance(part, tuple)]
        groups += [group for part in money for group in (part.amount, part.currency)]
        groups += [*self.evidence.values(), self.evidence_note, self.evidence_url]
        used = {column for group in groups for rule in group for column in rule.columns()}
        return used | set(self.fields.text.columns) | {c for skip in self.skip for c in skip.when}


def load_mapping(path: Path) -> Mapping:
    """Read and check a mapping file; ImportFailure names the file and the entry."""
    return read_yaml(path, Mapping, ImportFailure)


@cache
def common_grants() -> Mapping:
    """Return the mapping used where none is given: CommonGrants 0.4 field names."""
    words = files("matcher.imports").joinpath("common_grants.yaml").read_text(encoding="utf-8")
    return check_yaml(words, "common_grants.yaml", Mapping, ImportFailure)
