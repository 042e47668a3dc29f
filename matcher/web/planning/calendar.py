"""`/calendar`: openings, latest starts and deadlines by month, and the same as a file."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from itertools import groupby
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from matcher.digest.words import date_words
from matcher.strategy.calendar_file import calendar
from matcher.web.lines import CallLine, line_of
from matcher.web.pages import page
from matcher.web.planning.events import (
    Day,
    DayKind,
    Wanted,
    days_of,
    doubt_about,
    entries_of,
    wanted_rows,
)
from matcher.web.site import Here, Site
from matcher.web.snapshot import Snapshot, notice, snapshot
from matcher.web.viewer import Role, require
from models.organisation import Organisation

router = APIRouter(dependencies=[Depends(require(Role.READER))])

_MONTHS = 3  # shown at once
_MOST = 400  # entries on a page and calls in a file: more is no calendar that anybody reads
_WORDS = {
    DayKind.OPENS: "opens",
    DayKind.START: "start a bid by today at the latest",
    DayKind.CLOSES: "closes",
}


@dataclass(frozen=True, slots=True)
class DayView:
    """One thing on one day."""

    kind: str
    words: str
    call: CallLine
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month in the list of those that can be looked at."""

    name: str
    count: int
    address: str
    shown: bool


@router.get("/calendar", response_class=HTMLResponse)
def show(
    request: Request,
    site: Here,
    need: str = "",
    organisation: str = "",
    size: str = "",
    month: str = "",
) -> HTMLResponse:
    """Show what opens, closes and has to begin, by month."""
    picture = snapshot(site)
    wanted = _wanted(site, need, organisation, size)
    rows = wanted_rows(picture.rows, wanted)
    days = days_of(rows, picture.background, picture.as_of)
    shown = months_shown(days, month)
    within = [day for day in days if _month(day.on) in shown]
    return page(
        request,
        "planning/calendar.html.j2",
        notice=notice(picture),
        months=_months(days, shown, wanted),
        groups=_groups(within[:_MOST], picture, site),
        left_out=len(within[_MOST:]),
        wanted=wanted,
        needs=site.city.profile.needs,
        organisations=sorted(_leading(site), key=lambda each: each.name),
        file=f"/calendar.ics?{urlencode(_pairs(wanted))}",
    )


@router.get("/calendar.ics")
def file(site: Here, need: str = "", organisation: str = "", size: str = "") -> Response:
    """Return the same days as a calendar file."""
    picture = snapshot(site)
    rows = list(wanted_rows(picture.rows, _wanted(site, need, organisation, size)))[:_MOST]
    entries = entries_of(rows, picture.background, picture.as_of)
    headers = {"Content-Disposition": 'attachment; filename="calls.ics"'}
    return Response(calendar(entries, site.now()), headers=headers, media_type="text/calendar")


def months_shown(days: Sequence[Day], month: str) -> list[str]:
    """Return the months to show, "2026-08": from the one asked for, those that have a day."""
    every = sorted({_month(day.on) for day in days})
    return [each for each in every if each >= month][:_MONTHS] or every[-_MONTHS:]


def _wanted(site: Site, need: str, organisation: str, size: str) -> Wanted:
    """Check what is asked for; 422, in a sentence, for what the city does not have."""
    profile = site.city.profile
    if need and all(each.id != need for each in profile.needs):
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "The city has no such need.")
    if organisation and all(each.id != organisation for each in profile.organisations):
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "There is no such organisation.")
    return Wanted(need, organisation, large=size == "large")


def _leading(site: Site) -> Iterable[Organisation]:
    return (each for each in site.city.profile.organisations if each.can_lead)


def _pairs(wanted: Wanted) -> list[tuple[str, str]]:
    size = "large" if wanted.large else ""
    pairs = [("need", wanted.need), ("organisation", wanted.organisation), ("size", size)]
    return [(name, value) for name, value in pairs if value]


def _months(days: Sequence[Day], shown: Sequence[str], wanted: Wanted) -> list[MonthView]:
    counts = Counter(_month(day.on) for day in days)
    return [
        MonthView(
            name=_month_words(month),
            count=count,
            address=f"/calendar?{urlencode([*_pairs(wanted), ('month', month)])}",
            shown=month in shown,
        )
        for month, count in sorted(counts.items())
    ]


def _groups(
    days: Sequence[Day], picture: Snapshot, site: Site
) -> list[tuple[str, list[tuple[str, list[DayView]]]]]:
    """Return the months, in each its days, on each day what happens."""
    names = {need.id: need.name for need in site.city.profile.needs}

    def view(day: Day) -> DayView:
        call = line_of(day.row, picture.background)
        needs = tuple(names[match.target_id] for match in day.row.needs[:2])
        return DayView(day.kind.value, _WORDS[day.kind] + doubt_about(day), call, needs)

    return [
        (
            _month_words(month),
            [
                (date_words(on), [view(day) for day in of_day])
                for on, of_day in groupby(of_month, key=lambda day: day.on)
            ],
        )
        for month, of_month in groupby(days, key=lambda day: _month(day.on))
    ]


def _month(day: date) -> str:
    return f"{day.year}-{day.month:02}"


def _month_words(month: str) -> str:
    words = date_words(date.fromisoformat(f"{month}-01"))
    return words.partition(" ")[2].partition(" ")[2]
