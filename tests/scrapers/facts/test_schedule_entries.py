"""Days that are entries among others: named, built alike, run together; windows and letters."""

import pytest

from models.call import DeadlineKind
from scrapers.facts.schedule import read_schedule


def _closings(text: str) -> list[str]:
    return [f"{moment:%Y-%m-%d}" for moment in read_schedule(text).deadlines]


def _opens(text: str) -> str | None:
    opens = read_schedule(text).opens_at
    return f"{opens:%Y-%m-%d}" if opens else None


@pytest.mark.parametrize(
    "text",
    [
        "The next deadlines are: • College awards – 3 March 2026 • Travel awards – 2 June 2026",
        "Deadlines: Review point 1: 3 March 2026 Review point 2: 2 June 2026",
        "Bids must be received by 5pm on the following dates:\n- 3 March 2026\n- 2 June 2026",
        "We have cut-off dates. The dates for 2026 are as follows:\n• 3 March 2026\n• 2 June 2026",
        "The deadlines are: 3 March 2026 – decision in May; 2 June 2026 – decision in August.",
        "Deadlines: 3 March 2026 – decisions late May 2026 2 June 2026 – decisions late July 2026",
        "Bids close on 3 March 2026 for visits in the summer; 2 June 2026 for visits in autumn.",
        "Two deadlines: 3 March 2026; awards made in April. 2 June 2026; awards made in July.",
        "Round 1: bids must be received by 5pm on\nTuesday 3 March 2026\n"
        "Round 2: bids must be received by 5pm on\nTuesday 2 June 2026",
        "Deadline for bids\nPanel date\nAward date\n3 March 2026\n7 April 2026\n5 May 2026\n"
        "2 June 2026\n7 July 2026\n4 August 2026",
        "Deadline for bids Panel date 3 March 2026 7 April 2026 2 June 2026 7 July 2026",
        "Deadline, panel meeting, award: 3 March 2026 | 7 April 2026 | 5 May 2026 "
        "2 June 2026 | 7 July 2026 | 4 August 2026",
        "The next deadline is Tue 3 Mar 2026 15:00 for round 1, and then Tue 2 Jun 2026.",
    ],
)
def test_entries_of_lists_and_tables_that_close(text: str) -> None:
    assert _closings(text) == ["2026-03-03", "2026-06-02"]
    assert read_schedule(text).kind is DeadlineKind.STAGED


@pytest.mark.parametrize(
    "text",
    [
        "The deadlines are:\n- 3 March 2026: last day to contact us with questions\n"
        "- 10 March 2026: last day to submit a complete application (previously 1 March 2026)",
        "The schedule and deadlines are:\nPublication of the call\n3 March 2026\n"
        "Deadline for proposals\n10 March 2026\nEvaluation of proposals\n5 May 2026",
        "The funder's page: University's research office deadline: 3 March 2026. "
        "Final application deadline: 10 March 2026",
        "The deadline for proposals has been extended to 10 March 2026; "
        "the fund was due to close on 3 March 2026.",
        "We are postponing all calls with the last application date 3 March 2026 to 10 March 2026.",
        "Applications open – April 2025 Deadline – 10 March 2026 "
        "Rebuttals open – May 2026 Deadline – 16 June 2026",
        "Letter of intent due date: 3 March 2026. Closing date: 10 March 2026",
        "A non-binding LoI must come in by 3 March 2026. Proposals are due on 10 March 2026.",
    ],
)
def test_entries_of_something_else_are_left_out(text: str) -> None:
    assert _closings(text) == ["2026-03-10"]


@pytest.mark.parametrize(
    "text",
    [
        "LOIs accepted: 3 March to 10 March 2026\nProposal deadline: 2 June 2026",
        "Letters of inquiry must be in by 10 March 2026. Proposals are due on 2 June 2026.",
        "10 March 2026: Letter of Intent (LOI) deadline\nApril 2026: a panel scores the LOIs\n"
        "2 June 2026: full proposal deadline",
    ],
)
def test_letters_that_are_judged_are_a_step(text: str) -> None:
    found = read_schedule(text)
    assert _closings(text) == ["2026-03-10", "2026-06-02"]
    assert found.kind is DeadlineKind.STAGED
    assert all(sentence in text for _, sentence in found.evidence)  # as the page writes it


@pytest.mark.parametrize(
    "text",
    [
        "Dates |\nAction |\n3 March - 10 March 2026 |\nApply now! |\n5 May 2026 |\nInterviews |",
        "Round | Applications | Decision\nOne | 3 March 2026 - 10 March 2026 | 5 May 2026",
        "The round opened on 3 March 2026 and runs until 10 March 2026.",
        "3 March 2026 – call for proposals\n10 March 2026 – deadline for proposals",
        "Bids must be sent between March 3-10, 2026.",
        "It will open from 10am on 3 March 2026 - until 3pm (sharp) on 10 March 2026.",
        "LOI must be submitted between Mar. 3, 2026 – Mar. 10, 2026.",
        "Applications open 3 March 2026. Applications opened on: Mar 3, 2026 AEST "
        "Ended on: Mar 10, 2026 AEST",
    ],
)
def test_ranges_open_and_close(text: str) -> None:
    assert _opens(text) == "2026-03-03"
    assert _closings(text) == ["2026-03-10"]


def test_one_window_after_the_other() -> None:
    text = "Application dates:\nTerm 1: 3 to 10 March 2026\nTerm 2: 2 June 2026 - 9 June 2026"
    assert _opens(text) == "2026-03-03"
    assert _closings(text) == ["2026-03-10", "2026-06-09"]


def test_we_take_nothing_until_a_day_is_an_opening() -> None:
    assert _opens("We are not accepting applications until 3 March 2026.") == "2026-03-03"


@pytest.mark.parametrize(
    "text",
    [
        "News of 31 July 2026. Applications closed on 3 July.",
        "The trust meets on 6 July 2026. Please send all bids by Friday 3 July",  # a Friday in 2026
        "Bids come in three rounds in 2026-27; the first closes on 3 July.",
        "Closing date: 3 July 2026 at noon. Ask us until the call closes on 3 July.",
        "5 June 2026\nThe fund closes on 3 July, with money for projects until May 2027.",
        "Applications are due July 3, and awards are made in October 2026.",
    ],
)
def test_the_year_is_told_by_what_stands_around(text: str) -> None:
    assert _closings(text) == ["2026-07-03"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Deadlines: March 15 and September 15", DeadlineKind.STAGED),
        ("The deadline for appeals is 4 weeks before each of the meetings.", DeadlineKind.STAGED),
        ("Bids are due on the last Friday of the month.", DeadlineKind.STAGED),
        ("Bids have to be in by the end of October, February and May.", DeadlineKind.STAGED),
        ("An outline is needed before a full application can be invited.", DeadlineKind.STAGED),
        ("Up to eight rounds. The final round closes on 3 May 2026.", DeadlineKind.STAGED),
        ("The call closes as soon as the budget is allocated.", DeadlineKind.ROLLING),
        ("There are no longer application deadlines.", DeadlineKind.ROLLING),
        ("Bids are assessed as and when they come in.", DeadlineKind.ROLLING),
        ("The closing dates do not apply to small grants.", DeadlineKind.ROLLING),
        ("Trustees meet twice a year.", DeadlineKind.UNKNOWN),
        ("Submission is a 2-step process: create an account, then apply.", DeadlineKind.UNKNOWN),
    ],
)
def test_how_a_call_closes_without_a_day(text: str, kind: DeadlineKind) -> None:
    assert read_schedule(text).kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "Students must have submitted their thesis by 3 May 2026.",
        "You can edit your application until 3 May 2026.",
        "The planting deadline is 3 May 2026.",
        "Requests for more time must be received by 3 May 2026.",
        "Awards made by: 3 May 2026",
        "The referee statement must be submitted by 3 May 2026.",
        "Please do not apply earlier than 3 May 2026.",
        "Proposals submitted before 3 May 2026 can be viewed on the old portal.",
        "Submit the final budget no later than 3 May 2026.",
        "Those who succeed receive an e-mail by 3 May 2026.",
        "The financial year ends on 3 May 2026.",
    ],
)
def test_days_of_something_else(text: str) -> None:
    assert read_schedule(text).deadlines == ()
    assert read_schedule(text).opens_at is None


@pytest.mark.parametrize(
    "text",
    [
        "The community survey on our plans closes on 3 March 2026.",
        "The deadline for completing the questions on travel is 3 March 2026.",
        "The museum opens on 3 March 2026.",
        "Early bird tickets close on 3 March 2026.",
        "A case for more than the usual sum has to be submitted by 3 March 2026.",
        "All receipts must be submitted by 3 March 2026.",
        "To give notice of intent, fill in the form by 3 March 2026.",
        "No bids will be accepted from 3 March 2026 to 10 March 2026.",
        "3 March 2026 - Rural Fund platform launch",
        "We will talk about the form at 3pm on 3 March 2026.",
        "Rebuttals open – March 2026\nDeadline – 16 June 2026",
        "The consultation opens on 3 March 2026 and closes on 10 March 2026.",
        "The webinar about the call opens at 2pm on 3 March 2026.",
        "Applications to join the panel close on 3 March 2026",
        "Closing date for applications for the role: 3 March 2026",
        "Planning applications must be submitted by 3 March 2026.",
        "Projects must be completed and closed by 3 March 2026.",
        "To attend, apply by 3 March 2026.",
        "Submit your evidence by 3 March 2026.",
        "All applications received by 3 March 2026 have been assessed.",
    ],
)
def test_days_of_other_things_than_applications(text: str) -> None:
    assert (_opens(text), _closings(text)) == (None, [])


@pytest.mark.parametrize(
    "text",
    [
        "The deadline for the Spark Awards is 10 March 2026.",
        "The Community Energy Prize closes on 10 March 2026.",
        "Research hubs may apply: bidding closes on 10 March 2026.",
        "The deadline for the June panel is 10 March 2026.",
        "The call is open now and will close on 10 March 2026.",
        "Bids, with all letters of support, must be submitted by 10 March 2026.",
    ],
)
def test_closings_of_what_is_applied_for(text: str) -> None:
    assert _closings(text) == ["2026-03-10"]


def test_a_round_opens_to_the_applications_it_names() -> None:
    text = "Round 3 will open to initial applications on 3 March 2026, closing on 10 March 2026."
    assert (_opens(text), _closings(text)) == ("2026-03-03", ["2026-03-10"])


def test_noon_with_its_hour_glued_to_it() -> None:
    (moment,) = read_schedule("Deadline: 12noon 10 March 2026").deadlines
    assert moment.hour == 12
