"""What we know of a call beyond the protocol: scores with reasons, and further facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from common_grants_sdk.schemas.pydantic.fields import CustomField, CustomFieldType

from matcher.commongrants.values import address, money
from matcher.strategy.eligibility import Verdict, may_bid
from models.call import CAN_BE_DOUBTFUL, Call, DeadlineKind
from models.digest import RankedCall
from models.match import Match
from models.money import Money
from models.scale import Scale

_TYPES: tuple[tuple[type, CustomFieldType], ...] = (
    (bool, CustomFieldType.BOOLEAN),  # before int, of which it is a kind
    (int, CustomFieldType.INTEGER),
    (float, CustomFieldType.NUMBER),
    (str, CustomFieldType.STRING),
    (list, CustomFieldType.ARRAY),
    (dict, CustomFieldType.OBJECT),
)

_DATES = dict(zip(CAN_BE_DOUBTFUL, ("opens", "deadlines"), strict=True))

DESCRIPTIONS = {
    "cityScore": "How well the call fits the city: 0 to 1.",
    "relevance": "How well the call answers the text that was searched for, 0 to 1, and the "
    "sentence that says best why. By words alone (`byMeaning` false), the share of the best.",
    "needMatches": "Health needs of the city that the call answers, best first, each with the "
    "sentence of the call and the words of the need that brought them together.",
    "leadOrganisations": "Organisations of the city that could lead a bid, best first.",
    "upForDecision": "Whether the call is on the city's strategic shortlist.",
    "scale": "Size of one award by the city's thresholds, and the sentence it rests on.",
    "track": "Which aim of the city the call serves, and the words that say so.",
    "ukEligibility": "Whether the call's own words admit a bid from the United Kingdom.",
    "funders": "Who pays, the first named first.",
    "programme": "The programme that the call belongs to.",
    "fundingType": "The kind of funding, in the funder's words.",
    "duration": "How long the funded work may take, in the funder's words.",
    "stage": "Which step of the competition the page describes.",
    "deadlineKind": "How the call closes: fixed, staged or rolling.",
    "deadlines": "All closing moments, ISO 8601 with the offset from UTC.",
    "datesToCheck": "Which of `opens` and `deadlines` were read from prose in which it is not "
    "certain what a day is: check them on the page.",
    "projectCostMax": "Largest project at full economic cost. Not what the funder pays.",
    "consortiumRequired": "Whether several organisations must bid together.",
    "matchFundingRequired": "Whether bidders must bring money of their own.",
    "expressionOfInterest": "Whether an expression of interest must come before the bid.",
    "bidsPerOrganisation": "Most bids that one organisation may make.",
    "references": "Other numbers that the call is known by.",
    "alsoAt": "Further pages that list the same call.",
    "evidence": "For facts read from prose, the sentence and the page it stood on.",
}
"""Every custom field and what it says: the schema in words."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids in matches stand for."""

    needs: Mapping[str, str]
    organisations: Mapping[str, str]


def custom_fields(values: Mapping[str, Any]) -> dict[str, CustomField]:
    """Wrap the values that are known (not None) as the protocol's custom fields."""
    return {
        name: CustomField(
            name=name,
            field_type=_type(value),
            schema_url=None,
            value=value,
            description=DESCRIPTIONS[name],
        )
        for name, value in values.items()
        if value is not None
    }


def scores(row: RankedCall, names: Names, *, decide: bool) -> dict[str, Any]:
    """Say how a call fits the city and why; of a call that was compared with the needs."""
    return {
        "cityScore": row.score,
        "needMatches": [_reason(match, "need", names.needs) for match in row.needs],
        "leadOrganisations": [
            _reason(match, "organisation", names.organisations) for match in row.leads
        ],
        "upForDecision": decide,
    }


def assessed(row: RankedCall) -> dict[str, Any]:
    """Say what follows from the call's own words."""
    eligibility = may_bid(row.call)
    scale, track = row.scale, row.track
    return {
        "scale": None if scale.scale is Scale.NOT_STATED else _scale(row),
        "track": {"track": track.track.value, "sentence": track.sentence},
        "ukEligibility": None
        if eligibility.verdict is Verdict.UNKNOWN
        else {"verdict": eligibility.verdict.value, "sentence": eligibility.sentence},
    }


def facts(row: RankedCall) -> dict[str, Any]:
    """Give the facts that the protocol has no field for; None where the call does not say."""
    call = row.call
    kind = call.deadline_kind
    return {
        "funders": _listed(filter(None, (call.funder, *call.co_funders))),
        "programme": call.programme,
        "fundingType": call.funding_type,
        "duration": call.duration,
        "stage": None if call.stage is None else call.stage.value,
        "deadlineKind": None if kind is DeadlineKind.UNKNOWN else kind.value,
        "deadlines": _listed(moment.isoformat() for moment in call.deadlines),
        "datesToCheck": _listed(_DATES[name] for name in call.doubtful),
        "projectCostMax": _plain_money(call.project_cost_max),
        "consortiumRequired": call.consortium_required,
        "matchFundingRequired": call.match_funding_required,
        "expressionOfInterest": call.expression_of_interest,
        "bidsPerOrganisation": call.bids_per_organisation,
        "references": _listed(call.references),
        "alsoAt": _listed(str(page) for page in map(address, row.also_at) if page is not None),
    }


def evidence(call: Call) -> dict[str, Any]:
    """Give the sentences that facts were read from."""
    found = [
        {"fact": each.fact, "sentence": each.sentence}
        | ({"url": str(page)} if (page := address(each.url)) is not None else {})
        for each in call.evidence
    ]
    return {"evidence": found or None}


def _reason(match: Match, kind: str, names: Mapping[str, str]) -> dict[str, Any]:
    why = match.explanation
    return {
        kind: match.target_id,
        "name": names.get(match.target_id, match.target_id),
        "score": match.score,
        "sentence": why.sentence,
        "phrase": why.phrase,
        "terms": list(why.terms),
    }


def _scale(row: RankedCall) -> dict[str, Any]:
    scale = row.scale
    found: dict[str, Any] = {"scale": scale.scale.value, "basis": scale.basis.value}
    if scale.award is not None:
        found["award"] = _plain_money(scale.award)
    if scale.pounds is not None:
        found["pounds"] = format(scale.pounds.quantize(1), "f")
    return found | {"sentence": scale.sentence}


def _plain_money(amount: Money | None) -> dict[str, str] | None:
    written = money(amount)
    return None if written is None else {"amount": written.amount, "currency": written.currency}


def _listed(values: Iterable[Any]) -> list[Any] | None:
    return list(values) or None


def _type(value: object) -> CustomFieldType:
    return next(name for kind, name in _TYPES if isinstance(value, kind))
