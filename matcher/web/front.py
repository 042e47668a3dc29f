"""The front page: what is to decide, what closes soon, and where to go on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, PlainTextResponse

from matcher.digest.words import count_words
from matcher.web.lines import CallLine, line_of
from matcher.web.pages import page
from matcher.web.site import Here
from matcher.web.snapshot import Snapshot, notice, snapshot
from matcher.web.viewer import Role, require
from models.call import CallStatus
from models.digest import RankedCall
from models.scale import Track

router = APIRouter()

_SOON = 6  # calls that close soon are shown at most
_TRACKS = {
    Track.COMPANY: ("for companies that grow", "company"),
    Track.CAPACITY: ("for research capacity", "capacity"),
    Track.DATA: ("for shared data", "data"),
}


@dataclass(frozen=True, slots=True)
class TrackLine:
    """How many calls stand under a heading of their own, and where."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class FrontView:
    """What the front page shows."""

    decide: tuple[CallLine, ...] | None  # None: the choice is still being worked out
    closing: tuple[CallLine, ...]
    closing_days: int
    counted: str  # all calls that answer a need
    tracks: tuple[TrackLine, ...]


@router.get("/", response_class=HTMLResponse, dependencies=[Depends(require(Role.READER))])
def home(request: Request, site: Here) -> HTMLResponse:
    """Say what is to decide and where to go on."""
    picture = snapshot(site)
    return page(request, "home.html.j2", front=front_view(picture), notice=notice(picture))


@router.get("/up", response_class=PlainTextResponse)
def up() -> str:
    """Answer a load balancer."""
    return "ok\n"


def front_view(picture: Snapshot) -> FrontView:
    """Choose what stands on the front page. Pure."""
    background = picture.background
    shown = [row for row in picture.rows if row.needs and not row.dismissed and row.status]
    days = background.profile.thresholds.closing_soon_days
    decide = picture.decide
    return FrontView(
        decide=None
        if decide is None
        else tuple(line_of(picture.by_key[key], background) for key in decide),
        closing=tuple(line_of(row, background) for row in _closing(shown, days)),
        closing_days=days,
        counted=f"{count_words(len(shown), 'call')} open or announced",
        tracks=tuple(_tracks(shown)),
    )


def _closing(rows: Sequence[RankedCall], days: int) -> list[RankedCall]:
    """Return the open calls that close within so many days, the soonest first."""
    closing = [
        row
        for row in rows
        if row.status is CallStatus.OPEN and row.days_left is not None and row.days_left <= days
    ]
    return sorted(closing, key=lambda row: (row.days_left or 0, -row.score))[:_SOON]


def _tracks(rows: Sequence[RankedCall]) -> list[TrackLine]:
    counts = Counter(row.track.track for row in rows)
    return [
        TrackLine(f"{count_words(counts[track], 'call')} {words}", f"/calls?track={value}")
        for track, (words, value) in _TRACKS.items()
        if counts[track]
    ]
