"""Finding calls by words, whatever the words are."""

import re
import unicodedata
from dataclasses import dataclass

from sqlalchemy import Engine

from matcher.store import dialect
from matcher.store.transactions import reading

_LONGEST_QUERY = 10_000  # characters that are looked at
_LONGEST_WORD = 100  # characters; longer ones are no words
_MOST_WORDS = 64  # distinct words that are looked for

# Letters and digits in a row: all that an index of words knows.
_WORD = re.compile(r"[^\W_]+")

_STOP_WORD_LINES = (
    "a about all also an and any are as at be been but by can could do does for from had has have",
    "how i if in into is it its may me more most my no nor not of on only or other our out over",
    "so such than that the their them then there these they this those to under up us was we were",
    "what when where which while who whose why will with would you your",
)
_STOP_WORDS = frozenset(word for line in _STOP_WORD_LINES for word in line.split())


@dataclass(frozen=True, slots=True)
class WordHit:
    """A call that holds some of the words; more score is better, of no fixed scale."""

    key: str
    rank_score: float


def query_words(text: str) -> list[str]:
    """Return the distinct words of a person's text that are worth looking for, in order.

    Stop words go, and with them punctuation, symbols and everything a query
    language could mistake for an operator.
    """
    plain = unicodedata.normalize("NFKC", text[:_LONGEST_QUERY]).lower()
    words = (word for word in _WORD.findall(plain) if len(word) <= _LONGEST_WORD)
    return list(dict.fromkeys(word for word in words if word not in _STOP_WORDS))[:_MOST_WORDS]


def search_words(engine: Engine, text: str, limit: int) -> list[WordHit]:
    """Return at most `limit` calls with any word of the text, best first (BM25).

    Words are compared by their stems and without accents; words of the title
    count more. Any text will do; one without words finds nothing.
    """
    words = query_words(text)
    if not words or limit < 1:
        return []
    with reading(engine) as connection:
        return [
            WordHit(*found) for found in dialect.of(connection).find_words(connection, words, limit)
        ]
