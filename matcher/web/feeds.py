"""Feeds and calendars under secret addresses. Whoever has the address may read, nobody else."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response

from matcher.feeds.answer import answer, find_link, headers_of, is_unchanged
from matcher.feeds.desk import Desk, open_desk
from matcher.web.site import Here, Site
from models.feed_link import FeedForm
from scrapers.registry import load_sources

router = APIRouter(prefix="/feeds")


def desk_for(site: Site) -> Desk:
    """Return where the site's feeds are made. The model is loaded for the first search only."""
    from matcher.encoder import Encoder

    settings = site.settings
    credits_ = tuple(source.definition.licence.credit for source in load_sources())
    return open_desk(
        settings,
        site.engine,
        site.city,
        credits_,
        lambda: Encoder(settings.model, settings.prepared),
    )


def desk_of(request: Request) -> Desk:
    """Return the desk of the application, opened for the first feed."""
    state = request.app.state
    if not hasattr(state, "desk"):
        state.desk = desk_for(state.site)
    desk: Desk = state.desk
    return desk


@router.get("/{name}")
def read(
    request: Request, site: Here, desk: Annotated[Desk, Depends(desk_of)], name: str
) -> Response:
    """Return a feed, or 304 where the reader has it already; 404 for what is not there.

    An address that was revoked looks like one that never was.
    """
    secret, _, form = name.rpartition(".")
    link = find_link(site.engine, secret, site.now()) if form in [*FeedForm] else None
    made = None if link is None else answer(desk, link, FeedForm(form), site.now(), secret)
    if made is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    headers = headers_of(made)
    asked = request.headers
    if is_unchanged(made, asked.get("if-none-match"), asked.get("if-modified-since")):
        del headers["Content-Type"]
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(made.body, headers=headers)
