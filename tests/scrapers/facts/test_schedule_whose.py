"""Whose deadline a day is, and what is said of it in other sentences, brackets and lines."""

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
        "FAQ deadline: 3 March 2026\nApplicant deadline: 10 March 2026\n"
        "Mentor endorsement deadline: 17 March 2026",
        "The prize initiation deadline is 3 March 2026. Its submission deadline is 10 March 2026.",
        "Key dates and deadlines\n3 March 2026\nHealth check deadline\n10 March 2026\n"
        "Full application deadline\n5 May 2026\nPanel meeting",
        "Matched money must be confirmed by 5 May 2026, after the bid deadline of 10 March 2026.",
        "Bids must be submitted by your research office no later than 10 March 2026; "
        "ask for its own earlier deadline, usually 3 March 2026.",
        "Our referees' letters must reach us by 17 March 2026. Applications close 10 March 2026.",
        "Bids are to arrive by 10 March 2026. You will get an answer by 17 March 2026.",
        "Stage 2 writing window: 5 May 2026 - 3 July 2026. Stage 1 deadline: 10 March 2026.",
        "Close: 10/03/2026 Award: 05/05/2026",
    ],
)
def test_beside_the_applicants_deadline_those_of_others_are_left_out(text: str) -> None:
    assert _closings(text) == ["2026-03-10"]


def test_several_deadlines_of_applicants_all_count() -> None:
    text = "Expression of interest deadline: 3 March 2026\nFull application deadline: 2 June 2026"
    assert _closings(text) == ["2026-03-03", "2026-06-02"]


@pytest.mark.parametrize(
    "text",
    [
        "The deadline had been set at noon on 3 March 2026. "
        "It has been brought forward by 10 days to 10 February 2026.",
        "The deadline for funding from the trust is the 10 February 2026.",
        "The closing date for grants decided in June 2026 is Tuesday 10 February 2026.",
        "Trustees will not look at bids that arrive later than 10 February 2026.",
        "Dates: 3 February 2026 (launch event), 10 February 2026 (closing date).",
        "Full application (by invitation): 10 February 2026",
        "DEADLINE FOR COMPLETED FORMS\nBY POST AND E-MAIL\nTUESDAY 10 FEBRUARY 2026",
        "The fund is open to bids until the money is spent or until 10 February 2026.",
        "Proposals must be emailed by COB 10 February 2026.",
        "Ask for a form at the library; hand it back there by Tuesday 10 February 2026.",
        "Bids must cover 1 April 2026 to 31 March 2027 and be lodged by 10 February 2026.",
        "Closing date for that meeting: 10 February 2026.",
        "To be in with a chance, pitch your idea. Deadline: 10 February 2026.",
    ],
)
def test_a_closing_that_other_words_stand_around(text: str) -> None:
    assert _closings(text) == ["2026-02-10"]


@pytest.mark.parametrize(
    "text",
    [
        "Rounds are open. Planting is close to the festival (3 February to 10 February 2026).",
        "Reports on grants awarded in 2024 are due on 10 February 2026.",
        "Submitted by the web team on 10 February 2026 - 09:05.",
        "To be confirmed (last known deadline was 10 February 2026)",
        "Last year's round closed on 10 February 2026.",
        "The office closes on 3 February 2026 and opens on 10 February 2026.",
        "Abstracts are due on 10 February 2026.",
        "Applications for extension: 10 February 2026.",
        "The first call ran from 3 February 2026 to 10 February 2026.",
    ],
)
def test_no_opening_or_closing_of_this_call(text: str) -> None:
    assert not _closings(text)
    assert _opens(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "The next deadline is 3 March 2026. The one after that: 2 June 2026.",
        "Bids must be in by 3 March 2026; those for the summer meeting by 2 June 2026.",
        "Bids are read in two batches, those in by 3 March 2026 and those in by 2 June 2026.",
        "The deadline for bids is 5pm (1700 hours) as follows:\n• 3 March 2026\n• 2 June 2026",
        "Letters of intent due 3 March 2026. Full proposals due (if invited) 2 June 2026.",
        "Dates for bids in 2026:\nLast submission date\nMeeting\n3 March\n7 April\n2 June\n7 July",
        "Deadlines for 2026\nDeadline Decision date\nMarch 3rd April 7th\nJune 2nd July 7th",
    ],
)
def test_one_more_closing(text: str) -> None:
    assert _closings(text) == ["2026-03-03", "2026-06-02"]
    assert read_schedule(text).kind is DeadlineKind.STAGED


@pytest.mark.parametrize(
    "text",
    [
        "The portal will go live on 3 March 2026.",
        "The minister opened the fund on 3 March 2026.",
        "The submission system will be open by 3 March 2026.",
        "We hope to open again on 3 March 2026.",
        "The scheme reopened on 3 March 2026 for its second year, and will stay open until June.",
    ],
)
def test_who_opens_what_is_an_opening(text: str) -> None:
    assert _opens(text) == "2026-03-03"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("First-stage proposals are evaluated blindly.", DeadlineKind.STAGED),
        ("The fund goes on taking bids until the money is spent.", DeadlineKind.ROLLING),
    ],
)
def test_how_a_call_without_a_day_closes(text: str, kind: DeadlineKind) -> None:
    assert read_schedule(text).kind is kind


@pytest.mark.parametrize(
    "said",
    [
        "16:00 (Irish time) 3 March 2026",
        "4pm (AEDT) on 3 March 2026",
        "4:00 p.m. eastern time on 3 March 2026",
        "16:00GMT Tuesday 3 March 2026",
    ],
)
def test_a_time_with_a_zone_between_it_and_its_day(said: str) -> None:
    (deadline,) = read_schedule(f"Deadline for bids: {said}").deadlines
    assert f"{deadline:%Y-%m-%dT%H:%M}" == "2026-03-03T16:00"
