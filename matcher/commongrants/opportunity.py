"""A call as a CommonGrants opportunity."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from common_grants_sdk.schemas.pydantic.fields import Event, EventType, OtherEvent
from common_grants_sdk.schemas.pydantic.models import (
    ApplicantType,
    ApplicantTypeOptions,
    OppFunding,
    OpportunityBase,
    OppStatus,
    OppStatusOptions,
    OppTimeline,
)

from matcher.commongrants.custom import Names, assessed, custom_fields, evidence, facts, scores
from matcher.commongrants.identity import opportunity_id
from matcher.commongrants.values import address, day_event, moment_event, money
from matcher.digest.safe import clip
from models.applicants import Applicant, Part
from models.call import Call, CallStatus, DeadlineKind
from models.digest import RankedCall

NOT_STATED = "not stated"
_EXCERPT = 1000  # characters of a description where the call has no summary
_STATUSES = {
    CallStatus.FORECASTED: OppStatusOptions.FORECASTED,
    CallStatus.OPEN: OppStatusOptions.OPEN,
    CallStatus.CLOSED: OppStatusOptions.CLOSED,
}
_APPLICANTS = {
    Applicant.UNIVERSITY: "Universities and other higher education bodies",
    Applicant.NHS: "NHS bodies",
    Applicant.COUNCIL: "Local authorities",
    Applicant.COMPANY: "Businesses of any size",
    Applicant.CHARITY: "Charities and other bodies of the third sector",
    Applicant.UK: "Bodies established in the United Kingdom",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A call with all that is said of it."""

    row: RankedCall
    compared: bool  # with the city's needs; closed and excluded calls are not
    decide: bool  # on the shortlist
    created_at: datetime  # when it was first seen, aware
    modified_at: datetime  # since when it says what it says now, aware


def opportunity(
    told: Told, names: Names, found: Mapping[str, Any] | None = None, *, detailed: bool = False
) -> OpportunityBase:
    """Return the call as an opportunity.

    `found` says how well it answers what was searched for; `detailed` adds the evidence of
    its facts.
    """
    row, call = told.row, told.row.call
    custom: dict[str, Any] = {"relevance": found}
    if told.compared:
        custom |= scores(row, names, decide=told.decide)
    custom |= assessed(row) | facts(row)
    if detailed:
        custom |= evidence(call)
    return OpportunityBase(
        id=opportunity_id(call.key),
        title=call.title,
        status=status(row.status),
        description=description(call),
        funding=_funding(call),
        key_dates=_timeline(row),
        source=address(call.url),
        accepted_applicant_types=list(_applicants(call)) or None,
        custom_fields=custom_fields(custom),
        created_at=told.created_at,
        last_modified_at=told.modified_at,
    )


def status(status: CallStatus | None) -> OppStatus:
    """Return the protocol's status; `custom` where nothing says whether the call is open."""
    unknown = NOT_STATED if status is None else None
    return OppStatus(value=status_option(status), custom_value=unknown)


def status_option(status: CallStatus | None) -> OppStatusOptions:
    """Return the protocol's word for a status alone."""
    return OppStatusOptions.CUSTOM if status is None else _STATUSES[status]


def description(call: Call) -> str:
    """Return the summary, else the beginning of the page's text; "" where it has neither."""
    return call.summary or clip(call.text[: 4 * _EXCERPT], _EXCERPT)


def _funding(call: Call) -> OppFunding | None:
    funding = OppFunding(
        total_amount_available=money(call.total_fund),
        min_award_amount=money(call.award_min),
        max_award_amount=money(call.award_max),
        estimated_award_count=call.expected_awards,
    )
    return funding if funding.model_dump(exclude_none=True) else None


def _timeline(row: RankedCall) -> OppTimeline | None:
    call = row.call
    others = dict(_other_dates(row))
    timeline = OppTimeline(
        post_date=day_event("Published", call.published_on),
        close_date=_closing(row),
        other_dates=others or None,
    )
    return timeline if timeline.model_dump(exclude_none=True) else None


def _closing(row: RankedCall) -> Event | None:
    """The next deadline, or the last; a rolling call has an event without a day."""
    if row.closes_at is not None:
        return moment_event("Closes", row.closes_at)
    if row.call.deadline_kind is DeadlineKind.ROLLING:
        return OtherEvent(
            event_type=EventType.OTHER,
            name="Closes",
            details="Rolling: the funder says there is no deadline.",
        )
    return None


def _other_dates(row: RankedCall) -> Iterator[tuple[str, Event]]:
    call = row.call
    if call.opens_at is not None:
        yield "opens", moment_event("Opens", call.opens_at)
    for number, moment in enumerate(call.deadlines, start=1):
        if moment != row.closes_at:
            yield f"deadline{number}", moment_event(f"Deadline {number}", moment)


def _applicants(call: Call) -> Iterator[ApplicantType]:
    """Yield the kinds of body that the call admits.

    The protocol's own kinds are those of US law, which a British body is none of.
    """
    for admission in call.applicants:
        if admission.admitted:
            part = "may lead" if admission.part is Part.LEAD else "may take part"
            yield ApplicantType(
                value=ApplicantTypeOptions.custom,
                custom_value=f"{admission.applicant.value}: {part}",
                description=f"{_APPLICANTS[admission.applicant]} {part}.",
            )
