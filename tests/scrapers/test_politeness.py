"""What a site may expect of us: a name, distance, patience, obedience to robots.txt."""

from collections.abc import Callable
from typing import Any

import pytest

from scrapers.client import HttpSettings
from scrapers.contract import Request
from scrapers.errors import (
    BadStatusError,
    BudgetSpentError,
    RobotsRefusedError,
)
from tests.scrapers.local_server import (
    Handler,
    LocalServer,
    hang_up,
    status,
    truncated,
)
from tests.scrapers.visiting import NOW, PAGE, PUBLIC, timed_visit, visit_to


def test_we_introduce_ourselves(site: LocalServer) -> None:
    site.page("/calls", "x")
    with visit_to(site) as visit:
        visit.fetch(PAGE)
    agents = {seen.headers["user-agent"] for seen in site.seen}
    assert len(agents) == 1
    assert agents.pop().startswith("BidMatcher/")
    assert site.seen[-1].headers["user-agent"].endswith(" (+bids@example.org)")


def test_robots_txt_is_obeyed_and_read_once(site: LocalServer) -> None:
    site.page("/robots.txt", "User-agent: BidMatcher\nDisallow: /private\n", "text/plain")
    site.page("/calls", "calls")
    site.page("/private/1", "secret")
    with visit_to(site) as visit:
        visit.fetch(PAGE)
        with pytest.raises(RobotsRefusedError, match="asks us not to"):
            visit.fetch(Request(f"{PUBLIC}/private/1"))
    assert [seen.path for seen in site.seen] == ["/robots.txt", "/calls"]
    assert visit.requests == 1


@pytest.mark.parametrize("code", [401, 403, 404, 410])
def test_a_site_without_robots_txt_may_be_read(site: LocalServer, code: int) -> None:
    site.answer("/robots.txt", status(code))
    site.page("/calls", "calls")
    with visit_to(site) as visit:
        assert visit.fetch(PAGE).text() == "calls"


@pytest.mark.parametrize("answer", [status(500), status(429), hang_up, truncated])
def test_a_site_that_hides_its_robots_txt_is_left_alone(
    site: LocalServer, answer: Callable[[Handler], None]
) -> None:
    site.answer("/robots.txt", answer)
    site.page("/calls", "calls")
    with visit_to(site) as visit:
        for _ in range(2):
            with pytest.raises(RobotsRefusedError, match=r"robots\.txt could not be read"):
                visit.fetch(PAGE)
    assert site.asked() == []
    assert len(site.seen) == 4  # one try and three retries, in the whole run


def test_two_requests_keep_their_distance(site: LocalServer) -> None:
    site.page("/calls", "calls")
    visit, clock = timed_visit(site, min_interval_s=2)
    with visit:
        visit.fetch(PAGE)
        visit.fetch(PAGE)
    assert clock.slept == [2, 2]  # after robots.txt, and between the pages
    assert (visit.moment() - NOW).total_seconds() == 4


def test_a_site_may_ask_for_more_distance(site: LocalServer) -> None:
    site.page("/robots.txt", "User-agent: *\nCrawl-delay: 10\n", "text/plain")
    site.page("/calls", "calls")
    visit, clock = timed_visit(site, min_interval_s=2)
    with visit:
        visit.fetch(PAGE)
        visit.fetch(PAGE)
    assert clock.slept == [10, 10]


def test_retry_after_is_obeyed(site: LocalServer) -> None:
    site.page("/calls", "calls")
    later = "Mon, 10 Aug 2026 06:00:50 GMT"  # the collection began at 06:00:00
    site.faults("/calls", status(429, Retry_After="7"), status(503, Retry_After=later))
    visit, clock = timed_visit(site)
    with visit:
        assert visit.fetch(PAGE).text() == "calls"
    assert clock.slept == [7, 43]
    assert visit.requests == 3


def test_a_site_that_wants_an_hour_gets_it(site: LocalServer) -> None:
    site.answer("/calls", status(503, Retry_After="3600"))
    visit, clock = timed_visit(site)
    with visit, pytest.raises(BadStatusError, match="3600 seconds"):
        visit.fetch(PAGE)
    assert clock.slept == []
    assert len(site.asked()) == 1


@pytest.mark.parametrize("code", [429, 500, 502, 503, 504])
def test_a_passing_fault_is_waited_out(site: LocalServer, code: int) -> None:
    site.page("/calls", "calls")
    site.faults("/calls", status(code), status(code), status(code))
    visit, clock = timed_visit(site)
    with visit:
        assert visit.fetch(PAGE).text() == "calls"
    assert clock.slept == [1, 2, 4]


def test_patience_ends(site: LocalServer) -> None:
    site.answer("/calls", status(500))
    with visit_to(site) as visit, pytest.raises(BadStatusError, match="500") as caught:
        visit.fetch(PAGE)
    assert (caught.value.status, caught.value.address) == (500, PAGE.url)
    assert len(site.asked()) == 4


@pytest.mark.parametrize("code", [202, 204, 400, 403, 404, 410, 501])
def test_other_answers_are_not_asked_for_again(site: LocalServer, code: int) -> None:
    site.answer("/calls", lambda handler: handler.reply(code))
    with visit_to(site) as visit, pytest.raises(BadStatusError, match=str(code)):
        visit.fetch(PAGE)
    assert len(site.asked()) == 1


def test_a_source_has_only_so_much_time(site: LocalServer) -> None:
    site.page("/calls", "calls")
    visit, clock = timed_visit(site, min_interval_s=4, budget_s=10)
    with visit:
        visit.fetch(PAGE)
        visit.fetch(PAGE)
        with pytest.raises(BudgetSpentError, match="10 seconds"):
            visit.fetch(PAGE)
    assert sum(clock.slept) <= 10


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"base_overrides": {"ukri": "localhost:8000"}}, "base address of ukri: must be an http"),
        ({"base_overrides": {"ukri": "http://a.example/x"}}, "base address of ukri: .* only"),
        ({"user_agent_contact": "a\r\nX-Evil: 1"}, "contact must be"),
        ({"retries": -1}, "must not be negative"),
    ],
)
def test_settings_that_make_no_sense_are_named(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        HttpSettings(**changes)
