"""A funding call: what is offered, by whom, to whom, how much and until when."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum

from models.applicants import Admission, Applicant, Part
from models.canonical import canonical
from models.money import Money


class CallStatus(StrEnum):
    """Where a call stands at a moment. Computed when read, never stored."""

    FORECASTED = "forecasted"
    OPEN = "open"
    CLOSED = "closed"


class DeadlineKind(StrEnum):
    """How a call closes."""

    FIXED = "fixed"  # one closing moment
    STAGED = "staged"  # outline, then full: or several cut-offs
    ROLLING = "rolling"  # the funder says that there is none
    UNKNOWN = "unknown"  # nothing is said


class Stage(StrEnum):
    """Which step of the competition the page describes."""

    PRE_ANNOUNCEMENT = "pre-announcement"
    OUTLINE = "outline"
    FULL = "full"
    INVITED = "invited"


CAN_BE_DOUBTFUL = ("opens_at", "deadlines")
"""Fields of a `Call` that may be read from prose in which it is not certain what a day is."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words a fact was read from, and the page they stood on."""

    fact: str  # name of the Call field; of an admission, its own (`Admission.fact`)
    sentence: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One funding call as one source describes it. Unknown is None, never a guess.

    Raises ValueError where the facts contradict themselves: no title, no
    identity, times without a zone, a last deadline before the opening, or doubts
    about a date that is not stated.
    """

    source: str  # folder name of the source, e.g. "ukri"
    source_id: str  # stable within the source
    title: str
    url: str
    funder: str | None = None
    co_funders: tuple[str, ...] = ()
    programme: str | None = None
    funding_type: str | None = None
    summary: str = ""  # a few sentences, plain text
    text: str = ""  # all plain text worth matching, the summary not repeated
    eligibility: str | None = None  # who may apply, in the page's words
    total_fund: Money | None = None
    award_min: Money | None = None
    award_max: Money | None = None
    project_cost_max: Money | None = None
    expected_awards: int | None = None
    duration: str | None = None
    applicants: tuple[Admission, ...] = ()  # what is said of who may lead and who may apply
    consortium_required: bool | None = None
    match_funding_required: bool | None = None
    bids_per_organisation: int | None = None  # most bids that one organisation may make
    expression_of_interest: bool | None = None  # whether one must come before the bid
    published_on: date | None = None
    opens_at: datetime | None = None
    deadlines: tuple[datetime, ...] = ()  # ascending, aware
    deadline_kind: DeadlineKind = DeadlineKind.UNKNOWN
    doubtful: tuple[str, ...] = ()  # those of CAN_BE_DOUBTFUL that are to be checked on the page
    stage: Stage | None = None
    stated_status: CallStatus | None = None  # the site's own word
    stated_on: date | None = None  # the day the site said so
    references: tuple[str, ...] = ()  # other stable numbers: OPP, NIHR reference, ...
    tags: tuple[str, ...] = ()
    updates: tuple[str, ...] = ()  # the page's own dated notes of what it has changed
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        if not self.source or not self.source_id:
            raise ValueError("a call needs a source and an id within it")
        if not self.title.strip():
            raise ValueError(f"call {self.source}:{self.source_id} has no title")
        _check_times(self.opens_at, self.deadlines)
        for name in self.doubtful:
            if name not in CAN_BE_DOUBTFUL or not getattr(self, name):
                raise ValueError(f"doubtful: {name} is no date that this call states")
        if self.expected_awards is not None and self.expected_awards < 1:
            raise ValueError(f"expected_awards must be at least 1, not {self.expected_awards}")
        if self.bids_per_organisation is not None and self.bids_per_organisation < 1:
            raise ValueError(
                f"bids_per_organisation must be at least 1, not {self.bids_per_organisation}"
            )

    @property
    def key(self) -> str:
        """Identity across runs: source and id within it."""
        return f"{self.source}:{self.source_id}"

    def admits(self, applicant: Applicant, part: Part) -> bool | None:
        """Whether the call admits that kind of body in that part; None where it does not say."""
        for admission in self.applicants:
            if (admission.applicant, admission.part) == (applicant, part):
                return admission.admitted
        return None

    def closes_at(self, as_of: datetime) -> datetime | None:
        """Return the next deadline after `as_of`, else the last one, else None."""
        coming = [moment for moment in self.deadlines if moment > as_of]
        return coming[0] if coming else (self.deadlines[-1] if self.deadlines else None)

    def status(self, as_of: datetime) -> CallStatus | None:
        """Say where the call stands at `as_of`; None where nothing says so.

        Dates win over the site's word, which goes stale: sources keep saying
        "open" after a deadline has passed. Doubtful ones do not: a call must not
        go unseen because a day was misread.
        """
        if self.stated_status is CallStatus.CLOSED:
            return CallStatus.CLOSED
        if self.closed_from is not None and self.closed_from <= as_of:
            return CallStatus.CLOSED
        opens_later = self.opens_at is not None and self.opens_at > as_of
        if opens_later and not self.outweighed("opens_at"):
            return CallStatus.FORECASTED
        if self.stage is Stage.PRE_ANNOUNCEMENT:
            return CallStatus.FORECASTED
        if self.opens_at is None and self.stated_status is CallStatus.FORECASTED:
            return CallStatus.FORECASTED
        if self.deadlines or self.deadline_kind is DeadlineKind.ROLLING:
            return CallStatus.OPEN
        if self.opens_at is not None and self.stated_status is CallStatus.FORECASTED:
            return CallStatus.OPEN
        return self.stated_status

    @property
    def closed_from(self) -> datetime | None:
        """The moment from which the call is closed by its dates; None where they do not decide."""
        return None if not self.deadlines or self.outweighed("deadlines") else self.deadlines[-1]

    def outweighed(self, name: str) -> bool:
        """Whether a date of this field is doubtful while the site says that the call is open."""
        return name in self.doubtful and self.stated_status is CallStatus.OPEN

    def content_hash(self) -> str:
        """Fingerprint of what a reader would call the call's content.

        Empty fields are left out, so that a field added later does not make
        every stored call look changed; `stated_on` moves every day and is not
        content.
        """
        facts = {
            field.name: canonical(getattr(self, field.name))
            for field in fields(self)
            if field.name != "stated_on" and getattr(self, field.name) not in (None, "", ())
        }
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()

    def match_text(self) -> str:
        """Everything worth matching in one plain text: title, summary, body.

        Tags are left out: on EU pages they list "health" for soil and plants.
        """
        return "\n\n".join(part for part in (self.title, self.summary, self.text) if part.strip())


def _check_times(opens_at: datetime | None, deadlines: Iterable[datetime]) -> None:
    ordered = list(deadlines)
    for moment in [opens_at, *ordered]:
        if moment is not None and moment.tzinfo is None:
            raise ValueError(f"time without a zone: {moment.isoformat()}")
    if ordered != sorted(ordered):
        raise ValueError("deadlines must ascend")
    if opens_at is not None and ordered and ordered[-1] < opens_at:
        raise ValueError(
            f"closes ({ordered[-1].isoformat()}) before it opens ({opens_at.isoformat()})"
        )
