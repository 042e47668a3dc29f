"""Labels in bold type or as headings, and the text that follows them."""

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from scrapers.facts.markup import label_of
from scrapers.facts.text import node_text, plain
from scrapers.watching.labels import Pair, elements_after

_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_BOLD = ("strong", "b")
_INLINE = ("a", "abbr", "em", "i", "mark", "small", "span", "sub", "sup", "time", "u")
_LONGEST_LABEL = 80  # characters
_LONGEST_VALUE = 6000  # characters; a section on who may apply can be long
_MOST_BLOCKS = 60


def heading_pairs(content: LexborNode) -> Iterator[Pair]:
    """Yield each heading with what stands below it, up to the next heading of its rank."""
    for heading in content.css(", ".join(_HEADINGS)):
        label = label_of(heading)
        if 0 < len(label) <= _LONGEST_LABEL:
            yield label, _joined(section_of(heading))


def bold_pairs(content: LexborNode) -> Iterator[Pair]:
    """Yield words in bold type with the rest of their line, or else with the block below."""
    for bold in content.css(", ".join(_BOLD)):
        label = label_of(bold)
        if not 0 < len(label) <= _LONGEST_LABEL:
            continue
        beside = _rest_of_line(bold)
        below = next(elements_after(bold.parent), None) if not beside and bold.parent else None
        yield label, beside or (node_text(below, _LONGEST_VALUE) if below is not None else "")


def section_of(heading: LexborNode) -> list[LexborNode]:
    """Return the elements below a heading, up to the next heading of its rank or a higher one."""
    section: list[LexborNode] = []
    for following in elements_after(heading):
        closes = following.tag in ("h1", *_HEADINGS) and str(following.tag) <= str(heading.tag)
        if closes or len(section) >= _MOST_BLOCKS:
            break
        section.append(following)
    return section


def _joined(section: list[LexborNode]) -> str:
    return "\n".join(filter(None, (node_text(part, _LONGEST_VALUE) for part in section)))[
        :_LONGEST_VALUE
    ]


def _rest_of_line(bold: LexborNode) -> str:
    """Return what follows on the same line: up to a break, a block or the next words in bold."""
    words: list[str] = []
    following = bold.next
    while following is not None and (following.tag in _INLINE or not following.is_element_node):
        if following.is_text_node:
            words.append(following.text_content or "")
        elif following.is_element_node:
            words.append(node_text(following, _LONGEST_VALUE))
        following = following.next
    line = " ".join("".join(words).split())
    return plain(line, _LONGEST_VALUE).lstrip(": ")
