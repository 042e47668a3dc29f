"""Small pictures of figures, as bars from zero: the city beside England, an amount beside others.

Hand-written SVG, so that the page needs no script and no image. Mail clients
drop SVG, so `picture_words` says the same and always stands beside it. The
colours stand in the drawing as well as in the stylesheet, and its words in a
title as well as in a label: makers of PDF look only there.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from matcher.digest.safe import clip
from matcher.digest.words import figure_words
from models.need import Direction, Indicator

_WIDTH, _BAR, _STEP = 280, 9, 32  # pixels: picture width, bar height, distance of the bars
_FILLS = {"city": "#0b5c5a", "beside": "#a9b3b1"}

_SVG = Markup(
    '<svg class="bars" role="img" aria-label="{label}" width="{width}" height="{height}"'
    ' viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg"'
    ' font-family="Helvetica, Arial, sans-serif" font-size="12">'
    "<title>{label}</title>{bars}</svg>"
)
_ONE_BAR = Markup(
    '<text x="0" y="{text_y}">{name}</text>'
    '<text x="{width}" y="{text_y}" text-anchor="end">{figure}</text>'
    '<rect class="{kind}" fill="{fill}" x="0" y="{bar_y}" width="{length}" height="{height}"'
    ' rx="1"/>'
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its length in any unit that all bars share, and what stands above it."""

    name: str
    length: float  # finite, not negative
    figure: str
    ours: bool  # the one that the picture is about, in the strong colour


def picture(indicator: Indicator, city: str) -> Markup | None:
    """Draw the city's bar, or that of the area a figure is about, over the comparator's.

    Both are from zero. None where there is nothing to draw: no comparator, a negative
    or unusable figure, or both zero. A figure on its own shows no more than its words do.
    """
    beside = indicator.comparator_value
    if beside is None:
        return None
    name = indicator.comparator_name or "comparator"
    both = (
        Bar(_whose(indicator, city), indicator.value, figure_words(indicator.value), True),
        Bar(name, beside, figure_words(beside), False),
    )
    return draw_bars(both, picture_words(indicator, city))


def draw_bars(bars: Sequence[Bar], label: str) -> Markup | None:
    """Draw bars from zero, the first on top; `label` says the same in words.

    None where they cannot be drawn: no bar, a negative or unusable length, or all zero.
    """
    lengths = [bar.length for bar in bars]
    usable = all(math.isfinite(length) and length >= 0 for length in lengths)
    if not usable or not any(lengths):
        return None
    longest = max(lengths)
    drawn = (_bar(bar, longest, place * _STEP) for place, bar in enumerate(bars))
    return _SVG.format(
        label=label,
        width=_WIDTH,
        height=len(bars) * _STEP - 4,
        bars=Markup().join(drawn),
    )


def _bar(bar: Bar, longest: float, top: int) -> Markup:
    kind = "city" if bar.ours else "beside"
    return _ONE_BAR.format(
        name=clip(bar.name, 40),
        figure=bar.figure,
        kind=kind,
        fill=_FILLS[kind],
        text_y=top + 12,
        bar_y=top + 17,
        width=_WIDTH,
        length=f"{_WIDTH * bar.length / longest:.1f}",
        height=_BAR,
    )


def picture_words(indicator: Indicator, city: str) -> str:
    """Say the figure, what it is set beside, which is worse, the period and the source."""
    whose = _whose(indicator, city)
    unit = f" ({clip(indicator.unit, 80)})" if indicator.unit else ""
    figure = f"{clip(indicator.name, 120)}: {whose} {figure_words(indicator.value)}"
    parts = [f"{figure}{_beside(indicator)}{unit}.", _verdict(indicator, whose)]
    parts.append(f"Period: {clip(indicator.period, 100) or 'not stated'}.")
    parts.append(f"Source: {clip(indicator.source, 200) or 'not stated'}.")
    return " ".join(part for part in parts if part)


def _beside(indicator: Indicator) -> str:
    if indicator.comparator_value is None:
        return ""
    name = clip(indicator.comparator_name or "", 80) or "comparator"
    return f", {name} {figure_words(indicator.comparator_value)}"


def _whose(indicator: Indicator, city: str) -> str:
    """Name what a figure is about: the city, or the area that the figure itself states."""
    return clip(indicator.area or "", 80) or city


def _verdict(indicator: Indicator, whose: str) -> str:
    gap = indicator.gap
    if gap is None or indicator.comparator_value is None:
        return ""
    if gap == 0:
        return f"{whose} is the same."
    higher = (gap > 0) == (indicator.direction is Direction.HIGHER_IS_WORSE)
    way, meaning = "higher" if higher else "lower", "worse" if gap > 0 else "better"
    return f"{whose} is {_difference(indicator)} {way}, which is {meaning}."


def _difference(indicator: Indicator) -> str:
    beside = indicator.comparator_value or 0.0
    difference = abs(indicator.value - beside)
    if indicator.unit.lstrip().startswith("%"):
        return f"{figure_words(round(difference, 1))} percentage points"
    share = 100 * difference / abs(beside)
    return f"{share:.0f}%" if share >= 1 else "less than 1%"
