"""Fits what turns evidence into a probability: `python -m matcher.evaluation.fit DIR ...`.

One logistic regression (Platt 1999) on what a reader would see, the best TOP of each
query, as often as they come. The folders are to hold labels that answer "is this
about that need?" and that no adapter was trained on. The weight of words beside
meaning, which decides the order, is given: it is chosen by comparing rankings
(`matcher.evaluation.compare`), not by fitting.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from importlib import metadata
from pathlib import Path

import numpy as np
import numpy.typing as npt

from matcher.encoder import Encoder
from matcher.evaluation.beir import read_task
from matcher.evaluation.evaluate import Embedded, embed_task
from matcher.evaluation.metrics import Numbers
from matcher.ranking.score import Calibration, score_queries
from matcher.store import open_store

TOP = 20

_MILD_PENALTY = 1000.0  # scikit-learn's C: two parameters on hundreds of pairs need next to none


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Every query beside every document of one task; each (queries, documents)."""

    closeness: Numbers
    meaning: Numbers
    words: Numbers
    relevant: npt.NDArray[np.bool_]


def fit(tasks: Sequence[Pairs], words_weight: float) -> Calibration:
    """Return the calibration that suits the judged pairs; every task counts the same."""
    slope, intercept = _regress([_seen(task, words_weight) for task in tasks])
    return Calibration(
        words_weight=words_weight,
        slope=round(slope, 3),
        intercept=round(intercept, 3),
        usual_closeness=_usual(tasks),
    )


def pairs_of(embedded: Embedded, calibration: Calibration) -> Pairs:
    """Compute the features of every pair of a task."""
    scores = score_queries(embedded.queries, embedded.corpus, calibration)
    relevant = [
        [key in embedded.task.relevant[query] for key in embedded.corpus.keys]
        for query in embedded.task.queries
    ]
    return Pairs(
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
    parser.add_argument("--words", required=True, type=float, metavar="WEIGHT")
    parser.add_argument("--database", required=True, metavar="URL", help="where vectors are kept")
    parser.add_argument("--prepared", type=Path, metavar="DIR", help="prepared models")
    parser.add_argument("--output", required=True, type=Path, metavar="FILE")
    given = parser.parse_args(arguments)
    encoder, engine = Encoder(prepared=given.prepared), open_store(given.database)
    tasks = [
        embed_task(read_task(folder, only_split="dev"), engine, encoder) for folder in given.folders
    ]
    fitted = fit(_pairs_of_all(tasks), given.words)
    content = {"fitted": asdict(fitted), "provenance": provenance(tasks, encoder.model_id)}
    given.output.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _pairs_of_all(tasks: Sequence[Embedded]) -> list[Pairs]:
    """Compute features in two steps: what is usual must be known before it is taken away."""
    neutral = Calibration(0.0, slope=1.0, intercept=0.0, usual_closeness=0.0)
    usual = _usual([pairs_of(embedded, neutral) for embedded in tasks])
    known = replace(neutral, usual_closeness=usual)
    return [pairs_of(embedded, known) for embedded in tasks]


def _usual(tasks: Sequence[Pairs]) -> float:
    return round(float(np.mean([task.closeness.mean() for task in tasks])), 3)


def _seen(task: Pairs, words_weight: float) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    evidence = task.meaning + words_weight * task.words
    best = np.argsort(-evidence, axis=1, kind="stable")[:, :TOP]
    seen = np.take_along_axis(evidence, best, axis=1).ravel()
    return seen, np.take_along_axis(task.relevant, best, axis=1).ravel()


def _regress(parts: Sequence[tuple[Numbers, npt.NDArray[np.bool_]]]) -> tuple[float, float]:
    """Fit a logistic regression on all parts, each counting the same; slope and intercept.

    Raises ValueError where all pairs that are seen are relevant, or none is.
    """
    from sklearn.linear_model import LogisticRegression

    evidence = np.concatenate([numbers for numbers, _ in parts])
    labels = np.concatenate([relevant for _, relevant in parts])
    if labels.all() or not labels.any():
        raise ValueError("there must be relevant and irrelevant pairs among those seen")
    weights = np.concatenate([np.full(len(numbers), 1 / len(numbers)) for numbers, _ in parts])
    model = LogisticRegression(C=_MILD_PENALTY, max_iter=1000)
    model.fit(evidence[:, None], labels, sample_weight=weights * len(labels) / weights.sum())
    return float(model.coef_[0, 0]), float(model.intercept_[0])


if __name__ == "__main__":
    main()
