"""Whether two records tell of one call, with the reason in plain words.

Stable names come first, then the title with dates, pot and funder. A wrong merge
hides a call, a missed one only shows it twice: what is in doubt stays apart.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from matcher.identity import evidence
from matcher.identity.evidence import Says, Traits
from matcher.identity.names import (
    APPLICATION,
    EXCLUSIVE,
    OTHER,
    TOPIC,
    TOPIC_NUMBER,
    UKRI_PAGE,
    Name,
    agree,
    base_id,
)
from matcher.identity.titles import TitleComparison, compare_titles
from models.call import Call, Stage

_STALE = timedelta(days=62)  # longest that a re-listing lags behind a moved deadline
_BY_NAME = 300  # strength of a shared name; titles give 200 at most
_LIKELY_TITLE = 60  # least ratio, of 100, where a shared reference is of no known kind
_CLOSE_TITLE = 75  # least ratio where one title has words more
_WORDS_MORE = 3  # most words that one title may have beyond the other


class Verdict(StrEnum):
    """The answer on two records."""

    SAME = "same"
    DIFFERENT = "different"  # a clear no
    UNCERTAIN = "uncertain"  # kept apart, but nothing rules it out


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer, why, and how strong what speaks for it is."""

    verdict: Verdict
    reason: str
    strength: int = 0  # compared between findings; 0 unless SAME

    @property
    def by_name(self) -> bool:
        """Whether it rests on a name that both carry."""
        return self.strength >= _BY_NAME


def compare_calls(one: Call, other: Call) -> Finding:
    """Decide on two calls; the order makes no difference."""
    return compare(evidence.traits_of(one), evidence.traits_of(other))


def compare(one: Traits, other: Traits) -> Finding:
    """Decide on two calls whose traits are read already."""
    if (other.call.source, other.call.source_id) < (one.call.source, one.call.source_id):
        one, other = other, one
    within = one.call.source == other.call.source
    if within and base_id(one.call) == base_id(other.call):
        return _different("two rounds at one address")
    shared = sorted(one.names & other.names)
    if shared:
        return _by_name(one, other, shared)
    if within:
        return _different(f"{one.call.source} lists them apart, and they share no reference")
    kind = _other_kind(one, other)
    if kind is not None:
        return _different(kind)
    return _by_title(one, other)


def _different(reason: str) -> Finding:
    return Finding(Verdict.DIFFERENT, reason)


def _uncertain(reason: str) -> Finding:
    return Finding(Verdict.UNCERTAIN, reason)


def _other_kind(one: Traits, other: Traits) -> str | None:
    """Say which name of a kind that a call has but once differs; None if none does."""
    for kind in sorted(EXCLUSIVE):
        first = sorted(value for name, value in one.names if name == kind)
        second = sorted(value for name, value in other.names if name == kind)
        if first and second and not any(agree(kind, x, y) for x in first for y in second):
            return f"{kind} {first[0]} is not {second[0]}"
    return None


def _by_name(one: Traits, other: Traits, shared: list[Name]) -> Finding:
    known = sorted(
        (name for name in shared if name[0] != OTHER), key=lambda name: name[0] != TOPIC_NUMBER
    )
    kind, value = known[0] if known else shared[0]
    both = f"both carry {_said(kind, value)}"
    against = evidence.clash(one, other)
    if kind != TOPIC_NUMBER:  # the portal gives one topic two identifiers, never two numbers
        against = against or _other_kind(one, other)
    if against:
        return _uncertain(f"{both}, but {against}")
    titles = compare_titles(one.words, other.words)
    dates = evidence.closings_say(one.call, other.call)
    doubt = _doubt(one, other, titles, dates, kind)
    if doubt:
        return _uncertain(f"{both}, but {doubt}")
    same_day = dates is Says.FOR
    strength = _BY_NAME + 10 * same_day + titles.ratio // 10 + 20 * bool(known)
    return Finding(Verdict.SAME, both, strength)


def _doubt(
    one: Traits, other: Traits, titles: TitleComparison, dates: Says, kind: str
) -> str | None:
    """Say what makes a shared name not enough; None if it is enough."""
    first, second = one.call, other.call
    announced = Stage.PRE_ANNOUNCEMENT in (first.stage, second.stage)
    if dates is Says.AGAINST and not announced:
        gap = evidence.closing_gap(first, second)
        if gap > _STALE or kind == OTHER:
            return f"they close {gap.days} days apart"
    if evidence.stages_clash(first, second) and dates is not Says.FOR:
        return "one asks for outlines and one for full applications"
    if kind == OTHER and evidence.funders_say(one, other) is Says.AGAINST:
        return "other bodies fund them"
    if kind == OTHER and titles.ratio < _LIKELY_TITLE:
        return "their titles have little in common"
    if kind == UKRI_PAGE and dates is not Says.FOR and not titles.shared:
        return "their titles have nothing in common"
    return None


def _said(kind: str, value: str) -> str:
    return value if kind in (APPLICATION, TOPIC, OTHER) else f"{kind} {value}"


def _by_title(one: Traits, other: Traits) -> Finding:
    against = evidence.clash(one, other)
    if against:
        return _different(against)
    titles = compare_titles(one.words, other.words)
    if not titles.shared or titles.ratio < _LIKELY_TITLE:
        return _uncertain("their titles have little in common")
    against = _facts_against(one, other)
    if against:
        return _different(f"titles {titles.ratio} % alike, but {against}")
    if titles.only_first and titles.only_second:
        return _uncertain(f"titles {titles.ratio} % alike, but each has a word the other lacks")
    return _with_facts(one, other, titles)


def _facts_against(one: Traits, other: Traits) -> str | None:
    first, second = one.call, other.call
    dates = evidence.closings_say(first, second)
    if dates is Says.AGAINST:
        return f"they close {evidence.closing_gap(first, second).days} days apart"
    if evidence.pots_say(first, second) is Says.AGAINST:
        return f"the pots are {first.total_fund} and {second.total_fund}"
    if evidence.funders_say(one, other) is Says.AGAINST:
        return "other bodies fund them"
    if evidence.stages_clash(first, second) and dates is not Says.FOR:
        return "one asks for outlines and one for full applications"
    return None


def _with_facts(one: Traits, other: Traits, titles: TitleComparison) -> Finding:
    """Decide where one title's words are among the other's and no fact speaks against it."""
    first, second = one.call, other.call
    same_day = evidence.closings_say(first, second) is Says.FOR
    amounts = (evidence.pots_say(first, second), evidence.awards_say(first, second))
    same_amount, same_funder = Says.FOR in amounts, evidence.funders_say(one, other) is Says.FOR
    said = ["same closing day"] * same_day + ["same amount"] * same_amount
    said += ["same funder"] * same_funder
    alike = f"titles {titles.ratio} % alike" + "".join(f", {word}" for word in said)
    kinds = evidence.one_sided(one, other)
    if kinds and not (same_day and evidence.implied_by_date(kinds)):
        return _uncertain(f"{alike}; only one names its {kinds[0]}")
    if evidence.openings_say(first, second) is Says.AGAINST:
        return _uncertain(f"{alike}; they open at different times")
    more = len(titles.only_first) + len(titles.only_second)
    if more:
        close = titles.ratio >= _CLOSE_TITLE and titles.shared >= 3 and more <= _WORDS_MORE
        enough = close and same_day and same_amount
    else:
        enough = _equal_words_enough(titles.shared, same_day, same_amount, same_funder)
    if not enough:
        return _uncertain(f"{alike}; too little else is known")
    return Finding(
        Verdict.SAME, alike, titles.ratio + 40 * same_day + 20 * same_amount + 10 * same_funder
    )


def _equal_words_enough(shared: int, same_day: bool, same_amount: bool, same_funder: bool) -> bool:
    """The shorter the title, the more else has to agree."""
    agreeing = same_day + same_amount + same_funder
    if same_day:
        return shared >= 4 or (shared >= 2 and agreeing >= 2) or agreeing == 3
    return (shared >= 3 and agreeing >= 2) or (shared >= 4 and same_funder)
