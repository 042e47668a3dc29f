"""Labels in definition lists: `dt` and the `dd` after it."""

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from scrapers.facts.markup import label_of
from scrapers.facts.text import node_text
from scrapers.watching.labels import Pair, elements_after


def definition_pairs(content: LexborNode) -> Iterator[Pair]:
    """Yield each term with all its definitions, one a line."""
    for term in content.css("dt"):
        values = []
        for following in elements_after(term):
            if following.tag != "dd":
                break
            values.append(node_text(following))
        yield label_of(term), "\n".join(filter(None, values))
