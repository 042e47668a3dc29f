"""The ways to run a model on this machine: built, compared with torch, timed."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from matcher.encoder.adapter import Adapter, adapted_weights
from matcher.encoder.batches import by_length
from matcher.encoder.files import ModelFiles, window
from matcher.encoder.graph import Shape, build_graph, plain_linear, read_shape
from matcher.encoder.network import BATCH, Network, compile_model, padded, stream_count
from matcher.encoder.prepared import Candidate
from matcher.encoder.processor import Processor
from matcher.encoder.quantise import Batch, measure_ranges, quantised_linear
from matcher.encoder.reference import Reference
from matcher.encoder.tokens import ids_within, load_tokenizer
from matcher.encoder.types import Backend, EncoderError, Rows, Weights

LEAST_COSINE = 0.997
"""A backend whose vectors are less like torch's, on average over the texts, is not used."""

_ROUNDS = 3
_TIMED = 24  # texts a round: three batches, for two threads or one


@dataclass(frozen=True, slots=True)
class Built:
    """One way to run the model, and how it did."""

    precision: str  # float32, bfloat16 or int8
    hint: str  # precision that OpenVINO is asked for
    model: Any  # openvino.Model; None for torch
    backend: Backend | None  # None where it cannot be run
    tried: Candidate

    @property
    def safe(self) -> bool:
        """Whether its vectors may stand in for torch's."""
        return self.tried.refused is None


def try_all(
    files: ModelFiles, adapter: Adapter | None, processor: Processor, texts: Sequence[str]
) -> list[Built]:
    """Build and compare every way to run a model; time those that are safe.

    Torch comes first. One half of the texts calibrates, the other is compared and timed.
    """
    compared = texts[1::2]
    reference = Reference(files, adapter)
    expected = reference.encode(compared, "document", None)
    tried = Candidate(reference.name, None, 1.0, 1.0, None)
    built = [Built("float32", "f32", None, reference, tried)]
    for precision, hint, model in _models(files, adapter, processor, texts[::2]):
        built.append(_compare(files, precision, hint, model, compared, expected))
    return _timed(built, compared[:: max(1, len(compared) // _TIMED)])


def fastest(built: Sequence[Built]) -> Built:
    """Return the fastest of those that are safe; torch always is."""
    return max((one for one in built if one.safe), key=lambda one: one.tried.texts_per_second or 0)


def _models(
    files: ModelFiles, adapter: Adapter | None, processor: Processor, texts: Sequence[str]
) -> list[tuple[str, str, Callable[[], Any]]]:
    """Say in which precisions the processor is fast, and how the model is laid out in each.

    None for a model of a kind that only torch runs.
    """
    try:
        shape = read_shape(files)
    except EncoderError:
        return []
    weights = adapted_weights(files, adapter)

    def plain() -> Any:
        return build_graph(shape, weights, plain_linear)

    def eight_bit() -> Any:
        return _eight_bit(files, shape, weights, texts)

    found: list[tuple[str, str, Callable[[], Any]]] = [("float32", "f32", plain)]
    if processor.has_bfloat16:
        found.append(("bfloat16", "bf16", plain))
    if processor.has_eight_bit:
        found.append(("int8", "bf16" if processor.has_bfloat16 else "f32", eight_bit))
    return found


def _eight_bit(files: ModelFiles, shape: Shape, weights: Weights, texts: Sequence[str]) -> Any:
    ranges = measure_ranges(shape, weights, _batches(files, texts))
    return build_graph(shape, weights, quantised_linear(ranges))


def _batches(files: ModelFiles, texts: Sequence[str]) -> list[Batch]:
    tokenizer, longest = load_tokenizer(files), window(files)
    ids = [ids_within(found.ids, longest) for found in tokenizer.encode_batch(list(texts))]
    batches = by_length([len(one) for one in ids], BATCH)
    return [padded([ids[index] for index in batch]) for batch in batches]


def _compare(
    files: ModelFiles,
    precision: str,
    hint: str,
    build: Callable[[], Any],
    texts: Sequence[str],
    expected: Rows,
) -> Built:
    name = f"openvino-{precision}"
    try:
        model = build()
        compiled = compile_model(model, hint, stream_count())
        backend = Network(name, files, load_tokenizer(files), compiled, expected.shape[1])
        cosines = (backend.encode(texts, "document", None) * expected).sum(axis=1)
    except EncoderError as error:
        return Built(precision, hint, None, None, Candidate(name, None, 0.0, 0.0, str(error)))
    mean, least = float(cosines.mean()), float(cosines.min())
    unlike = f"mean cosine with torch is {mean:.4f}, below {LEAST_COSINE}"
    refused = unlike if mean < LEAST_COSINE else None
    return Built(precision, hint, model, backend, Candidate(name, None, mean, least, refused))


def _timed(built: Sequence[Built], texts: Sequence[str]) -> list[Built]:
    """Add texts a second to those that are safe: the median of rounds in which all take turns."""
    taken: dict[str, list[float]] = {one.tried.name: [] for one in built}
    for _ in range(_ROUNDS):
        for one in built:
            if one.safe and one.backend is not None:
                begin = time.perf_counter()
                one.backend.encode(texts, "document", None)
                taken[one.tried.name].append(time.perf_counter() - begin)
    speeds = {name: len(texts) / statistics.median(times) for name, times in taken.items() if times}
    return [
        replace(one, tried=replace(one.tried, texts_per_second=speeds.get(one.tried.name)))
        for one in built
    ]
