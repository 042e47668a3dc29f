"""Gateway to Research: searches one after another, and answers that are not what was asked."""

import json
from typing import Any

import pytest

from scrapers.contract import Context, Listing, Request
from tests.scrapers.awards.award_pages import (
    SOURCES,
    collect,
    context_of,
    expecting,
    fixture_pages,
    page_of,
    path_of,
    reasons,
    start_of,
)
from tests.scrapers.local_server import LocalServer

SOURCE = SOURCES["gateway_to_research"]
WORDS = {"Leeds": "the city", "Example Hospice": "in the city", "Bradford": "nearby"}


def bean(**changes: Any) -> dict[str, Any]:
    (first, *_) = fixture_pages("gateway_to_research").values()
    found: dict[str, Any] = json.loads(first)["facetedSearchResultBean"]
    return found | changes


def answer(**changes: Any) -> bytes:
    return json.dumps({"facetedSearchResultBean": bean(**changes)}).encode()


def listing(request: Request, body: bytes, context: Context) -> Listing:
    return SOURCE.parser.parse_listing(page_of(request, body), context)


def test_every_word_is_searched_for_and_one_without_projects_is_named(site: LocalServer) -> None:
    tables = {**SOURCE.definition.lookups, "search": WORDS}
    request: Request | None = start_of(SOURCE, context_of(SOURCE, search=WORDS))
    totals = {"Leeds": 1, "Example Hospice": 0, "Bradford": 1}
    projects = bean()["results"]
    asked = []
    for word, total in totals.items():
        assert request is not None
        asked.append(request.params["term"])
        results = [projects[len(asked) - 1]] if total else []
        body = answer(results=results, totalResults=total, totalPages=total)
        site.page(path_of(request), body, "application/json")
        request = listing(request, body, context_of(SOURCE, search=WORDS)).next
        assert word in asked[-1]
    assert request is None
    assert asked == ['"Leeds"', '"Example Hospice"', '"Bradford"']
    collected = collect(expecting("gateway_to_research", lookups=tables), site)
    assert collected.report.listed == 2
    assert [award.organisation for award in collected.items] == ["University of Leeds"]
    assert reasons(collected) == ["the search for 'Example Hospice' finds no project"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"page": 7}, "page 1 was asked for, page '7' came"),
        ({"results": []}, "page 1 of the search for 'Leeds' is empty"),
    ],
)
def test_an_answer_to_another_question_is_refused(changes: dict[str, Any], reason: str) -> None:
    context = context_of(SOURCE)
    with pytest.raises(ValueError, match=reason):
        listing(start_of(SOURCE, context), answer(**changes), context)


def test_nothing_to_search_for_is_said() -> None:
    with pytest.raises(ValueError, match=r"lookups\.search names nothing"):
        start_of(SOURCE, context_of(SOURCE, search={}))


def test_no_card_holds_what_people_are_called() -> None:
    context = context_of(SOURCE)
    cards = listing(start_of(SOURCE, context), answer(), context).cards
    assert "Sample" not in repr(list(cards))


def test_a_project_without_a_lead_or_a_title_gives_no_award() -> None:
    context = context_of(SOURCE)
    nameless, untitled = bean()["results"][:2]
    nameless["projectComposition"]["leadResearchOrganisation"] = None
    untitled["projectComposition"]["project"]["title"] = None
    cards = listing(start_of(SOURCE, context), answer(results=[nameless, untitled]), context).cards
    assert [SOURCE.parser.parse_award(card, None, context) for card in cards] == [None, None]
    assert [issue.reason for issue in context.issues] == ["award 10190002 has no title: left out"]
