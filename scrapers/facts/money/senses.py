"""What the words of one clause say of the amount in it: a pot, one award, a cost, or nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from scrapers.facts.money import costs, exclusions, pots, words


class Sense(Enum):
    """What an amount is, before the amounts around it are looked at."""

    POT = auto()
    AWARD = auto()
    COST = auto()
    OTHER = auto()  # not offered, or two readings
    ON_OFFER = auto()  # offered, without a word on who shares it
    SILENT = auto()


SHARED = (Sense.POT, Sense.ON_OFFER)
SINGLE = (Sense.AWARD, Sense.COST)


@dataclass(frozen=True, slots=True)
class Reading:
    """The sense of an amount, and whether it is a lower limit."""

    sense: Sense
    least: bool = False


def decide(clause: str, near: str) -> Sense:
    """Return what the words of a clause say; the first rule that fits decides.

    `near` reaches a little over the clause, into a bracket after the amount.
    """
    first = _of_set_phrases(clause, near)
    if first is not Sense.SILENT:
        return first
    if costs.SHARE_ATTACHED.search(near):
        return Sense.POT if _offer(clause) is Sense.POT else Sense.AWARD
    bare = costs.PERCENT_OF_COST.sub(" ", clause)
    whole = costs.WHOLE_COST_ASIDE.search(near) and not costs.PROJECT_COST.search(bare)
    if (whole or pots.PUT_INTO_CALL.search(clause)) and _offer(clause) is Sense.POT:
        return Sense.POT
    return _of_costs(bare, costs.PERCENT_OF_COST.sub(" ", near)) or _offer(clause)


def _of_set_phrases(clause: str, near: str) -> Sense:
    phrases: Sequence[tuple[re.Pattern[str], str, Sense]] = (
        (costs.COST_RELATED, near, Sense.COST),
        (pots.SHARE_OF_POT, clause, Sense.POT),
        (pots.SUPPORTED_BY, near, Sense.POT),
        (pots.POT_OF_PLACE, clause, Sense.POT),
        (pots.MORE_FUNDING, clause, Sense.POT),
        (words.ONE_FUNDED, near, Sense.AWARD),
        (costs.FUNDER_PAYS, near, Sense.AWARD),
        (exclusions.ANCHORED_OTHER, clause, Sense.OTHER),
        (exclusions.OTHER, clause[: clause.find("\x00") + 30], Sense.OTHER),
    )
    return next((sense for phrase, where, sense in phrases if phrase.search(where)), Sense.SILENT)


def _of_costs(clause: str, near: str) -> Sense | None:
    """Tell a cost; an award right before the amount is stronger than a cost beside it."""
    if costs.COST_ATTACHED.search(near):
        return Sense.COST
    if words.AWARD_HEAD.search(clause):
        return Sense.AWARD
    if costs.PROJECT_COST.search(clause):
        return Sense.OTHER if costs.CONTRIBUTION.search(clause) else Sense.COST
    return Sense.COST if costs.FULL_COST.search(clause) else None


def _offer(clause: str) -> Sense:
    """Tell a pot from an award, the words closest to the amount first."""
    led = clause[: clause.find("\x00") + 1]
    for pattern, where, sense in (
        (words.PER_ONE, clause, Sense.AWARD),
        (words.TOTAL_AWARD, clause, Sense.AWARD),
        (pots.POT_ATTACHED, clause, Sense.POT),
        (words.AWARD_ATTACHED, clause, Sense.AWARD),
        (exclusions.TOPIC, led, Sense.OTHER),
        (words.ASK, clause, Sense.AWARD),
        (pots.POT, clause, Sense.POT),
        (words.AWARD, clause, Sense.AWARD),
        (exclusions.TOPIC, clause, Sense.OTHER),
        (pots.BEHIND_CALL, clause, Sense.POT),
        (words.GIVEN, clause, Sense.AWARD),
    ):
        if pattern.search(where):
            return sense
    if pots.LIMIT_ON_OFFER.search(clause):
        return Sense.SILENT
    if pots.ON_OFFER.search(clause):
        return Sense.OTHER if pots.ONE_RECIPIENT.search(clause) else Sense.ON_OFFER
    return Sense.SILENT
