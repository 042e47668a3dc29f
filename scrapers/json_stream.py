"""A large JSON file, an entry at a time, so that memory does not grow with it."""

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import IO, Any

import ijson

from scrapers.contract import RawPage

_PIECE = 64 * 1024  # bytes read at a time
_DEEPEST = 20  # lists and objects within one another; what ijson needs grows with its square
_MOST_DIGITS = 1_000  # of one number; Python makes none of more than 4,300
_ENDLESS = re.compile(rb"[0-9]{%d}" % _MOST_DIGITS)
_OPENING, _CLOSING = ("start_map", "start_array"), ("end_map", "end_array")


def entries(page: RawPage, prefix: str = "item") -> Iterator[Any]:
    """Yield the entries of a list in the page; numbers with a point are Decimals.

    `prefix` says where the list is, in ijson's form; the page itself without
    one. ValueError where the page is not whole JSON, in its middle if that is where
    it breaks off. Bytes that are not UTF-8 cost only their own character.
    """
    with page.open() as file:
        try:
            events = _shallow(ijson.basic_parse(ijson.from_iter(_repaired(file))))
            yield from ijson.items(ijson.parse(events), prefix)
        except (ijson.JSONError, ArithmeticError) as error:
            words = " ".join(str(error).split("\n")[0].split())[:80]
            raise ValueError(f"whole JSON was promised, it breaks off: {words}") from None


def _repaired(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the file as UTF-8. ijson.JSONError before a number that the parser dies of.

    ijson's parser in C (3.6) goes on after Python has refused to make a number of it, and takes
    the whole process with it.
    """
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    before = b""
    while piece := file.read(_PIECE):
        text = decoder.decode(piece).encode()
        if _ENDLESS.search(before + text):
            raise ijson.JSONError(f"a number of {_MOST_DIGITS:,} digits or more")
        before = text[-_MOST_DIGITS:]
        yield text
    yield decoder.decode(b"", final=True).encode()


def _shallow(events: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    depth = 0
    for event in events:
        depth += (event[0] in _OPENING) - (event[0] in _CLOSING)
        if depth > _DEEPEST:
            raise ijson.JSONError("nested too deeply")
        yield event
