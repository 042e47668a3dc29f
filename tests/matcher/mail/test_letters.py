"""What a reader is told, when, and what counts as told afterwards."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from matcher.mail.letters import capped
from models.call import CallStatus, Stage
from models.city import Limits
from models.decision import Decided
from models.digest import RankedCall
from models.letter import News, Told
from models.report import SourceOutcome
from models.scale import Scale, Track
from models.subscriber import Frequency, SubscriberRole
from tests.matcher.decisions.examples import NO_GO, WATCH, make_decision
from tests.matcher.digest.samples import AS_OF, call, failed, pounds, report
from tests.matcher.mail.samples import (
    WEEK,
    ledger_after,
    letter,
    reader,
    remember,
    row_at,
    sent,
    shown,
)

NEXT = AS_OF + WEEK


def small(source_id: str, **facts: object) -> RankedCall:
    return row_at(call(source_id, **facts), scale=Scale.SMALL)


def test_a_call_is_new_once() -> None:
    first = sent(small("a"))
    assert shown(first) == {"New": ["a"]}
    assert letter(small("a"), told=ledger_after(first), as_of=NEXT) is None


def test_a_call_that_was_fetched_late_is_new_whatever_its_date() -> None:
    told = ledger_after(sent(small("a")))
    late = small("b", published_on=date(2025, 1, 1), opens_at=AS_OF - 30 * WEEK)
    assert shown(sent(small("a"), late, told=told, as_of=NEXT)) == {"New": ["b"]}


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ({"deadlines": (AS_OF + 40 * WEEK,)}, "closes: Tue 1 December 2026, 16:00 UK time → "),
        ({"award_max": pounds(9_000_000)}, "most per award: £7m → £9m"),
        ({"stage": Stage.OUTLINE}, "stage: full → outline"),
        ({"eligibility": "Only charities may apply."}, "who may apply: "),
        ({"bids_per_organisation": 1}, "bids per organisation: not stated → 1"),
        ({"updates": ("10 August: closing date put back.",)}, "the page says: “10 August"),
        ({"stated_status": CallStatus.CLOSED}, "withdrawn: "),
    ],
)
def test_a_fact_that_matters_is_told_once_when_it_changes(
    facts: dict[str, object], line: str
) -> None:
    told = ledger_after(sent(small("a")))
    changed = sent(small("a", **facts), told=told, as_of=NEXT)
    (item,) = changed.sections[0].rows
    assert item.news is News.CHANGED
    assert [change for change in item.changes if change.startswith(line)] == list(item.changes)
    after = remember(told, changed)
    assert letter(small("a", **facts), told=after, as_of=NEXT + WEEK) is None


@pytest.mark.parametrize(
    "facts",
    [
        {"title": "Another title"},
        {"summary": "Other words."},
        {"tags": ("health",)},
        {"expected_awards": 3},
        {"stated_on": date(2026, 8, 11)},
        {"deadlines": (call("a").deadlines[0].astimezone(tz=None),)},
    ],
)
def test_other_facts_are_no_news(facts: dict[str, object]) -> None:
    told = ledger_after(sent(small("a")))
    assert letter(small("a", **facts), told=told, as_of=NEXT) is None


def test_a_cut_off_that_passed_is_no_change() -> None:
    cut_offs = (AS_OF + 10 * WEEK, AS_OF + 20 * WEEK)
    told = ledger_after(sent(small("a", deadlines=cut_offs)))
    later = AS_OF + 11 * WEEK
    row = row_at(call("a", deadlines=cut_offs[1:]), later, scale=Scale.SMALL)
    assert letter(row, told=told, as_of=later) is None


def test_a_call_that_is_open_again_is_told() -> None:
    gone = small("a", stated_status=CallStatus.CLOSED)
    told = ledger_after(sent(small("a")))
    told = remember(told, letter(gone, told=told))
    (item,) = sent(small("a"), told=told).sections[0].rows
    assert item.changes == ("open again: the page no longer says that the call is closed",)


def test_a_call_that_closed_by_its_own_date_is_no_news() -> None:
    told = ledger_after(sent(small("a")))
    assert letter(row_at(call("a"), AS_OF + 20 * WEEK), told=told, as_of=AS_OF + 20 * WEEK) is None


def test_each_coming_deadline_is_named_once_by_the_readers_notice_time() -> None:
    made = call("a", deadlines=(AS_OF + 5 * WEEK, AS_OF + 15 * WEEK))
    told = ledger_after(sent(row_at(made, scale=Scale.SMALL)))
    named: list[int] = []
    for week in range(1, 15):
        day = AS_OF + week * WEEK
        item = letter(row_at(made, day, scale=Scale.SMALL), told=told, as_of=day)
        named += [week] if item and shown(item) == {"Closing soon": ["a"]} else []
        told = remember(told, item)
    assert named == [1, 11]


def test_a_new_call_that_closes_soon_is_not_named_again() -> None:
    made = call("a", deadlines=(AS_OF + 3 * WEEK,))
    told = ledger_after(sent(row_at(made, scale=Scale.SMALL)))
    assert letter(row_at(made, NEXT, scale=Scale.SMALL), told=told, as_of=NEXT) is None


def test_a_burst_is_counted_and_goes_on_next_week() -> None:
    rows = [small(f"{number:02}") for number in range(7)]
    limits = Limits(new=3)
    told: dict[str, Told] = {}
    for expected, left in ((["00", "01", "02"], 4), (["03", "04", "05"], 1), (["06"], 0)):
        made = sent(*rows, told=told, limits=limits)
        assert shown(made) == {"New": expected}
        assert made.sections[0].left_out == left
        assert len(made.told) == len(expected)
        told = remember(told, made)


def test_new_calls_past_the_limit_that_close_soon_are_shown_with_those_that_do() -> None:
    rows = [small("a"), small("b"), small("c", deadlines=(AS_OF + timedelta(days=3),))]
    made = sent(*rows, limits=Limits(new=1))
    assert shown(made) == {"New": ["a"], "Closing soon": ["c"]}
    assert made.sections[0].left_out == 1


def test_who_wants_everything_gets_every_row() -> None:
    rows = [small(f"{number:02}") for number in range(40)]
    made = sent(*rows, to=reader(frequency=Frequency.EVERYTHING), limits=Limits(new=1))
    assert len(made.sections[0].rows) == 40
    short = capped(made, 5)
    assert (len(short.sections[0].rows), short.sections[0].left_out) == (5, 35)
    assert {told.call_key for told in short.told} == {f"sample:{n:02}" for n in range(5)}


def test_leaders_have_the_strategic_bids_first_and_bid_teams_what_changed() -> None:
    told = ledger_after(sent(small("c")))
    rows = [row_at(call("s")), small("n"), small("c", stage=Stage.OUTLINE)]
    orders = {
        SubscriberRole.LEADER: ["To decide", "Changed", "New"],
        SubscriberRole.BID_TEAM: ["Changed", "To decide", "New"],
        SubscriberRole.RESEARCHER: ["New", "Changed"],
    }
    for role, headings in orders.items():
        assert list(shown(sent(*rows, to=reader(role=role), told=told))) == headings


def test_only_what_the_city_puts_up_stands_to_decide_and_as_it_is_put_there() -> None:
    first, second = row_at(call("a")), row_at(call("b"), score=0.6)
    put_up = replace(second, begin="begin by 1 September 2026")
    made = sent(first, second, small("c", award_max=None), decide=(put_up,))
    assert shown(made) == {"To decide": ["b"], "New": ["a", "c"]}
    assert made.sections[0].rows[0].row.begin == "begin by 1 September 2026"


def test_researchers_have_their_own_needs_first() -> None:
    own = row_at(call("own"), needs=("sleep",), score=0.55, scale=Scale.SMALL)
    big = row_at(call("big"), needs=("falls",), score=0.9)
    researcher = reader(role=SubscriberRole.RESEARCHER, need_ids=("sleep",))
    made = sent(big, own, to=researcher, found={"hips": (big.call.key,)})
    assert shown(made) == {"New for your needs": ["own", "big"]}


def test_what_a_reader_follows_decides() -> None:
    rows = [
        row_at(call("need"), needs=("sleep",), leads=()),
        row_at(call("lead"), needs=("falls",), leads=("trust",)),
        row_at(call("other"), needs=("falls",), leads=("university",)),
        row_at(call("nothing"), needs=()),
    ]
    own = reader(need_ids=("sleep",), organisation_ids=("trust",))
    assert sorted(shown(sent(*rows, to=own))["To decide"]) == ["lead", "need"]
    assert sorted(shown(sent(*rows))["To decide"]) == ["lead", "need", "other"]


def test_saved_searches_are_merged_and_each_row_says_which_found_it() -> None:
    rows = [small("a"), row_at(call("b"), needs=(), scale=Scale.SMALL)]
    found = {"hips": ("sample:a", "sample:b"), "knees": ("sample:b", "sample:unknown")}
    made = sent(*rows, found=found)
    searches = {item.row.call.source_id: item.searches for item in made.sections[0].rows}
    assert searches == {"a": ("hips",), "b": ("hips", "knees")}


def test_the_least_amount_keeps_known_smaller_calls_out_but_not_their_changes() -> None:
    picky = reader(min_award_gbp=Decimal(5_000_000))
    lesser = small("lesser", award_max=pounds(2_000_000))
    unknown = row_at(call("unknown", award_max=None), scale=Scale.NOT_STATED)
    made = sent(lesser, unknown, small("large"), to=picky)
    assert sorted(shown(made)["New"]) == ["large", "unknown"]
    fallen = small("large", award_max=pounds(1_000_000))
    assert shown(sent(fallen, to=picky, told=ledger_after(made))) == {"Changed": ["large"]}


def test_dismissed_calls_stay_out_until_they_change() -> None:
    aside = replace(small("a"), dismissed=True)
    assert letter(aside) is None
    told = ledger_after(sent(small("a")))
    moved = small("a", deadlines=(AS_OF + 30 * WEEK,))
    assert letter(replace(moved, dismissed=True), told=told) is None
    assert shown(sent(moved, told=told)) == {"Changed": ["a"]}


def test_calls_that_cannot_be_bid_for_are_not_told() -> None:
    abroad = small(
        "us", text="Non-domestic (non-U.S.) Entities (Foreign) are not eligible to apply."
    )
    undated = row_at(call("undated", deadlines=(), opens_at=None))
    assert letter(abroad, undated) is None


def test_a_decision_is_told_once_and_a_no_go_too() -> None:
    told = ledger_after(sent(small("a")))
    decided = Decided(make_decision(NO_GO, id=4, call_key="sample:a"))
    row = replace(small("a"), decided=decided, dismissed=True)
    made = sent(row, told=told)
    assert shown(made) == {"Decided": ["a"]}
    assert letter(row, told=remember(told, made)) is None


def test_the_day_to_revisit_is_told_once() -> None:
    watch = Decided(make_decision(WATCH, id=4, revisit_on=date(2026, 9, 1)))
    row = replace(small("a"), decided=watch)
    told = ledger_after(sent(row))
    assert letter(row, told=told) is None
    due = replace(row, decided=replace(watch, due=date(2026, 9, 1)))
    made = sent(due, told=told)
    assert shown(made) == {"Decided": ["a"]}
    assert letter(due, told=remember(told, made)) is None


def test_calls_with_a_decision_are_not_put_up_for_decision() -> None:
    decided = Decided(make_decision(id=4))
    made = sent(replace(row_at(call("a")), decided=decided))
    assert shown(made) == {"New": ["a"]}


def test_a_call_told_under_another_key_is_not_new() -> None:
    told = ledger_after(sent(small("old")))
    leads = {"sample:old": "sample:lead"}
    assert letter(small("lead"), told=told, leads=leads) is None
    moved = small("lead", stage=Stage.OUTLINE)
    made = sent(moved, told=told, leads=leads)
    assert shown(made) == {"Changed": ["lead"]}
    after = remember(told, made)
    assert letter(moved, told=after, leads=leads) is None
    back = small("old", stage=Stage.OUTLINE)
    assert letter(back, told=after, leads={"sample:lead": "sample:old"}) is None


def test_two_calls_that_turn_out_to_be_one_are_told_once_and_so_is_their_parting() -> None:
    told = ledger_after(sent(small("a"), small("b")))
    leads = {"sample:b": "sample:a"}
    made = sent(small("a"), told=told, leads=leads)
    (item,) = made.sections[0].rows
    assert item.changes == ("merged: what you were told of as 2 calls is one",)
    after = remember(told, made)
    assert letter(small("a"), told=after, leads=leads) is None
    parted = sent(small("a"), small("b"), told=after)
    assert shown(parted) == {"Changed": ["b"]}
    assert letter(small("a"), small("b"), told=remember(after, parted)) is None


def test_fortnights_are_counted_from_the_first_mail_over_a_long_year() -> None:
    every_second = reader(frequency=Frequency.FORTNIGHTLY)
    first = AS_OF.date()
    assert letter(small("a"), to=every_second) is not None
    weeks = [
        week
        for week in range(30)
        if letter(small("a"), to=every_second, first_mail=first, as_of=AS_OF + week * WEEK)
        or row_at(call("a"), AS_OF + week * WEEK).status is CallStatus.CLOSED
    ]
    assert weeks[:9] == [0, 2, 4, 6, 8, 10, 12, 14, 16]
    new_year = AS_OF + 22 * WEEK  # 11 January 2027, after week 53
    late = call("b", deadlines=(AS_OF + 40 * WEEK,))
    due = {"to": every_second, "first_mail": first}
    assert letter(row_at(late, new_year), as_of=new_year, **due) is not None
    assert letter(row_at(late, new_year), as_of=new_year + WEEK, **due) is None


def test_who_wants_only_strategic_news_hears_nothing_else() -> None:
    rare = reader(frequency=Frequency.STRATEGIC)
    assert letter(small("a"), row_at(call("firm"), track=Track.COMPANY), to=rare) is None
    made = sent(small("a"), row_at(call("b")), to=rare)
    assert shown(made) == {"To decide": ["b"], "New": ["a"]}
    assert letter(small("c"), to=rare, told=ledger_after(made)) is None


def test_a_quiet_week_is_told_only_to_who_asked_for_that() -> None:
    assert letter() is None
    made = sent(to=reader(quiet_weeks=True))
    assert made.quiet
    assert made.subject == "Nothing new: Leeds, 10 August 2026"
    assert not made.told


def test_sources_that_failed_or_are_silent_are_named() -> None:
    silent = report(title="Silent", finished_at=AS_OF - timedelta(days=20))
    partly = report(SourceOutcome.PARTLY, title="Partly")
    made = sent(small("a"), reports=(report(), silent, failed(), partly))
    assert [each.title for each in made.sources] == ["Other Finder", "Partly", "Silent"]


def test_the_subject_says_what_is_in_it() -> None:
    told = ledger_after(sent(small("m")))
    large = [row_at(call(f"l{n}"), scale=Scale.LARGE) for n in range(3)]
    made = sent(*large, small("m", deadlines=(AS_OF + 30 * WEEK,)), told=told)
    assert made.subject == "3 new large calls, 1 deadline moved: Leeds, 10 August 2026"


def test_the_same_input_gives_the_same_letter() -> None:
    rows = [small("a"), row_at(call("b")), small("c")]
    assert sent(*rows) == sent(*reversed(rows))


def test_a_letter_needs_a_stored_reader_and_a_ledger_that_can_be_read() -> None:
    with pytest.raises(ValueError, match="stored subscriber"):
        letter(small("a"), to=reader(id=None))
    broken = {"sample:a": Told("sample:a", "{", closing=False, decision_id=None)}
    with pytest.raises(ValueError, match="what was told of call sample:a"):
        letter(small("a"), told=broken)


def test_fortnights_are_counted_by_the_day_a_late_digest_was_planned_for() -> None:
    every_second = {"to": reader(frequency=Frequency.FORTNIGHTLY), "first_mail": AS_OF.date()}
    friday = AS_OF.date() + timedelta(days=4 + 14)
    late = AS_OF + timedelta(days=9 + 14)  # Wednesday of the week after
    row = row_at(call("a"), late)
    assert letter(row, as_of=late, **every_second) is None
    made = sent(row, as_of=late, day=friday, **every_second)
    assert (made.digest_day, made.as_of) == (friday, late)
    assert sent(row, as_of=late).digest_day == late.date()


def test_dates_and_amounts_are_in_the_readers_form_and_the_words_english() -> None:
    told = ledger_after(sent(small("a")))
    welsh = reader(language="cy")
    later = small("a", deadlines=(AS_OF + 40 * WEEK,), award_max=pounds(9_500_000))
    made = sent(later, told=told, as_of=NEXT, to=welsh)
    assert made.subject == "1 deadline moved: Leeds, 17 Awst 2026"
    assert made.sections[0].rows[0].changes == (
        "closes: Dydd Mawrth, 1 Rhagfyr 2026, 16:00 UK time → "
        "Dydd Llun, 17 Mai 2027, 09:00 UK time",
        "most per award: £7M → £9.5M",
    )
    odd = reader(language="x-unknown")
    assert sent(later, told=told, as_of=NEXT, to=odd) == sent(later, told=told, as_of=NEXT)


def test_the_limits_are_the_citys() -> None:
    silent = report(finished_at=AS_OF - timedelta(days=3))
    limits = Limits(new=1, silent_days=2)
    made = sent(small("a"), small("b"), limits=limits, reports=(silent,))
    assert made.sections[0].left_out == 1
    assert made.sources == (silent,)
