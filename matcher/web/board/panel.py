"""The panel in which other wishes are set: sliders, pins, what is left out. Pure."""

from collections.abc import Iterable
from itertools import groupby

from matcher.digest.safe import clip
from matcher.web.board.asked import Asked, freed
from matcher.web.board.boards import Board
from matcher.web.board.dials import DIALS
from matcher.web.board.pieces import Candidate, DialView, Wish
from matcher.web.board.views import link_of
from matcher.web.snapshot import Snapshot
from models.city import CityProfile

_TITLE = 110  # most characters of a title in a list to choose from


def dial_groups(asked: Asked, profile: CityProfile) -> list[tuple[str, list[DialView]]]:
    """Return the sliders under their headings, as they stand."""
    found = []
    for dial in DIALS:
        own = dial.own(profile)
        if own is not None:
            now = asked.settings.get(dial.name, own)
            view = DialView(
                dial=dial,
                now=f"{now:g}",
                own=f"{own:g}{dial.unit}",
                most=f"{dial.most_of(profile):g}",
                step=dial.step_of(profile),
            )
            found.append(view)
    return [(name, list(dials)) for name, dials in groupby(found, lambda each: each.dial.group)]


def wishes_on(keys: Iterable[str], asked: Asked, picture: Snapshot) -> list[Wish]:
    """Return the calls that are pinned, or left out, with the way back for each."""
    known = [picture.by_key[key] for key in sorted(keys) if key in picture.by_key]
    return [Wish(link_of(row), row.call.key, freed(asked, row.call.key).address()) for row in known]


def candidates(board: Board) -> list[Candidate]:
    """Return the calls that could be pinned: those not in the set, worth most first."""
    inside = set(board.chosen.keys)
    field = board.chosen.field
    rest = sorted(
        (each for key, each in field.scoped.items() if key not in inside),
        key=lambda each: (-each.value.total, each.row.call.key),
    )
    found = [Candidate(each.row.call.key, clip(each.row.call.title, _TITLE)) for each in rest]
    late = (
        Candidate(row.call.key, f"{clip(row.call.title, _TITLE)} (too late for a new bid)")
        for row in field.too_late
    )
    return [*found, *late]
