"""One row of a file to one award, by the rules of a mapping. Pure."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from matcher.imports import convert
from matcher.imports.award_mapping import AwardMapping
from matcher.imports.mapping import Rules
from matcher.imports.result import FieldError, Row
from matcher.imports.select import first, pick
from models.award import Award
from models.money import Money
from scrapers.awards.facts import amount
from scrapers.awards.words import line, passage

_LONGEST_ID = 200

Value = TypeVar("Value")


def award_from_row(row: Row, mapping: AwardMapping) -> Award:
    """Make an award of a row; FieldError names the field that cannot be read.

    Names of people with a title before them, e-mail addresses and telephone
    numbers do not come through, whichever column a mapping names.
    """
    rules, plain = mapping.fields, _without_placeholders(row, mapping.empty)
    starts = _fact(plain, rules.starts_on, "starts_on", convert.to_day)
    return Award(
        source=_required(plain, rules.source, "source", _LONGEST_ID),
        source_id=_required(plain, rules.source_id, "source_id", _LONGEST_ID),
        title=_required(plain, rules.title, "title", 1_000),
        url=_fact(plain, rules.url, "url", convert.to_address) or "",
        funder=_fact(plain, rules.funder, "funder", line) or None,
        programme=_fact(plain, rules.programme, "programme", line) or None,
        organisation=_fact(plain, rules.organisation, "organisation", line) or None,
        organisation_id=_fact(plain, rules.organisation_id, "organisation_id", line) or None,
        amount=_amount(plain, mapping),
        starts_on=starts,
        ends_on=_end(plain, rules.ends_on, starts),
        awarded_on=_fact(plain, rules.awarded_on, "awarded_on", convert.to_day),
        summary=_fact(plain, rules.summary, "summary", passage) or "",
        categories=_categories(plain, rules.categories),
    )


def _without_placeholders(row: Row, placeholders: tuple[str, ...]) -> Row:
    empty = {word.casefold() for word in placeholders}
    return {
        name: "" if isinstance(cell, str) and cell.strip().casefold() in empty else cell
        for name, cell in row.items()
    }


def _required(row: Row, rules: Rules, field: str, limit: int) -> str:
    words = _fact(row, rules, field, line)
    if not words:
        raise FieldError(field, f"no {field}")
    if len(words) > limit:
        raise FieldError(field, f"{field} is longer than {limit} characters")
    return words


def _fact(row: Row, rules: Rules, field: str, read: Callable[[str], Value]) -> Value | None:
    try:
        words = first(row, rules)
        return None if words is None else read(words)
    except ValueError as error:
        raise FieldError(field, str(error)) from error


def _end(row: Row, rules: Rules, starts: date | None) -> date | None:
    ends = _fact(row, rules, "ends_on", convert.to_day)
    if starts and ends and ends < starts:
        raise FieldError("ends_on", f"ends ({ends}) before it starts ({starts})")
    return ends


def _amount(row: Row, mapping: AwardMapping) -> Money | None:
    rules = mapping.fields.amount
    if rules is None:
        return None
    currency = _fact(row, rules.currency, "amount", str.upper) or mapping.currency

    def read(words: str) -> Money | None:
        if not words.replace(".", "", 1).isdecimal():
            return convert.to_money(words, currency).money
        if currency is None:
            raise ValueError(f"{words[:40]} has no currency")
        return amount(words, currency)

    return _fact(row, rules.amount, "amount", read)


def _categories(row: Row, rules: Rules) -> tuple[str, ...]:
    try:
        names = (line(word) for word in pick(row, rules))
        return tuple(dict.fromkeys(name for name in names if name))
    except ValueError as error:
        raise FieldError("categories", str(error)) from error
