"""Which decisions are in force, and what follows from them for learning and the shortlist. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from models.decision import Decided, Decision, DecisionVerdict, newest
from models.judgement import Judgement, JudgementVerdict

_AS_JUDGEMENT = {
    DecisionVerdict.GO: JudgementVerdict.GO,
    DecisionVerdict.WATCH: JudgementVerdict.KEEP,
    DecisionVerdict.NO_GO: JudgementVerdict.NO_GO,
}


def in_force(
    decisions: Iterable[Decision], leads: Mapping[str, str] = MappingProxyType({})
) -> dict[str, Decision]:
    """Return the decision in force on each call, by the key it is shown under.

    `leads` says under which call a page is shown (key -> leading key). Where two
    calls that were decided turn out to be one, the newest decision stands.
    """
    by_call: dict[str, list[Decision]] = defaultdict(list)
    for each in decisions:
        key = leads.get(each.call_key, each.call_key)
        by_call[key].append(replace(each, call_key=key))
    found = {key: newest(of_call) for key, of_call in by_call.items()}
    return {key: decision for key, decision in found.items() if decision is not None}


def as_judgements(decisions: Iterable[Decision]) -> list[Judgement]:
    """Return what decisions in force teach: each as its owner's verdict on the whole call."""
    return [
        Judgement(
            city=each.city,
            call_key=each.call_key,
            need_id=None,
            verdict=_AS_JUDGEMENT[each.verdict],
            judged_at=each.decided_at,
            reason=each.reason,
            who=each.owner,
        )
        for each in decisions
    ]


def pinned_and_excluded(decided: Iterable[Decided]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the keys of the calls that the next shortlist must have, and must not have.

    A go is pinned until something has become of its bid; then there is nothing left
    to decide, and it is excluded, as is a no-go whose facts are as they were. A watch,
    and a no-go whose facts have changed, is a candidate like any other.
    """
    pinned, excluded = set[str](), set[str]()
    for each in decided:
        decision = each.decision
        if each.put_aside or decision.outcome is not None:
            excluded.add(decision.call_key)
        elif decision.verdict is DecisionVerdict.GO:
            pinned.add(decision.call_key)
    return frozenset(pinned), frozenset(excluded)
