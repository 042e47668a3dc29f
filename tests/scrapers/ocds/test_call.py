"""Facts of a notice: state, times, money, whom it suits."""

from typing import Any

import pytest

from models.call import Call, CallStatus, DeadlineKind, Stage
from scrapers.contract import Context
from tests.scrapers.ocds.releases import call_from, context_at, release


def _call(context: Context | None = None, tag: str = "tender", **tender: Any) -> Call:
    found = call_from(context or context_at(), release(1, tag, **tender))
    assert found is not None
    return found


def _sentence(call: Call, fact: str) -> str:
    (found,) = [item.sentence for item in call.evidence if item.fact == fact]
    return found


def test_a_tender_is_open_and_a_plan_is_a_forecast() -> None:
    tender = _call()
    assert (tender.stage, tender.stated_status) == (None, CallStatus.OPEN)
    plan = _call(tag="planning", status="planned")
    assert (plan.stage, plan.stated_status) == (Stage.PRE_ANNOUNCEMENT, CallStatus.FORECASTED)
    assert _sentence(plan, "stage") == "Notice of a planned procurement; status: planned"
    assert tender.url == "https://notices.example/Notice/000001-2026"
    assert tender.references == ("ocds-abc123-000001", "000001-2026")


def test_a_withdrawn_notice_is_dropped_and_a_new_status_reported() -> None:
    context = context_at()
    assert call_from(context, release(status="cancelled")) is None
    call = _call(context, status="dreaming")
    assert call.stated_status is None
    assert context.unknown == ["status 'dreaming'"]


def test_times_keep_their_zone_and_a_missing_one_is_unknown() -> None:
    call = _call(tenderPeriod={"endDate": "2026-07-15T11:00:00Z"})
    assert [moment.isoformat() for moment in call.deadlines] == ["2026-07-15T12:00:00+01:00"]
    assert call.deadline_kind is DeadlineKind.FIXED
    assert _sentence(call, "deadlines") == "Tenders close: 15 July 2026, 12:00 UK time"
    assert _call().deadline_kind is DeadlineKind.UNKNOWN
    context = context_at()
    odd = _call(context, tenderPeriod={"endDate": "soonish"}, enquiryPeriod={"endDate": "2026"})
    assert (odd.deadlines, odd.deadline_kind) == ((), DeadlineKind.UNKNOWN)
    assert [issue.reason for issue in context.issues] == ["Tenders close cannot be read: 'soonish'"]


def test_of_two_steps_the_first_deadline_is_known() -> None:
    call = _call(expressionOfInterestDeadline="2026-07-01T17:00:00+01:00")
    assert (call.deadline_kind, call.expression_of_interest) == (DeadlineKind.STAGED, True)
    assert call.deadlines[0].isoformat() == "2026-07-01T17:00:00+01:00"


def test_a_plan_says_when_its_tender_is_expected() -> None:
    expected = {"futureNoticeDate": "2026-09-01T00:00:00+01:00"}
    closes = {"endDate": "2026-10-15T12:00:00+01:00"}
    plan = _call(tag="planning", communication=expected, tenderPeriod=closes)
    assert plan.opens_at is not None
    assert plan.opens_at.isoformat() == "2026-09-01T00:00:00+01:00"
    assert _sentence(plan, "deadlines").startswith("Tenders close (expected)")
    assert _call(communication=expected).opens_at is None
    context = context_at()
    wrong = {"endDate": "2026-08-15T12:00:00+01:00"}
    plan = _call(context, tag="planning", communication=expected, tenderPeriod=wrong)
    assert plan.opens_at is None
    assert [issue.reason for issue in context.issues] == [
        "the tender is expected to open after it closes"
    ]


def _pounds(amount: object, **more: object) -> dict[str, Any]:
    return {"value": {"amount": amount, "currency": "GBP", **more}}


def test_the_value_of_the_whole_is_a_pot_and_of_lots_the_largest_an_award() -> None:
    call = _call(**_pounds(5000000.0), lots=[_pounds(2000000), _pounds(3000000), {}])
    assert (str(call.total_fund), str(call.award_max)) == ("£5m", "£3m")
    assert _sentence(call, "award_max") == "Largest of 3 lots. Value of a lot: GBP 3,000,000"
    single = _call(lots=[_pounds(250000.5)])
    assert (str(single.total_fund), single.award_max) == ("£250,000", None)
    gross = _call(value={"amountGross": 120000, "currency": "GBP"})
    assert _sentence(gross, "total_fund") == "Value: GBP 120,000, including VAT"


@pytest.mark.parametrize(
    "value",
    [
        *(_pounds(0), _pounds(0.01), _pounds(1), _pounds(-5), _pounds(True), _pounds("90,000")),
        *(_pounds(float("inf")), _pounds(10**30), {"value": {"amount": 90000}}),
        {"value": {"amount": 90000, "currency": "gold"}},
    ],
)
def test_place_holders_are_no_amounts(value: dict[str, Any]) -> None:
    context = context_at()
    call = _call(context, **value)
    assert (call.total_fund, call.award_max) == (None, None)
    assert "is not an amount" in context.issues[0].reason


def test_lots_that_contradict_the_whole_are_reported() -> None:
    context = context_at()
    call = _call(context, **_pounds(1000), lots=[_pounds(2000), _pounds(500)])
    assert (str(call.total_fund), call.award_max) == ("£1,000", None)
    assert context.issues[0].reason == "a lot is worth more than the whole"
    mixed = [_pounds(2000), {"value": {"amount": 900, "currency": "USD"}}]
    assert _call(lots=mixed).award_max is None


def test_the_kind_of_contract_is_read_from_words_or_procedure() -> None:
    assert _call(title="SBRI competition").funding_type == "Contract (SBRI)"
    assert _call(procurementMethodDetails="Innovation partnership").funding_type == (
        "Contract (innovation partnership)"
    )
    plain = _call(procurementMethodDetails="Open procedure")
    assert (plain.funding_type, _sentence(plain, "funding_type")) == (
        "Contract",
        "Procedure: Open procedure",
    )
    assert _sentence(_call(), "funding_type") == "Kind of notice: tender"


def test_whom_it_suits_is_said_and_nothing_is_made_of_silence() -> None:
    call = _call(
        suitability={"sme": False, "vcse": True},
        lots=[{"suitability": {"sme": True}}],
        otherRequirements={"reservedParticipation": ["shelteredWorkshop"]},
    )
    assert call.eligibility == (
        "Suitable for small and medium-sized enterprises (SMEs) and voluntary, community and "
        "social enterprises (VCSEs).\nReserved participation: sheltered workshop."
    )
    assert call.tags == ("CPV 73110000", "SME", "VCSE")
    assert _call(suitability={"sme": False, "vcse": False}).eligibility is None


def test_engagement_and_lots_are_told_in_the_text() -> None:
    one = release(1, "planning", lots=[{"title": "Lot A", "description": "At home."}])
    one["planning"] = {"milestones": [{"dueDate": "2026-07-10T23:59:59+01:00"}]}
    call = call_from(context_at(), one)
    assert call is not None
    assert call.text == "Lot A: At home.\nMarket engagement until 10 July 2026, 23:59 UK time."
    assert call.deadlines == ()


def test_contract_dates_are_told_where_all_lots_agree() -> None:
    period = {"startDate": "2026-10-01T00:00:00+01:00", "endDate": "2028-03-31T23:59:59+01:00"}
    call = _call(lots=[{"contractPeriod": period}, {"contractPeriod": period}])
    assert call.duration == "1 October 2026 to 31 March 2028"
    other = {**period, "endDate": "2029-03-31T23:59:59+01:00"}
    assert _call(lots=[{"contractPeriod": period}, {"contractPeriod": other}]).duration is None


def test_an_update_is_not_the_day_of_publication() -> None:
    assert _call(tag="tenderUpdate").published_on is None
    published = _call(datePublished="2026-06-01T10:00:00+01:00").published_on
    assert published is not None
    assert published.isoformat() == "2026-06-01"


def test_a_notice_without_a_title_is_refused() -> None:
    with pytest.raises(ValueError, match="no title"):
        call_from(context_at(), release(title="<script>x</script>"))
