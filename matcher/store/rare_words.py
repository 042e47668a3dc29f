"""Which words of a query an index is asked for, so that what it finds is few. Pure.

Words that half of all calls have cost much to look up and tell little. So calls are looked
for that have a rare word, or two or three less rare ones together: as many such
combinations, the rarest first, as are expected to find no more calls than are wanted.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations
from math import prod

_TOGETHER = 3  # words of one combination at most
_LOOKED_AT = 12  # words, the rarest: more combinations find nothing new
# Words of one text go together more often than by chance; so many times, in made-up
# calls and in labelled ones.
_ATTRACTION = 4.0


def combinations_to_ask(
    shares: Mapping[str, float], total: float, most: float
) -> list[tuple[str, ...]]:
    """Choose combinations of words, all of which a call must have for one of them.

    `shares` says of each word which share of the `total` calls has it, `most` how many
    calls are to be expected in all. No combination holds another. Empty where even
    three words together are expected in too many calls.
    """
    chosen: dict[tuple[str, ...], float] = {}
    for expected, words in sorted(_expected(shares, total)):
        # Fewer words find what more of them would, and come later, as they find more.
        kept = {one: each for one, each in chosen.items() if not set(words) <= set(one)}
        if any(set(one) <= set(words) for one in kept):
            continue
        if expected + sum(kept.values()) > most:
            break
        chosen = kept | {words: expected}
    return list(chosen)


def _expected(shares: Mapping[str, float], total: float) -> Iterator[tuple[float, tuple[str, ...]]]:
    rarest = sorted(shares, key=lambda word: (shares[word], word))[:_LOOKED_AT]
    for size in range(1, _TOGETHER + 1):
        for words in combinations(rarest, size):
            by_chance = total * prod(shares[word] for word in words)
            rare = min(shares[word] for word in words)
            yield min(by_chance * _ATTRACTION ** (size - 1), total * rare), words
