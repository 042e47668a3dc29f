"""The model card of an adapter: what it is, what it saw, what it is for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from matcher.training.pairs import Pair, Part
from matcher.training.train import Recipe


def model_card(
    base: str, recipe: Recipe, pairs: Sequence[Pair], left_out: Part | None, size: int
) -> str:
    """Write the card as Markdown; `size` is the adapter's in bytes."""
    kinds = Counter(pair.kind for pair in pairs)
    rows = "\n".join(f"| {kind} | {count} |" for kind, count in sorted(kinds.items()))
    settings = ", ".join(f"{name} {value}" for name, value in asdict(recipe).items())
    without = (
        f"Left out: the queries of part {left_out.number + 1} of {left_out.of}, and every document"
        " that answers one of them.\n\n"
        if left_out
        else ""
    )
    return (
        f"# Adapter for {base}\n\n"
        "Low-rank updates of the linear layers of every transformer layer"
        f" (LoRA), {size / 1000:.0f} kB as float16.\n"
        "Merged into the weights when the model is loaded: the adapted model costs what the base"
        " model costs.\n\n"
        "**For**: comparing short descriptions (a health need, a capability, a search) with"
        " funding calls and projects, in English.\n"
        "**Not for**: other languages or fields; deciding by itself whether a bid is worth"
        " making.\n\n"
        "## Learned from\n\n"
        f"{len(pairs)} pairs of texts that belong together.\n\n"
        f"| kind | pairs |\n|---|---|\n{rows}\n\n{without}"
        "A kind named `titles` pairs a document's title with its text and needs no labels.\n\n"
        f"## Recipe\n\n{settings}; InfoNCE with in-batch negatives, both directions.\n"
    )
