"""`/decide`: one call, what was decided on it, and what is decided now; `/decisions`: all."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from matcher.decisions.force import in_force
from matcher.store import DecidedMeanwhileError, load_decisions
from matcher.web.csrf import genuine
from matcher.web.deciding import record
from matcher.web.deciding.form import (
    Filled,
    FilledOutcome,
    read_decision,
    read_outcome,
    read_seen,
)
from matcher.web.deciding.place import Place, address_of, deciding_page, fault_of, place_of
from matcher.web.deciding.views import counts_of, decided_lines, decision_view
from matcher.web.pages import page
from matcher.web.site import Here, Site
from matcher.web.snapshot import notice, renewed, snapshot
from matcher.web.viewer import Looking, Role, Viewer, require
from models.decision import Decision

router = APIRouter(dependencies=[Depends(require(Role.READER))])

_LEADERS = [Depends(require(Role.LEADER)), Depends(genuine)]
Text = Annotated[str, Form()]


def _filled(
    verdict: Text = "",
    reason: Text = "",
    owner: Text = "",
    revisit_on: Text = "",
    seen: Text = "",
) -> Filled:
    return Filled(verdict, reason, owner, revisit_on, seen)


def _filled_outcome(kind: Text = "", on: Text = "", amount: Text = "") -> FilledOutcome:
    return FilledOutcome(kind, on, amount)


@router.get("/decide", response_class=HTMLResponse)
def show(
    request: Request, site: Here, viewer: Looking, call: str = "", back: str = "", done: str = ""
) -> HTMLResponse:
    """Show what was decided on one call, and the forms to decide and to comment."""
    place = place_of(site, call, back)
    return deciding_page(request, site, viewer, place, done=done)


@router.get("/decisions", response_class=HTMLResponse)
def every(request: Request, site: Here) -> HTMLResponse:
    """List all decisions in force."""
    picture = snapshot(site)
    stored = load_decisions(site.engine, site.settings.city)
    lines = decided_lines(in_force(stored, picture.laid.leads), picture.by_key, "/decisions")
    counts = counts_of(lines)
    return page(
        request, "deciding/list.html.j2", notice=notice(picture), lines=lines, counts=counts
    )


@router.post("/decide", dependencies=_LEADERS)
def decide(
    request: Request,
    site: Here,
    viewer: Looking,
    filled: Annotated[Filled, Depends(_filled)],
    call: Text = "",
    back: Text = "",
) -> Response:
    """Store a decision; where another was made meanwhile, show both and let the person choose."""
    place = place_of(site, call, back)
    try:
        seen = read_seen(filled)
        decision = read_decision(filled, site.settings.city, place.key, site.now())
        record.decide(site, viewer, decision, place.merged, seen)
    except DecidedMeanwhileError:
        return _meanwhile(request, site, place, filled)
    except ValueError as error:
        return deciding_page(request, site, viewer, place, filled=filled, fault=fault_of(error))
    renewed(site)
    return RedirectResponse(address_of(place, done=decision.verdict), HTTPStatus.SEE_OTHER)


@router.post("/decide/undo", dependencies=_LEADERS)
def undo(
    request: Request, site: Here, viewer: Looking, call: Text = "", back: Text = "", seen: Text = ""
) -> Response:
    """Take back the decision in force, if it is still the one that was seen."""

    def act(decision: Decision) -> None:
        record.take_back(site, viewer, decision)

    return _on_seen(request, site, viewer, place_of(site, call, back), seen, act, "undone")


@router.post("/decide/outcome", dependencies=_LEADERS)
def outcome(
    request: Request,
    site: Here,
    viewer: Looking,
    filled: Annotated[FilledOutcome, Depends(_filled_outcome)],
    call: Text = "",
    back: Text = "",
    seen: Text = "",
) -> Response:
    """Store what became of the bid that was decided on."""

    def act(decision: Decision) -> None:
        record.tell_outcome(site, viewer, decision, read_outcome(filled, site.now()))

    return _on_seen(request, site, viewer, place_of(site, call, back), seen, act, "noted")


def _on_seen(
    request: Request,
    site: Site,
    viewer: Viewer,
    place: Place,
    seen: str,
    act: Callable[[Decision], None],
    done: str,
) -> Response:
    """Do something to the decision in force, unless it is another by now than the one seen."""
    now = record.standing(site, place.picture, place.key)
    if now is None or str(now.id) != seen:
        return _meanwhile(request, site, place, None)
    try:
        act(now)
    except ValueError as error:
        return deciding_page(request, site, viewer, place, fault=fault_of(error))
    renewed(site)
    return RedirectResponse(address_of(place, done=done), HTTPStatus.SEE_OTHER)


def _meanwhile(request: Request, site: Site, place: Place, filled: Filled | None) -> HTMLResponse:
    """Show the decision that is in force by now beside the one that was filled in: 409."""
    now = record.standing(site, place.picture, place.key)
    return page(
        request,
        "deciding/meanwhile.html.j2",
        status=HTTPStatus.CONFLICT,
        place=place,
        theirs=None if now is None else decision_view(now, now),
        mine=filled,
        here=address_of(place),
    )
