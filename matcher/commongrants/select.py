"""Which opportunities and awards are asked for, and in which order."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar

from matcher.commongrants.asked import (
    AwardFilters,
    AwardSorting,
    OpportunityFilters,
    OpportunitySorting,
    OwnFilter,
)
from matcher.commongrants.award import status_option as award_status
from matcher.commongrants.conditions import (
    FilterError,
    is_amount,
    is_number,
    is_on,
    is_one_of,
    is_text,
)
from matcher.commongrants.opportunity import Told, status_option
from matcher.strategy.eligibility import may_bid
from matcher.strategy.rates import to_pounds
from models.award import Award
from models.city import ExchangeRate
from models.money import Money

T = TypeVar("T")
Rates = Mapping[str, ExchangeRate]

RELEVANCE, CITY_SCORE = "relevance", "cityScore"


@dataclass(frozen=True, slots=True)
class AwardTold:
    """An award with its moments."""

    award: Award
    created_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Order:
    """How results are sorted, in the protocol's words."""

    sort_by: str
    custom_sort_by: str | None
    sort_order: str
    errors: tuple[str, ...] = ()


_TEXTS: Mapping[str, Callable[[Told], Sequence[str]]] = {
    "need": lambda told: [match.target_id for match in told.row.needs] if told.compared else [],
    "leadOrganisation": lambda told: (
        [match.target_id for match in told.row.leads] if told.compared else []
    ),
    "track": lambda told: [told.row.track.track.value],
    "scale": lambda told: [told.row.scale.scale.value],
    "ukEligibility": lambda told: [may_bid(told.row.call).verdict.value],
    "funder": lambda told: [
        name for name in (told.row.call.funder, *told.row.call.co_funders) if name
    ],
}
OWN_FILTERS = (*_TEXTS, CITY_SCORE)


@dataclass(frozen=True, slots=True)
class Selected(Generic[T]):
    """What passes the filters, which filters those were, and what could not be applied."""

    found: list[T]
    applied: dict[str, Any]  # in the protocol's words
    errors: list[str]  # a sentence each


def opportunities(every: Iterable[Told], filters: OpportunityFilters | None) -> Selected[Told]:
    """Return the calls that pass all filters."""
    asked = filters or OpportunityFilters()
    own, errors = _known(asked.custom_filters or {}, asked.model_extra or {}, _check_own)
    found = list(every)
    if asked.status:
        found = [t for t in found if is_one_of([status_option(t.row.status)], asked.status)]
    if asked.close_date_range:
        found = [t for t in found if is_on(t.row.closes_at, asked.close_date_range)]
    for role, amounts in (
        ("total_fund", asked.total_funding_available_range),
        ("award_min", asked.min_award_amount_range),
        ("award_max", asked.max_award_amount_range),
    ):
        if amounts:
            found = [t for t in found if is_amount(getattr(t.row.call, role), amounts)]
    for name, each in own.items():
        found = [t for t in found if _passes(t, name, each)]
    return Selected(found, _applied(asked, own), errors)


def awards(
    every: Iterable[AwardTold], filters: AwardFilters | None, today: date
) -> Selected[AwardTold]:
    """Return the awards that pass all filters."""
    asked = filters or AwardFilters()
    own, errors = _known(asked.custom_filters or {}, asked.model_extra or {}, _refuse)
    found = list(every)
    if asked.status:
        found = [t for t in found if is_one_of([award_status(t.award, today)], asked.status)]
    if asked.opportunity_id:  # no source says which call an award is of
        found = [t for t in found if is_one_of([], asked.opportunity_id)]
    if asked.award_date_range:
        found = [t for t in found if is_on(t.award.awarded_on, asked.award_date_range)]
    if asked.awarded_amount_range:
        found = [t for t in found if is_amount(t.award.amount, asked.awarded_amount_range)]
    return Selected(found, _applied(asked, own), errors)


def with_words(every: Iterable[AwardTold], text: str) -> list[AwardTold]:
    """Return the awards that have every word of the text in title, summary or a name."""
    words = text.casefold().split()
    return [told for told in every if all(word in _searched(told.award) for word in words)]


def opportunity_order(sorting: OpportunitySorting | None, *, searched: bool) -> Order:
    """Say how opportunities are sorted; by relevance where a text was searched for and no order."""
    if sorting is None:
        return (
            Order("custom", RELEVANCE, "desc")
            if searched
            else Order("lastModifiedAt", None, "desc")
        )
    known = (CITY_SCORE, RELEVANCE) if searched else (CITY_SCORE,)
    return _order(sorting.sort_by, sorting.custom_sort_by, sorting.sort_order, known)


def award_order(sorting: AwardSorting | None) -> Order:
    """Say how awards are sorted."""
    if sorting is None:
        return Order("lastModifiedAt", None, "desc")
    return _order(sorting.sort_by, sorting.custom_sort_by, sorting.sort_order, ())


def sort_opportunities(
    found: Sequence[Told], order: Order, rates: Rates, relevance: Mapping[str, float]
) -> list[Told]:
    """Sort; what does not state the fact comes last either way, and equals go by key."""
    keys: Mapping[str, Callable[[Told], Any]] = {
        "lastModifiedAt": lambda told: told.modified_at,
        "createdAt": lambda told: told.created_at,
        "title": lambda told: told.row.call.title.casefold(),
        "status.value": lambda told: status_option(told.row.status),
        "keyDates.closeDate": lambda told: _utc(told.row.closes_at),
        "funding.maxAwardAmount": lambda told: _pounds(told.row.call.award_max, rates),
        "funding.minAwardAmount": lambda told: _pounds(told.row.call.award_min, rates),
        "funding.totalAmountAvailable": lambda told: _pounds(told.row.call.total_fund, rates),
        "funding.estimatedAwardCount": lambda told: told.row.call.expected_awards,
        CITY_SCORE: lambda told: told.row.score if told.compared else None,
        RELEVANCE: lambda told: relevance.get(told.row.call.key),
    }
    key = keys[order.custom_sort_by or order.sort_by]
    return _sorted(found, key, lambda told: told.row.call.key, order)


def sort_awards(
    found: Sequence[AwardTold], order: Order, rates: Rates, today: date
) -> list[AwardTold]:
    """Sort awards, as opportunities are."""
    keys: Mapping[str, Callable[[AwardTold], Any]] = {
        "lastModifiedAt": lambda told: told.seen_at,
        "createdAt": lambda told: told.created_at,
        "title": lambda told: told.award.title.casefold(),
        "status.value": lambda told: award_status(told.award, today),
        "keyDates.awardDate": lambda told: told.award.awarded_on,
        "funding.awardedAmount": lambda told: _pounds(told.award.amount, rates),
    }
    return _sorted(found, keys[order.sort_by], lambda told: told.award.key, order)


def _sorted(
    found: Sequence[T], key: Callable[[T], Any], name: Callable[[T], str], order: Order
) -> list[T]:
    keyed = [(key(each), each) for each in sorted(found, key=name)]
    stated = [pair for pair in keyed if pair[0] is not None]
    stated.sort(key=lambda pair: pair[0], reverse=order.sort_order == "desc")
    return [each for _, each in stated] + [each for found_key, each in keyed if found_key is None]


def _order(sort_by: str, own: str | None, sort_order: str | None, known: Sequence[str]) -> Order:
    direction = sort_order or "desc"
    if sort_by != "custom":
        return Order(sort_by, None, direction)
    if own in known:
        return Order("custom", own, direction)
    said = f"customSortBy {own!r} is not known here; sorted by lastModifiedAt"
    return Order("lastModifiedAt", None, direction, (said,))


def _known(
    own: Mapping[str, OwnFilter], others: Iterable[str], check: Callable[[str, OwnFilter], None]
) -> tuple[dict[str, OwnFilter], list[str]]:
    """Tell the filters that can be applied from those that cannot; a sentence for each of these."""
    applied: dict[str, OwnFilter] = {}
    errors = [f"filter {name!r} is not known here and was not applied" for name in others]
    for name, each in own.items():
        try:
            check(name, each)
        except FilterError as error:
            errors.append(f"customFilters.{name} was not applied: it {error}")
        else:
            applied[name] = each
    return applied, errors


def _applied(
    asked: OpportunityFilters | AwardFilters, own: Mapping[str, OwnFilter]
) -> dict[str, Any]:
    """Repeat the filters that hold."""
    named = set(type(asked).model_fields) - {"custom_filters"}
    said = asked.model_dump(mode="json", by_alias=True, exclude_none=True, include=named)
    customs = {name: each.model_dump(mode="json") for name, each in own.items()}
    return said | ({"customFilters": customs} if customs else {})


def _check_own(name: str, asked: OwnFilter) -> None:
    if name == CITY_SCORE:
        is_number(None, asked)
    elif name in _TEXTS:
        is_text((), asked)
    else:
        _refuse(name, asked)


def _refuse(_name: str, _asked: OwnFilter) -> None:
    raise FilterError("is not known here")


def _passes(told: Told, name: str, asked: OwnFilter) -> bool:
    if name == CITY_SCORE:
        return is_number(told.row.score if told.compared else None, asked)
    return is_text(_TEXTS[name](told), asked)


def _searched(award: Award) -> str:
    parts = (award.title, award.summary, award.organisation, award.programme, award.funder)
    return " ".join(filter(None, parts)).casefold()


def _pounds(money: Money | None, rates: Rates) -> Any:
    return None if money is None else to_pounds(money, rates)


def _utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC)
