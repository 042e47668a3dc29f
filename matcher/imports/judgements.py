"""A file of judgements, read whole or not at all."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from matcher.imports.files import Limits
from matcher.imports.result import FieldError, ImportFailure, RejectedRow, Row
from matcher.imports.tables import every_row
from models.judgement import Judgement, JudgementVerdict

FIELDS = ("call", "verdict", "need", "reason", "by", "when")
"""Columns of the file; the first two must be there."""

_LONDON = ZoneInfo("Europe/London")
_LIMITS = Limits(file=50_000_000, document=50_000_000, line=1_000_000)
_SHOWN = 60  # characters of a value in a complaint


@dataclass(frozen=True, slots=True)
class Known:
    """What a row may name."""

    city: str  # folder
    need_ids: Collection[str]
    call_key: Callable[[str], str]  # name -> key; ValueError where it names none


def read_judgements(path: Path, known: Known, now: datetime) -> list[Judgement]:
    """Read the judgements of a .jsonl, .json, .csv (each also .gz) or .xlsx file.

    A row without `when` is of `now` (aware); a day means its noon in the UK.
    ImportFailure, one sentence with file, line and field, for the first row that
    cannot be read, is of the future, or names what is not known.
    """
    found: list[Judgement] = []
    for item in every_row(path, None, _LIMITS, lambda table: table):
        if isinstance(item, RejectedRow):
            raise ImportFailure(f"{path.name}, line {item.line}: {item.reason}")
        line, row = item
        try:
            found.append(_judgement(row, known, now))
        except FieldError as error:
            raise ImportFailure(f"{path.name}, line {line}, {error.field}: {error}") from error
    if not found:
        raise ImportFailure(f"{path.name}: has no rows")
    return found


def _judgement(row: Row, known: Known, now: datetime) -> Judgement:
    for name in row:
        if name not in FIELDS:
            raise FieldError(
                _cut(name), f"not a column of judgements, which are {', '.join(FIELDS)}"
            )
    return Judgement(
        city=known.city,
        call_key=_key(_text(row, "call"), known),
        need_id=_need(_text(row, "need"), known),
        verdict=_verdict(_text(row, "verdict")),
        judged_at=_moment(_text(row, "when"), now),
        reason=_text(row, "reason"),
        who=_text(row, "by"),
    )


def _text(row: Mapping[str, object], field: str) -> str:
    value = row.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise FieldError(field, f"not a text: {_cut(str(value))}")
    return value.strip()


def _key(name: str, known: Known) -> str:
    if not name:
        raise FieldError("call", "is missing")
    try:
        return known.call_key(name)
    except ValueError as error:
        raise FieldError("call", str(error)) from error


def _need(need_id: str, known: Known) -> str | None:
    if need_id and need_id not in known.need_ids:
        raise FieldError("need", f"the city has no need {_cut(need_id)!r}")
    return need_id or None


def _verdict(word: str) -> JudgementVerdict:
    try:
        return JudgementVerdict(word.lower().replace("_", "-"))
    except ValueError:
        words = ", ".join(verdict.value for verdict in JudgementVerdict)
        raise FieldError("verdict", f"{_cut(word)!r} is not one of {words}") from None


def _moment(text: str, now: datetime) -> datetime:
    if not text:
        return now
    try:
        moment = (
            datetime.combine(date.fromisoformat(text), time(12), _LONDON)
            if len(text) <= len("2026-08-10")
            else datetime.fromisoformat(text)
        )
    except ValueError:
        raise FieldError("when", f"not a date like 2026-08-10: {_cut(text)!r}") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=_LONDON)
    if moment > now and moment.date() > now.date():
        raise FieldError("when", f"{_cut(text)} is still to come")
    return min(moment, now).astimezone(UTC)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
