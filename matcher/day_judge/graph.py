"""The judge of days as an OpenVINO graph: the encoder, and a head over the marked day."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from matcher.encoder.graph import Shape, plain_linear, token_inputs, token_states
from matcher.encoder.runtime import openvino
from matcher.encoder.types import Rows, Weights


def build_graph(
    shape: Shape,
    weights: Weights,
    head: Mapping[str, Rows],
    shown: int,
) -> Any:
    """Return an `openvino.Model`: ids and mask (batch, tokens) in, shares (batch, 3) out.

    `shown` is the id of the mark of the day that is asked about. The head sees what the
    last layer says of that mark, and its mean over all tokens.
    """
    library = openvino()
    op = library.opset13
    ids, mask = token_inputs()
    states = token_states(shape, weights, plain_linear, ids, mask)
    marked = op.equal(ids, op.constant(np.int32(shown)))
    seen = [_mean(op, states, op.convert(one, "f32")) for one in (marked, mask)]
    both = op.concat(seen, 1)
    scores = op.matmul(both, op.constant(head["head.weight"]), False, True)
    shares = op.softmax(op.add(scores, op.constant(head["head.bias"][None])), 1)
    return library.Model([op.result(shares)], [ids, mask], "judge of days")


def _mean(op: Any, states: Any, counted: Any) -> Any:
    """Return the mean of the tokens that are counted, (batch, dimension)."""
    axis = op.constant(np.array([1], dtype=np.int64))
    kept = op.multiply(states, op.unsqueeze(counted, op.constant(np.array([2], dtype=np.int64))))
    return op.divide(op.reduce_sum(kept, axis), op.reduce_sum(counted, axis, True))
