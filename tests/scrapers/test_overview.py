"""The page on the sources says what their files say."""

from pathlib import Path

from scrapers.indicators.fingertips.fetch import fingertips_definition
from scrapers.overview import sources_page
from scrapers.registry import load_award_sources, load_sources

PAGE = Path(__file__).parents[2] / "docs" / "sources.md"


def page() -> str:
    return sources_page(load_sources(), load_award_sources(), (fingertips_definition(),))


def test_the_page_is_up_to_date() -> None:
    """To write it anew: `bid-matcher sources --markdown > docs/sources.md`."""
    assert PAGE.read_text("utf-8") == page()


def test_every_source_has_its_credit_line_and_its_row() -> None:
    text = page()
    for source in (*load_sources(), *load_award_sources()):
        assert " ".join(source.definition.licence.credit.split()) in text
        assert text.count(f"[{source.definition.title}](") == 1
