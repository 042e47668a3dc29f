"""Trains the judge of days: `python -m matcher.training.days FILE ... --output DIR`."""

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from safetensors.torch import save
from tokenizers import Tokenizer
from torch import nn

from matcher.day_judge.judge import ADAPTER, HEAD, LONGEST, mark_ids
from matcher.day_judge.windows import MARKS, SHOWN
from matcher.encoder.files import check_weights, find_model, weights_sha256
from matcher.encoder.network import padded
from matcher.encoder.tokens import ids_within
from matcher.progress import progress_bars
from matcher.training.day_passages import (
    CLOSES,
    NEITHER,
    OPENS,
    Passage,
    examples,
    learned_from,
    read_passages,
)
from matcher.training.low_rank import attach, tensors
from matcher.training.timetables import timetables
from matcher.training.train import Advance, descend, load_bert
from matcher.training.write import adapter_bytes, write_folder

_FIRST = ("day", "date", "earlier", "later", "same")  # whose vectors the marks begin as
_SMOOTHING = 0.05  # labels are not always right


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train. The shipped judge was trained with these numbers."""

    rank: int = 8
    epochs: int = 3
    timetables: int = 500  # invented ones, beside the passages
    rate: float = 1.2e-3  # highest learning rate of the updates, and of head and marks
    batch: int = 16
    beside: float = 0.5  # share of passages shown with another beside them
    seed: int = 0


class Network(nn.Module):
    """The encoder with updates of low rank, the vectors of the marks, and the head."""

    def __init__(self, bert: nn.Module, tokenizer: Tokenizer, rank: int) -> None:
        super().__init__()
        self.updates = attach(bert, rank)
        self.bert = bert
        self.words = bert.get_submodule("embeddings.word_embeddings")
        self.places = mark_ids(tokenizer)
        first = [tokenizer.token_to_id(word) for word in _FIRST]
        with torch.no_grad():
            self.marks = nn.Parameter(self.words(torch.tensor(first)))
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(2 * self.marks.shape[1], 3)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return scores (batch, 3) for ids and mask (batch, tokens)."""
        vectors = self.words(ids)
        for row, place in enumerate(self.places):
            vectors = torch.where((ids == place).unsqueeze(2), self.marks[row], vectors)
        states = self.bert(inputs_embeds=vectors, attention_mask=mask).last_hidden_state
        marked = (ids == self.places[MARKS.index(SHOWN)]).long()
        seen = [_mean(states, one) for one in (marked, mask)]
        scores: torch.Tensor = self.head(self.drop(torch.cat(seen, dim=1)))
        return scores

    def head_bytes(self) -> bytes:
        """Return the head and the marks as the file that a `LearnedJudge` reads."""
        learned = {
            "head.weight": self.head.weight,
            "head.bias": self.head.bias,
            "marks": self.marks,
        }
        return bytes(save({name: tensor.detach() for name, tensor in learned.items()}))


def _mean(states: torch.Tensor, counted: torch.Tensor) -> torch.Tensor:
    return (states * counted.unsqueeze(2)).sum(dim=1) / counted.sum(dim=1, keepdim=True)


def train(
    network: Network,
    tokenizer: Tokenizer,
    passages: Sequence[Passage],
    recipe: Recipe,
    advance: Advance,
) -> None:
    """Train a network in place. Deterministic for one number of threads."""
    rng = random.Random(recipe.seed)  # noqa: S311 -- shuffles, keeps no secret
    learned = [weight for weight in network.parameters() if weight.requires_grad]
    rounds = [examples(passages, rng, recipe.beside) for _ in range(recipe.epochs)]
    cut = [batch for each in rounds for batch in _batches(each, tokenizer, recipe.batch, rng)]
    waiting = iter(cut)

    def loss() -> torch.Tensor:
        ids, mask, labels = next(waiting)
        return nn.functional.cross_entropy(network(ids, mask), labels, label_smoothing=_SMOOTHING)

    network.train()
    descend(learned, recipe.rate, len(cut), loss, advance)
    network.eval()


def _batches(
    shown: Sequence[tuple[str, int]], tokenizer: Tokenizer, size: int, rng: random.Random
) -> Iterator[tuple[torch.Tensor, torch.Tensor, torch.Tensor]]:
    """Cut examples into batches of like length, in random order."""
    mark = tokenizer.token_to_id(SHOWN)
    within = ((ids_within(tokenizer.encode(window).ids, LONGEST), label) for window, label in shown)
    coded = [(ids, label) for ids, label in within if mark in ids]
    rng.shuffle(coded)
    reach = 20 * size
    near = [
        sorted(coded[at : at + reach], key=lambda one: len(one[0]))
        for at in range(0, len(coded), reach)
    ]
    cut = [some[at : at + size] for some in near for at in range(0, len(some), size)]
    rng.shuffle(cut)
    for some in cut:
        ids, mask = (torch.from_numpy(each).long() for each in padded([ids for ids, _ in some]))
        yield ids, mask, torch.tensor([label for _, label in some])


def main(arguments: Sequence[str] | None = None) -> None:
    """Train on files of labelled passages and write adapter, head and card into a new folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--output", required=True, type=Path, help="a folder that does not exist")
    parser.add_argument("--epochs", type=int, default=Recipe().epochs)
    parser.add_argument("--timetables", type=int, default=Recipe().timetables)
    given = parser.parse_args(arguments)
    if given.output.exists():
        parser.error(f"{given.output} exists: name a folder that does not")
    recipe = Recipe(epochs=given.epochs, timetables=given.timetables)
    try:
        read = [one for file in given.files for one in _passages_of(file)]
    except (OSError, ValueError) as error:
        parser.error(str(error))
    invented = timetables(recipe.timetables, random.Random(recipe.seed))  # noqa: S311
    passages = read + read_passages(invented)
    files = find_model(None)
    check_weights(files)
    torch.manual_seed(recipe.seed)
    bert, tokenizer = load_bert(files.folder)
    network = Network(bert, tokenizer, recipe.rank)
    with progress_bars() as advance:
        train(network, tokenizer, passages, recipe, lambda done, of: advance("Training", done, of))
    learned = {
        ADAPTER.name: adapter_bytes(tensors(network.updates), weights_sha256(files)),
        HEAD.name: network.head_bytes(),
        "README.md": card(files.name, recipe, passages, learned_from(given.files)).encode(),
    }
    write_folder(given.output, learned)


def _passages_of(file: Path) -> list[Passage]:
    try:
        return read_passages(file.read_text("utf-8").splitlines())
    except ValueError as error:
        raise ValueError(f"{file}: {error}") from error


def card(base: str, recipe: Recipe, passages: Sequence[Passage], sha256: str) -> str:
    """Write the model card as Markdown."""
    counts = Counter(label for passage in passages for label in passage.labels)
    settings = ", ".join(f"{name} {value}" for name, value in asdict(recipe).items())
    return (
        f"# Judge of days, on {base}\n\n"
        "Low-rank updates of the encoder's linear layers (LoRA), vectors for the marks of days, and"
        " a linear head.\n\n"
        "**For**: saying of a day in a text about a funding call, in English, whether applications"
        " open on it, close on it, or neither.\n"
        "**Not for**: texts about anything else; other languages.\n\n"
        "## Learned from\n\n"
        f"{len(passages)} passages, labelled by reading or invented, with"
        f" {sum(counts.values())} days: {counts[CLOSES]} closings, {counts[OPENS]} openings,"
        f" {counts[NEITHER]} neither. The files' sha256 is {sha256}.\n\n"
        f"## Recipe\n\n{settings}; cross-entropy with labels smoothed by {_SMOOTHING}.\n"
    )


if __name__ == "__main__":
    main()
