"""Every page of the site, for each who may look: no fault by axe, nothing wider than the window.

Walks the application's routes: one that is added later has to be named here, or is missed.
"""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts

from matcher.mail.links import LinkPurpose, make_link, sign
from matcher.store import (
    add_comment,
    add_decision,
    load_subscriber,
    queue_for_review,
    start_run,
)
from matcher.store.accounts import add_account
from matcher.web.access import OPEN
from matcher.web.app import create_app
from matcher.web.cookies import SESSION
from matcher.web.site import Site
from matcher.web.snapshot import renewed
from models.account import Account, Role
from models.comment import Comment
from models.decision import Decision, DecisionVerdict
from tests.matcher.store.examples import make_call
from tests.matcher.store.people import store_person
from tests.matcher.web.people import ADDRESSES, sign_in
from tests.matcher.web.sample_site import AS_OF, bundled_calls, make_site
from tests.matcher.web.serving import axe_faults, browser, served, too_wide

WIDTHS = (320, 768, 1440)
SCHEMES = ("light", "dark")
AXE_WIDTHS = (320, 1440)  # between them the layout is one of these two
VIEWERS = (None, Role.ADMIN)  # an admin is shown all that a leader is
NOT_PAGES = {
    "/up": "for load balancers",
    "/shortlist/answers": "pieces that a page takes in",
    "/shortlist/pack.{form}": "files",
    "/shortlist/timetables.ics": "a file",
    "/timetable/{key:path}.ics": "a file",
    "/calendar.ics": "a file",
    "/calls.csv": "a file",
    "/calls.xlsx": "a file",
    "/calls.json": "a file",
    "/calls.atom": "a file",
    "/feeds/{name}": "for feed readers",
    "/admin/log.csv": "a file",
    "/sign-in/provider": "leads to the provider",
    "/sign-in/provider/back": "comes from the provider",
    "/digests/{day}": "a digest as it was made, looked at in its own tests",
}
MORE = (
    "/calls?q=cancer&stage=full",
    "/calls?q=zzzzqqq&funder=nobody",
    "/calls/save?q=cancer",
    "/shortlist?size=2",
    "/pipeline?size=all",
    "/no-such-page",
)


def page_routes() -> list[str]:
    """The paths of all routes that answer with a page."""
    site: Any = SimpleNamespace(access=OPEN)
    found = []
    for route in iter_route_contexts(create_app(site).routes):
        reads = "GET" in (getattr(route, "methods", None) or ())
        path = route.path or ""
        program = path.startswith(("/api", "/common-grants", "/static", "/mcp"))
        if reads and not program and path not in NOT_PAGES:
            found.append(path)
    return sorted(set(found))


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with something on every page."""
    calls = [call for call in bundled_calls() if str(call.status(AS_OF)) != "closed"][:60]
    site = make_site(tmp_path_factory.mktemp("home"), calls)
    for role, address in ADDRESSES.items():
        account = Account(city="leeds", address=address, role=role, created_at=AS_OF)
        add_account(site.engine, account)
    store_person(site.engine)
    key = key_of(site)
    decision = Decision(
        city="leeds",
        call_key=key,
        verdict=DecisionVerdict.GO,
        decided_at=AS_OF,
        reason="It answers most.",
        owner="Bid team",
    )
    add_decision(site.engine, decision, instead_of=None, pages=[key])
    said = Comment(
        city="leeds", call_key=key, account_id=3, name="a leader", text="Yes.", said_at=AS_OF
    )
    add_comment(site.engine, said)
    queue_for_review(site.engine, [make_call("three"), make_call("four")], AS_OF)
    start_run(site.engine, "schedule collect", AS_OF)
    renewed(site)
    yield site
    site.engine.dispose()


def key_of(site: Site) -> str:
    """The call that the sample pages are about."""
    return renewed(site).rows[0].call.key


def paths_of(site: Site) -> list[str]:
    """An address for each page."""
    person = load_subscriber(site.engine, 1)
    assert person is not None
    samples = {
        "/call/{key:path}": [f"/call/{key_of(site)}"],
        "/decide": [f"/decide?call={key_of(site)}"],
        "/needs/{need_id}": [f"/needs/{need.id}" for need in site.city.profile.needs[:1]],
        "/organisations/{organisation_id}": [
            f"/organisations/{body.id}" for body in site.city.profile.organisations[:1]
        ],
        "/admin/accounts/{number}": ["/admin/accounts/1"],
        "/admin/accounts/{number}/remove": ["/admin/accounts/1/remove"],
        "/admin/subscribers/{number}/remove": ["/admin/subscribers/1/remove"],
        "/sign-in/link/{token}": ["/sign-in/link/nonsense"],
        "/mail/{purpose}/{token}": [
            f"/mail/{purpose}/{sign(site.secret, make_link(person, purpose, site.now()))}"
            for purpose in LinkPurpose
        ],
    }
    found = [path for route in page_routes() for path in samples.get(route, [route])]
    unnamed = [path for path in found if "{" in path]
    assert not unnamed, f"give an address, or say why it is no page: {unnamed}"
    return [*found, *MORE]


def test_what_is_no_page_exists_or_is_forgotten() -> None:
    site: Any = SimpleNamespace(access=OPEN)
    assert set(NOT_PAGES) <= {route.path for route in iter_route_contexts(create_app(site).routes)}


@pytest.mark.parametrize("role", VIEWERS, ids=lambda role: str(role or "nobody"))
def test_axe_finds_nothing_on_any_page(site: Site, role: Role | None) -> None:
    faults: list[str] = []
    seen: set[str] = set()
    with served(site) as base, browser() as opened:
        context = opened.new_context()
        if role is not None:
            cookie = {"name": SESSION, "value": sign_in(site, role), "url": base}
            context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        page.set_default_timeout(60_000)
        for path in paths_of(site):
            page.goto(base + path)
            look = page.evaluate("location.pathname + document.querySelector('main').innerText")
            if look in seen:  # asked to sign in again, or told again that one may not
                continue
            seen.add(look)
            page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
            for width in WIDTHS:
                faults += too_wide(page, width)
                for scheme in SCHEMES if width in AXE_WIDTHS else ():
                    faults += [f"{width} px: {fault}" for fault in axe_faults(page, scheme)]
    assert len(seen) > 15
    assert faults == []
