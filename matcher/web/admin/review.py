"""What waits for a person: changes on watched pages, merges that may be wrong, new figures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from matcher.city.indicator_files import IndicatorReport, Note, latest_report
from matcher.digest.safe import clip, web_address
from matcher.history.diff import change_lines, changes
from matcher.history.words import field_label, value_words
from matcher.identity.join import join_calls
from matcher.places import one_writer
from matcher.store import (
    QueuedCall,
    add_split,
    decide_review,
    load_calls,
    load_identities,
    load_review_queue,
    load_splits,
    remove_split,
)
from matcher.web.csrf import genuine
from matcher.web.pages import page
from matcher.web.site import Here, Site
from matcher.web.viewer import Looking, audit
from models.call import Call

router = APIRouter(prefix="/review")

_NOT_SHOWN = frozenset({"source", "source_id", "title", "url", "evidence", "text", "stated_on"})
_LONGEST = 300  # characters
_SHOWN = 50  # of the queue, and of merges, on one page
_DIFFERENT = (Note.NEW, Note.REVISED, Note.UNCLEAR)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call that waits, in words."""

    key: str
    title: str
    address: str | None
    queued: QueuedCall
    is_new: bool
    lines: tuple[str, ...]
    seen: str  # the hash of what is shown, so that nobody accepts what they did not see


@dataclass(frozen=True, slots=True)
class Merge:
    """Calls that are shown as one."""

    key: str
    title: str
    lead_key: str
    lead_title: str
    reason: str


@router.get("", response_class=HTMLResponse)
def show(request: Request, here: Here, done: str = "") -> HTMLResponse:
    """Show the queue, the merges and the figures."""
    queue = load_review_queue(here.engine)
    merges, splits = _merges(here)
    latest = latest_report(here.settings.city_folder)
    return page(
        request,
        "admin/review.html.j2",
        waiting=[in_words(each) for each in queue[:_SHOWN]],
        more=max(0, len(queue) - _SHOWN),
        merges=merges[:_SHOWN],
        more_merges=max(0, len(merges) - _SHOWN),
        splits=splits,
        figures=_figures(latest[1]) if latest else None,
        done=done,
    )


@router.post("/decide", dependencies=[Depends(genuine)])
def decide(
    here: Here,
    viewer: Looking,
    key: Annotated[str, Form()],
    seen: Annotated[str, Form()],
    verdict: Annotated[str, Form()],
) -> Response:
    """Store what a watched page says, or never ask about it again."""
    if verdict not in ("accept", "reject"):
        raise HTTPException(422, "Neither accepted nor rejected.")
    accept = verdict == "accept"
    with one_writer(here.settings):
        decide_review(here.engine, key, accept, here.now(), seen=seen)
        if accept:
            join_calls(here.engine)
    audit(here, viewer, "change accepted" if accept else "change rejected", key)
    return RedirectResponse(f"/admin/review?done={verdict}ed", 303)


@router.post("/split", dependencies=[Depends(genuine)])
def split(here: Here, viewer: Looking, key: Annotated[str, Form()]) -> Response:
    """Take a call out of the one it is shown under."""
    return _join_anew(here, viewer, key, lambda: add_split(here.engine, key, here.now()), "split")


@router.post("/join", dependencies=[Depends(genuine)])
def join(here: Here, viewer: Looking, key: Annotated[str, Form()]) -> Response:
    """Undo a split."""
    return _join_anew(here, viewer, key, lambda: remove_split(here.engine, key), "joined")


def in_words(each: QueuedCall) -> Waiting:
    """Say what a watched page says now: each change, or each fact of a new call."""
    call = each.call
    if each.before is None:
        lines = [
            f"{field_label(n)}: {_short(value_words(getattr(call, n)))}" for n in _stated(call)
        ]
    else:
        lines = [
            _short(line) for change in changes(each.before, call) for line in change_lines(change)
        ]
    return Waiting(
        key=call.key,
        title=clip(call.title, 200),
        address=web_address(call.url),
        queued=each,
        is_new=each.before is None,
        lines=tuple(lines),
        seen=call.content_hash(),
    )


def _join_anew(
    site: Site, viewer: Looking, key: str, work: Callable[[], None], done: str
) -> Response:
    with one_writer(site.settings):
        try:
            work()
        except ValueError as error:
            raise HTTPException(404, f"{error}.") from None
        join_calls(site.engine)
    audit(site, viewer, f"merge {done}", key)
    return RedirectResponse(f"/admin/review?done={done}#merges", 303)


def _merges(site: Site) -> tuple[list[Merge], list[tuple[str, str]]]:
    """Return what is shown as one, and key and title of what a person took apart."""
    leads, splits = load_identities(site.engine), load_splits(site.engine)
    wanted = {*leads, *(lead for lead, _ in leads.values()), *splits}
    titles = _titles(site, wanted) if wanted else {}
    merges = [
        Merge(key, titles.get(key, key), lead, titles.get(lead, lead), reason)
        for key, (lead, reason) in leads.items()
    ]
    return merges, sorted((key, titles.get(key, key)) for key in splits)


def _titles(site: Site, wanted: set[str]) -> dict[str, str]:
    calls: Sequence[Call] = [stored.call for stored in load_calls(site.engine)]
    return {call.key: clip(call.title, 120) for call in calls if call.key in wanted}


def _stated(call: Call) -> list[str]:
    names = (field.name for field in fields(Call) if field.name not in _NOT_SHOWN)
    return [name for name in names if value_words(getattr(call, name)) != "not stated"]


def _short(text: str) -> str:
    return clip(text, _LONGEST)


def _figures(report: IndicatorReport) -> dict[str, object]:
    """Return the newest figures that are not as needs.yaml has them."""
    rows = [
        {"need": need.name, "row": row}
        for need in report.needs
        for row in need.indicators
        if row.note in _DIFFERENT
    ]
    return {"as_of": report.as_of, "rows": rows, "in_all": report.figures, "credit": report.credit}
