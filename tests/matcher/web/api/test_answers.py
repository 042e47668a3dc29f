"""Answers need not be sent twice, errors are problems, a closed site asks for a token."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from matcher.store.accounts import add_account
from matcher.store.tokens import add_token
from matcher.web.access import Access
from matcher.web.api.common import PROGRAMS
from matcher.web.app import create_app
from matcher.web.limits import Limits
from matcher.web.site import Site
from models.account import Account, Role, Scope
from tests.matcher.web.api.examples import HOSTILE
from tests.matcher.web.sample_site import AS_OF

LISTED = "/common-grants/opportunities?pageSize=3"
READS = (
    LISTED,
    "/common-grants/awards",
    "/api/matches?pageSize=3",
    "/api/shortlist",
    "/api/sources",
    "/api/openapi.json",
)


@pytest.fixture(scope="module")
def client(program_site: Site) -> Iterator[TestClient]:
    with TestClient(create_app(program_site)) as found:
        yield found


@pytest.mark.parametrize("path", READS)
def test_who_has_an_answer_is_told_that_it_stands(client: TestClient, path: str) -> None:
    first = client.get(path)
    tag = first.headers["etag"]
    again = client.get(path, headers={"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    other = client.get(path, headers={"If-None-Match": '"other"'})
    assert other.content == first.content


@pytest.mark.parametrize("path", READS)
def test_nothing_on_the_way_keeps_an_answer(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["cache-control"] == "private, no-cache"
    assert headers["x-content-type-options"] == "nosniff"


def test_tags_differ_where_answers_do(client: TestClient) -> None:
    pages = [client.get(f"{LISTED}&page={page}").headers["etag"] for page in (1, 2, 3)]
    assert len(set(pages)) == 3


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nothing-here", 404),
        ("GET", "/common-grants/opportunities/not-an-id", 404),
        ("POST", "/api/matches", 405),
        ("GET", "/api/matches?page=0", 422),
        ("GET", "/api/matches?leastScore=nan", 422),
        ("POST", "/common-grants/awards/search", 422),
    ],
)
def test_errors_are_problems(client: TestClient, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)
    said = answer.json()
    assert answer.status_code == said["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert said["title"]
    assert said["detail"] == said["message"]
    assert said["errors"]


def test_people_are_still_shown_pages(client: TestClient) -> None:
    answer = client.get("/apiary")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")


def test_too_much_is_refused(client: TestClient) -> None:
    body = json.dumps({"search": "x" * 1_100_000})
    answer = client.post("/common-grants/opportunities/search", content=body)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


def test_too_often_is_refused_with_when_to_come_back(program_site: Site) -> None:
    app = create_app(program_site)
    app.state.limits = Limits(clock=lambda: 0.0)
    for _ in range(PROGRAMS.most - 1):
        app.state.limits.wait(PROGRAMS, "testclient")
    with TestClient(app) as client:
        last, refused = (client.get("/api/openapi.json") for _ in range(2))
    assert (last.status_code, refused.status_code) == (200, 429)
    assert refused.headers["retry-after"] == "1"
    assert refused.headers["content-type"] == "application/problem+json"


def test_hostile_texts_stay_data(client: TestClient) -> None:
    page = client.get("/common-grants/opportunities?pageSize=500")
    assert page.headers["content-type"] == "application/json"
    titles = {item["title"] for item in page.json()["items"]}
    # The store cleans what no line of text may hold; all else comes back as it was.
    assert {text for text in HOSTILE if text.isprintable()} <= titles
    assert not any(
        item.get("source", "https://").startswith("javascript") for item in page.json()["items"]
    )


@pytest.fixture
def closed(program_site: Site) -> Iterator[TestClient]:
    site = replace(program_site, access=Access(public=False))
    with TestClient(create_app(site), follow_redirects=False) as found:
        yield found


@pytest.fixture(scope="module")
def tokens(program_site: Site) -> dict[Scope, str]:
    person = Account(city="leeds", address="x@example.org", role=Role.READER, created_at=AS_OF)
    number = add_account(program_site.engine, person)
    made = {scope: f"a long token for {scope.value}" for scope in Scope}
    for scope, token in made.items():
        add_token(program_site.engine, number, scope.value, [scope], token, AS_OF)
    return made


@pytest.mark.parametrize("path", READS)
def test_a_closed_site_asks_programs_for_a_token(closed: TestClient, path: str) -> None:
    answer = closed.get(path)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["errors"]


def test_a_token_that_may_read_opens_it(closed: TestClient, tokens: dict[Scope, str]) -> None:
    reads = tokens[Scope.READ]
    for headers in ({"Authorization": f"Bearer {reads}"}, {"X-API-Key": reads}):
        assert closed.get(LISTED, headers=headers).status_code == 200
        found = closed.post("/common-grants/awards/search", json={}, headers=headers)
        assert found.status_code == 200
    decides = {"Authorization": f"Bearer {tokens[Scope.DECIDE]}"}
    assert closed.get(LISTED, headers=decides).status_code == 403
    for wrong in ({"Authorization": "Bearer wrong"}, {"X-API-Key": "wrong"}):
        assert closed.get(LISTED, headers=wrong).status_code == 401


def test_any_key_does_where_reading_is_public(client: TestClient) -> None:
    assert client.get(LISTED, headers={"X-API-Key": "any"}).status_code == 200
    assert client.get(LISTED, headers={"Authorization": "Bearer wrong"}).status_code == 401
