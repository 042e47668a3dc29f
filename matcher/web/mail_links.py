"""Pages behind the links of a mail: confirm, unsubscribe, pause, change. No password.

Opening a link changes nothing, since mail programs open links to look for harm; the
button on the page does. A mail program's own unsubscribe button sends the form that
RFC 8058 names, and that acts at once.
"""

from collections.abc import Callable, Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from matcher.mail.links import (
    LinkError,
    LinkPurpose,
    admit,
    link_address,
    make_link,
    read_token,
)
from matcher.mail.standing import KEPT_AFTER_LEAVING, come_back, confirm, leave, pause
from matcher.store import change_subscriber, load_subscriber
from matcher.web.pages import page, sorry
from matcher.web.site import Here, Site
from matcher.web.wishes_form import (
    WishesForm,
    as_form,
    choices_of,
    form_as_sent,
    read_form,
    sent_form,
)
from models.subscriber import Subscriber

router = APIRouter(prefix="/mail")

Text = Annotated[str, Form()]
Change = Callable[[Subscriber], Subscriber]


@router.get("/{purpose}/{token}", response_class=HTMLResponse)
def look(request: Request, site: Here, purpose: LinkPurpose, token: str) -> Response:
    """Show what the link is there for, and change nothing."""
    person = _person(site, purpose, token)
    if isinstance(person, str):
        return _dead(request, person)
    if purpose is LinkPurpose.CHANGE:
        return _wishes_page(request, site, token, as_form(person), {})
    return _page(request, site, purpose, person, token)


@router.post("/confirm/{token}", response_class=HTMLResponse)
def do_confirm(request: Request, site: Here, token: str) -> Response:
    """Let the digest come."""
    return _act(request, site, LinkPurpose.CONFIRM, token, lambda p: confirm(p, site.now()))


@router.post("/unsubscribe/{token}", response_class=HTMLResponse)
def do_unsubscribe(request: Request, site: Here, token: str, back: Text = "") -> Response:
    """Stop the mails; or, from the page that says so, take that back."""
    return _act(
        request,
        site,
        LinkPurpose.UNSUBSCRIBE,
        token,
        come_back if back else lambda p: leave(p, site.now().date()),
    )


@router.post("/pause/{token}", response_class=HTMLResponse)
def do_pause(
    request: Request, site: Here, token: str, until: Text = "", back: Text = ""
) -> Response:
    """Send nothing for a while, or go on."""
    person = _person(site, LinkPurpose.PAUSE, token)
    if isinstance(person, str):
        return _dead(request, person)
    try:
        end = date.fromisoformat(until) if until else None
        changed = come_back(person) if back else pause(person, end, site.now().date())
    except ValueError as error:
        fault = "write the day as the field asks" if "isoformat" in str(error) else str(error)
        return _page(request, site, LinkPurpose.PAUSE, person, token, fault=fault, until=until)
    _store(site, person, changed)
    return _page(request, site, LinkPurpose.PAUSE, changed, token)


@router.post("/change/{token}", response_class=HTMLResponse)
def do_change(
    request: Request, site: Here, token: str, form: Annotated[FormData, Depends(sent_form)]
) -> Response:
    """Store what the form says, whole, or show it again with every fault."""
    person = _person(site, LinkPurpose.CHANGE, token)
    if isinstance(person, str):
        return _dead(request, person)
    changed, faults = read_form(form, person, site.city.profile)
    if changed is None:
        return _wishes_page(request, site, token, form_as_sent(form, person), faults)
    _store(site, person, changed)
    return RedirectResponse(f"/mail/change/{token}?saved=1", HTTPStatus.SEE_OTHER)


def _person(site: Site, purpose: LinkPurpose, token: str) -> Subscriber | str:
    """Return whom the link acts for, or why it acts for nobody."""
    try:
        link = read_token(site.secret, token, purpose, site.now())
        person = load_subscriber(site.engine, link.subscriber_id, site.settings.city)
        return admit(link, person)
    except LinkError as error:
        return str(error)


def _act(
    request: Request,
    site: Site,
    purpose: LinkPurpose,
    token: str,
    change: Change,
) -> Response:
    person = _person(site, purpose, token)
    if isinstance(person, str):
        return _dead(request, person)
    changed = change(person)
    _store(site, person, changed)
    return _page(request, site, purpose, changed, token)


def _store(site: Site, before: Subscriber, after: Subscriber) -> None:
    if after != before:
        change_subscriber(site.engine, after)


def _page(
    request: Request,
    site: Site,
    purpose: LinkPurpose,
    person: Subscriber,
    token: str,
    *,
    fault: str = "",
    until: str = "",
) -> HTMLResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK
    return page(
        request,
        f"mail/{purpose}.html.j2",
        status=status,
        person=person,
        state=person.state.value,
        token=token,
        fault=fault,
        until=until,
        links={other.value: _local(site, other, person) for other in _LASTING},
        kept_days=KEPT_AFTER_LEAVING.days,
    )


_LASTING = (LinkPurpose.UNSUBSCRIBE, LinkPurpose.PAUSE, LinkPurpose.CHANGE)


def _local(site: Site, purpose: LinkPurpose, person: Subscriber) -> str:
    """Return the address of another page for the same person, on this site."""
    return link_address("", site.secret, make_link(person, purpose, site.now()))


def _wishes_page(
    request: Request, site: Site, token: str, form: WishesForm, faults: Mapping[str, str]
) -> HTMLResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    person = form.person
    return page(
        request,
        "mail/change.html.j2",
        status=status,
        form=form,
        faults=faults,
        token=token,
        person=person,
        saved="saved" in request.query_params and not faults,
        links={other.value: _local(site, other, person) for other in _LASTING},
        choices=choices_of(site.city.profile),
    )


def _dead(request: Request, reason: str) -> HTMLResponse:
    said = f"{reason[0].upper()}{reason[1:]}."
    return sorry(request, HTTPStatus.GONE, "This link does not work", said)
