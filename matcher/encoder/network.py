"""Running a prepared model: batches of token ids through OpenVINO, one thread per stream."""

import io
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from matcher.encoder.batches import by_length, checked
from matcher.encoder.files import ModelFiles, window
from matcher.encoder.runtime import openvino
from matcher.encoder.tokens import ids_within
from matcher.encoder.types import EncoderError, Kind, Progress, Rows

if TYPE_CHECKING:
    from tokenizers import Tokenizer

BATCH = 1
"""Passages run at once. In a batch, one of some hundred rows comes out with another last bit than
alone. One by one, a vector depends on its text and on nothing else: whoever encodes it, and
whatever was stored before, gets the same. No slower than six at once, on two processors."""

_MOST_STREAMS = 4  # each has working memory of its own


class Network:
    """A compiled model. Its rows are unit vectors; queries and documents are the same to it."""

    def __init__(
        self, name: str, files: ModelFiles, tokenizer: "Tokenizer", compiled: Any, dimension: int
    ) -> None:
        self.name = name
        self._tokenizer = tokenizer
        self._window = window(files)
        self._dimension = dimension
        self._requests = Requests(compiled)

    def encode(self, passages: Sequence[str], kind: Kind, on_progress: Progress | None) -> Rows:
        """Return a unit row for each passage. EncoderError for vectors that are none."""
        del kind
        found = self._tokenizer.encode_batch(list(passages))
        ids = [ids_within(encoding.ids, self._window) for encoding in found]
        rows = np.zeros((len(passages), self._dimension), dtype=np.float32)
        batches = by_length([len(one) for one in ids], BATCH)
        done = 0
        with ThreadPoolExecutor(self._requests.count, thread_name_prefix="encoder") as pool:
            work = pool.map(lambda batch: self._run([ids[index] for index in batch]), batches)
            try:
                for batch, vectors in zip(batches, work, strict=True):
                    rows[batch] = vectors
                    done += len(batch)
                    if on_progress is not None:
                        on_progress(done, len(passages))
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return rows

    def _run(self, ids: Sequence[list[int]]) -> Rows:
        found = self._requests.run(ids)
        return checked(found, len(ids), self._dimension, f"the prepared model {self.name}")


class Requests:
    """The requests of a compiled model, one a stream. Threads may share them.

    OpenVINO's own queue of requests calls back into Python from its threads, and has
    been seen to lock up; a thread that owns a request until it is done cannot.
    """

    def __init__(self, compiled: Any) -> None:
        self.count = max(1, int(compiled.get_property("NUM_STREAMS")))
        self._free: SimpleQueue[Any] = SimpleQueue()
        for _ in range(self.count):
            self._free.put(compiled.create_infer_request())
        # What OpenVINO's Python part sets up on its first call waits for itself where two
        # threads make that call at once (seen with 2026.4): it is made here, by one.
        self.run([[0]])

    def run(self, ids: Sequence[list[int]]) -> Rows:
        """Return the model's rows for texts as token ids. EncoderError where it cannot be run."""
        request = self._free.get()
        try:
            request.infer(list(padded(ids)), share_inputs=True)
            return np.array(request.get_output_tensor(0).data, dtype=np.float32)
        except RuntimeError as error:
            raise EncoderError(f"the prepared model cannot be run: {_reason(error)}") from error
        finally:
            self._free.put(request)


def padded(ids: Sequence[list[int]]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return ids and mask, (texts, tokens of the longest); padding is id 0 and mask 0."""
    shape = (len(ids), max(len(one) for one in ids))
    table, mask = np.zeros(shape, dtype=np.int32), np.zeros(shape, dtype=np.int32)
    for row, one in enumerate(ids):
        table[row, : len(one)] = one
        mask[row, : len(one)] = 1
    return table, mask


def stream_count() -> int:
    """Return how many batches are run side by side on this machine."""
    return max(1, min(_MOST_STREAMS, _processors()))


def compile_model(model: Any, hint: str, streams: int) -> Any:
    """Compile an `openvino.Model` or the file of one; EncoderError where that fails.

    `hint` is the precision of what is not in 8-bit numbers: "f32" or "bf16".
    """
    try:
        given = str(model) if isinstance(model, Path) else model
        return openvino().Core().compile_model(given, "CPU", _settings(hint, streams))
    except RuntimeError as error:
        raise EncoderError(f"the model cannot be compiled: {_reason(error)}") from error


def load_compiled(path: Path, hint: str, streams: int) -> Any:
    """Load a model as it was compiled and stored; EncoderError where that fails."""
    content = io.BytesIO(path.read_bytes())
    try:
        # What it was compiled for is not stored with it: without these it has one stream.
        return openvino().Core().import_model(content, "CPU", _settings(hint, streams))
    except RuntimeError as error:
        raise EncoderError(f"{path} cannot be loaded: {_reason(error)}") from error


def _settings(hint: str, streams: int) -> dict[str, str | int]:
    return {
        "INFERENCE_PRECISION_HINT": hint,
        "PERFORMANCE_HINT": "THROUGHPUT",
        "NUM_STREAMS": streams,
    }


def _reason(error: RuntimeError) -> str:
    return " ".join(str(error).split())[:200]


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
