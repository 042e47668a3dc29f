"""The page of one call tells everything known of it, and people can say whether it is for them."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import icalendar
import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from matcher.store import load_judgements, upsert_calls
from matcher.store.accounts import add_account
from matcher.web.call.similar import nearest
from matcher.web.call.view import call_view
from matcher.web.site import Site
from matcher.web.snapshot import snapshot
from models.account import Account, Role
from models.call import Call
from models.judgement import JudgementVerdict
from tests.matcher.digest.test_render import HOSTILE
from tests.matcher.web import people
from tests.matcher.web.sample_site import AS_OF, bundled_calls, make_site
from tests.matcher.web.serving import browser, faults_of, served


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return with_accounts(make_site(tmp_path_factory.mktemp("home")))


def with_accounts(site: Site) -> Site:
    for role, address in people.ADDRESSES.items():
        account = Account(city=site.city.folder, address=address, role=role, created_at=AS_OF)
        add_account(site.engine, account)
    return site


def best(site: Site) -> Call:
    """The call that the city wants most of those with a deadline."""
    return next(row.call for row in snapshot(site).rows if row.call.deadlines and row.needs)


def words(text: str) -> str:
    body = LexborHTMLParser(text).css_first("main")
    assert body is not None
    return " ".join(body.text(separator=" ").split())


def test_a_page_says_why_who_when_and_how_much(site: Site) -> None:
    call = best(site)
    row = snapshot(site).by_key[call.key]
    shown = words(people.browser_as(site).get(f"/call/{call.key}").text)
    profile = site.city.profile
    for match in row.needs:
        assert profile.need(match.target_id).name in shown
    assert "days left" in shown
    assert "UK time" in shown
    assert "Steps of a bid" in shown
    assert "First seen here" in shown
    assert "What Leeds has won in this field" in shown


def test_every_fact_stands_with_the_sentence_it_was_read_from(site: Site) -> None:
    call = next(each for each in bundled_calls() if each.evidence)
    tree = LexborHTMLParser(people.browser_as(site).get(f"/call/{call.key}").text)
    table = tree.css_first(".facts-table")
    assert table is not None
    told = " ".join(table.text(separator=" ").split())
    sentences = {" ".join(each.sentence.split())[:60] for each in call.evidence}
    assert any(sentence in told for sentence in sentences)


@pytest.mark.parametrize("number", range(0, 130, 7))
def test_every_call_has_a_page_however_little_is_known_of_it(site: Site, number: int) -> None:
    picture = snapshot(site)
    ranked = picture.every[number % len(picture.every)]
    view = call_view(ranked, picture.laid.merged[ranked.call.key], picture.background, ())
    assert view.row.title
    assert people.browser_as(site).get(f"/call/{ranked.call.key}").status_code == 200


def test_a_call_that_is_not_there_is_said_to_be(site: Site) -> None:
    answer = people.browser_as(site).get("/call/ukri:nothing")
    assert answer.status_code == 404
    assert "no call under this address" in answer.text
    assert people.browser_as(site).get("/timetable/ukri:nothing.ics").status_code == 404


def test_the_timetable_is_a_calendar_with_the_deadline(site: Site) -> None:
    call = best(site)
    answer = people.browser_as(site).get(f"/timetable/{call.key}.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    deadline = call.closes_at(AS_OF)
    assert deadline in [event.decoded("dtstart") for event in events]


def test_a_changed_deadline_stands_in_the_history(tmp_path: Path) -> None:
    call = next(each for each in bundled_calls() if each.deadlines and each.deadlines[0] > AS_OF)
    site = make_site(tmp_path, [call])
    later = tuple(day + timedelta(days=7) for day in call.deadlines)
    upsert_calls(site.engine, [replace(call, deadlines=later)], AS_OF + timedelta(hours=1))
    shown = words(people.browser_as(site).get(f"/call/{call.key}").text)
    assert re.search(r"Closes: .* → ", shown)


def test_hostile_text_is_only_ever_text(tmp_path: Path) -> None:
    call = replace(
        bundled_calls()[0],
        **dict.fromkeys(("title", "funder", "summary", "text", "eligibility"), HOSTILE),
        url="javascript:alert(1)",
        updates=(HOSTILE,),
    )
    site = make_site(tmp_path, [call])
    tree = LexborHTMLParser(people.browser_as(site).get(f"/call/{call.key}").text)
    assert [node.attributes.get("src") for node in tree.css("script")] == ["/static/htmx.min.js"]
    assert not tree.css("[onmouseover], [onerror], [onload]")
    assert all("javascript" not in (node.attributes["href"] or "") for node in tree.css("a"))


def said_on(client: TestClient, call: Call, **form: str) -> int:
    path = f"/call/{call.key}"
    token = people.form_token(client, path)
    return client.post(f"/verdict/{call.key}", data={"csrf": token, **form}).status_code


def test_a_researcher_puts_a_call_aside_with_a_reason_and_takes_it_back(tmp_path: Path) -> None:
    site = with_accounts(make_site(tmp_path))
    call, client = best(site), people.browser_as(site, Role.RESEARCHER)
    assert said_on(client, call, verdict="dismiss", reason="another city's turn") == 303
    (judgement,) = load_judgements(site.engine, "leeds")
    assert judgement.verdict is JudgementVerdict.DISMISS
    assert judgement.reason == "another city's turn"
    assert "@" not in judgement.who
    assert snapshot(site).by_key[call.key].dismissed
    assert "another city" in client.get(f"/call/{call.key}").text
    assert said_on(client, call, undo=str(judgement.id)) == 303
    assert not snapshot(site).by_key[call.key].dismissed


def test_putting_aside_needs_a_reason(tmp_path: Path) -> None:
    site = with_accounts(make_site(tmp_path))
    call, client = best(site), people.browser_as(site, Role.RESEARCHER)
    for form in (
        {"verdict": "dismiss"},
        {"verdict": "go"},
        {"verdict": "keep", "reason": "x" * 201},
    ):
        assert said_on(client, call, **form) == 422
    assert load_judgements(site.engine, "leeds") == []


def test_nobody_takes_back_what_another_said(tmp_path: Path) -> None:
    site = with_accounts(make_site(tmp_path))
    call = best(site)
    said_on(people.browser_as(site, Role.RESEARCHER), call, verdict="keep")
    (judgement,) = load_judgements(site.engine, "leeds")
    said_on(people.browser_as(site, Role.ADMIN), call, undo=str(judgement.id))
    (still,) = load_judgements(site.engine, "leeds")
    assert still.withdrawn_at is None


def test_readers_and_strangers_may_not_judge(tmp_path: Path) -> None:
    site = with_accounts(make_site(tmp_path))
    call = best(site)
    reader = people.browser_as(site, Role.READER)
    assert reader.post(f"/verdict/{call.key}", data={"verdict": "keep"}).status_code == 403
    stranger = people.browser_as(site)
    assert stranger.post(f"/verdict/{call.key}", data={"verdict": "keep"}).status_code == 303
    forged = people.browser_as(site, Role.LEADER)
    answer = forged.post(f"/verdict/{call.key}", data={"verdict": "keep", "csrf": "x"})
    assert answer.status_code == 403
    assert load_judgements(site.engine, "leeds") == []


def test_similar_calls_are_those_with_like_vectors(site: Site) -> None:
    corpus = snapshot(site).laid.corpus
    keys = [document.key for document in corpus.documents]
    assert nearest(corpus, "nothing", keys, 5) == []
    assert nearest(corpus, keys[0], keys, 5) == []  # the sample was matched by words alone


def test_needs_and_organisations_list_what_is_beside_them(site: Site) -> None:
    client, profile = people.browser_as(site), site.city.profile
    listed = words(client.get("/needs").text)
    for need in profile.needs:
        assert need.name in listed
        assert client.get(f"/needs/{need.id}").status_code == 200
    call = best(site)
    answered = snapshot(site).by_key[call.key].needs[0].target_id
    assert call.title[:40] in words(client.get(f"/needs/{answered}").text)
    for body in profile.organisations:
        shown = words(client.get(f"/organisations/{body.id}").text)
        assert all(each.text[:30] in shown for each in body.capabilities)
    for path in ("/needs/none", "/organisations/none"):
        assert client.get(path).status_code == 404


def test_the_pages_have_no_fault_in_either_theme_or_width(site: Site) -> None:
    profile = site.city.profile
    paths = (
        f"/call/{best(site).key}",
        "/needs",
        f"/needs/{profile.needs[0].id}",
        "/organisations",
        f"/organisations/{profile.organisations[0].id}",
    )
    with served(site) as base, browser() as opened:
        page = opened.new_page()
        for path in paths:
            page.goto(base + path)
            assert faults_of(page) == []
