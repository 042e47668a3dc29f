"""What carries a match: the sentence and the phrase without which the score falls furthest.

Leave-one-out in three steps, of which the second is the caller's: propose a few
sentences, encode what the texts are without each, and measure what each is worth.
"""

import math
import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np

from matcher.passages import Span
from matcher.ranking.corpus import Corpus
from matcher.ranking.dense import best_passage
from matcher.ranking.explain import Phrase, Phrases, Sentence
from matcher.ranking.lexical import LexicalIndex
from matcher.ranking.score import Query
from matcher.ranking.sentences import sentences
from matcher.ranking.words import stems

MOST_SENTENCES = 6
"""Sentences that are tried for one match."""

LEAST_DROP = 0.00005
"""Less is how the same passage is encoded in another batch, not what a sentence is worth."""

_HEADING = 4  # words of any kind; what is no longer is a heading rather than a sentence
_CLAUSE = re.compile(r"[,;:]\s+")
_BEGINNING = re.compile(r"^|(?<=[,;:.]\s)")  # of what stands by itself
_END = re.compile(r"[,;:.]|$")
_AROUND = r"[,;:.]\s*"


@dataclass(frozen=True, slots=True)
class Part:
    """A phrase of a query, and the query without it."""

    phrase: str
    stems: frozenset[str]  # of the phrase
    rest: Query  # its vector is still to be filled in


def propose(
    call: Sequence[Sentence],
    corpus: Corpus,
    position: int,
    query: Query,
    phrases: Phrases,
    today: str,
) -> tuple[Sentence, ...]:
    """Choose the few sentences of a call that are worth trying, the likeliest first.

    The one that the words alone would show (`today`), then in turn the best by
    shared words of the passage closest in meaning, of the first passage, which
    counts for a third of the closeness, and of the whole call. The title, which
    readers see above the reason, and headings stand in only for a call that has
    nothing else.
    """
    title = corpus.documents[position].text.partition("\n")[0]
    full = [s for s in call if s.span[1] > len(title) and len(s.shown.split()) > _HEADING]
    usable = full or list(call)
    spans = corpus.documents[position].spans
    best = _by_shared(usable, phrases, corpus.lexical)
    near = nearest(best, corpus, position, query)
    first = [s for s in best if spans and _overlap(s.span, spans[0])]
    shown = [s for s in usable if s.shown == today]
    return _distinct([*shown, *_in_turn([near, first, best])])[:MOST_SENTENCES]


def nearest(
    call: Sequence[Sentence], corpus: Corpus, position: int, query: Query
) -> tuple[Sentence, ...]:
    """Return the sentences of the passage closest in meaning; none where nothing has a vector."""
    closest = best_passage(corpus, position, query.vector)
    if closest is None:
        return ()
    span = corpus.documents[position].spans[closest]
    return tuple(sentence for sentence in call if _overlap(sentence.span, span))


def holes(text: str, call: Sequence[Sentence], sentence: Sentence) -> tuple[Span, ...]:
    """Return where a sentence stands in the call's text, as far as it is shown.

    Pages say some sentences twice: both go. Of a sentence too long to be shown
    whole, what a reader does not see stays: it is no reason.
    """
    same = (other.span for other in call if other.shown == sentence.shown)
    return tuple((start, _seen_until(text, start, sentence.shown)) for start, _ in same)


def parts(query: Query, phrases: Sequence[Phrase]) -> tuple[Part, ...]:
    """Return the phrases that stand in a query's text by themselves, with what is left of it.

    A query that is one phrase, as a capability is, falls into its clauses.
    """
    texts = [phrase.text.strip() for phrase in phrases]
    if len(texts) == 1:
        texts = [piece for span in sentences(texts[0]) for piece in _clauses(texts[0], span)]
    places = [(text, _place(query.text, text)) for text in dict.fromkeys(texts) if text]
    return tuple(
        Part(text, frozenset(stems(text)), _without(query, text, place))
        for text, place in places
        if place is not None
    )


def standing(found: Sequence[Part], held: Set[str]) -> tuple[int, ...]:
    """Return which phrases a call can have answered: those with all their stems in its text.

    Where there are none, those with one of their words there; else all. To take
    one of fifteen phrases out moves a query's vector a little, whether the call
    speaks of it or not.
    """
    whole = tuple(at for at, part in enumerate(found) if part.stems and part.stems <= held)
    some = tuple(at for at, part in enumerate(found) if part.stems & held)
    return whole or some or tuple(range(len(found)))


def largest_drop(score: float, scores_without: Sequence[float]) -> tuple[int, float] | None:
    """Return which removal lowers the score most and by how much; None where none does.

    Ties: the first.
    """
    drops = [score - other for other in scores_without]
    best = int(np.argmax(drops)) if drops else 0
    return (best, round(drops[best], 4)) if drops and drops[best] >= LEAST_DROP else None


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _by_shared(group: Iterable[Sentence], phrases: Phrases, index: LexicalIndex) -> list[Sentence]:
    """Order sentences by the weight of the words they share; then the longer first."""

    weigh = index.weight

    def weight(sentence: Sentence) -> tuple[float, int, int]:
        total = math.fsum(map(weigh, phrases.stems & sentence.stems))
        return -total, -len(sentence.words), sentence.span[0]

    return sorted(group, key=weight)


def _in_turn(orders: Sequence[Sequence[Sentence]]) -> list[Sentence]:
    longest = max(map(len, orders), default=0)
    return [order[place] for place in range(longest) for order in orders if place < len(order)]


def _distinct(items: Iterable[Sentence]) -> tuple[Sentence, ...]:
    found: dict[str, Sentence] = {}
    for item in items:
        found.setdefault(item.shown, item)
    return tuple(found.values())


def _seen_until(text: str, start: int, seen: str) -> int:
    """Where the words that are shown end in the text, which has other white space."""
    for word in seen.removesuffix("…").split():
        start = text.index(word, start) + len(word)
    return start


def _clauses(text: str, span: Span) -> list[str]:
    return _CLAUSE.split(text[slice(*span)].rstrip("."))


def _place(text: str, phrase: str) -> Span | None:
    """Where a phrase stands between commas, colons, stops or the ends of a text."""
    for beginning in _BEGINNING.finditer(text):
        start, end = beginning.end(), beginning.end() + len(phrase)
        if text.startswith(phrase, start) and _END.match(text, end):
            return start, end
    return None


def _without(query: Query, phrase: str, place: Span) -> Query:
    """The query without a phrase and the mark that set it apart."""
    before, after = query.text[: place[0]], query.text[place[1] :]
    if re.match(_AROUND + r"\S", after):
        after = re.sub(f"^{_AROUND}", "", after)
    else:
        before = re.sub(f"{_AROUND}$", "", before)
    terms = tuple(term for term in query.terms if term.strip() != phrase)
    return replace(query, text=(before + after).strip(), vector=None, terms=terms)
