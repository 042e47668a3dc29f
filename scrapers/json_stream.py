"""A large JSON file, an entry at a time, so that memory does not grow with it."""

import codecs
from collections.abc import Iterable, Iterator
from typing import IO, Any

import ijson

from scrapers.contract import RawPage

_PIECE = 64 * 1024  # bytes read at a time
_DEEPEST = 20  # lists and objects within one another; what ijson needs grows with its square
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
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    while piece := file.read(_PIECE):
        yield decoder.decode(piece).encode()
    yield decoder.decode(b"", final=True).encode()


def _shallow(events: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    depth = 0
    for event in events:
        depth += (event[0] in _OPENING) - (event[0] in _CLOSING)
        if depth > _DEEPEST:
            raise ijson.JSONError("nested too deeply")
        yield event
