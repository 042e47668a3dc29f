"""Finds labels and what they label, in the four ways in which pages show them.

Each finder is pure and gives every pair it sees; the rules of a funder choose
among them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from selectolax.lexbor import LexborNode

Pair = tuple[str, str]  # a label as the page writes it, and the text it labels

_LONGEST_LABEL = 120  # characters
_EDGES = " \t\n:?.*–-"
_ASIDE = re.compile(r"\([^()]*\)[\s:]*$")


def normal(label: str) -> str:
    """Return a label such that ways to write it are equal.

    Case, spaces, closing marks and a closing remark in brackets do not count.
    """
    return _ASIDE.sub("", " ".join(label.split())).strip(_EDGES).casefold()


def labelled(
    groups: Iterable[Sequence[Pair]], words: Iterable[str], *, with_digits: bool = False
) -> tuple[Pair, ...]:
    """Return the pairs with one of these labels, in the order of the words.

    The groups are what each finder saw, the surest first: a label counts in the
    first group that has a text for it, or one with a digit, if there is such a
    group.
    """
    wanted = list(dict.fromkeys(normal(word) for word in words))
    by_group = [[(normal(pair[0]), pair) for pair in group if _is_pair(pair)] for group in groups]
    found: list[Pair] = []
    for word in wanted:
        of_each = [[pair for label, pair in group if label == word] for group in by_group]
        telling = [pairs for pairs in of_each if with_digits and _has_digit(pairs)]
        found += next(filter(None, telling + of_each), [])
    return tuple(dict.fromkeys(found))


def _has_digit(pairs: Sequence[Pair]) -> bool:
    return any(character.isdigit() for _, value in pairs for character in value)


def _is_pair(pair: Pair) -> bool:
    return len(pair[0]) <= _LONGEST_LABEL and bool(pair[1].strip())


def elements_after(node: LexborNode) -> Iterator[LexborNode]:
    """Yield the elements that follow within the same parent."""
    following = node.next
    while following is not None:
        if following.is_element_node:
            yield following
        following = following.next
