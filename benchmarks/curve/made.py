"""Made-up calls of any number, the same for the same number on every machine.

The words are real: of the bundled calls, of the needs and organisations of Leeds. The first
calls, the originals, are made of whole sentences of these, and their vectors are the real
encoder's. Each further call is an original with a part of its words exchanged; its vectors are
the original's, moved by the difference of two other originals, so that they vary in the
directions in which real vectors vary. (Moved at random, they would have been far harder to
find by a graph of neighbours than any real ones: recall .49 was seen.) How far they are moved
is measured: on a few calls that are both moved and encoded.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from matcher.city import load_city
from matcher.encoder import Encoder
from matcher.imports.catalogue import load_catalogue
from matcher.places import LONDON
from matcher.ranking.corpus import title_of
from matcher.ranking.match import capability_texts, need_texts
from matcher.ranking.sentences import sentences
from matcher.settings import data_folder
from matcher.store import TextVectors, as_stored, text_hash
from models.call import Call, DeadlineKind
from models.money import Money

AS_OF = datetime(2026, 8, 10, 8, tzinfo=LONDON)
ORIGINALS = 2_000
EXCHANGED = 0.15  # of the words of a text
_SEED = 20261128
_MOVED_FOR_MEASURE = 100
_SENTENCES = (3, 3, 4, 4, 5, 6, 7, 8, 10, 14)
_WORD = re.compile(r"([A-Za-z]{4,})")

Rows = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pool:
    """What texts are put together from."""

    titles: tuple[str, ...]
    topics: tuple[tuple[str, ...], ...]  # sentences that stand together in a real text
    words: tuple[str, ...]  # as often as they stand in the texts


@dataclass(frozen=True, slots=True, eq=False)
class Originals:
    """Vectors of the originals by the real encoder, and how far those of others are moved."""

    model_id: str
    spans: tuple[tuple[tuple[int, int], ...], ...]
    passages: tuple[Rows, ...]
    titles: Rows
    step: float  # what the difference of two originals is multiplied with
    likeness: float  # mean cosine of a call's encoded vector with its original's
    moved: float  # the same of moved vectors, with this step


@lru_cache(maxsize=1)
def read_pool() -> Pool:
    """Read the bundled calls, and the needs and organisations of Leeds."""
    calls = load_catalogue(data_folder() / "catalogue").calls
    city = load_city(data_folder() / "leeds")
    texts = [call.match_text() for call in calls]
    texts += ["\n".join((*need_texts(need), need.description)) for need in city.needs]
    texts += ["\n".join(capability_texts(each)) for each in city.organisations]
    topics = [tuple(text[slice(*span)] for span in sentences(text)) for text in texts]
    words = tuple(word for text in texts for word in _WORD.findall(text))
    return Pool(tuple(call.title for call in calls), tuple(filter(None, topics)), words)


def make_call(number: int, version: int = 0) -> Call:
    """Return the call of that number; another `version` has other words and another date."""
    draw = random.Random(f"{_SEED}:{number}:{version}")  # noqa: S311 - nothing secret
    title, text = _original_text(number % ORIGINALS)
    if number >= ORIGINALS or version:
        title, text = _exchanged(number % ORIGINALS, draw)
    opens = AS_OF + timedelta(days=draw.randint(-120, 40))
    pounds = Decimal(int(10 ** draw.uniform(4.5, 7.5)))
    stated, dated = draw.random() < 0.7, draw.random() < 0.85
    closes = max(opens, AS_OF) + timedelta(days=draw.randint(1, 200))
    return Call(
        source="made-up",
        source_id=f"{number:07}",
        title=title,
        url=f"https://funder.example/{number:07}",
        funder=f"Funder {draw.randint(1, 40)}",
        text=text,
        award_max=Money(pounds, "GBP") if stated else None,
        opens_at=opens,
        deadlines=(closes,) if dated else (),
        deadline_kind=DeadlineKind.FIXED if dated else DeadlineKind.ROLLING,
    )


def make_calls(count: int) -> Iterator[Call]:
    """Yield the calls of numbers 0 to `count` - 1."""
    return map(make_call, range(count))


def make_others(calls: Sequence[Call], count: int) -> list[Call]:
    """Return as many calls: those given, and then the same again with other words in place."""
    return [
        calls[number] if number < len(calls) else _other(calls[number % len(calls)], number)
        for number in range(count)
    ]


def with_other_words(call: Call, version: int) -> Call:
    """Return the call with 15 % of its longer words exchanged; every passage is another."""
    draw = random.Random(f"{_SEED}:{call.key}:{version}")  # noqa: S311 - nothing secret
    title, summary, text = (
        _filled(*_cut(part), draw) for part in (call.title, call.summary, call.text)
    )
    return replace(call, title=title, summary=summary, text=text)


def _other(call: Call, number: int) -> Call:
    """A further call made from one: at another address, and not the same as that one."""
    made = with_other_words(call, number)
    return replace(
        made, source_id=f"{call.source_id}-{number}", url=f"{call.url}?{number}", references=()
    )


def encode_originals(encoder: Encoder, count: int) -> Originals:
    """Encode the originals that `count` calls need, and measure how far others are moved."""
    calls = [make_call(number) for number in range(min(count, ORIGINALS))]
    texts = [call.match_text() for call in calls]
    spans = encoder.split_all(texts)
    passages = _encoded(encoder, texts, spans)
    titles = as_stored(encoder.encode_document([call.title for call in calls]))
    likeness = _likeness(encoder, passages)
    starts = np.stack([rows[0] for rows in passages])
    step = _step(starts, likeness)
    made = Originals(encoder.model_id, tuple(spans), passages, titles, step, likeness, 0.0)
    moved = [
        float(starts[n] @ moved_vectors(made, make_call(n + ORIGINALS))[0][0])
        for n in range(len(starts))
    ]
    return Originals(
        made.model_id, made.spans, passages, titles, step, likeness, float(np.mean(moved))
    )


def moved_vectors(made: Originals, call: Call, version: int = 0) -> tuple[Rows, Rows]:
    """Return the vectors of a call's passages and of its title, without encoding it."""
    number = int(call.source_id)
    rows, title = made.passages[number % ORIGINALS], made.titles[number % ORIGINALS]
    if number < ORIGINALS and not version:
        return rows, title[None]
    # The same title has the same vector, whosever it is, as an encoder has it.
    if call.title != _original_text(number % ORIGINALS)[0]:
        title = _unit(title[None] + _move(made, f"title:{call.title}"))[0]
    return _unit(rows + _move(made, f"{number}:{version}")), title[None]


def _move(made: Originals, of: str) -> Rows:
    """How far something is moved: by the difference of two originals."""
    draw = random.Random(f"{_SEED}:moved:{of}")  # noqa: S311 - nothing secret
    one, other = draw.randrange(len(made.passages)), draw.randrange(len(made.passages))
    move: Rows = np.float32(made.step) * (made.passages[one][0] - made.passages[other][0])
    return move


def text_vectors_of(made: Originals, call: Call, version: int = 0) -> list[TextVectors]:
    """Return what the store keeps of a made-up call: vectors of its text and of its title."""
    number = int(call.source_id)
    rows, title = moved_vectors(made, call, version)
    text, head = call.match_text(), title_of(call.match_text())
    spans = _scaled(made.spans[number % ORIGINALS], len(text))
    return [
        TextVectors(text_hash(text), spans, rows),
        TextVectors(text_hash(head), ((0, len(head)),), title),
    ]


@lru_cache(maxsize=ORIGINALS)
def _original_text(number: int) -> tuple[str, str]:
    """A title and sentences of one topic, with some of two others."""
    draw = random.Random(f"{_SEED}:original:{number}")  # noqa: S311 - nothing secret
    pool = read_pool()
    own, *others = draw.choices(pool.topics, k=3)
    count = draw.choice(_SENTENCES)
    found = [draw.choice(own if draw.random() < 0.6 else draw.choice(others)) for _ in range(count)]
    words = " ".join(draw.choices(_WORD.findall(" ".join(found)) or ["health"], k=3))
    return f"{draw.choice(pool.titles)}: {words}", "\n".join(dict.fromkeys(found))


@lru_cache(maxsize=ORIGINALS)
def _parts(number: int) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Title and text of an original cut at its words, and which of the parts are words."""
    return _cut("\n\n".join(_original_text(number)))


def _cut(text: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """A text cut at its words, and which of the parts are words."""
    parts = _WORD.split(text)
    return tuple(parts), tuple(range(1, len(parts), 2))


def _exchanged(number: int, draw: random.Random) -> tuple[str, str]:
    """Title and text of an original with others in place of some words."""
    parts, places = _parts(number)
    title, _, text = _filled(parts, places, draw).partition("\n\n")
    return title, text


def _filled(parts: Sequence[str], places: Sequence[int], draw: random.Random) -> str:
    """The text of these parts with others in place of some words."""
    made = list(parts)
    words = read_pool().words
    for place in draw.sample(places, round(EXCHANGED * len(places))):
        made[place] = words[int(draw.random() * len(words))]
    return "".join(made)


def _encoded(
    encoder: Encoder, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
) -> tuple[Rows, ...]:
    pieces = [text[a:b] for text, own in zip(texts, spans, strict=True) for a, b in own]
    rows = as_stored(encoder.encode_passages(pieces, "document"))
    return tuple(np.split(rows, np.cumsum([len(own) for own in spans])[:-1]))


def _likeness(encoder: Encoder, passages: tuple[Rows, ...]) -> float:
    """Mean cosine of encoded first passages of calls with exchanged words with the originals'."""
    few = range(min(_MOVED_FOR_MEASURE, len(passages)))
    texts = [make_call(ORIGINALS + number).match_text() for number in few]
    rows = _encoded(encoder, texts, encoder.split_all(texts))
    return float(np.mean([rows[number][0] @ passages[number][0] for number in few]))


def _step(starts: Rows, likeness: float) -> float:
    """The step with which moved vectors are on average as like their originals as `likeness`."""
    near = float((starts @ starts.T).mean())
    return float(np.sqrt((1 / likeness**2 - 1) / (2 * (1 - near))))


def _unit(rows: Rows) -> Rows:
    return as_stored(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def _scaled(spans: Sequence[tuple[int, int]], length: int) -> tuple[tuple[int, int], ...]:
    """Stretch spans to a text of another length."""
    ratio = length / max(spans[-1][1], 1)
    return tuple((int(start * ratio), int(end * ratio)) for start, end in spans)
