"""What the documentation of every route of programs says alike."""

from typing import Any

from fastapi import Depends

from matcher.web.api.answers import Problem
from matcher.web.limits import Limit, limited

PROGRAMS = Limit("programs", 1200, 60)
"""Requests of one account or network address: a client may fetch 20,000 calls one by one."""

READING = [Depends(limited(PROGRAMS))]

Responses = dict[int | str, dict[str, Any]]

_ABOUT = {
    400: "The request cannot be read.",
    401: "A token is needed, or the one that was sent does not act.",
    404: "There is no such record.",
    422: "The request says something that makes no sense; `errors` names each fault.",
    429: "Too many requests; `Retry-After` says when to ask again.",
    503: "The store cannot be read just now.",
}
_TAG = {"ETag": {"description": "Tag of this answer", "schema": {"type": "string"}}}
_UNCHANGED: Responses = {304: {"description": "What `If-None-Match` names is still the answer."}}


def reads(*statuses: int) -> Responses:
    """Describe the answers of a route that is read with GET."""
    return {200: {"headers": _TAG}, **_UNCHANGED, **_problems(401, *statuses, 422, 429, 503)}


def searches() -> Responses:
    """Describe the answers of a search."""
    return _problems(400, 401, 422, 429, 503)


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
