"""How big one award of a call is: from its amounts, else from careful reading of its words."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from typing import TypeAlias

from matcher.strategy.rates import to_pounds
from matcher.strategy.scale_words import single_award_sentence, structure_named, words_of_size
from matcher.strategy.sentences import evidence_for
from models.call import Call
from models.city import ExchangeRate, Thresholds
from models.money import Money
from models.scale import Scale, ScaleAssessment, ScaleBasis

_Stated: TypeAlias = tuple[ScaleBasis, Money, str]
_PENNY = Decimal("0.01")


def assess_scale(
    call: Call, thresholds: Thresholds, rates: Mapping[str, ExchangeRate]
) -> ScaleAssessment:
    """Say whether one award of the call is strategic, large or small, and on which words.

    The first of these that the call states decides: the most per award; the pot divided by
    the expected awards; the largest project cost. A centre, institute, hub or programme is
    strategic from a lower amount, where the city sets one; its name then stands before the
    sentence. An award that has only a floor is large or
    strategic where the floor already is. Words alone come last and never make a call small.
    An amount in a currency without a rate is shown, but its size is NOT_STATED.
    """
    stated = tuple(_stated_amounts(call))
    for basis, money, sentence in stated:
        pounds = to_pounds(money, rates)
        if pounds is not None:
            found = ScaleAssessment(_size(pounds, thresholds), basis, money, pounds, sentence)
            return _as_structure(found, pounds, call, thresholds)
    if stated:
        basis, money, sentence = stated[0]
        return ScaleAssessment(Scale.NOT_STATED, basis, money, None, sentence)
    return _by_floor(call, thresholds, rates) or _by_words(call)


def _size(pounds: Decimal, thresholds: Thresholds) -> Scale:
    if pounds >= thresholds.strategic_gbp:
        return Scale.STRATEGIC
    return Scale.LARGE if pounds >= thresholds.large_gbp else Scale.SMALL


def _as_structure(
    found: ScaleAssessment, pounds: Decimal, call: Call, thresholds: Thresholds
) -> ScaleAssessment:
    """Make a centre or programme strategic that pays less than a single project would have to."""
    least = thresholds.strategic_structure_gbp
    if found.scale is Scale.STRATEGIC or least is None or pounds < least:
        return found
    name = structure_named(call)
    if name is None:
        return found
    return replace(found, scale=Scale.STRATEGIC, sentence=f"{name}. {found.sentence}")


def _stated_amounts(call: Call) -> Iterator[_Stated]:
    """Yield the amounts that speak of one award, strongest first.

    Nobody awards nothing: a zero, which EU budget tables use for "open", is not an amount. An EU
    topic's largest contribution is already for one grant, so its expected number of grants is
    used only where there is none.
    """
    if call.award_max is not None and call.award_max.amount > 0:
        sentence = evidence_for(call, "award_max") or f"Up to {call.award_max} for one award."
        yield ScaleBasis.AWARD_MAX, call.award_max, sentence
    share = _pot_per_award(call)
    if share is not None:
        yield ScaleBasis.POT_PER_AWARD, *share
    cost = call.project_cost_max
    if cost is not None and cost.amount > 0:
        sentence = evidence_for(call, "project_cost_max") or f"Projects may cost up to {cost}."
        yield ScaleBasis.PROJECT_COST, cost, sentence


def _pot_per_award(call: Call) -> tuple[Money, str] | None:
    """Divide the pot by the expected awards; a pot without a number of awards says nothing."""
    pot = call.total_fund
    if pot is None or pot.amount <= 0:
        return None
    if call.expected_awards is None:
        single = single_award_sentence(call)
        return None if single is None else (pot, single)
    number = call.expected_awards
    share = (pot.amount / number).quantize(_PENNY, rounding=ROUND_DOWN)
    kept = (evidence_for(call, fact) for fact in ("total_fund", "expected_awards"))
    sentence = " ".join(dict.fromkeys(words for words in kept if words))
    awards = "one expected award" if number == 1 else f"{number} expected awards"
    return Money(share, pot.currency), sentence or f"{pot} in all for {awards}."


def _by_floor(
    call: Call, thresholds: Thresholds, rates: Mapping[str, ExchangeRate]
) -> ScaleAssessment | None:
    """Take the least award where even that is large: "from £5m" is a large call."""
    floor = call.award_min
    pounds = None if floor is None else to_pounds(floor, rates)
    if floor is None or pounds is None or _size(pounds, thresholds) is Scale.SMALL:
        return None
    sentence = evidence_for(call, "award_min") or f"At least {floor} for one award."
    return ScaleAssessment(_size(pounds, thresholds), ScaleBasis.AWARD_MIN, floor, pounds, sentence)


def _by_words(call: Call) -> ScaleAssessment:
    found = words_of_size(call)
    if found is None:
        return ScaleAssessment(Scale.NOT_STATED, ScaleBasis.NOTHING, None, None, "")
    scale, sentence = found
    return ScaleAssessment(scale, ScaleBasis.WORDS, None, None, sentence)
