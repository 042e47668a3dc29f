"""The one way in which a browser becomes signed in."""

import secrets

from fastapi import Request
from fastapi.responses import Response

from matcher.store.sessions import open_session
from matcher.web.cookies import SESSION, VISIT, drop_cookie, set_cookie
from matcher.web.site import Site
from matcher.web.viewer import Viewer, audit
from models.account import Account


def begin_session(
    request: Request, response: Response, site: Site, account: Account, how: str
) -> None:
    """Open a session under a new random name, so that none that was planted before is used.

    The visit ends with it, and so do the forms that belonged to that.
    """
    if account.id is None:
        raise ValueError("only who is stored can be signed in")
    token = secrets.token_urlsafe(32)
    open_session(site.engine, account.id, token, site.now())
    set_cookie(request, response, SESSION, token)
    drop_cookie(request, response, VISIT)
    viewer = Viewer(account.role, account.name, account.id, session=token)
    audit(site, viewer, how, f"account {account.id}")
