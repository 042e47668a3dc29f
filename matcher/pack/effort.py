"""The work on the set in words: a line for each organisation, a cell for each quarter."""

from collections.abc import Sequence

from matcher.digest import words
from matcher.digest.safe import clip
from matcher.pack.frame import Frame, more_words, quarter_words
from matcher.pack.views import EffortCell, EffortLine, EffortView
from models.shortlist import Effort

_ORGANISATIONS = (6, 13)  # lines, without room and with all
_QUARTERS = 5  # columns


def effort_in_words(frame: Frame) -> EffortView:
    """Put the work into words, the organisation with most of it first."""
    found: dict[str, dict[str, Effort]] = {}
    for part in frame.shortlist.effort:
        found.setdefault(part.organisation_id, {})[part.quarter] = part

    def busiest_first(organisation_id: str) -> tuple[float, str]:
        return -sum(part.days for part in found[organisation_id].values()), organisation_id

    shown = sorted(found, key=busiest_first)[: frame.fewer(*_ORGANISATIONS)]
    quarters = sorted({part.quarter for part in frame.shortlist.effort})[:_QUARTERS]
    return EffortView(
        quarters=tuple(quarter_words(quarter) for quarter in quarters),
        lines=tuple(_line(name, found[name], quarters, frame) for name in shown),
        more=more_words(len(found) - len(shown), "with less"),
        limited=any(part.capacity is not None for part in frame.shortlist.effort),
    )


def _line(
    organisation_id: str, work: dict[str, Effort], quarters: Sequence[str], frame: Frame
) -> EffortLine:
    return EffortLine(
        organisation=clip(frame.names.organisations[organisation_id].name, 60),
        cells=tuple(_cell(work.get(quarter)) for quarter in quarters),
    )


def _cell(effort: Effort | None) -> EffortCell:
    if effort is None:
        return EffortCell("–", False)
    days = words.figure_words(round(effort.days)) if effort.days >= 1 else "under 1"
    if effort.capacity is None:
        return EffortCell(days, False)
    over = effort.days > effort.capacity
    return EffortCell(f"{days} of {words.figure_words(round(effort.capacity))}", over)
