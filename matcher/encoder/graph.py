"""A BERT sentence encoder as an OpenVINO graph, built from its weights without torch.

Devlin et al. 2018 (arXiv 1810.04805) with mean pooling and unit rows (Reimers and
Gurevych 2019, arXiv 1908.10084). Query, key and value of a layer are one product.
How a linear layer is computed is the caller's choice (`Linear`): in 32-bit
numbers, in 8-bit ones, or watched for calibration.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from matcher.encoder.files import ModelFiles
from matcher.encoder.runtime import openvino
from matcher.encoder.types import EncoderError, Weights

Node: TypeAlias = Any  # openvino's own nodes are not typed

Linear: TypeAlias = Callable[[str, Node, npt.NDArray[np.float32]], Node]
"""Gives x W^T for a layer's name, its input x (batch, tokens, in) and its weight W (out, in)."""

_HIDDEN_ROWS = -10_000.0  # added to the scores of padding before the softmax
_EPSILON = 1e-12  # least length when rows are made unit rows


@dataclass(frozen=True, slots=True)
class Shape:
    """What has to be known of a model to lay it out."""

    layers: int
    heads: int
    dimension: int
    positions: int
    epsilon: float


def read_shape(files: ModelFiles) -> Shape:
    """Read a model's settings; EncoderError where it is of a kind that is not laid out here."""
    config = files.settings("config.json")
    pooling = files.settings("1_Pooling/config.json")
    modes = {name for name, on in pooling.items() if name.startswith("pooling_mode_") and on}
    prompts = files.settings("config_sentence_transformers.json").get("prompts") or {}
    well = (
        config.get("model_type") == "bert"
        and config.get("hidden_act") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
        and (modes == {"pooling_mode_mean_tokens"} or pooling.get("pooling_mode") == "mean")
        and not any(prompts.values())
    )
    if not well:
        raise EncoderError(
            f"{files.name} is no BERT model with mean pooling and without prompts:"
            " it is run by torch and cannot be prepared"
        )
    return Shape(
        layers=int(config["num_hidden_layers"]),
        heads=int(config["num_attention_heads"]),
        dimension=int(config["hidden_size"]),
        positions=int(config["max_position_embeddings"]),
        epsilon=float(config["layer_norm_eps"]),
    )


def build_graph(shape: Shape, weights: Weights, linear: Linear) -> Any:
    """Return an `openvino.Model`: ids and mask (batch, tokens) in, unit rows out.

    The mask is 1 for a token and 0 for padding. Raises EncoderError where a
    tensor is missing.
    """
    library = openvino()
    op = library.opset13
    ids, mask = token_inputs()
    states = token_states(shape, weights, linear, ids, mask)
    rows = _pooled(op, states, op.convert(mask, "f32"))
    return library.Model([op.result(rows)], [ids, mask], "sentence encoder")


def token_inputs() -> tuple[Node, Node]:
    """Return the inputs ids and mask, both (batch, tokens)."""
    library = openvino()
    kind = library.Type.i32
    return (
        library.opset13.parameter([-1, -1], kind, name="ids"),
        library.opset13.parameter([-1, -1], kind, name="mask"),
    )


def token_states(shape: Shape, weights: Weights, linear: Linear, ids: Node, mask: Node) -> Node:
    """Return what the last layer says of each token, (batch, tokens, dimension).

    Raises EncoderError where a tensor is missing.
    """
    op = openvino().opset13
    try:
        hidden = _scores_of_padding(op, op.convert(mask, "f32"))
        states = _embedded(op, shape, weights, ids)
        for number in range(shape.layers):
            states = _layer(op, shape, weights, linear, f"encoder.layer.{number}", states, hidden)
        return states
    except KeyError as error:
        raise EncoderError(f"the weights hold no tensor {error}") from error


def plain_linear(name: str, states: Node, weight: npt.NDArray[np.float32]) -> Node:
    """Compute a linear layer as it stands (a `Linear`)."""
    del name
    op = openvino().opset13
    return op.matmul(states, _constant(op, weight), transpose_a=False, transpose_b=True)


def _constant(op: Any, values: Any) -> Node:
    return op.constant(np.ascontiguousarray(values, dtype=np.float32))


def _whole(op: Any, *numbers: int) -> Node:
    return op.constant(np.array(numbers, dtype=np.int64))


def _scores_of_padding(op: Any, present: Node) -> Node:
    absent = op.subtract(_constant(op, 1.0), op.unsqueeze(present, _whole(op, 1, 2)))
    return op.multiply(absent, _constant(op, _HIDDEN_ROWS))


def _embedded(op: Any, shape: Shape, weights: Weights, ids: Node) -> Node:
    """Words by id and places by order; every token is of the first segment."""
    # Half as many bytes on disk; what it costs in exactness is below what is measured.
    words = weights["embeddings.word_embeddings.weight"].astype(np.float16)
    table = op.convert(op.constant(words), "f32")
    axis = op.constant(np.int64(0))
    places = (
        weights["embeddings.position_embeddings.weight"]
        + weights["embeddings.token_type_embeddings.weight"][:1]
    )
    count = op.gather(op.shape_of(ids), _whole(op, 1), axis)
    shown = op.slice(_constant(op, places), _whole(op, 0), count, _whole(op, 1), _whole(op, 0))
    states = op.add(op.gather(table, ids, axis), op.unsqueeze(shown, _whole(op, 0)))
    return _normalised(op, shape, weights, "embeddings.LayerNorm", states)


def _normalised(op: Any, shape: Shape, weights: Weights, name: str, states: Node) -> Node:
    level = op.mvn(states, _whole(op, 2), True, shape.epsilon, "INSIDE_SQRT")
    scaled = op.multiply(level, _constant(op, weights[f"{name}.weight"][None, None]))
    return op.add(scaled, _constant(op, weights[f"{name}.bias"][None, None]))


def _layer(
    op: Any, shape: Shape, weights: Weights, linear: Linear, name: str, states: Node, hidden: Node
) -> Node:
    def dense(part: str, given: Node) -> Node:
        product = linear(f"{name}.{part}", given, weights[f"{name}.{part}.weight"])
        return op.add(product, _constant(op, weights[f"{name}.{part}.bias"][None, None]))

    context = _attention(op, shape, weights, linear, f"{name}.attention.self", states, hidden)
    seen = op.add(dense("attention.output.dense", context), states)
    seen = _normalised(op, shape, weights, f"{name}.attention.output.LayerNorm", seen)
    wide = op.gelu(dense("intermediate.dense", seen), "erf")
    out = op.add(dense("output.dense", wide), seen)
    return _normalised(op, shape, weights, f"{name}.output.LayerNorm", out)


def _attention(
    op: Any, shape: Shape, weights: Weights, linear: Linear, name: str, states: Node, hidden: Node
) -> Node:
    """softmax(Q K^T / sqrt(d) + padding) V, all heads side by side."""
    parts = [f"{name}.{part}" for part in ("query", "key", "value")]
    weight = np.concatenate([weights[f"{part}.weight"] for part in parts])
    bias = np.concatenate([weights[f"{part}.bias"] for part in parts])
    all_three = op.add(linear(name, states, weight), _constant(op, bias[None, None]))
    size = shape.dimension // shape.heads
    split = op.reshape(all_three, _whole(op, 0, 0, 3, shape.heads, size), True)
    ordered = op.transpose(split, _whole(op, 2, 0, 3, 1, 4))
    query, key, value = (
        op.squeeze(part, _whole(op, 0))
        for part in op.split(ordered, op.constant(np.int64(0)), 3).outputs()
    )
    context = op.scaled_dot_product_attention(query, key, value, hidden)
    joined = op.transpose(context, _whole(op, 0, 2, 1, 3))
    return op.reshape(joined, _whole(op, 0, 0, shape.dimension), True)


def _pooled(op: Any, states: Node, present: Node) -> Node:
    """Sum the tokens that are there and make a unit row: the mean's direction is the sum's."""
    counted = op.multiply(states, op.unsqueeze(present, _whole(op, 2)))
    total = op.reduce_sum(counted, _whole(op, 1))
    return op.normalize_l2(total, _whole(op, 1), _EPSILON, "max")
