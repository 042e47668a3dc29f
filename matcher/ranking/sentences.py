"""Sentences of a plain text, and how they are shown."""

import re
from string import ascii_letters

from matcher.passages import Span

LONGEST_SHOWN = 300  # characters

# A line break; a sentence end with a space and a new beginning; or, as funding portals often
# have it, a sentence end with the space lost ("completed.Profile of the applicant"). The set of
# characters that all begin with comes first: what is none of them is passed over quickly.
_BOUNDARY = re.compile(
    r"""[\n.!?]
    (?:(?<=\n)
    |["'”’)\]]*\s+(?=["'“‘(\[•–-]*[A-Z0-9])
    |(?<=[a-z)].)(?=[A-Z][a-z]))""",
    re.VERBOSE,
)
_ABBREVIATIONS = frozenset(
    f"{word}."
    for words in ("e.g i.e etc cf vs al approx incl no nos fig", "dr mr mrs ms prof st")
    for word in words.split()
)
_LONGEST_ABBREVIATION = 10  # characters looked back at


def sentences(text: str) -> list[Span]:
    """Return where each sentence begins and ends, in order, blank ones left out.

    A line break ends a sentence: plain text made from a page has one per
    paragraph or list entry. The spans are trimmed of white space.
    """
    spans: list[Span] = []
    begin = 0
    for boundary in _BOUNDARY.finditer(text):
        end = boundary.start() + 1  # a sentence keeps its stop; a line break is trimmed off
        if "\n" not in boundary[0] and _is_abbreviated(text, end):
            continue
        spans.append((begin, end))
        begin = boundary.end()
    spans.append((begin, len(text)))
    trimmed = (_trim(text, span) for span in spans)
    return [(start, end) for start, end in trimmed if start < end]


def shown(sentence: str) -> str:
    """Put a sentence on one line of at most 300 characters, cut at a word with … if longer."""
    line = " ".join(sentence.split())
    if len(line) <= LONGEST_SHOWN:
        return line
    head = line[: LONGEST_SHOWN - 1]
    cut = head.rfind(" ")
    return head[: cut if cut > 0 else None].rstrip(" ,;:–-") + "…"


def _is_abbreviated(text: str, end: int) -> bool:
    """Whether the stop before `end` may be that of an abbreviation or an initial."""
    last = text[max(0, end - _LONGEST_ABBREVIATION) : end].replace("(", " ").split()[-1]
    initial = len(last) == 2 and last[0] in ascii_letters and last[1] == "."
    return initial or last.lower() in _ABBREVIATIONS


def _trim(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
