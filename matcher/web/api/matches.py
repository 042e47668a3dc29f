"""How calls fit the city, and why: a score never travels without its reason."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from common_grants_sdk.schemas.pydantic.fields import Money
from common_grants_sdk.schemas.pydantic.pagination import PaginatedResultsInfo

from matcher.commongrants.asked import Page
from matcher.commongrants.custom import Names
from matcher.commongrants.identity import opportunity_id
from matcher.commongrants.opportunity import Told
from matcher.commongrants.values import address, money
from matcher.strategy.eligibility import Verdict, may_bid
from matcher.web.api.paging import part
from matcher.web.api.shelf import Shelf
from matcher.web.api.wire import Wire
from models.call import CallStatus
from models.decision import DecisionVerdict
from models.match import Match as OurMatch
from models.scale import Scale, Track


class Feature(Wire):
    """A part of a score: weight times value, summed, is its log odds."""

    name: str
    value: float
    weight: float


class Reason(Wire):
    """A need or an organisation beside the call, and the words that brought them together."""

    id: str
    name: str
    score: float  # 0 to 1
    sentence: str  # of the call
    phrase: str  # of the need, or what the organisation is known for
    terms: list[str]
    features: list[Feature]


class Match(Wire):
    """A call beside the city."""

    id: UUID
    key: str
    title: str
    url: str | None
    funder: str | None
    status: CallStatus | None
    closes_at: datetime | None
    days_left: int | None  # midnights between
    score: float | None  # 0 to 1; none where the call is closed, or shut to the UK
    scale: Scale
    award: Money | None  # that the scale rests on
    scale_sentence: str
    track: Track
    track_sentence: str
    uk_eligibility: Verdict
    uk_eligibility_sentence: str
    needs: list[Reason]
    leads: list[Reason]
    up_for_decision: bool
    decision: DecisionVerdict | None  # in force
    judged: list[str]  # what people's judgements say of it


class MatchFound(Wire):
    """One match, and the moment it is told of."""

    as_of: datetime
    match: Match


class Matches(Wire):
    """A page of matches."""

    as_of: datetime
    matched_at: datetime | None  # of the last matching; none: there was none yet
    items: list[Match]
    pagination_info: PaginatedResultsInfo


def matches_page(
    shelf: Shelf, need: str | None, organisation: str | None, least_score: float, asked: Page
) -> Matches:
    """Return the calls that may still be bid for and pass the filters, best first."""
    rows = [
        row
        for row in shelf.picture.rows
        if row.score >= least_score
        and (need is None or any(match.target_id == need for match in row.needs))
        and (organisation is None or any(match.target_id == organisation for match in row.leads))
    ]
    shown, info = part(rows, asked)
    told = [shelf.by_key[row.call.key] for row in shown]
    return Matches(
        as_of=shelf.picture.as_of,
        matched_at=shelf.picture.matched_at,
        items=[match_of(each, shelf.names) for each in told],
        pagination_info=info,
    )


def match_of(told: Told, names: Names) -> Match:
    """Return a call as it stands beside the city."""
    row, call = told.row, told.row.call
    eligibility = may_bid(call)
    url = address(call.url)
    return Match(
        id=opportunity_id(call.key),
        key=call.key,
        title=call.title,
        url=None if url is None else str(url),
        funder=call.funder,
        status=row.status,
        closes_at=row.closes_at,
        days_left=row.days_left,
        score=row.score if told.compared else None,
        scale=row.scale.scale,
        award=money(row.scale.award),
        scale_sentence=row.scale.sentence,
        track=row.track.track,
        track_sentence=row.track.sentence,
        uk_eligibility=eligibility.verdict,
        uk_eligibility_sentence=eligibility.sentence,
        needs=[_reason(each, names.needs) for each in row.needs] if told.compared else [],
        leads=[_reason(each, names.organisations) for each in row.leads] if told.compared else [],
        up_for_decision=told.decide,
        decision=None if row.decided is None else row.decided.decision.verdict,
        judged=list(row.judged),
    )


def _reason(match: OurMatch, names: Mapping[str, str]) -> Reason:
    why = match.explanation
    return Reason(
        id=match.target_id,
        name=names.get(match.target_id, match.target_id),
        score=match.score,
        sentence=why.sentence,
        phrase=why.phrase,
        terms=list(why.terms),
        features=[Feature.model_validate(each) for each in why.features],
    )
