"""Signing in through an OpenID provider, and every way in which it must not work."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from matcher.store.accounts import change_account, load_account
from matcher.web.access import Access, Oidc
from matcher.web.cookies import FLOW, SESSION
from matcher.web.sign_in.provider import FLOW_LIFE
from matcher.web.site import Site
from models.account import Role
from tests.matcher.web.openid import CLIENT, CLIENT_SECRET, Provider, providing
from tests.matcher.web.people import HOST, NOON, Clock, account_of, browser_as, make_site


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def provider(clock: Clock) -> Iterator[Provider]:
    with providing(f"{HOST}/sign-in/provider/back") as running:
        running.now = clock.now.timestamp()
        yield running


@pytest.fixture
def site(tmp_path: Path, clock: Clock, provider: Provider) -> Site:
    oidc = Oidc(provider.issuer, CLIENT, CLIENT_SECRET, "Leeds sign-in")
    return make_site(tmp_path, clock, access=Access(oidc=oidc))


def go(browser: TestClient, back: str = "/account") -> str:
    """Begin; where the browser is sent."""
    answer = browser.get("/sign-in/provider", params={"next": back})
    assert answer.status_code == 303
    return str(answer.headers["location"])


def is_refused(browser: TestClient, path: str) -> str:
    """Come back, and get nothing but a page that says why."""
    answer = browser.get(path)
    assert answer.status_code == 403
    assert SESSION not in browser.cookies
    return answer.text


def test_whoever_has_an_account_is_signed_in(site: Site, provider: Provider) -> None:
    browser = browser_as(site)
    page = browser.get("/sign-in?next=/account").text
    assert "Sign in with Leeds sign-in" in page
    assert 'href="/sign-in/provider?next=/account"' in page or "next=%2Faccount" in page
    address = go(browser)
    assert address.startswith(f"{provider.issuer}/authorize?")
    answer = browser.get(provider.answer_to(address))
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert "leader@example.org" in browser.get("/account").text
    assert FLOW not in browser.cookies
    assert provider.refused == []
    (asked,) = provider.asked
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert asked["scope"] == "openid email"
    assert CLIENT_SECRET not in address


def test_the_role_is_ours_whatever_the_provider_says(site: Site, provider: Provider) -> None:
    provider.lies = {"role": "admin", "roles": ["admin"], "groups": ["admin"]}
    browser = browser_as(site)
    browser.get(provider.answer_to(go(browser)))
    assert browser.get("/account").status_code == 200
    assert browser.get("/admin").status_code == 403


def test_who_has_no_account_is_told(site: Site, provider: Provider) -> None:
    provider.email = "eve@example.org"
    browser = browser_as(site)
    assert "no account here" in is_refused(browser, provider.answer_to(go(browser)))
    account = load_account(site.engine, "leeds", account_of(Role.LEADER))
    assert account is not None
    change_account(site.engine, replace(account, disabled_at=NOON))
    provider.email = "leader@example.org"
    assert "no account here" in is_refused(browser, provider.answer_to(go(browser)))


@pytest.mark.parametrize(
    "lies",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another client"},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"iss": "https://elsewhere.example"},
        {"exp": int(NOON.timestamp()) - 3600},
        {"exp": None},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"email": None},
        {"email": "leader@example.org, eve@example.org"},
        {"email": ["leader@example.org"]},
    ],
    ids=str,
)
def test_a_token_that_proves_something_else_is_refused(
    site: Site, provider: Provider, lies: dict[str, Any]
) -> None:
    provider.lies = lies
    browser = browser_as(site)
    assert "You are not signed in" in is_refused(browser, provider.answer_to(go(browser)))


def test_a_token_that_the_provider_did_not_sign_is_refused(site: Site, provider: Provider) -> None:
    browser = browser_as(site)
    provider.signing_key = RSAKey.generate_key(2048, {"kid": "one"})
    assert "proves nothing" in is_refused(browser, provider.answer_to(go(browser)))


@pytest.mark.parametrize("algorithm", ["HS256", "none"])
def test_a_forged_token_is_refused(site: Site, provider: Provider, algorithm: str) -> None:
    browser = browser_as(site)
    provider.algorithm = algorithm
    assert "proves nothing" in is_refused(browser, provider.answer_to(go(browser)))
    assert provider.refused == []


def test_an_answer_counts_once_in_the_browser_that_began(site: Site, provider: Provider) -> None:
    browser, other = browser_as(site), browser_as(site)
    answer = provider.answer_to(go(browser))
    assert "did not begin in this browser" in is_refused(other, answer)
    go(other)
    assert "did not begin in this browser" in is_refused(other, answer)
    flow = browser.cookies[FLOW]
    assert browser.get(answer).status_code == 303
    again = browser_as(site)
    again.cookies.set(FLOW, flow)
    assert "refused" in is_refused(again, answer)  # the code was used up
    assert provider.refused == ["code"]


def test_another_provider_s_answer_is_refused(site: Site, provider: Provider) -> None:
    browser = browser_as(site)
    answer = provider.answer_to(go(browser))
    mixed = answer.replace("iss=http%3A", "iss=https%3A")
    assert mixed != answer
    assert "did not sign you in" in is_refused(browser, mixed)


def test_a_refusal_and_a_late_answer_sign_nobody_in(
    site: Site, provider: Provider, clock: Clock
) -> None:
    browser = browser_as(site)
    state = provider.answer_to(go(browser)).partition("state=")[2].partition("&")[0]
    refusal = f"/sign-in/provider/back?error=access_denied&state={state}"
    assert "did not sign you in" in is_refused(browser, refusal)
    answer = provider.answer_to(go(browser))
    clock.now += FLOW_LIFE
    assert "took too long" in is_refused(browser, answer)


def test_a_provider_that_is_another_or_away_is_said_so(site: Site, provider: Provider) -> None:
    browser = browser_as(site)
    provider.said_issuer = "https://elsewhere.example"
    assert "says that it is" in browser.get("/sign-in/provider").text
    gone = Oidc("http://127.0.0.1:9", CLIENT, CLIENT_SECRET, "Leeds sign-in")
    away = browser_as(replace(site, access=Access(oidc=gone)))
    answer = away.get("/sign-in/provider")
    assert answer.status_code == 403
    assert "could not be asked" in answer.text


def test_nothing_secret_is_logged(
    site: Site, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "matcher")
    browser = browser_as(site)
    answer = provider.answer_to(go(browser))
    code = answer.partition("code=")[2].partition("&")[0]
    provider.codes.clear()
    is_refused(browser, answer)
    ours = "\n".join(r.getMessage() for r in caplog.records if r.name.startswith("matcher"))
    assert "nobody was signed in" in ours
    assert code not in ours
    assert CLIENT_SECRET not in ours


def test_without_a_provider_there_is_no_such_page(tmp_path: Path) -> None:
    browser = browser_as(make_site(tmp_path))
    assert browser.get("/sign-in/provider").status_code == 404
    assert browser.get("/sign-in/provider/back").status_code == 404
