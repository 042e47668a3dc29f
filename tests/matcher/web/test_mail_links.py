"""What the links in a mail do, and that none acts before somebody presses its button."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from matcher.commands.serve import make_site
from matcher.mail.links import LinkPurpose, link_address, make_link
from matcher.settings import read_settings
from matcher.store import load_subscriber, remove_address
from matcher.web.app import create_app
from matcher.web.guard import MOST_BYTES
from matcher.web.site import Site
from models.subscriber import (
    Frequency,
    MailFormat,
    SavedSearch,
    Subscriber,
    SubscriberRole,
    SubscriberState,
)
from tests.matcher.store.people import ADDRESS, SEARCHES, store_person
from tests.matcher.web.serving import browser, faults_of, served, tab_to

NOW = datetime.fromisoformat("2026-08-12T10:00+01:00")
STATES = {
    SubscriberState.WAITING: {"confirmed_at": None},
    SubscriberState.ACTIVE: {},
    SubscriberState.PAUSED: {"paused_until": date(2026, 9, 1)},
    SubscriberState.SUSPENDED: {"state_reason": "550 no such user"},
    SubscriberState.LEFT: {"left_on": date(2026, 8, 11)},
}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    settings = read_settings(home=str(tmp_path), environ={})
    return replace(make_site(settings), clock=lambda: NOW)


@pytest.fixture
def client(site: Site) -> Iterator[TestClient]:
    with TestClient(create_app(site), follow_redirects=True) as client:
        yield client


def somebody(site: Site, state: SubscriberState = SubscriberState.ACTIVE, **facts: object) -> int:
    return store_person(site.engine, state=state, **(STATES[state] | facts))


def stored(site: Site, number: int) -> Subscriber:
    person = load_subscriber(site.engine, number)
    assert person is not None
    return person


def link(site: Site, number: int, purpose: LinkPurpose) -> str:
    return link_address("", site.secret, make_link(stored(site, number), purpose, NOW))


def heading(text: str) -> str:
    node = LexborHTMLParser(text).css_first("h1")
    assert node is not None
    return node.text()


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("purpose", LinkPurpose)
def test_opening_a_link_changes_nothing(
    site: Site, client: TestClient, purpose: LinkPurpose, state: SubscriberState
) -> None:
    number = somebody(site, state)
    before = stored(site, number)
    answer = client.get(link(site, number, purpose))
    assert answer.status_code == 200
    assert ADDRESS in answer.text
    assert stored(site, number) == before


def test_the_button_confirms_once(site: Site, client: TestClient) -> None:
    number = somebody(site, SubscriberState.WAITING)
    address = link(site, number, LinkPurpose.CONFIRM)
    assert heading(client.post(address).text) == "The digest is on its way"
    confirmed = stored(site, number)
    assert (confirmed.state, confirmed.confirmed_at) == (SubscriberState.ACTIVE, NOW)
    assert confirmed.consent == "by the link sent to the address"
    client.post(address)
    assert stored(site, number) == confirmed


def test_a_link_to_confirm_lets_nobody_back_in_who_left(site: Site, client: TestClient) -> None:
    number = somebody(site, SubscriberState.LEFT)
    answer = client.post(link(site, number, LinkPurpose.CONFIRM))
    assert "No digest is sent" in heading(answer.text)
    assert stored(site, number).state is SubscriberState.LEFT


def test_a_mail_programs_own_button_unsubscribes_at_once(site: Site, client: TestClient) -> None:
    """The form of RFC 8058, section 3.2."""
    number = somebody(site)
    address = link(site, number, LinkPurpose.UNSUBSCRIBE)
    answer = client.post(address, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not answer.history
    assert stored(site, number).state is SubscriberState.LEFT
    assert stored(site, number).left_on == NOW.date()


def test_leaving_can_be_taken_back(site: Site, client: TestClient) -> None:
    for state, then in (("active", "active"), ("waiting", "waiting"), ("paused", "active")):
        number = somebody(site, SubscriberState(state))
        address = link(site, number, LinkPurpose.UNSUBSCRIBE)
        client.post(address)
        client.post(address, data={"back": "1"})
        assert stored(site, number).state == then
        remove_address(site.engine, ADDRESS)


def test_a_pause_has_an_end_or_none_and_can_be_ended(site: Site, client: TestClient) -> None:
    number = somebody(site)
    address = link(site, number, LinkPurpose.PAUSE)
    shown = client.post(address, data={"until": "2026-09-01"}).text
    assert "1 September 2026" in shown
    assert stored(site, number).paused_until == date(2026, 9, 1)
    client.post(address, data={"back": "1"})
    assert stored(site, number).state is SubscriberState.ACTIVE
    client.post(address)
    assert stored(site, number).state is SubscriberState.PAUSED
    assert stored(site, number).paused_until is None


@pytest.mark.parametrize("until", ["2026-08-12", "2020-01-01", "2090-01-01", "soon", "1" * 999])
def test_a_pause_needs_a_day_to_come(site: Site, client: TestClient, until: str) -> None:
    number = somebody(site)
    answer = client.post(link(site, number, LinkPurpose.PAUSE), data={"until": until})
    assert answer.status_code == 422
    assert LexborHTMLParser(answer.text).css_first(".fault") is not None
    assert stored(site, number).state is SubscriberState.ACTIVE


WISHES = {
    "frequency": "fortnightly",
    "role": "researcher",
    "format": "text",
    "needs": ["falls", "suicide"],
    "keep_search": ["1"],
    "new_searches": "hip fractures\n\n  care homes  \n",
    "min_award_gbp": "£1,500,000",
    "notice_days": "14",
    "quiet_weeks": "1",
    "name": "Ada",
    "organisation": "City Hospital",
}


def wishes(site: Site) -> dict[str, object]:
    needs = [need.id for need in site.city.profile.needs][:2]
    return WISHES | {"needs": needs}


def test_everything_can_be_changed_by_the_form(site: Site, client: TestClient) -> None:
    number = somebody(site, searches=SEARCHES)
    before, sent = stored(site, number), wishes(site)
    answer = client.post(link(site, number, LinkPurpose.CHANGE), data=sent)
    assert "Saved." in answer.text
    after = stored(site, number)
    assert after == replace(
        before,
        frequency=Frequency.FORTNIGHTLY,
        role=SubscriberRole.RESEARCHER,
        format=MailFormat.TEXT,
        need_ids=tuple(sent["needs"]),  # type: ignore[arg-type]
        searches=(SEARCHES[1], SavedSearch("hip fractures"), SavedSearch("care homes")),
        min_award_gbp=Decimal(1_500_000),
        notice_days=14,
        quiet_weeks=True,
        name="Ada",
        organisation="City Hospital",
    )
    assert client.get(answer.url.path).status_code == 200


def test_the_form_as_shown_says_what_is_stored(site: Site, client: TestClient) -> None:
    """Sending it back as it came changes nothing."""
    number = somebody(site, searches=SEARCHES, min_award_gbp=Decimal("500000.50"), name="Ada")
    address = link(site, number, LinkPurpose.CHANGE)
    client.post(address, data=wishes(site))
    before = stored(site, number)
    client.post(address, data=fields_of(client.get(address).text))
    assert stored(site, number) == before


def fields_of(text: str) -> dict[str, list[str]]:
    """What a browser sends for the form of a page if nothing in it is touched."""
    sent: dict[str, list[str]] = {}
    for node in LexborHTMLParser(text).css("form input, form textarea"):
        kind, name = node.attributes.get("type"), node.attributes.get("name") or ""
        if kind in ("radio", "checkbox") and "checked" not in node.attributes:
            continue
        value = node.text() if node.tag == "textarea" else node.attributes.get("value")
        sent.setdefault(name, []).append(value or "")
    return sent


def test_a_fault_is_named_by_its_field_and_nothing_is_lost(site: Site, client: TestClient) -> None:
    number = somebody(site, searches=SEARCHES)
    before = stored(site, number)
    sent = wishes(site) | {"min_award_gbp": "much", "needs": ["nonsense"], "name": "x" * 300}
    answer = client.post(link(site, number, LinkPurpose.CHANGE), data=sent)
    assert answer.status_code == 422
    assert stored(site, number) == before
    tree = LexborHTMLParser(answer.text)
    for name in ("min_award_gbp", "needs", "name"):
        assert tree.css_first(f"#{name}-fault") is not None, name
    shown = fields_of(answer.text)
    assert shown["min_award_gbp"] == ["much"]
    assert shown["new_searches"][0].split() == ["hip", "fractures", "care", "homes"]


def test_links_that_do_not_act_say_why(site: Site, client: TestClient) -> None:
    number = somebody(site)
    person = stored(site, number)
    revoked = make_link(replace(person, link_version=9), LinkPurpose.PAUSE, NOW)
    ended = make_link(person, LinkPurpose.CONFIRM, NOW - timedelta(days=15))
    other = link(site, number, LinkPurpose.PAUSE).replace("/pause/", "/unsubscribe/")
    for address, reason in (
        (link_address("", site.secret, revoked), "was revoked"),
        (link_address("", site.secret, ended), "has ended"),
        (other, "is there to pause, not to unsubscribe"),
        ("/mail/unsubscribe/x.y", "is not complete"),
    ):
        for ask in (client.get, client.post):
            answer = ask(address)
            assert answer.status_code == 410
            assert reason in answer.text
    assert stored(site, number) == person
    assert client.get("/mail/nonsense/x").status_code in (404, 422)


def test_what_somebody_typed_is_only_ever_text(site: Site, client: TestClient) -> None:
    hostile = '"><script>alert(1)</script>'
    number = somebody(site, name=hostile, searches=(SavedSearch(hostile),))
    for purpose in LinkPurpose:
        text = client.get(link(site, number, purpose)).text
        assert [n.attributes.get("src") for n in LexborHTMLParser(text).css("script")] == [
            "/static/htmx.min.js"
        ]


def test_pages_may_run_nothing_inline_and_are_kept_by_nobody(
    site: Site, client: TestClient
) -> None:
    number = somebody(site)
    for address in ("/", "/nowhere", link(site, number, LinkPurpose.CHANGE)):
        headers = client.get(address).headers
        assert "'unsafe-inline'" not in headers["content-security-policy"]
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


def test_what_is_too_large_is_refused(site: Site, client: TestClient) -> None:
    number = somebody(site)
    sent = wishes(site) | {"name": "x" * MOST_BYTES}
    answer = client.post(link(site, number, LinkPurpose.CHANGE), data=sent)
    assert answer.status_code == 413
    assert stored(site, number).name == ""


def test_by_keyboard_without_scripts_and_without_a_fault_in_either_theme(site: Site) -> None:
    number = somebody(site, SubscriberState.WAITING, searches=SEARCHES)
    with served(site) as base, browser() as opened:
        page = opened.new_page(java_script_enabled=False)
        page.goto(base + link(site, number, LinkPurpose.CONFIRM))
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == "Skip to the content"
        tab_to(page, "main button")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.locator("h1").inner_text() == "The digest is on its way"
        assert stored(site, number).state is SubscriberState.ACTIVE
        looking = opened.new_page()
        for purpose in LinkPurpose:
            looking.goto(base + link(site, number, purpose))
            assert faults_of(looking) == []
        looking.goto(base)
        assert faults_of(looking) == []
