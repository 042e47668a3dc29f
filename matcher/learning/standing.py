"""Which judgements count: the newest of each person, and where people contradict each other."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from models.judgement import Judgement

Target = tuple[str, str | None]
"""What is judged: a call's key, and a need's id or None for the call as a whole."""


def standing(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Return the judgements that count, oldest first.

    Of those on the same call and need by the same person, the newest that was not
    withdrawn. So withdrawing one brings back what the person said before it.
    """
    newest: dict[tuple[str, ...], Judgement] = {}
    for judgement in sorted(judgements, key=_age):
        if judgement.withdrawn_at is None:
            newest[judgement.slot] = judgement
    return sorted(newest.values(), key=_age)


def under_lead(judgements: Iterable[Judgement], leads: Mapping[str, str]) -> list[Judgement]:
    """Put each judgement under the call that its page is shown under (key -> leading key)."""
    return [
        replace(judgement, call_key=leads.get(judgement.call_key, judgement.call_key))
        for judgement in judgements
    ]


def contradicted(counting: Iterable[Judgement]) -> frozenset[Target]:
    """Return what some of the standing judgements speak for and others against."""
    sides: dict[Target, set[bool]] = defaultdict(set)
    for judgement in counting:
        sides[judgement.call_key, judgement.need_id].add(judgement.verdict.positive)
    return frozenset(target for target, found in sides.items() if len(found) > 1)


def agreed(counting: Sequence[Judgement]) -> dict[Target, Judgement]:
    """Return the newest judgement of each call and need, without the contradicted ones."""
    newest = {(each.call_key, each.need_id): each for each in sorted(counting, key=_age)}
    disputed = contradicted(counting)
    return {target: each for target, each in newest.items() if target not in disputed}


def newest_on(counting: Iterable[Judgement], need_id: str) -> Judgement | None:
    """Return the newest of a call's judgements that is on this need or on the call as a whole."""
    fitting = [each for each in counting if each.need_id in (None, need_id)]
    return max(fitting, key=_age, default=None)


def _age(judgement: Judgement) -> tuple[datetime, int]:
    return judgement.judged_at, judgement.id or 0
