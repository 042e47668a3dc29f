"""Streams the daily XML extract: one zip file with one XML file, one record at a time.

Element names after Grants.gov's own schema, OpportunityDetail-V1.0. Every
record is forgotten once it is read, so that memory does not grow with the file.
"""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError
from zipfile import BadZipFile, ZipFile, ZipInfo

import defusedxml.ElementTree
from defusedxml import DefusedXmlException

from scrapers.contract import RawPage

Fields = dict[str, str | tuple[str, ...]]  # element name -> its text; a tuple where it may repeat

KIND = "kind"  # key under which `records` adds "synopsis" or "forecast"
REPEATED = frozenset(
    {"FundingInstrumentType", "CategoryOfFundingActivity", "CFDANumbers", "EligibleApplicants"}
)
MOST_BYTES = 2_000_000_000  # unpacked: six times the file of September 2026
MOST_IN_ONE_RECORD = 2_000_000  # bytes; the schema's longest texts make 30,000 characters
_NAMESPACE = "http://apply.grants.gov/system/OpportunityDetail-V1.0"
_KINDS = {
    f"{{{_NAMESPACE}}}OpportunitySynopsisDetail_1_0": "synopsis",
    f"{{{_NAMESPACE}}}OpportunityForecastDetail_1_0": "forecast",
}
_CONTACT = "GrantorContact"  # names, telephone numbers and e-mail addresses of people


def check_extract(page: RawPage, most_bytes: int = MOST_BYTES) -> None:
    """Look at the zip file's table of contents; ValueError unless it holds one XML file."""
    with _plain_errors(page), page.open() as file, ZipFile(file) as archive:
        _only_member(archive, page, most_bytes)


def records(page: RawPage, most_bytes: int = MOST_BYTES) -> Iterator[Fields]:
    """Yield every opportunity's elements, contact details left out.

    ValueError, naming the page, for a file that is not the extract, that
    declares entities, or that unpacks to more than `most_bytes`; what came
    before the fault has been yielded by then.
    """
    count = 0
    with _plain_errors(page), page.open() as file, ZipFile(file) as archive:
        member = _only_member(archive, page, most_bytes)
        with archive.open(member) as stream:
            for fields in _opportunities(_Metered(stream, most_bytes), page):
                count += 1
                yield fields
    if not count:
        raise ValueError(f"no opportunity is in the extract from the page {page.url}")


def _only_member(archive: ZipFile, page: RawPage, most_bytes: int) -> ZipInfo:
    members = [item for item in archive.infolist() if item.filename.lower().endswith(".xml")]
    if len(members) != 1:
        raise ValueError(f"one XML file was promised, {len(members)} came in {page.url}")
    if members[0].file_size > most_bytes:
        raise ValueError(f"the zip file unpacks to more than {most_bytes:,} bytes: {page.url}")
    return members[0]


class _Metered:
    """A stream that stops where more comes than a whole file, or one record, may hold."""

    def __init__(self, stream: IO[bytes], most_bytes: int) -> None:
        self._stream = stream
        self._left = most_bytes
        self._in_record = 0

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        self._left -= len(piece)
        self._in_record += len(piece)
        if self._left < 0:
            raise ValueError("the zip file unpacks to more bytes than it may")
        if self._in_record > MOST_IN_ONE_RECORD:
            raise ValueError(f"a record of more than {MOST_IN_ONE_RECORD:,} bytes")
        return piece

    def next_record(self) -> None:
        self._in_record = 0


def _opportunities(stream: _Metered, page: RawPage) -> Iterator[Fields]:
    root: Element | None = None
    for event, element in defusedxml.ElementTree.iterparse(stream, ("start", "end")):
        if root is None:
            root = element
            if element.tag != f"{{{_NAMESPACE}}}Grants":
                raise ValueError(
                    f"the extract is a {element.tag[:90]!r} now, on the page {page.url}"
                )
        elif event == "end" and (kind := _KINDS.get(element.tag)):
            yield {KIND: kind, **_fields(element)}
            stream.next_record()
            root.clear()


def _fields(opportunity: Element) -> Fields:
    found: dict[str, Any] = {}
    for child in opportunity:
        name, text = child.tag.rpartition("}")[2], (child.text or "").strip()
        if not text or name.startswith(_CONTACT):
            continue
        if name in REPEATED:
            found[name] = (*found.get(name, ()), text)
        else:
            found.setdefault(name, text)
    return found


@contextmanager
def _plain_errors(page: RawPage) -> Iterator[None]:
    """Say in a ValueError what is wrong with the file."""
    try:
        yield
    except BadZipFile as error:
        raise ValueError(f"a zip file was promised, {_came(page)} came from {page.url}") from error
    except DefusedXmlException as error:
        raise ValueError(f"the extract declares entities, which is refused: {page.url}") from error
    except ParseError as error:
        raise ValueError(f"the XML is broken ({error}) on the page {page.url}") from error
    except LookupError as error:  # the XML parser's word for an encoding that nobody knows
        raise ValueError(f"the XML is broken ({error}) on the page {page.url}") from error
    except (zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        raise ValueError(f"the zip file cannot be unpacked ({error}): page {page.url}") from error


def _came(page: RawPage) -> str:
    with page.open() as file:
        start = file.read(100).lstrip()
    if start[:2] == b"PK":
        return "a part of one"
    return "an HTML page" if start[:1] == b"<" else f"{page.content_type or 'something else'!r}"
