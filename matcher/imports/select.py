"""Rules applied to a row: which words does a mapping pick out of it."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from matcher.imports.mapping import Rule
from matcher.imports.result import Row

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LONGEST_SEARCHED = 50_000  # characters that a pattern looks at


def find(row: Row, path: str) -> list[str]:
    """Return the values at a column's name or dotted path, as words, empty ones left out.

    A path that meets a list goes on in each of its entries.
    """
    if path in row:
        return list(_words(row[path]))
    return list(_words(_descend(row, path.split("."))))


def _descend(node: Any, parts: list[str]) -> Any:
    if not parts:
        return node
    if isinstance(node, list):
        return [_descend(item, parts) for item in node]
    return _descend(node.get(parts[0]), parts[1:]) if isinstance(node, dict) else None


def _words(value: Any) -> Iterable[str]:
    """Flatten to words; nested objects say nothing by themselves."""
    if isinstance(value, list):
        for item in value:
            yield from _words(item)
    elif isinstance(value, bool):
        yield str(value).lower()
    elif value is not None and not isinstance(value, dict):
        word = _storable(str(value)).strip()
        if word:
            yield word


def _storable(word: str) -> str:
    """Drop lone surrogates and control characters, which databases and pages choke on."""
    whole = word.encode("utf-8", errors="replace").decode("utf-8")
    return _CONTROLS.sub("", whole)


def holds(row: Row, when: dict[str, str]) -> bool:
    """Whether every named column shows its pattern; an empty column counts as empty words."""
    return all(
        any(re.search(pattern, word[:_LONGEST_SEARCHED]) for word in find(row, column) or [""])
        for column, pattern in when.items()
    )


def pick(row: Row, rules: tuple[Rule, ...]) -> list[str]:
    """Return what the first rule with a value gives; [] where none has one.

    Raises ValueError for a word that is missing from a rule's table.
    """
    for rule in rules:
        if holds(row, rule.when):
            words = [word for word in map(_finish(rule), _origin(row, rule)) if word]
            if words:
                return words
    return []


def first(row: Row, rules: tuple[Rule, ...]) -> str | None:
    """Return the first word that `pick` gives."""
    words = pick(row, rules)
    return words[0] if words else None


def _origin(row: Row, rule: Rule) -> list[str]:
    if rule.constant is not None:
        words = [rule.constant]
    elif rule.column is not None:
        words = find(row, rule.column)
    else:
        words = _filled(row, rule.template or "")
    if rule.separator is None:
        return words
    return [part.strip() for word in words for part in word.split(rule.separator)]


def _filled(row: Row, template: str) -> list[str]:
    parts = {name: find(row, name) for name in re.findall(r"{([^{}]+)}", template)}
    if not all(parts.values()):
        return []
    return [re.sub(r"{([^{}]+)}", lambda hit: parts[hit[1]][0], template)]


def _finish(rule: Rule) -> Any:
    def finish(word: str) -> str | None:
        kept = _searched(rule.pattern, word) if rule.pattern else word
        if kept is not None and rule.values is not None:
            kept = _translated(rule.values, kept)
        if kept is not None and rule.slug:
            kept = slug(kept)
        return kept[: rule.max_characters] if kept else None

    return finish


def _searched(pattern: str, word: str) -> str | None:
    hit = re.search(pattern, word[:_LONGEST_SEARCHED])
    if hit is None:
        return None
    found: str | None = hit[1] if hit.re.groups else hit[0]
    return found


def _translated(values: dict[str, str | None], word: str) -> str | None:
    known = {key.casefold(): value for key, value in values.items()}
    if word.casefold() not in known:
        raise ValueError(f"{word[:80]!r} is not among the known words: {', '.join(values)}")
    return known[word.casefold()]


def slug(words: str) -> str:
    """Write words as an address does: lower-case letters and digits joined by hyphens."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
