"""Which decisions are in force, what they teach, and what they pin in the next shortlist."""

from datetime import timedelta

from matcher.decisions.force import as_judgements, in_force, pinned_and_excluded
from matcher.learning.standing import agreed, contradicted, standing
from models.decision import Decided, OutcomeKind
from models.judgement import Judgement, JudgementVerdict
from tests.matcher.decisions.examples import (
    DECIDED,
    GO,
    NO_GO,
    WATCH,
    make_decision,
    make_outcome,
)


def test_decisions_follow_a_merged_call_and_the_newest_stands() -> None:
    later = make_decision(NO_GO, call_key="nihr:9", decided_at=DECIDED + timedelta(days=1))
    other = make_decision(WATCH, call_key="ukri:2")
    found = in_force([later, make_decision(), other], {"nihr:9": "ukri:1"})
    assert {key: (each.verdict, each.call_key) for key, each in found.items()} == {
        "ukri:1": (NO_GO, "ukri:1"),
        "ukri:2": (WATCH, "ukri:2"),
    }
    assert in_force([make_decision(withdrawn_at=DECIDED)]) == {}


def test_a_decision_teaches_as_its_owners_judgement_on_the_whole_call() -> None:
    taught = as_judgements(make_decision(verdict) for verdict in (GO, WATCH, NO_GO))
    assert [each.verdict for each in taught] == [
        JudgementVerdict.GO,
        JudgementVerdict.KEEP,
        JudgementVerdict.NO_GO,
    ]
    assert {(each.need_id, each.who, each.judged_at) for each in taught} == {
        (None, "LIDA", DECIDED)
    }


def test_decisions_and_judgements_count_by_the_same_rules() -> None:
    def judged(who: str, days: int) -> Judgement:
        return Judgement(
            city="leeds",
            call_key="ukri:1",
            need_id=None,
            verdict=JudgementVerdict.DISMISS,
            judged_at=DECIDED + timedelta(days=days),
            who=who,
        )

    (taught,) = as_judgements([make_decision()])
    assert contradicted(standing([taught, judged("bid team", 1)])) == {("ukri:1", None)}
    (newer,) = agreed(standing([taught, judged("lida", 1)])).values()
    assert newer.verdict is JudgementVerdict.DISMISS
    (newer,) = agreed(standing([taught, judged("lida", -1)])).values()
    assert newer.verdict is JudgementVerdict.GO


def test_a_go_is_pinned_until_something_has_become_of_it() -> None:
    won = make_outcome(OutcomeKind.WON)
    pinned, excluded = pinned_and_excluded(
        [
            Decided(make_decision(call_key="a:go"), changes=("closes: ...",)),
            Decided(make_decision(call_key="a:won", outcomes=(won,))),
            Decided(make_decision(WATCH, call_key="a:watch")),
            Decided(make_decision(NO_GO, call_key="a:no")),
            Decided(make_decision(NO_GO, call_key="a:changed"), changes=("closes: ...",)),
        ]
    )
    assert pinned == {"a:go"}
    assert excluded == {"a:won", "a:no"}
    assert pinned_and_excluded([]) == (frozenset(), frozenset())
