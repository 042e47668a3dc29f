"""Past digests made again: which weeks, which calls, and nothing from later weeks."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from matcher.backtest.known import CallHistory, Reading, history_of
from matcher.backtest.weeks import Week, known_week, replay, span, week_days
from matcher.city_matches import KEPT
from matcher.digest.build import build_digest
from matcher.matching import City, rank_for_city
from matcher.ranking.corpus import Document, build_corpus
from matcher.ranking.match import Vectors, match_needs, need_text
from matcher.strategy.scoping import background_of
from matcher.strategy.shortlist import Wishes, choose_rows
from models.call import Call
from models.digest import SectionKind
from tests.matcher.digest.samples import CITY, LONDON, NORMS, bare_call, call, pounds

MONDAY = datetime(2025, 3, 3, 7, tzinfo=LONDON)
WEEK = timedelta(days=7)
AXES = {need.id: number for number, need in enumerate(CITY.needs)}
TOWN = City("toy", CITY, {})


def direction(*needs: str) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    vector = np.zeros(len(AXES) + 1, dtype=np.float32)
    vector[[AXES[need] for need in needs] or [-1]] = 1.0
    return vector / np.linalg.norm(vector)


VECTORS: Vectors = {need_text(need): direction(need.id) for need in CITY.needs}


def about(need: str, opens: int, closes: int, pounds_each: int = 7_000_000) -> Call:
    """A call on a need, open from one week to another (of the first Monday)."""
    return call(
        f"{need}-{opens}",
        title=f"Research on {need} in week {opens}",
        award_max=pounds(pounds_each),
        opens_at=MONDAY + opens * WEEK,
        deadlines=(MONDAY + closes * WEEK,),
    )


def histories(*calls: Call) -> list[CallHistory]:
    return [history_of([Reading(MONDAY + 99 * WEEK, each)], each.key) for each in calls]


def documents(*calls: Call) -> Mapping[str, Document]:
    found = {}
    for each in calls:
        text = each.match_text()
        needs = [need for need in AXES if need in text]
        found[text] = Document(text, text, ((0, len(text)),), direction(*needs)[None])
    return found


def again(*calls: Call, weeks: int) -> list[Week]:
    moments = [MONDAY + number * WEEK for number in range(weeks)]
    known = [known_week(histories(*calls), moment) for moment in moments]
    return list(replay(known, TOWN, NORMS, documents(*calls), VECTORS))


def new_keys(weeks: Sequence[Week]) -> list[list[str]]:
    return [[showing.row.call.source_id for showing in week.new] for week in weeks]


def test_a_strategic_call_is_new_in_the_first_week_that_shows_it() -> None:
    weeks = again(about("falls", 0, 3), about("asthma", 1, 3), weeks=4)
    assert [week.live for week in weeks] == [1, 2, 2, 0]
    assert new_keys(weeks) == [["falls-0"], ["asthma-1"], [], []]
    (showing,) = weeks[1].new
    assert showing.row.days_left == 14
    assert (showing.place.rank, showing.place.of) == (2, 2)
    assert showing.place.heading is SectionKind.LARGE, "too late for a new bid"
    assert showing.row.needs[0].target_id == "asthma"
    assert showing.read_later


def test_small_calls_and_calls_on_nothing_are_counted_only() -> None:
    other = call("other", title="Soil", opens_at=MONDAY, deadlines=(MONDAY + 3 * WEEK,))
    (week,) = again(about("falls", 0, 3, 2_000_000), other, about("sleep", 0, 3, 900), weeks=1)
    assert (week.live, week.matching, week.large, week.strategic) == (3, 2, 1, 0)
    assert week.places["sample:other"].heading is None
    assert week.new == ()


def test_later_calls_have_no_say_in_an_earlier_week() -> None:
    """Rarity of words and what is usual are counted from the week's own calls."""
    early = (about("falls", 0, 4), about("asthma", 0, 4))
    later = [about("asthma", number, 9) for number in range(2, 9)]
    alone = again(*early, weeks=2)
    beside = again(*early, *later, weeks=2)
    assert [week.places for week in alone] == [week.places for week in beside]
    crowd = again(*early, *later, weeks=4)
    assert crowd[3].places["sample:asthma-0"].score != alone[1].places["sample:asthma-0"].score


def test_a_week_is_what_the_digest_of_that_day_shows() -> None:
    calls = [about(need, 0, 5, 1_500_000 * (2 + 3 * place)) for need, place in AXES.items()]
    (week,) = again(*calls, weeks=1)
    texts = documents(*calls)
    corpus = build_corpus([replace(texts[each.match_text()], key=each.key) for each in calls])
    ranked = rank_for_city(calls, match_needs(CITY.needs, corpus, VECTORS, KEPT), TOWN, MONDAY)
    digest = build_digest(
        city=CITY,
        ranked=ranked,
        decide=choose_rows(ranked, background_of(CITY, {}, NORMS, (), (), MONDAY), Wishes(5)),
        as_of=MONDAY,
        made_at=MONDAY,
        catalogue_date=None,
        sources=(),
        credits=(),
    )
    decide = next(part for part in digest.sections if part.kind is SectionKind.DECIDE)
    assert {row.call.key for row in decide.rows} == {
        key for key, place in week.places.items() if place.heading is SectionKind.DECIDE
    }
    assert [(row.call.key, row.score) for row in ranked] == [
        (key, place.score)
        for key, place in sorted(week.places.items(), key=lambda entry: entry[1].rank)
    ]


def test_the_span_is_that_of_the_calls_and_ends_now() -> None:
    now = MONDAY + 30 * WEEK
    assert span([], now) is None
    both = histories(about("falls", 1, 3), about("asthma", 2, 9))
    assert span(both, now) == (date(2025, 3, 10), date(2025, 5, 5))
    assert span(both, MONDAY + 4 * WEEK) == (date(2025, 3, 10), date(2025, 3, 31))
    rolling = bare_call("rolling", opens_at=MONDAY + timedelta(days=1))
    assert span(histories(rolling), now) == (date(2025, 3, 10), now.date())


def test_weeks_are_seven_days_apart_and_run_forward() -> None:
    first = date(2025, 3, 3)
    assert week_days(first, date(2025, 3, 18)) == [first, date(2025, 3, 10), date(2025, 3, 17)]
    assert week_days(first, first) == [first]
    with pytest.raises(ValueError, match=r"2025-03-02\) is before the first \(2025-03-03"):
        week_days(first, date(2025, 3, 2))
