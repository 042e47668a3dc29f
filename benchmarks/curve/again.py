"""What a run costs when one call in a hundred has changed, beside the first run over all.

    python -m benchmarks.curve.again HOME CALLS

A run here is all that follows the fetching: storing, encoding, matching with reasons
and the digest. Everything is really encoded. Prints one line of JSON.
"""

import json
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from benchmarks.curve.clock import Clock
from benchmarks.curve.made import AS_OF, make_call, make_calls
from matcher.commands.match import read_city
from matcher.digest.build import build_digest
from matcher.encoder import Encoder
from matcher.matching import City, match_city
from matcher.settings import read_settings
from matcher.store import open_store, upsert_calls
from models.call import Call

_CHANGED = 100  # every so manieth call


def measure(home: Path, count: int) -> dict[str, Any]:
    """Return seconds and processor seconds of both runs, and how many texts each encoded."""
    city = read_city(read_settings(home=str(home), environ={}))
    encoder = Encoder(prepared=home / "models")
    encoder.encode_query(["ready"])
    with tempfile.TemporaryDirectory() as folder:
        engine = open_store(f"sqlite:///{folder}/store.db")
        clock = Clock()
        encoded = {
            name: clock.time(name, lambda calls=calls: _run(engine, city, encoder, calls))
            for name, calls in (
                ("first run", make_calls(count)),
                ("1 % changed", [make_call(number, 1) for number in range(0, count, _CHANGED)]),
                ("nothing changed", []),
            )
        }
        engine.dispose()
    return {"calls": count, "steps": clock.steps, "encoded": encoded}


def _run(engine: Engine, city: City, encoder: Encoder, calls: Iterable[Call]) -> int:
    upsert_calls(engine, calls, AS_OF)
    found = match_city(engine, city, encoder, AS_OF, lambda _what, _done, _total: None)
    build_digest(
        city=city.profile,
        ranked=found.ranked,
        decide=(),
        as_of=AS_OF,
        made_at=AS_OF,
        catalogue_date=None,
        sources=(),
        credits=(),
    )
    return found.embedded


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))) + "\n")
