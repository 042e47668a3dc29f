"""Small things that unpack to large ones: answers of sites, files that people hand over."""

import gzip
import io
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from matcher.imports import ImportFailure, read_calls
from matcher.imports.files import Limits
from scrapers.contract import RawPage
from scrapers.errors import GarbledError, TooLargeError
from scrapers.grants_gov.extract import records
from tests.scrapers.fixture_pages import READ_AT
from tests.scrapers.local_server import Handler, LocalServer
from tests.scrapers.visiting import PAGE, visit_to

HUGE = 200_000_000  # bytes unpacked
ROOM = 40_000_000  # bytes that reading may take all the same
LIMITS = Limits(file=1_000_000, document=1_000_000, line=100_000)
KINDS = ("jsonl", "json", "csv")


def peak_of(run: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        run()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def packed_zeros() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = b"0" * 1_000_000
    return b"".join(packer.compress(piece) for _ in range(HUGE // len(piece))) + packer.flush()


@pytest.mark.parametrize("layers", [1, 2])
def test_an_answer_is_unpacked_only_up_to_its_cap(layers: int) -> None:
    body = packed_zeros()
    encoding = ", ".join(["gzip"] * layers)
    for _ in range(layers - 1):
        body = gzip.compress(body)

    def answer(handler: Handler) -> None:
        handler.reply(200, body, Content_Encoding=encoding, Content_Type="text/html")

    with LocalServer() as site, visit_to(site, max_bytes=100_000) as visit:
        site.answer("/calls", answer)

        def ask() -> None:
            with pytest.raises((TooLargeError, GarbledError)):
                visit.fetch(PAGE)

        assert peak_of(ask) < ROOM


@pytest.mark.parametrize("kind", KINDS)
def test_a_packed_file_is_unpacked_only_up_to_its_cap(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"calls.{kind}.gz"
    path.write_bytes(packed_zeros())

    def read() -> None:
        with pytest.raises(ImportFailure, match=r"larger than|not valid JSON|none of its|longer"):
            read_calls(path, None, READ_AT.date(), LIMITS)

    assert peak_of(read) < ROOM


def lying_zip(name: str, told: int) -> bytes:
    """A zip file of one part that says that it has `told` bytes, and has HUGE."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = b"0" * 1_000_000
    data = b"".join(packer.compress(piece) for _ in range(HUGE // len(piece))) + packer.flush()
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(name, data)
    raw = bytearray(written.getvalue())
    central = raw.rindex(b"PK\x01\x02")
    for at, method, size in ((0, 8, 22), (central, 10, 24)):
        struct.pack_into("<H", raw, at + method, zipfile.ZIP_DEFLATED)
        struct.pack_into("<I", raw, at + size, told)
    return bytes(raw)


def test_a_zip_file_that_lies_about_its_size_is_read_no_further_than_it_says() -> None:
    page = RawPage(
        "https://a.example/x.zip", "", 200, "application/zip", lying_zip("a.xml", 1_000), READ_AT
    )

    def read() -> None:
        with pytest.raises(ValueError, match=r"broken|unpacked|zip"):
            list(records(page))

    assert peak_of(read) < ROOM


def test_a_workbook_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "calls.xlsx"
    path.write_bytes(lying_zip("xl/workbook.xml", 1_000))

    def read() -> None:
        with pytest.raises(ImportFailure):
            read_calls(path, None, READ_AT.date(), LIMITS)

    assert peak_of(read) < ROOM


def test_a_workbook_of_many_parts_is_measured_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "calls.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(20):
            archive.writestr(f"xl/media/{number}", b"0" * 100_000)
    with pytest.raises(ImportFailure, match="unpacked"):
        read_calls(path, None, READ_AT.date(), LIMITS)
