"""`/common-grants/awards`: who won what, in the protocol's words."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from uuid import UUID

from common_grants_sdk.schemas.pydantic.models import AwardBase
from common_grants_sdk.schemas.pydantic.responses import (
    AwardResponse,
    AwardsFilteredResponse,
    AwardsListResponse,
)
from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response

from matcher.commongrants.asked import PAGE_SIZE, AwardSearch, Page
from matcher.commongrants.award import award
from matcher.commongrants.select import AwardTold, award_order, awards, sort_awards, with_words
from matcher.web.api.answers import answer
from matcher.web.api.common import READING, reads, searches
from matcher.web.api.opportunities import OK, SUCCESS, sort_info
from matcher.web.api.paging import PageNumber, PageSize, part
from matcher.web.api.searching import NO_WORDS, has_words
from matcher.web.api.shelf import Shelf, shelf_of
from matcher.web.limits import search_limited
from matcher.web.site import Here
from models.city import ExchangeRate

router = APIRouter(prefix="/common-grants/awards", tags=["Awards"], dependencies=READING)


@router.get("", operation_id="Awards_list", response_model=AwardsListResponse, responses=reads())
def list_awards(
    request: Request, site: Here, page: PageNumber = 1, page_size: PageSize = PAGE_SIZE
) -> Response:
    """List all awards, those that their source showed last first."""
    shelf = shelf_of(site)
    told, info = part(shelf.awards, Page(page=page, page_size=page_size))
    return answer(
        request,
        AwardsListResponse.model_validate(
            _success(items=_items(shelf, told), pagination_info=info.model_dump())
        ),
    )


@router.post(
    "/search",
    operation_id="Awards_search",
    response_model=AwardsFilteredResponse,
    responses=searches(),
    dependencies=[Depends(search_limited)],
)
def search_awards(request: Request, site: Here, asked: AwardSearch) -> Response:
    """Find awards by words, all of which they must hold, and by filters."""
    return answer(request, search(shelf_of(site), asked, site.city.rates))


@router.get(
    "/{awdId:uuid}", operation_id="Awards_read", response_model=AwardResponse, responses=reads(404)
)
def read_award(request: Request, site: Here, awdId: UUID) -> Response:  # noqa: N803
    """Return one award."""
    shelf = shelf_of(site)
    told = shelf.award_by_id.get(awdId)
    if told is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "There is no award with this id.")
    (data,) = _items(shelf, [told])
    return answer(request, AwardResponse.model_validate(_success(data=data)))


def search(
    shelf: Shelf, asked: AwardSearch, rates: Mapping[str, ExchangeRate]
) -> AwardsFilteredResponse:
    """Return what a search finds."""
    text = (asked.search or "").strip()
    among = with_words(shelf.awards, text) if has_words(text) else shelf.awards
    selected = awards(among, asked.filters, shelf.today)
    errors = [NO_WORDS] if text and not has_words(text) else []
    order = award_order(asked.sorting)
    told, info = part(
        sort_awards(selected.found, order, rates, shelf.today), asked.pagination or Page()
    )
    return AwardsFilteredResponse.model_validate(
        _success(
            items=_items(shelf, told),
            pagination_info=info.model_dump(),
            sort_info=sort_info(order).model_dump(),
            filter_info={"filters": selected.applied, "errors": [*errors, *selected.errors]},
        )
    )


def _success(**content: object) -> dict[str, object]:
    return {"status": OK, "message": SUCCESS, **content}


def _items(shelf: Shelf, told: Sequence[AwardTold]) -> list[AwardBase]:
    return [award(each.award, shelf.today, each.created_at, each.seen_at) for each in told]
