"""The picture of page one."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from matcher.pack.frame import letter
from matcher.pack.pictures import CoverRow, cover_picture, cover_words
from models.shortlist import Cover
from tests.matcher.digest.test_render import contrast


def row(**gains: float) -> CoverRow:
    best_first = sorted(gains, key=lambda name: -gains[name])
    covers = {
        name: Cover("falls", gains[name], place) for place, name in enumerate(best_first, start=1)
    }
    return CoverRow("Falls", 0.9, covers)


def drawn(rows: list[CoverRow], bids: int) -> LexborHTMLParser:
    return LexborHTMLParser(str(cover_picture(rows, [letter(place) for place in range(bids)])))


def test_words_name_the_best_bid_first_and_what_nobody_covers() -> None:
    assert cover_words([row(A=0.3, B=0.7), row()]) == (
        "Needs by bids. Falls: B 0.70, A 0.30. Falls: not covered."
    )


def test_every_need_has_a_cell_for_every_bid_and_the_best_is_framed() -> None:
    cells = drawn([row(A=0.3, B=0.7), row()], 3).css("rect")
    assert len(cells) == 6
    assert [cell.attributes["stroke-width"] for cell in cells[:2]] == ["0.5", "1.6"]


@pytest.mark.parametrize("gain", [0.0, 0.2, 0.39, 0.4, 0.6, 0.8, 1.0])
def test_a_figure_can_be_read_on_its_shade(gain: float) -> None:
    picture = drawn([row(A=gain)], 1)
    figure = next(text for text in picture.css("text") if text.text() == f"{gain:.2f}")
    shade = picture.css_first("rect").attributes["fill"]  # type: ignore[union-attr]
    assert contrast(str(figure.attributes["fill"]), str(shade)) >= 4.5


@pytest.mark.parametrize(("bids", "figure"), [(5, "0.57"), (9, ".57"), (15, "")])
def test_a_figure_that_does_not_fit_is_shortened(bids: int, figure: str) -> None:
    picture = drawn([row(A=0.57)], bids)
    assert [text.text() for text in picture.css("text")][-1] == figure


def test_without_needs_or_bids_nothing_is_drawn() -> None:
    assert cover_picture([], ["A"]) is None
    assert cover_picture([row()], []) is None
