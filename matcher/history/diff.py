"""What changed between two texts of a call, field by field, in a reader's words."""

from dataclasses import dataclass, fields
from itertools import islice
from typing import Final

from matcher.digest.forms import BRITISH, Forms
from matcher.digest.safe import clip
from matcher.history.words import field_label, value_words
from models.call import Call
from scrapers.facts.text import sentence_spans

NEWS: Final = frozenset(
    {
        *("deadlines", "deadline_kind", "stage"),
        *("total_fund", "award_min", "award_max", "project_cost_max"),
        *("eligibility", "applicants", "consortium_required", "match_funding_required"),
        *("bids_per_organisation", "expression_of_interest", "updates"),
    }
)

_IGNORED = frozenset({"source", "source_id", "evidence", "doubtful", "stated_on"})
_LONG_TEXTS = frozenset({"summary", "text", "eligibility"})
_SHOWN = 3  # sentences shown of those that came, and of those that went
_LONGEST_SENTENCE = 240  # characters


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that says something else than before.

    Of long texts, `before` and `after` give the lengths, and `gone` and `come` the
    first few sentences that only one of them has.
    """

    field: str  # name of the Call field
    before: str
    after: str
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Write it as a line: "closes: … → …", "text changed (1,200 → 1,450 characters)"."""
        if self.field in _LONG_TEXTS:
            return f"{field_label(self.field)} changed ({self.before} → {self.after} characters)"
        return f"{field_label(self.field)}: {self.before} → {self.after}"


def changes(before: Call, after: Call, forms: Forms = BRITISH) -> tuple[FieldChange, ...]:
    """Return the fields that differ, in the order of `Call`.

    Evidence and doubts, the identity, the day of the site's word, and white space are not
    compared. The order of tags and of references is not either. `forms` write dates and
    amounts.
    """
    return tuple(
        _change(field.name, getattr(before, field.name), getattr(after, field.name), forms)
        for field in fields(Call)
        if field.name not in _IGNORED
        and _essence(getattr(before, field.name)) != _essence(getattr(after, field.name))
    )


def change_lines(change: FieldChange) -> list[str]:
    """Return the change as lines to print: itself, then sentences that went and that came."""
    gone = [f"   - {sentence}" for sentence in change.gone]
    return [str(change), *gone, *(f"   + {sentence}" for sentence in change.come)]


def is_news(change: FieldChange) -> bool:
    """Whether readers are told: deadlines, amounts, the stage and who may apply."""
    return change.field in NEWS


def _essence(value: object) -> object:
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, tuple) and all(isinstance(item, str) for item in value):
        return frozenset(value)
    return None if value in ("", ()) else value


def _change(field: str, before: object, after: object, forms: Forms) -> FieldChange:
    if field not in _LONG_TEXTS:
        return FieldChange(field, value_words(before, forms), value_words(after, forms))
    old, new = str(before or ""), str(after or "")
    return FieldChange(field, f"{len(old):,}", f"{len(new):,}", _only(old, new), _only(new, old))


def _only(text: str, other: str) -> tuple[str, ...]:
    """Return the first sentences of a text that the other lacks."""
    known = set(_sentences(other))
    missing = (sentence for sentence in dict.fromkeys(_sentences(text)) if sentence not in known)
    return tuple(clip(sentence, _LONGEST_SENTENCE) for sentence in islice(missing, _SHOWN))


def _sentences(text: str) -> list[str]:
    return [" ".join(text[start:end].split()) for start, end in sentence_spans(text)]
