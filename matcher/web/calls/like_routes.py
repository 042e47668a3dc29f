"""`/calls/like`: calls for an abstract or a CV, whose text is in memory for the request alone.

It comes in the body of the request, which nothing writes down; its searches are not
remembered; and the page that answers does not hold it.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse

from matcher.web.calls.asked import USUAL_STATUS, Asked, Facet
from matcher.web.calls.finding import Found, cards_of
from matcher.web.calls.index import select
from matcher.web.calls.passages import LONGEST_TEXT, passages_of
from matcher.web.csrf import genuine
from matcher.web.limits import search_limited
from matcher.web.pages import page
from matcher.web.site import Here, Site
from matcher.web.snapshot import notice, snapshot
from matcher.web.viewer import Role, require

router = APIRouter(dependencies=[Depends(require(Role.READER)), Depends(search_limited)])


@router.get("/calls/like", response_class=HTMLResponse)
def ask(request: Request) -> HTMLResponse:
    """Ask for a text, and say what becomes of it."""
    return page(request, "calls/like.html.j2", cards=None, fault="", cut=False, note="")


@router.post("/calls/like", response_class=HTMLResponse, dependencies=[Depends(genuine)])
def find_like(request: Request, site: Here, text: Annotated[str, Form()] = "") -> HTMLResponse:
    """Show the calls that answer a text best."""
    passages = passages_of(text)
    if not passages:
        fault = "Paste a text of at least one word."
        return page(
            request, "calls/like.html.j2", status=422, cards=None, fault=fault, cut=False, note=""
        )
    found = _find(site, passages)
    return page(
        request,
        "calls/like.html.j2",
        cards=cards_of(found, site),
        fault="",
        cut=len(text) > LONGEST_TEXT,
        note=notice(found.picture),
    )


def _find(site: Site, passages: tuple[str, ...]) -> Found:
    """Search for all passages at once: a call counts by the one that it answers best."""
    picture = snapshot(site)
    asked = Asked(choices={Facet.STATUS: USUAL_STATUS})
    laid = picture.laid
    hits = site.searcher.search(passages, laid.corpus, laid.model_id, remember=False)
    selection = select(picture.index, asked.choices, asked.sort, hits.found, hits.fit)
    return Found(asked, picture, selection, hits)
