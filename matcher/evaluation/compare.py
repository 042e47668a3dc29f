"""Our ranking beside the usual ones: `python -m matcher.evaluation.compare DIR ...`.

With `--adapter FILE@K/N`, a query is ranked with the adapter whose training left its
part out, and one that no adapter left out is not counted: figures on what an adapter
was trained on would flatter it. Prepared models in `--prepared` are used; where an
adapter has none, torch does the work.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np

from matcher.encoder import Encoder
from matcher.evaluation.baselines import half_and_half, min_max_fusion, tf_idf
from matcher.evaluation.beir import Task, read_task
from matcher.evaluation.evaluate import Embedded, embed_task, measured
from matcher.evaluation.metrics import Numbers, estimate
from matcher.ranking.score import score_queries
from matcher.store import open_store
from matcher.training.pairs import Part

Values: TypeAlias = dict[str, Numbers]
"""nDCG@10 of every query by system."""

FUSION = ".7/.3 fusion"
OURS = "shipped"


def plain_systems(embedded: Embedded) -> Values:
    """Measure the baselines with an unadapted model."""
    asked = list(embedded.task.queries.values())
    scores = score_queries(embedded.queries, embedded.corpus)
    lexical = np.array([item.lexical for item in scores])
    dense = half_and_half(embedded.corpus, [query.vector for query in embedded.queries])
    return {
        "BM25": _ndcg(embedded, lexical),
        "TF-IDF": _ndcg(embedded, tf_idf(embedded.corpus, asked)),
        "dense": _ndcg(embedded, dense),
        FUSION: _ndcg(embedded, min_max_fusion(dense, lexical)),
    }


def ours(embedded: Embedded) -> Numbers:
    """Measure the shipped ranking."""
    return _ndcg(
        embedded,
        np.array([item.score for item in score_queries(embedded.queries, embedded.corpus)]),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one table: systems by task, with intervals and paired differences."""
    parser = argparse.ArgumentParser(prog="python -m matcher.evaluation.compare")
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--database", required=True, metavar="URL", help="where vectors are kept")
    parser.add_argument("--model", type=Path, metavar="DIR", help="another model's folder")
    parser.add_argument("--prepared", type=Path, metavar="DIR", help="prepared models")
    parser.add_argument("--adapter", action="append", default=[], metavar="FILE[@K/N]")
    given = parser.parse_args(arguments)
    engine = open_store(given.database)
    tasks = [read_task(folder) for folder in given.folders]
    plain = Encoder(given.model, given.prepared, adapter=None)
    adapted = [
        (_part(text), Encoder(given.model, given.prepared, adapter=_file(text)))
        for text in given.adapter
    ]
    found: dict[str, Values] = {}
    for task in tasks:
        unadapted = embed_task(task, engine, plain)
        values = plain_systems(unadapted)
        each = [(part, ours(embed_task(task, engine, one))) for part, one in adapted]
        found[task.name] = _left_out(task, values, each or [(None, ours(unadapted))])
    sys.stdout.write(table(found) + "\n")


def table(found: dict[str, Values]) -> str:
    """Write nDCG@10 with 95 % bootstrap intervals, and the differences to ours, as Markdown."""
    names = list(next(iter(found.values())))
    lines = ["| system | " + " | ".join(found) + " | mean |", "|---" * (len(found) + 2) + "|"]
    for name in names:
        cells = [_cell(values[name]) for values in found.values()]
        mean = float(np.mean([values[name].mean() for values in found.values()]))
        lines.append(f"| {name} | " + " | ".join(cells) + f" | {mean:.3f} |")
    for name in names[:-1]:
        less = [values[OURS] - values[name] for values in found.values()]
        mean = float(np.mean([each.mean() for each in less]))
        cells = [_difference(each) for each in less]
        lines.append(f"| {OURS} less {name} | " + " | ".join(cells) + f" | {mean:+.3f} |")
    return "\n".join(lines)


def _left_out(task: Task, values: Values, adapted: Sequence[tuple[Part | None, Numbers]]) -> Values:
    """Take every query from the adapter that left it out; drop those that none left out."""
    chosen = [
        (place, found[place])
        for place, query in enumerate(task.queries)
        for part, found in adapted
        if part is None or part.holds(query)
    ]
    places = [place for place, _ in chosen]
    kept = {name: numbers[places] for name, numbers in values.items()}
    return {**kept, OURS: np.array([value for _, value in chosen])}


def _ndcg(embedded: Embedded, scores: Numbers) -> Numbers:
    return measured(embedded, list(scores))[:, 0]


def _cell(values: Numbers) -> str:
    found = estimate(values)
    return f"{found.value:.3f} ({found.low:.3f}-{found.high:.3f})"


def _difference(values: Numbers) -> str:
    found = estimate(values)
    return f"{found.value:+.3f} ({found.low:+.3f} to {found.high:+.3f})"


def _file(text: str) -> Path:
    return Path(text.partition("@")[0])


def _part(text: str) -> Part | None:
    _, mark, part = text.partition("@")
    return Part.read(part) if mark else None


if __name__ == "__main__":
    main()
