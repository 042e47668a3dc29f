"""Words of an award as they may be stored: plain, short, and without the names of people.

E-mail addresses and telephone numbers go as everywhere else. A name goes where a
title such as "Professor" stands before it; a bare name in a title cannot be told
from other words, which is why the fields that hold names are never read at all.
"""

import html
import re

from scrapers.facts.text import html_to_text, plain

LONGEST_TITLE = 1_000  # characters
LONGEST_SUMMARY = 5_000  # characters
_LONGEST_READ = 4 * LONGEST_SUMMARY  # of a value as it comes, markup included

# NIHR Open Data writes the first two, in any capitals; the others stand in files made by hand.
_PLACEHOLDERS = frozenset({"not available", "n/a", "na", "tbc", "none", "null", "unknown", "-"})
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
_TITLED_NAME = re.compile(
    r"\b(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir|Dame)\b\.?(?:\s[A-Z][\w'’-]*\.?){1,3}"
)
_NAME_REMOVED = "[name removed]"


def stated(value: object) -> str:
    """Return the value's words as they come; empty for placeholders and what is no text."""
    if not isinstance(value, str):
        return ""
    words = value[:_LONGEST_READ].strip()
    return "" if words.casefold() in _PLACEHOLDERS else words


def line(value: object, limit: int = LONGEST_TITLE) -> str:
    """Return the words on a single line, harmless and without titled names."""
    return " ".join(passage(value, limit).split())


def passage(value: object, limit: int = LONGEST_SUMMARY) -> str:
    """Return the words as plain text, a line for each paragraph, without titled names."""
    words = stated(value)
    if _MARKUP.search(words):
        text = html_to_text(words, limit)
    else:
        text = plain(html.unescape(words), limit)
    return _TITLED_NAME.sub(_NAME_REMOVED, text)
