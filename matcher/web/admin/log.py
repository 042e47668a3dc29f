"""The log of what was changed, for admins: as pages and as a table for a spreadsheet."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from matcher.store.accounts import load_accounts
from matcher.store.audit import entries_as_csv, load_entries
from matcher.web.pages import page
from matcher.web.site import Here

router = APIRouter()

_ON_A_PAGE = 100


@router.get("/log", response_class=HTMLResponse)
def show(request: Request, here: Here, before: int | None = None) -> HTMLResponse:
    """Show a page of entries, newest first."""
    city = here.settings.city
    found = load_entries(here.engine, city, before=before, most=_ON_A_PAGE + 1)
    names = {each.id: each.name or each.address for each in load_accounts(here.engine, city)}
    return page(
        request,
        "admin/log.html.j2",
        entries=found[:_ON_A_PAGE],
        names=names,
        older=found[_ON_A_PAGE - 1].id if len(found) > _ON_A_PAGE else None,
        is_first=before is None,
    )


@router.get("/log.csv")
def as_table(here: Here) -> Response:
    """Return all entries as CSV."""
    text = entries_as_csv(load_entries(here.engine, here.settings.city))
    headers = {"Content-Disposition": 'attachment; filename="log.csv"'}
    return Response(text, media_type="text/csv", headers=headers)
