"""From the HTML of a page to clean plain text, sentence by sentence.

Everything here takes hostile input: no markup, control character or personal
contact detail comes through, and texts are capped.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.facts.nesting import is_too_deep

MAX_CHARACTERS = 200_000  # more than any call says; longer texts are cut at a space
MAX_SENTENCE = 600  # what a reader will still take as one sentence of evidence

_SILENT = {"script", "style", "template", "noscript", "svg", "head", "iframe", "object", "select"}
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "details", "div"),
    *("dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "hr"),
    *("header", "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table"),
    *("tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
}
# Controls but for tab and newlines, zero-width and bidirectional marks, lone surrogates.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_LINE_BREAK = re.compile(r"[\n\v\f\r\x85\u2028\u2029]+")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]?\s+(?=[\"'“‘(\[]?[A-Z0-9£€$])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|approx|incl|vs|cf|no|nos|dr|mr|mrs|ms|prof|st|ref|max|min|dept|fig)"
    r"|\b[A-Z])\.$",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_TELEPHONE = re.compile(
    r"(?<![\w£€$.,/-])"
    r"(?:\+[1-9]\d{0,2}(?:[\s().-]{0,3}\d){7,12}|\(?0[1-9](?:[\s().-]{0,2}\d){8,9})"
    r"(?![\w/])"
)
_NAMED_PERSON = re.compile(
    r"\b(?:Dr|Prof|Professor|Mr|Mrs|Ms|Miss|Mx|Sir|Dame)\b\.?"
    r"(?:\s[A-Z][\w'’-]*\.?){1,3}"
)


def html_to_text(html: str, limit: int = MAX_CHARACTERS) -> str:
    """Return what a reader sees, one line for each block; personal contact details removed.

    Scripts, styles and markup are dropped. The text is at most `limit` characters long. Of
    markup nested as nobody writes it (`nesting.py`) nothing is read.
    """
    page = html[: 20 * limit]
    root = None if is_too_deep(page) else LexborHTMLParser(page).root
    return node_text(root, limit) if root is not None else ""


def node_text(node: LexborNode | None, limit: int = MAX_CHARACTERS) -> str:
    """Return the text of one element as `html_to_text` does; empty if there is no element."""
    return plain("".join(_first(_pieces(node), 20 * limit)), limit) if node is not None else ""


def one_line(node: LexborNode | None, limit: int = MAX_CHARACTERS) -> str:
    """Return the text of one element on a single line: for titles, labels and values."""
    return " ".join(node_text(node, limit).split())


def plain(text: str, limit: int = MAX_CHARACTERS) -> str:
    """Repair double-encoded text, drop unwanted characters and contact details, fold white space.

    Lines stay lines; empty ones go.
    """
    lines = (_folded(line) for line in _LINE_BREAK.split(text[: 20 * limit]))
    return _cut("\n".join(without_personal_data(line) for line in lines if line), limit)


def without_personal_data(line: str) -> str:
    """Remove e-mail addresses and telephone numbers; on a line with one, titled names too."""
    found = _MAIL.sub("[e-mail address removed]", line)
    found = _TELEPHONE.sub("[telephone number removed]", found)
    return _NAMED_PERSON.sub("[name removed]", found) if found != line else line


def sentences(text: str) -> tuple[str, ...]:
    """Split plain text into sentences; a line break ends one too."""
    return tuple(text[start:end] for start, end in sentence_spans(text))


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of every sentence, in order, without the white space around it."""
    for line in re.finditer(r"[^\n]+", text):
        breaks = [line.start(), *_sentence_breaks(text, line.start(), line.end()), line.end()]
        for start, end in pairwise(breaks):
            words = text[start:end].strip()
            if words:
                first = text.index(words[0], start)
                yield first, first + len(words)


def sentence_around(text: str, start: int, end: int) -> str:
    """Return the sentence that holds `text[start:end]`, cut with dots where it is very long.

    Two sentences come back joined if the passage runs over their boundary.
    """
    touched = [span for span in sentence_spans(text) if span[0] < end and start < span[1]]
    if not touched:
        return ""
    return shortened(text, (touched[0][0], touched[-1][1]), (start, end))


def shortened(text: str, sentence: tuple[int, int], passage: tuple[int, int]) -> str:
    """Return the sentence, or the part of a very long one that lies around the passage."""
    first, last = sentence
    if last - first <= MAX_SENTENCE:
        return " ".join(text[first:last].split())
    room = max(0, MAX_SENTENCE - (passage[1] - passage[0])) // 2
    left, right = max(first, passage[0] - room), min(last, passage[1] + room)
    left = left if left == first else _next_word(text, left, passage[0])
    right = right if right == last else _word_end(text, passage[1], right)
    words = " ".join(text[left:right].split())[: MAX_SENTENCE + 2]
    return f"{'… ' if left > first else ''}{words}{' …' if right < last else ''}"


def _first(pieces: Iterator[str], characters: int) -> Iterator[str]:
    """Yield pieces up to so many characters: of a long element a reader may want only a label."""
    left = characters
    for piece in pieces:
        yield piece
        left -= len(piece)
        if left <= 0:
            return


def _pieces(node: LexborNode) -> Iterator[str]:
    """Walk the tree without recursion: pages are nested as deep as their makers like."""
    waiting: list[LexborNode | str] = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, str):
            yield current
        elif current.is_text_node:
            yield _LINE_BREAK.sub(" ", current.text_content or "")
        elif current.is_element_node and current.tag not in _SILENT:
            edge = ["\n"] if current.tag in _BLOCKS else []
            inside = list(current.iter(include_text=True))
            waiting += [*edge, *reversed(inside), *edge]


def _folded(line: str) -> str:
    if not line.isascii():
        line = _repaired(line)
    return " ".join(_UNWANTED.sub("", line).split())


def _repaired(line: str) -> str:
    # Commands that read no page do without it, and start sooner.
    import ftfy
    from ftfy.badness import is_bad

    return ftfy.fix_encoding(line) if is_bad(line) else line


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    shorter = text[:limit]
    space = max(shorter.rfind(" "), shorter.rfind("\n"))
    return shorter[:space] if space > 0 else shorter


def _sentence_breaks(text: str, start: int, end: int) -> Iterator[int]:
    for mark in _SENTENCE_END.finditer(text, start, end):
        before = text[max(start, mark.start() - 12) : mark.start() + 1]
        if not _ABBREVIATION.search(before):
            yield mark.end()


def _next_word(text: str, position: int, stop: int) -> int:
    space = text.find(" ", position, stop)
    return space + 1 if space >= 0 else position


def _word_end(text: str, start: int, position: int) -> int:
    space = text.rfind(" ", start, position)
    return space if space >= 0 else position
