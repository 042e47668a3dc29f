"""Labels in tables: the first cell of a row, and the cells after it."""

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from scrapers.facts.markup import label_of
from scrapers.facts.text import node_text
from scrapers.watching.labels import Pair


def table_pairs(content: LexborNode) -> Iterator[Pair]:
    """Yield the first cell of each row with the others, one a line."""
    for row in content.css("tr"):
        cells = [cell for cell in row.iter() if cell.tag in ("th", "td")]
        if len(cells) > 1:
            yield label_of(cells[0]), "\n".join(filter(None, map(node_text, cells[1:])))
