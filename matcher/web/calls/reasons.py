"""The sentence of a call that answers what was written, with the words both share marked. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from matcher.digest.safe import clip
from matcher.passages import Span
from matcher.ranking.corpus import Corpus
from matcher.ranking.explain import Sentence, find_reason, read_phrases, read_sentences
from matcher.ranking.score import Query
from matcher.ranking.words import stems

_LONGEST = 300  # characters of a sentence
_REMEMBERED = 8_000  # passages whose sentences were read; each takes some kB

_WORD = re.compile(r"(\w+)")

Pieces = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it is marked."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """What is quoted of a call, ready to be shown."""

    pieces: Pieces
    by_meaning: bool  # True: no word is shared, so the closest passage is quoted


def quote(corpus: Corpus, position: int, wordings: Sequence[Query]) -> Quoted:
    """Quote the sentence that says best why a call was found, for the wording it answers best."""
    document = corpus.documents[position]
    passage, closest = _closest(corpus, position, wordings)
    span = None if passage is None else document.spans[passage]
    phrases = read_phrases([closest.text])
    near = _read(document.text, span)
    reason = find_reason(near, span, phrases, corpus.lexical)
    if span is not None and not reason.terms and _holds_any(position, phrases.stems, corpus):
        # Most calls share a word with their closest passage: the rest is read for others only.
        reason = find_reason(_read(document.text, None), span, phrases, corpus.lexical)
    return Quoted(marked(clip(reason.sentence, _LONGEST), reason.terms), not reason.terms)


def _closest(corpus: Corpus, position: int, wordings: Sequence[Query]) -> tuple[int | None, Query]:
    """Return the passage and the wording that are closest to each other, else the first wording."""
    first, last = corpus.offsets[position], corpus.offsets[position + 1]
    able = [query for query in wordings if query.vector is not None]
    if first == last or not able:
        return None, max(wordings, key=lambda query: _shared(corpus, position, query))
    near = corpus.passages[first:last] @ np.array([query.vector for query in able]).T
    passage, wording = divmod(int(near.argmax()), len(able))
    return passage, able[wording]


def _shared(corpus: Corpus, position: int, query: Query) -> float:
    """Weight of the words that a document shares with a wording."""
    return sum(
        corpus.lexical.weight(stem)
        for stem in set(stems(query.text))
        if _holds_any(position, [stem], corpus)
    )


def marked(text: str, terms: Iterable[str]) -> Pieces:
    """Cut a text where one of the terms, which are single words, stands in it, in any case."""
    wanted = {term.lower() for term in terms}
    found: list[tuple[str, bool]] = []
    for part in _WORD.split(text):
        is_marked = part.lower() in wanted
        if found and not is_marked and not found[-1][1]:
            found[-1] = (found[-1][0] + part, False)
        elif part:
            found.append((part, is_marked))
    return tuple(found)


def _holds_any(position: int, stems: Iterable[str], corpus: Corpus) -> bool:
    """Whether a document holds one of the stems. Holders of a stem ascend."""
    for stem in stems:
        holders, _ = corpus.lexical.postings(stem)
        place = int(np.searchsorted(holders, position))
        if place < len(holders) and holders[place] == position:
            return True
    return False


@lru_cache(maxsize=_REMEMBERED)
def _read(text: str, span: Span | None) -> tuple[Sentence, ...]:
    return read_sentences(text, span)
