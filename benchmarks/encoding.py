"""How fast texts become vectors, beside sentence-transformers at its defaults.

Each side runs in a process of its own, so that its peak memory is its own. The two
take turns, round by round, told through their standard input when to begin, so that
whatever else the machine does falls on both. Medians of the rounds' ratios are
printed, for the time on the clock and for the processor's time; the latter hardly
moves when other programs run.

    python -m benchmarks.encoding [--texts FILE.jsonl] [--count N] [--rounds N] [--home DIR]
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.encoder import Encoder
from matcher.encoder.adapter import adapter_for
from matcher.encoder.files import find_model
from matcher.encoder.reference import load_model
from matcher.imports.catalogue import load_catalogue
from matcher.settings import data_folder, read_settings

_ROUNDS = 5
_COUNT = 96


@dataclass(frozen=True, slots=True)
class Side:
    """What one side did: a row per text, and its rounds."""

    rows: npt.NDArray[np.float32]
    seconds: tuple[float, ...]  # on the clock, by round
    processor: tuple[float, ...]  # seconds of processor time, by round
    peak_mb: float


def passages(texts: Sequence[str], count: int) -> list[str]:
    """Cut texts into passages that both sides read whole, and take `count` evenly among them."""
    encoder = Encoder()
    found = [text[begin:end] for text in texts for begin, end in encoder.split(text)]
    step = max(1, len(found) // count)
    return found[::step][:count]


def bundled_texts() -> list[str]:
    """The bundled calls, three to a text: about as long as a collected call's passages."""
    texts = [call.match_text() for call in load_catalogue(data_folder() / "catalogue").calls]
    return ["\n".join(texts[begin : begin + 3]) for begin in range(len(texts) - 2)]


def measure(texts: Sequence[str], rounds: int, home: Path) -> tuple[Side, Side]:
    """Encode the texts on both sides, in turns; ours first, then the library's."""
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / "texts.json"
        asked.write_text(json.dumps(list(texts)), encoding="utf-8")
        sides = [
            _Worker(name, asked, Path(folder) / f"{name}.npy", home) for name in ("ours", "library")
        ]
        for _ in range(rounds):
            for side in sides:
                side.round()
        ours, library = (side.end() for side in sides)
    return ours, library


def report(ours: Side, library: Side, count: int) -> str:
    """Say in lines what was measured."""
    clock = _ratios(library.seconds, ours.seconds)
    processor = _ratios(library.processor, ours.processor)
    cosines = (ours.rows * library.rows).sum(axis=1)
    cosines /= np.linalg.norm(library.rows, axis=1)
    return "\n".join(
        (
            f"encode {count} passages, {len(clock)} rounds in turns:"
            f" ours {count / statistics.median(ours.seconds):.1f} texts/s,"
            f" library {count / statistics.median(library.seconds):.1f}",
            f"  ratio on the clock: {_spread(clock)}; in processor time: {_spread(processor)}",
            f"  cosine with the library's: mean {cosines.mean():.5f}, least {cosines.min():.5f}",
            f"  peak memory: ours {ours.peak_mb:.0f} MB, library {library.peak_mb:.0f} MB",
        )
    )


class _Worker:
    """One side in a process of its own, which waits for a line before each round."""

    def __init__(self, side: str, texts: Path, rows: Path, home: Path) -> None:
        self._rows = rows
        self._seconds: list[float] = []
        self._processor: list[float] = []
        command = [sys.executable, "-m", "benchmarks.encoding", "--side", side]
        command += ["--texts", str(texts), "--rows", str(rows), "--home", str(home)]
        self._process = subprocess.Popen(  # noqa: S603 - this very program
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._to, self._from = self._process.stdin, self._process.stdout
        self._answer()

    def round(self) -> None:
        """Let the side encode all texts once."""
        self._ask("round")
        answer = self._answer()
        self._seconds.append(answer["seconds"])
        self._processor.append(answer["processor"])

    def end(self) -> Side:
        """Let the side write its rows and stop."""
        self._ask("end")
        peak = self._answer()["peak_mb"]
        self._process.wait()
        return Side(np.load(self._rows), tuple(self._seconds), tuple(self._processor), peak)

    def _ask(self, word: str) -> None:
        if self._to is not None:
            self._to.write(f"{word}\n")
            self._to.flush()

    def _answer(self) -> dict[str, float]:
        line = self._from.readline() if self._from is not None else ""
        if not line:
            raise RuntimeError("one side of the benchmark ended early")
        answer: dict[str, float] = json.loads(line)
        return answer


def _serve(side: str, texts: Sequence[str], rows: Path, home: Path) -> None:
    """Encode whenever told to, and answer with what it took."""
    encode = _ours(home) if side == "ours" else _library()
    encode(texts[:16])
    _say({})
    vectors = np.zeros((0, 0), dtype=np.float32)
    for line in sys.stdin:
        if line.strip() == "end":
            break
        clock, processor = time.perf_counter(), time.process_time()
        vectors = encode(texts)
        _say(
            {
                "seconds": time.perf_counter() - clock,
                "processor": time.process_time() - processor,
            }
        )
    np.save(rows, vectors)
    _say({"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024})


def _ours(home: Path) -> Callable[[Sequence[str]], Any]:
    return Encoder(prepared=home / "models").encode_document


def _library() -> Callable[[Sequence[str]], Any]:
    """The same weights in sentence-transformers, its own defaults for all else."""
    files = find_model(None)
    plain = load_model(files, adapter_for(files))
    return lambda texts: plain.encode(list(texts), show_progress_bar=False)


def _say(answer: dict[str, float]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _ratios(library: Sequence[float], ours: Sequence[float]) -> list[float]:
    return [theirs / mine for theirs, mine in zip(library, ours, strict=True)]


def _spread(ratios: Sequence[float]) -> str:
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"


def main() -> None:
    """Run the comparison, or one side of it."""
    parser = argparse.ArgumentParser(description="encoding beside sentence-transformers")
    parser.add_argument("--texts", type=Path, help="JSON list of texts; default: bundled calls")
    parser.add_argument("--count", type=int, default=_COUNT)
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    parser.add_argument("--home", type=Path, default=read_settings().home)
    parser.add_argument("--side", choices=("ours", "library"), help=argparse.SUPPRESS)
    parser.add_argument("--rows", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.side:
        _serve(given.side, json.loads(given.texts.read_text("utf-8")), given.rows, given.home)
        return
    read = json.loads(given.texts.read_text("utf-8")) if given.texts else bundled_texts()
    texts = passages(read, given.count)
    sys.stdout.write(report(*measure(texts, given.rounds, given.home), len(texts)) + "\n")


if __name__ == "__main__":
    main()
