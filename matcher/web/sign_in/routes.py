"""The pages to sign in and out."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.background import BackgroundTask

from matcher.store.sessions import end_all_sessions, end_session
from matcher.web.cookies import SESSION, VISIT, drop_cookie
from matcher.web.csrf import genuine, visit_of
from matcher.web.limits import SIGN_IN_ADDRESS, SIGN_IN_CLIENT, count, limited
from matcher.web.pages import page
from matcher.web.sign_in.begin import begin_session
from matcher.web.sign_in.links import (
    OtherBrowserError,
    SignInError,
    follow_link,
    safe_way_back,
    whose_link,
)
from matcher.web.sign_in.sending import send_link
from matcher.web.site import Here, Site
from matcher.web.viewer import Looking, audit
from models.account import account_key
from models.subscriber import is_address

router = APIRouter()

_SEE = 303  # what was sent leads to a page that can be read again
_NO_ADDRESS = "Enter your e-mail address, for example ada@example.org."


@router.get("/sign-in", response_class=HTMLResponse)
def ask(
    request: Request,
    here: Here,
    viewer: Looking,
    next: str = "/",  # noqa: A002
) -> Response:
    """Ask for an address, and say which other ways there are."""
    if viewer.is_signed_in:
        return RedirectResponse(safe_way_back(next), _SEE)
    return _ask(request, here, safe_way_back(next))


@router.post("/sign-in", dependencies=[Depends(genuine), Depends(limited(SIGN_IN_CLIENT))])
def send(
    request: Request,
    here: Here,
    address: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "/",
) -> Response:
    """Mail a link where there is an account. Everybody is told the same, as fast."""
    address, back, browser = address.strip(), safe_way_back(back), visit_of(request)
    if not is_address(address):
        return _ask(request, here, back, address, fault=_NO_ADDRESS)
    count(request, SIGN_IN_ADDRESS, account_key(address))
    if not can_mail(here) or browser is None:
        return _ask(request, here, back)
    # asyncio's own threads: a slow mail server must not take those that answer pages.
    work = BackgroundTask(asyncio.to_thread, send_link, here, address, browser, back)
    return RedirectResponse("/sign-in/sent", _SEE, background=work)


@router.get("/sign-in/sent", response_class=HTMLResponse)
def sent(request: Request) -> HTMLResponse:
    """Say what to do next, whoever asked."""
    return page(request, "sign_in/sent.html.j2")


@router.get("/sign-in/link/{token}", response_class=HTMLResponse)
def look(request: Request, here: Here, token: str) -> HTMLResponse:
    """Ask for the click that signs in: programs that check mails open links too."""
    try:
        whose_link(here, token, visit_of(request))
    except SignInError as error:
        return _refused(request, error)
    return page(request, "sign_in/confirm.html.j2", token=token)


@router.post("/sign-in/link/{token}", dependencies=[Depends(genuine)])
def follow(request: Request, here: Here, token: str) -> Response:
    """Use the link up, and sign the browser in."""
    try:
        account, back = follow_link(here, token, visit_of(request))
    except SignInError as error:
        return _refused(request, error)
    response = RedirectResponse(back, _SEE)
    begin_session(request, response, here, account, "signed in by mail")
    return response


@router.post("/sign-out", dependencies=[Depends(genuine)])
def leave(request: Request, here: Here, viewer: Looking) -> Response:
    """Sign this browser out."""
    if viewer.session is not None:
        end_session(here.engine, viewer.session)
        audit(here, viewer, "signed out", f"account {viewer.account_id}")
    return _out(request)


@router.post("/sign-out/everywhere", dependencies=[Depends(genuine)])
def leave_everywhere(request: Request, here: Here, viewer: Looking) -> Response:
    """Sign the viewer out in every browser."""
    if viewer.account_id is not None:
        end_all_sessions(here.engine, viewer.account_id)
        audit(here, viewer, "signed out everywhere", f"account {viewer.account_id}")
    return _out(request)


def can_mail(site: Site) -> bool:
    """Whether links can be sent at all: a mail server, and an address that links lead to."""
    return site.mail is not None and site.settings.web_address is not None


def _ask(
    request: Request, site: Site, back: str, address: str = "", *, fault: str = ""
) -> HTMLResponse:
    return page(
        request,
        "sign_in/ask.html.j2",
        status=422 if fault else 200,
        can_mail=can_mail(site),
        provider=site.access.oidc.name if site.access.oidc else None,
        back=back,
        address=address,
        fault=fault,
    )


def _refused(request: Request, error: SignInError) -> HTMLResponse:
    elsewhere = isinstance(error, OtherBrowserError)
    return page(
        request, "sign_in/refused.html.j2", status=403, reason=str(error), elsewhere=elsewhere
    )


def _out(request: Request) -> Response:
    response = RedirectResponse("/", _SEE)
    for name in (SESSION, VISIT):
        drop_cookie(request, response, name)
    return response
