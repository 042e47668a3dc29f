"""`/calls` and what belongs to it: addresses, and what stands behind each."""

from functools import cache
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from matcher.places import Place
from matcher.web.calls.asked import Asked, address_of, read_asked
from matcher.web.calls.cards import names_of
from matcher.web.calls.downloads import as_atom, as_csv, as_json, as_xlsx
from matcher.web.calls.finding import Found, cards_of, find
from matcher.web.calls.view import results_view
from matcher.web.limits import search_limited
from matcher.web.pages import page, part
from matcher.web.site import Here, Site
from matcher.web.snapshot import Snapshot, notice, snapshot
from matcher.web.viewer import Role, require

router = APIRouter(dependencies=[Depends(require(Role.READER)), Depends(search_limited)])

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def asked_for(request: Request) -> Asked:
    """Return the search that the address says."""
    return read_asked(request.query_params.multi_items())


Wanted = Annotated[Asked, Depends(asked_for)]


@router.get("/calls", response_class=HTMLResponse)
def calls(request: Request, site: Here, asked: Wanted) -> Response:
    """Show what a search finds; to a page that searches as one types, only what changes."""
    picture = snapshot(site)
    results = _results(site, picture, asked)
    if request.headers.get("hx-target") == "found":
        return _changed(request, asked, results)
    said = notice(picture)
    return page(request, "calls/page.html.j2", asked=asked, results=results, notice=said)


@router.get("/calls.csv")
def calls_csv(site: Here, asked: Wanted) -> Response:
    """Give the calls of a search for any spreadsheet."""
    found = find(site, snapshot(site), asked)
    return _file(as_csv(found, names_of(site.city)), "text/csv; charset=utf-8", found, "csv")


@router.get("/calls.xlsx")
def calls_xlsx(site: Here, asked: Wanted) -> Response:
    """Give the calls of a search for Excel."""
    found = find(site, snapshot(site), asked)
    book = as_xlsx(found, names_of(site.city), site.city.profile)
    return _file(book, _EXCEL, found, "xlsx")


@router.get("/calls.json")
def calls_json(site: Here, asked: Wanted) -> Response:
    """Give the calls of a search for programs."""
    found = find(site, snapshot(site), asked)
    return Response(as_json(found, names_of(site.city)), media_type="application/json")


@router.get("/calls.atom")
def calls_atom(site: Here, asked: Wanted) -> Response:
    """Give the calls of a search for feed readers."""
    picture = snapshot(site)
    found = find(site, picture, asked)
    rights = " · ".join(_credits(picture.place))
    feed = as_atom(found, names_of(site.city), site.city.profile, rights, site.settings.web_address)
    return Response(feed, media_type="application/atom+xml; charset=utf-8")


def _credits(place: Place) -> tuple[str, ...]:
    """Return what the licences of the calls' sources ask to be said."""
    return place.catalogue.credits if place.catalogue is not None else _source_credits()


@cache
def _source_credits() -> tuple[str, ...]:
    from scrapers.registry import load_sources

    return tuple(source.definition.licence.credit for source in load_sources())


def _file(content: bytes, kind: str, found: Found, ending: str) -> Response:
    name = f"calls-{found.picture.as_of.date().isoformat()}.{ending}"
    return Response(
        content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _changed(request: Request, asked: Asked, results: Markup) -> Response:
    # A word that is being typed is no page to come back to; a choice is.
    typing = request.headers.get("hx-trigger") == "q"
    headers = {"HX-Replace-Url" if typing else "HX-Push-Url": address_of(asked)}
    return HTMLResponse(results, headers=headers)


def _results(site: Site, picture: Snapshot, asked: Asked) -> Markup:
    """Return the results as they stand on the page, worked out once for all who ask the same."""
    key = (asked, picture.decide, site.searcher.encoder is not None)

    def make() -> Markup:
        found = find(site, picture, asked)
        view = results_view(found, cards_of(found, site), site.city.profile)
        return part("calls/results.html.j2", view=view)

    return site.shown.once(picture.index, key, make)
