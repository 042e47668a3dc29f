"""Who is looking at a page, what they may do, and the log of what they did."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, HTTPException, Request

from matcher.store.accounts import find_account
from matcher.store.audit import Entry, add_entry
from matcher.store.errors import StoreError
from matcher.store.sessions import find_session, touch_session
from matcher.store.tokens import find_token, note_use
from matcher.web.api.answers import is_for_programs
from matcher.web.cookies import SESSION, read_cookie
from matcher.web.site import Site, site_of
from models.account import Account, Role, Scope
from models.subscriber import is_address

__all__ = ["Looking", "Role", "Viewer", "audit", "require", "signed_in", "viewer_of"]

_TOUCH_AFTER = timedelta(hours=1)  # how exactly a session's end is kept: not each page is a write
_SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is looking. Nobody in particular is a reader without an account."""

    role: Role = Role.READER
    name: str = ""
    account_id: int | None = None
    session: str | None = None  # what their browser shows, where that is how they came
    token_id: int | None = None  # of the program that acts for them, where one does
    scopes: frozenset[Scope] = frozenset(Scope)  # what that program may do

    @property
    def is_signed_in(self) -> bool:
        """Whether we know who it is."""
        return self.account_id is not None

    def may(self, role: Role | str) -> bool:
        """Whether they may do what the role may."""
        return self.is_signed_in and self.role >= role


NOBODY = Viewer()


def viewer_of(request: Request) -> Viewer:
    """Return who is looking: by a token, by what a trusted proxy says, or by a session."""
    known: Viewer | None = getattr(request.state, "viewer", None)
    if known is None:
        known = request.state.viewer = _recognise(request)
    return known


Looking = Annotated[Viewer, Depends(viewer_of)]


def viewer_or_nobody(request: Request) -> Viewer:
    """Return who is looking, nobody where the store cannot say: a page of errors needs no store."""
    try:
        return viewer_of(request)
    except (StoreError, HTTPException):
        return NOBODY


def require(role: Role) -> Callable[[Request, Viewer], None]:
    """Return a dependency that lets nobody below the role pass.

    Who is not signed in is asked to; who is gets 403. What reads is open to readers
    without an account where the site's reading is public.
    """

    def check(request: Request, viewer: Looking) -> None:
        if role is Role.READER and not viewer.is_signed_in and site_of(request).access.public:
            return
        if not viewer.is_signed_in:
            raise sign_in_first(request)
        if not viewer.may(role):
            raise HTTPException(HTTPStatus.FORBIDDEN)
        if request.method not in _SAFE and Scope.DECIDE not in viewer.scopes:
            raise HTTPException(HTTPStatus.FORBIDDEN, "This token may only read.")

    return check


def signed_in(request: Request, viewer: Looking) -> None:
    """Let pass only who is signed in themselves, not a program for them: a dependency."""
    if not viewer.is_signed_in:
        raise sign_in_first(request)
    if viewer.token_id is not None:
        raise HTTPException(HTTPStatus.FORBIDDEN, "A token cannot do this; sign in yourself.")


def sign_in_first(request: Request) -> HTTPException:
    """Return what is raised where somebody has to sign in: a way there, and back to the page."""
    back = {}
    if request.method == "GET":
        back = {"next": f"{request.url.path}{'?' if request.url.query else ''}{request.url.query}"}
    address = f"/sign-in{'?' if back else ''}{urlencode(back)}"
    if "authorization" in request.headers or is_for_programs(request.url.path):
        headers = {"WWW-Authenticate": "Bearer"}
        return HTTPException(HTTPStatus.UNAUTHORIZED, "This needs a token that acts.", headers)
    if "hx-request" in request.headers:  # a part of a page must not become the page to sign in
        return HTTPException(HTTPStatus.UNAUTHORIZED, headers={"HX-Redirect": address})
    return HTTPException(HTTPStatus.SEE_OTHER, headers={"Location": address})


def audit(site: Site, viewer: Viewer, what: str, about: str) -> None:
    """Put what somebody did into the log: `about` is a key or number, never a name or address."""
    place = "site" if viewer.token_id is None else f"token {viewer.token_id}"
    role = viewer.role.value if viewer.is_signed_in else "nobody"
    entry = Entry(
        city=site.settings.city,
        at=site.now(),
        account_id=viewer.account_id,
        role=role,
        what=what,
        about=about,
        place=place,
    )
    add_entry(site.engine, entry)


def afterwards(request: Request, work: Callable[[], None]) -> None:
    """Have something done when the answer is out; nobody waits for it (see `door.py`)."""
    request.scope.setdefault("bid_matcher.afterwards", []).append(work)


def _recognise(request: Request) -> Viewer:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return _by_token(request, token.strip())
    site = site_of(request)
    if (key := request.headers.get("x-api-key")) and is_for_programs(request.url.path):
        return _by_key(request, site, key)
    if site.access.proxy_user is not None and (account := _by_proxy(request, site)) is not None:
        return Viewer(account.role, _name(account), account.id)
    cookie = read_cookie(request, SESSION)
    return _by_session(request, site, cookie) if cookie else NOBODY


def _by_key(request: Request, site: Site, key: str) -> Viewer:
    """As by a token. Clients that have to send a key send any where reading is public."""
    try:
        return _by_token(request, key)
    except HTTPException:
        if site.access.public:
            return NOBODY
        raise


def _by_token(request: Request, token: str) -> Viewer:
    """Return whose token it is. A wrong one is refused, rather than taken for nobody's."""
    site = site_of(request)
    found = find_token(site.engine, site.settings.city, token)
    if found is None:
        headers = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        raise HTTPException(HTTPStatus.UNAUTHORIZED, "This token does not act.", headers)
    account, known = found
    today = site.now().date()
    if known.last_used_on != today:
        afterwards(request, lambda: note_use(site.engine, known.id, today))
    role = min(account.role, Role.LEADER)  # no program looks after people
    return Viewer(role, _name(account), account.id, None, known.id, known.scopes)


def _by_proxy(request: Request, site: Site) -> Account | None:
    """Return the account that a trusted proxy names."""
    name = site.access.proxy_user or ""
    named = request.headers.getlist(name)
    peer = request.scope.get("bid_matcher.peer")
    if len(named) != 1 or not site.access.is_proxy(peer) or not is_address(named[0]):
        return None
    account = find_account(site.engine, site.settings.city, named[0])
    return account if account is not None and account.disabled_at is None else None


def _by_session(request: Request, site: Site, cookie: str) -> Viewer:
    now = site.now()
    session = find_session(site.engine, site.settings.city, cookie, now)
    if session is None:
        return NOBODY
    if now - session.seen_at > _TOUCH_AFTER:
        afterwards(request, lambda: touch_session(site.engine, cookie, now))
    account = session.account
    return Viewer(account.role, _name(account), account.id, session=cookie)


def _name(account: Account) -> str:
    return account.name or account.address
