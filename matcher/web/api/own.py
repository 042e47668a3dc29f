"""`/api`: what the city makes of the calls. Matches, the shortlist, and the sources' health."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response

from matcher.commongrants.asked import PAGE_SIZE, Page
from matcher.source_state import source_states, state_as_json
from matcher.web.api.answers import answer
from matcher.web.api.common import READING, reads
from matcher.web.api.matches import Matches, MatchFound, match_of, matches_page
from matcher.web.api.paging import PageNumber, PageSize
from matcher.web.api.shelf import shelf_of
from matcher.web.api.shortlisted import Shortlist, shortlist_of
from matcher.web.api.sources import Source, Sources
from matcher.web.site import Here

router = APIRouter(prefix="/api", tags=["City"], dependencies=READING)

Id = Annotated[str | None, Query(max_length=100)]


@router.get("/matches", operation_id="matches", response_model=Matches, responses=reads())
def list_matches(
    request: Request,
    site: Here,
    need: Annotated[Id, Query(description="Only calls that answer this need")] = None,
    organisation: Annotated[Id, Query(description="Only calls that it could lead")] = None,
    least_score: Annotated[
        float, Query(alias="leastScore", ge=0, le=1, description="Least fit with the city")
    ] = 0,
    page: PageNumber = 1,
    page_size: PageSize = PAGE_SIZE,
) -> Response:
    """List the calls that may still be bid for, those that fit the city best first."""
    shelf = shelf_of(site)
    asked = Page(page=page, page_size=page_size)
    return answer(request, matches_page(shelf, need, organisation, least_score, asked))


@router.get(
    "/matches/{id:uuid}", operation_id="match", response_model=MatchFound, responses=reads(404)
)
def read_match(request: Request, site: Here, id: UUID) -> Response:  # noqa: A002
    """Return how one call fits the city, and why; its id is that of the opportunity."""
    shelf = shelf_of(site)
    told = shelf.call(id)
    if told is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "There is no call with this id.")
    found = match_of(told, shelf.names)
    return answer(request, MatchFound(as_of=shelf.picture.as_of, match=found))


@router.get("/shortlist", operation_id="shortlist", response_model=Shortlist, responses=reads())
def read_shortlist(request: Request, site: Here) -> Response:
    """Return the few strategic bids that are put up for decision, worth most first."""
    return answer(request, shortlist_of(shelf_of(site)))


@router.get("/sources", operation_id="sources", response_model=Sources, responses=reads())
def list_sources(request: Request, site: Here) -> Response:
    """List every source with how it fared, and what no source covers yet."""
    rows = [Source.model_validate(state_as_json(each)) for each in source_states(site.engine)]
    return answer(request, Sources(items=rows, not_covered=list(site.city.profile.not_covered)))
