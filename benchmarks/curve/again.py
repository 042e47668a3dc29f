"""What a run costs when one call in a hundred has changed, beside the first run over all.

    python -m benchmarks.curve.again HOME CALLS [FILE MAPPING]

A run here is all that follows the fetching: storing, encoding, matching with reasons
and the digest. Everything is really encoded. Calls are made up, or those of a file that
`bid-matcher import` reads, as many of them as may be bid for and, where CALLS are more, these
again with some words exchanged. Of a changed call every passage has changed. Prints one
line of JSON.
"""

import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from sqlalchemy import Engine

from benchmarks.curve.clock import Clock
from benchmarks.curve.made import (
    AS_OF,
    make_call,
    make_calls,
    make_others,
    with_other_words,
)
from matcher.commands.match import read_city
from matcher.digest.build import build_digest
from matcher.encoder import Encoder
from matcher.imports import load_mapping, read_calls
from matcher.matching import City, match_city
from matcher.settings import read_settings
from matcher.store import open_store, upsert_calls
from models.call import Call, CallStatus

_CHANGED = 100  # every so manieth call


@dataclass(frozen=True, slots=True)
class Sample:
    """Calls, and some of them as they are once they have changed."""

    what: str  # they are
    calls: Sequence[Call]
    changed: Sequence[Call]


def measure(home: Path, sample: Sample) -> dict[str, Any]:
    """Return seconds and processor seconds of the runs, and how many texts each encoded."""
    city = read_city(read_settings(home=str(home), environ={}))
    encoder = Encoder(prepared=home / "models")
    encoder.encode_query(["ready"])
    with tempfile.TemporaryDirectory() as folder:
        engine = open_store(f"sqlite:///{folder}/store.db")
        clock = Clock()
        encoded = {
            name: clock.time(name, lambda calls=calls: _run(engine, city, encoder, calls))
            for name, calls in (
                ("first run", sample.calls),
                ("1 % changed", sample.changed),
                ("nothing changed", []),
            )
        }
        engine.dispose()
    return {
        "what": sample.what,
        "calls": len(sample.calls),
        "characters": mean(len(call.match_text()) for call in sample.calls),
        "steps": clock.steps,
        "encoded": encoded,
    }


def _made_up(count: int) -> Sample:
    changed = [make_call(number, 1) for number in range(0, count, _CHANGED)]
    return Sample("made up", list(make_calls(count)), changed)


def _of_file(count: int, file: Path, mapping: Path) -> Sample:
    read = read_calls(file, load_mapping(mapping), AS_OF.date()).calls
    calls = make_others([c for c in read if c.status(AS_OF) is not CallStatus.CLOSED], count)
    changed = [with_other_words(call, count) for call in calls[::_CHANGED]]
    return Sample("captured", calls, changed)


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


def main(home: str, count: str, *file_and_mapping: str) -> None:
    """Measure, and print it."""
    given = map(Path, file_and_mapping)
    sample = _of_file(int(count), *given) if file_and_mapping else _made_up(int(count))
    sys.stdout.write(json.dumps(measure(Path(home), sample)) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
