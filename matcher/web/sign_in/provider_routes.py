"""To the OpenID provider and back."""

import logging

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from matcher.store.accounts import find_account
from matcher.web.access import Oidc
from matcher.web.cookies import FLOW, drop_cookie, read_cookie, set_cookie
from matcher.web.limits import SIGN_IN_CLIENT, limited
from matcher.web.pages import sorry
from matcher.web.sign_in.begin import begin_session
from matcher.web.sign_in.links import safe_way_back
from matcher.web.sign_in.provider import (
    ProviderError,
    authorisation_address,
    begin_flow,
    proven_address,
    seal,
    unseal,
)
from matcher.web.site import Here, Site

log = logging.getLogger(__name__)

router = APIRouter(prefix="/sign-in/provider", dependencies=[Depends(limited(SIGN_IN_CLIENT))])


@router.get("")
def go(request: Request, here: Here, next: str = "/") -> Response:  # noqa: A002
    """Send the browser to the provider."""
    provider, own = _provider(here)
    flow = begin_flow(safe_way_back(next), here.now())
    try:
        address = authorisation_address(provider, flow, own)
    except ProviderError as error:
        return _failed(request, error)
    response = RedirectResponse(address, 303)
    set_cookie(request, response, FLOW, seal(here.secret, flow))
    return response


@router.get("/back")
def come_back(request: Request, here: Here) -> Response:
    """Sign in whoever the provider says it is, if they have an account."""
    provider, own = _provider(here)
    answer = {name: request.query_params[name] for name in request.query_params}
    try:
        flow = unseal(here.secret, read_cookie(request, FLOW), here.now())
        address = proven_address(provider, flow, answer, own, here.now())
    except ProviderError as error:
        return _failed(request, error)
    account = find_account(here.engine, here.settings.city, address)
    if account is None or account.disabled_at is not None:
        heading = "You have no account here"
        line = f"{provider.name} knows you, but this site does not. Ask whoever runs it."
        return _ended(request, sorry(request, 403, heading, line))
    response = RedirectResponse(flow.back, 303)
    begin_session(request, response, here, account, "signed in through the provider")
    return _ended(request, response)


def _provider(site: Site) -> tuple[Oidc, str]:
    """Return the provider, and the address it sends people back to; 404 where there is none."""
    if site.access.oidc is None or site.settings.web_address is None:
        raise HTTPException(404)
    return site.access.oidc, f"{site.settings.web_address.rstrip('/')}/sign-in/provider/back"


def _failed(request: Request, error: ProviderError) -> Response:
    log.warning("nobody was signed in through the provider: %s", error)
    return _ended(
        request, sorry(request, 403, "You are not signed in", str(error), "Please try again.")
    )


def _ended(request: Request, response: Response) -> Response:
    drop_cookie(request, response, FLOW)
    return response
