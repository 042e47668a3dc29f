"""What somebody filled in to decide on a call. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from models.decision import Decision, DecisionVerdict, Outcome, OutcomeKind
from models.money import Money

_MOST_POUNDS = Decimal(10) ** 10


@dataclass(frozen=True, slots=True)
class Filled:
    """The form as it was sent."""

    verdict: str = ""
    reason: str = ""
    owner: str = ""
    revisit_on: str = ""
    seen: str = ""  # number of the decision in force when the page was opened; "" for none


@dataclass(frozen=True, slots=True)
class FilledOutcome:
    """The form of what became of a bid, as it was sent."""

    kind: str = ""
    on: str = ""
    amount: str = ""


def read_decision(filled: Filled, city: str, key: str, now: datetime) -> Decision:
    """Return the decision that is meant. ValueError, a sentence for a reader, for what is none."""
    try:
        verdict = DecisionVerdict(filled.verdict)
    except ValueError:
        raise ValueError("Choose go, watch or no-go.") from None
    if not filled.reason.strip():
        raise ValueError("Give a reason: in a year nobody remembers it.")
    if not filled.owner.strip():
        raise ValueError("Say who takes it on: a role or an organisation.")
    watch = verdict is DecisionVerdict.WATCH
    revisit = _day(filled.revisit_on, "The day to look again") if watch else None
    if revisit is not None and revisit <= now.date():
        raise ValueError("The day to look again must be after today.")
    return Decision(
        city=city,
        call_key=key,
        verdict=verdict,
        decided_at=now,
        reason=filled.reason,
        owner=filled.owner,
        revisit_on=revisit,
    )


def read_seen(filled: Filled) -> int | None:
    """Return the number of the decision that was in force on the page; ValueError for no number."""
    if not filled.seen:
        return None
    if not filled.seen.isdecimal() or len(filled.seen) > 15:
        raise ValueError("This form is out of date. Open the page again.")
    return int(filled.seen)


def read_outcome(filled: FilledOutcome, now: datetime) -> Outcome:
    """Return what became of a bid. ValueError, a sentence for a reader, for what is none."""
    try:
        kind = OutcomeKind(filled.kind)
    except ValueError:
        raise ValueError("Choose submitted, won, lost or withdrawn.") from None
    on = _day(filled.on, "The day it happened") or now.date()
    if on > now.date():
        raise ValueError("The day it happened is still to come.")
    amount = _pounds(filled.amount)
    return Outcome(kind=kind, on=on, amount=amount, recorded_at=now)


def _day(text: str, what: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{what} is no day: write it as 2026-11-30.") from None


def _pounds(text: str) -> Money | None:
    """Read pounds as people write them: 2,500,000 or £2.5m. None where nothing is written."""
    written = text.strip().lower().removeprefix("£").replace(",", "").replace(" ", "")
    if not written:
        return None
    times = {"m": 1_000_000, "k": 1_000}.get(written[-1], 1)
    try:
        amount = Decimal(written.rstrip("mk")) * times
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount <= _MOST_POUNDS:
        raise ValueError("The amount is no number of pounds: write it as 2,500,000 or 2.5m.")
    return Money(amount, "GBP")
