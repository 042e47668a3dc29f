"""Pairs in seeded batches, each of one kind."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

from matcher.training.pairs import Pair

_SMALLEST = 8  # pairs; fewer give too few wrong answers to learn from


def batches(pairs: Sequence[Pair], size: int, rng: random.Random) -> Iterator[list[Pair]]:
    """Give all pairs once, shuffled, in batches of one kind and at most `size`."""
    by_kind: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_kind[pair.kind].append(pair)
    cut: list[list[Pair]] = []
    for alike in by_kind.values():
        rng.shuffle(alike)
        cut.extend(alike[start : start + size] for start in range(0, len(alike), size))
    kept = [batch for batch in cut if len(batch) >= _SMALLEST]
    rng.shuffle(kept)
    yield from kept


def excerpt(tokens: Sequence[int], length: int, rng: random.Random) -> list[int]:
    """Shorten a text's tokens to `length`: half of the time the start, else a passage anywhere.

    The first and the last token, which mark a text's ends, stay.
    """
    if len(tokens) <= length:
        return list(tokens)
    start = 1 if rng.random() < 0.5 else rng.randint(1, len(tokens) - length + 1)
    return [tokens[0], *tokens[start : start + length - 2], tokens[-1]]
