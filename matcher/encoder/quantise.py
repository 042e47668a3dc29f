"""Linear layers in 8-bit numbers, calibrated on texts.

Weights are scaled per output and rounded. Of the inputs only the range is fixed
beforehand, from calibration texts. A few inputs of a transformer are ten times as
large as the others and would cost all of them their digits: each input is divided
by a scale and its column of the weight multiplied by it, which changes nothing and
evens the two out (Xiao et al. 2022, SmoothQuant, arXiv 2211.10438). Attention,
normalisation and activation stay in floating point.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from matcher.encoder.graph import Linear, Node, Shape, build_graph, plain_linear
from matcher.encoder.runtime import openvino
from matcher.encoder.types import Weights

Batch: TypeAlias = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]
"""Token ids and mask, (texts, tokens)."""

Ranges: TypeAlias = Mapping[str, npt.NDArray[np.float32]]
"""The largest magnitude of each input of each linear layer, by the layer's name."""

_ALPHA = 0.5  # how much of the difficulty goes from inputs to weights; the paper's own choice
_LEVELS = 127
_LEAST = 1e-5


def measure_ranges(shape: Shape, weights: Weights, batches: Iterable[Batch]) -> Ranges:
    """Run calibration texts through the model and return the largest inputs."""
    model, names = _watched(shape, weights)
    request = (
        openvino()
        .Core()
        .compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
        .create_infer_request()
    )
    largest: dict[str, npt.NDArray[np.float32]] = {}
    for ids, mask in batches:
        request.infer([ids, mask])
        for place, name in enumerate(names, start=1):
            found = request.get_output_tensor(place).data.ravel()
            largest[name] = np.maximum(largest.get(name, 0.0), found)
    return largest


def quantised_linear(ranges: Ranges) -> Linear:
    """Return the `Linear` that computes in 8-bit numbers within these ranges."""

    def linear(name: str, states: Node, weight: npt.NDArray[np.float32]) -> Node:
        op = openvino().opset13
        inputs = np.maximum(ranges[name], _LEAST)
        columns = np.maximum(np.abs(weight).max(axis=0), _LEAST)
        scale = (inputs**_ALPHA / columns ** (1 - _ALPHA)).astype(np.float32)
        limit = float((inputs / scale).max())
        even = op.multiply(states, op.constant((1 / scale)[None, None]))
        low, high = np.float32(-limit * (_LEVELS + 1) / _LEVELS), np.float32(limit)
        rounded = op.fake_quantize(even, low, high, low, high, 2 * (_LEVELS + 1))
        return op.matmul(
            rounded, _whole_numbers(op, weight * scale), transpose_a=False, transpose_b=True
        )

    return linear


def _whole_numbers(op: Any, weight: npt.NDArray[np.float32]) -> Node:
    """A weight as 8-bit numbers times one factor per output."""
    factor = np.maximum(np.abs(weight).max(axis=1, keepdims=True), _LEAST) / _LEVELS
    numbers = np.rint(weight / factor).astype(np.int8)
    return op.multiply(
        op.convert(op.constant(numbers), "f32"), op.constant(factor.astype(np.float32))
    )


def _watched(shape: Shape, weights: Weights) -> tuple[Any, list[str]]:
    """The model with one more output per linear layer: the largest magnitude of each input."""
    op = openvino().opset13
    seen: dict[str, Node] = {}

    def linear(name: str, states: Node, weight: npt.NDArray[np.float32]) -> Node:
        # Padding is no text, but its rows are ordinary ones: they widen no range.
        seen[name] = op.reduce_max(op.abs(states), op.constant(np.array([0, 1], np.int64)))
        return plain_linear(name, states, weight)

    model = build_graph(shape, weights, linear)
    model.add_results([op.result(node) for node in seen.values()])
    return model, list(seen)
