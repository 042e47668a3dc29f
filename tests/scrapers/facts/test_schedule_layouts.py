"""Days that say only with what stands around them what they are: lists, tables, other sentences."""

import pytest

from models.call import DeadlineKind
from scrapers.facts.schedule import read_schedule


def _closings(text: str) -> list[str]:
    return [f"{moment:%Y-%m-%d %H:%M}" for moment in read_schedule(text).deadlines]


@pytest.mark.parametrize(
    "text",
    [
        "Deadline | Panel date\n3 March 2026 | 14 April 2026\n2 June 2026 | 14 July 2026",
        "Deadline date Panel date\nMeeting 1 3 March 2026 14 April 2026\n2 June 2026 14 July 2026",
        "Closing dateMeeting date\n3 March 2026 14 April 2026\n2 June 2026 14 July 2026",
        "Deadline | Decision 3 March 2026 | 14 April 2026 2 June 2026 | 14 July 2026",
        "| Deadline | Panel | | 3 March 2026 | 14 April 2026 | | 2 June 2026 | 14 July 2026 |",
        "Deadline\nPanel date\nOne\n3 March 2026\n14 April 2026\nTwo\n2 June 2026\n14 July 2026",
        "Deadline / Decision. One: 3 March 2026 / 14 April 2026. Two: 2 June 2026 / 14 July 2026.",
        "Closing dates: 3 March 2026 (panel 14 April 2026), 2 June 2026 (panel 14 July 2026)",
        "The year has two deadlines. Spring: 3 March 2026. Autumn: 2 June 2026. Panels meet later.",
        "Closing dates in 2026\n- 3 March\n- 2 June",
    ],
)
def test_only_the_closings_of_a_table_or_list_are_read(text: str) -> None:
    assert _closings(text) == ["2026-03-03 23:59", "2026-06-02 23:59"]
    assert read_schedule(text).kind is DeadlineKind.STAGED


@pytest.mark.parametrize(
    "text",
    [
        "Closing date: 3 March 2026. Forms have to be in by 4pm on the closing date.",
        "The cut-off time is 4pm. Applications close on 3 March 2026.",
        "Deadline: 3 March 2026 at 16.00 pm",
        "Deadline: 1600 hrs on 3 March 2026",
        "Deadline: 16h00 on 03-Mar-26",
        "The trustees met in 2026. Applications close at 4pm on Tuesday 3 March.",
        "Deadline: 1 March 2026 16:00, extended to 3 March 2026 16:00",
    ],
)
def test_time_and_year_may_stand_elsewhere(text: str) -> None:
    assert _closings(text) == ["2026-03-03 16:00"]


@pytest.mark.parametrize(
    "text",
    [
        "We aim to tell you the outcome of your application by 3 March 2026.",
        "Grant holders must send their forms by 3 March 2026.",
        "The council must submit its proposals by 3 March 2026.",
        "Reviewers have until 3 March 2026.",
        "You must start your application by 3 March 2026.",
        "The survey is open until 3 March 2026.",
        "These rules apply to proposals submitted after 3 March 2026.",
        "The round that closed on 3 March 2026 was popular.",
        "Deadline for letters of intent: 3 March 2026",
    ],
)
def test_what_others_do_by_a_day_is_no_closing(text: str) -> None:
    assert _closings(text) == []
    assert read_schedule(text).opens_at is None


def test_beside_a_funder_s_deadline_a_university_s_own_are_left_out() -> None:
    text = "Costing form by: 3 March 2026. Funder deadline: 10 March 2026."
    assert _closings(text) == ["2026-03-10 23:59"]


def test_a_range_within_a_month_opens_and_closes() -> None:
    found = read_schedule("Applications are open from 2 to 27 November 2026.")
    assert f"{found.opens_at:%d}" == "02"
    assert _closings("Applications are open from 2 to 27 November 2026.") == ["2026-11-27 23:59"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Apply at any time; the trustees meet four times a year.", DeadlineKind.ROLLING),
        ("Apply at any time, but by 31 January for the first panel.", DeadlineKind.STAGED),
        ("Apply at any time while a round is open.", DeadlineKind.UNKNOWN),
        ("It has a two-stage application process.", DeadlineKind.STAGED),
        ("Closing date: 3 March 2026. What is late is held over to the next round.", "staged"),
        ("Contact us at any time. The scheme is open all year.", DeadlineKind.ROLLING),
    ],
)
def test_how_it_closes(text: str, kind: DeadlineKind) -> None:
    assert read_schedule(text).kind == kind


@pytest.mark.parametrize(
    ("text", "closings"),
    [
        # the year of a date line, of a round, of the sentence before or of the next day
        ("14 August 2026\nA new fund. Bids must be in by 9 October.", ["2026-10-09 23:59"]),
        ("14 November 2026\nA new fund. Bids must be in by 9 January.", ["2027-01-09 23:59"]),
        ("The 2026 funding round is on. Bids close on 4 May.", ["2026-05-04 23:59"]),
        ("The scheme opens on 4 May 2026. The deadline is 9 June.", ["2026-06-09 23:59"]),
        ("Proposals are due on 5 December, panels meet on 20 January 2027.", ["2026-12-05 23:59"]),
        ("Founded in 1998, we help the young. The deadline is 9 June.", []),
        # a label before a day is not the day's before it
        ("Release date: 3 May 2026 Proposal receipt date: 9 June 2026", ["2026-06-09 23:59"]),
        # a time once for the whole list, also where each entry is a sentence or has its outcome
        (
            "The deadlines are 12 noon on: Friday 8 May 2026. Friday 5 June 2026.",
            ["2026-05-08 12:00", "2026-06-05 12:00"],
        ),
        (
            "The deadlines are: 8 May 2026 – decision in July; 5 June 2026 – decision in August.",
            ["2026-05-08 23:59", "2026-06-05 23:59"],
        ),
        # what happens on a day stands in the line below it
        (
            "4 May 2026\nThe call opens\n8 June 2026\nThe call closes\n6 July 2026\nYou are told",
            ["2026-06-08 23:59"],
        ),
        # the same day with and without its time
        ("Bids must be in by noon on 4 May 2026. The deadline is 4 May.", ["2026-05-04 12:00"]),
        # a programme that ends once its money is spent, and a university's own deadline
        ("The scheme closes on 4 May 2026, by when all money must be spent.", []),
        ("UCL deadline: 4 May 2026. Call deadline: 9 June 2026.", ["2026-06-09 23:59"]),
        ("Forms must be approved by your dean by 4 May 2026.", []),
    ],
)
def test_a_day_is_read_with_what_stands_around_it(text: str, closings: list[str]) -> None:
    assert _closings(text) == closings
