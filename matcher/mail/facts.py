"""The facts of a call that readers are told of, and what of them a reader was told last. Pure.

What a reader was told is kept as text in `models.letter.Told.content`, with the facts
themselves: so the next mail can say what has changed since, for this reader, however
many versions of the call went by in between.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from matcher.digest.forms import BRITISH, Forms
from matcher.digest.safe import clip
from matcher.history.diff import changes
from matcher.history.words import field_label
from matcher.serial import dump_json, load_json
from models.applicants import Admission
from models.call import Call, CallStatus, DeadlineKind, Stage
from models.letter import Told
from models.money import Money

_NOTE = 240  # most characters shown of what a page says it has changed
_PRINT = 12  # hexadecimal digits of a fingerprint: texts of one call never collide by chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts of a call that matter: those of `matcher.history.diff.NEWS`, and withdrawal.

    Of long texts only fingerprints are kept. Times are in UTC.
    """

    deadlines: tuple[datetime, ...] = ()
    deadline_kind: DeadlineKind = DeadlineKind.UNKNOWN
    stage: Stage | None = None
    total_fund: Money | None = None
    award_min: Money | None = None
    award_max: Money | None = None
    project_cost_max: Money | None = None
    applicants: tuple[Admission, ...] = ()
    consortium_required: bool | None = None
    match_funding_required: bool | None = None
    bids_per_organisation: int | None = None
    expression_of_interest: bool | None = None
    eligibility: str = ""  # fingerprint
    updates: tuple[str, ...] = ()  # a fingerprint each
    closed: bool = False  # by the site's own word


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What a reader was told of a call last."""

    facts: Facts | None = None  # None: the call was told as a part of `merged_with`
    merged_with: str = ""  # key of the call that this one turned out to be
    closing: datetime | None = None  # the deadline that was named as coming soon
    revisit: date | None = None  # the day to revisit that was told


# Thousands of readers are told of the same calls: each is looked at once.
@lru_cache(maxsize=4096)
def facts_of(call: Call) -> Facts:
    """Take the facts that matter from a call; equal for what a reader would call the same."""
    kept = {field.name for field in fields(Facts)} & {field.name for field in fields(Call)}
    values: dict[str, Any] = {name: getattr(call, name) for name in kept}
    values["deadlines"] = tuple(moment.astimezone(UTC) for moment in call.deadlines)
    values["applicants"] = tuple(sorted(call.applicants, key=lambda each: each.fact))
    values["eligibility"] = _print(call.eligibility or "")
    values["updates"] = tuple(sorted({_print(note) for note in call.updates}))
    return Facts(**values, closed=call.stated_status is CallStatus.CLOSED)


def facts_that_matter(call: Call) -> str:
    """Write the facts that matter as one line: equal lines mean that nothing need be told."""
    return _compact(facts_of(call))


@lru_cache(maxsize=4096)
def remembered(memory: Memory) -> str:
    """Write what a reader was told, for `Told.content`."""
    return _compact(memory)


def memory_of(told: Told) -> Memory:
    """Read what `remembered` wrote. Raises ValueError naming the call."""
    try:
        return load_json(Memory, told.content)
    except ValueError as error:
        raise ValueError(f"what was told of call {told.call_key}: {error}") from error


def change_lines(
    before: Facts, call: Call, as_of: datetime, forms: Forms = BRITISH
) -> tuple[str, ...]:
    """Say what has changed in a call since those facts, the deadline first; empty if nothing.

    That a deadline passed is no change, and neither is a note that went from the page.
    """
    after = facts_of(call)
    found = changes(_as_call(before, as_of), _as_call(after, as_of), forms)
    told = [str(each) for each in sorted(found, key=lambda each: each.field != "deadlines")]
    if after.eligibility != before.eligibility:
        told.append(f"{field_label('eligibility')}: the page says it in other words now")
    return (*told, *_new_notes(before, call))


def moves_deadline(line: str) -> bool:
    """Whether a line of `change_lines` is about a deadline."""
    return line.startswith(f"{field_label('deadlines')}:")


def _new_notes(before: Facts, call: Call) -> Iterator[str]:
    for note in call.updates:
        if _print(note) not in before.updates:
            yield f"the page says: “{clip(note, _NOTE)}”"


def _as_call(facts: Facts, as_of: datetime) -> Call:
    """Return a call that says only this, for comparing; passed cut-offs before others left out."""
    long_texts = ("eligibility", "updates", "closed")
    values = {f.name: getattr(facts, f.name) for f in fields(Facts) if f.name not in long_texts}
    coming = tuple(moment for moment in facts.deadlines if moment > as_of)
    values["deadlines"] = coming or facts.deadlines
    return Call(source="told", source_id="call", title="call", url="", **values)


def _print(text: str) -> str:
    words = " ".join(text.split())
    return hashlib.sha256(words.encode()).hexdigest()[:_PRINT] if words else ""


def _compact(value: Facts | Memory) -> str:
    """Write it without what is unknown or empty: a reader's ledger holds thousands of these."""
    return json.dumps(_stated(json.loads(dump_json(value))), separators=(",", ":"), sort_keys=True)


def _stated(values: dict[str, Any]) -> dict[str, Any]:
    stated = {name: value for name, value in values.items() if value not in (None, "", [])}
    return {
        name: _stated(value) if name == "facts" else value
        for name, value in stated.items()
        if value is not False or name != "closed"
    }
