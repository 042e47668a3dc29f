"""Texts from outside, made harmless before they are stored.

Characters that hide or reorder what a reader sees go, and no text is longer
than a reader or the encoder could ever use.
"""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

T = TypeVar("T")

LONGEST_TITLE = 1_000  # characters
LONGEST_TEXT = 1_000_000  # characters
_LIMITS = {"title": LONGEST_TITLE}  # by field name; every other text has LONGEST_TEXT
_CUT = "…"
_NOTHING_LEFT = "\ufffd"

_LINE_BREAK = re.compile("\r\n?|[\x0b\x0c\x85]")  # the controls that keep words apart
# Unicode's controls (Cc) other than newline and tab, and its bidirectional controls.
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_HALF = re.compile("[\ud800-\udfff]")  # of a UTF-16 pair: no text at all


def neutral_text(text: str, limit: int = LONGEST_TEXT) -> str:
    """Return the text without control characters, at most `limit` characters of it.

    Newline and tab stay and other line breaks become a newline; lone surrogates
    become U+FFFD. A text that is cut ends in "…". One that held nothing else
    than such characters becomes U+FFFD: a title stays a title.
    """
    plain = text
    if _HIDDEN.search(text):
        plain = _HIDDEN.sub("", _LINE_BREAK.sub("\n", text))
        if not plain or (text.strip() and not plain.strip()):
            plain = _NOTHING_LEFT
    plain = _HALF.sub("\ufffd", plain)
    return plain if len(plain) <= limit else plain[: limit - 1] + _CUT


def neutral_line(text: str, limit: int = LONGEST_TEXT) -> str:
    """Return the text as one line without control characters, at most `limit` of it."""
    return neutral_text(" ".join(neutral_text(text).split()), limit)


def neutral(value: T) -> T:
    """Return a domain object with every text in it made harmless (see `neutral_text`).

    Goes through dataclasses and tuples; what is harmless comes back as the same
    object. A field called `title` keeps LONGEST_TITLE characters.
    """
    return _neutral(value, LONGEST_TEXT)  # type: ignore[no-any-return]  # the type never changes


def _neutral(value: Any, limit: int) -> Any:
    if isinstance(value, str):
        plain = neutral_text(value, limit)
        return value if plain == value else plain
    if is_dataclass(value) and not isinstance(value, type):
        changed = dict(_changed_fields(value))
        return replace(value, **changed) if changed else value
    if isinstance(value, tuple):
        items = tuple(_neutral(item, limit) for item in value)
        return value if all(new is old for new, old in zip(items, value, strict=True)) else items
    return value


def _changed_fields(value: Any) -> Iterator[tuple[str, Any]]:
    for field in fields(value):
        old = getattr(value, field.name)
        new = _neutral(old, _LIMITS.get(field.name, LONGEST_TEXT))
        if new is not old:
            yield field.name, new
