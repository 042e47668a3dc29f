"""The OpenAPI document of all that programs may ask."""

from functools import lru_cache
from importlib import metadata
from typing import Any

from fastapi import APIRouter, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import Response

from matcher.web.api import awards, opportunities, own
from matcher.web.api.answers import Problem, tagged
from matcher.web.api.common import READING, reads

_ABOUT = """Reading only.

What is not known is null under `/api`, and left out under `/common-grants`. Where the site asks
people to sign in, send a token with the scope `read`. Errors are problems as RFC 9457 has them.
An answer to GET carries an entity tag; send it back in `If-None-Match`. Under `/common-grants`
the routes and types are those of CommonGrants 0.4, an open protocol for grant data."""

_CLOCK = "^[0-9]{2}:[0-9]{2}:[0-9]{2}$"

router = APIRouter(tags=["Document"], dependencies=READING)


@router.get(
    "/api/openapi.json",
    operation_id="document",
    responses=reads(),
    response_model=dict[str, Any],
)
def read_document(request: Request) -> Response:
    """Return this document."""
    return tagged(request, _written())


ROUTERS = (opportunities.router, awards.router, own.router, router)
"""All routes that programs ask."""


def _say_clock_times(part: Any) -> None:
    """Say by a pattern what the protocol calls a time: for JSON Schema, a time has a zone."""
    if isinstance(part, dict):
        if part.get("format") == "time":
            del part["format"]
            part["pattern"] = _CLOCK
        for each in part.values():
            _say_clock_times(each)
    elif isinstance(part, list):
        for each in part:
            _say_clock_times(each)


@lru_cache(maxsize=1)
def _written() -> bytes:
    import json

    return json.dumps(document(), ensure_ascii=False).encode()


def document() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document."""
    found = get_openapi(
        title="Bid Matcher",
        version=metadata.version("bid-matcher"),
        description=_ABOUT,
        routes=[route for routes in ROUTERS for route in routes.routes],
        license_info={"name": "MIT", "identifier": "MIT"},
    )
    _say_clock_times(found)
    components = found["components"]
    components["schemas"]["Problem"] = Problem.model_json_schema()
    components["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer"},
        "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    }
    found["security"] = [{}, {"token": []}, {"key": []}]  # none where reading is public
    return found
