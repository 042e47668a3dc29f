"""Large answers go to disk, and an unchanged page serves unasked."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from scrapers.contract import Card, Request
from scrapers.errors import DroppedError, FetchError, TooLargeError
from scrapers.spool import Spool
from scrapers.visit import Visit
from tests.scrapers.local_server import LocalServer, status, truncated
from tests.scrapers.toy_source import toy_definition
from tests.scrapers.visiting import NOW, PUBLIC, client_for, visit_to

FILE = Request(f"{PUBLIC}/export", large=True)
BODY = b"0123456789" * 20_000


def test_a_large_answer_lies_in_a_file_and_is_asked_for_conditionally(
    site: LocalServer, tmp_path: Path
) -> None:
    site.page("/export", BODY, "application/zip")
    with visit_to(site, tmp_path) as visit:
        first = visit.fetch(FILE)
        assert first.body == b""
        with first.open() as body:
            assert body.read() == BODY
        again = visit.fetch(FILE)
    assert again.not_modified
    with again.open() as body:
        assert body.read() == BODY
    assert again.fingerprint() == first.fingerprint()


def test_without_an_archive_the_file_goes_with_the_visit(site: LocalServer) -> None:
    site.page("/export", BODY, "application/zip")
    with visit_to(site) as visit:
        page = visit.fetch(FILE)
        assert page.file is not None
        assert page.file.stat().st_size == len(BODY)
    assert not page.file.exists()


def test_only_the_newest_large_answer_is_kept(site: LocalServer, tmp_path: Path) -> None:
    site.page("/monday", BODY, "application/zip")
    site.page("/tuesday", BODY + b"!", "application/zip")
    site.page("/small", b"{}", "application/json")
    with visit_to(site, tmp_path) as visit:
        visit.fetch(Request(f"{PUBLIC}/small"))
        visit.fetch(Request(f"{PUBLIC}/monday", large=True))
        visit.fetch(Request(f"{PUBLIC}/tuesday", large=True))
    sizes = sorted(path.stat().st_size for path in tmp_path.rglob("*.body"))
    assert sizes == [2, len(BODY) + 1]


def test_a_large_answer_has_its_limits_too(site: LocalServer, tmp_path: Path) -> None:
    site.page("/export", BODY, "application/zip")
    with visit_to(site, tmp_path, max_bytes=1_000) as visit, pytest.raises(TooLargeError):
        visit.fetch(FILE)
    site.answer("/export", truncated)
    with visit_to(site, tmp_path) as visit, pytest.raises(DroppedError):
        visit.fetch(FILE)
    assert list(tmp_path.rglob("*.body")) == []


def test_a_large_answer_is_written_anew_after_a_broken_one(
    site: LocalServer, tmp_path: Path
) -> None:
    site.page("/export", BODY, "application/zip")
    site.faults("/export", status(503), truncated)
    with visit_to(site, tmp_path) as visit, visit.fetch(FILE).open() as body:
        assert body.read() == BODY


def test_a_page_serves_unasked_while_its_entry_stays_the_same(
    site: LocalServer, tmp_path: Path
) -> None:
    site.page("/calls/1", "<html>1</html>")
    page, entry = Request(f"{PUBLIC}/calls/1"), Card("1", {"closes": "Monday"}).fingerprint()
    moved = Card("1", {"closes": "Tuesday"}).fingerprint()

    def fetch(card: str, days: float) -> int:
        definition = toy_definition(http={"refresh_days": 7})
        with Visit(client_for(site, tmp_path), definition, NOW + timedelta(days=days)) as visit:
            visit.fetch(page, card)
            return visit.requests

    assert fetch(entry, 0) == 1
    assert fetch(entry, 3) == 0
    assert fetch(moved, 3) == 1
    assert fetch(moved, 11) == 1


def test_a_question_in_one_json_document_and_the_wished_for_media_type(
    site: LocalServer, tmp_path: Path
) -> None:
    site.page("/api", "{}", "application/json")
    request = Request(f"{PUBLIC}/api", method="POST", json_body={"keyword": "falls", "rows": 2})
    with visit_to(site, tmp_path, accept="application/json") as visit:
        visit.fetch(request)
    seen = site.seen[-1]
    assert json.loads(seen.body) == {"keyword": "falls", "rows": 2}
    assert seen.headers["content-type"] == "application/json"
    assert seen.headers["accept"] == "application/json"


def test_a_stopped_run_asks_nothing_more(site: LocalServer) -> None:
    site.page("/calls", "<html></html>")
    client = client_for(site)
    client.stop()
    with (
        Visit(client, toy_definition(), NOW) as visit,
        pytest.raises(FetchError, match=r"the run was stopped|robots"),
    ):
        visit.fetch(Request(f"{PUBLIC}/calls"))
    assert site.asked() == []


def test_a_spool_gives_back_what_was_put_in_however_much() -> None:
    spool: Spool[str] = Spool()
    items = [f"{number} " + "x" * 3_000 for number in range(3_000)]  # more than stays in memory
    for item in items:
        spool.append(item)
    assert len(spool) == 3_000
    assert list(spool) == items
    assert next(iter(spool)) == items[0]
