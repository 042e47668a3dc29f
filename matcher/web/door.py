"""Who comes in at all. Proxies are told from people; a closed site asks to sign in."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, cast

from fastapi import HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from matcher.store.errors import StoreError
from matcher.web.access import Access
from matcher.web.api.answers import is_for_programs, problem
from matcher.web.viewer import sign_in_first, viewer_of

log = logging.getLogger(__name__)

_REFUSED = "This needs a token that acts: see the page of your account."
_OPEN = ("/sign-in", "/mail/", "/feeds/", "/static/", "/up")
"""Open on a closed site too: how one gets in, and what has a secret of its own or is nobody's."""


class Door:
    """Wraps the application: an ASGI middleware."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access
        trusted = [str(network) for network in access.proxy_from]
        # Puts the browser's address and scheme where a trusted proxy says what they are.
        self._believing: Any = ProxyHeadersMiddleware(cast(Any, self._let_in), trusted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Note who is at the other end, then let in whom the site is open to."""
        if scope["type"] == "http" and scope.get("client"):
            scope["bid_matcher.peer"] = scope["client"][0]
        await self._believing(scope, receive, send)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = await _refusal(Request(scope), self._access)
        await (refusal or self._app)(scope, receive, send)
        for work in scope.get("bid_matcher.afterwards", ()):
            await run_in_threadpool(_try, work)


async def _refusal(request: Request, access: Access) -> Response | None:
    """Return the answer to who must not go on: with a wrong token, or not signed in; else None."""
    by_token = request.headers.get("authorization", "").lower().startswith("bearer ")
    if not by_token and (access.public or _is_open(request.url.path)):
        return None
    try:
        if (await run_in_threadpool(viewer_of, request)).is_signed_in:
            return None
        error = sign_in_first(request)
    except HTTPException as refused:
        error = refused
    headers = dict(error.headers or {})
    if is_for_programs(request.url.path):  # which do not follow to a page with a form
        return problem(HTTPStatus.UNAUTHORIZED, _REFUSED, headers={"WWW-Authenticate": "Bearer"})
    if "Location" in headers:
        return RedirectResponse(headers["Location"], error.status_code)
    return problem(error.status_code, error.detail, headers=headers)


def _is_open(path: str) -> bool:
    return any(path == start.rstrip("/") or path.startswith(_folder(start)) for start in _OPEN)


def _folder(start: str) -> str:
    return f"{start.rstrip('/')}/"


def _try(work: Callable[[], None]) -> None:
    """Do what nobody waits for; that it could not be done spoils nothing."""
    try:
        work()
    except StoreError as error:
        log.warning("not noted: %s", error)
