"""A small picture of one figure: the city beside England, as two bars.

Hand-written SVG, so that the page needs no script and no image. Mail clients
drop SVG, so `picture_words` says the same and always stands beside it.
"""

import math

from markupsafe import Markup

from matcher.digest.safe import clip
from matcher.digest.words import figure_words
from models.need import Direction, Indicator

_WIDTH, _BAR, _STEP = 280, 9, 32  # pixels: picture width, bar height, distance of the two bars

_SVG = Markup(
    '<svg class="bars" role="img" aria-label="{label}" width="{width}" height="{height}"'
    ' viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">{first}{second}</svg>'
)
_ONE_BAR = Markup(
    '<text x="0" y="{text_y}">{name}</text>'
    '<text x="{width}" y="{text_y}" text-anchor="end">{figure}</text>'
    '<rect class="{kind}" x="0" y="{bar_y}" width="{length}" height="{height}" rx="1"/>'
)


def picture(indicator: Indicator, city: str) -> Markup | None:
    """Draw the city's bar over the comparator's, both from zero.

    None where there is nothing to draw: no comparator, a negative or unusable
    figure, or both zero. A figure on its own shows no more than its words do.
    """
    beside = indicator.comparator_value
    if beside is None or not _can_be_drawn(indicator.value, beside):
        return None
    longest = max(indicator.value, beside)
    return _SVG.format(
        label=picture_words(indicator, city),
        width=_WIDTH,
        height=2 * _STEP - 4,
        first=_bar(city, indicator.value, longest, "city", 0),
        second=_bar(indicator.comparator_name or "comparator", beside, longest, "beside", _STEP),
    )


def _can_be_drawn(value: float, beside: float) -> bool:
    usable = math.isfinite(value) and math.isfinite(beside)
    return usable and min(value, beside) >= 0 and max(value, beside) > 0


def _bar(name: str, value: float, longest: float, kind: str, top: int) -> Markup:
    return _ONE_BAR.format(
        name=clip(name, 40),
        figure=figure_words(value),
        kind=kind,
        text_y=top + 12,
        bar_y=top + 17,
        width=_WIDTH,
        length=f"{_WIDTH * value / longest:.1f}",
        height=_BAR,
    )


def picture_words(indicator: Indicator, city: str) -> str:
    """Say the figure, what it is set beside, which is worse, the period and the source."""
    unit = f" ({clip(indicator.unit, 80)})" if indicator.unit else ""
    figure = f"{clip(indicator.name, 120)}: {city} {figure_words(indicator.value)}"
    parts = [f"{figure}{_beside(indicator)}{unit}.", _verdict(indicator, city)]
    parts.append(f"Period: {clip(indicator.period, 100) or 'not stated'}.")
    parts.append(f"Source: {clip(indicator.source, 200) or 'not stated'}.")
    return " ".join(part for part in parts if part)


def _beside(indicator: Indicator) -> str:
    if indicator.comparator_value is None:
        return ""
    name = clip(indicator.comparator_name or "", 80) or "comparator"
    return f", {name} {figure_words(indicator.comparator_value)}"


def _verdict(indicator: Indicator, city: str) -> str:
    gap = indicator.gap
    if gap is None or indicator.comparator_value is None:
        return ""
    if gap == 0:
        return f"{city} is the same."
    higher = (gap > 0) == (indicator.direction is Direction.HIGHER_IS_WORSE)
    way, meaning = "higher" if higher else "lower", "worse" if gap > 0 else "better"
    return f"{city} is {_difference(indicator)} {way}, which is {meaning}."


def _difference(indicator: Indicator) -> str:
    beside = indicator.comparator_value or 0.0
    difference = abs(indicator.value - beside)
    if indicator.unit.lstrip().startswith("%"):
        return f"{figure_words(round(difference, 1))} percentage points"
    share = 100 * difference / abs(beside)
    return f"{share:.0f}%" if share >= 1 else "less than 1%"
