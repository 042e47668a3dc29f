"""The picture of page one: which need is covered by which bid, and how well. Hand-written SVG."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from matcher.digest.safe import clip
from models.shortlist import Cover

_NAME, _WEIGHT, _CELL, _ROW, _HEAD, _STATE = 352, 40, 46, 14, 18, 84  # pixels
_SHORT, _TOO_NARROW = 32, 21  # widths under which a figure loses its nought, then goes
_WIDEST = 5 * _CELL  # of all cells together: more bids have narrower ones
_INK, _GREY, _PAPER = "#1d2526", "#536062", "#ffffff"

# From which gain on; the colour of the cell; the colour of its figure, readable on it.
_SHADES = (
    (0.8, "#0b5c5a", _PAPER),
    (0.6, "#347772", _PAPER),
    (0.4, "#a8cac4", _INK),
    (0.2, "#d3e4e0", _INK),
    (0.0, "#eef4f2", _INK),
)

# The class that goes with a colour: a page may set others, as for the dark.
_NO_COVER = "#fbfaf6"
_CLASSES = {_INK: "ink", _GREY: "grey", _PAPER: "paper", _NO_COVER: "none"} | {
    fill: f"shade{place}" for place, (_, fill, _) in enumerate(reversed(_SHADES))
}

_SVG = Markup(
    '<svg class="cover" role="img" aria-label="{label}" width="{width}" height="{height}"'
    ' viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg"'
    ' font-family="Helvetica, Arial, sans-serif" font-size="10.5">'
    "<title>{label}</title>{parts}</svg>"
)
_TEXT = Markup(
    '<text class="{kind}" x="{x}" y="{y}" fill="{fill}" text-anchor="{anchor}"'
    ' font-weight="{weight}">'
    "{text}</text>"
)
_CELL_BOX = Markup(
    '<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{height}" fill="{fill}"'
    ' stroke="{stroke}" stroke-width="{line}"/>'
)


@dataclass(frozen=True, slots=True)
class CoverRow:
    """A need with what each bid of the set adds to it."""

    name: str
    weight: float
    covers: Mapping[str, Cover]  # by the bid's letter


def cover_picture(rows: Sequence[CoverRow], letters: Sequence[str]) -> Markup | None:
    """Draw needs as rows and bids as columns: darker where a bid covers a need better.

    The best bid of the set for a need is framed. None where there is nothing to draw.
    """
    if not rows or not letters:
        return None
    step = min(_CELL, _WIDEST / len(letters))
    parts = [*_head(letters, step)]
    for place, row in enumerate(rows):
        parts += _row(row, letters, step, _HEAD + place * _ROW)
    return _SVG.format(
        label=cover_words(rows),
        width=_NAME + _WEIGHT + _WIDEST + _STATE,
        height=_HEAD + len(rows) * _ROW,
        parts=Markup().join(parts),
    )


def cover_words(rows: Sequence[CoverRow]) -> str:
    """Say the same in words: each need with the bids that cover it, the best first."""
    return "Needs by bids. " + " ".join(f"{clip(row.name, 60)}: {_who(row)}." for row in rows)


def _who(row: CoverRow) -> str:
    if not row.covers:
        return "not covered"
    best_first = sorted(row.covers.items(), key=lambda entry: (entry[1].place, entry[0]))
    return ", ".join(f"{letter} {cover.gain:.2f}" for letter, cover in best_first)


def _head(letters: Sequence[str], step: float) -> list[Markup]:
    names = [_text(0, 12, "Need", _GREY), _text(_NAME + 30, 12, "Weight", _GREY, "end")]
    bids = [
        _text(_left(place, step) + step / 2, 12, letter, _INK, "middle", "bold")
        for place, letter in enumerate(letters)
    ]
    return names + bids


def _row(row: CoverRow, letters: Sequence[str], step: float, top: float) -> list[Markup]:
    base = top + 11
    parts = [
        _text(0, base, clip(row.name, 58), _INK if row.covers else _GREY),
        _text(_NAME + 30, base, f"{row.weight:.2f}", _GREY, "end"),
    ]
    for place, letter in enumerate(letters):
        parts += _cell(row.covers.get(letter), _left(place, step), top, step)
    if not row.covers:
        parts.append(_text(_left(len(letters), step) + 8, base, "not covered", _GREY))
    return parts


def _cell(cover: Cover | None, x: float, top: float, step: float) -> list[Markup]:
    if cover is None:
        return [_box(x, top, step, _NO_COVER, "#d9d8d0", 0.5)]
    fill, ink = next((fill, ink) for least, fill, ink in _SHADES if cover.gain >= least)
    first = cover.place == 1
    box = _box(x, top, step, fill, _INK if first else _PAPER, 1.6 if first else 0.5)
    weight = "bold" if first else "normal"
    return [box, _text(x + step / 2, top + 11, _figure(cover, step), ink, "middle", weight)]


def _figure(cover: Cover, step: float) -> str:
    """Write the gain as far as it fits the cell; the shade and the label tell it anyway."""
    figure = f"{cover.gain:.2f}"
    if step < _SHORT:
        figure = figure.removeprefix("0")
    return figure if step >= _TOO_NARROW else ""


def _left(place: int, step: float) -> float:
    return _NAME + _WEIGHT + place * step


def _box(x: float, top: float, step: float, fill: str, stroke: str, line: float) -> Markup:
    return _CELL_BOX.format(
        kind=f"{_CLASSES[fill]} best" if stroke == _INK else _CLASSES[fill],
        x=f"{x + 1.5:.1f}",
        y=f"{top + 0.5:.1f}",
        width=f"{step - 3:.1f}",
        height=_ROW - 2,
        fill=fill,
        stroke=stroke,
        line=line,
    )


def _text(
    x: float, y: float, text: str, fill: str, anchor: str = "start", weight: str = "normal"
) -> Markup:
    return _TEXT.format(
        kind=_CLASSES[fill],
        x=f"{x:.1f}",
        y=f"{y:.1f}",
        text=text,
        fill=fill,
        anchor=anchor,
        weight=weight,
    )
