"""Every field that a call states, with the words it was read from and its record. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Final

from matcher.digest.safe import clip
from matcher.digest.words import doubt_words
from matcher.history.words import field_label, value_words
from matcher.identity.merge import Merged
from models.call import Call, DeadlineKind, Evidence

_LONG_TEXTS: Final = frozenset({"summary", "text", "eligibility"})
_LEFT_OUT: Final = frozenset({"source", "source_id", "title", "url", "evidence", "doubtful"})
_NOTHING: Final = (None, "", (), DeadlineKind.UNKNOWN)
LONGEST_SENTENCE = 300  # characters


@dataclass(frozen=True, slots=True)
class StatedFact:
    """A field of a call as a reader sees it. Every string is plain."""

    field: str  # name of the Call field
    label: str  # "most per award"
    words: str  # "£2,000,000"; of a long text only its length
    sentences: tuple[str, ...]  # that it was read from; empty where it stands in a field of its own
    origin: str  # key of the record it is from


def stated_facts(merged: Merged) -> Iterator[StatedFact]:
    """Yield the fields that the call states, in the order of `Call`."""
    for name in _stated_fields(merged.call):
        value = getattr(merged.call, name)
        long = name in _LONG_TEXTS and len(value) > LONGEST_SENTENCE
        yield StatedFact(
            field=name,
            label=field_label(name),
            words=f"{len(value):,} characters" if long else _words(merged.call, name),
            sentences=tuple(_sentences(merged.call.evidence, name)),
            origin=merged.origins.get(name, merged.call.key),
        )


def _stated_fields(call: Call) -> list[str]:
    names = (field.name for field in fields(Call) if field.name not in _LEFT_OUT)
    return [name for name in names if getattr(call, name) not in _NOTHING]


def _words(call: Call, name: str) -> str:
    return value_words(getattr(call, name)) + doubt_words(call, name)


def _sentences(evidence: Sequence[Evidence], name: str) -> Iterator[str]:
    found = (each.sentence for each in evidence if each.fact.partition(".")[0] == name)
    for sentence in dict.fromkeys(found):
        yield clip(sentence, LONGEST_SENTENCE)
