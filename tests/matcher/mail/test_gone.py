"""Calls that are no longer matched: told to who was told of them, once, and to nobody else."""

from datetime import timedelta

from matcher.identity.merge import merge_calls
from matcher.mail.gone import gone_rows
from matcher.matching import City
from models.call import Call, CallStatus, DeadlineKind, Stage
from models.digest import RankedCall
from models.letter import News
from models.subscriber import Frequency
from tests.matcher.digest.samples import AS_OF, CITY, bare_call, call
from tests.matcher.mail.samples import WEEK, ledger_after, letter, reader, remember, row_at, sent

LEEDS = City("leeds", CITY, {})
NEXT = AS_OF + WEEK
GONE = {"stated_status": CallStatus.CLOSED}


def gone(*calls: Call, told: tuple[str, ...], matched: tuple[RankedCall, ...] = ()) -> list[str]:
    merged = [merge_calls([each]) for each in calls]
    rows = gone_rows(merged, told, matched, LEEDS, NEXT)
    assert all(row.days_left is None and not row.needs and row.score == 0 for row in rows)
    return [row.call.source_id for row in rows]


def test_only_what_was_told_and_went_before_its_date_is_gone() -> None:
    calls = [
        call("withdrawn", **GONE),
        call("untold", **GONE),
        bare_call("rolling", deadline_kind=DeadlineKind.ROLLING, **GONE),
        call("closed", deadlines=(AS_OF + timedelta(days=1),)),
        call("closed-and-said", deadlines=(AS_OF + timedelta(days=1),), **GONE),
        call("invited", stage=Stage.INVITED),
        call("matched"),
    ]
    told = tuple(each.key for each in calls if each.source_id != "untold")
    found = gone(*calls, told=(*told, "sample:unknown"), matched=(row_at(calls[-1]),))
    assert sorted(found) == ["invited", "rolling", "withdrawn"]


def test_a_call_that_was_told_under_a_page_merged_since_is_told_as_withdrawn() -> None:
    told = ledger_after(sent(row_at(call("b"))))
    merged = merge_calls([call("a", **GONE), call("b")])
    rows = gone_rows([merged], told, (), LEEDS, NEXT)
    leads = {"sample:a": "sample:a", "sample:b": "sample:a"}
    made = sent(*rows, told=told, leads=leads, as_of=NEXT)
    (item,) = made.sections[0].rows
    assert (item.news, item.row.call.source_id) == (News.CHANGED, "a")
    assert item.changes == ("withdrawn: the page says that the call is closed",)
    assert made.subject.startswith("1 call withdrawn: ")
    after = remember(told, made)
    assert letter(*rows, told=after, leads=leads, as_of=NEXT + WEEK) is None


def test_it_is_told_whatever_the_reader_follows_by_now_and_a_strategic_one_to_who_wants_those() -> (
    None
):
    told = ledger_after(sent(row_at(call("a"))))
    rows = gone_rows([merge_calls([call("a", **GONE)])], told, (), LEEDS, NEXT)
    for wishes in (
        {"need_ids": ("sleep",)},
        {"frequency": Frequency.STRATEGIC},
        {"min_award_gbp": 50_000_000},
    ):
        assert letter(*rows, told=told, to=reader(**wishes), as_of=NEXT) is not None
    assert letter(*rows, as_of=NEXT) is None, "who was not told of it hears nothing"


def test_of_a_call_that_excludes_a_bid_now_only_the_change_is_told() -> None:
    soon = {"deadlines": (NEXT + timedelta(days=5),)}
    told = ledger_after(sent(row_at(call("a", **soon)), to=reader(notice_days=1)))
    rows = gone_rows([merge_calls([call("a", stage=Stage.INVITED, **soon)])], told, (), LEEDS, NEXT)
    made = sent(*rows, told=told, as_of=NEXT)
    (item,) = made.sections[0].rows
    assert (item.news, item.changes) == (News.CHANGED, ("stage: full → invited",))
    assert letter(*rows, told=remember(told, made), as_of=NEXT) is None, "nor that it closes soon"
