"""`/pipeline`: what opens next, so that a consortium can start before the call does."""

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from matcher.digest.safe import clip, plain, web_address
from matcher.digest.words import day_month_year
from matcher.store import previous_rounds
from matcher.strategy.coming import Coming, coming
from matcher.web.board.boards import state_of
from matcher.web.lines import call_address
from matcher.web.pages import page, part
from matcher.web.site import Here, Site
from matcher.web.snapshot import Snapshot, notice, snapshot
from matcher.web.viewer import Role, require
from models.city import CityProfile
from models.pipeline import Round

router = APIRouter(dependencies=[Depends(require(Role.READER))])

_TITLE, _FUNDER, _NEEDS = 180, 100, 3  # characters, and needs named


@dataclass(frozen=True, slots=True)
class ComingView:
    """One thing that opens next."""

    title: str
    address: str  # of the call's page, or of the newest round's
    source: str | None  # the funder's page
    funder: str
    begins: str  # "" where no day is known
    words: str
    needs: tuple[str, ...]
    timetable: str


@router.get("/pipeline", response_class=HTMLResponse)
def show(request: Request, site: Here, size: str = "") -> HTMLResponse:
    """Show announced calls that answer a need, and expected rounds, the next to start first."""
    picture = snapshot(site)
    everything = size == "all"
    key = ("pipeline", state_of(picture), everything)
    filled = site.shown.once(picture.index, key, lambda: _part(site, picture, everything))
    return page(request, "planning/pipeline.html.j2", notice=notice(picture), part=filled)


def pipeline_of(picture: Snapshot) -> list[Coming]:
    """Return what opens next, as the command of that name does."""
    previous = previous_rounds(picture.place.engine)
    rounds = [
        Round(call, previous.get(call.key))
        for merged in picture.laid.merged.values()
        for call in merged.members
    ]
    return coming(picture.rows, rounds, picture.background, picture.as_of)


def _part(site: Site, picture: Snapshot, everything: bool) -> Markup:
    found = pipeline_of(picture)
    shown = [each for each in found if everything or each.is_large]
    return part(
        "planning/coming.html.j2",
        announced=[_view(each, site.city.profile) for each in shown if each.row is not None],
        expected=[_view(each, site.city.profile) for each in shown if each.row is None],
        left_out=len(found) - len(shown),
        everything=everything,
    )


def _view(each: Coming, profile: CityProfile) -> ComingView:
    opening = each.opening
    needs = each.row.needs if each.row else ()
    names = tuple(plain(profile.need(match.target_id).name) for match in needs[:_NEEDS])
    more = (f"{len(needs) - _NEEDS} more",) if len(needs) > _NEEDS else ()
    return ComingView(
        title=clip(opening.title, _TITLE) or "title not stated",
        address=call_address(each.row.call.key if each.row else opening.key),
        source=web_address(opening.url),
        funder=clip(opening.funder or "", _FUNDER) or "funder not stated",
        begins=day_month_year(each.begins) if each.begins != date.max else "",
        words=opening.words,
        needs=(*names, *more),
        timetable=each.timetable.words if each.timetable else "",
    )
