"""A store of many made-up calls, for `benchmarks.web`.

They say how long search takes, not how good it is. Each is a real call with a part of its
words exchanged for words of others, another date and amount, and the real passages' vectors,
perturbed; its matches are those of the real call, scores moved a little. Real are the
bundled calls and, with `--more FILE`, EU topics.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
from sqlalchemy import Engine

from matcher.commands.match import match_now, read_city
from matcher.imports.catalogue import load_catalogue
from matcher.imports.mapping import load_mapping
from matcher.imports.read import read_calls
from matcher.places import LONDON
from matcher.ranking.corpus import title_of
from matcher.settings import Settings
from matcher.store import (
    TextVectors,
    load_matches,
    load_vectors,
    open_store,
    save_matches,
    save_vectors,
    text_hash,
    upsert_calls,
)
from models.call import Call, DeadlineKind
from models.match import Match
from models.money import Money

AS_OF = datetime(2026, 8, 10, 8, tzinfo=LONDON)
_SEED = 20261128
_EXCHANGED = 0.1  # of the words of a text
_SPREAD = 0.02  # of each number of a vector; the originals differ by about 0.05
_PIECE = 500


@dataclass(frozen=True)
class Real:
    """The calls that the made-up ones are made from, as they were matched."""

    calls: Sequence[Call]
    vectors: dict[str, TextVectors]  # by text hash
    matches: dict[str, list[Match]]  # by key
    model_id: str


def fill(settings: Settings, count: int, more: Path | None) -> None:
    """Match the real calls in a store of their own, then write `count` made-up ones."""
    began = time.perf_counter()
    real = _real(settings, more)
    said(f"{len(real.calls)} real calls matched", began)
    began = time.perf_counter()
    engine = open_store(settings.database)
    matches = [match for piece in _pieces(real, count) for match in _store(engine, real, piece)]
    save_matches(engine, settings.city, AS_OF, real.model_id, matches)
    said(f"{count:,} calls made up and stored, {len(matches):,} matches", began)
    engine.dispose()


def said(what: str, began: float) -> None:
    """Print what was done and how long it took."""
    sys.stdout.write(f"{what}: {time.perf_counter() - began:.1f} s\n")
    sys.stdout.flush()


def _real(settings: Settings, more: Path | None) -> Real:
    home = settings.home / "real"
    own = replace(settings, home=home, database=f"sqlite:///{(home / 'real.db').absolute()}")
    home.mkdir(parents=True, exist_ok=True)
    calls = list(load_catalogue(settings.data / "catalogue").calls)
    if more is not None:
        mapping = load_mapping(settings.data / "mappings" / "eu_topics.yaml")
        known = {call.key for call in calls}
        read = read_calls(more, mapping, AS_OF.date()).calls
        calls += [call for call in read if call.key not in known]
    engine = open_store(own.database)
    upsert_calls(engine, calls, AS_OF)
    city = read_city(own)
    match_now(own, city, AS_OF.date())
    found = load_matches(engine, settings.city)
    if found is None:
        raise RuntimeError("nothing was matched")
    texts = [call.match_text() for call in calls]
    hashes = [text_hash(text) for text in (*texts, *map(title_of, texts))]
    by_call: dict[str, list[Match]] = {}
    for match in found.matches:
        by_call.setdefault(match.call_key, []).append(match)
    vectors = load_vectors(engine, found.model_id, hashes)
    engine.dispose()
    return Real(calls, vectors, by_call, found.model_id)


def _pieces(real: Real, count: int) -> Iterator[list[tuple[Call, Call]]]:
    """Yield made-up calls, each with the real one it is made from."""
    draw = np.random.default_rng(_SEED)
    words = " ".join(call.match_text() for call in real.calls).split()
    pool = np.array(words)[draw.integers(0, len(words), 200_000)]
    piece: list[tuple[Call, Call]] = []
    for number in range(count):
        source = real.calls[int(draw.integers(len(real.calls)))]
        piece.append((_made_up(source, number, pool, draw), source))
        if len(piece) == _PIECE or number == count - 1:
            yield piece
            piece = []


def _made_up(source: Call, number: int, pool: "np.ndarray", draw: np.random.Generator) -> Call:
    closes = AS_OF + timedelta(days=int(draw.integers(1, 400)))
    opens = AS_OF + timedelta(days=int(draw.integers(-200, 1)))
    pounds = Decimal(int(10 ** draw.uniform(4.5, 7.5)))
    stated, dated = draw.random() < 0.7, draw.random() < 0.85
    return Call(
        source="made-up",
        source_id=f"{number:05}",
        title=_exchanged(source.title, pool, draw),
        url=f"https://funder.example/{number:05}",
        funder=source.funder,
        programme=source.programme,
        funding_type=source.funding_type,
        summary=_exchanged(source.summary, pool, draw),
        text=_exchanged(source.text, pool, draw),
        eligibility=source.eligibility,
        award_max=Money(pounds, "GBP") if stated else None,
        opens_at=opens,
        deadlines=(closes,) if dated else (),
        deadline_kind=DeadlineKind.FIXED if dated else DeadlineKind.UNKNOWN,
        stage=source.stage,
        stated_status=None if dated else source.stated_status,
    )


def _exchanged(text: str, pool: "np.ndarray", draw: np.random.Generator) -> str:
    """Put other calls' words in place of some, line by line, so that sentences stay."""
    lines = []
    for line in text.split("\n"):
        words = line.split(" ")
        for place in np.flatnonzero(draw.random(len(words)) < _EXCHANGED):
            if len(words[place]) > 3 and words[place].isalpha():
                words[place] = str(pool[int(draw.integers(len(pool)))])
        lines.append(" ".join(words))
    return "\n".join(lines)


def _store(engine: Engine, real: Real, piece: list[tuple[Call, Call]]) -> list[Match]:
    draw = np.random.default_rng(int(piece[0][0].source_id))
    upsert_calls(engine, [made for made, _ in piece], AS_OF)
    items = [item for made, source in piece for item in _vectors(real, made, source, draw)]
    save_vectors(engine, real.model_id, items)
    return [
        replace(match, call_key=made.key, score=float(np.clip(match.score + move, 0.01, 0.99)))
        for made, source in piece
        for match in real.matches.get(source.key, ())
        for move in (draw.normal(0, 0.03),)
    ]


def _vectors(
    real: Real, made: Call, source: Call, draw: np.random.Generator
) -> Iterator[TextVectors]:
    for text, before in (
        (made.match_text(), source.match_text()),
        (title_of(made.match_text()), title_of(source.match_text())),
    ):
        item = real.vectors.get(text_hash(before))
        if item is None or not text:
            continue
        moved = item.vectors + draw.normal(0, _SPREAD, item.vectors.shape).astype(np.float32)
        rows = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)
        scale = len(text) / max(len(before), 1)
        spans = tuple((int(start * scale), int(end * scale)) for start, end in item.spans)
        yield TextVectors(text_hash(text), spans, rows)
