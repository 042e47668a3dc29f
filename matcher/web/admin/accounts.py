"""Who may sign in, and with which role."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException

from matcher.store import compact
from matcher.store.accounts import add_account, change_account, load_account, load_accounts
from matcher.store.errors import ChangedMeanwhileError
from matcher.store.personal import remove_account
from matcher.store.sessions import count_sessions, end_all_sessions
from matcher.web.csrf import genuine
from matcher.web.pages import page
from matcher.web.site import Here, Site
from matcher.web.viewer import Looking, audit
from models.account import Account, Role
from models.subscriber import LONGEST_LINE

router = APIRouter(prefix="/accounts")

Text = Annotated[str, Form()]
Version = Annotated[int, Form()]


@router.get("", response_class=HTMLResponse)
def show_all(request: Request, here: Here) -> HTMLResponse:
    """List the accounts, with a form for another."""
    return _list(request, here)


@router.post("", dependencies=[Depends(genuine)])
def add(
    request: Request,
    here: Here,
    viewer: Looking,
    address: Text = "",
    name: Text = "",
    role: Annotated[Role, Form()] = Role.READER,
) -> Response:
    """Let somebody sign in."""
    try:
        account = Account(
            city=here.settings.city,
            address=address.strip(),
            name=name,
            role=role,
            created_at=here.now(),
        )
        number = add_account(here.engine, account)
    except ValueError as error:
        given = {"address": address, "name": name, "role": role}
        return _list(request, here, fault=str(error), given=given)
    audit(here, viewer, f"added as {role}", f"account {number}")
    return RedirectResponse(f"/admin/accounts/{number}?done=added", 303)


@router.get("/{number}", response_class=HTMLResponse)
def show(request: Request, here: Here, number: int, done: str = "") -> HTMLResponse:
    """Show one account, and what can be done with it."""
    return _one(request, here, _account(here, number), done=done)


@router.post("/{number}", dependencies=[Depends(genuine)])
def change(
    request: Request,
    here: Here,
    viewer: Looking,
    number: int,
    version: Version,
    role: Annotated[Role, Form()],
    name: Text = "",
    state: Text = "enabled",
) -> Response:
    """Store name, role and whether they may sign in, if nobody else changed them meanwhile."""
    before = _account(here, number)
    disabled_at = None if state == "enabled" else before.disabled_at or here.now()
    after = replace(before, version=version, name=name, role=role, disabled_at=disabled_at)
    try:
        change_account(here.engine, after)
    except ChangedMeanwhileError:
        raise
    except ValueError as error:
        return _one(request, here, before, fault=str(error))
    audit(here, viewer, _what(before, after), f"account {number}")
    return RedirectResponse(f"/admin/accounts/{number}?done=changed", 303)


@router.post("/{number}/sign-out", dependencies=[Depends(genuine)])
def sign_out(here: Here, viewer: Looking, number: int) -> Response:
    """Sign somebody out everywhere."""
    end_all_sessions(here.engine, _account(here, number).id or 0)
    audit(here, viewer, "signed out everywhere", f"account {number}")
    return RedirectResponse(f"/admin/accounts/{number}?done=signed-out", 303)


@router.get("/{number}/remove", response_class=HTMLResponse)
def ask_to_remove(request: Request, here: Here, number: int) -> HTMLResponse:
    """Ask once more: what is erased does not come back."""
    return page(request, "admin/remove_account.html.j2", account=_account(here, number))


@router.post("/{number}/remove", dependencies=[Depends(genuine)])
def remove(
    request: Request, here: Here, viewer: Looking, number: int, version: Version
) -> Response:
    """Erase an account."""
    before = _account(here, number)
    try:
        remove_account(here.engine, replace(before, version=version))
    except ChangedMeanwhileError:
        raise
    except ValueError as error:
        return _one(request, here, before, fault=str(error))
    audit(here, viewer, "removed", f"account {number}")
    # Takes seconds for a large database; nothing that can be asked for holds it any more.
    work = BackgroundTask(compact, here.engine)
    return RedirectResponse("/admin/accounts?done=removed", 303, background=work)


def _account(site: Site, number: int) -> Account:
    account = load_account(site.engine, site.settings.city, number)
    if account is None:
        raise HTTPException(404)
    return account


def _list(
    request: Request, site: Site, *, fault: str = "", given: dict[str, str] | None = None
) -> HTMLResponse:
    return page(
        request,
        "admin/accounts.html.j2",
        status=422 if fault else 200,
        accounts=load_accounts(site.engine, site.settings.city),
        roles=list(Role),
        longest=LONGEST_LINE,
        fault=fault,
        given=given or {"address": "", "name": "", "role": Role.READER},
        done=request.query_params.get("done", ""),
    )


def _one(
    request: Request, site: Site, account: Account, *, done: str = "", fault: str = ""
) -> HTMLResponse:
    return page(
        request,
        "admin/account.html.j2",
        status=422 if fault else 200,
        account=account,
        browsers=count_sessions(site.engine, account.id or 0, site.now()),
        roles=list(Role),
        longest=LONGEST_LINE,
        done=done,
        fault=fault,
    )


def _what(before: Account, after: Account) -> str:
    changed = [f"role {before.role} to {after.role}"] if before.role is not after.role else []
    if before.name != after.name:
        changed.append("name")
    if (before.disabled_at is None) != (after.disabled_at is None):
        changed.append("enabled" if after.disabled_at is None else "disabled")
    return f"changed: {', '.join(changed) or 'nothing'}"
