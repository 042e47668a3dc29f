"""The work on a set as rows of bars: an organisation each, a cell for each quarter. Pure."""

from urllib.parse import quote

from matcher.digest.safe import clip
from matcher.digest.words import figure_words
from matcher.pack.frame import Frame, quarter_words
from matcher.web.board.pieces import WorkCell, WorkRow
from models.shortlist import Effort, Shortlist

_NAME = 80  # most characters of an organisation's name


def work_rows(shortlist: Shortlist, frame: Frame) -> tuple[tuple[str, ...], tuple[WorkRow, ...]]:
    """Return the quarters, and the organisations by how busy they are in their busiest one."""
    found: dict[str, dict[str, Effort]] = {}
    for part in shortlist.effort:
        found.setdefault(part.organisation_id, {})[part.quarter] = part
    quarters = sorted({part.quarter for part in shortlist.effort})

    def busiest_first(name: str) -> tuple[float, str]:
        return -max(map(_load, found[name].values())), name

    rows = tuple(
        WorkRow(
            name=clip(frame.names.organisations[name].name, _NAME),
            address=f"/organisations/{quote(name, safe='')}",
            cells=tuple(_cell(found[name].get(quarter)) for quarter in quarters),
        )
        for name in sorted(found, key=busiest_first)
    )
    return tuple(map(quarter_words, quarters)), rows


def _load(effort: Effort) -> float:
    return effort.days / effort.capacity if effort.capacity else effort.days


def _cell(effort: Effort | None) -> WorkCell:
    if effort is None:
        return WorkCell("–", 0, limited=False, over=False)
    days = figure_words(round(effort.days)) if effort.days >= 1 else "under 1"
    if effort.capacity is None:
        return WorkCell(days, 0, limited=False, over=False)
    return WorkCell(
        words=f"{days} of {figure_words(round(effort.capacity))}",
        width=min(100, round(100 * effort.days / effort.capacity)) if effort.capacity else 100,
        limited=True,
        over=effort.days > effort.capacity * 1.000001,
    )
