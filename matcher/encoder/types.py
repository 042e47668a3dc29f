"""The words that all parts of the encoder share."""

from collections.abc import Callable, Sequence
from typing import Literal, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from models.errors import BidMatcherError

Progress: TypeAlias = Callable[[int, int], None]
"""Called with the number of passages done and the number of passages in all."""

Kind: TypeAlias = Literal["query", "document"]

Rows: TypeAlias = npt.NDArray[np.float32]
"""One vector a row."""

Weights: TypeAlias = dict[str, npt.NDArray[np.float32]]
"""A model's tensors by their name in its safetensors file."""


class EncoderError(BidMatcherError):
    """The model is missing, incomplete, not the one that was asked for, or gives no vectors.

    Raised by every function of `Encoder` that reads the model's files.
    """


class Backend(Protocol):
    """What turns passages into vectors: torch, or a prepared OpenVINO model."""

    @property
    def name(self) -> str:
        """Backend, precision and what was compiled, as they stand in a model id."""

    def encode(self, passages: Sequence[str], kind: Kind, on_progress: Progress | None) -> Rows:
        """Return a unit row for each passage. A passage fits the model's window."""
