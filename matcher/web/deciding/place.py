"""The page of one call that is decided on: found, filled, and found again."""

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse

from matcher.digest.words import sentence_case
from matcher.identity.merge import Merged
from matcher.store import load_comments
from matcher.store.comments import LONGEST_COMMENT
from matcher.store.decisions import LONGEST_OWNER, LONGEST_REASON
from matcher.web.deciding.form import Filled
from matcher.web.deciding.record import history
from matcher.web.deciding.views import comment_views, decision_view, news_of
from matcher.web.lines import line_of
from matcher.web.pages import page
from matcher.web.site import Site
from matcher.web.snapshot import Snapshot, notice, snapshot
from matcher.web.viewer import Role, Viewer
from models.decision import newest
from models.digest import RankedCall

_HOME = "/shortlist"
_NO_CALL = "There is no call under this address. Open it from the shortlist or the search."
_LONGEST = 2_000  # characters of an address to go back to
_DONE = {
    "go": "Stored: go. The call stays in the set.",
    "watch": "Stored: watch.",
    "no-go": "Stored: no-go. The call is left out of the set until its facts change.",
    "undone": "Taken back. The history keeps it.",
    "noted": "Noted what became of the bid.",
    "said": "Your comment stands below.",
    "removed": "The comment is removed.",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A call that is decided on, and where its page leads back to."""

    picture: Snapshot
    row: RankedCall
    merged: Merged
    back: str

    @property
    def key(self) -> str:
        """The key that the call is shown under."""
        return self.row.call.key


def place_of(site: Site, key: str, back: str) -> Place:
    """Find a call by any of its keys; 404 for one that is not known."""
    picture = snapshot(site)
    row = picture.by_key.get(key)
    if row is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, _NO_CALL)
    return Place(picture, row, picture.laid.merged[row.call.key], own_page(back))


def own_page(address: str) -> str:
    """Return an address of this site to go back to: no other host may hide in it."""
    strange = any(not character.isprintable() or character in "\\ " for character in address)
    if not address.startswith("/") or address.startswith("//") or strange:
        return _HOME
    return address if len(address) <= _LONGEST else _HOME


def address_of(place: Place, done: str = "", part: str = "") -> str:
    """Return the address of the page, told what was done there just now."""
    pairs = {"call": place.key, "back": place.back} | ({"done": done} if done else {})
    return f"/decide?{urlencode(pairs)}{part}"


def fault_of(error: ValueError) -> str:
    """Return an error as a sentence for a reader."""
    words = sentence_case(str(error))
    return words if words.endswith(".") else f"{words}."


def deciding_page(
    request: Request,
    site: Site,
    viewer: Viewer,
    place: Place,
    *,
    filled: Filled | None = None,
    fault: str = "",
    said: str = "",
    done: str = "",
) -> HTMLResponse:
    """Fill the page; with a fault in what was filled in it is sent back as it was: 422."""
    made = history(site, place.merged)
    now = newest(made)
    pages = [member.key for member in place.merged.members]
    comments = load_comments(site.engine, site.settings.city, pages) if viewer.is_signed_in else []
    return page(
        request,
        "deciding/call.html.j2",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK,
        notice=notice(place.picture),
        place=place,
        call=line_of(place.row, place.picture.background),
        needs=[site.city.profile.need(match.target_id).name for match in place.row.needs],
        now_decided=None if now is None else decision_view(now, now),
        history=[decision_view(each, now) for each in reversed(made)],
        news=news_of(place.row.decided),
        seen="" if now is None else str(now.id),
        filled=filled or Filled(),
        fault=fault,
        said=said,
        done=_DONE.get(done, ""),
        comments=comment_views(comments, viewer),
        may_decide=viewer.may(Role.LEADER),
        may_comment=viewer.may(Role.RESEARCHER),
        today=site.now().date().isoformat(),
        longest={"reason": LONGEST_REASON, "owner": LONGEST_OWNER, "text": LONGEST_COMMENT},
    )
