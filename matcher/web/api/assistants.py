"""`/mcp`: what assistants ask, over HTTP, where the packages for it are installed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from matcher.web.api.answers import as_problem
from matcher.web.api.common import PROGRAMS, may_read
from matcher.web.limits import client_of, count
from matcher.web.site import Site
from matcher.web.viewer import viewer_of

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer


def server_of(site: Site) -> "MCPServer[Any] | None":
    """Return a server of the site's calls; None where the extra `mcp` is not installed."""
    try:
        from matcher.assistant import make_server
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "mcp":
            raise
        return None
    return make_server(site)


@asynccontextmanager
async def assistants(app: FastAPI) -> AsyncIterator[None]:
    """Answer assistants for as long as the application is up: its lifespan."""
    server = server_of(app.state.site)
    if server is None:
        yield
        return
    app.state.assistant = _over_http(server)
    async with server.session_manager.run():
        yield


class Assistants:
    """The ASGI application at /mcp. The door has asked before who may read."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on to the server; what may not be read is a problem."""
        request = Request(scope, receive)
        answering: ASGIApp | None = getattr(request.app.state, "assistant", None)
        try:
            await run_in_threadpool(_admit, request)
            if answering is None:
                raise HTTPException(HTTPStatus.NOT_FOUND, "Assistants are not answered here.")
        except HTTPException as refused:
            await as_problem(request, refused)(scope, receive, send)
        else:
            await answering(scope, receive, send)


def _admit(request: Request) -> None:
    viewer = viewer_of(request)
    may_read(viewer)
    count(request, PROGRAMS, client_of(request, viewer))


def _over_http(server: "MCPServer[Any]") -> ASGIApp:
    from mcp.server.transport_security import TransportSecuritySettings

    return server.streamable_http_app(
        streamable_http_path="/mcp",
        json_response=True,
        stateless_http=True,  # nothing is kept between two requests, so any process may answer
        # Hosts are the proxy's to check, as for every page; and nothing here acts.
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
