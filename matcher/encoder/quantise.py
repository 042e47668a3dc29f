"""Linear layers in 8-bit numbers, calibrated on texts.

Weights are scaled per output and rounded. Of the inputs only the range is fixed
beforehand, from calibration texts. A few inputs of a transformer are ten times as
large as the others and would cost all of them their digits. Two things are done:

- each input is divided by a scale and its column of the weight multiplied by it,
  which changes nothing and evens the two out (Xiao et al. 2022, SmoothQuant,
  arXiv 2211.10438);
- where the wide layer after the activation narrows again, the largest inputs are
  kept in floating point (Dettmers et al. 2022, LLM.int8, arXiv 2208.07339).

Attention, normalisation and activation stay in floating point.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from matcher.encoder.graph import Linear, Node, Shape, build_graph, plain_linear
from matcher.encoder.runtime import openvino
from matcher.encoder.types import Weights

Batch: TypeAlias = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]
"""Token ids and mask, (texts, tokens)."""

Numbers: TypeAlias = npt.NDArray[np.float32]

Ranges: TypeAlias = Mapping[str, Numbers]
"""The largest magnitude of each input of each linear layer, by the layer's name."""

# How much of the difficulty goes from inputs to weights (docs/encoder.md has what was tried).
_ALPHA = 0.6
_NARROWING_ALPHA = 0.7
_KEPT_SHARE = 24  # one of so many inputs of a narrowing layer stays in floating point
_LEAST_ACTIVATED = 0.17  # the activation before a narrowing layer gives nothing below minus this
_LARGEST_STEP = 127
_STEPS = 256
_LEAST = 1e-5


@dataclass(frozen=True, slots=True, eq=False)
class _Scaled:
    """How a layer's inputs are brought into 8 bits: x / scale, from low to high."""

    scale: Numbers
    low: np.float32
    high: np.float32


def measure_ranges(shape: Shape, weights: Weights, batches: Iterable[Batch]) -> Ranges:
    """Run calibration texts through the model and return the largest inputs."""
    model, names = _watched(shape, weights)
    compiled = openvino().Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    request = compiled.create_infer_request()
    largest: dict[str, Numbers] = {}
    for ids, mask in batches:
        request.infer([ids, mask])
        for place, name in enumerate(names, start=1):
            found = request.get_output_tensor(place).data.ravel()
            largest[name] = np.maximum(largest.get(name, 0.0), found)
    return largest


def quantised_linear(ranges: Ranges) -> Linear:
    """Return the `Linear` that computes in 8-bit numbers within these ranges."""

    def linear(name: str, states: Node, weight: Numbers) -> Node:
        if weight.shape[1] > weight.shape[0]:
            return _narrowing(states, weight, ranges[name])
        return _in_eight_bits(states, weight, _scaled(ranges[name], weight, _ALPHA))

    return linear


def _narrowing(states: Node, weight: Numbers, inputs: Numbers) -> Node:
    """The layer after the activation: its largest inputs apart, the others in 8-bit numbers."""
    op = openvino().opset13
    largest = np.sort(np.argsort(-inputs)[: len(inputs) // _KEPT_SHARE])
    chosen = op.gather(states, op.constant(largest), op.constant(np.int64(2)))
    apart = plain_linear("", chosen, weight[:, largest])
    rest, usual = weight.copy(), inputs.copy()
    rest[:, largest] = 0.0
    usual[largest] = np.median(inputs)
    scaled = _scaled(usual, rest, _NARROWING_ALPHA, _LEAST_ACTIVATED)
    return op.add(_in_eight_bits(states, rest, scaled), apart)


def _scaled(
    inputs: Numbers, weight: Numbers, alpha: float, most_below: float | None = None
) -> _Scaled:
    """Even out inputs and weights; `most_below` is how far below zero an input can be at most."""
    size = np.maximum(inputs, _LEAST)
    columns = np.maximum(np.abs(weight).max(axis=0), _LEAST)
    scale = (size**alpha / columns ** (1 - alpha)).astype(np.float32)
    high = np.float32((size / scale).max())
    if most_below is None:
        low = np.float32(-high * (_LARGEST_STEP + 1) / _LARGEST_STEP)
    else:
        low = np.float32(-(np.minimum(size, most_below) / scale).max())
    return _Scaled(scale, low, high)


def _in_eight_bits(states: Node, weight: Numbers, scaled: _Scaled) -> Node:
    """Give x W^T with x rounded to 256 steps and W to 255, the form OpenVINO runs in 8 bits."""
    op = openvino().opset13
    even = op.multiply(states, op.constant((1 / scaled.scale)[None, None]))
    low, high = scaled.low, scaled.high
    rounded = op.fake_quantize(even, low, high, low, high, _STEPS)
    even_weight = weight * scaled.scale
    factor = np.maximum(np.abs(even_weight).max(axis=1, keepdims=True), _LEAST) / _LARGEST_STEP
    steps = op.convert(op.constant(np.rint(even_weight / factor).astype(np.int8)), "f32")
    whole = op.multiply(steps, op.constant(factor.astype(np.float32)))
    return op.matmul(rounded, whole, transpose_a=False, transpose_b=True)


def _watched(shape: Shape, weights: Weights) -> tuple[Any, list[str]]:
    """The model with one more output per linear layer: the largest magnitude of each input."""
    op = openvino().opset13
    seen: dict[str, Node] = {}

    def linear(name: str, states: Node, weight: Numbers) -> Node:
        # Padding is no text, but its rows are ordinary ones: they widen no range.
        seen[name] = op.reduce_max(op.abs(states), op.constant(np.array([0, 1], np.int64)))
        return plain_linear(name, states, weight)

    model = build_graph(shape, weights, linear)
    model.add_results([op.result(node) for node in seen.values()])
    return model, list(seen)
