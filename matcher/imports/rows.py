"""Rows of JSON files: one object a line, or one document with a list in it."""

import json
from collections.abc import Iterator
from decimal import Decimal
from io import BufferedReader
from pathlib import Path
from typing import Any

from matcher.imports.files import Limits, opened
from matcher.imports.result import ImportFailure, RejectedRow, Row
from matcher.imports.select import find

Numbered = tuple[int, Row]


def line_rows(path: Path, limits: Limits) -> Iterator[Numbered | RejectedRow]:
    """Yield the objects of a .jsonl file, one at a time, and a rejection for each bad line.

    ImportFailure if there are lines but none of them is an object.
    """
    good = lines = 0
    with opened(path, limits.file) as stream:
        for number, line in _lines(stream, limits.line):
            if line is not None and not line.strip():
                continue
            row = _line_row(number, line, limits)
            lines, good = lines + 1, good + (not isinstance(row, RejectedRow))
            yield row
    if not good:
        raise ImportFailure(f"{path.name}: none of its {lines} lines is a JSON object")


def _lines(stream: BufferedReader, most: int) -> Iterator[tuple[int, bytes | None]]:
    """Number the lines; None stands for one that is too long, which is never held in memory."""
    number = 0
    while piece := stream.readline(most + 1):
        number += 1
        yield number, piece if len(piece) <= most else None
        while len(piece) > most and not piece.endswith(b"\n"):
            piece = stream.readline(most + 1)
            if len(piece) <= most:
                break


def _line_row(number: int, line: bytes | None, limits: Limits) -> Numbered | RejectedRow:
    if line is None:
        return RejectedRow(number, None, f"line is longer than {limits.line:,} bytes")
    try:
        value = _parsed(line)
    except ValueError as error:
        return RejectedRow(number, None, str(error))
    if not isinstance(value, dict):
        return RejectedRow(number, None, "not a JSON object")
    return number, value


def document_rows(path: Path, at: str | None, limits: Limits) -> Iterator[Numbered | RejectedRow]:
    """Yield the entries of a .json document: the list at the path `at`, or the obvious one.

    Obvious are a list at the top, `items` as CommonGrants answers have it, and
    `data` or the document itself for a single call.
    """
    with opened(path, limits.document) as stream:
        try:
            document = _parsed(stream.read())
        except ValueError as error:
            raise ImportFailure(f"{path.name}: {error}") from error
    for number, entry in enumerate(_entries(document, at, path), start=1):
        if isinstance(entry, dict):
            yield number, entry
        else:
            yield RejectedRow(number, None, "not a JSON object")


def _entries(document: Any, at: str | None, path: Path) -> list[Any]:
    if at is not None:
        for part in at.split("."):
            document = document.get(part) if isinstance(document, dict) else None
        if not isinstance(document, list):
            raise ImportFailure(f"{path.name}: has no list at {at!r}")
    if isinstance(document, list):
        return document
    if isinstance(document, dict):
        for name in ("items", "data"):
            inner = document.get(name)
            if isinstance(inner, list):
                return inner
            if isinstance(inner, dict) and not find(document, "title"):
                return [inner]
        return [document]
    raise ImportFailure(f"{path.name}: is neither a list of calls nor a call")


def _parsed(words: bytes) -> Any:
    """Parse JSON with exact numbers; ValueError with one plain sentence."""
    try:
        return json.loads(
            words.decode("utf-8-sig"), parse_float=_number, parse_constant=_refuse_constant
        )
    except UnicodeDecodeError:
        raise ValueError("not text in UTF-8") from None
    except RecursionError:
        raise ValueError("not valid JSON: nested too deeply") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"not valid JSON: {error.msg} at character {error.pos + 1}") from None


def _number(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except ArithmeticError:  # an exponent beyond what Decimal holds
        raise ValueError(f"not valid JSON: {digits[:40]} is too large or too small") from None


def _refuse_constant(name: str) -> None:
    raise ValueError(f"not valid JSON: {name} is not a number")
