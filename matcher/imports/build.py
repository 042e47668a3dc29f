"""One row of a file to one call, by the rules of a mapping. Pure."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from matcher.imports import convert
from matcher.imports.clean import clean_line, clean_text, separated
from matcher.imports.evidence import evidence_for
from matcher.imports.mapping import TODAY, Mapping, MoneyRules
from matcher.imports.result import FieldError, Row
from matcher.imports.select import find, first, pick
from models.call import Call, CallStatus, DeadlineKind, Evidence, Stage
from models.money import Money, MoneyRole
from scrapers.facts.gather import Facts as GatheredFacts
from scrapers.facts.gather import add_conditions
from scrapers.facts.money import Figure

_LINES = ("funder", "programme", "funding_type", "duration")
_LISTS = ("co_funders", "references", "tags")
_LONGEST_TITLE = 1_000

Value = TypeVar("Value")
Facts = dict[str, tuple[Any, str]]  # field -> its value, and the value in words


def call_from_row(row: Row, mapping: Mapping, today: date) -> Call:
    """Make a call of a row.

    Raises FieldError where a field cannot be read, ValueError where the facts
    contradict each other.
    """
    identity = {name: _required(row, mapping, name) for name in ("source", "source_id", "title")}
    url = _fact(row, mapping, "url", convert.to_address) or ""
    facts = {**_amounts(row, mapping), **_times(row, mapping), **_choices(row, mapping)}
    _check(facts)
    texts = _texts(row, mapping)
    shown = {name: words for name, (_, words) in facts.items()}
    if texts["duration"]:
        shown["duration"] = texts["duration"]
    stated: dict[str, Any] = {**texts, **{name: value for name, (value, _) in facts.items()}}
    if "stated_status" in facts:
        stated["stated_on"] = _stated_on(row, mapping, today)
    stated |= identity
    whole = _with_conditions(stated, evidence_for(shown, row, mapping, url), url)
    return Call(**whole, url=url)


def _with_conditions(
    stated: dict[str, Any], evidence: tuple[Evidence, ...], url: str
) -> dict[str, Any]:
    """Add who may bid and on which conditions, as the row's texts say, where no column does."""
    known = {name: value for name, value in stated.items() if value not in (None, "", ())}
    gathered = GatheredFacts(url, known, list(evidence))
    texts = (stated["eligibility"] or "", stated["summary"], stated["text"])
    add_conditions(gathered, texts)
    return {**stated, **gathered.fields()}


@contextmanager
def _naming(field: str) -> Iterator[None]:
    try:
        yield
    except FieldError:
        raise
    except ValueError as error:
        raise FieldError(field, str(error)) from error


def _required(row: Row, mapping: Mapping, field: str) -> str:
    with _naming(field):
        words = clean_line(first(row, mapping.fields.rules(field)) or "")
        if not words:
            raise ValueError(f"no {field}")
        if len(words) > _LONGEST_TITLE:
            raise ValueError(f"{field} is longer than {_LONGEST_TITLE} characters")
        return words


def _fact(row: Row, mapping: Mapping, field: str, read: Callable[[str], Value]) -> Value | None:
    with _naming(field):
        words = first(row, mapping.fields.rules(field))
        return None if words is None else read(words)


def _texts(row: Row, mapping: Mapping) -> dict[str, Any]:
    rules, text = mapping.fields, mapping.fields.text
    lines = {name: clean_line(first(row, rules.rules(name)) or "") or None for name in _LINES}
    lists = {name: tuple(map(clean_line, pick(row, rules.rules(name)))) for name in _LISTS}
    parts = (word for column in text.columns for word in find(row, column))
    cleaned = (
        separated(clean_text(part), text.headings, text.separate_sentences) for part in parts
    )
    return {
        **lines,
        **lists,
        "summary": clean_text(first(row, rules.summary) or ""),
        "text": "\n\n".join(part for part in cleaned if part),
        "eligibility": clean_text("; ".join(pick(row, rules.eligibility))) or None,
    }


def _amounts(row: Row, mapping: Mapping) -> Facts:
    facts: Facts = {}
    for role in MoneyRole:
        figure = _figure(row, mapping, role)
        if figure:
            amount = figure.low if role is MoneyRole.AWARD_MIN and figure.low else figure.money
            facts[role.value] = (amount, _exact(amount))
            if role is MoneyRole.AWARD_MAX and figure.low and MoneyRole.AWARD_MIN not in facts:
                facts[MoneyRole.AWARD_MIN.value] = (figure.low, _exact(figure.low))
    awards = _fact(row, mapping, "expected_awards", convert.to_count)
    return facts if awards is None else {**facts, "expected_awards": (awards, str(awards))}


def _figure(row: Row, mapping: Mapping, role: MoneyRole) -> Figure | None:
    rules: MoneyRules | None = getattr(mapping.fields, role)
    with _naming(role.value):
        words = first(row, rules.amount) if rules else None
        if rules is None or words is None:
            return None
        return convert.to_money(words, first(row, rules.currency) or mapping.currency)


def _exact(money: Money) -> str:
    symbol = {"GBP": "£", "EUR": "€", "USD": "$"}.get(money.currency, f"{money.currency} ")
    return f"{symbol}{money.amount.normalize():,f}"


def _times(row: Row, mapping: Mapping) -> Facts:
    zone, facts = ZoneInfo(mapping.time_zone), Facts()
    published = _fact(row, mapping, "published_on", convert.to_day)
    if published:
        facts["published_on"] = (published, published.isoformat())
    with _naming("opens_at"):
        opening = first(row, mapping.fields.opens_at)
        opens = convert.to_opening(opening, zone) if opening else None
        if opening and opens:
            facts["opens_at"] = (opens, opening)
    return facts | _closing(row, mapping, zone)


def _closing(row: Row, mapping: Mapping, zone: ZoneInfo) -> Facts:
    with _naming("deadlines"):
        words = pick(row, mapping.fields.deadlines)
        read = {word: convert.to_closing(word, zone, mapping.deadline_time) for word in words}
    moments = {word: found for word, found in read.items() if isinstance(found, datetime)}
    rolling = [word for word, found in read.items() if found is DeadlineKind.ROLLING]
    if moments:
        return {"deadlines": (tuple(sorted(set(moments.values()))), " and ".join(moments))}
    if rolling:
        return {"deadline_kind": (DeadlineKind.ROLLING, rolling[0])}
    return {}


def _choices(row: Row, mapping: Mapping) -> Facts:
    facts: Facts = {}
    kind = _fact(row, mapping, "deadline_kind", lambda word: convert.to_choice(word, DeadlineKind))
    stage = _fact(row, mapping, "stage", lambda word: convert.to_choice(word, Stage))
    status = _fact(row, mapping, "stated_status", lambda word: convert.to_choice(word, CallStatus))
    if kind and kind is not DeadlineKind.UNKNOWN:
        facts["deadline_kind"] = (kind, kind.value)
    if stage:
        facts["stage"] = (stage, stage.value)
    if status:
        facts["stated_status"] = (status, status.value)
    return facts


def _stated_on(row: Row, mapping: Mapping, today: date) -> date | None:
    def read(words: str) -> date:
        return today if words == TODAY else convert.to_day(words)

    return _fact(row, mapping, "stated_on", read)


def _check(facts: Facts) -> None:
    """Refuse what `Call` cannot see or does not forbid: facts that contradict each other."""
    least, most = (facts.get(name, (None, ""))[0] for name in ("award_min", "award_max"))
    if least and most and least.currency == most.currency and least.amount > most.amount:
        raise FieldError("award_min", f"least per award ({least}) is above the most ({most})")
    deadlines: tuple[datetime, ...] = facts.get("deadlines", ((), ""))[0]
    published: date | None = facts.get("published_on", (None, ""))[0]
    if deadlines and published and deadlines[-1].date() < published:
        raise FieldError(
            "deadlines",
            f"closes ({deadlines[-1].date().isoformat()}) before it was published ({published})",
        )
    opens: datetime | None = facts.get("opens_at", (None, ""))[0]
    if deadlines and opens and deadlines[-1] < opens:
        raise FieldError(
            "deadlines",
            f"closes ({deadlines[-1].isoformat()}) before it opens ({opens.isoformat()})",
        )
