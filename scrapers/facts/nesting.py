"""Tells pages apart that no parser can read in reasonable time, before one tries.

An HTML parser looks through all elements that are open whenever a block begins, so that what
it does grows with the square of the depth: a page of 200 KB of nested lists takes half a
minute, and one of 10 MB takes hours, in C code that nothing can interrupt.
"""

import re
from collections import Counter

DEEPEST = 1_000  # elements open at a time; sites have up to 60, and browsers stop at 512
MOST = 60_000  # elements: with all of them open, whatever hides that from us, some seconds

_TAG = re.compile(
    r"<!--(?:-?>|.*?(?:-->|\Z))"
    r"|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]{0,40})(?:[^>\"']|\"[^\"]*\"|'[^']*')*+>?",
    re.DOTALL,
)
_NEVER_OPEN = frozenset(
    {
        # without content
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
        *("track", "wbr"),
        # ended by what follows
        *("p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "thead", "tbody", "tfoot"),
        *("rb", "rt", "rp"),
    }
)


def is_too_deep(html: str) -> bool:
    """Whether more than DEEPEST elements are open somewhere, or there are more than MOST."""
    if html.count("<") <= DEEPEST:
        return False
    opened: Counter[str] = Counter()
    depth = seen = 0
    for tag in _TAG.finditer(html):
        name = (tag["name"] or "").lower()
        if not name or name in _NEVER_OPEN:
            continue
        if not tag["end"]:
            opened[name] += 1
            depth, seen = depth + 1, seen + 1
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
        if depth > DEEPEST or seen > MOST:
            return True
    return False
