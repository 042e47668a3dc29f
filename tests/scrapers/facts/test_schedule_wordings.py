"""Openings and closings in the wordings of many funders, and days that are of something else."""

import pytest

from models.call import DeadlineKind
from scrapers.facts.schedule import read_schedule
from scrapers.facts.text import plain


def _closings(text: str) -> list[str]:
    return [f"{moment:%Y-%m-%d}" for moment in read_schedule(plain(text)).deadlines]


def _opens(text: str) -> str | None:
    opens_at = read_schedule(plain(text)).opens_at
    return f"{opens_at:%Y-%m-%d}" if opens_at else None


@pytest.mark.parametrize(
    "day",
    [
        "Tuesday 3, March 2026",
        "March the 3rd 2026",
        "2026/03/03",
        "2026.03.03",
        "03.03.26",
        "the first Tuesday of March 2026",
        "the 1st Tuesday in March 2026",
    ],
)
def test_a_day_however_it_is_written(day: str) -> None:
    assert _closings(f"The closing date for applications is {day}.") == ["2026-03-03"]


@pytest.mark.parametrize(
    ("day", "closes"),
    [
        ("the last Friday of October 2026", "2026-10-30"),
        ("the last day of February 2028", "2028-02-29"),
        ("the second Monday in November 2026", "2026-11-09"),
    ],
)
def test_a_day_by_its_place_in_a_month(day: str, closes: str) -> None:
    assert _closings(f"Applications close on {day}.") == [closes]


def test_a_place_in_a_month_of_every_year_is_one_closing_without_a_day() -> None:
    schedule = read_schedule("Applications must be in before the second Monday in November.")
    assert (schedule.deadlines, schedule.kind) == ((), DeadlineKind.FIXED)


@pytest.mark.parametrize("said", ["17.00 on 3 March 2026", "3 March 2026 at 1700"])
def test_a_time_without_a_word_for_it(said: str) -> None:
    (deadline,) = read_schedule(f"The closing date is {said}.").deadlines
    assert f"{deadline:%H:%M}" == "17:00"


@pytest.mark.parametrize(
    "text",
    [
        "We have extended the Small Grants deadline for a further three weeks to 3 March 2026.",
        "The trust moved the closing date by a month to 3 March 2026.",
        "Deadline extended for the Research Awards: 3 March 2026",
        "New closing date for the Community Awards: Tuesday 3 March 2026",
        "The application period ends on 3 March 2026.",
        "The bidding window will end on 3 March 2026.",
        "Forms to be completed and posted to the town clerk by 3 March 2026.",
        "Bids should be delivered by hand or post by 3 March 2026.",
        "You have only got until 3 March 2026 to submit your form.",
        "The round is open from now until 3 March 2026.",
        "We decide in May on what comes in for the 3 March 2026 deadline.",
        "GuidelinesDeadline: 5pm, 3 March 2026",
        "Submission of bids | 3 March 2026 |\nTrustees meet | 4 April 2026 |",
        "Round 3: (small grants only)\n3 March 2026 (for consideration in May).",
        "The fund closes on 3 March. What is awarded has to be spent by September 2026.",
        "Bids close 3 March 2026.\n(Text update 2 June 2026: the closing date was changed.)",
        "The closing date has been changed from the 2nd March 2026 to the 3rd March 2026.",
        "Deadline and periods\n3 March 2026 | 1 May 2026 – 2 June 2026",
    ],
)
def test_one_closing(text: str) -> None:
    assert _closings(text) == ["2026-03-03"]


@pytest.mark.parametrize(
    "text",
    [
        "Applications should be received by:\n3 March 2026 for the May panel\n2 June 2026 for July",
        "Submission of bids | 3 March 2026 | 2 June 2026 |\nPanel | 4 April 2026 | 5 July 2026 |",
        "Round 1: bids must be in by\n3 March 2026\nRound 2: (small grants only)\n2 June 2026",
        "Letters of intent are due by 3 March 2026. Only those invited may bid by 2 June 2026.",
    ],
)
def test_two_closings(text: str) -> None:
    assert _closings(text) == ["2026-03-03", "2026-06-02"]
    assert read_schedule(plain(text)).kind is DeadlineKind.STAGED


@pytest.mark.parametrize(
    "text",
    [
        "On Friday 3 March 2026 the council will open the Festivals Fund for events held in May.",
        "On 3 March 2026 we opened the second round of the scheme to charities in Wales.",
        "On 3 March 2026 the trust launches a new grants programme for schools.",
        "The opening date for grants to be awarded in 2027 is 3 March 2026.",
        "On 3 March the agency launched a call for bids.\nThe deadline is 2 June 2026.",
    ],
)
def test_who_opens_what_is_said_after_the_day(text: str) -> None:
    assert _opens(text) == "2026-03-03"


def test_a_window_that_ends() -> None:
    text = "Bidding opens on 3 March 2026 and ends on 2 June 2026."
    assert (_opens(text), _closings(text)) == ("2026-03-03", ["2026-06-02"])


@pytest.mark.parametrize(
    "text",
    [
        "Please let the council know that you mean to submit by 3 March 2026.",
        "Tell us by e-mail if you plan to bid, by 3 March 2026.",
        "Whoever did not send an outline before 3 March 2026 cannot apply.",
        "UPDATE 3 March 2026: the deadline was put back.",
        "We are recruiting a research fellow. The closing date is 3 March 2026.",
        "Grants Officer (part time)\nSalary £30,000\nClosing date: 3 March 2026",
        "Vacancy: programme manager. To apply send your CV by 3 March 2026.",
        "We are looking for five new committee members. Nominations close 3 March 2026.",
        "Cut-off for ideas postponed\n3 March 2026\nThe council has slowed its plans.",
        "The trust makes new appointments to its Committee. Applications close 3 March 2026.",
        "Requests for a review received after 3 March 2026 will not be considered.",
        "FAQ final deadline\n4pm 3 March 2026",
        "Evidence of support for proposals may be submitted up to 3 March 2026.",
        "On 3 March 2026 the minister will open the new research centre.",
    ],
)
def test_no_day_of_this_call(text: str) -> None:
    assert not _closings(text)
    assert _opens(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Fellowships pay a salary and run full-time. Fellowship applications close 3 March 2026.",
        "The grant may pay a part-time manager. The closing date is 3 March 2026.",
    ],
)
def test_a_call_that_pays_for_posts_is_no_vacancy(text: str) -> None:
    assert _closings(text) == ["2026-03-03"]


@pytest.mark.parametrize(
    "text",
    [
        "This is phase 1 of a possible 2-phase competition.",
        "Those who succeed will be invited to ask for money in phase 2.",
        "You can only apply after a successful stage one application.",
        "The opportunity takes place in two stages: an outline and a full application.",
        "Complete an expression of interest. If you are successful, you must apply in a year.",
        "The deadline for the first round of applications was 3 March 2026.",
        "The deadline was 3 March 2026, with the next round to open in May.",
        "Round 3 of 2026 closes on 3 March.",
        "Bids received after 3 March will be considered at the June meeting.",
        "Bids are taken all year round. Refer to the deadlines for planning.",
        "Applications can be submitted as follows:\n- 1 March - 30 April\n- 1 May - 9 June",
        "Grant cycles are as follows:\n- Spring: 1 May to 31 May\n- Fall: 1 July through 9 July",
        "Applications should be returned to the office by the first day of each month.",
    ],
)
def test_several_closings_or_steps(text: str) -> None:
    assert read_schedule(plain(text)).kind is DeadlineKind.STAGED
