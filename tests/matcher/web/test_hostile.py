"""Hostile texts in every field of everything that is shown: none runs, none breaks a page."""

import csv
import io
import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import feedparser
import openpyxl
import pytest
from defusedxml import ElementTree
from icalendar import Calendar
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from matcher.feeds.answer import new_secret, secret_hash
from matcher.imports import read_calls
from matcher.store import (
    add_decision,
    add_feed_link,
    add_judgements,
    load_comments,
    load_subscribers,
    queue_for_review,
    save_identities,
    save_matches,
    upsert_calls,
)
from matcher.store.accounts import add_account, load_accounts
from matcher.web.access import Access
from matcher.web.app import create_app
from matcher.web.cookies import SESSION
from matcher.web.limits import Limits
from matcher.web.site import Site
from matcher.web.snapshot import renewed
from models.account import Account, Role
from models.call import Call, Evidence, Stage
from models.decision import Decision, DecisionVerdict
from models.feed_link import FeedLink, FeedWhat
from models.judgement import Judgement, JudgementVerdict
from models.money import Money
from tests.matcher.store.people import store_person
from tests.matcher.web.payloads import COUNT, EVIL, payloads
from tests.matcher.web.people import ADDRESSES, form_token, sign_in
from tests.matcher.web.sample_site import AS_OF, MODEL, bare_site, words_matches
from tests.matcher.web.serving import browser, served

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Dialog, Page, Request

WORDS = "Falls prevention and frailty in older people, dementia, cancer screening and asthma."
NEVER = {"iframe", "frame", "object", "embed", "base", "style", "math", "img", "use", "animate"}
LINKS = ("href", "src", "action", "formaction", "data", "xlink:href", "hx-get", "hx-post")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
FILLED = str(7919 * 7907)  # what a template engine would make of a text
SAMPLE = 14  # payloads that a real browser looks at
TEXTS = payloads()
WIDEST = """() => [...document.querySelectorAll('body *')]
    .filter(node => node.getBoundingClientRect().right > 320 && !node.closest('.scroll'))
    .map(node => node.outerHTML.slice(0, 120)).slice(0, 3).join(' / ')"""


def hostile_call(number: int, text: str, source: str = "ukri") -> Call:
    """A strategic call with the text in every field that holds any."""
    link = f"https://example.org/{number}"
    announced = number % 3 == 0
    opens = AS_OF + timedelta(days=60) if announced else AS_OF - timedelta(days=9)
    return Call(
        source=source,
        source_id=f"{number}",
        title=text,
        url=(text, f"{link}/{text}", link)[number % 3],
        funder=text,
        co_funders=(text, text),
        programme=text,
        funding_type=text,
        summary=f"{text} {WORDS}",
        text=f"{WORDS} {text}\n{text}",
        eligibility=text,
        duration=text,
        award_max=Money(Decimal(20_000_000), "GBP"),
        opens_at=opens,
        deadlines=(AS_OF + timedelta(days=400, hours=number),),
        stage=Stage.PRE_ANNOUNCEMENT if announced else Stage.FULL,
        references=(text,),
        tags=(text,),
        updates=(f"1 July 2026: {text}",),
        evidence=tuple(
            Evidence(fact, text, text) for fact in ("award_max", "stage", "deadlines", "duration")
        ),
    )


def imported_calls(folder: "Path") -> tuple[Call, ...]:
    """The calls of a file that has the texts in every column."""
    columns = "title description funder programme funding_type summary duration tags references"
    file = folder / "hostile.jsonl"
    rows = [
        {"id": f"{number}", "source": f"https://example.org/i/{number}"}
        | dict.fromkeys(columns.split(), text)
        for number, text in enumerate(TEXTS)
    ]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return read_calls(file, None, AS_OF.date()).calls


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site in which everything that anybody can write is hostile."""
    folder = tmp_path_factory.mktemp("home")
    site = replace(_bare(folder), access=Access(searches_per_minute=10**5))
    calls = tuple(hostile_call(number, text) for number, text in enumerate(TEXTS))
    imported = imported_calls(folder)
    assert len(imported) > COUNT / 2, "most rows of the file are calls all the same"
    upsert_calls(site.engine, (*calls, *imported), AS_OF)
    upsert_calls(site.engine, [replace(each, title=f"{each.title}!") for each in calls], AS_OF)
    save_matches(site.engine, "leeds", AS_OF, MODEL, words_matches(calls, site.city))
    save_identities(site.engine, {"ukri:1": ("ukri:2", TEXTS[0])})
    queue_for_review(site.engine, [hostile_call(n, t, "nihr") for n, t in enumerate(TEXTS)], AS_OF)
    _people(site)
    renewed(site)
    yield site
    site.engine.dispose()


def _bare(folder: "Path") -> Site:
    from matcher.settings import read_settings

    return bare_site(read_settings(home=str(folder), environ={}))


def _people(site: Site) -> None:
    """Accounts of each role, and what was said and decided with the texts in it."""
    for role, address in ADDRESSES.items():
        account = Account(
            city="leeds", address=address, role=role, name=TEXTS[3][:90], created_at=AS_OF
        )
        add_account(site.engine, account)
    for number, text in enumerate(TEXTS):
        verdict = list(DecisionVerdict)[number % 3]
        decision = Decision(
            city="leeds",
            call_key=f"ukri:{number}",
            verdict=verdict,
            decided_at=AS_OF,
            reason=f"r {text}"[:450],
            owner=f"o {text}"[:70],
        )
        if number % 2 and number > 1:
            add_decision(site.engine, decision, instead_of=None, pages=[f"ukri:{number}"])
    said = [
        Judgement(
            city="leeds",
            call_key=f"ukri:{number}",
            need_id=None,
            verdict=JudgementVerdict.KEEP,
            judged_at=AS_OF,
            reason=text,
            who=text,
        )
        for number, text in enumerate(TEXTS)
    ]
    add_judgements(site.engine, said)


@pytest.fixture(scope="module")
def admin(site: Site) -> TestClient:
    """An admin's browser, of a site that counts nothing against anybody."""
    app = create_app(site)
    app.state.limits = Limits(itertools.count(0, 100.0).__next__)
    client = TestClient(app, follow_redirects=False)
    client.cookies.set(SESSION, sign_in(site, Role.ADMIN))
    return client


@dataclass(frozen=True)
class Shown:
    """What of a page is not text."""

    tags: frozenset[str]
    scripts: int


def look(html: str, where: str) -> Shown:
    """Read a page as browsers do, and refuse whatever could run or load anything."""
    assert not HIDDEN.search(html), where
    tree = LexborHTMLParser(html)
    tags, scripts = set(), 0
    for node in tree.css("*"):
        name = (node.tag or "").lower()
        tags.add(name)
        assert name not in NEVER, f"{where}: <{name}>"
        if name == "script":
            scripts += 1
            assert (node.attributes.get("src") or "").startswith("/static/"), where
            assert not node.text(), where
        for attribute, value in node.attributes.items():
            assert not attribute.startswith(("on", "hx-on", "style")), f"{where}: {attribute}"
            if attribute in LINKS:
                check_address(name, attribute, value or "", where)
    for one in ("title", "main", "h1", "body", "html"):
        assert len(tree.css(f"{one}:not(svg {one})")) == 1, f"{where}: <{one}>"
    main = tree.css_first("main")
    assert main is not None
    assert FILLED not in main.text(), f"{where}: a template in a text was filled"
    return Shown(frozenset(tags), scripts)


def check_address(name: str, attribute: str, value: str, where: str) -> None:
    """Forms, sheets and scripts stay here; a link may lead elsewhere, by http or https alone."""
    if name == "link" and value == "data:,":
        return
    parts = urlsplit(value)
    if name == "a" and attribute == "href":
        assert parts.scheme in ("", "http", "https"), f"{where}: {value[:80]}"
        if parts.scheme:
            assert parts.hostname != EVIL, f"{where}: {value[:80]}"
            return
    assert not parts.scheme, f"{where}: {name} {attribute}={value[:80]}"
    assert not value.startswith("//"), f"{where}: {name} {attribute}={value[:80]}"


def read(client: TestClient, path: str, status: int = 200) -> Shown:
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == status, f"{path[:120]}: {answer.status_code}"
    return look(answer.text, path[:120])


def test_there_are_as_many_as_promised() -> None:
    assert len(set(TEXTS)) == COUNT == 200


def test_every_call_page_is_as_that_of_a_harmless_call(site: Site, admin: TestClient) -> None:
    usual = read(admin, "/call/ukri:harmless", 404).tags
    seen = [read(admin, f"/call/ukri:{number}") for number in range(2, COUNT)]
    assert {each.scripts for each in seen} == {1}
    assert len({each.tags - usual for each in seen}) < 12, "few parts come and go, no more"
    some = [key for key in renewed(site).by_key if key.startswith("import:")][::10]
    assert some
    for key in some:
        read(admin, f"/call/{key}")


def test_searching_for_them_shows_them_as_text(admin: TestClient) -> None:
    every = "status=open&status=forecasted&status=closed&status=not-stated"
    for text in TEXTS:
        sent = text.encode(errors="replace").decode()
        assert read(admin, f"/calls?{urlencode({'q': sent, 'funder': sent})}").scripts == 2
        read(admin, f"/calls/save?{urlencode({'q': sent, 'funder': sent})}")
    for number in range(1, 20):
        read(admin, f"/calls?{every}&page={number}")


def test_pages_of_many_calls_show_them_as_text(site: Site, admin: TestClient) -> None:
    picture = renewed(site)
    keys = [row.call.key for row in picture.rows[:30]]
    need, body = site.city.profile.needs[0].id, site.city.profile.organisations[0].id
    months = {f"{row.closes_at:%Y-%m}" for row in picture.rows if row.closes_at}
    for path in (
        "/",
        "/shortlist",
        f"/shortlist?{urlencode([('pin', key) for key in keys[:12]])}",
        f"/shortlist?{urlencode([('exclude', key) for key in keys])}",
        "/calendar",
        *(f"/calendar?month={month}" for month in sorted(months)),
        "/pipeline?size=all",
        "/decisions",
        "/sources",
        f"/needs/{need}",
        f"/organisations/{body}",
        "/admin",
        "/admin/review",
        "/account",
    ):
        answer = admin.get(path, follow_redirects=True)
        assert answer.status_code == 200, path[:80]
        look(answer.text, path[:80])


def test_what_is_typed_into_forms_is_shown_as_text(site: Site, admin: TestClient) -> None:
    token = form_token(admin, "/account")
    for number, text in enumerate(TEXTS):
        sent = text.encode(errors="replace").decode()
        call = {"csrf": token, "call": f"ukri:{number}", "back": sent}
        answers = [
            admin.post("/comments", data={**call, "call": "ukri:5", "text": sent}),
            admin.post("/decide", data={**call, "reason": sent, "owner": sent, "verdict": sent}),
            admin.post("/decide", data={**call, "reason": sent, "owner": sent, "seen": sent}),
            admin.post("/decide/outcome", data={**call, "kind": sent, "on": sent, "seen": sent}),
            admin.post(f"/verdict/ukri:{number}", data={**call, "reason": sent, "verdict": sent}),
            admin.post("/calls/like", data={"csrf": token, "text": sent}),
            admin.post("/account/tokens", data={"csrf": token, "name": sent}),
        ]
        answers.append(_post_person(admin, token, "subscribers", number, sent))
        answers.append(_post_person(admin, token, "accounts", number, sent))
        for answer in answers:
            where = f"{answer.request.url.path} {text[:60]!r}"
            assert answer.status_code in (200, 303, 409, 422), f"{where}: {answer.status_code}"
            if answer.status_code == 303:
                assert urlsplit(answer.headers["location"]).netloc == "", where
            else:
                look(answer.text, where)
    assert len(load_comments(site.engine, "leeds", ["ukri:5"])) > COUNT / 2
    assert len(load_subscribers(site.engine, "leeds")) > COUNT / 2
    assert len(load_accounts(site.engine, "leeds")) > COUNT / 2
    for path in ("/decide?call=ukri:5", "/admin/subscribers", "/admin/accounts", "/admin/log"):
        read(admin, path)
    read(admin, "/account")


def _post_person(admin: TestClient, token: str, kind: str, number: int, text: str) -> Any:
    """Add somebody; with an address that is none, too, so that the form comes back filled."""
    named = {"csrf": token, "name": text[:150], "organisation": text[:150], "consent": text[:150]}
    more = {"role": "leader", "frequency": "weekly", "agreed": "yes"}
    if number % 8 == 0:  # that page lists everybody who was added so far
        refused = admin.post(f"/admin/{kind}", data={**named, **more, "address": text})
        assert refused.status_code == 422
        look(refused.text, f"{kind} {text[:60]!r}")
    return admin.post(f"/admin/{kind}", data={**named, **more, "address": f"p{number}@ex.org"})


def test_pages_behind_the_links_of_mails_show_them_as_text(site: Site, admin: TestClient) -> None:
    from matcher.mail.links import LinkPurpose, link_address, make_link
    from models.subscriber import SavedSearch

    searches = tuple(SavedSearch(text.strip()[:180]) for text in TEXTS[:40] if text.strip())
    number = store_person(
        site.engine, "hostile@example.org", name=TEXTS[2][:150], searches=searches
    )
    (person,) = [each for each in load_subscribers(site.engine, "leeds") if each.id == number]
    for purpose in LinkPurpose:
        path = link_address("", site.secret, make_link(person, purpose, site.now()))
        read(admin, path)
    path = link_address("", site.secret, make_link(person, LinkPurpose.CHANGE, site.now()))
    for text in TEXTS:
        sent = text.encode(errors="replace").decode()
        fields = dict.fromkeys(("name", "organisation", "min_award_gbp", "new_searches"), sent)
        look(admin.post(path, data={**fields, "role": sent}).text, f"change {text[:60]!r}")


def test_tables_hold_no_formula(admin: TestClient) -> None:
    every = "status=open&status=forecasted&status=closed&status=not-stated"
    rows = list(
        csv.reader(io.StringIO(admin.get(f"/calls.csv?{every}").content.decode("utf-8-sig")))
    )
    assert len(rows) > COUNT
    assert len({len(row) for row in rows}) == 1
    for path in (f"/calls.csv?{every}", "/admin/log.csv"):
        for row in csv.reader(io.StringIO(admin.get(path).content.decode("utf-8-sig"))):
            assert not [cell for cell in row if cell.startswith(FORMULA)]
    for path in (f"/calls.xlsx?{every}", "/shortlist/pack.xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(admin.get(path).content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert cells
        assert not [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink]
        assert not [c.value for c in cells if isinstance(c.value, str) and c.value[:1] in FORMULA]


def test_feeds_calendars_and_json_stay_well_formed(site: Site, admin: TestClient) -> None:
    every = "status=open&status=forecasted&status=closed&status=not-stated"
    secrets = {what: new_secret() for what in (FeedWhat.NEW, FeedWhat.SHORTLIST_DEADLINES)}
    for what, secret in secrets.items():
        link = FeedLink(
            city="leeds", what=what, secret_hash=secret_hash(secret), created_at=site.now()
        )
        add_feed_link(site.engine, link)
    for path in (f"/calls.atom?{every}", f"/feeds/{secrets[FeedWhat.NEW]}.atom"):
        answer = admin.get(path)
        assert answer.status_code == 200, path
        ElementTree.fromstring(answer.content, forbid_dtd=True)
        found = feedparser.parse(answer.content)
        assert not found.bozo
        links = [link["href"] for entry in found.entries for link in entry.get("links", ())]
        assert all(urlsplit(link).scheme in ("http", "https", "") for link in links)
    assert admin.get(f"/feeds/{secrets[FeedWhat.NEW]}.json").json()["items"]
    assert len(admin.get(f"/calls.json?{every}").json()["calls"]) > COUNT
    for path in (
        "/calendar.ics",
        "/shortlist/timetables.ics",
        f"/feeds/{secrets[FeedWhat.SHORTLIST_DEADLINES]}.ics",
        *(f"/timetable/ukri:{number}.ics" for number in range(2, COUNT)),
    ):
        check_calendar(admin.get(path).content.decode(), path)


def check_calendar(text: str, path: str) -> None:
    """Of one event for each BEGIN, with lines of at most 75 bytes, and no property smuggled in."""
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n")), path
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text), path
    read_back = Calendar.from_ical(text)
    events = read_back.walk("VEVENT")
    assert all(str(event["UID"]) and event.get("DTSTART") for event in events), path
    assert not [event for event in events if str(event.get("SUMMARY", "")) == "pwned"], path


def test_a_pack_shows_them_as_text(admin: TestClient) -> None:
    answer = admin.get("/shortlist/pack.html")
    assert answer.status_code == 200
    tree = LexborHTMLParser(answer.text)
    assert not tree.css("script, iframe, object, embed, base, img, form")
    assert len(tree.css("style")) == 1
    for node in tree.css("*"):
        assert not [name for name in node.attributes if name.startswith("on")]
        link = node.attributes.get("href") or ""
        assert urlsplit(link).scheme in ("", "http", "https"), link
        assert urlsplit(link).hostname != EVIL, link


def test_programs_are_answered_in_json(admin: TestClient) -> None:
    for text in TEXTS[::10]:
        sent = text.encode(errors="replace").decode()
        answer = admin.post("/common-grants/opportunities/search", json={"search": sent})
        assert answer.status_code in (200, 422), sent[:60]
        assert answer.headers["content-type"].startswith(
            ("application/json", "application/problem")
        )
        answer.json()
    listed = admin.get("/common-grants/opportunities?pageSize=100")
    assert listed.status_code == 200
    assert listed.json()["items"]
    assert admin.get("/api/shortlist").status_code == 200


def test_in_a_real_browser_none_runs_loads_or_widens_a_page(site: Site) -> None:
    admin = [(SESSION, sign_in(site, Role.ADMIN))]
    pages = [f"/call/ukri:{number}" for number in range(2, COUNT, COUNT // SAMPLE)]
    sample = [text.encode(errors="replace").decode() for text in TEXTS[2 :: COUNT // SAMPLE]]
    pages += [f"/calls?{urlencode({'q': text, 'funder': text})}" for text in sample]
    pages += ["/", "/calls", "/shortlist", "/calendar", "/pipeline?size=all", "/decisions"]
    pages += ["/decide?call=ukri:5", "/account", "/admin/review", "/admin/subscribers"]
    pages += ["/admin/accounts", "/admin/log", f"/needs/{site.city.profile.needs[0].id}"]
    with served(site) as base, browser() as opened:
        context = opened.new_context(viewport={"width": 320, "height": 800})
        context.add_cookies([{"name": n, "value": v, "url": base} for n, v in admin])
        page = context.new_page()
        page.set_default_timeout(60_000)
        troubles = watch(page, base)
        wide: list[str] = []
        for path in pages:
            page.goto(base + path)
            page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
            if page.evaluate("document.documentElement.scrollWidth") > 320:
                wide.append(f"{path[:100]}: {page.evaluate(WIDEST)}")
            assert page.title() != "pwned", path[:100]
            assert page.evaluate("location.origin") == base
            assert troubles == [], path[:100]
        assert not wide, "\n".join(wide)


def watch(page: "Page", base: str) -> list[str]:
    """Collect what a page that is safe never does."""
    troubles: list[str] = []

    def asked(request: "Request") -> None:
        if not request.url.startswith((base, "data:,")):
            troubles.append(f"asked for {request.url}")

    def asked_for_an_answer(dialog: "Dialog") -> None:
        troubles.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", asked_for_an_answer)
    page.on("request", asked)
    page.on("console", lambda said: troubles.append(said.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    return troubles
