"""How a city's needs are written: what reads like a label, and what to write instead.

Needs written as definitions that name their conditions find their calls better
than bare labels (docs/ranking.md), so a new city is told before it wonders why
little matches.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from matcher.city.naming import names_nothing, names_somebody_or_something, plan_share
from matcher.ranking.words import stems
from models.need import Need

FEWEST_TERMS = 5
"""A need without a definition is matched by its terms: fewer say too little."""

FEWEST_WORDS = 12
"""Words that count, each once, below which a definition is a label."""

MOST_PLANS = 0.15
"""Share of a definition that may be words of plans, the city's name and figures.

The definitions of Leeds stay below 0.06; its descriptions, which are about plans
and figures, lie at 0.03 to 0.25, half of them above 0.14."""

NEARLY_THE_SAME = 0.6
"""Shared words over all words of two definitions; no pair of Leeds passes 0.2."""

EXAMPLE = (
    "Diseases of the lungs and airways: asthma, chronic obstructive pulmonary disease (COPD), "
    "influenza and pneumonia. Covers diagnosis, inhalers, vaccination and pulmonary "
    "rehabilitation, in adults and children."
)

_WRITE = (
    "Write one or two sentences, 25 to 60 words: the conditions, the people, the settings and the "
    "kinds of help it covers, in the words funders use."
)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that could be written better."""

    need: str  # id
    field: str  # of needs.yaml
    problem: str
    advice: str


def review_needs(needs: Sequence[Need], city: str) -> tuple[Remark, ...]:
    """Say what could be written better, need by need in their order; empty if nothing.

    `city` is the city's name, which funders do not write. Pure: it looks at words,
    not at what they mean, so a silent review is no proof of a good definition.
    """
    twins = _twins(needs)
    return tuple(
        remark
        for need in needs
        for remark in (*_definition(need, city), *twins.get(need.id, ()), *_terms(need))
    )


def _definition(need: Need, city: str) -> Iterator[Remark]:
    if not need.definition.strip():
        if len(need.terms) < FEWEST_TERMS:
            yield Remark(need.id, "definition", _without(len(need.terms)), _WRITE)
        return
    count = len(set(stems(need.definition)))
    if count < FEWEST_WORDS:
        problem = f"it reads like a label: {_number(count, 'word')} in it that say something"
        yield Remark(need.id, "definition", problem, _WRITE)
    if not names_somebody_or_something(need.definition):
        yield Remark(
            need.id,
            "definition",
            "it names no condition and no group of people",
            "Name the illnesses, with the usual abbreviations spelt out, and who has them.",
        )
    share = plan_share(need.definition, city)
    if share > MOST_PLANS:
        yield Remark(
            need.id,
            "definition",
            f"{share:.0%} of it is about the city, its plans and figures, which no call mentions",
            "Say what the need is in any city; plans and figures belong in description.",
        )


def _without(terms: int) -> str:
    return f"there is none, and {_number(terms, 'term')}: calls are compared with little but a name"


def _number(count: int, word: str) -> str:
    return f"no {word}s" if count == 0 else f"only {count} {word}{'s' if count > 1 else ''}"


def _terms(need: Need) -> Iterator[Remark]:
    empty = [term for term in need.terms if names_nothing(term)]
    if empty:
        yield Remark(
            need.id,
            "terms",
            f"{', '.join(repr(term) for term in empty)} could stand in any call",
            "Take these out, or add what they are about: not 'prevention' but 'falls prevention'.",
        )


def _twins(needs: Sequence[Need]) -> dict[str, list[Remark]]:
    """Find definitions that say nearly the same; the remark stands with the later need."""
    said = [(need.id, frozenset(stems(need.definition))) for need in needs]
    found: dict[str, list[Remark]] = {}
    for (first, some), (second, others) in combinations(said, 2):
        if some and len(some & others) >= NEARLY_THE_SAME * len(some | others):
            found.setdefault(second, []).append(
                Remark(
                    second,
                    "definition",
                    f"it is nearly that of '{first}': both needs will find the same calls",
                    "Say what only this need covers, or make one need of the two.",
                )
            )
    return found
