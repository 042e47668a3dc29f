"""UKRI Gateway to Research: the projects that organisations of the city lead.

The listing goes through one search after another, one for each entry of the
table `search` in `source.yaml`. The entries hold names of investigators
(`personRoles`); no card takes them up. Projects with the city's organisations as
partners only, and kinds of grant in the table `left out`, give no award.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from models.award import Award
from models.money import Money
from scrapers.awards.facts import amount, day_of_milliseconds, ordered, read_or_report
from scrapers.awards.words import line, passage
from scrapers.contract import Card, Context, Listing, RawPage, Request
from scrapers.pages import read_json

_A_PAGE = 100  # entries; UKRI allows 25 to 100
_PROJECT_PAGE = "https://gtr.ukri.org/projects?ref="


def first_request(context: Context) -> Request:
    """Search for the first word of the table; ValueError if there is none."""
    words = list(context.lookups.get("search", {}))
    if not words:
        raise ValueError("source.yaml: lookups.search names nothing to search for")
    return _search(context, words[0], 1)


def parse_listing(page: RawPage, context: Context) -> Listing:
    """Read one page of one search; ValueError if it is not the page that was asked for."""
    asked = parse_qs(urlsplit(page.url).query)
    word, number = asked["term"][0].strip('"'), int(asked["page"][0])
    bean = read_json(page)["facetedSearchResultBean"]
    results, total, pages = bean["results"], bean["totalResults"], bean["totalPages"]
    if bean["page"] != number and results:
        raise ValueError(f"page {number} was asked for, page {str(bean['page'])[:20]!r} came")
    if not results and total:
        raise ValueError(f"page {number} of the search for {word!r} is empty")
    if not total:
        context.warn(f"the search for {word!r} finds no project", page.url)
    cards = tuple(_card(result["projectComposition"]) for result in results)
    more = number < pages
    following = _search(context, word, number + 1) if more else _next_search(context, word)
    alone = len(context.lookups["search"]) == 1
    return Listing(cards, following, total if alone else None)


def parse_award(card: Card, _detail: RawPage | None, context: Context) -> Award | None:
    """Read one project; None if it is led from elsewhere or is of a kind left out."""
    row, award = card.fields, card.source_id
    if not _is_of_city(row["lead"], context) or row["category"] in context.lookups["left out"]:
        return None
    if not row["title"]:
        context.warn(f"award {award} has no title: left out")
        return None
    starts = read_or_report(context, "start", award, day_of_milliseconds, row["start"])
    ends = read_or_report(context, "end", award, day_of_milliseconds, row["end"])
    starts, ends = ordered(context, award, starts, ends)
    return Award(
        source=context.source,
        source_id=award,
        title=row["title"],
        url=_PROJECT_PAGE + quote(award, safe=""),
        funder=row["funder"] or None,
        programme=row["category"] or None,
        organisation=row["lead"],
        organisation_id=row["lead_id"] or None,
        amount=_amount(row, award, context),
        starts_on=starts,
        ends_on=ends,
        summary=row["abstract"],
    )


def _search(context: Context, word: str, page: int) -> Request:
    params = {
        "term": f'"{word}"',
        "page": str(page),
        "fetchSize": str(_A_PAGE),
        "fields": "org.n",
        "selectedSortableField": "pro.sd",
        "selectedSortOrder": "DESC",
    }
    return Request(context.url, params=params)


def _next_search(context: Context, word: str) -> Request | None:
    words = list(context.lookups["search"])
    following = words[words.index(word) + 1 :]
    return _search(context, following[0], 1) if following else None


def _card(composition: Mapping[str, Any]) -> Card:
    project: Mapping[str, Any] = composition["project"]
    lead: Mapping[str, Any] = composition["leadResearchOrganisation"] or {}
    fund: Mapping[str, Any] = project["fund"] or {}
    funder: Mapping[str, Any] = fund.get("funder") or {}
    award = line(project["grantReference"]) or line(project["id"])
    fields: dict[str, Any] = {
        "title": line(project["title"]),
        "category": line(project["grantCategory"]),
        "abstract": passage(project.get("abstractText")),
        "lead": line(lead.get("name")),
        "lead_id": line(lead.get("id")),
        "funder": line(funder.get("name")),
        "value": fund.get("valuePounds"),
        "type": line(fund.get("type")),
        "start": fund.get("start"),
        "end": fund.get("end"),
    }
    if not award:
        raise ValueError(f"a project without a reference: {fields['title'][:40]!r}")
    return Card(award, fields)


def _is_of_city(lead: str, context: Context) -> bool:
    """Whether the name has one of the searched words in it, whole, whatever the capitals."""
    return any(
        re.search(rf"(?<!\w){re.escape(word)}(?!\w)", lead, re.IGNORECASE)
        for word in context.lookups["search"]
    )


def _amount(row: Mapping[str, Any], award: str, context: Context) -> Money | None:
    """Return what was awarded; what was spent, or is of a type that nobody knows, is not it."""
    if not row["type"] or context.look_up("fund type", row["type"]) != "award":
        return None
    return read_or_report(context, "amount", award, amount, row["value"])
