"""The targets that read what readers and programs send: addresses, forms, tokens, JSON, headers."""

import atexit
import itertools
import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from pydantic import ValidationError

from matcher.commongrants.asked import AwardSearch, OpportunitySearch
from matcher.commongrants.opportunity import Told
from matcher.commongrants.select import (
    AwardTold,
    award_order,
    awards,
    opportunities,
    opportunity_order,
    sort_awards,
    sort_opportunities,
)
from matcher.feeds.answer import Answer, is_unchanged
from matcher.mail.links import Link, LinkError, LinkPurpose, read_token, sign
from matcher.matching import rank_for_city
from matcher.web.access import Access
from matcher.web.board.asked import read_asked as read_board
from matcher.web.calls.asked import address_of, read_asked
from matcher.web.deciding.form import (
    Filled,
    FilledOutcome,
    read_decision,
    read_outcome,
    read_seen,
)
from matcher.web.limits import Limits
from matcher.web.sign_in.links import safe_way_back
from tests.fuzz.target import Sample, Target
from tests.matcher.web.api.examples import AWARDS, DIFFICULT
from tests.matcher.web.sample_site import AS_OF, SECRET, browser_of, make_site, sample_city

if TYPE_CHECKING:
    from starlette.testclient import TestClient

_SEARCH = {
    "search": "dementia in older people",
    "filters": {
        "status": {"operator": "in", "value": ["open", "forecasted"]},
        "closeDateRange": {
            "operator": "between",
            "value": {"min": "2026-08-10", "max": "2026-12-31T16:00:00+01:00"},
        },
        "maxAwardAmountRange": {
            "operator": "outside",
            "value": {
                "min": {"amount": "1000", "currency": "GBP"},
                "max": {"amount": "2.5", "currency": "EUR"},
            },
        },
        "customFilters": {
            "need": {"operator": "in", "value": ["dementia"]},
            "cityScore": {"operator": "gte", "value": 0.5},
        },
    },
    "sorting": {"sortBy": "custom", "customSortBy": "cityScore", "sortOrder": "asc"},
    "pagination": {"page": 2, "pageSize": 10},
}
_AWARDS = {
    "filters": {
        "awardDateRange": {
            "operator": "between",
            "value": {"min": "2020-01-01", "max": "2026-12-31"},
        },
        "opportunityId": {"operator": "notIn", "value": ["x"]},
    },
    "sorting": {"sortBy": "funding.awardedAmount", "sortOrder": "desc"},
}
_QUERIES = (
    *(
        "q=falls+prevention&status=open&need=dementia&amount=1m-5m&sort=closing&page=2",
        "q=%22early+diagnosis%22",
    ),
    *(
        "size=5&capability=2.5&second=40&work=100&pin=ukri%3A1&exclude=ukri%3A2",
        "month=2026-09&need=dementia",
    ),
    *(
        "call=ukri%3A1&back=%2Fshortlist&done=yes",
        "funder=nihr&closes=2-weeks&stage=outline&role=award",
    ),
)
_PAGES = (
    "/calls",
    "/shortlist",
    "/calendar",
    "/calendar.ics",
    "/pipeline",
    "/decide",
    "/calls.csv",
    "/subscribe",
)
_NOW = datetime(2026, 8, 10, 8, 0, tzinfo=UTC)


def targets() -> Iterator[Target]:
    """Yield the targets of the site, of links in mails and of the routes for programs."""
    queries = tuple(Sample("query", each.encode()) for each in _QUERIES)
    yield Target("searches asked for", queries, _calls, (), 2)
    yield Target("shortlist asked for", queries, _board, (ValueError,), 2)
    decision = urlencode(
        {"verdict": "watch", "reason": "r", "owner": "o", "revisit_on": "2026-11-30", "seen": "7"}
    )
    outcome = urlencode({"kind": "won", "on": "2026-07-01", "amount": "£2.5m"})
    yield Target(
        "decision form", (Sample("decision", decision.encode()),), _decision, (ValueError,)
    )
    yield Target("outcome form", (Sample("outcome", outcome.encode()),), _outcome, (ValueError,))
    links = [Link(purpose, 7, 1, 1_900_000_000) for purpose in LinkPurpose]
    tokens = tuple(Sample(str(link.purpose), sign(SECRET, link).encode()) for link in links)
    yield Target("mail links", tokens, _token, (LinkError,), 2)
    yield Target("way back", (Sample("path", b"/calls?q=a#b"),), _way_back, ())
    asked = (Sample("opportunities", json.dumps(_SEARCH).encode()),)
    yield Target("CommonGrants calls", asked, _opportunities, (ValidationError,), 2)
    asked = (Sample("awards", json.dumps(_AWARDS).encode()),)
    yield Target("CommonGrants awards", asked, _award_search, (ValidationError,))
    since = (Sample("since", b"Mon, 10 Aug 2026 08:00:00 GMT"), Sample("match", b'W/"abc", "def"'))
    yield Target("feed conditions", since, _conditions, ())
    pages = tuple(Sample(path, query.encode()) for path in _PAGES for query in _QUERIES)
    yield Target("site", pages, _site, (), 2)
    posted = (Sample("/common-grants/opportunities/search", json.dumps(_SEARCH).encode()),)
    yield Target("site API", posted, _posted, ())


def _pairs(body: bytes) -> list[tuple[str, str]]:
    return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)


def _calls(_: str, body: bytes) -> None:
    asked = read_asked(_pairs(body))
    again = read_asked(parse_qsl(address_of(asked).partition("?")[2]))
    assert again == asked, "its address asks for something else"


def _board(_: str, body: bytes) -> None:
    asked = read_board(_pairs(body), sample_city().profile)
    asked.address()


def _decision(_: str, body: bytes) -> None:
    sent = dict(_pairs(body))
    names = ("verdict", "reason", "owner", "revisit_on", "seen")
    filled = Filled(**{name: sent.get(name, "") for name in names})
    read_seen(filled)
    read_decision(filled, "leeds", "ukri:1", _NOW)


def _outcome(_: str, body: bytes) -> None:
    sent = dict(_pairs(body))
    read_outcome(
        FilledOutcome(sent.get("kind", ""), sent.get("on", ""), sent.get("amount", "")), _NOW
    )


def _token(about: str, body: bytes) -> None:
    read_token(SECRET, body.decode("utf-8", "replace"), LinkPurpose(about), _NOW)


def _way_back(_: str, body: bytes) -> None:
    back = safe_way_back(body.decode("utf-8", "replace"))
    assert back.startswith("/")
    assert not back.startswith(("//", "/\\"))


@cache
def _told() -> tuple[Told, ...]:
    rows = rank_for_city(DIFFICULT, (), sample_city(), AS_OF)
    return tuple(Told(row, True, False, AS_OF, AS_OF) for row in rows)


def _opportunities(_: str, body: bytes) -> None:
    search = OpportunitySearch.model_validate_json(body)
    found = opportunities(_told(), search.filters).found
    order = opportunity_order(search.sorting, searched=bool(search.search))
    sort_opportunities(found, order, sample_city().rates, {})


def _award_search(_: str, body: bytes) -> None:
    search = AwardSearch.model_validate_json(body)
    every = [AwardTold(award, AS_OF, AS_OF) for award in AWARDS]
    found = awards(every, search.filters, AS_OF.date()).found
    sort_awards(found, award_order(search.sorting), sample_city().rates, AS_OF.date())


def _conditions(about: str, body: bytes) -> None:
    header = body.decode("latin-1")
    given = Answer(b"", "text/calendar", '"abc"', _NOW)
    is_unchanged(given, header if about == "match" else None, None if about == "match" else header)


@cache
def _browser() -> "TestClient":
    folder = tempfile.mkdtemp(prefix="bid-matcher-fuzz-")
    atexit.register(partial(_remove, folder))
    site = replace(make_site(Path(folder)), access=Access(searches_per_minute=10**9))
    browser = browser_of(site)
    browser.app.state.limits = Limits(itertools.count(0, 100.0).__next__)  # nobody asks too often
    return browser


def _remove(folder: str) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


def _site(about: str, body: bytes) -> None:
    """Ask for a page of the real site; what a browser cannot put into an address is quoted."""
    query = urlencode(_pairs(body[:4_000])[:100], errors="replace")
    answer = _browser().get(f"{about}?{query}")
    assert answer.status_code < 500, f"{about} answers {answer.status_code}"


def _posted(about: str, body: bytes) -> None:
    answer = _browser().post(about, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code < 500, f"{about} answers {answer.status_code}"
