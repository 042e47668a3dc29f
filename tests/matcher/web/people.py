"""A site with people who may sign in, for tests of who may do what."""

import re
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from matcher.mail.settings import MailSettings, Tls
from matcher.settings import read_settings
from matcher.store import open_store
from matcher.store.accounts import add_account
from matcher.store.sessions import open_session
from matcher.web.app import create_app
from matcher.web.cookies import SESSION
from matcher.web.site import Site
from models.account import Account, Role
from tests.matcher.web.sample_site import sample_city

NOON = datetime(2026, 8, 10, 12, tzinfo=UTC)
HOST = "http://testserver"
SECRET = b"a secret of the tests, long enough"
NO_SERVER = MailSettings(host="127.0.0.1", port=9, tls=Tls.NONE, sender="bids@example.org")
ADDRESSES = {role: f"{role.value}@example.org" for role in Role}


@dataclass
class Clock:
    """A clock that a test sets."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        """Let time go by."""
        self.now += timedelta(**time)


def make_site(folder: Path, clock: Clock | None = None, **facts: Any) -> Site:
    """A site of Leeds with an empty store and one account for each role."""
    settings = read_settings(home=str(folder), environ={"BID_MATCHER_WEB": HOST})
    engine = open_store(settings.database)
    site = Site(settings, engine, sample_city(), SECRET, clock or Clock(), mail=NO_SERVER)
    for role, address in ADDRESSES.items():
        account = Account(city=settings.city, address=address, role=role, created_at=NOON)
        add_account(engine, account)
    return replace(site, **facts)


def account_of(role: Role) -> int:
    """The number of the role's account: they are added in the order of roles."""
    return role.rank + 1


def browser_as(site: Site, role: Role | None = None, **options: Any) -> TestClient:
    """A browser, signed in as somebody with the role, or not at all."""
    client = TestClient(create_app(site), follow_redirects=False, **options)
    if role is not None:
        client.cookies.set(SESSION, sign_in(site, role))
    return client


def sign_in(site: Site, role: Role) -> str:
    """Open a session; what its browser shows."""
    token = secrets.token_urlsafe(32)
    open_session(site.engine, account_of(role), token, site.now())
    return token


def form_token(client: TestClient, path: str) -> str:
    """The hidden field of a page's forms."""
    found = re.search(r'name="csrf" value="(\w+)"', client.get(path).text)
    assert found, f"{path} has no form"
    return found.group(1)
