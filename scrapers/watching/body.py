"""What a call's page says: its title, its labels and its text, without what is not the call's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.facts.text import node_text, one_line, plain
from scrapers.watching.labels import Pair
from scrapers.watching.labels.definitions import definition_pairs
from scrapers.watching.labels.headings import bold_pairs, heading_pairs, section_of
from scrapers.watching.labels.lines import dated_line_pairs, next_line_pairs, same_line_pairs
from scrapers.watching.labels.tables import table_pairs
from scrapers.watching.rules import WatchRules

_LONGEST_TEXT = 40_000  # characters; a scheme's page with all its guidance has fewer
_NEVER_OF_THE_CALL = (
    "nav, footer, form, address, [role=navigation], [role=search], [class*=breadcrumb],"
    " [class*=cookie], [class*=share]"
)
_CONTACT_CLASS = re.compile(r"(?:^|[\s_-])contacts?(?:$|[\s_-])", re.IGNORECASE)
_CONTACT_HEADING = re.compile(
    r"\b(?:contacts?|get in touch|enquir(?:y|ies)|speak to us)\b", re.IGNORECASE
)
_CONTACT_LINE = re.compile(
    r"(?:[^\s\[]+\s){0,4}[^\s\[]*\[(?:e-mail address|telephone number|name) removed\][\s.,;]*"
)
_SHORTEST_SUMMARY = 40  # characters


@dataclass(frozen=True, slots=True)
class Body:
    """A call's page, read once."""

    title: str
    summary: str
    text: str  # without title and summary
    pairs: tuple[tuple[Pair, ...], ...]  # labels with what they label, by finder, the surest first
    dates_above: tuple[Pair, ...]  # labels with the date on the line above


def read_body(tree: LexborHTMLParser, rules: WatchRules) -> Body | None:
    """Read a page of which the tree is ours to change; None if it lacks heading or content."""
    heading = one_line(tree.css_first(rules.heading_selector))
    content = tree.css_first(rules.content_selector)
    if content is None or not heading:
        return None
    _prune(content, rules)
    whole = without_contact_lines(node_text(content, _LONGEST_TEXT))
    summary = _summary(tree, content)
    lines = [line for line in whole.split("\n") if line not in (heading, summary)]
    return Body(
        heading, summary, "\n".join(lines), _pairs(content, whole), tuple(dated_line_pairs(whole))
    )


def without_contact_lines(text: str) -> str:
    """Leave out lines that hold nothing but a contact and a few words before it."""
    return "\n".join(line for line in text.split("\n") if not _CONTACT_LINE.fullmatch(line))


def _pairs(content: LexborNode, text: str) -> tuple[tuple[Pair, ...], ...]:
    return (
        tuple(definition_pairs(content)),
        tuple(table_pairs(content)),
        tuple(bold_pairs(content)),
        tuple(heading_pairs(content)),
        tuple(same_line_pairs(text)),
        tuple(next_line_pairs(text)),
    )


def _summary(tree: LexborHTMLParser, content: LexborNode) -> str:
    """Return the page's own description, else the first paragraph that is prose."""
    described = tree.css_first("meta[name=description]")
    stated = (described.attributes.get("content") or "") if described is not None else ""
    words = " ".join(plain(stated).split())
    if len(words) >= _SHORTEST_SUMMARY:
        return words
    prose = (node for node in content.css("p") if node.css_first("br, strong, b") is None)
    paragraphs = map(one_line, prose)
    return next((words for words in paragraphs if len(words) >= _SHORTEST_SUMMARY), "")


def _prune(content: LexborNode, rules: WatchRules) -> None:
    """Take out navigation, forms, contacts and what the rules name.

    Only the outermost are taken out: with them goes all that is within.
    """
    doomed = {node.mem_id: node for node in _unwanted(content, rules)}
    doomed.pop(content.mem_id, None)
    outermost = [node for node in doomed.values() if not _within(node, doomed)]
    for node in outermost:
        node.decompose()


def _unwanted(content: LexborNode, rules: WatchRules) -> Iterator[LexborNode]:
    for selector in (_NEVER_OF_THE_CALL, *rules.drop_selectors):
        yield from content.css(selector)
    for node in content.css("[class], [id]"):
        names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        if _CONTACT_CLASS.search(names) and node.css_first("h1") is None:
            yield node
    for heading in content.css("h2, h3, h4, h5, h6"):
        if _CONTACT_HEADING.search(one_line(heading)):
            yield heading
            yield from section_of(heading)


def _within(node: LexborNode, others: dict[int, LexborNode]) -> bool:
    around = node.parent
    while around is not None:
        if around.mem_id in others:
            return True
        around = around.parent
    return False
