"""Find the sentence around a few words: what every assessment shows as its reason."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from matcher.slow_pattern import SlowPattern
from models.call import Call

_REACH = 400  # characters looked at on either side; a longer sentence is cut there, with dots
# EU pages glue sentences together where a paragraph ended: "will be ineligible.For the ...".
_BOUNDARY = re.compile(
    r"\n+|(?<=[.!?])\s+(?=[\"'“(\[]?[A-Z0-9£€$])|(?<=[a-z)\]][.!?])(?=[A-Z])",
)


def evidence_for(call: Call, fact: str) -> str | None:
    """Return the sentence a fact of the call was read from; None where none was kept."""
    for evidence in call.evidence:
        if evidence.fact == fact and evidence.sentence.strip():
            return evidence.sentence
    return None


def sentences_with(pattern: re.Pattern[str] | SlowPattern, text: str) -> Iterator[str]:
    """Yield every sentence in which the pattern is found, in order and once."""
    done = 0
    for found in pattern.finditer(text):
        if found.start() >= done:
            sentence = _sentence(text, found.start(), found.end())
            done = sentence.end
            yield sentence.words


def sentence_at(text: str, start: int, end: int) -> str:
    """Return the sentence that holds `text[start:end]` on one line, cut with dots if very long."""
    return _sentence(text, start, end).words


class _Sentence(NamedTuple):
    words: str
    end: int  # where it ends in the text


def _sentence(text: str, start: int, end: int) -> _Sentence:
    first, last = max(0, start - _REACH), min(len(text), end + _REACH)
    before = [m.end() for m in _BOUNDARY.finditer(text, first, start + 1) if m.end() <= start]
    after = _BOUNDARY.search(text, end, min(len(text), last + 1))
    left = "… " if not before and first > 0 else ""
    right = " …" if after is None and last < len(text) else ""
    stop = after.start() if after else last
    words = " ".join(text[before[-1] if before else first : stop].split())
    return _Sentence(f"{left}{words}{right}", stop)
