"""Which calls belong together, out of thousands, without comparing every two.

Only calls that share a stable name, or a rare word of the title across sources,
are compared. Groups grow from the surest pair on. A pair joins two groups only if
nothing speaks against any two calls in them, so that a general page never ties
round two to round three.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from matcher.identity.evidence import Traits, traits_of
from matcher.identity.likeness import Finding, Verdict, compare
from matcher.identity.names import Name, base_id
from models.call import Call

_TOO_COMMON_NAME = 2  # calls of one source that may carry one name
_TOO_COMMON_WORD = 40  # titles that may hold a word by which calls are compared
_RARE_WORDS = 4  # rarest words of a title by which calls are compared
_AS_SURE = 5  # difference in strength that does not settle between two rivals


@dataclass(frozen=True, slots=True)
class Group:
    """The calls that are one, by key in order, and why each was taken in."""

    keys: tuple[str, ...]
    reasons: Mapping[str, str]  # key -> reason; the first of the surest pair has its pair's


_Groups = dict[str, set[str]]  # key -> the group it is in, one object for all members


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two calls found to be the same."""

    first: str
    second: str
    finding: Finding


def group_calls(calls: Sequence[Call], splits: Collection[str] = ()) -> list[Group]:
    """Return the groups of two calls or more, ordered by their first key.

    Calls whose key is among `splits` stay alone. The order of `calls` makes no
    difference; of several with one key the last counts.
    """
    apart = frozenset(splits)
    chosen = {call.key: call for call in calls if call.key not in apart}
    traits = _without_common_names({key: traits_of(chosen[key]) for key in sorted(chosen)})
    pairs = _same_pairs(traits)
    clusters = _join(_without_rivals(pairs, traits), traits)
    return [_group(keys, pairs) for keys in clusters]


def _without_common_names(traits: Mapping[str, Traits]) -> dict[str, Traits]:
    """Take away names that many calls of one source carry: they name a programme, not a call."""
    count = Counter(
        (name, source)
        for name, source, _ in {
            (name, each.call.source, base_id(each.call))
            for each in traits.values()
            for name in each.names
        }
    )
    common = {name for (name, _), number in count.items() if number > _TOO_COMMON_NAME}
    return {key: _with_names(each, each.names - common) for key, each in traits.items()}


def _with_names(traits: Traits, names: frozenset[Name]) -> Traits:
    if names == traits.names:
        return traits
    return Traits(
        traits.call, names, traits.words, traits.marks, traits.bodies, traits.title_bodies
    )


def _same_pairs(traits: Mapping[str, Traits]) -> list[_Pair]:
    """Compare what is worth comparing; the surest pairs first."""
    found = [
        _Pair(first, second, compare(traits[first], traits[second]))
        for first, second in sorted(set(_candidates(traits)))
    ]
    same = [pair for pair in found if pair.finding.verdict is Verdict.SAME]
    return sorted(same, key=lambda pair: (-pair.finding.strength, pair.first, pair.second))


def _candidates(traits: Mapping[str, Traits]) -> Iterator[tuple[str, str]]:
    """Yield pairs of keys in order: one name between them, or one rare word across sources."""
    by_name: dict[Name, list[str]] = defaultdict(list)
    by_word: dict[object, list[str]] = defaultdict(list)
    frequency = Counter(word for each in traits.values() for word in set(each.words))
    for key, each in traits.items():
        for name in each.names:
            by_name[name].append(key)
        rarest = sorted(set(each.words), key=lambda word: (frequency[word], word))[:_RARE_WORDS]
        for word in rarest:
            if frequency[word] <= _TOO_COMMON_WORD:
                by_word[word].append(key)
        by_word[tuple(sorted(each.words))].append(key)
    for keys in by_name.values():
        yield from combinations(keys, 2)
    for keys in by_word.values():
        if len(keys) <= _TOO_COMMON_WORD:
            yield from _across_sources(keys, traits)


def _across_sources(keys: Sequence[str], traits: Mapping[str, Traits]) -> Iterator[tuple[str, str]]:
    words = {key: frozenset(traits[key].words) for key in keys}
    for first, second in combinations(keys, 2):
        if traits[first].call.source == traits[second].call.source:
            continue
        if 2 * len(words[first] & words[second]) >= min(len(words[first]), len(words[second])):
            yield first, second


def _without_rivals(pairs: Sequence[_Pair], traits: Mapping[str, Traits]) -> list[_Pair]:
    """Drop a pair where one of its calls goes as well with a third that the other is not."""
    beside: dict[str, list[_Pair]] = defaultdict(list)
    for pair in pairs:
        beside[pair.first].append(pair)
        beside[pair.second].append(pair)
    return [pair for pair in pairs if not _has_rival(pair, beside, traits)]


def _has_rival(
    pair: _Pair, beside: Mapping[str, Sequence[_Pair]], traits: Mapping[str, Traits]
) -> bool:
    for shared, mine in ((pair.first, pair.second), (pair.second, pair.first)):
        for other in beside[shared]:
            third = other.second if other.first == shared else other.first
            as_sure = other.finding.strength >= pair.finding.strength - _AS_SURE
            if (
                third != mine
                and as_sure
                and not _may_share(traits[mine], traits[third], pair, other)
            ):
                return True
    return False


def _may_share(one: Traits, other: Traits, *ties: _Pair) -> bool:
    """Whether two calls tied to a third by these pairs may both be that third."""
    verdict = compare(one, other).verdict
    if verdict is Verdict.UNCERTAIN:
        return any(tie.finding.by_name for tie in ties)
    return verdict is Verdict.SAME


def _join(pairs: Sequence[_Pair], traits: Mapping[str, Traits]) -> list[tuple[str, ...]]:
    """Grow groups from the surest pair on, by names first; return their keys in order."""
    groups: _Groups = {key: {key} for pair in pairs for key in (pair.first, pair.second)}
    for pair in pairs:
        if pair.finding.by_name:
            _unite(groups, pair, lambda one, other: _nothing_against(one, other, traits))
    cores = {key: frozenset(members) for key, members in groups.items()}
    for pair in pairs:
        if not pair.finding.by_name:
            _unite(groups, pair, lambda one, other: _all_alike(one, other, cores, traits))
    return sorted({tuple(sorted(keys)) for keys in groups.values() if len(keys) > 1})


def _unite(
    groups: _Groups, pair: _Pair, may_join: Callable[[Collection[str], Collection[str]], bool]
) -> None:
    one, other = groups[pair.first], groups[pair.second]
    if one is not other and may_join(one, other):
        one |= other
        groups.update(dict.fromkeys(other, one))


def _nothing_against(
    one: Collection[str], other: Collection[str], traits: Mapping[str, Traits]
) -> bool:
    verdicts = {compare(traits[x], traits[y]).verdict for x in one for y in other}
    return Verdict.DIFFERENT not in verdicts


def _all_alike(
    one: Collection[str],
    other: Collection[str],
    cores: Mapping[str, frozenset[str]],
    traits: Mapping[str, Traits],
) -> bool:
    """Whether every two cores, calls tied by names, hold two calls found to be the same."""
    for first in {cores[key] for key in one}:
        for second in {cores[key] for key in other}:
            verdicts = {compare(traits[x], traits[y]).verdict for x in first for y in second}
            if Verdict.SAME not in verdicts or Verdict.DIFFERENT in verdicts:
                return False
    return True


def _group(keys: tuple[str, ...], pairs: Sequence[_Pair]) -> Group:
    """Give each call the reason of the surest pair that ties it to another of the group."""
    inside = [pair for pair in pairs if pair.first in keys and pair.second in keys]
    reasons: dict[str, str] = {}
    for pair in inside:
        reasons.setdefault(pair.first, pair.finding.reason)
        reasons.setdefault(pair.second, pair.finding.reason)
    return Group(keys, {key: reasons[key] for key in keys})
