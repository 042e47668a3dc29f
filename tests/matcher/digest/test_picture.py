"""The bar pair and the words that say the same."""

import math

import pytest
from selectolax.lexbor import LexborHTMLParser

from matcher.digest.picture import picture, picture_words
from models.need import Direction
from tests.matcher.digest.samples import indicator


def test_words_give_both_figures_the_difference_the_period_and_the_source() -> None:
    assert picture_words(indicator(), "Leeds") == (
        "Falls admissions: Leeds 2,500, England 2,000 (per 100,000). Leeds is 25% higher, which is"
        " worse. Period: 2023. Source: Office of Invented Statistics."
    )


@pytest.mark.parametrize(
    ("value", "unit", "direction", "expected"),
    [
        (1500.0, "", Direction.HIGHER_IS_WORSE, "Leeds is 25% lower, which is better."),
        (1500.0, "", Direction.HIGHER_IS_BETTER, "Leeds is 25% lower, which is worse."),
        (2500.0, "", Direction.HIGHER_IS_BETTER, "Leeds is 25% higher, which is better."),
        (2001.0, "", Direction.HIGHER_IS_WORSE, "Leeds is less than 1% higher, which is worse."),
        (2000.0, "", Direction.HIGHER_IS_WORSE, "Leeds is the same."),
        (2003.5, "% of children", Direction.HIGHER_IS_WORSE, "is 3.5 percentage points higher"),
    ],
)
def test_the_difference(value: float, unit: str, direction: Direction, expected: str) -> None:
    shown = indicator(value=value, unit=unit, direction=direction)
    assert expected in picture_words(shown, "Leeds")


def test_without_a_direction_nothing_is_called_worse() -> None:
    text = picture_words(indicator(direction=None), "Leeds")
    assert "worse" not in text
    assert "England 2,000" in text


def test_bars_are_as_long_as_their_figures() -> None:
    bars = LexborHTMLParser(str(picture(indicator(), "Leeds"))).css("rect")
    city, beside = (float(bar.attributes["width"] or "") for bar in bars)
    assert city / beside == pytest.approx(1.25, abs=0.01)


def test_the_picture_says_in_words_what_it_shows() -> None:
    svg = LexborHTMLParser(str(picture(indicator(), "Leeds"))).css_first("svg")
    assert svg is not None
    assert svg.attributes["role"] == "img"
    assert svg.attributes["aria-label"] == picture_words(indicator(), "Leeds")


@pytest.mark.parametrize(
    ("value", "beside"), [(1.0, None), (0.0, 0.0), (-1.0, 2.0), (math.nan, 2.0), (1.0, math.inf)]
)
def test_what_cannot_be_drawn_is_only_said(value: float, beside: float | None) -> None:
    shown = indicator(value=value, comparator_value=beside)
    assert picture(shown, "Leeds") is None
    assert picture_words(shown, "Leeds").startswith("Falls admissions: Leeds")


def test_hostile_names_are_escaped() -> None:
    shown = indicator(name='"><script>', comparator_name="<b onload=x>")
    drawn = str(picture(shown, "<i>Leeds"))
    assert "<script" not in drawn
    assert "<b" not in drawn
    assert "<i" not in drawn


def test_a_figure_of_another_area_is_labelled_with_that_area() -> None:
    shown = indicator(area="former South CCG")
    told = picture_words(shown, "Leeds")
    assert told.startswith("Falls admissions: former South CCG 2,500, England 2,000")
    assert "former South CCG is 25% higher, which is worse." in told
    assert "Leeds" not in str(picture(shown, "Leeds"))
