"""Judgements beside a matching: what is moved, what is said, what is left out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from matcher.digest.render import render_html, render_text
from matcher.identity.join import merged_calls
from matcher.judged import Judged, Matching, apply_judgements
from matcher.learning.layer import FEATURE
from matcher.matching import City, rank_for_city
from matcher.store import open_store, upsert_calls
from models.call import Call
from models.decision import Decided, Decision
from models.digest import RankedCall
from models.judgement import Judgement, JudgementVerdict
from models.match import Match
from tests.matcher.decisions.examples import GO, NO_GO, make_decision
from tests.matcher.digest.samples import AS_OF, CITY, call, digest, match

KEEP, DISMISS = JudgementVerdict.KEEP, JudgementVerdict.DISMISS
SEEN = AS_OF - timedelta(days=9)
PLACE = City("leeds", CITY, {})
DISLIKED = "The Disliked Fund"
CALLS = [
    call(f"{n:03}", funder=DISLIKED if n % 3 == 0 else f"Fund {n % 4}", text=f"Text {n}.")
    for n in range(90)
]
MATCHES = [match(each, "falls", 0.55 + n % 7 / 20) for n, each in enumerate(CALLS)]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    upsert_calls(store, CALLS, SEEN)
    yield store
    store.dispose()


def say(of: Call, verdict: JudgementVerdict, need: str | None = None, who: str = "") -> Judgement:
    at = AS_OF - timedelta(days=1)
    return Judgement(
        city="leeds", call_key=of.key, need_id=need, verdict=verdict, judged_at=at, who=who
    )


def of_a_reader(calls: Sequence[Call]) -> list[Judgement]:
    return [say(each, DISMISS if each.funder == DISLIKED else KEEP) for each in calls]


def apply(
    engine: Engine,
    judgements: Sequence[Judgement],
    live: Sequence[Call] = CALLS,
    decisions: Sequence[Decision] = (),
) -> tuple[Judged, list[RankedCall], list[list[Call]]]:
    """Apply judgements; return what came of it, the rows, and the calls matched once more."""
    asked: list[list[Call]] = []

    def rematch(calls: Sequence[Call]) -> list[Match]:
        asked.append(list(calls))
        return [each for each in MATCHES if each.call_key in {call.key for call in calls}]

    keys = {each.key for each in live}
    matches = [each for each in MATCHES if each.call_key in keys]
    matching = Matching(merged_calls(engine), live, matches, CITY, {}, AS_OF)
    judged = apply_judgements(
        engine, judgements, matching, rematch, {each.call_key: Decided(each) for each in decisions}
    )
    rows = rank_for_city(live, judged.matches, PLACE, AS_OF)
    return judged, [judged.marks.marked(row, CITY) for row in rows], asked


@pytest.mark.parametrize("count", [0, 5])
def test_a_cold_start_changes_no_score(engine: Engine, count: int) -> None:
    judged, rows, asked = apply(engine, of_a_reader(CALLS[:count]))
    assert judged.matches == MATCHES
    assert judged.learning.startswith("Learning waits for")
    assert (asked, {row.judged for row in rows}) == ([], {()})


def test_a_habit_moves_scores_and_says_so(engine: Engine) -> None:
    judged, rows, _ = apply(engine, of_a_reader(CALLS[:60]))
    assert judged.learning.startswith("Learning is on")
    before = {each.call_key: each.score for each in MATCHES}
    for row in rows[-30:]:
        assert row.call.funder == DISLIKED
    disliked = [row for row in rows if row.call.funder == DISLIKED]
    for row in disliked:
        (need,) = row.needs  # shown as before, though it may be below the city's match score now
        assert need.score < before[row.call.key]
        assert need.explanation.features[-1].name == FEATURE
        assert row.judged[0].startswith("Falls: moved down: 20 of 20 judged calls of this funder")
    assert len(disliked) == 30


def test_contradicted_judgements_teach_nothing(engine: Engine) -> None:
    other_side = [
        replace(each, verdict=KEEP if each.verdict is DISMISS else DISMISS, who="other")
        for each in of_a_reader(CALLS[:60])
    ]
    judged, _, _ = apply(engine, [*of_a_reader(CALLS[:60]), *other_side])
    assert judged.matches == MATCHES
    assert judged.learning.startswith("Learning waits for 20 more")


def test_calls_that_have_closed_since_still_teach(engine: Engine) -> None:
    judged, _, asked = apply(engine, of_a_reader(CALLS[:60]), live=CALLS[45:])
    assert [each.key for each in asked[0]] == [each.key for each in CALLS[:45]]
    assert judged.learning.startswith("Learning is on")


def test_a_dismissed_call_is_counted_not_shown(engine: Engine) -> None:
    judged = [say(CALLS[1], DISMISS), say(CALLS[2], JudgementVerdict.NO_GO, "falls")]
    _, rows, _ = apply(engine, judged)
    assert {row.call.key for row in rows if row.dismissed} == {CALLS[1].key, CALLS[2].key}
    made = digest(*rows)
    shown = {row.call.key for section in made.sections for row in section.rows}
    assert not shown & {CALLS[1].key, CALLS[2].key}
    words = "2 calls you dismissed are left out (bid-matcher judge list)"
    assert words in made.not_covered
    assert words in render_html(made, CITY.organisations)


def test_the_newest_judgement_decides(engine: Engine) -> None:
    again = replace(say(CALLS[1], KEEP, who="director"), judged_at=AS_OF)
    elsewhere = say(CALLS[2], DISMISS, "asthma")  # a need that the call is not shown for
    _, rows, _ = apply(engine, [say(CALLS[1], DISMISS), again, elsewhere])
    assert not any(row.dismissed for row in rows)
    assert not any("dismissed" in words for words in digest(*rows).not_covered)


def test_a_dismissed_call_that_changed_comes_back_with_a_word(engine: Engine) -> None:
    changed = replace(CALLS[1], text="Twice the money.")
    upsert_calls(engine, [changed], AS_OF)
    live = [changed if each.key == changed.key else each for each in CALLS]
    _, rows, _ = apply(engine, [say(CALLS[1], DISMISS)], live)
    (row,) = (row for row in rows if row.call.key == changed.key)
    assert not row.dismissed
    assert row.judged == ("changed since it was dismissed on Sun 9 August 2026",)
    made = digest(row)
    for page in (render_html(made, CITY.organisations), render_text(made, CITY.organisations)):
        assert "hanged since it was dismissed on Sun 9 August 2026" in " ".join(page.split())


def decided_as(judgement: Judgement) -> Decision:
    verdict = GO if judgement.verdict.positive else NO_GO
    return make_decision(verdict, call_key=judgement.call_key, decided_at=judgement.judged_at)


def test_decisions_teach_what_judgements_would(engine: Engine) -> None:
    said = of_a_reader(CALLS[:60])
    judged, _, _ = apply(engine, said)
    decided, _, _ = apply(engine, [], decisions=[decided_as(each) for each in said])
    assert decided.learning == judged.learning
    assert decided.learning.startswith("Learning is on")
    assert decided.matches == judged.matches


def test_a_judgement_does_not_hide_a_call_that_the_city_decided_on(engine: Engine) -> None:
    _, rows, _ = apply(
        engine, [say(CALLS[1], DISMISS)], decisions=[decided_as(say(CALLS[1], KEEP))]
    )
    assert not any(row.dismissed for row in rows)
