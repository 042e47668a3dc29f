"""Path traversal: nothing from outside names a file of ours to read or to write."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from scrapers.archive import Archive, Entry
from scrapers.contract import Request
from tests.matcher.web.people import browser_as, make_site
from tests.scrapers.local_server import LocalServer
from tests.scrapers.visiting import PUBLIC, visit_to

SECRET = "the secret that links are signed with"
UP = ("../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..\\", "..%5c", "....//", "..;/", "%252e%252e%252f")
WANTED = ("link-secret", "bid-matcher.db", "etc/passwd", "pyproject.toml")
NOW = datetime(2026, 8, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    folder = tmp_path_factory.mktemp("home")
    (folder / "link-secret").write_text(SECRET, encoding="utf-8")
    digests = folder / "digests" / "2026-08-10"
    digests.mkdir(parents=True)
    (digests / "digest.json").write_text(json.dumps({"city": "../../x"}), encoding="utf-8")
    return browser_as(make_site(folder), raise_server_exceptions=False)


@pytest.mark.parametrize(
    "start", ["/static/", "/digests/", "/feeds/", "/call/", "/timetable/", "/needs/"]
)
@pytest.mark.parametrize("up", UP)
def test_no_address_of_the_site_leads_to_a_file(browser: TestClient, start: str, up: str) -> None:
    for wanted in WANTED:
        for times in (1, 2, 6):
            answer = browser.get(f"{start}{up * times}{wanted}")
            assert answer.status_code in (303, 307, 400, 404, 405, 422), answer.url
            assert SECRET not in answer.text
            assert "root:" not in answer.text
            assert "SQLite format" not in answer.text


@pytest.mark.parametrize(
    "path", ["//etc/passwd", "/static//etc/passwd", "/static/%00", "/static/..%00/"]
)
def test_odd_paths_are_not_there(browser: TestClient, path: str) -> None:
    assert browser.get(path).status_code in (303, 307, 400, 404, 422)


@pytest.mark.parametrize(
    "name", ["../../outside", "/etc/x", "a/../../b", "..\\b", "nul\x00", "x" * 5_000]
)
def test_what_a_site_sends_is_kept_under_names_of_ours(name: str, tmp_path: Path) -> None:
    """The archive names its files by a checksum of the question, whatever that says."""
    folder = tmp_path / "inside" / "pages"
    request = Request(f"https://a.example/{name}", params={"file": name})
    entry = Entry(
        request.url, request.url, "https://a.example", 200, name, name, None, NOW, b"body"
    )
    Archive(folder).write("ukri", request, entry)
    made = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(made) == 2
    assert all(path.is_relative_to(folder / "ukri") and len(path.stem) == 64 for path in made)


def test_a_large_answer_is_kept_under_a_name_of_ours(tmp_path: Path) -> None:
    with LocalServer() as site, visit_to(site, tmp_path) as visit:
        path = "/..%2f..%2foutside"
        site.page(path, b"x" * 1_000, "application/zip")
        page = visit.fetch(Request(f"{PUBLIC}{path}", large=True))
        assert page.file is not None
        assert "outside" not in str(page.file)
    assert not [each for each in tmp_path.rglob("*") if "outside" in each.name]
