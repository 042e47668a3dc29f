"""A part of a long list, and where it stands in it."""

from collections.abc import Sequence
from typing import Annotated, TypeVar

from common_grants_sdk.schemas.pydantic.pagination import PaginatedResultsInfo
from fastapi import Query

from matcher.commongrants.asked import INT32, PAGE_SIZE, Page

T = TypeVar("T")

MOST = 500
"""Items of one page. Who asks for more gets this many, and is told so in `pageSize`."""

PageNumber = Annotated[int, Query(ge=1, le=INT32, description="The page to return")]
PageSize = Annotated[
    int,
    Query(
        alias="pageSize",
        ge=1,
        le=INT32,
        description=f"The number of items to return per page; {MOST} at most are returned",
    ),
]


def part(items: Sequence[T], asked: Page) -> tuple[Sequence[T], PaginatedResultsInfo]:
    """Return the items of a page, none past the end, and how many pages there are."""
    size = min(asked.page_size, MOST)
    start = (asked.page - 1) * size
    info = PaginatedResultsInfo(
        page=asked.page,
        page_size=size,
        total_items=len(items),
        total_pages=-(-len(items) // size),
    )
    return items[start : start + size], info


__all__ = ["MOST", "PAGE_SIZE", "PageNumber", "PageSize", "part"]
