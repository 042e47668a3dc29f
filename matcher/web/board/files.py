"""The set that is on the board as files: board pack, workbook, timetables for a calendar."""

import threading
from collections.abc import Callable
from http import HTTPStatus

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response

from matcher.pack.pdf import PackError, render_pdf
from matcher.pack.render import render_html
from matcher.pack.sheets import render_xlsx
from matcher.strategy.calendar_file import CalendarEntry, calendar
from matcher.web.board.asked import PATH, Asked
from matcher.web.board.boards import Board
from matcher.web.board.pages import asked_of, boards_of, counted
from matcher.web.limits import Limit, client_of, count
from matcher.web.pages import sorry
from matcher.web.site import Here
from matcher.web.snapshot import Snapshot, snapshot
from matcher.web.viewer import Looking, Role, Viewer, require
from models.city import CityProfile
from models.shortlist import Shortlist

router = APIRouter(dependencies=[Depends(require(Role.READER))])

PACKS = Limit("packs", 12, 120)
"""Packs that one may have: a PDF takes five seconds of a processor."""

_PATIENCE_S = 60.0  # a file has to be whole: it waits for all that is worked out
_ONE_AT_A_TIME = threading.Lock()  # printing fills a processor

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _html(shortlist: Shortlist, city: CityProfile) -> bytes:
    return render_html(shortlist, city).encode()


_FORMS: dict[str, tuple[str, Callable[[Shortlist, CityProfile], bytes]]] = {
    "pdf": ("application/pdf", render_pdf),
    "html": ("text/html; charset=utf-8", _html),
    "xlsx": (_EXCEL, render_xlsx),
}


@router.get(f"{PATH}/pack.{{form}}")
def pack(request: Request, site: Here, viewer: Looking, form: str) -> Response:
    """Return the board pack of the set that the address asks for."""
    if form not in _FORMS:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    picture = snapshot(site)
    asked = asked_of(request, site, picture)
    board = _whole(request, viewer, picture, asked)
    kind, write = _FORMS[form]
    try:
        with _ONE_AT_A_TIME:
            content = write(board.shortlist, board.chosen.background.profile)
    except PackError as error:
        other = "The pack as an HTML file and the workbook can be had all the same."
        heading = "A PDF cannot be made here"
        told = f"{str(error)[:1].upper()}{str(error)[1:]}."
        return sorry(request, HTTPStatus.SERVICE_UNAVAILABLE, heading, other, told)
    day = picture.as_of.date().isoformat()
    # As an attachment: the HTML form has its style in it, which no page of the site may have.
    name = f"shortlist-{site.settings.city}-{day}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, headers=headers, media_type=kind)


@router.get(f"{PATH}/timetables.ics")
def timetables(request: Request, site: Here, viewer: Looking) -> Response:
    """Return the timetables of the set for a calendar."""
    picture = snapshot(site)
    asked = asked_of(request, site, picture)
    board = _whole(request, viewer, picture, asked)
    entries = (
        CalendarEntry(
            bid.row.call.key, bid.row.call.title, bid.row.call.url, bid.row.closes_at, bid.timetable
        )
        for bid in board.shortlist.bids
    )
    headers = {"Content-Disposition": 'attachment; filename="shortlist.ics"'}
    return Response(calendar(entries, site.now()), headers=headers, media_type="text/calendar")


def _whole(request: Request, viewer: Viewer, picture: Snapshot, asked: Asked) -> Board:
    """Return the set with all its answers; 503 where that takes too long."""
    counted(request, viewer, picture, asked)
    count(request, PACKS, client_of(request, viewer))
    board = boards_of(request).whole(picture, asked, _PATIENCE_S)
    if board is None:
        raise HTTPException(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "The set is still being worked out. Please try again in a minute.",
            {"Retry-After": "60"},
        )
    return board
