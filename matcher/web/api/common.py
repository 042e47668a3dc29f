"""What the documentation of every route of programs says alike."""

from http import HTTPStatus
from typing import Any

from fastapi import Depends, HTTPException

from matcher.web.api.answers import Problem
from matcher.web.limits import Limit, limited
from matcher.web.viewer import Looking
from models.account import Scope

PROGRAMS = Limit("programs", 1200, 60)
"""Requests of one account or network address: a client may fetch 20,000 calls one by one."""


def may_read(viewer: Looking) -> None:
    """Refuse a token that was made for something else than reading."""
    if viewer.token_id is not None and Scope.READ not in viewer.scopes:
        raise HTTPException(HTTPStatus.FORBIDDEN, "This token may not read.")


READING = [Depends(may_read), Depends(limited(PROGRAMS))]
"""What every route asks first. Whether who is not signed in may read, the door knows."""


Responses = dict[int | str, dict[str, Any]]

_ABOUT = {
    400: "What was sent is no JSON.",
    401: "A token is needed, or the one that was sent does not act.",
    403: "The token that was sent may not read.",
    404: "There is no such record.",
    413: "More than 1 MB was sent.",
    422: "The request says something that makes no sense; `errors` names each fault.",
    429: "Too many requests; `Retry-After` says when to ask again.",
    503: "The store cannot be read just now.",
}
_TAG = {"ETag": {"description": "Tag of this answer", "schema": {"type": "string"}}}
_UNCHANGED: Responses = {304: {"description": "What `If-None-Match` names is still the answer."}}


def reads(*statuses: int) -> Responses:
    """Describe the answers of a route that is read with GET."""
    return {200: {"headers": _TAG}, **_UNCHANGED, **_problems(401, 403, *statuses, 422, 429, 503)}


def searches() -> Responses:
    """Describe the answers of a search."""
    return _problems(400, 401, 403, 413, 422, 429, 503)


def _problems(*statuses: int) -> Responses:
    return {
        status: {
            "description": _ABOUT[status],
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
        for status in statuses
    }


__all__ = ["READING", "Problem", "Responses", "reads", "searches"]
