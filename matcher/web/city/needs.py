"""The city's needs in words, with the calls that answer them. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from matcher.digest.build import best_indicator
from matcher.digest.picture import picture, picture_words
from matcher.digest.safe import plain
from matcher.strategy.scoping import Background
from matcher.web.lines import CallLine, line_of
from models.call import CallStatus
from models.city import CityProfile
from models.digest import RankedCall
from models.need import Indicator, Need
from models.scale import Scale

_CALLS = 40  # shown at most


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need in the list of all: how much it counts, and what answers it now."""

    id: str
    name: str
    weight: str
    figure: str  # empty where none is known
    open: int  # calls that answer it and are open
    coming: int  # announced
    strategic: int  # of both, those of strategic size


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One indicator."""

    words: str  # with its period and source
    picture: Markup | None


@dataclass(frozen=True, slots=True)
class NeedPage:
    """Everything on a need's page."""

    id: str
    name: str
    definition: str
    description: str
    weight: str
    weight_reason: str
    figures: tuple[FigureLine, ...]
    named_in: tuple[str, ...]
    calls: tuple[CallLine, ...]
    left_out: int
    uncovered: str  # what is missing; empty where a strategic call answers it


def need_rows(background: Background, rows: Sequence[RankedCall]) -> list[NeedRow]:
    """Return all needs, the weightiest first."""
    profile = background.profile
    ordered = sorted(profile.needs, key=lambda need: (-need.weight, need.name))
    return [_need_row(need, profile, rows) for need in ordered]


def _need_row(need: Need, profile: CityProfile, rows: Sequence[RankedCall]) -> NeedRow:
    answering = _answering(need.id, rows)
    indicator = best_indicator(need)
    return NeedRow(
        id=need.id,
        name=plain(need.name),
        weight=f"{need.weight:.2f}",
        figure=picture_words(indicator, profile.name) if indicator else "",
        open=sum(row.status is CallStatus.OPEN for row in answering),
        coming=sum(row.status is CallStatus.FORECASTED for row in answering),
        strategic=sum(row.scale.scale is Scale.STRATEGIC for row in answering),
    )


def need_page(need: Need, background: Background, rows: Sequence[RankedCall]) -> NeedPage:
    """Put a need into words, with the calls that answer it, best first."""
    profile = background.profile
    # What does not say whether it is open comes last: it may be long over.
    answering = sorted(
        _answering(need.id, rows), key=lambda row: (row.status is None, -_score(row, need.id))
    )
    return NeedPage(
        id=need.id,
        name=plain(need.name),
        definition=plain(need.definition),
        description=plain(need.description),
        weight=f"{need.weight:.2f}",
        weight_reason=plain(need.weight_reason),
        figures=tuple(_figure(each, profile.name) for each in need.indicators),
        named_in=tuple(
            f"{plain(each.strategy)}{f': “{plain(each.wording)}”' if each.wording else ''}"
            for each in need.named_in
        ),
        calls=tuple(line_of(row, background, _score(row, need.id)) for row in answering[:_CALLS]),
        left_out=max(0, len(answering) - _CALLS),
        uncovered=_uncovered(answering),
    )


def _uncovered(answering: Sequence[RankedCall]) -> str:
    if not answering:
        return "No open or announced call answers it."
    if not any(row.scale.scale is Scale.STRATEGIC for row in answering):
        return "Only calls that are not of strategic size, or state no amount, answer it."
    return ""


def _figure(indicator: Indicator, city: str) -> FigureLine:
    return FigureLine(picture_words(indicator, city), picture(indicator, city))


def _answering(need_id: str, rows: Iterable[RankedCall]) -> list[RankedCall]:
    return [row for row in rows if any(match.target_id == need_id for match in row.needs)]


def _score(row: RankedCall, need_id: str) -> float:
    return next(match.score for match in row.needs if match.target_id == need_id)
