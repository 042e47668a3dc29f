"""Mutations that keep a document well-formed: its parts become others than were promised."""

import json
import random
import re
from typing import Any

_ODD: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        1.5,
        10**400,
        -(10**18),
        1e308,
        "",
        " ",
        "x",
        "0",
        "\u0000",
        "\ud800",
    ),
    *(
        [],
        {},
        [[]],
        [None],
        {"": None},
        [{}],
        ["a"],
        {"a": {"b": ["c"]}},
        "9" * 5_000,
        "a" * 20_000,
    ),
    *(
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00:00+14:00",
        "2026-02-30",
        "31/12/9999",
        "NaN",
        "1e9",
    ),
    *(
        "http://[::1",
        "//evil.example",
        "javascript:1",
        "https://a@b/",
        "=1+1",
        "<b>",
        "\u202e",
        "£9m",
    ),
)
_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(rb"([a-zA-Z-]+)=\"([^\"]*)\"")
_TAGS = (
    b"div",
    b"dl",
    b"dt",
    b"dd",
    b"table",
    b"tr",
    b"td",
    b"li",
    b"h2",
    b"p",
    b"a",
    b"template",
    b"svg",
)


def mutated_tree(dealer: random.Random, body: bytes) -> bytes:
    """Change a JSON document in one to six places, else the elements of a page or feed."""
    start = body.lstrip()[:1]
    if start in (b"{", b"["):
        try:
            document = json.loads(body)
        except (ValueError, RecursionError):
            return body
        for _ in range(dealer.randint(1, 6)):
            document = _changed(dealer, document)
        return json.dumps(document).encode()
    return _elements(dealer, body) if start == b"<" else _lines(dealer, body)


def _changed(dealer: random.Random, node: Any) -> Any:
    """Walk down to some node and put something else in its place, drop or double it."""
    if isinstance(node, dict) and node and dealer.random() < 0.9:
        key = dealer.choice(list(node))
        return _entry(dealer, node, key)
    if isinstance(node, list) and node and dealer.random() < 0.9:
        place = dealer.randrange(len(node))
        if dealer.random() < 0.1:
            return [*node[:place], *node[place + 1 :]]
        return [*node[:place], _changed(dealer, node[place]), *node[place + 1 :]]
    return dealer.choice(_ODD)


def _entry(dealer: random.Random, node: dict[str, Any], key: str) -> dict[str, Any]:
    chance = dealer.random()
    if chance < 0.1:
        return {name: value for name, value in node.items() if name != key}
    if chance < 0.15:
        return {**node, key: node}
    if chance < 0.2:
        return {(f"{name}x" if name == key else name): value for name, value in node.items()}
    return {**node, key: _changed(dealer, node[key])}


def _elements(dealer: random.Random, body: bytes) -> bytes:
    tags = list(_TAG.finditer(body))
    if not tags:
        return body
    for tag in sorted(dealer.sample(tags, min(len(tags), dealer.randint(1, 5))), key=_place):
        body = body[: tag.start()] + _tag(dealer, tag) + body[tag.end() :]
    return body


def _place(tag: re.Match[bytes]) -> int:
    return -tag.start()


def _tag(dealer: random.Random, tag: re.Match[bytes]) -> bytes:
    choice = dealer.randrange(5)
    if choice == 0:
        return b""
    if choice == 1:
        return tag[0] * 2
    if choice == 2:
        return b"<" + tag[1] + dealer.choice(_TAGS) + tag[3] + b">"
    odd = dealer.choice([each for each in _ODD if isinstance(each, str)])
    value = odd.encode("utf-8", "replace").replace(b'"', b"&quot;")
    changed = _ATTRIBUTE.sub(lambda match: match[1] + b'="' + value + b'"', tag[3], count=1)
    return b"<" + tag[1] + tag[2] + changed + b">"


def _lines(dealer: random.Random, body: bytes) -> bytes:
    """Move, drop, double or join lines: of a table, of YAML, of prose."""
    lines = body.split(b"\n")
    at = dealer.randrange(len(lines))
    choice = dealer.randrange(5)
    if choice == 0:
        del lines[at]
    elif choice == 1:
        lines.insert(dealer.randrange(len(lines)), lines[at])
    elif choice == 2:
        lines[at] = b"  " + lines[at]
    elif choice == 3:
        head, colon, _ = lines[at].partition(b":")
        lines[at] = head + colon + b" " + json.dumps(dealer.choice(_ODD)).encode()
    else:
        lines[at] = lines[at].replace(b",", dealer.choice((b"", b",,", b'","', b";", b"\t")))
    return b"\n".join(lines)
