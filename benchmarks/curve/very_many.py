"""Search on a PostgreSQL store of very many calls, beside exact search over all of them.

    python -m benchmarks.curve.very_many DATABASE ORIGINALS.pkl HOME FOLDER CALLS

The store is filled by COPY where it is empty. Exact is the shipped ranking over all numbers
of all calls, which stand in files of the folder (`benchmarks.curve.exact`).
"""

import json
import os
import pickle
import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa

from benchmarks.curve.asked import searches
from benchmarks.curve.clock import timed_searches
from benchmarks.curve.exact import corpus_of
from benchmarks.curve.servers import fill_by_copy
from benchmarks.curve.steps import changed, on_server
from matcher.commands.match import read_city
from matcher.encoder import Encoder
from matcher.ranking.score import score_query, shipped_calibration
from matcher.search import read_query
from matcher.settings import read_settings
from matcher.store import has_calls, open_store

_BEST = 10


def measure(address: str, originals: Path, home: Path, folder: Path, count: int) -> dict[str, Any]:
    """Fill if need be, then search; returns seconds, milliseconds and recall."""
    encoder = Encoder(prepared=home / "models")
    engine = open_store(address)
    filled = {} if has_calls(engine) else fill_by_copy(address, originals, folder, count)
    exact = exact_best(folder, encoder)
    city = read_city(read_settings(home=str(home), environ={}))
    found = timed_searches(on_server(engine, city, encoder), exact, engine)
    made = pickle.loads(originals.read_bytes())  # noqa: S301 - our own
    steps = {"search": found, "1 % changed": changed(engine, made, min(count, 100_000))}
    sizes = "SELECT pg_database_size(current_database()) / 1000000"
    with engine.connect() as connection:
        megabytes = int(connection.execute(sa.text(sizes)).scalar_one())
    engine.dispose()
    return {"filled": filled, "steps": steps, "database MB": megabytes}


def exact_best(folder: Path, encoder: Encoder) -> list[list[str]]:
    """Return the best keys of each search by the shipped ranking of all calls."""
    corpus = corpus_of(sorted(folder.glob("*.npz")))
    best = []
    for text in searches():
        scores = score_query(read_query(text, encoder), corpus, shipped_calibration()).score
        places = np.argsort(-scores, kind="stable")[:_BEST]
        best.append([corpus.documents[place].key for place in places.tolist()])
    return best


def main(arguments: Sequence[str]) -> None:
    """Measure and print one line of JSON."""
    address, originals, home, folder, count = arguments
    before = os.getloadavg()[0]
    found = measure(address, Path(originals), Path(home), Path(folder), int(count))
    found |= {
        "store": "postgresql",
        "calls": int(count),
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "load": [before, os.getloadavg()[0]],
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
