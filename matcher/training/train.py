"""Trains the adapter: pairs in, low-rank updates out.

Each text of a batch is to be closest to its own partner among all partners of the
batch, in both directions (InfoNCE with in-batch negatives).
"""

import os
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as functional
from tokenizers import Tokenizer
from torch import nn

from matcher.training.batches import batches, excerpt
from matcher.training.low_rank import LowRank, attach
from matcher.training.pairs import Pair

Advance = Callable[[int, int], None]
"""Told how many steps are done and how many there are."""

_QUERY_TOKENS = 64
_TOGETHER = 16  # texts of like length that go through the model at once: padding costs time
_NEVER = -1e4  # similarity of two texts of which nobody knows whether they belong together


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train. The shipped adapter was trained with these numbers (docs/training.md)."""

    rank: int = 8
    epochs: float = 2.2
    rate: float = 1.2e-3  # highest learning rate; warms up over a tenth, then falls evenly
    batch: int = 48
    tokens: int = 128  # of a document; the model reads more, training on more costs time
    scale: float = 20.0  # cosines times this are the logits
    seed: int = 1


def load_bert(folder: Path) -> tuple[nn.Module, Tokenizer]:
    """Load the BERT in a model's folder with its tokenizer, uncut and unpadded."""
    os.environ["HF_HUB_OFFLINE"] = "1"  # read when the library is first imported
    from transformers import AutoModel

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    model: nn.Module = AutoModel.from_pretrained(folder, local_files_only=True)
    return model.eval(), tokenizer


def train(
    model: nn.Module,
    tokenizer: Tokenizer,
    pairs: Sequence[Pair],
    recipe: Recipe,
    advance: Advance,
) -> dict[str, LowRank]:
    """Return the trained updates of a BERT, which carries them attached from now on.

    Deterministic for one number of threads. Raises ValueError where there are too
    few pairs for one step.
    """
    torch.manual_seed(recipe.seed)
    rng = random.Random(recipe.seed)  # noqa: S311 -- shuffles, keeps no secret
    updates = attach(model, recipe.rank)
    weights = [weight for update in updates.values() for weight in (update.down, update.up)]
    steps = round(len(pairs) * recipe.epochs / recipe.batch)
    if steps < 1:
        raise ValueError(f"{len(pairs)} pairs are too few to train on")
    waiting: list[list[Pair]] = []

    def loss() -> torch.Tensor:
        nonlocal waiting
        waiting = waiting or list(batches(pairs, recipe.batch, rng))
        return _loss(model, tokenizer, waiting.pop(), recipe, rng)

    descend(weights, recipe.rate, steps, loss, advance)
    return updates


def descend(
    weights: Sequence[nn.Parameter],
    rate: float,
    steps: int,
    loss_of_next: Callable[[], torch.Tensor],
    advance: Advance,
) -> None:
    """Change weights in place, a batch a step, so that the loss falls.

    AdamW with a rate that warms up to `rate` and falls evenly; gradients no longer than 1.
    """
    optimiser = torch.optim.AdamW(weights, lr=rate, weight_decay=0.01)
    pace = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, steps))
    for step in range(steps):
        loss = loss_of_next()
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        pace.step()
        advance(step + 1, steps)


def _rate(step: int, steps: int) -> float:
    """Share of the highest learning rate: up over a tenth of the steps, then evenly down."""
    warm = max(1, steps // 10)
    return min((step + 1) / warm, max(0.02, (steps - step) / (steps - warm + 1)))


def _loss(
    model: nn.Module,
    tokenizer: Tokenizer,
    batch: Sequence[Pair],
    recipe: Recipe,
    rng: random.Random,
) -> torch.Tensor:
    queries = [excerpt(_ids(tokenizer, pair.query), _QUERY_TOKENS, rng) for pair in batch]
    documents = [excerpt(_ids(tokenizer, pair.document), recipe.tokens, rng) for pair in batch]
    alike = _encode(model, queries) @ _encode(model, documents).T * recipe.scale
    alike = alike.masked_fill(_undecided(batch), _NEVER)
    own = torch.arange(len(batch))
    forth, back = functional.cross_entropy(alike, own), functional.cross_entropy(alike.T, own)
    return (forth + back) / 2


def _undecided(batch: Sequence[Pair]) -> torch.Tensor:
    """Mark pairs of different rows that may belong together: one query, or one document."""
    rows = [
        [
            one is not other and (one.group == other.group or one.document == other.document)
            for other in batch
        ]
        for one in batch
    ]
    return torch.tensor(rows)


def _ids(tokenizer: Tokenizer, text: str) -> list[int]:
    return list(tokenizer.encode(text).ids)


def _encode(model: nn.Module, texts: Sequence[Sequence[int]]) -> torch.Tensor:
    """Mean of the last layer over a text's tokens, length one; in order, (texts, dimension)."""
    order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    rows: list[torch.Tensor] = [torch.empty(0)] * len(texts)
    for start in range(0, len(order), _TOGETHER):
        chosen = order[start : start + _TOGETHER]
        for index, row in zip(
            chosen, _encode_alike(model, [texts[i] for i in chosen]), strict=True
        ):
            rows[index] = row
    return torch.stack(rows)


def _encode_alike(model: nn.Module, texts: Sequence[Sequence[int]]) -> torch.Tensor:
    longest = max(map(len, texts))
    ids = torch.tensor([[*text, *[0] * (longest - len(text))] for text in texts])
    mask = torch.tensor([[1] * len(text) + [0] * (longest - len(text)) for text in texts])
    with torch.autocast("cpu", dtype=torch.bfloat16):  # twice as fast where the processor has it
        states = model(input_ids=ids, attention_mask=mask).last_hidden_state
    seen = mask.unsqueeze(-1).float()
    mean = (states.float() * seen).sum(1) / seen.sum(1)
    return functional.normalize(mean, dim=1)
