"""Domain objects to JSON text and back, without loss."""

import re
from collections.abc import Hashable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

T = TypeVar("T")

# No database text can hold these: lone halves of UTF-16 pairs are not Unicode
# text, and PostgreSQL refuses NUL. Hostile or broken JSON brings both.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def clean_text(text: str) -> str:
    """Replace NUL and lone surrogates, which no database can hold, by U+FFFD."""
    if text.isascii() and "\0" not in text:  # most texts, told at once
        return text
    return _UNSTORABLE.sub("\ufffd", text)


def clean(value: T) -> T:
    """Return the value with every text in it cleaned (see `clean_text`).

    Goes through dataclasses, tuples, lists and dictionaries; what needs no
    cleaning comes back as the same object.
    """
    return _cleaned(value)  # type: ignore[no-any-return]  # the type never changes


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value) if _UNSTORABLE.search(value) else value
    if is_dataclass(value) and not isinstance(value, type):
        changed = dict(_changed_fields(value))
        return replace(value, **changed) if changed else value
    if isinstance(value, (tuple, list)):
        items = [_cleaned(item) for item in value]
        same = all(new is old for new, old in zip(items, value, strict=True))
        return value if same else type(value)(items)
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(item) for key, item in value.items()}
    return value


def _changed_fields(value: Any) -> Iterator[tuple[str, Any]]:
    for field in fields(value):
        old = getattr(value, field.name)
        new = _cleaned(old)
        if new is not old and new != old:
            yield field.name, new


def dump_json(value: object, *, indent: int | None = None) -> str:
    """Write a domain object (or a container of them) as JSON text.

    Decimals are written as text, times with their offset, enums by value. Text
    that no database can hold is cleaned first. Raises ValueError where a field
    holds something other than its declared type: what is stored must load.
    """
    adapter = _adapter(cast(Hashable, type(value)))
    try:
        text = adapter.dump_json(value, indent=indent, warnings="error").decode()
    except PydanticSerializationError as error:
        if "UnicodeEncodeError" not in str(error):
            raise
    else:
        if "\\u0000" not in text:
            return text
    return adapter.dump_json(clean(value), indent=indent, warnings="error").decode()


def load_json(kind: type[T], text: str | bytes) -> T:
    """Read what `dump_json` wrote, as an object of type `kind`.

    Raises ValueError, one sentence with the field, where the text does not fit.
    """
    try:
        loaded: T = _adapter(cast(Hashable, kind)).validate_json(text, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise ValueError(f"{field}: {first['msg']}") from error
    return loaded
