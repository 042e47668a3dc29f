"""Forms that change something carry a token, so that no other site can send them for somebody.

The token belongs to the session, or to the visit of a browser that is not signed in. When
that has ended, so has the token.
"""

import hashlib
import hmac
import secrets
from http import HTTPStatus

from fastapi import HTTPException, Request
from fastapi.responses import Response
from markupsafe import Markup

from matcher.web.cookies import VISIT, read_cookie, set_cookie
from matcher.web.limits import CHANGES, client_of, count
from matcher.web.site import site_of
from matcher.web.viewer import Looking, Viewer
from models.account import Scope

FIELD = "csrf"
_AGAIN = "This form is out of date or came from elsewhere. Open the page again and send it anew."


class FormToken:
    """The hidden field of a page's forms: `{{ csrf }}`.

    A browser without a session gets its visit's cookie only with a page that has a form.
    """

    def __init__(self, request: Request, viewer: Viewer) -> None:
        self._request = request
        self._viewer = viewer
        self._new_visit: str | None = None

    def __html__(self) -> str:
        """Return the field."""
        return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, self.value)

    __str__ = __html__

    @property
    def value(self) -> str:
        """The token alone."""
        visit = visit_of(self._request) or self._new_visit
        if visit is None and self._viewer.session is None:
            visit = self._new_visit = secrets.token_urlsafe(32)
        return _token(site_of(self._request).secret, self._viewer, visit)

    def keep(self, response: Response) -> None:
        """Give the browser the cookie that the page's forms go with, if it needs one."""
        if self._new_visit is not None:
            set_cookie(self._request, response, VISIT, self._new_visit)


async def genuine(request: Request, viewer: Looking) -> None:
    """Let pass only what was sent from a page of ours to whoever sends it: a dependency.

    A program with a token shows that with each request, so that nobody else can send one
    for it; it needs no form, but leave to change things. 403 otherwise. As all that changes
    something comes by here, it is counted here: 429 where that is too often.
    """
    count(request, CHANGES, client_of(request, viewer))
    if viewer.token_id is not None:
        if Scope.DECIDE not in viewer.scopes:
            raise HTTPException(HTTPStatus.FORBIDDEN, "This token may only read.")
        return
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(HTTPStatus.FORBIDDEN, _AGAIN)
    given = (await request.form()).get(FIELD)
    visit = visit_of(request)
    if viewer.session is None and visit is None:
        raise HTTPException(HTTPStatus.FORBIDDEN, _AGAIN)
    wanted = _token(site_of(request).secret, viewer, visit)
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), wanted.encode()):
        raise HTTPException(HTTPStatus.FORBIDDEN, _AGAIN)


def visit_of(request: Request) -> str | None:
    """Return what a browser shows that is not signed in; None if it shows nothing yet."""
    return read_cookie(request, VISIT)


def _token(secret: bytes, viewer: Viewer, visit: str | None) -> str:
    """Return HMAC-SHA256 over what the browser shows and whom we take it for."""
    shown = f"session {viewer.session}" if viewer.session is not None else f"visit {visit}"
    said = f"form {viewer.account_id} {shown}"
    return hmac.new(secret, said.encode(), hashlib.sha256).hexdigest()
