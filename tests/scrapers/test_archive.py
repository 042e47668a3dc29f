"""The archive of raw pages: whole entries or none."""

import resource
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.archive import Archive, Entry, request_key
from scrapers.contract import Request
from scrapers.errors import ArchiveError

REQUEST = Request("https://www.toyfund.example/calls")


def entry(body: bytes = b"calls") -> Entry:
    return Entry(
        url=REQUEST.url,
        final_url=REQUEST.url,
        asked_at="https://www.toyfund.example",
        status=200,
        content_type="text/html",
        etag='"1"',
        last_modified=None,
        fetched_at=datetime(2026, 8, 10, 6, tzinfo=UTC),
        body=body,
    )


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    assert archive.read("toy", REQUEST) is None
    archive.write("toy", REQUEST, entry())
    assert archive.read("toy", REQUEST) == entry()
    assert archive.read("other", REQUEST) is None
    archive.write("toy", REQUEST, entry(b"newer"))
    assert archive.read("toy", REQUEST) == entry(b"newer")
    assert len(list(tmp_path.rglob("*.*"))) == 2  # nothing temporary, no older copy


def test_without_a_folder_nothing_is_kept() -> None:
    archive = Archive(None)
    archive.write("toy", REQUEST, entry())
    archive.forget("toy", REQUEST)
    assert archive.read("toy", REQUEST) is None


def test_a_forgotten_entry_is_absent_but_its_body_stays(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write("toy", REQUEST, entry())
    archive.forget("toy", REQUEST)
    archive.forget("toy", REQUEST)
    assert archive.read("toy", REQUEST) is None
    assert [path.read_bytes() for path in tmp_path.rglob("*.body")] == [b"calls"]


@given(st.binary(max_size=60), st.sampled_from(["*.json", "*.body"]))
@settings(max_examples=40, deadline=None)
def test_a_damaged_entry_is_absent(
    tmp_path_factory: pytest.TempPathFactory, damage: bytes, which: str
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    archive = Archive(folder)
    archive.write("toy", REQUEST, entry())
    next(folder.rglob(which)).write_bytes(damage)
    assert archive.read("toy", REQUEST) is None


@pytest.mark.parametrize("note", ["[]", "null", "{}", '{"sha256": 1}', "{"])
def test_a_note_of_another_shape_is_absent(tmp_path: Path, note: str) -> None:
    archive = Archive(tmp_path)
    archive.write("toy", REQUEST, entry())
    next(tmp_path.rglob("*.json")).write_text(note)
    assert archive.read("toy", REQUEST) is None


def test_a_full_disk_is_named_and_the_older_page_stays(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write("toy", REQUEST, entry())
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))  # no file may grow beyond
    try:
        with pytest.raises(ArchiveError, match="cannot keep a page of toy: "):
            archive.write("toy", REQUEST, entry(bytes(50_000)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert archive.read("toy", REQUEST) == entry()
    assert list(tmp_path.rglob("*.part")) == []


def test_requests_that_differ_have_entries_of_their_own() -> None:
    requests = [
        REQUEST,
        Request(REQUEST.url, method="POST"),
        Request(REQUEST.url, params={"page": "1"}),
        Request(REQUEST.url, params={"page": "2"}),
        Request(REQUEST.url, method="POST", json_parts={"query": {"page": 1}}),
        Request(REQUEST.url, method="POST", json_parts={"query": {"page": 2}}),
    ]
    assert len({request_key(request) for request in requests}) == len(requests)
    swapped = Request(REQUEST.url, params={"b": "2", "a": "1"})
    assert request_key(swapped) == request_key(Request(REQUEST.url, params={"a": "1", "b": "2"}))
