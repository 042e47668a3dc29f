"""`/shortlist`: the set as a board, and the same with other wishes."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from matcher.store import count_comments
from matcher.web.board.asked import OWN, PATH, Asked, read_asked
from matcher.web.board.boards import Board, Boards, Work
from matcher.web.board.panel import candidates, dial_groups, wishes_on
from matcher.web.board.views import board_view
from matcher.web.limits import Limit, client_of, count
from matcher.web.pages import page, part
from matcher.web.site import Here, Site
from matcher.web.snapshot import Snapshot, notice, snapshot
from matcher.web.viewer import Looking, Role, Viewer, require

router = APIRouter(dependencies=[Depends(require(Role.READER))])

SETS = Limit("sets", 60, 60)
"""Sets that one may have chosen anew: each takes up to a second of a processor."""

_PATIENCE_S = 1.5  # for a set that is not there yet; then the page says that it is being made


def boards_of(request: Request) -> Boards:
    """Return the sets that the site keeps."""
    boards: Boards = request.app.state.boards
    return boards


def asked_of(request: Request, site: Site, picture: Snapshot) -> Asked:
    """Return what the address asks for; 422 for what makes no sense, in a sentence.

    Calls that are not known any more are passed over; one on several pages counts as one.
    """
    known = picture.by_key
    pairs = [
        (name, known[value].call.key if name in ("pin", "exclude") and value in known else value)
        for name, value in request.query_params.multi_items()
        if name not in ("pin", "exclude") or value in known or not value
    ]
    try:
        return read_asked(pairs, site.city.profile)
    except ValueError as error:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from error


def counted(request: Request, viewer: Viewer, picture: Snapshot, asked: Asked) -> None:
    """Count a set that has to be chosen anew against what one may ask for; 429 over that."""
    if not asked.is_own and not boards_of(request).knows(picture, asked):
        count(request, SETS, client_of(request, viewer))


@router.get(PATH, response_class=HTMLResponse)
def show(request: Request, site: Here, viewer: Looking) -> Response:
    """Show the set that the address asks for, at its shortest address."""
    picture = snapshot(site)
    asked = asked_of(request, site, picture)
    by_htmx = "hx-request" in request.headers
    if not by_htmx and request.query_params.multi_items() != asked.pairs():
        return RedirectResponse(asked.address(), HTTPStatus.SEE_OTHER)
    counted(request, viewer, picture, asked)
    boards = boards_of(request)
    own = boards.work(picture, OWN, _PATIENCE_S)
    work = boards.work(picture, asked, _PATIENCE_S)
    board = _board(request, site, viewer, own, work)
    answer = page(request, "board/page.html.j2", notice=notice(picture), board=board)
    if by_htmx:
        answer.headers["HX-Push-Url"] = asked.address()
    return answer


@router.get(f"{PATH}/answers", response_class=HTMLResponse)
def answers(request: Request, site: Here) -> Response:
    """Return what has been worked out since the set was shown, for the places it belongs to."""
    picture = snapshot(site)
    asked = asked_of(request, site, picture)
    boards = boards_of(request)
    own, work = boards.work(picture, OWN), boards.work(picture, asked)
    if own.board is None or work.board is None:
        return Response(status_code=HTTPStatus.NO_CONTENT)
    view = board_view(work.board, own.board, {})
    return page(request, "board/answers.html.j2", asked=asked, work=work, board=view)


def _files(asked: Asked) -> dict[str, str]:
    return {form: asked.address(f"{PATH}/pack.{form}") for form in ("pdf", "html", "xlsx")} | {
        "ics": asked.address(f"{PATH}/timetables.ics")
    }


def _board(request: Request, site: Site, viewer: Viewer, own: Work, work: Work) -> Markup:
    """Return the set and its panel: filled once for all who may see the same."""
    if own.board is None or work.board is None:
        last = _view(boards_of(request).last())
        waiting = part("board/waiting.html.j2", asked=work.asked, broken=work.broken, last=last)
        return _with_panel(site, work, waiting)
    said = count_comments(site.engine, site.settings.city) if viewer.is_signed_in else {}
    seen = {"leads": viewer.may(Role.LEADER), "signed_in": viewer.is_signed_in}
    stages = (work.board.stage, own.board.stage)
    key = ("board", work.key, stages, tuple(seen.values()), tuple(sorted(said.items())))

    def make(board: Board = work.board, beside: Board = own.board) -> Markup:
        view = board_view(board, beside, said)
        shown = part("board/set.html.j2", asked=work.asked, work=work, board=view, **seen)
        return _with_panel(site, work, shown)

    return site.shown.once(work.picture.index, key, make)


def _with_panel(site: Site, work: Work, shown: Markup) -> Markup:
    """Put the panel beside a set, with what is asked for as it stands."""
    asked = work.asked
    return part(
        "board/board.html.j2",
        set=shown,
        asked=asked,
        groups=dial_groups(asked, site.city.profile),
        pinned=wishes_on(asked.pinned, asked, work.picture),
        excluded=wishes_on(asked.excluded, asked, work.picture),
        candidates=candidates(work.board) if work.board else [],
        files=_files(asked),
    )


def _view(board: Board | None) -> Any:
    return None if board is None else board_view(board, board, {})
