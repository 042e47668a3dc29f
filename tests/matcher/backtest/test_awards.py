"""Awards beside past weeks and beside the profile, on made data."""

import math
from datetime import date, timedelta

import pytest

from matcher.backtest.nearest import near_enough, trace_awards
from matcher.backtest.profile import profile_fit
from matcher.backtest.weeks import Past, known_week, replay
from matcher.ranking.corpus import Corpus, Document, build_corpus
from matcher.ranking.score import Calibration
from models.award import Award
from tests.matcher.backtest.test_weeks import (
    CITY,
    MONDAY,
    NORMS,
    TOWN,
    VECTORS,
    WEEK,
    about,
    direction,
    documents,
    histories,
)

CALLS = (about("falls", 0, 3), about("asthma", 1, 3), about("falls", 4, 6))


@pytest.fixture(scope="module")
def past() -> Past:
    moments = [MONDAY + number * WEEK for number in range(7)]
    known = tuple(known_week(histories(*CALLS), moment) for moment in moments)
    texts = documents(*CALLS)
    return Past(known, tuple(replay(known, TOWN, NORMS, texts, VECTORS)), texts)


def award(source_id: str, starts_on: date | None, **changes: date) -> Award:
    return Award(source="toy", source_id=source_id, title="A trial", starts_on=starts_on, **changes)


def test_an_award_is_traced_to_the_closest_call_that_was_open_before_it(past: Past) -> None:
    start = (MONDAY + 3 * WEEK).date()
    falls = award("1", start)
    (trace,) = trace_awards([falls], {falls.key: direction("falls")}, past, 0.5)
    assert (trace.day, trace.weeks, trace.candidates) == (start, 4, 2)
    assert trace.nearest is not None
    assert trace.nearest.call.key == "sample:falls-0", "the later call had not opened"
    assert trace.nearest.closeness == pytest.approx(1.0)
    assert trace.nearest.near
    assert [at for at, _ in trace.nearest.places] == [MONDAY + n * WEEK for n in range(3)]
    assert all(place.rank == 1 for _, place in trace.nearest.places)


def test_a_call_on_another_matter_is_not_near(past: Past) -> None:
    other = award("1", (MONDAY + 3 * WEEK).date())
    (trace,) = trace_awards([other], {other.key: direction("sleep")}, past, 0.5)
    assert trace.nearest is not None
    assert (trace.nearest.closeness, trace.nearest.near) == (0.0, False)


def test_near_is_where_the_score_without_words_reaches_the_match_score() -> None:
    calibration = Calibration(words_weight=0.1, slope=8.0, intercept=-3.0, usual_closeness=0.1)
    least = near_enough(0.4, calibration)
    logit = calibration.slope * (least - calibration.usual_closeness) + calibration.intercept
    assert 1 / (1 + math.exp(-logit)) == pytest.approx(0.4)


def test_where_no_call_was_open_nothing_is_guessed(past: Past) -> None:
    early = award("1", MONDAY.date() - timedelta(days=1))
    late = award("2", MONDAY.date() + timedelta(days=800))
    undated = award("3", None)
    vectors = {each.key: direction("falls") for each in (early, late, undated)}
    traces = list(trace_awards([early, late, undated], vectors, past, 0.5))
    assert [(trace.candidates, trace.nearest) for trace in traces] == [(0, None)] * 3
    assert traces[2].day is None


def test_the_day_of_the_award_counts_before_its_start(past: Past) -> None:
    given = award("1", date(2031, 1, 1), awarded_on=MONDAY.date())
    (trace,) = trace_awards([given], {given.key: direction("falls")}, past, 0.5)
    assert (trace.day, trace.candidates) == (MONDAY.date(), 1)


def awards_corpus(topics: list[str]) -> Corpus:
    return build_corpus(
        [
            Document(f"toy:{number:02}", topic, ((0, len(topic)),), direction(topic)[None])
            for number, topic in enumerate(topics)
        ]
    )


def test_awards_on_the_needs_stand_above_the_others_only_if_they_are() -> None:
    topics = ["falls"] * 4 + ["asthma"] * 2
    plain = build_corpus(
        [
            *awards_corpus(topics).documents,
            *(Document(f"toy:{n}", "soil", ((0, 4),), direction()[None]) for n in range(10, 40)),
        ]
    )
    vectors = {**VECTORS, "balance training": direction("falls")}
    on_needs = profile_fit(CITY, plain, vectors, {"toy:00", "toy:01", "toy:04"})
    assert (on_needs.awards, on_needs.held) == (36, 3)
    assert on_needs.by_needs.auc.value > 0.9
    assert on_needs.by_capabilities is not None
    assert on_needs.by_capabilities.auc.value > 0.7
    by_id = {fit.need.id: fit for fit in on_needs.needs}
    assert set(by_id) == {"falls", "asthma"}
    assert (by_id["falls"].matching, by_id["falls"].others_matching) == (2, 2)
    top = by_id["falls"].tops[0]
    assert (top.top, top.found, top.recall) == (4, 2, 2 / 3)
    elsewhere = profile_fit(CITY, plain, vectors, {"toy:10", "toy:11", "toy:12"})
    assert elsewhere.needs == ()
    assert elsewhere.by_needs.auc.value < 0.5


def test_a_city_that_holds_all_or_nothing_cannot_be_compared() -> None:
    corpus = awards_corpus(["falls", "asthma"])
    for held in ([], ["toy:00", "toy:01"]):
        with pytest.raises(ValueError, match="nothing to compare"):
            profile_fit(CITY, corpus, VECTORS, held)
