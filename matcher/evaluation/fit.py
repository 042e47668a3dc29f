"""Fits the few numbers of the shipped ranking: `python -m matcher.evaluation.fit DIR ...`.

Two logistic regressions. The first sees all pairs of all tasks, every task counting
the same and, within a task, relevant and irrelevant pairs counting the same. It
gives the weight of words beside meaning, which decides the order. The
second (Platt 1999) sees what a reader would see, the best TOP of each query in that
order, as often as they come, in the tasks named with --judged: those whose labels
are a reader's answer to "is this about that need?". It turns evidence into the
probability of a yes.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from matcher.encoder import Encoder
from matcher.evaluation.beir import read_task
from matcher.evaluation.evaluate import Embedded, embed_task
from matcher.evaluation.metrics import Numbers
from matcher.ranking.score import Calibration, score_queries
from matcher.store import open_store

_Part: TypeAlias = tuple[Numbers, npt.NDArray[np.bool_], bool]
"""Features of pairs, which are relevant, and whether both sorts are to count the same."""

TOP = 20

_MILD_PENALTY = 1000.0  # scikit-learn's C: two parameters on 100,000s of pairs need next to none


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Every query beside every document of one task; each (queries, documents)."""

    name: str
    closeness: Numbers
    meaning: Numbers
    words: Numbers
    relevant: npt.NDArray[np.bool_]


def fit(tasks: Sequence[Pairs], judged: Sequence[str]) -> Calibration:
    """Return the calibration that suits the pairs of all tasks, and the answers of `judged` ones.

    Raises ValueError where no task has one of the names in `judged`.
    """
    answered = [task for task in tasks if task.name in judged]
    if not answered:
        raise ValueError(f"none of the tasks is named {' or '.join(judged)}")
    slopes, _ = _regress([(_features(task), task.relevant.ravel(), True) for task in tasks])
    words = round(max(slopes[1], 0.0) / slopes[0], 3)
    slope, intercept = _regress([_seen(task, words) for task in answered])
    return Calibration(
        words_weight=words,
        slope=round(slope[0], 3),
        intercept=round(intercept, 3),
        usual_closeness=round(float(np.mean([task.closeness.mean() for task in tasks])), 3),
    )


def pairs_of(embedded: Embedded, calibration: Calibration) -> Pairs:
    """Compute the features of every pair of a task."""
    scores = score_queries(embedded.queries, embedded.corpus, calibration)
    relevant = [
        [key in embedded.task.relevant[query] for key in embedded.corpus.keys]
        for query in embedded.task.queries
    ]
    return Pairs(
        name=embedded.task.name,
        closeness=np.array([item.closeness for item in scores]),
        meaning=np.array([item.meaning for item in scores]),
        words=np.array([item.words for item in scores]),
        relevant=np.array(relevant),
    )


def provenance(tasks: Sequence[Embedded], model_id: str) -> dict[str, object]:
    """Say what a calibration rests on."""
    return {
        "model": model_id,
        "scikit-learn": metadata.version("scikit-learn"),
        "tasks": [
            {
                "name": embedded.task.name,
                "documents": len(embedded.corpus),
                "queries": len(embedded.queries),
                "relevant_pairs": sum(map(len, embedded.task.relevant.values())),
            }
            for embedded in tasks
        ],
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit on folders in BEIR form and write the calibration with its provenance."""
    parser = argparse.ArgumentParser(prog="python -m matcher.evaluation.fit")
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--judged", action="append", required=True, metavar="NAME")
    parser.add_argument("--database", required=True, metavar="URL", help="where vectors are kept")
    parser.add_argument("--output", required=True, type=Path, metavar="FILE")
    given = parser.parse_args(arguments)
    encoder, engine = Encoder(), open_store(given.database)
    tasks = [
        embed_task(read_task(folder, only_split="dev"), engine, encoder) for folder in given.folders
    ]
    pairs = _pairs_of_all(tasks)
    content = {
        "fitted": asdict(fit(pairs, given.judged)),
        "provenance": provenance(tasks, encoder.model_id),
    }
    given.output.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _pairs_of_all(tasks: Sequence[Embedded]) -> list[Pairs]:
    """Compute features in two steps: what is usual must be known before it is taken away."""
    neutral = Calibration(0.0, slope=1.0, intercept=0.0, usual_closeness=0.0)
    usual = np.mean([pairs_of(embedded, neutral).closeness.mean() for embedded in tasks])
    known = replace(neutral, usual_closeness=float(usual))
    return [pairs_of(embedded, known) for embedded in tasks]


def _features(task: Pairs) -> Numbers:
    return np.column_stack([task.meaning.ravel(), task.words.ravel()])


def _seen(task: Pairs, words: float) -> _Part:
    evidence = task.meaning + words * task.words
    best = np.argsort(-evidence, axis=1, kind="stable")[:, :TOP]
    seen = np.take_along_axis(evidence, best, axis=1).reshape(-1, 1)
    return seen, np.take_along_axis(task.relevant, best, axis=1).ravel(), False


def _regress(parts: Sequence[_Part]) -> tuple[list[float], float]:
    """Fit a logistic regression on all parts, each counting the same; slopes and intercept."""
    from sklearn.linear_model import LogisticRegression

    features = np.concatenate([numbers for numbers, _, _ in parts])
    labels = np.concatenate([relevant for _, relevant, _ in parts])
    weights = np.concatenate(
        [
            _balance(relevant) if balanced else np.full(len(relevant), 1 / len(relevant))
            for _, relevant, balanced in parts
        ]
    )
    model = LogisticRegression(C=_MILD_PENALTY, max_iter=1000)
    model.fit(features, labels, sample_weight=weights * len(labels) / weights.sum())
    return [float(slope) for slope in model.coef_[0]], float(model.intercept_[0])


def _balance(relevant: npt.NDArray[np.bool_]) -> Numbers:
    """Weights that sum to one half over the relevant pairs and to one half over the others."""
    if relevant.all() or not relevant.any():
        raise ValueError("a task needs relevant and irrelevant pairs among those seen")
    return np.asarray(np.where(relevant, 0.5 / relevant.sum(), 0.5 / (~relevant).sum()))


if __name__ == "__main__":
    main()
