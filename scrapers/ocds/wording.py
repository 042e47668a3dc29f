"""The words of a notice as plain text, with damage undone where that is certain."""

import re

from scrapers.facts.text import html_to_text, plain, sentence_spans

_MARKUP = re.compile(r"<[A-Za-z/!]")
# A line break ("\r\n") that lost its backslashes. No word holds "rnrn" or begins
# with "rn"; none ends with "rn" after a consonant.
_LOST_BREAK = re.compile(
    r"rn(?:\s*rn)+"
    r"|(?<=[.:;,)!?*/\"”’\d])rn(?=[A-Z•*(\d\s-]|$)"
    r"|(?<=[.:;,)!?])rn(?=https?:)"
    r"|(?<=\s)rn(?=[A-Z•*(\d\s-]|https?:|$)"
    r"|(?<=[bcdfghjklmnpqrstvwxz])rn(?=[A-Z•*(\d\s-]|$)"
)
_SUMMARY = 600  # characters


def clean(words: object) -> str:
    """Return plain text: no markup, contact details or damage. Nothing for what is no text."""
    if not isinstance(words, str):
        return ""
    text = with_line_breaks(words)
    return html_to_text(text.replace("\n", "<br>")) if _MARKUP.search(text) else plain(text)


def clean_line(words: object) -> str:
    """Return the same on one line, for titles and names."""
    return " ".join(clean(words).split())


def with_line_breaks(text: str) -> str:
    """Put line breaks where a text says "rn" in place of each, if it has none of its own.

    Where "rn" may be the end of a word ("modernLot"), it stays.
    """
    return text if "\n" in text else _LOST_BREAK.sub("\n", text)


def summary_and_rest(text: str) -> tuple[str, str]:
    """Split a text after its first sentences; a short text has no rest."""
    if len(text) <= _SUMMARY:
        return text, ""
    end = 0
    for _, stop in sentence_spans(text):
        if stop > _SUMMARY:
            break
        end = stop
    return text[:end], text[end:].strip()
