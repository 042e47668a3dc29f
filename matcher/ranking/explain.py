"""Why a call matched: its sentence, the phrase that it answers, and the words both share."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from matcher.passages import Span
from matcher.ranking.corpus import Corpus
from matcher.ranking.lexical import LexicalIndex
from matcher.ranking.sentences import sentences, shown
from matcher.ranking.words import words, words_by_stem
from matcher.slow_pattern import slow_pattern

MOST_TERMS = 8

_SHORTEST = 5  # words that count; a shorter sentence gains nothing from being short
_NO_REASON = slow_pattern(
    r"://|\b(?:should|must|will|shall|may|can) not\b|\bcannot\b|\bnot (?:be )?(?:eligible|covered|"
    r"included|supported|funded|in scope)\b|\bout of scope\b|\bexclud(?:es|ing|ed)\b",
    hints="://, not, out of scope, exclud",
)
_HEADING = 4  # words of any kind; what is no longer is a heading rather than a sentence


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a call as it would be shown, with the words to be seen in it."""

    span: Span  # in the call's text
    shown: str
    words: Mapping[str, str]  # stem -> word as it stands there
    stems: frozenset[str]  # of `words`; sets are compared at half the cost of keys


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of a need or a capability that a call can answer."""

    text: str
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Phrases:
    """All phrases of a need or a capability, the most important first, and their stems."""

    items: tuple[Phrase, ...]
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reason:
    """What an explanation shows, before the numbers."""

    sentence: str
    phrase: str
    terms: tuple[str, ...]


Reader: TypeAlias = Callable[[int], tuple[Sentence, ...]]
"""Gives the sentences of a corpus's document by its position."""


def sentence_reader(corpus: Corpus) -> Reader:
    """Return what reads the sentences of a document once, however often it is asked for them."""
    return cache(lambda position: read_sentences(corpus.documents[position].text))


def read_sentences(text: str, within: Span | None = None) -> tuple[Sentence, ...]:
    """Split a call's text, or what of it is `within` a passage, for all that it is compared with.

    Sentences that cannot be a reason are left out, unless there is nothing else:
    those with a web address, which in long calls are footnotes, and those that say
    what is not wanted.
    """
    found = [_read(text, span) for span in _spans(text, within)]
    reasons = tuple(sentence for sentence in found if not _NO_REASON.search(sentence.shown))
    return reasons or tuple(found)


def read_phrases(texts: Iterable[str]) -> Phrases:
    """Prepare the phrases of a need or a capability, the most important first."""
    phrases = tuple(
        Phrase(text, frozenset(word.stem for word in words(text))) for text in texts if text.strip()
    )
    return Phrases(phrases, frozenset().union(*(phrase.stems for phrase in phrases)))


def find_reason(
    call: Sequence[Sentence], passage: Span | None, phrases: Phrases, index: LexicalIndex
) -> Reason:
    """Choose the sentence and the phrase that say best why a call matched.

    The sentence is the one of the passage that was closest in meaning (of the
    whole call, where no word is shared there) with the most weight of shared
    words for its length; with none shared at all, the passage's first full
    sentence. Its words decide the phrase; the first phrase wins where none
    shares a word.
    """
    near = [sentence for sentence in call if passage is None or _overlaps(sentence.span, passage)]
    sharing = _sharing(near, phrases)
    chosen = (
        _most_shared(sharing, index)
        or _most_shared(_sharing(call, phrases), index)
        or _first_full(near)
        or _first_full(call)
    )
    if chosen is None:
        return Reason("", phrases.items[0].text if phrases.items else "", ())
    phrase = _closest_phrase(phrases, chosen, index)
    return reason_of(chosen, phrase, [sentence for sentence, _ in sharing], phrases, index)


def reason_of(
    chosen: Sentence,
    phrase: str,
    near: Sequence[Sentence],
    phrases: Phrases,
    index: LexicalIndex,
) -> Reason:
    """Return the reason for a sentence and a phrase that were chosen.

    Shared words are those of the sentence and of those `near` it.
    """
    return Reason(
        sentence=chosen.shown,
        phrase=phrase,
        terms=_shared_terms([chosen, *near], phrases, index),
    )


def _spans(text: str, within: Span | None) -> Iterator[Span]:
    """Yield where the sentences stand; of a passage, without reading the lines around it.

    A line break always ends a sentence, so that the lines of a passage can be split alone.
    """
    if within is None:
        yield from sentences(text)
        return
    first = text.rfind("\n", 0, within[0]) + 1
    last = text.find("\n", within[1])
    for start, end in sentences(text[first : last if last >= 0 else len(text)]):
        span = (start + first, end + first)
        if _overlaps(span, within):
            yield span


def _read(text: str, span: Span) -> Sentence:
    seen = shown(text[span[0] : span[1]])
    held = words_by_stem(seen)
    return Sentence(span, seen, held, frozenset(held))


def _overlaps(span: Span, passage: Span) -> bool:
    return span[0] < passage[1] and passage[0] < span[1]


def _weight(stems: Iterable[str], index: LexicalIndex) -> float:
    return math.fsum(map(index.weight, stems))


def _sharing(
    candidates: Iterable[Sentence], phrases: Phrases
) -> list[tuple[Sentence, frozenset[str]]]:
    """Return the sentences that share stems with the phrases, with those stems."""
    stems = phrases.stems
    return [(each, shared) for each in candidates if (shared := stems & each.stems)]


def _most_shared(
    candidates: Iterable[tuple[Sentence, frozenset[str]]], index: LexicalIndex
) -> Sentence | None:
    """The sentence with the most shared weight for its length; None where there is none."""
    best, most = None, 0.0
    for sentence, shared in candidates:
        weight = _weight(shared, index) / math.sqrt(max(len(sentence.words), _SHORTEST))
        if weight > most:
            best, most = sentence, weight
    return best


def _first_full(candidates: Sequence[Sentence]) -> Sentence | None:
    full = [sentence for sentence in candidates if len(sentence.shown.split()) > _HEADING]
    return next(iter(full or candidates), None)


def _closest_phrase(phrases: Phrases, chosen: Sentence, index: LexicalIndex) -> str:
    """The phrase with the most weight in the sentence for its own weight."""
    best, most = phrases.items[0].text if phrases.items else "", 0.0
    if len(phrases.items) == 1:  # as of a capability: nothing to choose from
        return best
    for phrase in phrases.items:
        shared = phrase.stems & chosen.stems
        if not shared:
            continue
        share = _weight(shared, index) / math.sqrt(_weight(phrase.stems, index))
        if share > most:
            best, most = phrase.text, share
    return best


def _shared_terms(
    where: Sequence[Sentence], phrases: Phrases, index: LexicalIndex
) -> tuple[str, ...]:
    """Shared words as they stand in the call, the rarest first, each stem once."""
    stems = phrases.stems
    found = {  # of several, the first stands
        stem: each.words[stem] for each in reversed(where) for stem in stems & each.stems
    }
    weight = index.weight
    rarest = sorted(found, key=lambda stem: (-weight(stem), stem))
    return tuple(found[stem] for stem in rarest[:MOST_TERMS])
