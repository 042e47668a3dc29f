"""Addresses of needs and organisations."""

from http import HTTPStatus

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from matcher.web.city.needs import need_page, need_rows
from matcher.web.city.organisations import organisation_page, organisation_rows
from matcher.web.pages import page
from matcher.web.site import Here
from matcher.web.snapshot import notice, snapshot
from matcher.web.viewer import Role, require

router = APIRouter(dependencies=[Depends(require(Role.READER))])


@router.get("/needs", response_class=HTMLResponse)
def needs(request: Request, site: Here) -> Response:
    """List the city's needs, the weightiest first."""
    picture = snapshot(site)
    rows = need_rows(picture.background, picture.rows)
    return page(request, "city/needs.html.j2", needs=rows, notice=notice(picture))


@router.get("/needs/{need_id}", response_class=HTMLResponse)
def need(request: Request, site: Here, need_id: str) -> Response:
    """Show one need: the evidence, and which calls answer it."""
    picture = snapshot(site)
    found = next((each for each in site.city.profile.needs if each.id == need_id), None)
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "The city has no such need.")
    shown = need_page(found, picture.background, picture.rows)
    return page(request, "city/need.html.j2", need=shown, notice=notice(picture))


@router.get("/organisations", response_class=HTMLResponse)
def organisations(request: Request, site: Here) -> Response:
    """List the organisations, those of the city first."""
    picture = snapshot(site)
    rows = organisation_rows(picture.background, picture.rows)
    return page(request, "city/organisations.html.j2", organisations=rows, notice=notice(picture))


@router.get("/organisations/{organisation_id}", response_class=HTMLResponse)
def organisation(request: Request, site: Here, organisation_id: str) -> Response:
    """Show one organisation: what it is known for, its calls, its awards."""
    picture = snapshot(site)
    profile = site.city.profile
    found = next((each for each in profile.organisations if each.id == organisation_id), None)
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "The city knows no such organisation.")
    shown = organisation_page(found, picture.background, picture.rows)
    return page(request, "city/organisation.html.j2", body=shown, notice=notice(picture))
