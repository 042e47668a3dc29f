"""The archive: every digest that was made, to be read as it was."""

from datetime import date
from http import HTTPStatus

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse, Response

from matcher.digest.archive import Kept, find_kept, read_archive
from matcher.web.pages import page
from matcher.web.site import Here
from matcher.web.viewer import Role, require

router = APIRouter(prefix="/digests", dependencies=[Depends(require(Role.READER))])

# A digest is one file with its styles in it, and nothing in it may run.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups"


@router.get("", response_class=HTMLResponse)
def every(request: Request, site: Here) -> Response:
    """List the digests, the newest first."""
    name = site.city.profile.name
    archive = read_archive(site.settings.digests)
    kept = {each.day: each for each in reversed(archive.kept) if each.city == name}
    return page(request, "digests.html.j2", kept=sorted(kept.values(), key=_day, reverse=True))


@router.get("/{day}")
def one(site: Here, day: date) -> Response:
    """Return the digest of a day as it was made."""
    found = find_kept(read_archive(site.settings.digests), day, site.city.profile.name)
    if found is None or not (found.folder / "digest.html").is_file():
        raise HTTPException(HTTPStatus.NOT_FOUND, "No digest was made for that day.")
    headers = {"Content-Security-Policy": _POLICY}
    return FileResponse(found.folder / "digest.html", media_type="text/html", headers=headers)


def _day(kept: Kept) -> date:
    return kept.day
