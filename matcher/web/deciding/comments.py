"""What people say of a call, for one another: seen by who is signed in."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from matcher.store import add_comment, remove_comment
from matcher.web.csrf import genuine
from matcher.web.deciding.place import address_of, deciding_page, fault_of, place_of
from matcher.web.site import Here
from matcher.web.viewer import Looking, Role, Viewer, audit, require
from models.comment import Comment
from models.subscriber import is_address

router = APIRouter(dependencies=[Depends(require(Role.RESEARCHER)), Depends(genuine)])

Text = Annotated[str, Form()]


@router.post("/comments")
def say(
    request: Request, site: Here, viewer: Looking, call: Text = "", back: Text = "", text: Text = ""
) -> Response:
    """Store a comment."""
    place = place_of(site, call, back)
    comment = Comment(
        city=site.settings.city,
        call_key=place.key,
        account_id=viewer.account_id,
        name=shown_name(viewer),
        text=text,
        said_at=site.now(),
    )
    try:
        number = add_comment(site.engine, comment)
    except ValueError as error:
        return deciding_page(request, site, viewer, place, fault=fault_of(error), said=text)
    audit(site, viewer, f"said comment {number}", place.key)
    return RedirectResponse(address_of(place, "said", "#comments"), HTTPStatus.SEE_OTHER)


@router.post("/comments/remove")
def remove(
    site: Here,
    viewer: Looking,
    call: Text = "",
    back: Text = "",
    number: Annotated[int, Form()] = 0,
) -> Response:
    """Take a comment away: one's own, or for an admin anybody's."""
    place = place_of(site, call, back)
    author = None if viewer.may(Role.ADMIN) else viewer.account_id
    if not remove_comment(site.engine, site.settings.city, number, site.now(), author=author):
        raise HTTPException(HTTPStatus.FORBIDDEN, "That comment is not yours, or it is gone.")
    audit(site, viewer, f"removed comment {number}", place.key)
    return RedirectResponse(address_of(place, "removed", "#comments"), HTTPStatus.SEE_OTHER)


def shown_name(viewer: Viewer) -> str:
    """Return the name that stands beside somebody's comment: never their address."""
    return f"a {viewer.role}" if is_address(viewer.name) else viewer.name
