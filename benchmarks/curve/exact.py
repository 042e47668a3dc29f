"""Exact search over any number of made-up calls, with as little in memory as it needs.

The ranking is the shipped one (`matcher.ranking.score`), on a corpus whose word index holds
only the stems that are asked for, and whose documents have one row each. That is all
the numbers of a call of a single passage; of one of several, each is a row here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.curve.asked import asked_stems
from benchmarks.curve.made import Originals, make_call, moved_vectors
from matcher.ranking.corpus import PART, ClosenessRows, Corpus, Document
from matcher.ranking.lexical import (
    ALL_THERE_IS,
    K1,
    B,
    LexicalIndex,
    Weights,
    build_lexical_index,
)
from matcher.ranking.words import stem_counts

Rows = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """What exact search needs of some calls in a row."""

    keys: list[str]
    wholes: npt.NDArray[np.float16]
    several: list[int]  # of each passage of a call that has several: the call's place
    passages: npt.NDArray[np.float16]
    lengths: list[int]  # stems
    held: list[tuple[int, int, int]]  # call's place, stem's place, times


def part_of(made: Originals, numbers: Iterable[int]) -> Part:
    """Make the numbers of some calls."""
    places = {stem: place for place, stem in enumerate(asked_stems())}
    part = Part([], np.zeros(0, np.float16), [], np.zeros(0, np.float16), [], [])
    wholes: list[Rows] = []
    passages: list[Rows] = []
    for at, number in enumerate(numbers):
        call = make_call(number)
        rows, title = moved_vectors(made, call)
        wholes.append(_whole(rows, title[0]))
        if len(rows) > 1:
            passages.extend(rows)
            part.several.extend([at] * len(rows))
        counts = stem_counts(call.match_text())
        part.keys.append(call.key)
        part.lengths.append(counts.total())
        part.held.extend((at, places[s], n) for s, n in counts.items() if s in places)
    empty = np.zeros((0, wholes[0].shape[0]))
    return Part(
        part.keys,
        np.array(wholes, np.float16),
        part.several,
        np.array(passages or empty, np.float16),
        part.lengths,
        part.held,
    )


def passages_of(part: Part) -> dict[int, Rows]:
    """Return the passages of each call of several, by its place."""
    found: dict[int, list[Rows]] = {}
    for at, passage in zip(part.several, part.passages.astype(np.float32), strict=True):
        found.setdefault(at, []).append(passage)
    return {at: np.array(rows, np.float32) for at, rows in found.items()}


def kept_rows(part: Part) -> list[tuple[Rows, Rows | None]]:
    """Return what the store keeps of each call: its row, and of several passages theirs.

    As `single_rows` and `passage_rows` of `matcher.ranking.corpus`.
    """
    passages = passages_of(part)
    found: list[tuple[Rows, Rows | None]] = []
    for at, whole in enumerate(part.wholes.astype(np.float32)):
        own = passages.get(at)
        if own is None:
            found.append((whole, None))
            continue
        mean = own.sum(axis=0)
        found.append((whole + PART * mean / np.linalg.norm(mean), whole + PART * own))
    return found


def save_part(part: Part, file: Path) -> None:
    """Write it beside the others of its size."""
    np.savez(
        file,
        keys=np.array(part.keys),
        wholes=part.wholes,
        several=np.array(part.several, dtype=np.intp),
        passages=part.passages,
        lengths=np.array(part.lengths),
        held=np.array(part.held, dtype=np.int32).reshape(-1, 3),
    )


def corpus_of(files: Sequence[Path]) -> Corpus:
    """Put parts together, in the order of the files."""
    parts = [np.load(file) for file in files]
    starts = np.cumsum([0, *(len(part["keys"]) for part in parts)])
    keys = np.concatenate([part["keys"] for part in parts])
    owners = np.concatenate([p["several"] + s for p, s in zip(parts, starts, strict=False)])
    several, begins = np.unique(owners, return_index=True)
    rows = ClosenessRows(
        np.concatenate([part["wholes"].astype(np.float32) for part in parts]),
        several,
        np.concatenate([part["passages"].astype(np.float32) for part in parts]),
        begins,
    )
    held = np.concatenate(
        [p["held"] + np.array([s, 0, 0]) for p, s in zip(parts, starts, strict=False)]
    )
    lengths = np.concatenate([part["lengths"] for part in parts])
    return Corpus(
        documents=tuple(Document(str(key), "") for key in keys),
        passages=np.zeros((0, rows.wholes.shape[1]), np.float32),
        offsets=np.zeros(len(keys) + 1, np.intp),
        means=rows.wholes,
        closeness=rows,
        lexical=_index(held, lengths),
        title_lexical=build_lexical_index([]),
    )


def _index(held: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64]) -> LexicalIndex:
    """The word index of these calls, for the stems that are asked for alone."""
    stems = asked_stems()
    order = np.argsort(held[:, 1], kind="stable")
    documents, stem_of, times = held[order].T
    mean = float(lengths.mean())
    saturations = times / (times + K1 * (1 - B + B * lengths[documents] / mean))
    sizes = np.bincount(stem_of, minlength=len(stems))
    vocabulary = {stem: place for place, stem in enumerate(stems)}
    return LexicalIndex(
        size=len(lengths),
        mean_length=mean,
        vocabulary=vocabulary,
        starts=np.concatenate([[0], np.cumsum(sizes)]).astype(np.intp),
        holders=documents.astype(np.intp),
        saturations=saturations,
        weights=Weights(len(lengths), vocabulary, sizes, ALL_THERE_IS),
    )


def _whole(rows: Rows, title: Rows) -> Rows:
    """What always counts of a call, as `matcher.ranking.corpus` adds it up."""
    mean = rows.sum(axis=0)
    mean = mean / np.linalg.norm(mean)
    whole: Rows = title + mean + rows[0]
    if len(rows) == 1:
        whole = whole + rows[0]
    return np.float32(PART) * whole
