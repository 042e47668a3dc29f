"""Pages as they come: whole, unchanged, slow, broken, huge. The client is the real one."""

import gzip
import json
import zlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from scrapers.contract import Request
from scrapers.errors import (
    ArchiveError,
    BadStatusError,
    DroppedError,
    GarbledError,
    TooLargeError,
    TooSlowError,
)
from scrapers.visit import Visit
from tests.scrapers.local_server import (
    Handler,
    LocalServer,
    dripping,
    endless,
    hang,
    hang_up,
    truncated,
)
from tests.scrapers.toy_source import toy_definition
from tests.scrapers.visiting import (
    NOW,
    PAGE,
    PUBLIC,
    client_for,
    visit_to,
)


def test_a_page_keeps_its_public_address(site: LocalServer) -> None:
    site.page("/calls", "<html>calls</html>")
    with visit_to(site) as visit:
        page = visit.fetch(PAGE)
    assert (page.url, page.final_url, page.status) == (PAGE.url, PAGE.url, 200)
    assert page.text() == "<html>calls</html>"
    assert page.content_type == "text/html; charset=utf-8"
    assert not page.not_modified
    assert visit.requests == 1


def test_an_unchanged_page_comes_from_the_archive(site: LocalServer, tmp_path: Path) -> None:
    site.page("/calls", "first")
    with visit_to(site, tmp_path) as visit:
        visit.fetch(PAGE)
    with visit_to(site, tmp_path) as again:
        page = again.fetch(PAGE)
    assert (page.text(), page.not_modified, again.not_modified) == ("first", True, 1)
    site.page("/calls", "second")
    with visit_to(site, tmp_path) as later:
        page = later.fetch(PAGE)
    assert (page.text(), page.not_modified, later.not_modified) == ("second", False, 0)


def test_last_modified_is_asked_about_too(site: LocalServer, tmp_path: Path) -> None:
    date = "Mon, 10 Aug 2026 06:00:00 GMT"

    def dated(handler: Handler) -> None:
        known = handler.headers.get("If-Modified-Since") == date
        handler.reply(304 if known else 200, b"" if known else b"dated", Last_Modified=date)

    site.answer("/calls", dated)
    for expected in (False, True):
        with visit_to(site, tmp_path) as visit:
            page = visit.fetch(PAGE)
        assert (page.text(), page.not_modified) == ("dated", expected)


def test_a_forgotten_page_is_fetched_whole(site: LocalServer, tmp_path: Path) -> None:
    site.page("/calls", "calls")
    with visit_to(site, tmp_path) as visit:
        visit.fetch(PAGE)
        visit.forget(PAGE)
        assert not visit.fetch(PAGE).not_modified


def test_a_damaged_archive_is_not_believed(site: LocalServer, tmp_path: Path) -> None:
    site.page("/calls", "calls")
    with visit_to(site, tmp_path) as visit:
        visit.fetch(PAGE)
        for body in tmp_path.rglob("*.body"):
            body.write_bytes(b"torn")
        page = visit.fetch(PAGE)
    assert (page.text(), page.not_modified) == ("calls", False)


def test_another_servers_copy_is_not_asked_about(site: LocalServer, tmp_path: Path) -> None:
    site.page("/calls", "same")
    with visit_to(site, tmp_path) as visit:
        visit.fetch(PAGE)
    with LocalServer() as other:
        other.page("/calls", "same")
        with visit_to(other, tmp_path) as visit:
            assert not visit.fetch(PAGE).not_modified


def test_an_unasked_304_is_an_error(site: LocalServer) -> None:
    site.answer("/calls", lambda handler: handler.reply(304))
    with visit_to(site) as visit, pytest.raises(BadStatusError, match="304"):
        visit.fetch(PAGE)


def test_a_full_disk_is_named_and_leaves_nothing_half_done(
    site: LocalServer, tmp_path: Path
) -> None:
    site.page("/calls", "calls")
    blocked = tmp_path / "archive"
    blocked.write_text("a file where the folder should be")
    with visit_to(site, blocked) as visit, pytest.raises(ArchiveError, match="toy_fund"):
        visit.fetch(PAGE)


_OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    "answer",
    [hang, dripping(_OK + b"X-Slow: ", b"x", 0.05), dripping(_OK + b"\r\n", b"x", 0.05)],
    ids=["silence", "dripping headers", "dripping body"],
)
def test_a_slow_page_is_given_up(site: LocalServer, answer: Callable[[Handler], None]) -> None:
    site.page("/robots.txt", "", "text/plain")
    site.answer("/calls", answer)
    client = client_for(site, retries=1)
    visit = Visit(client, toy_definition(http={"timeout_s": 0.3}), NOW)
    with visit, pytest.raises(TooSlowError, match=r"within 0\.3 seconds"):
        visit.fetch(PAGE)
    assert len(site.asked()) == 2


@pytest.mark.parametrize("answer", [hang_up, truncated])
def test_a_broken_page_is_asked_for_again(
    site: LocalServer, answer: Callable[[Handler], None]
) -> None:
    site.page("/calls", "whole")
    site.faults("/calls", answer, answer)
    with visit_to(site) as visit:
        assert visit.fetch(PAGE).text() == "whole"
        site.answer("/broken", answer)
        with pytest.raises(DroppedError, match="before the page was complete"):
            visit.fetch(Request(f"{PUBLIC}/broken"))


def test_a_huge_page_is_not_read_to_its_end(site: LocalServer) -> None:
    sent: list[int] = []
    site.answer("/calls", endless(b"x" * 65_536, sent))
    visit = visit_to(site, max_bytes=1_000_000)
    with visit, pytest.raises(TooLargeError, match="1,000,000 bytes"):
        visit.fetch(PAGE)
    assert len(site.asked()) == 1
    assert sum(sent) < 20_000_000  # what fits into the buffers between us, not 200 MB


def test_a_page_announced_as_huge_is_not_read_at_all(site: LocalServer) -> None:
    def huge(handler: Handler) -> None:
        handler.close_connection = True
        handler.send_response(200)
        handler.send_header("Content-Length", "200000000")
        handler.end_headers()

    site.answer("/calls", huge)
    with visit_to(site) as visit, pytest.raises(TooLargeError, match="10,000,000 bytes"):
        visit.fetch(PAGE)


def zipped(body: bytes, encoding: str = "gzip") -> Callable[[Handler], None]:
    return lambda handler: handler.reply(200, body, Content_Encoding=encoding)


def test_a_compressed_page_is_unpacked(site: LocalServer) -> None:
    site.answer("/calls", zipped(gzip.compress("£5 million".encode() * 50_000)))
    with visit_to(site) as visit:
        assert visit.fetch(PAGE).text() == "£5 million" * 50_000
    assert site.seen[-1].headers["accept-encoding"] == "gzip"


def test_a_small_page_cannot_unpack_to_a_huge_one(site: LocalServer) -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(100)) + packer.flush()
    assert len(bomb) < 200_000
    site.answer("/calls", zipped(bomb))
    with visit_to(site) as visit, pytest.raises(TooLargeError):
        visit.fetch(PAGE)


@pytest.mark.parametrize(
    ("body", "encoding", "reason"),
    [
        (b"not gzip at all", "gzip", "compression is broken"),
        (gzip.compress(b"calls" * 100, mtime=0)[:-12], "gzip", "compression is broken"),
        (b"x", "br", "did not ask for"),
        (gzip.compress(gzip.compress(b"x", mtime=0), mtime=0), "gzip, gzip", "did not ask for"),
    ],
)
def test_a_page_that_cannot_be_unpacked_is_an_error(
    site: LocalServer, body: bytes, encoding: str, reason: str
) -> None:
    site.answer("/calls", zipped(body, encoding))
    with visit_to(site) as visit, pytest.raises(GarbledError, match=reason):
        visit.fetch(PAGE)


def test_a_question_in_json_parts_arrives_as_such(site: LocalServer, tmp_path: Path) -> None:
    site.page("/search", '{"results": []}', "application/json")
    query = {"bool": {"must": [{"terms": {"status": ["1"]}}]}}
    request = Request(
        f"{PUBLIC}/search?key=K",
        method="POST",
        params={"text": "***", "page": "2"},
        json_parts={"query": query, "languages": ["en"]},
    )
    with visit_to(site, tmp_path) as visit:
        assert not visit.fetch(request).not_modified
        again = visit.fetch(request)
    assert again.not_modified  # cannot be asked conditionally, so the day's answer serves
    assert len(site.asked()) == 1
    with visit_to(site, tmp_path, now=NOW + timedelta(hours=13)) as visit:
        assert not visit.fetch(request).not_modified
    seen = site.seen[-1]
    assert seen.method == "POST"
    assert seen.path == "/search?key=K&text=%2A%2A%2A&page=2"
    assert seen.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert "if-none-match" not in seen.headers
    assert b'name="query"; filename="blob"\r\nContent-Type: application/json' in seen.body
    assert json.dumps(query).encode() in seen.body
    assert b'["en"]' in seen.body


def test_only_get_and_post_are_known(site: LocalServer) -> None:
    with visit_to(site) as visit, pytest.raises(ValueError, match="GET or POST, not DELETE"):
        visit.fetch(Request(PAGE.url, method="DELETE"))
