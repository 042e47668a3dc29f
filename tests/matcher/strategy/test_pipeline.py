"""What opens next: announced calls, and estimates from past rounds."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.digest.words import LONDON, NOT_CERTAIN
from matcher.strategy.pipeline import expected_rounds
from models.call import Call, CallStatus, DeadlineKind, Stage
from models.pipeline import ExpectedOpening, OpeningBasis, Round
from tests.matcher.identity.examples import make, on

AS_OF = datetime(2026, 8, 10, 9, tzinfo=LONDON)
FUNDER = "National Institute for Health and Care Research"


def _opened(key: str, opening: date, title: str = "Healthy ageing", **facts: Any) -> Call:
    """A call that opened on that day and closed two months later."""
    opens = datetime(opening.year, opening.month, opening.day, 10, tzinfo=LONDON)
    given_facts: dict[str, Any] = {
        "funder": FUNDER,
        "opens_at": opens,
        "deadlines": (opens + timedelta(days=60),),
    }
    return make(key, title, **{**given_facts, **facts})


def _expected(*calls: Call, as_of: datetime = AS_OF) -> tuple[ExpectedOpening, ...]:
    return expected_rounds([Round(call) for call in calls], as_of)


def _yearly(*titles: str, **facts: Any) -> list[Call]:
    """One call a year up to 2026, opening on 1 March."""
    first = 2027 - len(titles)
    return [
        _opened(f"nihr:{number}", date(first + number, 3, 1), title, **facts)
        for number, title in enumerate(titles)
    ]


def test_the_next_opening_is_the_last_and_the_median_interval() -> None:
    calls = _yearly("Healthy ageing 2024", "Healthy ageing 2025", "Healthy ageing 2026")
    (found,) = _expected(*calls)
    assert found == ExpectedOpening(
        key="nihr:2",
        title="Healthy ageing 2026",
        funder=FUNDER,
        url="https://example.org/nihr:2",
        basis=OpeningBasis.FROM_OPENINGS,
        on=date(2027, 3, 1),
        made_from=(date(2024, 3, 1), date(2025, 3, 1), date(2026, 3, 1)),
        interval_days=365,
        words=(
            "Next opening expected about 1 March 2027: an estimate from 3 rounds that opened on"
            " 1 March 2024, 1 March 2025 and 1 March 2026, 365 days apart by the median."
        ),
    )
    assert found.estimated


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Healthy ageing", "Healthy ageing"),
        ("Healthy ageing: round 3", "Healthy ageing: round 4"),
        ("Healthy ageing (second call)", "Healthy ageing (third call)"),
        ("Healthy ageing call 12", "Healthy Ageing, call 13"),
        ("Healthy ageing competition 44", "Healthy ageing competition 45"),
        ("Healthy ageing, autumn 2025", "Healthy ageing, spring 2026"),
        ("Healthy ageing (May 2025)", "Healthy ageing (March 2026)"),
        ("Healthy ageing 2025/26", "Healthy ageing 2026/27"),
        ("NIHR Healthy ageing cohort 1", "Healthy ageing cohort 2"),
        ("2025 autumn Healthy ageing", "2026 spring Healthy ageing"),
    ],
)
def test_rounds_are_known_by_title_and_funder(before: str, after: str) -> None:
    assert len(_expected(*_yearly(before, after))) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Healthy ageing", "Healthy eating"),
        ("Healthy ageing strand 1", "Healthy ageing strand 2"),
        ("Healthy ageing phase 1", "Healthy ageing phase 2"),
        ("Diabetes type 1", "Diabetes type 2"),
        ("Health hubs: Wales", "Health hubs: Scotland"),
        ("Winter pressures 2025", "Pressures 2026"),
        ("Call 12", "Call 13"),  # says nothing of what it is
    ],
)
def test_other_numbers_words_and_places_are_other_schemes(before: str, after: str) -> None:
    assert _expected(*_yearly(before, after)) == ()


def test_a_title_of_another_or_unknown_funder_is_another_scheme() -> None:
    first, second = _yearly("Healthy ageing", "Healthy ageing")
    other = _opened("mrc:1", date(2026, 3, 1), funder="Medical Research Council")
    assert len(_expected(first, second)) == 1
    assert _expected(first, other) == ()
    assert _expected(*_yearly("Healthy ageing", "Healthy ageing", funder=None)) == ()
    short = _opened("nihr:9", date(2026, 3, 1), funder="NIHR")
    assert len(_expected(first, short)) == 1


def test_rounds_at_one_address_are_a_scheme_whatever_they_are_called() -> None:
    first, second = _yearly("Healthy ageing", "Ageing well", funder=None)
    linked = [Round(second, first.key), Round(first)]
    assert [each.key for each in expected_rounds(linked, AS_OF)] == [second.key]


def test_deadlines_serve_where_openings_are_not_stated_and_it_says_so() -> None:
    calls = [
        make("s:1", "Ageing 2025", funder=FUNDER, deadlines=on(2025, 4, 1)),
        make("s:2", "Ageing 2026", funder=FUNDER, deadlines=on(2026, 4, 1)),
    ]
    (found,) = _expected(*calls)
    assert (found.basis, found.on) == (OpeningBasis.FROM_DEADLINES, date(2027, 4, 1))
    assert found.words == (
        "Next deadline expected about 1 April 2027: an estimate from 2 rounds with deadlines on"
        " 1 April 2025 and 1 April 2026, 365 days apart."
    )


def test_many_rounds_are_not_listed_one_by_one() -> None:
    (found,) = _expected(*_yearly(*6 * ["Healthy ageing"]))
    assert "from 6 rounds that opened between 1 March 2021 and 1 March 2026" in found.words
    assert len(found.made_from) == 6


def test_one_round_or_an_irregular_past_gives_no_estimate() -> None:
    assert _expected(*_yearly("Healthy ageing")) == ()
    gap = [_opened(f"s:{year}", date(year, 3, 1)) for year in (2022, 2023, 2025, 2026)]
    assert _expected(*gap) == ()
    months = [_opened(f"s:{month}", date(2026, month, 1)) for month in (1, 2, 7)]
    assert _expected(*months) == ()


def test_rounds_that_were_not_seen_give_no_estimate() -> None:
    assert _expected(*_yearly("Ageing: round two", "Ageing: round four")) == ()
    apart = [_opened(f"s:{year}", date(year, 3, 1)) for year in (2016, 2021, 2026)]
    assert _expected(*apart[1:]) == ()
    assert [each.on for each in _expected(*apart)] == [date(2031, 3, 1)]


def test_one_round_on_two_sites_is_one() -> None:
    first, second = _yearly("Healthy ageing", "Healthy ageing")
    again = _opened("grants:1", date(2026, 3, 9))
    assert [each.made_from for each in _expected(first, second, again)] == [
        (date(2025, 3, 1), date(2026, 3, 1))
    ]


def test_a_scheme_that_stopped_is_not_expected() -> None:
    calls = _yearly("Healthy ageing", "Healthy ageing")
    late = datetime(2027, 6, 1, tzinfo=LONDON)
    (found,) = _expected(*calls, as_of=late)
    assert "about 1 March 2027, which has passed: an estimate" in found.words
    assert len(_expected(*calls, as_of=datetime(2028, 2, 29, tzinfo=LONDON))) == 1
    assert _expected(*calls, as_of=datetime(2028, 3, 1, tzinfo=LONDON)) == ()


def test_later_stages_are_no_rounds() -> None:
    outline = _opened("s:1", date(2026, 1, 10), "Hubs", stage=Stage.OUTLINE)
    full = _opened("s:2", date(2026, 6, 10), "Hubs", stage=Stage.FULL)
    invited = _opened("s:3", date(2026, 6, 10), "Hubs", stage=Stage.INVITED)
    assert expected_rounds([Round(outline), Round(full, outline.key)], AS_OF) == ()
    assert expected_rounds([Round(outline), Round(invited)], AS_OF) == ()


def test_a_scheme_that_takes_bids_at_any_time_has_no_next_round() -> None:
    calls = _yearly("Healthy ageing", "Healthy ageing")
    now = make("s:9", "Healthy ageing", funder=FUNDER, deadline_kind=DeadlineKind.ROLLING)
    assert _expected(*calls, now) == ()


def test_an_opening_that_was_read_with_doubt_is_told_as_such() -> None:
    stated = _opened("s:1", date(2026, 9, 1), "Hubs")
    (found,) = _expected(replace(stated, doubtful=("opens_at",)))
    assert found.words == f"Announced: opens on 1 September 2026 ({NOT_CERTAIN})."


def test_announced_calls_stand_beside_estimates_by_day() -> None:
    calls = _yearly("Healthy ageing", "Healthy ageing")
    stated = _opened("s:1", date(2026, 9, 1), "Hubs")
    undated = make("s:2", "Centres", stated_status=CallStatus.FORECASTED)
    overdue = make(
        *("s:3", "Clusters"),
        stage=Stage.PRE_ANNOUNCEMENT,
        opens_at=datetime(2026, 7, 1, tzinfo=LONDON),
    )
    found = _expected(undated, *calls, overdue, stated)
    assert [(each.key, each.on, each.estimated, each.words) for each in found] == [
        ("s:3", date(2026, 7, 1), False, "Announced to open on 1 July 2026, which has passed."),
        ("s:1", date(2026, 9, 1), False, "Announced: opens on 1 September 2026."),
        ("nihr:1", date(2027, 3, 1), True, found[2].words),
        ("s:2", None, False, "Announced; the opening day is not stated."),
    ]


def test_an_announced_day_takes_the_place_of_the_estimate() -> None:
    calls = _yearly("Healthy ageing", "Healthy ageing")
    announced = _opened("s:1", date(2027, 2, 1), "Healthy ageing 2027")
    assert [each.on for each in _expected(*calls, announced)] == [date(2027, 2, 1)]
    undated = make("s:1", "Healthy ageing", funder=FUNDER, stated_status=CallStatus.FORECASTED)
    assert [each.on for each in _expected(*calls, undated)] == [date(2027, 3, 1), None]


@given(
    gaps=st.lists(st.integers(15, 800), min_size=1, max_size=6),
    since=st.integers(0, 1500),
    shift=st.randoms(use_true_random=False),
)
@settings(max_examples=80, deadline=None)
def test_estimates_follow_from_the_past_in_any_order(
    gaps: list[int], since: int, shift: Any
) -> None:
    days = [date(2010, 1, 1)]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))
    calls = [_opened(f"s:{number}", day) for number, day in enumerate(days)]
    as_of = datetime(*days[-1].timetuple()[:3], 12, tzinfo=LONDON) + timedelta(days=since)
    found = _expected(*calls, as_of=as_of)
    for each in found:
        assert each.made_from == tuple(days)
        assert each.on is not None
        assert each.interval_days is not None
        assert min(gaps) <= (each.on - days[-1]).days == each.interval_days <= max(gaps)
        assert each.on + timedelta(days=each.interval_days) >= as_of.date()
    shift.shuffle(calls)
    assert _expected(*calls, as_of=as_of) == found
