"""The facts of a shortlist as plain tables, a name, a head and rows each. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from matcher.digest.build import best_indicator
from matcher.digest.picture import picture_words
from matcher.digest.words import amount_words, eligibility_words, list_words, stage_words
from matcher.history.words import doubtful_fields
from matcher.pack.frame import Frame, letter, uk_day
from matcher.pack.risks import risks_of
from matcher.strategy.eligibility import may_bid
from models.consortium import BidRole, Member
from models.shortlist import Bid

Cell: TypeAlias = str | float | int | Decimal | date | None  # "": does not apply; None: not stated


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables_of(frame: Frame) -> tuple[Table, ...]:
    """Return the sheets Set, Needs, Too late, Effort, Milestones and Evidence.

    Raises KeyError for a need or organisation that the city does not have.
    """
    bids = [(letter(place), bid) for place, bid in enumerate(frame.shortlist.bids)]
    return (
        Table("Set", _SET, tuple(_set_row(name, bid, frame) for name, bid in bids)),
        Table("Needs", _NEEDS, (*_covered(bids, frame), *_uncovered(frame))),
        Table("Too late", _LATE, tuple(_late(frame))),
        Table("Effort", _EFFORT, tuple(_effort(frame))),
        Table("Milestones", _MILESTONES, tuple(_milestones(bids))),
        Table("Evidence", _EVIDENCE, tuple(row for bid in bids for row in _evidence(*bid, frame))),
    )


_Named: TypeAlias = list[tuple[str, Bid]]
_Row: TypeAlias = tuple[Cell, ...]

_SET = (
    "Bid",
    "Call",
    "Funder",
    "Programme",
    "Stage",
    "Amount",
    "Award (GBP)",
    "Closes",
    "Dates to check",
    "Days left",
    "Time left",
    "Latest start",
    "Lead",
    "Partners",
    "Nobody fills",
    "Eligibility",
    "Worth",
    "Chosen in",
    "Pinned",
    "Next if it falls",
    "Address",
)
_NEEDS = ("Need", "Weight", "Covered by", "Gain", "Place", "Why not covered")
_LATE = ("Call", "Funder", "Amount", "Award (GBP)", "Closes", "Address")
_EFFORT = ("Organisation", "Quarter", "Person-days", "Capacity (person-days)")
_MILESTONES = ("Bid", "Call", "By", "Step", "Passed", "Planned by the norm")
_EVIDENCE = ("Bid", "Fact", "Sentence", "Address or source")


def _set_row(name: str, bid: Bid, frame: Frame) -> _Row:
    row, call, members = bid.row, bid.row.call, bid.consortium.members
    return (
        name,
        call.title,
        call.funder,
        call.programme,
        stage_words(call.stage),
        "; ".join(amount_words(call, frame.names.rates)),
        row.scale.pounds,
        uk_day(row.closes_at) if row.closes_at is not None else None,
        doubtful_fields(call),
        row.days_left,
        bid.timetable.left.value,
        bid.timetable.latest_start,
        _named([member for member in members if member.role is BidRole.LEAD], frame),
        _named([member for member in members if member.role is not BidRole.LEAD], frame),
        list_words(tuple(role.value for role in bid.consortium.missing)) or "none",
        eligibility_words(may_bid(call).verdict),
        bid.value.total,
        bid.chosen_share,
        "yes" if bid.pinned else "no",
        frame.reserve(bid.next_key).call.title if bid.next_key is not None else "none",
        call.url,
    )


def _named(members: list[Member], frame: Frame) -> str:
    names = (frame.names.organisations[member.organisation_id].name for member in members)
    return "; ".join(names) or "none"


def _covered(bids: _Named, frame: Frame) -> Iterator[_Row]:
    covers = [(frame.names.needs[c.need_id], c, name) for name, bid in bids for c in bid.covers]
    for need, cover, name in sorted(covers, key=lambda row: (-row[0].weight, row[0].id, row[2])):
        yield need.name, need.weight, name, cover.gain, cover.place, ""


def _uncovered(frame: Frame) -> Iterator[_Row]:
    for need in frame.shortlist.uncovered:
        yield frame.names.needs[need.need_id].name, need.weight, "no bid", "", "", need.words


def _late(frame: Frame) -> Iterator[_Row]:
    for row in frame.shortlist.too_late:
        amounts = "; ".join(amount_words(row.call, frame.names.rates))
        closes = uk_day(row.closes_at) if row.closes_at is not None else None
        yield row.call.title, row.call.funder, amounts, row.scale.pounds, closes, row.call.url


def _effort(frame: Frame) -> Iterator[_Row]:
    for part in frame.shortlist.effort:
        name = frame.names.organisations[part.organisation_id].name
        yield name, part.quarter, part.days, part.capacity


def _milestones(bids: _Named) -> Iterator[_Row]:
    for name, bid in bids:
        for step in bid.timetable.milestones:
            passed = "yes" if step.passed else "no"
            yield name, bid.row.call.title, step.on, step.name, passed, step.why


def _evidence(name: str, bid: Bid, frame: Frame) -> Iterator[_Row]:
    call = bid.row.call
    for evidence in call.evidence:
        yield name, evidence.fact, evidence.sentence, evidence.url
    for match in bid.row.needs:
        need = frame.names.needs[match.target_id]
        yield name, f"answers: {need.name}", match.explanation.sentence, call.url
    if bid.row.scale.sentence:
        yield name, "size of one award", bid.row.scale.sentence, call.url
    eligibility = may_bid(call)
    if eligibility.sentence:
        yield name, eligibility_words(eligibility.verdict), eligibility.sentence, call.url
    for risk in risks_of(bid):
        yield name, "speaks against it", risk, call.url
    yield from _figures(name, bid, frame)
    for member in bid.consortium.members:
        organisation = frame.names.organisations[member.organisation_id]
        yield name, f"{member.role.value}: {organisation.name}", member.reason, organisation.website


def _figures(name: str, bid: Bid, frame: Frame) -> Iterator[_Row]:
    for cover in bid.covers:
        need = frame.names.needs[cover.need_id]
        indicator = best_indicator(need)
        if indicator is not None:
            words = picture_words(indicator, frame.city.name)
            yield name, f"figure: {need.name}", words, indicator.source
