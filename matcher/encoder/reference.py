"""Sentence-transformers on torch: what every other backend is compared with, and the fallback."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from matcher.encoder.adapter import Adapter, update_of
from matcher.encoder.batches import by_length, checked
from matcher.encoder.files import ModelFiles, check_weights
from matcher.encoder.types import EncoderError, Kind, Progress, Rows

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

NAME = "torch-float32"
_BATCH = 16


class Reference:
    """The model as sentence-transformers runs it, in 32-bit numbers."""

    name = NAME

    def __init__(self, files: ModelFiles, adapter: Adapter | None) -> None:
        self._folder = files.folder
        self._model = load_model(files, adapter)

    def encode(self, passages: Sequence[str], kind: Kind, on_progress: Progress | None) -> Rows:
        """Return a unit row for each passage. EncoderError for vectors that are none."""
        model = self._model
        dimension = model.get_embedding_dimension() or 0
        rows = np.zeros((len(passages), dimension), dtype=np.float32)
        encode = model.encode_query if kind == "query" else model.encode_document
        done = 0
        for batch in by_length([len(passage) for passage in passages], _BATCH):
            vectors = encode(
                [passages[index] for index in batch],
                batch_size=_BATCH,
                show_progress_bar=False,
                normalize_embeddings=True,
            )
            rows[batch] = checked(vectors, len(batch), dimension, f"the model in {self._folder}")
            done += len(batch)
            if on_progress is not None:
                on_progress(done, len(passages))
        return rows


def load_model(files: ModelFiles, adapter: Adapter | None) -> "SentenceTransformer":
    """Load a model as the library does, the adapter's updates added to its weights.

    Raises EncoderError where the weights are not the published ones, cannot be
    read, or do not fit the adapter.
    """
    check_weights(files)
    model = _load(files)
    if adapter is not None:
        _apply(model, adapter)
    return model


def _load(files: ModelFiles) -> "SentenceTransformer":
    # Both are read when huggingface_hub is first imported.
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(
            str(files.folder), device="cpu", local_files_only=True, trust_remote_code=False
        )
    except (SafetensorError, OSError, ValueError, RuntimeError, KeyError) as error:
        reason = " ".join(str(error).split())[:200]
        raise EncoderError(f"the model in {files.folder} cannot be loaded: {reason}") from error


def _apply(model: "SentenceTransformer", adapter: Adapter) -> None:
    """Add the adapter's updates to the weights, where torch keeps them."""
    import torch

    parameters = {
        name[name.index("encoder.layer.") :]: parameter
        for name, parameter in model.named_parameters()
        if "encoder.layer." in name
    }
    with torch.no_grad():
        for name in adapter.layers:
            weight = parameters.get(f"{name}.weight")
            shape = None if weight is None else tuple(weight.shape)
            update = torch.from_numpy(update_of(adapter, name, shape))
            if weight is not None:  # update_of has raised otherwise
                weight.add_(update)
