"""Good inputs made bad: bytes flipped, cut, spliced, repeated; hostile texts, numbers and dates.

Everything comes from the `random.Random` handed in, so that a case is its seed.
"""

import random
import re
from collections.abc import Callable, Sequence

from tests.fuzz.trees import mutated_tree

LARGEST = 200_000  # bytes of one input: what parsers do with more is a matter of the caps on size
_MOST_STEPS = 4

HOSTILE = (
    *(b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\xaf", b"\xef\xbb\xbf"),
    *("\u202egnp.exe\u202c".encode(), "\u2028\u2029".encode(), "\u0130\u00df\ufb03".encode()),
    *("e\u0301".encode() * 300, "\u0661\u0662\u0663".encode(), "\u00b2\u00bd\u2460".encode()),
    *(b"\\ud800", b"\\u0000", b"\r", b"\r\n\r\n", b"\x0b\x0c\x1c\x85", b"\x1b[2J", b"'\"`\\"),
    *(
        b"<",
        b"]]>",
        b"<!--",
        b"-->",
        b"</",
        b"<![CDATA[",
        b"<script>alert(1)</script>",
        b"&#x110000;",
    ),
    *(
        b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>&b;",
        b"<?xml version='9'?>",
        b"<svg/>",
    ),
    *(
        b"</dl>",
        b"<dt>",
        b"<table>",
        b"</tr></td>",
        b"<template>",
        b"<select><option>",
        b"<a href>",
    ),
    *(
        b'href="http://["',
        b'href="//:0"',
        b'href="http://a:99999/"',
        b'href="?page=-1"',
        b'href="\x01"',
    ),
    *(
        b"null",
        b"true",
        b"[]",
        b"{}",
        b'""',
        b"NaN",
        b"Infinity",
        b"-1",
        b"0x1F",
        b"1e9999",
        b"1E-9999",
    ),
    *(
        b"{{7*7}}",
        b"${7*7}",
        b"%s%n%d",
        b"=cmd|' /C calc'!A0",
        b"'; DROP TABLE calls; --",
        b"../../etc/passwd",
    ),
    *(
        b"!!python/object/apply:os.system ['true']",
        b"&a [*a]",
        b"*a",
        b"<<: *a",
        b"? [",
        b": ",
        b"\t- ",
    ),
    *(
        "£".encode(),
        "£1.5m".encode(),
        "€ 1.000.000,50".encode(),
        "£1,2,3,4".encode(),
        b"$-5 billion",
    ),
    *("up to £9" + "9" * 400 + "bn").encode().split(b"|"),
    *(
        b"31 June 2026",
        b"29 February 2027",
        b"9999-99-99",
        b"0000-00-00",
        b"99 Smarch 10000",
        b"24:60",
    ),
    *(b"31 December 9999 23:59", b"1 January 0001", b"2026-06-15T25:00:00+99:99", b"10000-01-01"),
)
_NUMBERS = (
    *(b"0", b"-0", b"-1", b"1", b"9" * 20, b"9" * 400, b"9" * 5_000, b"1e308", b"1e309", b"1e-400"),
    *(b"2147483648", b"9223372036854775808", b"0." + b"0" * 300 + b"1", b"1.7976931348623157e308"),
    *(b"253402300800000", b"-62135596800001", b"1_000", b"0x7f", b"007", "١٢٣".encode(), b"."),
)
_LONG = (
    *(
        b" ",
        b"\n",
        b"a",
        b"A ",
        b"9",
        b"9,",
        b",",
        b".",
        b"-",
        b"(",
        b")",
        b'"',
        b"'",
        b"/",
        b"\t",
        b";",
    ),
    *(
        "£1 ".encode(),
        "£".encode(),
        "£1m to ".encode(),
        b"and ",
        b"or ",
        b"up to ",
        b"not ",
        b"the ",
    ),
    *(
        b"1 June 2026 ",
        b"June ",
        b"between ",
        b"5pm ",
        b"12:",
        b"a@",
        b"a.b@",
        b"0113 ",
        b"0 ",
        b"<b>",
    ),
    *(
        b"e.g. ",
        b"Dr A ",
        b"A. ",
        b"x" * 50 + b" ",
        b"&amp;",
        b"&",
        b"<p>",
        b"<li>a",
        b"\xe2\x80\x93",
        b"%",
    ),
    *(
        b"Stage 1 ",
        b"UK ",
        b"lead ",
        b"grants of ",
        b"per ",
        b"months ",
        b"3 years ",
        b"deadline: ",
    ),
)
_PAIRS = (
    *(
        (b"[", b"]"),
        (b"{", b"}"),
        (b"(", b")"),
        (b'{"a":', b"}"),
        (b"<div>", b"</div>"),
        (b"<b>", b"</b>"),
    ),
    *(
        (b"<table><tr><td>", b"</td></tr></table>"),
        (b"<a>", b""),
        (b"[{", b"}]"),
        (b"- ", b""),
        (b"<dl><dd>", b""),
    ),
)
_DIGITS = re.compile(rb"\d+(?:[.,]\d+)*")
_WORDS = re.compile(rb"[A-Za-z]{3,12}")

Step = Callable[[random.Random, bytes, Sequence[bytes]], bytes]


def mutated(dealer: random.Random, good: bytes, others: Sequence[bytes]) -> bytes:
    """Return the input after one to four steps; `others` are what it may be spliced with."""
    body = good
    for _ in range(dealer.randint(1, _MOST_STEPS)):
        step = dealer.choice(_STEPS)
        body = step(dealer, body, others)[:LARGEST]
    return body


def _flip(dealer: random.Random, body: bytes, _: Sequence[bytes]) -> bytes:
    changed = bytearray(body or b"\x00")
    for _count in range(dealer.choice((1, 1, 2, 8, 64))):
        changed[dealer.randrange(len(changed))] ^= 1 << dealer.randrange(8)
    return bytes(changed)


def _cut_off(dealer: random.Random, body: bytes, _: Sequence[bytes]) -> bytes:
    return body[: dealer.randint(0, len(body))]


def _drop(dealer: random.Random, body: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _span(dealer, body)
    return body[:start] + body[end:]


def _repeat(dealer: random.Random, body: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _span(dealer, body)
    times = dealer.choice((1, 2, 5, 50, 1_000))
    return body[:end] + body[start:end] * times + body[end:]


def _swap(dealer: random.Random, body: bytes, _: Sequence[bytes]) -> bytes:
    first, middle = _span(dealer, body)
    last = min(len(body), middle + dealer.randint(0, 400))
    return body[:first] + body[middle:last] + body[first:middle] + body[last:]


def _splice(dealer: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    other = dealer.choice(others)
    return body[: dealer.randint(0, len(body))] + other[dealer.randint(0, len(other)) :]


def _graft(dealer: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    other = dealer.choice(others)
    start, end = _span(dealer, other)
    return _insert(dealer, body, other[start:end])


def _hostile(dealer: random.Random, body: bytes, _: Sequence[bytes]) -> bytes:
    return _insert(dealer, body, dealer.choice(HOSTILE))


def _instead_of_a_word(dealer: random.Random, body: bytes, _: Sequence[bytes]) -> bytes:
    return _instead(dealer, body, _WORDS, dealer.choice(HOSTILE))


def _number(dealer: random.Random, body: bytes, _: Sequence[bytes]) -> bytes:
    return _instead(dealer, body, _DIGITS, dealer.choice(_NUMBERS))


def _long(dealer: random.Random, body: bytes, _: Sequence[bytes]) -> bytes:
    unit = dealer.choice(_LONG)
    return _insert(dealer, body, unit * dealer.choice((50, 1_000, 5_000, 40_000 // len(unit))))


def _nest(dealer: random.Random, body: bytes, _: Sequence[bytes]) -> bytes:
    opening, closing = dealer.choice(_PAIRS)
    depth = dealer.choice((20, 200, 2_000, 10_000))
    start, end = _span(dealer, body)
    inside = opening * depth + body[start:end] + closing * dealer.choice((depth, depth - 1, 0))
    return body[:start] + inside + body[end:]


def _tree(dealer: random.Random, body: bytes, _: Sequence[bytes]) -> bytes:
    return mutated_tree(dealer, body)


_STEPS: tuple[Step, ...] = (
    *(_flip, _cut_off, _drop, _repeat, _swap, _splice, _graft, _hostile, _hostile),
    *(_instead_of_a_word, _number, _number, _long, _nest, _tree, _tree, _tree, _tree),
)


def _span(dealer: random.Random, body: bytes) -> tuple[int, int]:
    start = dealer.randint(0, len(body))
    return start, min(len(body), start + dealer.choice((1, 8, 60, 400, 4_000)))


def _insert(dealer: random.Random, body: bytes, what: bytes) -> bytes:
    at = dealer.randint(0, len(body))
    return body[:at] + what + body[at:]


def _instead(dealer: random.Random, body: bytes, of: re.Pattern[bytes], what: bytes) -> bytes:
    """Put something in place of one match, looked for from a point on so that all are likely."""
    start = dealer.randint(0, len(body))
    match = of.search(body, start) or of.search(body)
    return (
        _insert(dealer, body, what)
        if match is None
        else (body[: match.start()] + what + body[match.end() :])
    )
