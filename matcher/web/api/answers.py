"""Answers to programs: JSON that need not be sent twice, and errors as RFC 9457 has them."""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from matcher.web.api.wire import Wire
from models.errors import BidMatcherError

log = logging.getLogger(__name__)

PROGRAMS = ("/common-grants", "/api", "/mcp")
"""Where programs ask. Whoever asks elsewhere is answered with a page."""

_PROBLEM = "application/problem+json"
_Handler = Callable[[Request, Exception], Awaitable[Response]]


class Problem(BaseModel):
    """What went wrong, as RFC 9457 asks; `message` and `errors` as CommonGrants does."""

    type: str = "about:blank"  # nothing is to be known beyond what the status says
    title: str
    status: int
    detail: str
    message: str
    errors: list[str]


def is_for_programs(path: str) -> bool:
    """Whether what is asked at the path is answered with JSON, errors too."""
    return any(path == start or path.startswith(f"{start}/") for start in PROGRAMS)


def answer(request: Request, content: BaseModel) -> Response:
    """Return JSON with an entity tag; only "not modified" to who has it already (RFC 9110).

    What is not known is null, but in the protocol's own types, which have no null: there it
    is left out.
    """
    silent = not isinstance(content, Wire)
    return tagged(request, content.model_dump_json(by_alias=True, exclude_none=silent).encode())


def tagged(request: Request, body: bytes) -> Response:
    """As `answer`, for JSON that is written already."""
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    # Kept by who asked, and asked for again each time: what is open changes by the minute.
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if request.method == "GET" and _has(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def problem(
    status: int, detail: str, errors: Iterable[str] = (), headers: Mapping[str, str] | None = None
) -> Response:
    """Return an error for a program: `detail` in one sentence, `errors` one for each fault."""
    said = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        message=detail,
        errors=list(errors) or [detail],
    )
    return Response(said.model_dump_json(), status, headers, _PROBLEM)


def for_programs_or(people: _Handler) -> _Handler:
    """Return a handler of errors: a problem where programs ask, else what people are shown."""

    async def handle(request: Request, error: Exception) -> Response:
        if is_for_programs(request.url.path):
            return as_problem(request, error)
        return await people(request, error)

    return handle


def as_problem(request: Request, error: Exception) -> Response:
    """Say an error to a program, without what is only ours to know."""
    if isinstance(error, RequestValidationError):
        faults = [f"{_place(fault['loc'])}: {fault['msg']}" for fault in error.errors()]
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "The request cannot be read.", faults)
    if isinstance(error, HTTPException):
        phrase = HTTPStatus(error.status_code).phrase
        detail = error.detail if isinstance(error.detail, str) else phrase
        return problem(error.status_code, detail, headers=_without_location(error))
    if isinstance(error, BidMatcherError):
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
    log.error("%s %s broke off", request.method, request.url.path, exc_info=error)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side.")


def _without_location(error: HTTPException) -> dict[str, str]:
    return {name: text for name, text in (error.headers or {}).items() if name != "Location"}


def _place(where: Iterable[Any]) -> str:
    return ".".join(str(part) for part in where)


def _has(wanted: str, tag: str) -> bool:
    """Whether an If-None-Match names the tag: weak and strong ones are alike (RFC 9110, 13.1.2)."""
    named = [each.strip().removeprefix("W/") for each in wanted.split(",")]
    return tag in named or named == ["*"]
