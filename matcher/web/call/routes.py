"""Addresses of one call: its page, its timetable, what people say of it."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from matcher.history.news import Event, events_of
from matcher.strategy.calendar_file import CalendarEntry, calendar
from matcher.strategy.scoping import scope
from matcher.web.call.similar import nearest
from matcher.web.call.verdicts import judge, take_back, verdicts_on
from matcher.web.call.view import call_view
from matcher.web.csrf import genuine
from matcher.web.lines import call_address, line_of
from matcher.web.pages import page
from matcher.web.site import Here, Site
from matcher.web.snapshot import Snapshot, notice, renewed, snapshot
from matcher.web.viewer import Looking, Role, require
from models.digest import RankedCall

router = APIRouter(dependencies=[Depends(require(Role.READER))])

_SIMILAR = 5
_NO_CALL = (
    "There is no call under this address. It may have been merged with another: search for it."
)


@router.get("/call/{key:path}", response_class=HTMLResponse)
def show(request: Request, site: Here, viewer: Looking, key: str) -> Response:
    """Show one call; a key under which it stood before leads to the one it stands under now."""
    picture = snapshot(site)
    ranked = _known(picture, key)
    if ranked.call.key != key:
        return RedirectResponse(call_address(ranked.call.key), HTTPStatus.SEE_OTHER)
    return _page(request, site, viewer, picture, ranked)


@router.get("/timetable/{key:path}.ics")
def timetable(site: Here, key: str) -> Response:
    """Return the steps of a bid for one call as a calendar file."""
    picture = snapshot(site)
    ranked = _known(picture, key)
    scoped = scope(ranked, picture.background)
    call = ranked.call
    entry = CalendarEntry(call.key, call.title, call.url, ranked.closes_at, scoped.timetable)
    headers = {"Content-Disposition": 'attachment; filename="timetable.ics"'}
    return Response(calendar([entry], site.now()), headers=headers, media_type="text/calendar")


@router.post(
    "/verdict/{key:path}", dependencies=[Depends(require(Role.RESEARCHER)), Depends(genuine)]
)
def say(
    request: Request,
    site: Here,
    viewer: Looking,
    key: str,
    verdict: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
    undo: Annotated[int | None, Form()] = None,
) -> Response:
    """Store what somebody says of a call, or take it back."""
    ranked = _known(snapshot(site), key)
    try:
        if undo is not None:
            take_back(site, viewer, undo)
        else:
            judge(site, viewer, ranked.call.key, verdict, reason)
    except ValueError as error:
        fault = f"{str(error)[0].upper()}{str(error)[1:]}."
        said = {"fault": fault, "reason": reason}
        return _page(request, site, viewer, snapshot(site), ranked, **said)
    renewed(site)
    return RedirectResponse(f"{call_address(ranked.call.key)}#verdict", HTTPStatus.SEE_OTHER)


def _known(picture: Snapshot, key: str) -> RankedCall:
    ranked = picture.by_key.get(key)
    if ranked is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, _NO_CALL)
    return ranked


def _page(
    request: Request,
    site: Site,
    viewer: Looking,
    picture: Snapshot,
    ranked: RankedCall,
    fault: str = "",
    reason: str = "",
) -> HTMLResponse:
    key = ranked.call.key
    merged = picture.laid.merged[key]
    pages = [call.key for call in merged.members]
    alike = nearest(picture.laid.corpus, key, [row.call.key for row in picture.rows], _SIMILAR)
    return page(
        request,
        "call/call.html.j2",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK,
        notice=notice(picture),
        call=call_view(ranked, merged, picture.background, _events(picture, pages)),
        similar=[line_of(picture.by_key[other], picture.background) for other in alike],
        verdicts=verdicts_on(site, pages, viewer),
        may_judge=viewer.may(Role.RESEARCHER),
        fault=fault,
        reason=reason,
    )


def _events(picture: Snapshot, keys: list[str]) -> list[Event]:
    return [event for key in keys for event in events_of(picture.place.engine, key)]
