"""The shortlist: what each bid is worth, who could make it, and by when work must begin."""

from datetime import date, datetime
from uuid import UUID

from common_grants_sdk.schemas.pydantic.fields import Money

from matcher.commongrants.custom import Names
from matcher.commongrants.values import money
from matcher.strategy.ambition import ambition
from matcher.strategy.scoping import Background, proposal, scope
from matcher.web.api.matches import Match, match_of
from matcher.web.api.shelf import Shelf
from matcher.web.api.wire import Wire
from models.ambition import Ambition, History
from models.consortium import BidRole
from models.consortium import Member as OurMember
from models.digest import RankedCall
from models.timetable import BidSize, TimeLeft


class Part(Wire):
    """One part of what a bid is worth."""

    name: str
    points: float  # 0 to 1
    weight: float
    reason: str


class Value(Wire):
    """Need points times the weighted mean of the other parts: 0 to 1."""

    total: float
    parts: list[Part]


class Member(Wire):
    """An organisation proposed for a role."""

    id: str
    name: str
    role: BidRole
    fit: float  # 0 to 1
    reason: str
    together: list[str]  # past work with other members
    newcomer: bool


class Past(Wire):
    """Past awards of one holder in the call's field."""

    whose: str
    field: str
    count: int
    first_year: int | None
    last_year: int | None
    median: Money | None
    largest: Money | None


class Milestone(Wire):
    """A step that has to be done by a day."""

    name: str
    on: date
    why: str
    passed: bool


class Timetable(Wire):
    """The steps of a bid, and whether the time left is enough."""

    size: BidSize
    deadline: date | None
    latest_start: date | None
    left: TimeLeft
    words: str
    milestones: list[Milestone]


class Bid(Wire):
    """One call of the set, scoped far enough to decide on."""

    call: Match
    value: Value
    members: list[Member]  # the lead first; as proposed under the organisation that fits best
    missing_roles: list[BidRole]
    cautions: list[str]
    ambition: str  # the call's amount beside past awards, in a sentence
    history: list[Past]
    timetable: Timetable


class Shortlist(Wire):
    """The few bids put up for decision, chosen together. `ready`: whether they are chosen yet."""

    city: str
    as_of: datetime
    ready: bool
    ids: list[UUID]
    bids: list[Bid]


def shortlist_of(shelf: Shelf) -> Shortlist:
    """Return the set that every page shows; empty and not ready while it is being chosen."""
    picture = shelf.picture
    decide = picture.decide or ()
    bids = [_bid(shelf, picture.by_key[key], picture.background) for key in decide]
    bids.sort(key=lambda bid: (-bid.value.total, bid.call.key))
    return Shortlist(
        city=picture.background.profile.name,
        as_of=picture.as_of,
        ready=picture.decide is not None,
        ids=[bid.call.id for bid in bids],
        bids=bids,
    )


def _bid(shelf: Shelf, row: RankedCall, background: Background) -> Bid:
    scoped = scope(row, background)
    lead = row.leads[0].target_id if row.leads else ""
    consortium = proposal(row, lead, background, background.awards)
    ids = [member.organisation_id for member in consortium.members]
    past = ambition(row, background.awards, ids, background.profile, background.rates)
    return Bid(
        call=match_of(shelf.by_key[row.call.key], shelf.names),
        value=Value.model_validate(scoped.value),
        members=[_member(each, shelf.names) for each in consortium.members],
        missing_roles=list(consortium.missing),
        cautions=list(consortium.flags),
        ambition=past.words,
        history=_history(past),
        timetable=Timetable.model_validate(scoped.timetable),
    )


def _member(member: OurMember, names: Names) -> Member:
    return Member(
        id=member.organisation_id,
        name=names.organisations.get(member.organisation_id, member.organisation_id),
        role=member.role,
        fit=member.fit,
        reason=member.reason,
        together=list(member.together),
        newcomer=member.newcomer,
    )


def _history(past: Ambition) -> list[Past]:
    return [_past(each) for each in past.histories]


def _past(history: History) -> Past:
    return Past(
        whose=history.whose,
        field=history.field,
        count=history.count,
        first_year=history.first_year,
        last_year=history.last_year,
        median=money(history.median),
        largest=money(history.largest),
    )
