"""A feed is read under its secret address, and under no other."""

from pathlib import Path

import feedparser
import icalendar
import pytest
from starlette.testclient import TestClient

from matcher.feeds.answer import new_secret, secret_hash
from matcher.store import add_feed_link, revoke_feed_links
from matcher.web.site import Site
from models.feed_link import FeedLink, FeedWhat
from tests.matcher.web.sample_site import browser_of, make_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return make_site(tmp_path_factory.mktemp("home"))


@pytest.fixture
def client(site: Site) -> TestClient:
    return browser_of(site)


def link_to(site: Site, what: FeedWhat) -> tuple[int, str]:
    secret = new_secret()
    link = FeedLink(
        city=site.city.folder, what=what, secret_hash=secret_hash(secret), created_at=site.now()
    )
    return add_feed_link(site.engine, link), secret


def test_atom_json_and_a_calendar_are_read(site: Site, client: TestClient) -> None:
    _, secret = link_to(site, FeedWhat.NEW)
    atom = client.get(f"/feeds/{secret}.atom")
    read = feedparser.parse(atom.content)
    assert not read.bozo
    assert read.entries
    listed = client.get(f"/feeds/{secret}.json").json()
    assert len(listed["items"]) == len(read.entries)
    _, secret = link_to(site, FeedWhat.SHORTLIST_DEADLINES)
    made = client.get(f"/feeds/{secret}.ics")
    assert made.headers["content-type"].startswith("text/calendar")
    icalendar.Calendar.from_ical(made.content)


def test_what_is_as_it_was_is_not_sent_again(site: Site, client: TestClient) -> None:
    _, secret = link_to(site, FeedWhat.NEW)
    first = client.get(f"/feeds/{secret}.atom")
    again = client.get(f"/feeds/{secret}.atom", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["cache-control"].startswith("private")


def test_what_was_revoked_looks_as_what_never_was(site: Site, client: TestClient) -> None:
    number, secret = link_to(site, FeedWhat.NEW)
    assert client.get(f"/feeds/{secret}.atom").status_code == 200
    assert revoke_feed_links(site.engine, [number], site.now())
    revoked, unknown = (
        client.get(f"/feeds/{secret}.atom"),
        client.get(f"/feeds/{new_secret()}.atom"),
    )
    assert (revoked.status_code, revoked.text) == (404, unknown.text)


@pytest.mark.parametrize("name", ["x", ".atom", "x.html", "x.ics.atom", "%00.atom", "a" * 5000])
def test_an_address_that_is_none_is_not_there(client: TestClient, name: str) -> None:
    assert client.get(f"/feeds/{name}").status_code == 404


def test_a_form_that_a_feed_does_not_have_is_not_there(site: Site, client: TestClient) -> None:
    _, secret = link_to(site, FeedWhat.NEW)
    assert client.get(f"/feeds/{secret}.ics").status_code == 404


def test_every_digest_is_read_as_it_was_made(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    client = browser_of(site)
    assert "None has been made yet" in client.get("/digests").text
    folder = site.settings.digests / "2026-08-10"
    folder.mkdir(parents=True)
    head = (
        '{"city": "Leeds", "as_of": "2026-08-10T07:00+01:00", "made_at": "2026-08-10T07:01+01:00",'
        ' "calls_considered": 30, "sections": [{"kind": "decide", "rows": [1, 2]}]}'
    )
    (folder / "digest.json").write_text(head)
    (folder / "digest.html").write_text("<!DOCTYPE html><script>alert(1)</script>as it was")
    assert "2 to decide" in client.get("/digests").text
    shown = client.get("/digests/2026-08-10")
    assert "as it was" in shown.text
    assert "sandbox" in shown.headers["content-security-policy"]
    assert "script-src" not in shown.headers["content-security-policy"]
    assert client.get("/digests/2026-08-11").status_code == 404
    assert client.get("/digests/..%2f..%2fsecret").status_code in (404, 422)
