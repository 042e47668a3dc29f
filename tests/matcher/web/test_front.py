"""The front page puts first what is to decide, and says so where nothing is."""

from pathlib import Path

from matcher.web.front import front_view
from matcher.web.snapshot import renewed, snapshot
from tests.matcher.web.sample_site import browser_of, make_site
from tests.matcher.web.serving import browser, faults_of, served


def test_what_is_to_decide_comes_first(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    picture = renewed(site)
    front = front_view(picture)
    assert front.decide is None or [line.key for line in front.decide] == list(picture.decide or ())
    days = [picture.by_key[line.key].days_left or 0 for line in front.closing]
    assert days == sorted(days)
    assert all(day <= front.closing_days for day in days)
    text = browser_of(site).get("/").text
    assert text.index("To decide") < text.index("Closing within")


def test_a_site_without_calls_says_that_nothing_is_there(tmp_path: Path) -> None:
    site = make_site(tmp_path, [])
    assert snapshot(site).catalogue_date is not None
    assert "These are sample calls" in browser_of(site).get("/").text


def test_the_front_page_has_no_fault(tmp_path: Path) -> None:
    with served(make_site(tmp_path)) as base, browser() as opened:
        page = opened.new_page()
        page.goto(base)
        assert faults_of(page) == []
