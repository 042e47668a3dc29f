"""Asking for the digest by e-mail: an address, and the yes that comes by its own mail."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.background import BackgroundTask

from matcher.store import add_subscribers
from matcher.web.asking import can_ask, send_questions
from matcher.web.csrf import genuine
from matcher.web.limits import SIGN_IN_ADDRESS, SIGN_IN_CLIENT, count, limited
from matcher.web.pages import page
from matcher.web.site import Here, Site
from models.account import account_key
from models.subscriber import Subscriber, is_address

router = APIRouter(prefix="/subscribe")

_SEE = 303
_NO_ADDRESS = "Enter your e-mail address, for example ada@example.org."


@router.get("", response_class=HTMLResponse)
def ask(request: Request, site: Here) -> HTMLResponse:
    """Ask for an address."""
    return _page(request, site)


@router.post("", dependencies=[Depends(genuine), Depends(limited(SIGN_IN_CLIENT))])
def begin(request: Request, site: Here, address: Annotated[str, Form()] = "") -> Response:
    """Send the mail that asks to confirm. Everybody is told the same, as fast."""
    address = address.strip()
    if not is_address(address):
        return _page(request, site, address, _NO_ADDRESS)
    count(request, SIGN_IN_ADDRESS, account_key(address))
    if not can_ask(site):
        return _page(request, site)
    work = BackgroundTask(asyncio.to_thread, _add, site, address)
    return RedirectResponse("/subscribe/sent", _SEE, background=work)


@router.get("/sent", response_class=HTMLResponse)
def sent(request: Request) -> HTMLResponse:
    """Say what to do next, whoever asked."""
    return page(request, "subscribe/sent.html.j2")


def _add(site: Site, address: str) -> None:
    """Store who is not there yet, and ask. Who gets the digest already is sent nothing."""
    person = Subscriber(city=site.city.folder, address=address, created_at=site.now())
    add_subscribers(site.engine, [person])
    send_questions(site, again=address)


def _page(request: Request, site: Site, address: str = "", fault: str = "") -> HTMLResponse:
    return page(
        request,
        "subscribe/ask.html.j2",
        status=422 if fault else 200,
        can_ask=can_ask(site),
        address=address,
        fault=fault,
    )
