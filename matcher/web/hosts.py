"""Several cities' sites in one process: whose it is, the first word of the host name says."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from matcher.web.app import create_app
from matcher.web.site import Site


class ByHost:
    """The ASGI application: `leeds.bids.example.org` is the site of Leeds.

    The sites share nothing but the process. Cookies are the browser's for one host, and a
    session, a token or a link is looked for in its own city alone. Any other host is not found.
    """

    def __init__(self, sites: Mapping[str, FastAPI]) -> None:
        self._sites = sites
        self._up = Starlette(lifespan=self._lifespan)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on to the site that it is for."""
        if scope["type"] == "lifespan":
            await self._up(scope, receive, send)
            return
        site: ASGIApp | None = self._sites.get(_first_word(scope))
        if site is None:
            names = ", ".join(f"{name}.…" for name in self._sites)
            site = PlainTextResponse(f"There is no site here. There are: {names}\n", 404)
        await site(scope, receive, send)

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for site in self._sites.values():
                await stack.enter_async_context(site.router.lifespan_context(site))
            yield


def create_apps(sites: Mapping[str, Site]) -> ASGIApp:
    """Return one site as it is, several by their host names; by the folders of the cities."""
    apps = {name.lower(): create_app(site) for name, site in sites.items()}
    return next(iter(apps.values())) if len(apps) == 1 else ByHost(apps)


def _first_word(scope: Scope) -> str:
    host = Request(scope).headers.get("host", "") if scope["type"] == "http" else ""
    return host.partition(".")[0].lower()
