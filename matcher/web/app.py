"""The application: routes put together, and what is said where something goes wrong."""

import logging
from http import HTTPStatus
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from matcher.digest.words import sentence_case
from matcher.store.errors import ChangedMeanwhileError
from matcher.web import account, digests, feeds, front, mail_links, subscribing
from matcher.web.admin import routes as admin
from matcher.web.api import document
from matcher.web.api.answers import for_programs_or
from matcher.web.api.assistants import Assistants, assistants
from matcher.web.board import files as board_files
from matcher.web.board import pages as board
from matcher.web.board.boards import Boards
from matcher.web.call import routes as call
from matcher.web.calls import like_routes, save_routes
from matcher.web.calls import routes as calls
from matcher.web.city import routes as city
from matcher.web.deciding import comments
from matcher.web.deciding import pages as deciding
from matcher.web.door import Door
from matcher.web.guard import Guard, TooLargeError
from matcher.web.limits import Limits
from matcher.web.pages import sorry
from matcher.web.planning import calendar, pipeline, sources
from matcher.web.sign_in import provider_routes
from matcher.web.sign_in import routes as sign_in
from matcher.web.site import Site
from models.errors import BidMatcherError

log = logging.getLogger(__name__)

_ROUTES = (
    account,
    admin,
    board,
    board_files,
    calendar,
    call,
    calls,
    city,
    comments,
    deciding,
    digests,
    feeds,
    front,
    like_routes,
    mail_links,
    pipeline,
    provider_routes,
    save_routes,
    sign_in,
    sources,
    subscribing,
)

_SAID = {
    HTTPStatus.NOT_FOUND: (
        "There is no such page",
        "Check the address, or start from the home page.",
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: ("That cannot be done here", "Go back and try again."),
    HTTPStatus.FORBIDDEN: ("You may not do that", "Your role does not include it."),
    HTTPStatus.TOO_MANY_REQUESTS: ("Too many requests", "Please wait a minute and try again."),
}


def create_app(site: Site) -> FastAPI:
    """Return the site as an ASGI application. No page of it asks anything of another host."""
    app = FastAPI(
        title="Bid Matcher", docs_url=None, redoc_url=None, openapi_url=None, lifespan=assistants
    )
    app.state.site = site
    app.state.boards = Boards()
    app.state.limits = Limits()
    app.add_route("/mcp", Assistants())  # type: ignore[arg-type]  # an ASGI application
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    for routes in (*(each.router for each in _ROUTES), *document.ROUTERS):
        app.include_router(routes)
    for error, handler in (
        (HTTPException, _refused),
        (RequestValidationError, _misread),
        (ChangedMeanwhileError, _overtaken),
        (BidMatcherError, _troubled),
        (TooLargeError, _too_large),
        (Exception, _broken),
    ):
        app.add_exception_handler(error, for_programs_or(handler))
    app.add_middleware(Door, access=site.access)
    app.add_middleware(Guard)
    return app


async def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.BAD_REQUEST
    heading, advice = _SAID.get(HTTPStatus(status), ("That did not work", "Go back and try again."))
    detail = error.detail if isinstance(error, HTTPException) else ""
    lines = [advice] if detail == HTTPStatus(status).phrase else [detail]
    answer = sorry(request, status, heading, *lines)
    if isinstance(error, HTTPException) and error.headers:
        answer.headers.update(error.headers)
    return answer


async def _misread(request: Request, error: Exception) -> Response:
    faults = error.errors() if isinstance(error, RequestValidationError) else ()
    lines = [f"{fault['loc'][-1]}: {fault['msg']}" for fault in faults]
    return sorry(
        request, HTTPStatus.UNPROCESSABLE_ENTITY, "Something is not filled in right", *lines
    )


async def _overtaken(request: Request, error: Exception) -> Response:
    return sorry(
        request,
        HTTPStatus.CONFLICT,
        "Somebody else was faster",
        sentence_case(f"{error}."),
        "Nothing of yours was stored. Go back, load the page anew, and look again.",
    )


async def _troubled(request: Request, error: Exception) -> Response:
    return sorry(request, HTTPStatus.SERVICE_UNAVAILABLE, "That could not be done", str(error))


async def _too_large(request: Request, _: Exception) -> Response:
    return sorry(
        request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "That is too large", "Send less than 1 MB."
    )


async def _broken(request: Request, error: Exception) -> Response:
    # Not the address: that of a link that acts is a secret.
    route = getattr(request.scope.get("route"), "path", "what has no route")
    log.error("%s %s broke off", request.method, route, exc_info=error)
    return sorry(
        request,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "Something went wrong on our side",
        "Nothing was changed. Please try again; if it happens again, tell whoever runs this site.",
    )
