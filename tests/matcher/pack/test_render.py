"""What a reader of the pack sees, in HTML."""

from dataclasses import replace
from itertools import pairwise

import pytest
from selectolax.lexbor import LexborHTMLParser

from matcher.pack.cover import cover_note, cover_rows
from matcher.pack.frame import frame_of
from matcher.pack.render import pack_in_words, render_html
from matcher.strategy.consortium.flags import cap_flags, condition_flags
from models.consortium import BidRole
from models.shortlist import Shortlist
from models.timetable import TimeLeft
from tests.matcher.digest.samples import bare_call, match, ranked
from tests.matcher.pack.samples import (
    ambition,
    bid,
    catalogue,
    consortium,
    empty_shortlist,
    leeds,
    leeds_shortlist,
    timetable,
    wordy_shortlist,
)

OBESITY = "ukri:uk-obesity-research-institute"
MICROBIOME = "eu_funding:HORIZON-MISS-2026-02-CANCER-02"
HOSTILE = '<script>alert(1)</script>"onmouseover="x" \u202edlog{{ 7*7 }}{% raw %}'


def tree_of(shortlist: Shortlist) -> LexborHTMLParser:
    return LexborHTMLParser(render_html(shortlist, leeds()))


def words_of(shortlist: Shortlist, part: str = "body") -> str:
    node = tree_of(shortlist).css_first(part)
    assert node is not None
    for picture in node.css("svg"):
        picture.decompose()
    return " ".join(node.text(separator=" ").split())


def one_bid(**changes: object) -> Shortlist:
    return leeds_shortlist(bids=(bid(OBESITY, {"healthy-weight": 0.7}, **changes),))


def hostile_shortlist() -> Shortlist:
    call = bare_call("x", funder=HOSTILE, programme=HOSTILE, summary=HOSTILE)
    call = replace(call, title=HOSTILE, url="javascript:alert(1)")
    row = replace(
        ranked(call, needs=(), leads=()),
        needs=(match(call, "healthy-weight", 0.8, sentence=HOSTILE, phrase=HOSTILE),),
    )
    made = consortium("uol", flags=(HOSTILE,))
    plan = timetable(None, words=HOSTILE)
    return leeds_shortlist(
        bids=(
            bid(OBESITY, {"healthy-weight": 0.7}, row=row, consortium=made, timetable=plan,
                ambition=ambition(words=HOSTILE)),
        ),
        problems=(HOSTILE,),
    )  # fmt: skip


def test_the_page_asks_nothing_of_any_other_place() -> None:
    tree = tree_of(leeds_shortlist())
    links = [node.attributes["href"] or "" for node in tree.css("a")]
    assert links
    assert all(link.startswith(("https://", "http://", "#")) for link in links)
    for node in tree.css("*"):
        if node.tag != "a":
            assert not {"src", "href", "srcset", "action", "style"} & set(node.attributes)
        assert not [name for name in node.attributes if name.startswith("on")]
    assert not tree.css("script, iframe, object, embed, link, img, form, base")
    css = tree.css_first("style").text()  # type: ignore[union-attr]
    assert "url(" not in css
    assert "@import" not in css


def test_links_within_the_page_lead_somewhere() -> None:
    tree = tree_of(leeds_shortlist())
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    within = {(a.attributes["href"] or "")[1:] for a in tree.css('a[href^="#"]')}
    assert len(ids) == len(set(ids))
    assert within == {"bid-A", "bid-B", "bid-C", "bid-D", "bid-E"}


def test_hostile_text_is_only_ever_text() -> None:
    page = render_html(hostile_shortlist(), leeds())
    assert not LexborHTMLParser(page).css("script, [onmouseover]")
    assert "javascript:" not in page
    assert "\u202e" not in page
    assert "{{ 7*7 }}" in words_of(hostile_shortlist())
    assert "address not usable" in words_of(hostile_shortlist())


@pytest.mark.parametrize("made", [leeds_shortlist(), empty_shortlist(), hostile_shortlist()])
def test_headings_do_not_skip_a_level(made: Shortlist) -> None:
    levels = [int((node.tag or "")[1:]) for node in tree_of(made).css("h1, h2, h3, h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_have_heads_and_captions_and_pictures_have_words() -> None:
    tree = tree_of(leeds_shortlist())
    assert tree.css_first("html").attributes["lang"] == "en-GB"  # type: ignore[union-attr]
    tables = tree.css("table")
    assert len(tables) >= 3 + 5 * 2
    for table in tables:
        assert table.css_first("caption").text().strip()  # type: ignore[union-attr]
        assert table.css("thead th[scope=col]")
        assert all(row.css_first("th[scope=row]") for row in table.css("tbody tr"))
    pictures = tree.css("svg")
    assert len(pictures) >= 1 + 5 * 2
    for picture in pictures:
        assert picture.attributes["role"] == "img"
        assert picture.attributes["aria-label"]
        assert picture.css_first("title").text() == picture.attributes["aria-label"]  # type: ignore[union-attr]


def test_page_one_tells_the_set() -> None:
    shown = words_of(leeds_shortlist(), "#set")
    for expected in (
        "Strategic shortlist for Leeds, 10 August 2026",
        "5 bids chosen together from 43 strategic calls",
        "Together they cover 41% of the need",
        "Pre-announcement: UK Obesity Research Institute MRC · pinned by the city",
        "Up to £60m per award Not stated not open yet",
        "15 September 2026 36 days left 29 March 2026 (passed)",
        "Leeds Institute for Data Analytics 34%",
        "Person-days, of those it can give Jul–Sep 2026",
        "University of Leeds 42 of 60",
        "31 of 30 (over)",
        "Leeds City Council 9 13 17",
        "Maternity, newborn and infant survival 0.84 No open call answers it",
    ):
        assert expected in shown


def test_the_picture_of_the_set_says_who_covers_what_and_what_nobody_does() -> None:
    label = tree_of(leeds_shortlist()).css_first("#set svg").attributes["aria-label"]  # type: ignore[union-attr]
    assert label is not None
    assert "Cancer: earlier diagnosis, lung cancer and fair outcomes: D 0.81, E 0.48." in label
    assert "Maternity, newborn and infant survival: not covered." in label


def test_a_bid_has_a_page_with_all_that_a_decision_needs() -> None:
    shown = words_of(leeds_shortlist(), "#bid-E")
    for expected in (
        "Bid E of 5",
        "Microbiome for early cancer prediction before the onset of disease",
        "Decision asked for go watch no-go Owner Date",
        "Funds the development and validation of simple tests",
        "Cancer: earlier diagnosis, lung cancer and fair outcomes weight 0.72 of 1",
        "Cancer screening attendance: Leeds 69.67, median of 307 English lower-tier areas 70.18",
        "Period: 2021. Source: ONS Health Index 2015-2021.",
        "matches “cancer”",
        "Leeds City Council (newcomer)",
        "Nobody fills yet: industry.",
        "Together before: University of Leeds and this partner held 3 awards",
        "Usual win here £1.1m",
        "23 awards 2004 to 2023, median £1.1m, largest £4.6m.",
        "Sun 29 March 2026 passed Agree lead and partners 6 weeks",
        "Worth 0.51 of 1",
        "Capability 0.64 33% The proposed lead is known for work in the field",
        "It is too late to build a new consortium for a bid of this size.",
        "It is in 34% of the sets",
        "If it falls, no other call takes its place.",
    ):
        assert expected in shown


def test_what_is_not_known_is_said_to_be() -> None:
    call = bare_call("bare")
    row = ranked(call, needs=(), leads=())
    bare = bid(
        OBESITY, {}, row=row, next_key=None, timetable=timetable(None),
        consortium=consortium("uol", members=(), missing=tuple(BidRole)),
        ambition=ambition(histories=(), times=None, words="no past award in the field is known"),
    )  # fmt: skip
    shown = words_of(leeds_shortlist(bids=(bare,)))
    for expected in (
        "Amount not stated",
        "Latest start Not stated",
        "Nobody known",
        "stage not stated",
        "What it funds Not stated.",
        "No need of the city is matched.",
        "No organisation of the city is known to fit yet.",
        "Eligibility not stated.",
        "No past award in the field is known.",
        "What one award pays is not stated.",
    ):
        assert expected in shown


@pytest.mark.parametrize(
    ("considered", "expected"),
    [
        (0, "no open or announced call of strategic size answers one of the city’s needs"),
        (1, "1 strategic call was looked at, none chosen."),
        (43, "43 strategic calls were looked at, none chosen."),
    ],
)
def test_without_a_bid_the_page_says_why(considered: int, expected: str) -> None:
    made = empty_shortlist(considered=considered, problems=("the budget leaves room for none",))
    shown = words_of(made)
    assert expected in shown
    assert "The budget leaves room for none." in shown
    assert "Left uncovered" in shown
    assert "The bids" not in shown


def test_only_stored_facts_speak_against_a_bid_and_each_once() -> None:
    call = replace(
        catalogue()[OBESITY], match_funding_required=True, bids_per_organisation=1,
        expression_of_interest=True, eligibility=None,
    )  # fmt: skip
    flags = ("the trust has a caution", *cap_flags(call, (), (), {}), *condition_flags(call))
    made = one_bid(
        row=ranked(call, needs=(), leads=()),
        timetable=timetable(None, left=TimeLeft.TIGHT),
        consortium=consortium("uol", flags=flags, missing=()),
    )
    against = pack_in_words(made, leeds()).bids[0].risks
    for expected in (
        "Less time is left than a bid of this size usually takes.",
        "The trust has a caution.",
    ):
        assert expected in against
    for fact in ("ne bid per", "atch funding", "xpression of interest", "UK"):
        assert len([risk for risk in against if fact in risk]) == 1
    shown = words_of(made, "#bid-A")
    assert "Nobody in the city is known to fill" not in shown


def test_where_nothing_speaks_against_a_bid_the_page_says_so() -> None:
    call = replace(
        catalogue()[OBESITY], stage=None, stated_status=None, deadlines=(),
        eligibility="Organisations based in the UK may apply.",
    )  # fmt: skip
    made = one_bid(
        row=ranked(call, needs=(), leads=()),
        timetable=timetable(None, left=TimeLeft.ENOUGH),
        consortium=consortium("uol", missing=()),
    )
    shown = words_of(made, "#bid-A")
    assert "What speaks against it No stored fact does." in shown
    assert "Open to UK bids : “Organisations based in the UK may apply.”" in shown.replace(
        "bids:", "bids :"
    )


def test_amounts_in_other_money_are_not_drawn_beside_pounds() -> None:
    foreign = ambition(histories=(replace(ambition().histories[1], count=0),))
    page = words_of(one_bid(ambition=foreign), "#bid-A")
    assert "University of Leeds, the same field: no awards" in page
    svgs = tree_of(one_bid(ambition=foreign)).css("#bid-A svg")
    assert len(svgs) == 1  # the need's


def test_long_texts_are_cut_and_lists_say_what_they_leave_out() -> None:
    view = pack_in_words(wordy_shortlist(), leeds())
    assert all(len(made.title) <= 300 and len(made.funds) <= 1_400 for made in view.bids)
    assert view.bids[0].partners.more == ""
    assert view.bids[0].timetable.more == "and 3 more steps"
    assert view.bids[0].risks_more == "and 4 more points"
    assert view.set.uncovered_more.startswith("and ")


def test_texts_give_way_before_partners_and_steps_do() -> None:
    made = wordy_shortlist()
    full, half, none = (pack_in_words(made, leeds(), (room, room)).bids[0] for room in (1, 0.5, 0))
    assert len(half.funds) < len(full.funds) / 5
    assert len(half.partners.lines) == len(full.partners.lines) == 10
    assert len(half.timetable.steps) == len(full.timetable.steps) == 12
    assert len(none.partners.lines) == len(none.timetable.steps) == 1


def test_what_a_call_funds_begins_where_it_says_so() -> None:
    said = (
        "Expected Outcome: Proposals should contribute to all the following outcomes: fewer falls"
    )
    call = replace(catalogue()[OBESITY], summary=f"{said}. More.")
    row = replace(
        ranked(call, needs=(), leads=()),
        needs=(match(call, "healthy-weight", 0.8, sentence=said, phrase="falls"),),
    )
    shown = words_of(one_bid(row=row), "#bid-A")
    assert "What it funds Fewer falls. More." in shown
    assert "“… fewer falls”" in shown


def test_page_one_names_the_calls_that_come_too_late() -> None:
    late = [bid(key, {"cancer": 0.5}).row for key in (OBESITY, MICROBIOME)]
    hidden = replace(late[0], call=replace(late[0].call, url="javascript:alert(1)"))
    shown = words_of(leeds_shortlist(too_late=(late[1], hidden)), "#set")
    assert "Too late for a new bid; somebody else’s may still be joined." in shown
    assert "prediction before the onset of disease About £13m 15 September 2026" in shown
    assert "UK Obesity Research Institute £60m Not stated" in shown
    assert "and 11 more calls" in words_of(leeds_shortlist(too_late=tuple(late * 10)), "#set")
    assert "Too late to begin" not in words_of(leeds_shortlist(), "#set")


def test_a_figure_of_another_area_says_so() -> None:
    shown = words_of(leeds_shortlist(bids=(bid(OBESITY, {"unplanned-care": 0.7}),)), "#bid-A")
    assert "A&E attendances over four hours: Leeds Teaching Hospitals 21, England 24.8" in shown


def test_every_covered_need_is_drawn_and_only_the_weightiest_others() -> None:
    covers = {need.id: 0.5 for need in leeds().needs[-14:]}
    frame = frame_of(leeds_shortlist(bids=(bid(OBESITY, covers),)), leeds(), room=0.5)
    rows = cover_rows(frame)
    assert sum(bool(row.covers) for row in rows) == 14
    assert len(rows) == 16
    assert [row.weight for row in rows] == sorted((row.weight for row in rows), reverse=True)
    assert "not drawn" not in cover_note(rows, frame)
    none = replace(frame, room=0.0)
    assert "needs of less weight covered but not drawn" in cover_note(cover_rows(none), none)


def test_a_next_call_that_is_not_held_is_refused() -> None:
    with pytest.raises(ValueError, match="names nowhere:1 as next in line but does not hold it"):
        render_html(one_bid(next_key="nowhere:1"), leeds())


def test_a_need_or_organisation_of_another_city_is_refused() -> None:
    stranger = bid(OBESITY, {"healthy-weight": 0.7})
    stranger = replace(stranger, covers=(replace(stranger.covers[0], need_id="elsewhere"),))
    with pytest.raises(KeyError, match="elsewhere"):
        render_html(leeds_shortlist(bids=(stranger,)), leeds())


def test_the_same_shortlist_is_always_written_the_same() -> None:
    assert render_html(leeds_shortlist(), leeds()) == render_html(leeds_shortlist(), leeds())
