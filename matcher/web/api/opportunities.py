"""`/common-grants/opportunities`: every call, closed ones too, in the protocol's words."""

from http import HTTPStatus
from uuid import UUID

from common_grants_sdk.schemas.pydantic.models import OpportunityBase
from common_grants_sdk.schemas.pydantic.responses import (
    FilterInfo,
    OpportunitiesListResponse,
    OpportunitiesSearchResponse,
    OpportunityResponse,
)
from common_grants_sdk.schemas.pydantic.sorting import SortedResultsInfo
from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response

from matcher.commongrants.asked import PAGE_SIZE, OpportunitySearch, Page
from matcher.commongrants.opportunity import Told, opportunity
from matcher.commongrants.select import (
    Order,
    opportunities,
    opportunity_order,
    sort_opportunities,
)
from matcher.web.api.answers import answer
from matcher.web.api.common import READING, reads, searches
from matcher.web.api.paging import PageNumber, PageSize, part
from matcher.web.api.searching import NO_WORDS, Sought, has_words, seek
from matcher.web.api.shelf import Shelf, shelf_of
from matcher.web.limits import search_limited
from matcher.web.site import Here, Site

OK, SUCCESS = 200, "Success"

router = APIRouter(
    prefix="/common-grants/opportunities", tags=["Opportunities"], dependencies=READING
)


@router.get(
    "",
    operation_id="Opportunities_list",
    response_model=OpportunitiesListResponse,
    responses=reads(),
)
def list_opportunities(
    request: Request, site: Here, page: PageNumber = 1, page_size: PageSize = PAGE_SIZE
) -> Response:
    """List all calls, those that changed last first."""
    shelf = shelf_of(site)
    told, info = part(shelf.calls, Page(page=page, page_size=page_size))
    items = [opportunity(each, shelf.names) for each in told]
    return answer(
        request,
        OpportunitiesListResponse(status=OK, message=SUCCESS, items=items, pagination_info=info),
    )


@router.post(
    "/search",
    operation_id="Opportunities_search",
    response_model=OpportunitiesSearchResponse,
    responses=searches(),
    dependencies=[Depends(search_limited)],
)
def search_opportunities(request: Request, site: Here, asked: OpportunitySearch) -> Response:
    """Find calls by a text and by filters, all of which must hold."""
    return answer(request, search(site, shelf_of(site), asked))


@router.get(
    "/{oppId:uuid}",
    operation_id="Opportunities_read",
    response_model=OpportunityResponse,
    responses=reads(404),
)
def read_opportunity(request: Request, site: Here, oppId: UUID) -> Response:  # noqa: N803
    """Return one call, with the sentences its facts were read from."""
    shelf = shelf_of(site)
    told = shelf.call(oppId)
    if told is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "There is no opportunity with this id.")
    data = opportunity(told, shelf.names, detailed=True)
    return answer(request, OpportunityResponse(status=OK, message=SUCCESS, data=data))


def search(site: Site, shelf: Shelf, asked: OpportunitySearch) -> OpportunitiesSearchResponse:
    """Return what a search finds: the best first where it has a text and asks for no order."""
    text = (asked.search or "").strip()
    sought = seek(site, shelf.picture, text) if has_words(text) else None
    scores = sought.relevance() if sought else {}
    among = [told for told in shelf.calls if not sought or told.row.call.key in scores]
    selected = opportunities(among, asked.filters)
    order = opportunity_order(asked.sorting, searched=sought is not None)
    ordered = sort_opportunities(selected.found, order, site.city.rates, scores)
    told, info = part(ordered, asked.pagination or Page())
    errors = [NO_WORDS] if text and sought is None else []
    return OpportunitiesSearchResponse(
        status=OK,
        message=SUCCESS,
        items=[_item(each, shelf, sought) for each in told],
        pagination_info=info,
        sort_info=sort_info(order),
        filter_info=FilterInfo(filters=selected.applied, errors=[*errors, *selected.errors]),
    )


def _item(told: Told, shelf: Shelf, sought: Sought | None) -> OpportunityBase:
    found = sought.said_of(told.row.call.key) if sought else None
    return opportunity(told, shelf.names, found)


def sort_info(order: Order) -> SortedResultsInfo:
    """Say in the protocol's words how results are sorted."""
    return SortedResultsInfo(
        sort_by=order.sort_by,
        custom_sort_by=order.custom_sort_by,
        sort_order=order.sort_order,
        errors=list(order.errors),
    )
