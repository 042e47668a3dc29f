"""Amounts of one award in a sentence: what it is, in pounds where it is foreign. Pure."""

from decimal import Decimal

from models.money import Money
from models.scale import ScaleAssessment, ScaleBasis

_PAYS = {
    ScaleBasis.AWARD_MAX: "pays up to {}",
    ScaleBasis.POT_PER_AWARD: "pays about {} for one award, its pot over the awards it expects",
    ScaleBasis.PROJECT_COST: "takes projects of up to {} in full cost",
    ScaleBasis.AWARD_MIN: "pays at least {}",
}


def about(pounds: Decimal) -> Money:
    """Round to two figures, as far as an approximate rate or a median allows: £6.09m is £6.1m."""
    return Money(round(pounds, 1 - pounds.adjusted()) if pounds else pounds, "GBP")


def pays_words(scale: ScaleAssessment) -> str | None:
    """Say what the call pays: "pays up to €6m (about £5.2m)"; None where it states no amount."""
    if scale.award is None:
        return None
    return _PAYS[scale.basis].format(_amount(scale.award, scale.pounds))


def _amount(award: Money, pounds: Decimal | None) -> str:
    if award.currency == "GBP":
        return str(award)
    beside = "no rate to pounds is kept" if pounds is None else f"about {about(pounds)}"
    return f"{award} ({beside})"
