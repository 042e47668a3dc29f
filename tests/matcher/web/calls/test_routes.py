"""The pages of a search, as a browser gets them."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from defusedxml import ElementTree
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from matcher.digest.safe import clip
from matcher.store import find_subscribers
from matcher.web.app import create_app
from matcher.web.calls.asked import MOST, PER_PAGE
from matcher.web.lines import call_address
from matcher.web.site import Site
from models.account import Role
from models.call import Call, CallStatus
from tests.matcher.digest.test_render import HOSTILE
from tests.matcher.web import people
from tests.matcher.web.sample_site import AS_OF, bundled_calls, make_site

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = make_site(tmp_path_factory.mktemp("home"))
    yield made
    made.engine.dispose()


@pytest.fixture(scope="module")
def reader(site: Site) -> TestClient:
    return TestClient(create_app(site), follow_redirects=False)


def page(reader: TestClient, address: str, **headers: str) -> LexborHTMLParser:
    answer = reader.get(address, headers=headers)
    assert answer.status_code == 200
    return LexborHTMLParser(answer.text)


def text_of(part: LexborHTMLParser, selector: str) -> str:
    found = part.css_first(selector)
    assert found is not None
    return " ".join(found.text(separator=" ").split())


def titles(shown: LexborHTMLParser) -> list[str]:
    return [node.text() for node in shown.css(".cards h3 a")]


def test_without_words_all_that_may_be_bid_for_is_listed_best_first(reader: TestClient) -> None:
    shown = page(reader, "/calls")
    assert len(titles(shown)) == PER_PAGE
    assert f"calls found, 1 to {PER_PAGE} shown" in text_of(shown, "#results-heading")
    assert "closed" not in {node.text() for node in shown.css(".tag")}
    assert shown.css_first("form[role=search]") is not None


def test_a_search_quotes_the_sentence_and_marks_the_words(reader: TestClient) -> None:
    shown = page(reader, "/calls?q=dementia")
    assert titles(shown)
    assert all(mark.text().lower().startswith("dementia") for mark in shown.css("mark"))
    assert shown.css("mark")
    assert "by words alone" in text_of(shown, ".results .note")


def test_only_what_changes_is_sent_to_a_page_that_searches_as_one_types(
    reader: TestClient,
) -> None:
    typed = reader.get(
        "/calls?q=dementia&sort=fit", headers={"HX-Target": "found", "HX-Trigger": "q"}
    )
    assert "<html" not in typed.text
    assert typed.headers["HX-Replace-Url"] == "/calls?q=dementia"
    chosen = reader.get("/calls?q=dementia&stage=full", headers={"HX-Target": "found"})
    assert chosen.headers["HX-Push-Url"] == "/calls?q=dementia&stage=full"
    assert typed.text in reader.get("/calls?q=dementia").text, "the same as on the whole page"


def test_a_chosen_value_narrows_and_can_be_left_out(reader: TestClient) -> None:
    whole = page(reader, "/calls")
    box = whole.css_first('input[name="amount"]:not([checked])')
    assert box is not None
    value = box.attributes["value"]
    count = box.parent.css_first(".number").text().split()[0]
    narrowed = page(reader, f"/calls?amount={value}")
    assert text_of(narrowed, "#results-heading").startswith(f"{count} call")
    assert narrowed.css_first(f'input[name="amount"][value="{value}"][checked]') is not None
    assert narrowed.css_first('.chosen a[href="/calls"]') is not None


def test_nothing_found_says_what_to_try(reader: TestClient) -> None:
    shown = page(reader, "/calls?q=zzzzqqq&need=no-such-need")
    assert text_of(shown, "#results-heading") == "No calls found"
    assert "closed calls too" in text_of(shown, ".results")
    assert "Leave out all that is chosen" in text_of(shown, ".results")


def test_pages_go_on_and_back(reader: TestClient) -> None:
    first, second = page(reader, "/calls?status=closed&status=open"), None
    following = first.css_first("a[rel=next]")
    assert following is not None
    second = page(reader, following.attributes["href"] or "")
    assert not set(titles(first)) & set(titles(second))
    assert second.css_first("a[rel=prev]") is not None
    assert second.css_first("ol.cards").attributes["start"] == f"{PER_PAGE + 1}"
    last = page(reader, "/calls?page=50")
    assert titles(last), "a page past the last one shows the last"


def test_more_than_anybody_reads_is_said_to_be(tmp_path: Path) -> None:
    one = bundled_calls()[0]
    calls = [replace(one, source_id=f"{number}", references=()) for number in range(501)]
    made = make_site(tmp_path, calls)
    everything = "/calls?status=open&status=forecasted&status=not-stated&status=closed"
    shown = page(TestClient(create_app(made)), everything)
    assert "more than anybody reads" in text_of(shown, ".box")
    assert f"Page 1 of {MOST // PER_PAGE}" in text_of(shown, ".pages")
    made.engine.dispose()


def test_downloads_hold_what_is_listed_in_its_order(reader: TestClient) -> None:
    search = "?q=cancer&sort=closing"
    listed = titles(page(reader, f"/calls{search}"))
    table = list(
        csv.DictReader(io.StringIO(reader.get(f"/calls.csv{search}").content.decode("utf-8-sig")))
    )
    assert [clip(row["Title"], 180) for row in table][: len(listed)] == listed
    told = json.loads(reader.get(f"/calls.json{search}").content)
    assert told["search"] == f"/calls{search}"
    assert [call["title"] for call in told["calls"]] == [row["Title"] for row in table]
    assert told["found"] == len(table)
    answer = reader.get(f"/calls.xlsx{search}")
    assert "attachment" in answer.headers["content-disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["Calls"]
    assert [cell.value for cell in sheet["A"]][1:] == [row["Title"] for row in table]


def test_a_search_is_a_feed(reader: TestClient) -> None:
    answer = reader.get("/calls.atom?q=dementia")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(answer.content)
    named = [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")]
    assert named
    assert named == titles(page(reader, "/calls?q=dementia"))
    assert reader.get("/calls.atom?q=dementia").content == answer.content
    assert root.findtext(f"{ATOM}title") == "Funding calls for Leeds: dementia"


def test_unknown_facts_are_not_stated_in_tables_and_null_in_json(reader: TestClient) -> None:
    told = json.loads(reader.get("/calls.json?amount=not-stated").content)["calls"]
    assert told
    assert {call["one_award_in_pounds"] for call in told} == {None}
    table = csv.DictReader(io.StringIO(reader.get("/calls.csv?amount=not-stated").text))
    assert {row["One award in pounds"] for row in table} == {"not stated"}


def test_a_doubtful_date_is_told_as_such_in_lists_and_files(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    whole = bundled_calls()
    dated = [call for call in whole if call.deadlines]
    doubted = next(call for call in dated if call.status(AS_OF) is CallStatus.OPEN)
    others = [call for call in whole if call is not doubted]
    calls = [*others, replace(doubted, doubtful=("deadlines",))]
    made = make_site(tmp_path_factory.mktemp("doubt"), calls)
    reader = TestClient(create_app(made), raise_server_exceptions=False)
    search = f"?q={quote(doubted.title)}"
    assert "not certain: check the original page" in reader.get(f"/calls{search}").text
    table = csv.DictReader(
        io.StringIO(reader.get(f"/calls.csv{search}").content.decode("utf-8-sig"))
    )
    checked = {row["Title"] for row in table if row["Dates to check"] == "closes"}
    assert checked == {doubted.title}
    page_of_it = reader.get(call_address(doubted.key)).text
    assert "not certain: check the original page" in page_of_it
    made.engine.dispose()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A site whose calls hold what would run, as a page or as a spreadsheet."""
    made = make_site(tmp_path_factory.mktemp("hostile"), [*_hostile_calls()])
    yield TestClient(create_app(made), raise_server_exceptions=False)
    made.engine.dispose()


def _hostile_calls() -> Iterator[Call]:
    for number, evil in enumerate(HOSTILE):
        yield Call(
            source="evil",
            source_id=f"{number}",
            title=f"{evil} asthma",
            url="javascript:alert(1)",
            funder=evil,
            summary=f"Asthma {evil} asthma.",
        )
    yield Call(
        source="evil",
        source_id="=cmd",
        title='=HYPERLINK("https://evil.example","asthma")',
        url="https://evil.example",
        funder="+1+1",
        programme="@SUM(A1)",
    )


def test_hostile_calls_run_nothing_and_break_nothing(hostile: TestClient) -> None:
    for address in ("/calls", "/calls?q=asthma", "/calls?q=%3Cscript%3Ealert(1)%3C/script%3E"):
        answer = hostile.get(address)
        assert answer.status_code == 200
        shown = LexborHTMLParser(answer.text)
        sources = {node.attributes.get("src") for node in shown.css("script")}
        assert sources == {"/static/htmx.min.js", "/static/search.js"}
        for node in shown.css("*"):
            assert not any(name.startswith("on") or name == "style" for name in node.attributes)
            assert "javascript:" not in (node.attributes.get("href") or "").lower()
        assert not shown.css("img, iframe, object, svg")


def test_no_cell_of_a_download_is_a_formula(hostile: TestClient) -> None:
    table = csv.reader(io.StringIO(hostile.get("/calls.csv").content.decode("utf-8-sig")))
    cells = [cell for row in table for cell in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for cell in cells)
    book = openpyxl.load_workbook(io.BytesIO(hostile.get("/calls.xlsx").content))
    assert all(cell.data_type != "f" for row in book["Calls"] for cell in row)


@pytest.mark.parametrize("evil", HOSTILE)
def test_hostile_searches_come_back_as_text(reader: TestClient, evil: str) -> None:
    answer = reader.get("/calls", params={"q": evil, "funder": evil, "sort": evil, "page": evil})
    assert answer.status_code == 200
    assert len(LexborHTMLParser(answer.text).css("script")) == 2


def form_of(client: TestClient, address: str) -> dict[str, str]:
    shown = page(client, address)
    fields = shown.css("main form[method=post] input[type=hidden]")
    return {node.attributes["name"] or "": node.attributes["value"] or "" for node in fields}


def test_a_pasted_text_finds_calls_and_is_nowhere_in_the_answer(
    reader: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "Xylophonic study of dementia and its carers. " * 3
    fields = form_of(reader, "/calls/like")
    answer = reader.post("/calls/like", data={**fields, "text": secret})
    shown = LexborHTMLParser(answer.text)
    assert titles(shown)
    assert "Xylophonic" not in answer.text
    assert "Xylophonic" not in caplog.text
    assert "not stored" in reader.get("/calls/like").text


def test_a_pasted_text_without_words_is_asked_for_again(reader: TestClient) -> None:
    answer = reader.post("/calls/like", data={**form_of(reader, "/calls/like"), "text": " … "})
    assert answer.status_code == 422
    assert "at least one word" in answer.text


def test_a_pasted_text_without_the_forms_token_is_refused(reader: TestClient) -> None:
    assert reader.post("/calls/like", data={"text": "dementia"}).status_code == 403


def test_a_long_text_is_read_in_part_and_says_so(reader: TestClient) -> None:
    fields = form_of(reader, "/calls/like")
    answer = reader.post("/calls/like", data={**fields, "text": "dementia carers. " * 2_000})
    assert "first 20,000 characters" in answer.text


def test_saving_says_that_it_sends_mail_and_where_one_signs_in(reader: TestClient) -> None:
    shown = page(reader, "/calls/save?q=asthma&amount=5m-10m&closes=3-months")
    said = text_of(shown, "main")
    for part in ("Saving sends you mail", "at most once a week", "£5,000,000", "in 1 to 3 months"):
        assert part in said
    form = shown.css_first("form[action='/sign-in']")
    assert form is not None
    assert form_of(reader, "/calls/save?q=asthma")["back"] == "/calls/save?q=asthma"


def test_a_saved_search_is_the_subscribers(tmp_path: Path) -> None:
    site = people.make_site(tmp_path)
    client = people.browser_as(site, Role.RESEARCHER)
    address = "/calls/save?q=asthma&funder=wellcome"
    for _ in range(2):
        answer = client.post(address, data=form_of(client, address))
        assert answer.status_code == 200
        assert "Your search is saved" in answer.text
    (person,) = find_subscribers(site.engine, people.ADDRESSES[Role.RESEARCHER])
    assert [(each.text, each.funder) for each in person.searches] == [("asthma", "wellcome")]
    assert person.confirmed_at is not None
    site.engine.dispose()


def test_nobody_saves_without_signing_in_or_the_forms_token(tmp_path: Path) -> None:
    site = people.make_site(tmp_path)
    nobody, somebody = people.browser_as(site), people.browser_as(site, Role.RESEARCHER)
    fields = form_of(nobody, "/calls/like")
    assert nobody.post("/calls/save?q=asthma", data=fields).status_code == 403
    assert somebody.post("/calls/save?q=asthma").status_code == 403
    assert find_subscribers(site.engine, people.ADDRESSES[Role.RESEARCHER]) == []
    site.engine.dispose()


def test_a_search_without_words_funder_or_amount_is_not_saved(tmp_path: Path) -> None:
    site = people.make_site(tmp_path)
    client = people.browser_as(site, Role.RESEARCHER)
    shown = page(client, "/calls/save?stage=full")
    assert "nothing to look for" in text_of(shown, "main")
    assert shown.css_first("main form") is None
    site.engine.dispose()
