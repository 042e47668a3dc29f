"""Every route that changes something refuses what it must. Walks all routes of the application.

A route that is added later is tested here without being named. One that is open on purpose
has to be, with the reason.
"""

import inspect
import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts

from matcher.store.audit import load_entries
from matcher.store.sessions import end_session
from matcher.web.access import OPEN
from matcher.web.app import create_app
from matcher.web.cookies import SESSION
from matcher.web.csrf import genuine
from matcher.web.site import Site
from models.account import Role
from tests.matcher.web.people import browser_as, form_token, make_site

WITHOUT_FORM_TOKEN = {
    "/mail/": "the address itself is the secret, and mail programs send the form (RFC 8058)",
    "/common-grants/": "searches: nothing is changed",
    "/api/": "searches, and programs with a token: genuine() lets those pass by scope",
    "/mcp": "reads only",
}
FOR_ANYBODY = {
    "/sign-in": "how one gets in",
    "/subscribe": "anybody may ask for the digest; no mail goes out before they confirm",
    "/sign-in/link/{token}": "how one gets in",
    "/calls/like": "a search for a text too long for an address; nothing is kept",
    "/sign-out": "does nothing to who is not signed in",
    "/sign-out/everywhere": "does nothing to who is not signed in",
}
FOR_EVERY_ACCOUNT = {
    "/calls/save": "one's own saved searches",
    "/account/tokens": "one's own tokens",
    "/account/tokens/{token_id}/revoke": "one's own tokens",
}
REFUSED = (403, 303)


def changing_routes() -> Iterator[Any]:
    """Every route, as it is served, that answers to more than reading."""
    site: Any = SimpleNamespace(access=OPEN)
    for route in iter_route_contexts(create_app(site).routes):
        if (getattr(route, "methods", None) or set()) - {"GET", "HEAD", "OPTIONS"}:
            yield route


ROUTES = {route.path: route for route in changing_routes()}
FORMS = sorted(path for path in ROUTES if not path.startswith(tuple(WITHOUT_FORM_TOKEN)))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """One for all tests here: what is refused changes nothing."""
    return make_site(tmp_path_factory.mktemp("site"))


def filled(path: str) -> str:
    return re.sub(r"{[^}]+}", "1", path)


def calls_of(dependant: Any) -> Iterator[Any]:
    """All that a route depends on."""
    for below in dependant.dependencies:
        yield below.call
        yield from calls_of(below)


def role_of(path: str) -> Role:
    """The highest role that a route asks for."""
    asked = [
        inspect.getclosurevars(call).nonlocals["role"]
        for call in calls_of(ROUTES[path].dependant)
        if getattr(call, "__qualname__", "") == "require.<locals>.check"
    ]
    return max(asked, default=Role.READER)


def test_there_are_routes_to_look_at() -> None:
    assert {"/sign-in", "/admin/accounts", "/account/tokens"} <= set(FORMS)


@pytest.mark.parametrize("path", FORMS)
def test_it_depends_on_a_form_of_ours(path: str) -> None:
    assert genuine in calls_of(ROUTES[path].dependant)


@pytest.mark.parametrize("path", FORMS)
def test_it_refuses_a_missing_a_foreign_and_an_empty_token(site: Site, path: str) -> None:
    browser = browser_as(site, Role.ADMIN)
    theirs = form_token(browser_as(site, Role.LEADER), "/account")
    before = load_entries(site.engine, site.settings.city)
    for sent in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": theirs}):
        assert browser.post(filled(path), data=sent).status_code == 403
    assert load_entries(site.engine, site.settings.city) == before


@pytest.mark.parametrize("path", FORMS)
def test_it_refuses_another_site_s_form(site: Site, path: str) -> None:
    browser = browser_as(site, Role.ADMIN)
    sent = {"csrf": form_token(browser, "/account")}
    for where in ("cross-site", "same-site"):
        answer = browser.post(filled(path), data=sent, headers={"Sec-Fetch-Site": where})
        assert answer.status_code == 403


@pytest.mark.parametrize("path", sorted({*FORMS} - {*FOR_ANYBODY}))
def test_it_refuses_who_is_not_signed_in(site: Site, path: str) -> None:
    browser = browser_as(site)
    answer = browser.post(filled(path), data={"csrf": form_token(browser, "/sign-in")})
    assert answer.status_code in REFUSED
    if answer.status_code == 303:
        assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("path", sorted({*FORMS} - {*FOR_ANYBODY, *FOR_EVERY_ACCOUNT}))
def test_it_refuses_every_role_below_its_own(site: Site, path: str) -> None:
    assert role_of(path) > Role.READER, "say which role it is for, or list it above"
    for role in Role:
        if role < role_of(path):
            browser = browser_as(site, role)
            answer = browser.post(filled(path), data={"csrf": form_token(browser, "/account")})
            assert answer.status_code == 403, f"{role} got through"
            assert "Your role does not include it" in answer.text


@pytest.mark.parametrize("path", FORMS)
def test_it_refuses_a_replay_after_signing_out(site: Site, path: str) -> None:
    browser = browser_as(site, Role.ADMIN)
    shown = browser.cookies[SESSION]
    sent = {"csrf": form_token(browser, "/account")}
    end_session(site.engine, shown)
    assert browser.post(filled(path), data=sent).status_code in REFUSED
    browser.cookies.set(SESSION, shown)
    answer = browser.post(filled(path), data=sent)
    assert answer.status_code == 403 or answer.headers["location"].startswith("/sign-in")


def test_what_is_open_on_purpose_exists() -> None:
    assert {*FOR_ANYBODY, *FOR_EVERY_ACCOUNT} <= set(ROUTES)
