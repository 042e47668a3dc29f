"""Links that sign somebody in: signed, for one use, within minutes, in the browser that asked."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import Engine

from matcher.store.sessions import LINK_LIFE, add_link, find_link, fingerprint, use_link
from matcher.web.site import Site
from models.account import Account

ANY_BROWSER = ""  # of a link that was made at the console, where there is none
_LONGEST_WAY_BACK = 500  # characters


@dataclass(frozen=True, slots=True)
class SignInLink:
    """What a link's token says."""

    number: str  # random; the store knows whose it is
    ends_at: int  # seconds since 1970, UTC
    back: str  # path of the page to go on with


class SignInError(ValueError):
    """Why a link signs nobody in: one sentence for whoever followed it."""


class OtherBrowserError(SignInError):
    """The link is good, but was asked for in another browser."""


def make_link(
    engine: Engine,
    secret: bytes,
    base: str,
    account_id: int,
    browser: str,
    back: str,
    now: datetime,
) -> str:
    """Keep a link for the account, for the browser that asked; return its address under `base`."""
    number = secrets.token_urlsafe(32)
    add_link(engine, account_id, number, browser, now)
    said = [number, int(now.timestamp() + LINK_LIFE.total_seconds()), safe_way_back(back)]
    return f"{base.rstrip('/')}/sign-in/link/{_signer(secret).dumps(said)}"


def whose_link(site: Site, token: str, browser: str | None) -> tuple[Account, SignInLink]:
    """Return whom a link would sign in, without using it up.

    SignInError where it would not: not ours, ended, used; OtherBrowserError for a browser
    that did not ask for it.
    """
    link = _read(site.secret, token, site.now())
    found = find_link(site.engine, site.settings.city, link.number, site.now())
    if found is None:
        raise SignInError("This link was used already, or has ended.")
    account, browser_hash = found
    if browser_hash == fingerprint(ANY_BROWSER):
        return account, link
    if browser is None or not hmac.compare_digest(browser_hash, fingerprint(browser)):
        raise OtherBrowserError("This link was asked for in another browser.")
    return account, link


def follow_link(site: Site, token: str, browser: str | None) -> tuple[Account, str]:
    """Use a link up; return whom it signs in and where they go on. Raises as `whose_link`."""
    account, link = whose_link(site, token, browser)
    if not use_link(site.engine, link.number, site.now()):
        raise SignInError("This link was used already, or has ended.")
    return account, link.back


def safe_way_back(path: str) -> str:
    """Return the path of a page of ours, "/" for anything else: no link leads elsewhere."""
    inside = path.startswith("/") and not path.startswith(("//", "/\\"))
    plain = path.isascii() and path.isprintable() and "\\" not in path
    return path if inside and plain and len(path) <= _LONGEST_WAY_BACK else "/"


def _read(secret: bytes, token: str, now: datetime) -> SignInLink:
    try:
        number, ends_at, back = _signer(secret).loads(token)
        link = SignInLink(str(number), int(ends_at), str(back))
    except (BadData, ValueError, TypeError):
        raise SignInError("This link is not complete: copy it whole from the mail.") from None
    if now.timestamp() >= link.ends_at:
        raise SignInError("This link was used already, or has ended.")
    return link


def _signer(secret: bytes) -> URLSafeSerializer:
    options = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
    return URLSafeSerializer(secret, salt="bid-matcher sign-in", signer_kwargs=options)
