"""The figures that docs/facts.md states are those that come out today."""

import json
from pathlib import Path

import pytest

from tests.facts.score import FACTS, HERE, figures, passages, score

PAGE = Path(__file__).parents[2] / "docs" / "facts.md"
FILES = sorted({file for file, _, _ in FACTS.values()})


def test_the_page_states_the_figures() -> None:
    """To write them anew: `python -m tests.facts.score --table`, between the two marks."""
    stated = PAGE.read_text("utf-8").partition("<!-- figures -->")[2]
    assert stated.partition("<!-- end of figures -->")[0].strip() == figures()


@pytest.mark.parametrize(
    "name",
    [
        "who may lead and apply",
        "number of awards",
        "duration",
        "consortium",
        "match funding",
        "cap on bids",
        "expression of interest",
    ],
)
def test_who_may_bid_and_on_which_conditions_is_hardly_ever_invented(name: str) -> None:
    assert score("scored", name).precision >= 0.95


@pytest.mark.parametrize("file", FILES)
def test_no_passage_is_both_looked_at_and_scored(file: str) -> None:
    looked_at = {passage["text"] for passage in passages("looked_at", file)}
    scored = [passage["text"] for passage in passages("scored", file)]
    assert len(scored) == len(set(scored))
    assert not looked_at & set(scored)


def test_there_are_at_least_a_hundred_passages_in_each_part() -> None:
    for part in ("looked_at", "scored"):
        lines = [line for file in FILES for line in passages(part, file)]
        assert len(lines) >= 100
        assert len({json.dumps([line["id"], line["text"]]) for line in lines}) == len(lines)
    assert (HERE / "README.md").is_file()
