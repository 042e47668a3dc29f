"""The question turned round: which need does a document belong to?

`python -m matcher.evaluation.categories DIR --only PREFIX` counts for how many
documents the query that scores highest is one that they answer. It asks whether
scores of different needs can be compared.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from matcher.encoder import Encoder
from matcher.evaluation.beir import read_task
from matcher.evaluation.evaluate import Embedded, embed_task
from matcher.evaluation.metrics import Numbers, estimate
from matcher.ranking.score import score_queries
from matcher.store import open_store


def first_is_right(embedded: Embedded, prefix: str = "") -> Numbers:
    """Return 1 or 0 for each document that answers one of the queries whose id begins so.

    Raises ValueError where no document does.
    """
    asked = [key for key in embedded.task.queries if key.startswith(prefix)]
    queries = [
        query
        for key, query in zip(embedded.task.queries, embedded.queries, strict=True)
        if key in asked
    ]
    if not asked:
        raise ValueError(f"no query's id begins with {prefix!r}")
    scores = np.array([each.score for each in score_queries(queries, embedded.corpus)])
    answers = np.array(
        [[key in embedded.task.relevant[query] for key in embedded.corpus.keys] for query in asked]
    )
    judged = np.flatnonzero(answers.any(axis=0))
    right: Numbers = answers[scores[:, judged].argmax(axis=0), judged].astype(float)
    return right


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the share of documents whose first query is right, with its interval."""
    parser = argparse.ArgumentParser(prog="python -m matcher.evaluation.categories")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--only", default="", metavar="PREFIX", help="of the queries' ids")
    parser.add_argument("--database", required=True, metavar="URL", help="where vectors are kept")
    parser.add_argument("--prepared", type=Path, metavar="DIR", help="prepared models")
    given = parser.parse_args(arguments)
    encoder, engine = Encoder(prepared=given.prepared), open_store(given.database)
    found = first_is_right(embed_task(read_task(given.folder), engine, encoder), given.only)
    share = estimate(found)
    sys.stdout.write(
        f"first is right for {share.value:.3f} ({share.low:.3f}-{share.high:.3f})"
        f" of {len(found)} documents\n"
    )


if __name__ == "__main__":
    main()
