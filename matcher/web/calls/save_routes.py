"""`/calls/save`: keep a search, and get mail when a new call answers it."""

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from matcher.store import add_subscribers, change_subscriber, find_subscribers
from matcher.store.accounts import load_account
from matcher.web.calls.asked import address_of
from matcher.web.calls.routes import Wanted
from matcher.web.calls.saving import how_often, new_reader, offer_of, with_search
from matcher.web.csrf import genuine
from matcher.web.pages import page, sorry
from matcher.web.site import Here, Site
from matcher.web.viewer import Looking, Role, Viewer, audit, require
from models.account import Account
from models.subscriber import SavedSearch, Subscriber

router = APIRouter(dependencies=[Depends(require(Role.READER))])


@router.get("/calls/save", response_class=HTMLResponse)
def ask(request: Request, site: Here, viewer: Looking, asked: Wanted) -> HTMLResponse:
    """Say what would be saved, that it sends mail, and how often."""
    account = _account(site, viewer)
    return page(
        request,
        "calls/save.html.j2",
        offer=offer_of(asked, site.city.profile),
        often=how_often(_reader(site, account)),
        address=account.address if account else "",
        here=address_of(asked, "/calls/save"),
        back=address_of(asked),
        saved=False,
    )


@router.post("/calls/save", response_class=HTMLResponse, dependencies=[Depends(genuine)])
def save(request: Request, site: Here, viewer: Looking, asked: Wanted) -> HTMLResponse:
    """Save the search of somebody who is signed in."""
    account = _account(site, viewer)
    offer = offer_of(asked, site.city.profile)
    if account is None:
        return sorry(request, 403, "Sign in first", "A search is saved for an address of yours.")
    if offer.search is None:
        return ask(request, site, viewer, asked)
    try:
        person = _save(site, account, offer.search)
    except ValueError as error:
        return sorry(request, 409, "That could not be saved", str(error))
    audit(site, viewer, "saved a search", f"subscriber {person.id}")
    return page(
        request,
        "calls/save.html.j2",
        offer=offer,
        often=how_often(person),
        address=account.address,
        here=address_of(asked, "/calls/save"),
        back=address_of(asked),
        saved=True,
    )


def _account(site: Site, viewer: Viewer) -> Account | None:
    if viewer.account_id is None:
        return None
    return load_account(site.engine, site.city.folder, viewer.account_id)


def _reader(site: Site, account: Account | None) -> Subscriber | None:
    if account is None:
        return None
    found = find_subscribers(site.engine, account.address, site.city.folder)
    return found[0] if found else None


def _save(site: Site, account: Account, search: SavedSearch) -> Subscriber:
    """Add the search to what the account's owner gets mail for. ValueError where that is full."""
    person = _reader(site, account)
    if person is None:
        add_subscribers(site.engine, [new_reader(account, search, site.now())])
    else:
        change_subscriber(site.engine, with_search(person, search))
    saved = _reader(site, account)
    if saved is None:
        raise ValueError("Your address was removed meanwhile.")
    return saved
