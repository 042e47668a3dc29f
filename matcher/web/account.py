"""One's own account: where one is signed in, and tokens of programs that act for one."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from matcher.mail.links import LinkPurpose, link_address, make_link
from matcher.store import find_subscribers
from matcher.store.accounts import load_account
from matcher.store.sessions import count_sessions
from matcher.store.tokens import LONGEST_NAME, add_token, load_tokens, revoke_token
from matcher.web.csrf import genuine
from matcher.web.pages import page
from matcher.web.site import Here, Site
from matcher.web.viewer import Looking, Viewer, audit, signed_in
from models.account import Account, Scope

router = APIRouter(prefix="/account", dependencies=[Depends(signed_in)])

_MEANS = {
    Scope.READ: "Read what you may read",
    Scope.DECIDE: "Change what you may change, up to decisions: keep, dismiss, decide",
}


@router.get("", response_class=HTMLResponse)
def show(request: Request, here: Here, viewer: Looking) -> HTMLResponse:
    """Show the account."""
    return _page(request, here, viewer)


@router.post("/tokens", response_class=HTMLResponse, dependencies=[Depends(genuine)])
def make_token(
    request: Request,
    here: Here,
    viewer: Looking,
    name: Annotated[str, Form()] = "",
    scope: Annotated[list[Scope], Form()] = [],  # noqa: B006 - FastAPI copies it
) -> HTMLResponse:
    """Make a token and show it, this once."""
    token = secrets.token_urlsafe(32)
    try:
        number = add_token(here.engine, _number(viewer), name, set(scope), token, here.now())
    except ValueError as error:
        return _page(request, here, viewer, fault=str(error), name=name, chosen=scope)
    audit(here, viewer, f"token {number} made", f"account {viewer.account_id}")
    return _page(request, here, viewer, token=token)


@router.post("/tokens/{token_id}/revoke", dependencies=[Depends(genuine)])
def revoke(here: Here, viewer: Looking, token_id: int) -> Response:
    """Let a token act no more."""
    if not revoke_token(here.engine, _number(viewer), token_id, here.now()):
        raise HTTPException(404)
    audit(here, viewer, f"token {token_id} revoked", f"account {viewer.account_id}")
    return RedirectResponse("/account#tokens", 303)


def _page(
    request: Request,
    site: Site,
    viewer: Viewer,
    *,
    token: str = "",
    fault: str = "",
    name: str = "",
    chosen: list[Scope] | None = None,
) -> HTMLResponse:
    account = load_account(site.engine, site.settings.city, _number(viewer))
    if account is None:
        raise HTTPException(404)
    return page(
        request,
        "account.html.j2",
        status=422 if fault else 200,
        account=account,
        wishes=_wishes_address(site, account),
        browsers=count_sessions(site.engine, _number(viewer), site.now()),
        tokens=load_tokens(site.engine, _number(viewer)),
        means=_MEANS,
        token=token,
        fault=fault,
        name=name,
        longest_name=LONGEST_NAME,
        chosen=[Scope.READ] if chosen is None else chosen,
    )


def _wishes_address(site: Site, account: Account) -> str | None:
    """Return where whoever has the address says what mail they want; None if they get none."""
    people = find_subscribers(site.engine, account.address, site.settings.city)
    if not people:
        return None
    return link_address("", site.secret, make_link(people[0], LinkPurpose.CHANGE, site.now()))


def _number(viewer: Viewer) -> int:
    if viewer.account_id is None:
        raise HTTPException(404)
    return viewer.account_id
