"""Which calls are rounds of one scheme: by the address they share, or by title and funder. Pure."""

import re
from collections.abc import Hashable, Iterator, Sequence

from matcher.identity.bodies import bodies_named
from matcher.identity.designators import SERIAL, designators
from matcher.identity.titles import title_words
from models.call import Call, Stage
from models.pipeline import Round

_SEASONS = (
    *("spring", "summer", "autumn", "winter", "january", "february", "march", "april", "may"),
    *("june", "july", "august", "september", "october", "november", "december"),
)
_SEASON = rf"\b(?:{'|'.join(_SEASONS)})"
# A season counts as a date only beside a year or a word for a round: "winter pressures" stays.
_DATED = re.compile(
    rf"{_SEASON}(?=\s+(?:(?:19|20)\d{{2}}|round|call|competition|cohort)\b)"
    rf"|(?<=\b(?:19|20)\d{{2}} )(?:{'|'.join(_SEASONS)})\b"
    rf"|\(\s*(?:{'|'.join(_SEASONS)})\s*\)",
    re.IGNORECASE,
)


def schemes_of(rounds: Sequence[Round]) -> list[tuple[Round, ...]]:
    """Group calls into schemes of one round or more, each in the order of `rounds`.

    Two calls belong together if one is linked to the other as its next round, or if their
    titles are equal but for round, call, cohort or competition number, year and season, and
    they have one funder. Other numbers, strands, phases and places part them. Call keys must
    be unique. Later stages of a competition are left out: an invitation to bid in full is no
    new round.
    """
    stages = {each.call.key: each.call.stage for each in rounds}
    groups: dict[int, list[Round]] = {}
    for each, group in zip(rounds, _joined([tuple(_names(each)) for each in rounds]), strict=True):
        before = stages.get(each.previous_key or "")
        if not _is_later_stage(each.call.stage, before):
            groups.setdefault(group, []).append(each)
    return [tuple(scheme) for scheme in groups.values()]


def _is_later_stage(stage: Stage | None, before: Stage | None) -> bool:
    return stage is Stage.INVITED or (stage is Stage.FULL and before is Stage.OUTLINE)


def _names(each: Round) -> Iterator[Hashable]:
    """Yield what ties a call to its scheme: its key, the round before, title with funder."""
    yield each.call.key
    if each.previous_key is not None:
        yield each.previous_key
    title = _DATED.sub(" ", each.call.title)
    words = title_words(title)
    funder = _funder(each.call)
    if words and funder:
        yield funder, words, _lasting(title)


def _funder(call: Call) -> frozenset[str]:
    if not call.funder or not call.funder.strip():
        return frozenset()
    return bodies_named(call.funder) or frozenset({" ".join(call.funder.casefold().split())})


def _lasting(title: str) -> frozenset[tuple[str, frozenset[str]]]:
    """Return the designators that stay from round to round: strand, phase, stage, place."""
    found = designators(title)
    return frozenset((kind, values) for kind, values in found.items() if kind not in SERIAL)


def _joined(names: Sequence[Sequence[Hashable]]) -> list[int]:
    """Number the groups: members that share any name, directly or through others, have one."""
    parent = list(range(len(names)))

    def root(member: int) -> int:
        while parent[member] != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member

    holder: dict[Hashable, int] = {}
    for member, own in enumerate(names):
        for name in own:
            parent[root(member)] = root(holder.setdefault(name, member))
    return [root(member) for member in range(len(names))]
