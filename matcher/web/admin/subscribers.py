"""Who gets the digest by e-mail: added, paused, stopped, erased."""

import asyncio
import hashlib
from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException

from matcher.imports.subscribers import KnownIds, read_person
from matcher.mail.links import LinkPurpose, link_address, make_link
from matcher.mail.standing import KEPT_AFTER_LEAVING, come_back, leave, pause
from matcher.serial import dump_json
from matcher.store import (
    add_subscribers,
    change_subscriber,
    compact,
    load_subscriber,
    load_subscribers,
    remove_subscriber,
)
from matcher.store.errors import ChangedMeanwhileError
from matcher.web.asking import can_ask, send_questions
from matcher.web.csrf import genuine
from matcher.web.pages import page
from matcher.web.site import Here, Site
from matcher.web.viewer import Looking, audit
from models.subscriber import LONGEST_LINE, Frequency, Subscriber, SubscriberRole, SubscriberState

router = APIRouter(prefix="/subscribers")

Text = Annotated[str, Form()]

_NOBODY = {
    "address": "",
    "name": "",
    "organisation": "",
    "role": SubscriberRole.BID_TEAM.value,
    "frequency": Frequency.WEEKLY.value,
    "agreed": "",
    "consent": "",
}


@router.get("", response_class=HTMLResponse)
def show_all(request: Request, here: Here, done: str = "", who: int | None = None) -> HTMLResponse:
    """List them, with a form for another, and what was just done."""
    city = here.settings.city
    just = load_subscriber(here.engine, who, city) if who is not None and done else None
    return _list(request, here, done=done, just=just)


@router.post("", dependencies=[Depends(genuine)])
def add(
    request: Request,
    here: Here,
    viewer: Looking,
    address: Text = "",
    name: Text = "",
    organisation: Text = "",
    role: Text = "",
    frequency: Text = "",
    agreed: Text = "",
    consent: Text = "",
) -> Response:
    """Add somebody: to be asked by mail first, or with how they have agreed."""
    row = {"address": address.strip(), "name": name, "organisation": organisation}
    row |= {"role": role, "frequency": frequency}
    given = row | {"agreed": agreed, "consent": consent}
    try:
        number = _add(here, row, consent if agreed else None)
    except ValueError as error:
        return _list(request, here, fault=str(error), given=given)
    audit(here, viewer, "subscriber added", f"subscriber {number}")
    work = BackgroundTask(asyncio.to_thread, send_questions, here)
    return RedirectResponse(f"/admin/subscribers?done=added&who={number}", 303, background=work)


@router.post("/{number}/pause", dependencies=[Depends(genuine)])
def pause_one(
    request: Request, here: Here, viewer: Looking, number: int, seen: Text, until: Text = ""
) -> Response:
    """Send nothing for a while."""
    person = _seen(here, number, seen)
    try:
        end = date.fromisoformat(until) if until else None
        after = pause(person, end, here.now().date())
    except ValueError as error:
        fault = "write the day as 2026-12-31" if "isoformat" in str(error) else str(error)
        return _list(request, here, fault=fault)
    return _store(here, viewer, person, after, "paused")


@router.post("/{number}/stop", dependencies=[Depends(genuine)])
def stop_one(here: Here, viewer: Looking, number: int, seen: Text) -> Response:
    """Send nothing more; for a month this can be undone, then they are erased."""
    person = _seen(here, number, seen)
    return _store(here, viewer, person, leave(person, here.now().date()), "stopped")


@router.post("/{number}/resume", dependencies=[Depends(genuine)])
def resume_one(here: Here, viewer: Looking, number: int, seen: Text) -> Response:
    """Undo a pause, a stop, or a suspension once the address works again."""
    person = _seen(here, number, seen)
    after = come_back(person)
    if person.state is SubscriberState.SUSPENDED:
        after = replace(person, state=SubscriberState.ACTIVE, state_reason="")
    return _store(here, viewer, person, after, "resumed")


@router.get("/{number}/remove", response_class=HTMLResponse)
def ask_to_remove(request: Request, here: Here, number: int) -> HTMLResponse:
    """Ask once more: what is erased does not come back."""
    person = _person(here, number)
    return page(request, "admin/remove_subscriber.html.j2", person=person, seen=mark(person))


@router.post("/{number}/remove", dependencies=[Depends(genuine)])
def remove_one(here: Here, viewer: Looking, number: int, seen: Text) -> Response:
    """Erase all that is stored on a subscriber."""
    _seen(here, number, seen)
    remove_subscriber(here.engine, number)
    audit(here, viewer, "subscriber erased", f"subscriber {number}")
    # Takes seconds for a large database; nothing that can be asked for holds it any more.
    work = BackgroundTask(compact, here.engine)
    return RedirectResponse("/admin/subscribers?done=erased", 303, background=work)


def mark(person: Subscriber) -> str:
    """Return a short hash of all that is stored on a subscriber: another after each change."""
    return hashlib.sha256(dump_json(person).encode()).hexdigest()[:16]


def _add(site: Site, row: dict[str, str], consent: str | None) -> int:
    """Store somebody; ValueError for what is not right. `consent` None: they are asked by mail."""
    profile = site.city.profile
    known = KnownIds(
        site.settings.city,
        {need.id for need in profile.needs},
        {organisation.id for organisation in profile.organisations},
    )
    person, faults = read_person(row, known)
    if person is None:
        raise ValueError("; ".join(f"{field}: {reason}" for field, reason in faults))
    person = replace(person, created_at=site.now())
    if consent is not None:
        if not consent.strip():
            raise ValueError("say how and when they agreed")
        state = SubscriberState.ACTIVE
        person = replace(person, confirmed_at=site.now(), consent=consent, state=state)
    (number,) = add_subscribers(site.engine, [person])
    if number is None:
        raise ValueError(f"{person.address} is subscribed already")
    return number


def _person(site: Site, number: int) -> Subscriber:
    person = load_subscriber(site.engine, number, site.settings.city)
    if person is None:
        raise HTTPException(404)
    return person


def _seen(site: Site, number: int, seen: str) -> Subscriber:
    """Return the subscriber, if nobody changed anything since the form was made."""
    person = _person(site, number)
    if mark(person) != seen:
        raise ChangedMeanwhileError("this subscriber was changed meanwhile")
    return person


def _store(
    site: Site, viewer: Looking, before: Subscriber, after: Subscriber, what: str
) -> Response:
    if not change_subscriber(site.engine, after, before=before):
        raise ChangedMeanwhileError("this subscriber was erased meanwhile")
    audit(site, viewer, f"subscriber {what}", f"subscriber {before.id}")
    return RedirectResponse(f"/admin/subscribers?done={what}&who={before.id}", 303)


def _list(
    request: Request,
    site: Site,
    *,
    done: str = "",
    just: Subscriber | None = None,
    fault: str = "",
    given: dict[str, str] | None = None,
) -> HTMLResponse:
    people = load_subscribers(site.engine, site.settings.city)
    links = {
        person.id: link_address("", site.secret, make_link(person, LinkPurpose.CHANGE, site.now()))
        for person in people
    }
    return page(
        request,
        "admin/subscribers.html.j2",
        status=422 if fault else 200,
        people=people,
        links=links,
        mark=mark,
        roles=list(SubscriberRole),
        frequencies=list(Frequency),
        kept_days=KEPT_AFTER_LEAVING.days,
        can_ask=can_ask(site),
        longest=LONGEST_LINE,
        done=done,
        just=just,
        fault=fault,
        given=_NOBODY | (given or {}),
    )
