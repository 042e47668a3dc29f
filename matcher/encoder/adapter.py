"""Low-rank updates of the default model's linear layers (LoRA), merged into its weights.

A layer that gives W x gives (W + B A) x with the update, A of shape (rank, in) and
B of shape (out, rank): Hu et al. 2021, arXiv 2106.09685, without their factor,
which is taken to be in B.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from matcher.encoder.files import ModelFiles, weights_sha256
from matcher.encoder.types import EncoderError, Rows, Weights

SHIPPED = Path(__file__).with_name("adapter.safetensors")
"""Where the adapter of the default model is, if there is one."""

_LARGEST = 1_000_000  # bytes: it travels with the source
_BASE = "base_sha256"  # in the file's metadata: which weights it was trained on
_TENSOR = re.compile(
    r"(encoder\.layer\.\d+\.(?:attention\.self\.(?:query|key|value)|attention\.output\.dense"
    r"|intermediate\.dense|output\.dense))\.([AB])"
)


@dataclass(frozen=True, slots=True, eq=False)
class Adapter:
    """The updates of one model's layers."""

    path: Path
    sha256: str
    base_sha256: str  # of the weights that it was trained on
    layers: Mapping[str, tuple[Rows, Rows]]  # A (rank, in) and B (out, rank) by layer


def adapter_for(files: ModelFiles, path: Path | None = SHIPPED) -> Adapter | None:
    """Return the adapter that belongs to a model, None where there is none.

    An adapter belongs to the weights whose sha256 it names. Raises EncoderError
    for a file that is not whole, and for one that does not fit the default model,
    which it ships with; another model goes without it.
    """
    if path is None or (path == SHIPPED and not path.is_file()):
        return None
    adapter = _read(path)
    if adapter.base_sha256 == weights_sha256(files):
        return adapter
    if files.published is None:
        return None
    raise EncoderError(
        f"{path} was trained on weights whose sha256 begins {adapter.base_sha256[:12]!r},"
        f" not on {files.name}"
    )


def update_of(adapter: Adapter, layer: str, shape: tuple[int, ...] | None) -> Rows:
    """Return B A, to be added to the layer's weight (out, in).

    `shape` is the weight's, None where the model has no such layer: EncoderError
    for that, and for shapes that do not fit.
    """
    down, up = adapter.layers[layer]
    if shape != (up.shape[0], down.shape[1]):
        raise EncoderError(
            f"{adapter.path}: {layer} is for a weight of shape {(up.shape[0], down.shape[1])},"
            f" the model's is {shape or 'not there'}"
        )
    return up @ down


def merged(weights: Weights, adapter: Adapter | None) -> Weights:
    """Return the weights with the adapter's updates added; EncoderError as `update_of`."""
    if adapter is None:
        return weights
    changed = dict(weights)
    for layer in adapter.layers:
        weight = weights.get(f"{layer}.weight")
        update = update_of(adapter, layer, None if weight is None else weight.shape)
        changed[f"{layer}.weight"] = weights[f"{layer}.weight"] + update
    return changed


def adapted_weights(files: ModelFiles, adapter: Adapter | None) -> Weights:
    """Read a model's weights, the adapter's updates added; EncoderError as `update_of`."""
    from safetensors.numpy import load_file

    loaded = load_file(files.weights)
    # Others than floating-point tensors are the places of tokens, which are counted instead.
    kept = {name: tensor for name, tensor in loaded.items() if tensor.dtype.kind == "f"}
    return merged({name: tensor.astype(np.float32) for name, tensor in kept.items()}, adapter)


@lru_cache(maxsize=2)
def _read(path: Path) -> Adapter:
    from safetensors import SafetensorError, safe_open

    content = path.read_bytes()
    if len(content) > _LARGEST:
        raise EncoderError(f"{path} is larger than {_LARGEST:,} bytes")
    try:
        with safe_open(path, framework="numpy") as file:
            base = (file.metadata() or {}).get(_BASE, "")
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, ValueError, TypeError) as error:
        raise EncoderError(f"{path} cannot be read as an adapter: {error}") from error
    return Adapter(path, hashlib.sha256(content).hexdigest(), base, _layers(path, tensors))


def _layers(
    path: Path, tensors: Mapping[str, npt.NDArray[np.floating]]
) -> dict[str, tuple[Rows, Rows]]:
    """Put A and B of each layer together; EncoderError for names and numbers that make no sense."""
    for name, tensor in tensors.items():
        if not _TENSOR.fullmatch(name):
            raise EncoderError(f"{path}: {name!r} is no layer that an adapter may change")
        if tensor.ndim != 2 or not np.isfinite(tensor).all():
            raise EncoderError(f"{path}: {name} is not a matrix of finite numbers")
    layers: dict[str, tuple[Rows, Rows]] = {}
    for layer in sorted({name[:-2] for name in tensors}):
        down, up = tensors.get(f"{layer}.A"), tensors.get(f"{layer}.B")
        if down is None or up is None or len(down) != up.shape[1]:
            raise EncoderError(f"{path}: A and B of {layer} do not fit each other")
        layers[layer] = (down.astype(np.float32), up.astype(np.float32))
    if not layers:
        raise EncoderError(f"{path} holds no layer")
    return layers
