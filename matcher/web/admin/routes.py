"""All pages under /admin, for admins alone, and the first of them."""

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from matcher.store import load_review_queue, load_subscribers
from matcher.store.accounts import load_accounts
from matcher.web.admin import accounts, log, review, service, subscribers, weights
from matcher.web.admin.service import look
from matcher.web.pages import page
from matcher.web.site import Here
from matcher.web.viewer import require, signed_in
from models.account import Role

router = APIRouter(prefix="/admin", dependencies=[Depends(require(Role.ADMIN)), Depends(signed_in)])


@router.get("", response_class=HTMLResponse)
def overview(request: Request, here: Here) -> HTMLResponse:
    """Say what waits for an admin."""
    return page(
        request,
        "admin/overview.html.j2",
        service=look(here),
        waiting=len(load_review_queue(here.engine)),
        subscribers=len(load_subscribers(here.engine, here.settings.city)),
        accounts=len(load_accounts(here.engine, here.settings.city)),
    )


for part in (accounts, log, review, service, subscribers, weights):
    router.include_router(part.router)
