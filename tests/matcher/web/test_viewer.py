"""Who is recognised: by a session, a token, a proxy; and whom a closed site lets in."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from matcher.store.account_schema import sessions
from matcher.store.accounts import change_account, load_account
from matcher.store.sessions import IDLE, LONGEST
from matcher.store.tokens import add_token, load_tokens, revoke_token
from matcher.store.transactions import reading
from matcher.web.access import Access, read_access
from matcher.web.cookies import SESSION, VISIT
from matcher.web.site import Site
from models.account import Role, Scope
from tests.matcher.web.people import (
    ADDRESSES,
    NOON,
    Clock,
    account_of,
    browser_as,
    form_token,
    make_site,
)

TOKEN = "a-token-of-a-program"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def site(tmp_path: Path, clock: Clock) -> Site:
    return make_site(tmp_path, clock)


def is_known(browser: Any) -> bool:
    return 'href="/account"' in browser.get("/").text


def test_roles_are_ordered() -> None:
    assert Role.READER < Role.RESEARCHER < Role.LEADER < Role.ADMIN
    assert max(Role) is Role.ADMIN
    assert Role.LEADER >= Role.LEADER > Role.RESEARCHER
    assert not Role.READER >= Role.RESEARCHER
    assert Role.READER <= Role.READER


def test_a_session_ends_when_nobody_uses_it_and_in_any_case_one_day(
    site: Site, clock: Clock
) -> None:
    browser = browser_as(site, Role.LEADER)
    assert is_known(browser)
    clock.now += IDLE - timedelta(minutes=1)
    assert is_known(browser)  # which moves the end
    clock.now += IDLE - timedelta(minutes=1)
    assert is_known(browser)
    while clock.now < NOON + LONGEST - IDLE:
        clock.now += IDLE - timedelta(minutes=1)
        assert is_known(browser)
    clock.now = NOON + LONGEST
    assert not is_known(browser)
    idle = browser_as(site, Role.LEADER)
    clock.now += IDLE
    assert not is_known(idle)


def test_using_a_session_writes_once_an_hour_at_most(site: Site, clock: Clock) -> None:
    browser = browser_as(site, Role.LEADER)
    seen = sa.select(sessions.c.seen_at)
    for minutes, moved in ((59, False), (2, True), (59, False)):
        with reading(site.engine) as connection:
            before = connection.execute(seen).scalar_one()
        clock.pass_by(minutes=minutes)
        assert is_known(browser)
        with reading(site.engine) as connection:
            assert (connection.execute(seen).scalar_one() != before) is moved


def test_who_is_disabled_or_demoted_is_so_at_once(site: Site) -> None:
    browser = browser_as(site, Role.ADMIN)
    leader = browser_as(site, Role.LEADER)
    account = load_account(site.engine, "leeds", account_of(Role.LEADER))
    assert account is not None
    promoted = change_account(site.engine, replace(account, role=Role.ADMIN))
    assert leader.get("/admin").status_code == 200
    demoted = change_account(site.engine, replace(promoted, role=Role.READER))
    assert leader.get("/admin").status_code == 403
    change_account(site.engine, replace(demoted, disabled_at=NOON))
    assert leader.get("/admin").status_code == 303
    assert browser.get("/admin").status_code == 200


def test_a_session_of_another_city_is_nobody_s(site: Site) -> None:
    browser = browser_as(site, Role.ADMIN)
    york = replace(site, settings=replace(site.settings, city="york"))
    there = browser_as(york)
    there.cookies.set(SESSION, browser.cookies[SESSION])
    assert not is_known(there)


def test_made_up_and_broken_cookies_are_nobody_s(site: Site) -> None:
    for value in ("x", "0" * 3000, "%00", '"; drop table sessions; --'):
        browser = browser_as(site)
        browser.cookies.set(SESSION, value)
        assert not is_known(browser)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_cookies_are_shut_to_scripts_and_other_sites(site: Site, scheme: str) -> None:
    browser = browser_as(site, base_url=f"{scheme}://testserver")
    cookie = browser.get("/sign-in").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
    assert ("secure" in cookie) is (scheme == "https")
    assert cookie.startswith("__host-" if scheme == "https" else VISIT)


def test_cookies_are_secure_where_people_come_by_https(site: Site) -> None:
    settings = replace(site.settings, web="https://bids.example.org")
    cookie = browser_as(replace(site, settings=settings)).get("/sign-in").headers["set-cookie"]
    assert "Secure" in cookie
    assert cookie.startswith("__Host-")


def test_pages_without_a_form_set_no_cookie(site: Site) -> None:
    assert "set-cookie" not in browser_as(site).get("/").headers


def shown(token: str = TOKEN) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_token_acts_for_its_account_within_its_scopes(site: Site) -> None:
    number = account_of(Role.LEADER)
    browser = browser_as(site)
    assert browser.get("/", headers=shown()).status_code == 401
    token_id = add_token(site.engine, number, "reports", {Scope.READ}, TOKEN, NOON)
    assert browser.get("/", headers=shown()).status_code == 200
    (token,) = load_tokens(site.engine, number)
    assert token.last_used_on == NOON.date()
    assert browser.post("/sign-out", headers=shown()).status_code == 403  # may only read
    assert revoke_token(site.engine, number, token_id, NOON)
    refused = browser.get("/", headers=shown())
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Bearer")
    assert not revoke_token(site.engine, number, token_id, NOON)


def test_no_token_looks_after_people_or_makes_tokens(site: Site) -> None:
    add_token(site.engine, account_of(Role.ADMIN), "all", set(Scope), TOKEN, NOON)
    browser = browser_as(site)
    for path in ("/admin", "/admin/log.csv", "/account"):
        assert browser.get(path, headers=shown()).status_code == 403
    made = browser.post("/account/tokens", headers=shown(), data={"name": "x", "scope": "decide"})
    assert made.status_code == 403
    assert len(load_tokens(site.engine, account_of(Role.ADMIN))) == 1


def test_a_token_may_change_things_only_within_its_scopes_and_role(site: Site) -> None:
    browser = browser_as(site)
    for role, scope, passes in (
        (Role.LEADER, Scope.READ, False),
        (Role.RESEARCHER, Scope.DECIDE, False),
        (Role.LEADER, Scope.DECIDE, True),
    ):
        token = f"{TOKEN} {role} {scope}"
        add_token(site.engine, account_of(role), "x", {scope}, token, NOON)
        status = browser.post("/decide", headers=shown(token)).status_code
        assert (status == 404) is passes  # no call of that name: it went as far as that
        assert passes or status == 403


def proxied(site: Site) -> Site:
    settings = {"BID_MATCHER_PROXY_USER": "X-Forwarded-Email", "BID_MATCHER_PROXY_FROM": "10.0.0.7"}
    return replace(site, access=read_access(settings))


def test_a_proxy_s_word_is_taken_only_from_the_proxy(site: Site) -> None:
    behind = proxied(site)
    says = {"X-Forwarded-Email": ADDRESSES[Role.ADMIN].upper()}
    at_proxy = browser_as(behind, client=("10.0.0.7", 5000))
    assert at_proxy.get("/admin", headers=says).status_code == 200
    # What came along the way changes who the client is, not who the proxy is.
    along = says | {"X-Forwarded-For": "10.0.0.7"}
    elsewhere = browser_as(behind, client=("10.0.0.8", 5000))
    for headers in (says, along):
        assert elsewhere.get("/admin", headers=headers).status_code == 303
    assert browser_as(site, client=("127.0.0.1", 5000)).get("/admin", headers=says).is_redirect
    unknown = at_proxy.get("/admin", headers={"X-Forwarded-Email": "eve@example.org"})
    assert unknown.status_code == 303


def test_a_proxy_s_user_needs_a_form_of_ours_too(site: Site) -> None:
    browser = browser_as(proxied(site), client=("10.0.0.7", 5000))
    browser.headers["X-Forwarded-Email"] = ADDRESSES[Role.ADMIN]
    new = {"address": "new@example.org", "role": "reader"}
    assert browser.post("/admin/accounts", data=new).status_code == 403
    sent = new | {"csrf": form_token(browser, "/admin/accounts")}
    assert browser.post("/admin/accounts", data=sent).status_code == 303


def test_a_proxy_tells_whether_people_come_by_https(site: Site) -> None:
    says = {"X-Forwarded-Proto": "https"}
    behind = browser_as(proxied(site), client=("10.0.0.7", 5000))
    assert "Secure" in behind.get("/sign-in", headers=says).headers["set-cookie"]
    elsewhere = browser_as(proxied(site), client=("10.0.0.8", 5000))
    assert "Secure" not in elsewhere.get("/sign-in", headers=says).headers["set-cookie"]


def test_a_closed_site_asks_to_sign_in_on_every_page(site: Site) -> None:
    closed = replace(site, access=Access(public=False))
    browser = browser_as(closed)
    for path in ("/", "/calls?text=falls&page=2", "/no-such-page", "/admin", "/feedsx"):
        answer = browser.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in?next=%2F")
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert browser.get("/", headers={"HX-Request": "true"}).headers["hx-redirect"]
    for path in ("/sign-in", "/sign-in/sent", "/up", "/static/style.css"):
        assert browser.get(path).status_code == 200
    assert browser.get("/mail/confirm/nonsense").status_code != 303
    assert browser_as(closed, Role.READER).get("/").status_code == 200
    for path, headers in (("/", shown()), ("/api/calls", {}), ("/api/calls", shown())):
        refused = browser.get(path, headers=headers)
        assert refused.status_code == 401
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.headers["www-authenticate"].startswith("Bearer")
    add_token(closed.engine, account_of(Role.READER), "reports", {Scope.READ}, TOKEN, NOON)
    for path in ("/", "/api/sources"):
        assert browser.get(path, headers=shown()).status_code == 200


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"BID_MATCHER_PUBLIC": "perhaps"}, "BID_MATCHER_PUBLIC"),
        ({"BID_MATCHER_PROXY_USER": "X-User"}, "BID_MATCHER_PROXY_FROM"),
        ({"BID_MATCHER_PROXY_USER": "X User", "BID_MATCHER_PROXY_FROM": "::1"}, "PROXY_USER"),
        ({"BID_MATCHER_PROXY_FROM": "the proxy"}, "BID_MATCHER_PROXY_FROM"),
        ({"BID_MATCHER_SEARCH_RATE": "0"}, "BID_MATCHER_SEARCH_RATE"),
        ({"BID_MATCHER_OIDC_ISSUER": "https://id.example.org"}, "OIDC_CLIENT_ID"),
        (
            {"BID_MATCHER_OIDC_ISSUER": "http://id.example.org", "BID_MATCHER_OIDC_CLIENT_ID": "b"},
            "https",
        ),
        (
            {"BID_MATCHER_OIDC_ISSUER": "https://id.example", "BID_MATCHER_OIDC_CLIENT_ID": "b"},
            "BID_MATCHER_WEB",
        ),
    ],
)
def test_settings_that_make_no_sense_are_named(environ: dict[str, str], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        read_access(environ)


def test_settings_are_read(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("s3cret\n", encoding="utf-8")
    access = read_access(
        {
            "BID_MATCHER_PUBLIC": "No",
            "BID_MATCHER_PROXY_FROM": "10.0.0.0/8, ::1",
            "BID_MATCHER_WEB": "https://bids.example.org",
            "BID_MATCHER_OIDC_ISSUER": "https://id.example.org",
            "BID_MATCHER_OIDC_CLIENT_ID": "bids",
            "BID_MATCHER_OIDC_SECRET_FILE": str(file),
        }
    )
    assert not access.public
    assert access.is_proxy("10.9.9.9")
    assert not access.is_proxy("11.0.0.1")
    assert not access.is_proxy(None)
    assert access.oidc is not None
    assert (access.oidc.client_secret, access.oidc.name) == ("s3cret", "id.example.org")
    assert "s3cret" not in repr(access)
    assert read_access({}).public
