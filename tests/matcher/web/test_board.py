"""The shortlist as a board: the set, other wishes beside it, and what follows each bid."""

import io
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import icalendar
import openpyxl
import pytest
from starlette.testclient import TestClient

from matcher.pack.pdf import PackError
from matcher.settings import read_settings
from matcher.strategy.shortlist import Wishes, beside_decided, make_shortlist, wishes_of
from matcher.web.board import files, pages
from matcher.web.board.asked import OWN, Asked, background_for, read_asked, with_exclusion, with_pin
from matcher.web.board.dials import DIALS, tuned
from matcher.web.limits import Limit
from matcher.web.site import Site
from matcher.web.snapshot import snapshot
from models.account import Role
from tests.matcher.web import people
from tests.matcher.web.boards import board_of, main_of, peopled_site, words
from tests.matcher.web.sample_site import DATA, bare_site, sample_city

CITY = sample_city().profile


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return peopled_site(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def client(site: Site) -> TestClient:
    client = people.browser_as(site)
    board_of(client, site)
    return client


def chosen(client: TestClient, site: Site, asked: Asked) -> list[str]:
    return [bid.row.call.key for bid in board_of(client, site, asked).shortlist.bids]


# -- What an address asks for


def test_only_what_differs_from_the_city_stands_in_an_address() -> None:
    own = [(dial.name, f"{dial.own(CITY):g}") for dial in DIALS]
    assert read_asked(own, CITY) == OWN
    assert OWN.address() == "/shortlist"
    asked = read_asked([*own[1:], ("capability", "5"), ("pin", "b:1"), ("pin", "a:2")], CITY)
    assert asked.address() == "/shortlist?capability=5&pin=a%3A2&pin=b%3A1"
    again = parse_qsl(urlsplit(asked.address()).query)
    assert read_asked(again, CITY) == asked


def test_a_call_that_is_pinned_and_left_out_is_left_out() -> None:
    asked = read_asked([("pin", "a:1"), ("exclude", "a:1")], CITY)
    assert (asked.pinned, asked.excluded) == (frozenset(), {"a:1"})
    assert with_pin(asked, "a:1").pinned == {"a:1"}
    assert with_exclusion(with_pin(OWN, "a:1"), "a:1").excluded == {"a:1"}


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ([("size", "99")], "from 1 to 12"),
        ([("scale", "nan")], "from 0 to 5"),
        ([("work", "much")], "from 25 to 400"),
        ([("capability", "0"), ("scale", "0"), ("time", "0")], "above 0"),
        ([("pin", f"a:{n}") for n in range(41)], "At most 40"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(
    pairs: list[tuple[str, str]], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        read_asked(pairs, CITY)


def test_dials_change_what_the_city_states_and_nothing_else() -> None:
    settings = {"second": 20.0, "third": 60.0, "work": 50.0, "size": 3.0, "time": 0.0}
    changed = tuned(CITY, settings)
    assert changed.strategy.returns == (1.0, 0.2, 0.2), "a third adds no more than the second"
    assert changed.strategy.days_of["uol"] == CITY.strategy.days_of["uol"] / 2
    assert changed.thresholds.decisions == 3
    assert (changed.strategy.time, changed.strategy.scale) == (0.0, CITY.strategy.scale)
    assert tuned(CITY, {}) == CITY
    assert changed.needs is CITY.needs


# -- The page


def test_the_board_has_what_a_decision_needs(client: TestClient, site: Site) -> None:
    board = board_of(client, site)
    answer = client.get("/shortlist")
    assert answer.status_code == 200
    shown = words(answer.text)
    for bid in board.shortlist.bids:
        assert bid.row.call.title[:60] in shown
        for cover in bid.covers:
            assert CITY.need(cover.need_id).name in shown
    for part in ("Capability", "Scale", "Time", "Start by", "The work, by quarter"):
        assert part in shown
    for gap in board.shortlist.uncovered:
        assert CITY.need(gap.need_id).name in shown
    assert "Being worked out" not in shown
    assert shown.count("of the sets that were chosen again") == len(board.shortlist.bids)


def test_the_picture_has_a_table_as_its_text(client: TestClient, site: Site) -> None:
    page = main_of(client.get("/shortlist").text)
    picture = page.css_first("svg.cover")
    assert picture is not None
    drawn = re.findall(r"\b0\.\d\d\b", picture.text(separator=" "))
    cells = [each.text() for each in page.css("details table td")]
    gains = [f"{c.gain:.2f}" for bid in board_of(client, site).shortlist.bids for c in bid.covers]
    for gain in gains:
        assert gain in drawn
        assert any(cell.startswith(gain) for cell in cells)
    assert "style=" not in page.html  # type: ignore[operator]


def test_a_set_that_is_asked_for_is_the_one_that_the_command_would_choose(
    client: TestClient, site: Site
) -> None:
    picture = snapshot(site)
    first = chosen(client, site, OWN)[0]
    other = next(
        row.call.key
        for row in picture.rows
        if row.call.key not in chosen(client, site, OWN)
        and row in board_of(client, site).shortlist.too_late
    )
    pairs = [("size", "3"), ("scale", "4"), ("exclude", first), ("pin", other)]
    asked = read_asked(pairs, CITY)
    wishes = beside_decided(wishes_of(picture.rows, 3), frozenset({other}), frozenset({first}))
    wanted = make_shortlist(picture.rows, background_for(asked, picture.background), wishes)
    assert board_of(client, site, asked).shortlist == wanted
    assert other in chosen(client, site, asked)


def test_what_is_said_of_dropping_a_bid_is_what_comes_of_it(client: TestClient, site: Site) -> None:
    own = board_of(client, site)
    assert own.fallen is not None
    for key, choice in list(own.fallen.items())[:2]:
        without = board_of(client, site, with_exclusion(OWN, key))
        assert {pick.key for pick in choice.picks} == set(without.chosen.keys)
        card = next(
            each
            for each in main_of(client.get("/shortlist").text).css("article.bid")
            if snapshot(site).by_key[key].call.title[:40] in each.text()
        )
        assert f"covers {without.shortlist.covered:.1%} of the need" in " ".join(
            card.text().split()
        )


def test_what_moved_stands_beside_the_citys_own_set(client: TestClient, site: Site) -> None:
    first = chosen(client, site, OWN)[0]
    asked = with_exclusion(OWN, first)
    after = chosen(client, site, asked)
    moved = main_of(client.get(asked.address()).text).css_first(".moved")
    assert moved is not None
    said = " ".join(moved.text(separator=" ").split())
    assert f"Falls out: {snapshot(site).by_key[first].call.title[:60]}" in said
    for key in set(after) - set(chosen(client, site, OWN)):
        assert snapshot(site).by_key[key].call.title[:60] in said


def test_an_address_is_brought_to_its_shortest_form(client: TestClient) -> None:
    answer = client.get("/shortlist?size=5&capability=1&pin=&junk=1&exclude=no:such")
    assert (answer.status_code, answer.headers["location"]) == (303, "/shortlist")
    scripted = client.get("/shortlist?size=5&capability=2", headers={"HX-Request": "true"})
    assert scripted.headers["hx-push-url"] == "/shortlist?capability=2"


def test_a_call_is_pinned_under_any_of_its_keys_and_unknown_ones_are_passed_over(
    client: TestClient, site: Site
) -> None:
    key = chosen(client, site, OWN)[-1]
    answer = client.get(f"/shortlist?pin={key}&pin=no:such")
    assert answer.headers["location"] == with_pin(OWN, key).address()
    assert ">pinned<" in client.get(answer.headers["location"]).text


def test_a_call_that_is_not_chosen_among_cannot_be_pinned_and_the_page_says_so(
    client: TestClient, site: Site
) -> None:
    scoped = board_of(client, site).chosen.field.scoped
    other = next(row for row in snapshot(site).rows if row.scale.scale != "strategic")
    assert other.call.key not in scoped
    shown = words(client.get(with_pin(OWN, other.call.key).address()).text)
    assert f"“{other.call.title[:40]}" in shown
    assert "cannot be pinned: it is no open or announced research call" in shown


def test_nonsense_gets_a_sentence_and_422(client: TestClient) -> None:
    answer = client.get("/shortlist?size=99")
    assert answer.status_code == 422
    assert "Bids in the set: give a number from 1 to 12." in words(answer.text)


def test_who_asks_for_too_many_new_sets_has_to_wait(
    site: Site, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "SETS", Limit("sets of this test", 1, 60))
    known = with_exclusion(OWN, chosen(client, site, OWN)[0])
    scripted = {"HX-Request": "true"}
    asked = ("/shortlist?size=1", "/shortlist?size=2", "/shortlist", known.address())
    answers = [client.get(address, headers=scripted).status_code for address in asked]
    assert answers == [200, 429, 200, 200], "what is there already costs nothing"


def test_answers_come_after_the_set_and_stop_asking(client: TestClient, site: Site) -> None:
    part = client.get("/shortlist/answers").text
    assert "hx-trigger" not in part, "all is worked out: nothing to ask for any more"
    assert part.count('id="dropped-') == len(board_of(client, site).shortlist.bids)


def test_a_board_without_matches_says_why(tmp_path: Path) -> None:
    unmatched = bare_site(replace(read_settings(home=str(tmp_path), environ={}), data=DATA))
    client = people.browser_as(unmatched)
    board_of(client, unmatched)
    shown = words(client.get("/shortlist").text)
    assert "No bid is put up for decision" in shown
    assert "These are sample calls" in shown
    assert CITY.needs[0].name in shown, "needs without a bid are told all the same"


# -- Files


def test_the_set_can_be_taken_along(client: TestClient, site: Site) -> None:
    board = board_of(client, site)
    sheet = client.get("/shortlist/pack.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(sheet.content))
    assert book["Set"].max_row == 1 + len(board.shortlist.bids)
    page = client.get("/shortlist/pack.html")
    assert page.headers["content-disposition"].startswith("attachment")
    assert board.shortlist.bids[0].row.call.title[:40] in page.text
    plan = icalendar.Calendar.from_ical(client.get("/shortlist/timetables.ics").content)
    assert len(plan.walk("VEVENT")) >= len(board.shortlist.bids)
    assert client.get("/shortlist/pack.docx").status_code == 404


def test_a_pdf_is_printed_or_the_page_says_what_is_missing(client: TestClient) -> None:
    answer = client.get("/shortlist/pack.pdf")
    if answer.status_code == 503:
        assert "libpango" in words(answer.text)
    else:
        assert answer.content.startswith(b"%PDF")


def test_a_pdf_without_its_libraries_is_refused_with_what_to_install(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> bytes:
        raise PackError("a PDF needs libraries")

    monkeypatch.setitem(files._FORMS, "pdf", ("application/pdf", missing))
    answer = client.get("/shortlist/pack.pdf")
    assert answer.status_code == 503
    assert "A PDF needs libraries." in words(answer.text)
    assert "HTML file" in words(answer.text)


def test_only_leaders_are_asked_to_decide(client: TestClient, site: Site) -> None:
    leader = people.browser_as(site, Role.LEADER)
    board_of(leader, site)
    assert "See what was decided" in words(client.get("/shortlist").text)
    assert "See what was decided" not in words(leader.get("/shortlist").text)


def test_wishes_go_before_what_was_decided() -> None:
    decided = Wishes(5, frozenset({"a", "b"}), frozenset({"c"}))
    merged = beside_decided(decided, frozenset({"c"}), frozenset({"a"}))
    assert merged == Wishes(5, frozenset({"b", "c"}), frozenset({"a"}))
