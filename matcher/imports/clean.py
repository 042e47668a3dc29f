"""Text as it comes in a file, made fit to store: repaired, without markup or contact details."""

import re
from collections.abc import Iterable
from typing import Any

import ftfy

from matcher.imports.result import Row
from scrapers.facts.text import html_to_text, plain

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:[a-zA-Z]{2,8}|#\d{1,5});")
_GLUED = re.compile(r"(?<=[a-z]{2}[.!?;:])(?=[A-Z][a-z])|(?<=[\])][.!?;:])(?=[A-Z][a-z])")
_FOOTNOTE_MARK = re.compile(r"(?<=\S)\[\d{1,3}\]")
# Outside the United Kingdom; British numbers go with the other contact details.
_FOREIGN_TELEPHONE = re.compile(r"(?<![\w£€$.,/+-])\+(?!44)[1-9]\d{0,2}(?:[\s().-]{0,2}\d){7,12}\b")


def repaired_row(row: Row, columns: Iterable[str]) -> tuple[Row, bool]:
    """Undo wrong decoding in the columns given; say whether anything changed."""
    roots = {name if name in row else name.split(".")[0] for name in columns}
    fixed = {name: _repaired(row[name]) for name in sorted(roots) if name in row}
    changed = any(fixed[name] != row[name] for name in fixed)
    return {**row, **fixed}, changed


def _repaired(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isascii() else ftfy.fix_encoding(value)
    if isinstance(value, list):
        return [_repaired(item) for item in value]
    if isinstance(value, dict):
        return {key: _repaired(item) for key, item in value.items()}
    return value


def clean_text(words: str) -> str:
    """Return plain text, a line for each block; markup and contact details are gone."""
    found = html_to_text(words) if _MARKUP.search(words) else plain(words)
    return _FOREIGN_TELEPHONE.sub("[telephone number removed]", found)


def clean_line(words: str) -> str:
    """Return `clean_text` on a single line."""
    return " ".join(clean_text(words).split())


def separated(text: str, headings: tuple[str, ...], sentences: bool) -> str:
    """Put headings on lines of their own and, if asked, the space back between sentences.

    Marks of footnotes, whose notes are not in the text, go with the latter.

    >>> separated("Expected Outcome:Less waiting.Scope:Proposals", ("Scope",), True)
    'Expected Outcome: Less waiting.\\nScope:\\nProposals'
    """
    for heading in headings:
        text = re.sub(rf"\s*\b{re.escape(heading)}:(?=\S)", f"\n{heading}:\n", text)
    if sentences:
        text = _GLUED.sub(" ", _FOOTNOTE_MARK.sub("", text))
    return text.strip()
