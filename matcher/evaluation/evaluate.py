"""Lexical, dense and shipped ranking on one labelled task."""

import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sqlalchemy import Engine

from matcher.embedding import embed_documents, embed_queries
from matcher.encoder import Encoder, Progress
from matcher.evaluation.beir import Task, read_task
from matcher.evaluation.metrics import METRICS, Numbers, estimate, measure
from matcher.evaluation.report import Report, SystemResult
from matcher.ranking.corpus import Corpus, build_corpus
from matcher.ranking.score import Calibration, Query, Scores, score_queries

RUN_LENGTH = 100
"""How many documents of each query go into a run file."""

SYSTEMS = ("lexical", "dense", "shipped")


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """A task with everything encoded: one vector per query, in the order of the task's."""

    task: Task
    corpus: Corpus
    queries: tuple[Query, ...]


def evaluate(
    folder: Path,
    engine: Engine | None,
    encoder: Encoder,
    *,
    run_file: Path | None = None,
    on_progress: Progress | None = None,
    calibration: Calibration | None = None,
) -> Report:
    """Measure the rankings on a folder in BEIR form; with `run_file`, write the shipped run.

    Vectors are kept in the store behind `engine`, if there is one, so that a
    second evaluation encodes nothing. Raises ValueError that names file and line
    for data that cannot be read, EncoderError where the model cannot be used.
    """
    embedded = embed_task(read_task(folder), engine, encoder, on_progress)
    scores = score_queries(embedded.queries, embedded.corpus, calibration)
    if run_file is not None:
        write_run(run_file, embedded, [item.score for item in scores])
    values = {name: measured(embedded, _column(scores, name)) for name in SYSTEMS}
    shipped = values["shipped"][:, 0]
    return Report(
        task=embedded.task.name,
        model_id=encoder.model_id,
        documents=len(embedded.corpus),
        queries=len(embedded.queries),
        systems=tuple(_result(name, values[name]) for name in SYSTEMS),
        shipped_above={
            name: estimate(shipped - values[name][:, 0]) for name in SYSTEMS if name != "shipped"
        },
        notes=embedded.task.notes,
    )


def embed_task(
    task: Task, engine: Engine | None, encoder: Encoder, on_progress: Progress | None = None
) -> Embedded:
    """Encode a task's documents and queries, as far as the store does not have them."""
    documents, _ = embed_documents(engine, encoder, task.documents, on_progress)
    asked = list(task.queries.values())
    vectors, _ = embed_queries(engine, encoder, asked)
    queries = tuple(Query(text, vector) for text, vector in zip(asked, vectors, strict=True))
    return Embedded(task, build_corpus(documents), queries)


def measured(embedded: Embedded, scores: Iterable[Numbers]) -> Numbers:
    """Return the METRICS of every query, (queries, metrics), for scores of all documents."""
    keys = np.array(embedded.corpus.keys, dtype=str)
    rows = [
        _measure(keys, column, embedded.task.relevant[query])
        for query, column in zip(embedded.task.queries, scores, strict=True)
    ]
    return np.array(rows)


def write_run(path: Path, embedded: Embedded, scores: Sequence[Numbers]) -> None:
    """Write `query-id, corpus-id, score` lines with tabs between, best first, 100 a query.

    The file is there whole or not at all.
    """
    keys = np.array(embedded.corpus.keys, dtype=str)
    lines = [
        f"{query}\t{keys[position]}\t{float(column[position])!r}\n"
        for query, column in zip(embedded.task.queries, scores, strict=True)
        for position in _order(keys, column)[:RUN_LENGTH]
    ]
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    part = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.writelines(lines)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _column(scores: Sequence[Scores], name: str) -> list[Numbers]:
    if name == "lexical":
        return [item.lexical for item in scores]
    return [item.closeness if name == "dense" else item.score for item in scores]


def _result(name: str, values: Numbers) -> SystemResult:
    estimates = {metric: estimate(values[:, place]) for place, metric in enumerate(METRICS)}
    return SystemResult(name, estimates)


def _measure(
    keys: npt.NDArray[np.str_], scores: Numbers, relevant: Mapping[str, int]
) -> tuple[float, ...]:
    ranked = keys[_order(keys, scores)]
    gains = np.array([relevant.get(str(key), 0) for key in ranked], dtype=float)
    return measure(gains, list(relevant.values()))


def _order(keys: npt.NDArray[np.str_], scores: Numbers) -> npt.NDArray[np.intp]:
    """Best first, ties by id: the same scores always give the same order."""
    return np.lexsort((keys, -scores))
