"""Dates and amounts behind labels, where a label is followed by more than the value."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from models.call import DeadlineKind
from scrapers.watching.amounts import award_in, figure_in
from scrapers.watching.dates import deadlines_in, is_vague, opening_in
from tests.scrapers.watching.watched import context, deadlines, read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("16:00 Wednesday 9th September 2026", ["2026-09-09 16:00"]),
        ("12 noon on Friday 26 June 2026", ["2026-06-26 12:00"]),
        ("16.30 on Tuesday 3 March 2026", ["2026-03-03 16:30"]),
        ("4.30pm, 3 March 2026", ["2026-03-03 16:30"]),
        ("25 January 2026, 5pm", ["2026-01-25 17:00"]),
        ("25/01/2026 at 13:00 (UK time)", ["2026-01-25 13:00"]),
        ("2 rounds: 1 June 2026 and 1 December 2026", ["2026-06-01 23:59", "2026-12-01 23:59"]),
        ("Reviewed twice. Next deadline: (outline) 10 September 2026", ["2026-09-10 23:59"]),
        ("Closing date: 1 June 2026. Interviews: 8 July 2026", ["2026-06-01 23:59"]),
        ("Call opens: 1 April 2026\nDeadline: 1 June 2026", ["2026-06-01 23:59"]),
        (
            "no later than 5pm on:\n8 July 2026\n13 January 2027",
            ["2026-07-08 17:00", "2027-01-13 17:00"],
        ),
        ("24 June 2026 (24 June 2026, 5pm)", ["2026-06-24 17:00"]),
        ("31 June 2026", []),
        ("1 June and 1 December each year", []),
        ("99:99 on 3 March 2026", ["2026-03-03 23:59"]),
    ],
)
def test_deadlines_are_found_within_words(text: str, expected: list[str]) -> None:
    assert [f"{moment:%Y-%m-%d %H:%M}" for moment in deadlines_in(text)] == expected


@given(st.text(alphabet="1239 /:.-()apmJuneMarch2026ontheby\n", max_size=80))
@settings(max_examples=150, deadline=None)
@example("1pm 1pm 1/1/2026 1pm on:")
def test_any_text_gives_ascending_days_and_never_fails(text: str) -> None:
    found = deadlines_in(text)
    assert list(found) == sorted(found)
    assert len({moment.date() for moment in found}) == len(found)
    assert not (is_vague(text) and opening_in(text))


@pytest.mark.parametrize(
    ("text", "most", "least"),
    [
        ("Up to £2.5m", "£2.5m", None),
        ("£3 to 7 million per project", "£7m", "£3m"),
        ("£50,000 to £350,000", "£350,000", "£50,000"),
        ("Up to £3 million for trials. Up to £1 million for studies.", "£3m", None),
        ("30,000", "£30,000", None),
    ],
)
def test_the_largest_award_is_taken(text: str, most: str, least: str | None) -> None:
    figure = award_in(text, "GBP")
    assert figure is not None
    assert (str(figure.money), figure.low and str(figure.low)) == (most, least)


@pytest.mark.parametrize(
    "text",
    [
        "Up to £80,000 per year",
        "Your salary and up to £400,000 for research expenses",
        "A share of a total fund of £7 million",
        "It depends on the science.",
    ],
)
def test_what_is_not_the_whole_of_one_award_is_no_award(text: str) -> None:
    assert award_in(text, "GBP") is None


@pytest.mark.parametrize("text", ["6 months", "Between 1 and 2", "see note 3"])
def test_numbers_that_are_no_amounts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"amount|number"):
        award_in(text, "GBP")
    with pytest.raises(ValueError, match=r"amount|number"):
        figure_in(text, "GBP")


def test_amounts_in_another_currency_and_role() -> None:
    labels = {"total_fund": ["Pot"], "award_max": ["Most"], "award_min": ["Least"]}
    main = "<p>Pot: €6m in all</p><p>Most: 500,000</p><p>Least: €10,000</p>"
    call = read(main, labels=labels, currency="EUR")
    assert [str(call.total_fund), str(call.award_max), str(call.award_min)] == [
        "€6m",
        "€500,000",
        "€10,000",
    ]


def test_an_amount_that_cannot_be_read_is_reported() -> None:
    about = context()
    assert read("<p>Amount: 3 months of work</p>", about).award_max is None
    assert [issue.reason for issue in about.issues] == ["Amount cannot be read: '3 months of work'"]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("Rolling, no closing date", DeadlineKind.ROLLING),
        ("To be confirmed", DeadlineKind.UNKNOWN),
        ("Autumn 2026", DeadlineKind.UNKNOWN),
        ("5 June 2026", DeadlineKind.FIXED),
        ("5 June 2026 and 4 December 2026", DeadlineKind.STAGED),
    ],
)
def test_how_a_call_closes(value: str, kind: DeadlineKind) -> None:
    about = context()
    assert read(f"<p>Deadline: {value}</p>", about).deadline_kind is kind
    assert about.issues == []


def test_a_deadline_without_a_year_is_reported_and_never_guessed() -> None:
    about = context()
    assert read("<p>Deadline: 1 June each year</p>", about).deadlines == ()
    assert [issue.reason for issue in about.issues] == [
        "Deadline cannot be read: '1 June each year'"
    ]


def test_a_past_deadline_is_kept_and_closes_a_scheme_that_comes_back() -> None:
    call = read("<p>Deadline: 5 March 2026</p>", recurring=True)
    assert deadlines(call) == ["2026-03-05 23:59"]
    assert call.tags == ("recurring",)
    assert call.status(call.deadlines[0]) == "closed"


def test_a_deadline_before_the_opening_is_that_of_the_last_round() -> None:
    main = "<p>Opens: 1 September 2026</p><p>Deadline: 5 March 2026</p>"
    labels = {"opens": ["Opens"], "deadline": ["Deadline"]}
    about = context()
    call = read(main, about, labels=labels, recurring=True)
    assert call.deadlines == ()
    assert f"{call.opens_at:%Y-%m-%d}" == "2026-09-01"
    assert any("round before" in issue.reason for issue in about.issues)
    with pytest.raises(ValueError, match="before it opens"):
        read(main, labels=labels)


def test_a_labelled_pot_is_not_read_again_as_an_award() -> None:
    main = "<p>Amount available: £10 million</p><p>The maximum award is £1.5 million.</p>"
    call = read(main, labels={"total_fund": ["Amount available"]})
    assert (str(call.total_fund), str(call.award_max)) == ("£10m", "£1.5m")
    assert call.text == "Amount available: £10 million\nThe maximum award is £1.5 million."
