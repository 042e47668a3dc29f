"""Low-rank updates of a model's linear layers: what is learned, and how it is written down.

y = W x + B (A x), with A of shape (rank, in) and B of shape (out, rank), after Hu et
al. 2021, "LoRA: low-rank adaptation of large language models". Merged, W + B A has
the shape of W: the adapted model costs what the model costs.
"""

import math
from collections.abc import Iterator, Mapping

import torch
from torch import nn

LAYERS = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
"""The linear layers of one transformer layer of a BERT, by their names."""


class LowRank(nn.Module):
    """A frozen linear layer with an update of low rank, which begins as no update at all."""

    def __init__(self, linear: nn.Linear, rank: int) -> None:
        super().__init__()
        self.linear = linear
        self.down = nn.Parameter(
            torch.randn(rank, linear.in_features) / math.sqrt(linear.in_features)
        )
        self.up = nn.Parameter(torch.zeros(linear.out_features, rank))

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """Apply the layer and its update; (..., in) to (..., out)."""
        frozen: torch.Tensor = self.linear(inputs)
        return frozen + (inputs @ self.down.T) @ self.up.T


def attach(model: nn.Module, rank: int) -> dict[str, LowRank]:
    """Freeze a BERT and put an update on each linear layer of its encoder; returns them by name.

    Raises ValueError for a model that has no such layers.
    """
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    updates: dict[str, LowRank] = {}
    for name, linear in list(_linears(model)):
        parent, _, attribute = name.rpartition(".")
        updates[name] = LowRank(linear, rank)
        setattr(model.get_submodule(parent), attribute, updates[name])
    if not updates:
        raise ValueError("only models built like BERT can be adapted: no encoder layer was found")
    return updates


def tensors(updates: Mapping[str, LowRank]) -> dict[str, torch.Tensor]:
    """Return the updates as float16 tensors named `<layer>.A` and `<layer>.B`."""
    found: dict[str, torch.Tensor] = {}
    for name, update in updates.items():
        found[f"{name}.A"] = update.down.detach().to(torch.float16).contiguous()
        found[f"{name}.B"] = update.up.detach().to(torch.float16).contiguous()
    return found


def _linears(model: nn.Module) -> Iterator[tuple[str, nn.Linear]]:
    for name, module in model.named_modules():
        parts = name.split(".", 3)
        of_encoder = parts[:2] == ["encoder", "layer"] and parts[-1] in LAYERS
        if of_encoder and isinstance(module, nn.Linear):
            yield name, module
