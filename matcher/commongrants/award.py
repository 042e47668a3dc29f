"""An award as CommonGrants has it."""

from datetime import date, datetime

from common_grants_sdk.schemas.pydantic.fields import (
    DateRangeEvent,
    Event,
    EventType,
    Identifier,
    IdentifierRegistry,
)
from common_grants_sdk.schemas.pydantic.models import (
    AwardBase,
    AwdFunding,
    AwdIds,
    AwdStatus,
    AwdStatusOptions,
    AwdTimeline,
    OrgRef,
    OrgRefCollection,
)

from matcher.commongrants.identity import award_id, organisation_id
from matcher.commongrants.values import address, day_event, money
from models.award import Award

END_NOT_STATED = "awarded, end not stated"


def award(ours: Award, today: date, created_at: datetime, seen_at: datetime) -> AwardBase:
    """Return the award as the protocol has it.

    `seen_at` is when its source last showed it: when its text changed is not kept, and a
    reader that looks for changes must miss none.
    """
    return AwardBase(
        id=award_id(ours.key),
        title=ours.title,
        identifiers=_identifiers(ours),
        description=ours.summary,
        status=status(ours, today),
        funding=_funding(ours),
        key_dates=_timeline(ours),
        funders=_organisation(ours.funder),
        recipient_organizations=_organisation(ours.organisation),
        source=address(ours.url),
        created_at=created_at,
        last_modified_at=seen_at,
    )


def status(ours: Award, today: date) -> AwdStatus:
    """Tell by the day the work ends; `custom` where the source does not say when it does."""
    unknown = END_NOT_STATED if ours.ends_on is None else None
    return AwdStatus(value=status_option(ours, today), custom_value=unknown)


def status_option(ours: Award, today: date) -> AwdStatusOptions:
    """Return the protocol's word for how an award stands alone."""
    if ours.ends_on is None:
        return AwdStatusOptions.CUSTOM
    return AwdStatusOptions.COMPLETED if ours.ends_on < today else AwdStatusOptions.AWARDED


def _identifiers(ours: Award) -> AwdIds:
    """The funder's own number, under a registry named after the source it was read from."""
    code = f"awd:{ours.source}:reference"
    number = Identifier(registry=IdentifierRegistry[str](code=code), id=ours.source_id)
    return AwdIds(other_ids={code: number})


def _funding(ours: Award) -> AwdFunding | None:
    if ours.amount is None and ours.programme is None:
        return None
    details = None if ours.programme is None else f"Programme: {ours.programme}"
    return AwdFunding(details=details, awarded_amount=money(ours.amount))


def _timeline(ours: Award) -> AwdTimeline | None:
    period: Event | None = None
    others: dict[str, Event] = {}
    if ours.starts_on and ours.ends_on:
        period = DateRangeEvent(
            event_type=EventType.DATE_RANGE,
            name="Funded work",
            start_date=ours.starts_on,
            end_date=ours.ends_on,
        )
    else:
        ends = (("starts", "Work starts", ours.starts_on), ("ends", "Work ends", ours.ends_on))
        named = {key: day_event(name, day) for key, name, day in ends}
        others = {key: event for key, event in named.items() if event is not None}
    issued = day_event("Awarded", ours.awarded_on)
    if not (issued or period or others):
        return None
    return AwdTimeline(award_date=issued, period_of_performance=period, other_dates=others or None)


def _organisation(name: str | None) -> OrgRefCollection | None:
    if name is None:
        return None
    return OrgRefCollection(primary=OrgRef(id=organisation_id(name), name=name))
