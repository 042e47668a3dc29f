"""How much each need counts, from where, and what would have to be written to change it.

Nothing is written here: needs.yaml is the city's own file, looked after by people with its
history. The page makes the change ready to be put there.
"""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from matcher.city.weight_change import NewWeight, weight_change
from matcher.web.pages import page
from matcher.web.site import Here, Site

router = APIRouter()

_PREFIX = "w-"


@router.get("/weights", response_class=HTMLResponse)
def show(request: Request, here: Here) -> HTMLResponse:
    """Show the weights; with others in the address, the change that would bring them about."""
    asked = {
        name.removeprefix(_PREFIX): value
        for name, value in request.query_params.items()
        if name.startswith(_PREFIX)
    }
    reason = request.query_params.get("reason", "")
    fault, change = "", None
    if asked:
        try:
            new = _new_weights(here, asked, reason)
            change = weight_change(here.settings.city_folder / "needs.yaml", new)
        except ValueError as error:
            fault = str(error)
    return page(
        request,
        "admin/weights.html.j2",
        status=422 if fault else 200,
        needs=sorted(here.city.profile.needs, key=lambda need: (-need.weight, need.name)),
        asked=asked,
        reason=reason,
        fault=fault,
        change=change,
    )


def _new_weights(site: Site, asked: dict[str, str], reason: str) -> list[NewWeight]:
    """Return those that differ from what holds; ValueError for a number that is none."""
    found = []
    for need in site.city.profile.needs:
        text = asked.get(need.id, "").strip()
        if not text:
            continue
        try:
            weight = float(text)
        except ValueError:
            weight = -1.0
        if not 0 <= weight <= 1:
            raise ValueError(f"{need.name}: not a number from 0 to 1: {text[:20]!r}")
        if round(weight, 3) != round(need.weight, 3):
            found.append(NewWeight(need.id, round(weight, 3), reason))
    if not found:
        raise ValueError("every weight is as it was: write another number beside a need")
    return found
