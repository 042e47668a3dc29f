"""`/sources`: what is read, how well that goes, and what is not covered."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from matcher.digest.safe import clip, plain, web_address
from matcher.digest.words import LONDON, count_words, list_words, moment_words
from matcher.schedule.cadence import silent_from
from matcher.schedule.record import known_since
from matcher.schedule.times import Times, load_times
from matcher.source_state import SourceState, source_states
from matcher.web.pages import page
from matcher.web.site import Here
from matcher.web.snapshot import notice, snapshot
from matcher.web.viewer import Role, require
from models.report import SourceOutcome

router = APIRouter(dependencies=[Depends(require(Role.READER))])

_ISSUES = 3  # named for each source at most
_OUTCOMES = {
    SourceOutcome.OK: "went well",
    SourceOutcome.PARTLY: "some calls could not be read",
    SourceOutcome.REFUSED: "too few calls, so nothing was changed",
    SourceOutcome.FAILED: "could not be read",
}


@dataclass(frozen=True, slots=True)
class SourceView:
    """One source."""

    title: str
    address: str | None
    publisher: str
    summary: str
    gives: str
    how_often: str
    expected: str
    here: str  # how many of its calls are stored
    read: str  # when it was last read
    tried: str  # how the last try went, where that is another
    state: str  # "well", "silent", "trouble", "never"
    state_words: str
    new: str
    states: tuple[str, ...]  # what share of its calls state what
    issues: tuple[str, ...]
    doubts: tuple[str, ...]
    licence: str
    credit: str


@router.get("/sources", response_class=HTMLResponse)
def show(request: Request, site: Here) -> HTMLResponse:
    """Show every source: how it stands, what it covers, and what nobody covers."""
    picture = snapshot(site)
    times = load_times(site.settings.city_folder)
    since, now = known_since(site.engine), site.now()
    counts = Counter(
        call.key.partition(":")[0]
        for merged in picture.laid.merged.values()
        for call in merged.members
    )
    views = [
        (state.kind, source_view(state, times, since, now, counts[state.name]))
        for state in source_states(site.engine)
    ]
    ordered = sorted(views, key=lambda each: _TROUBLE.index(each[1].state))
    return page(
        request,
        "planning/sources.html.j2",
        notice=notice(picture),
        calls=[view for kind, view in ordered if kind == "calls"],
        awards=[view for kind, view in ordered if kind == "awards"],
        counted=_counted(Counter(view.state for _, view in views)),
        not_covered=site.city.profile.not_covered,
        matched=moment_words(picture.matched_at.astimezone(LONDON)) if picture.matched_at else "",
        stored=count_words(len(picture.every), "call"),
    )


_TROUBLE = ("silent", "trouble", "never", "well")
_STATES = {
    "well": "read as it should be",
    "silent": "silent",
    "trouble": "the last try went wrong",
    "never": "not read yet",
}


def source_view(
    state: SourceState, times: Times, since: datetime | None, now: datetime, stored: int
) -> SourceView:
    """Put a source into words. Pure."""
    known, last = state.definition, state.last
    silent = _silent_from(state, times, since, now)
    quiet = f" since {moment_words(silent.astimezone(LONDON))}" if silent else ""
    health = _health(state, silent)
    return SourceView(
        title=plain(known.title),
        address=web_address(known.url),
        publisher=plain(known.publisher.name),
        summary=plain(known.summary),
        gives=plain(known.knowledge.gives),
        how_often=known.schedule,
        expected=f"{known.expect.min_calls:,} to {known.expect.max_calls:,}",
        here=f"{count_words(stored, 'call')} of it stored" if state.kind == "calls" else "",
        read=moment_words(state.success.astimezone(LONDON)) if state.success else "never",
        tried=_tried(state),
        state=health,
        state_words=f"{_STATES[health]}{quiet}",
        new=_new(state),
        states=tuple(_stated(state)),
        issues=tuple(clip(issue.reason, 300) for issue in last.issues[:_ISSUES]) if last else (),
        doubts=tuple(map(plain, known.knowledge.unconfirmed)),
        licence=plain(known.licence.name),
        credit=plain(known.licence.credit),
    )


def _silent_from(
    state: SourceState, times: Times, since: datetime | None, now: datetime
) -> datetime | None:
    """Return since when a source is silent; None where it is not.

    As the service counts it: calls only, as awards come by a schedule of their own.
    """
    if state.kind != "calls" or (since is None and state.success is None):
        return None
    begins = silent_from(state.definition, state.success, since or now, times)
    return begins if begins <= now else None


def _health(state: SourceState, silent: datetime | None) -> str:
    if silent is not None:
        return "silent"
    if state.last is None:
        return "never"
    wrong = state.last.outcome in (SourceOutcome.FAILED, SourceOutcome.REFUSED)
    return "trouble" if wrong else "well"


def _counted(counts: Mapping[str, int]) -> str:
    """Say how many sources stand how: "19 read as they should be, 1 silent"."""
    words = {
        "well": "read as they should be",
        "silent": "silent",
        "trouble": "went wrong at the last try",
        "never": "not read yet",
    }
    return list_words(tuple(f"{counts[each]} {words[each]}" for each in words if counts[each]))


def _tried(state: SourceState) -> str:
    if state.last is None:
        return ""
    when = moment_words(state.last.finished_at.astimezone(LONDON))
    return f"{when}: {_OUTCOMES[state.last.outcome]}"


def _new(state: SourceState) -> str:
    last = state.last
    if last is None:
        return ""
    waiting = f", {last.waiting} wait for review" if last.waiting else ""
    return f"{last.calls_seen:,} read, {last.new:,} new, {last.changed:,} changed{waiting}"


def _stated(state: SourceState) -> list[str]:
    """Say what share of the calls read last state an amount, a deadline, who may apply."""
    names = {"money": "an amount", "deadline": "a deadline", "eligibility": "who may apply"}
    found = [(names[watched], state.share(watched)) for watched in names]
    return [f"{share:.0%} state {name}" for name, share in found if share is not None]
