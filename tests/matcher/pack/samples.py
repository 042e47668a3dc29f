"""A shortlist as Leeds would get it: its own needs and organisations, calls of the catalogue.

Only what no stored file holds yet is invented: scores, partners' past work, histories.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from matcher.city.load import load_city
from matcher.imports import load_catalogue
from matcher.strategy.rates import load_rates
from matcher.strategy.scale import assess_scale
from models.ambition import Ambition, History
from models.call import Call
from models.city import CityProfile
from models.consortium import BidRole, Consortium, Member
from models.digest import RankedCall
from models.shortlist import Bid, Cover, Effort, Part, Shortlist, Uncovered, Value
from models.timetable import BidSize, Milestone, TimeLeft, Timetable
from tests.matcher.digest.samples import AS_OF, match, pounds, ranked

ROOT = Path(__file__).parents[3]
_TODAY = AS_OF.date()

# Call, and what it adds to which needs: the best of the set first.
_CHOSEN = {
    "ukri:uk-obesity-research-institute": {"healthy-weight": 0.74, "respiratory": 0.41},
    "eu_funding:HORIZON-HLTH-2027-01-STAYHLTH-01": {"frailty-falls": 0.66, "work-health": 0.52},
    "eu_funding:HORIZON-HLTH-2027-02-DISEASE-01-two-stage": {
        "early-identification": 0.61,
        "unplanned-care": 0.38,
        "cardiovascular": 0.33,
    },
    "eu_funding:HORIZON-MISS-2027-02-CANCER-04": {"cancer": 0.81, "inequalities": 0.57},
    "eu_funding:HORIZON-MISS-2026-02-CANCER-02": {"cancer": 0.48},
}
_NEXT = "eu_funding:HORIZON-HLTH-2027-02-DISEASE-14-two-stage"
_LEADS = ("uol", "ltht", "leeds-beckett", "licamm", "lida")


@cache
def leeds() -> CityProfile:
    return load_city(ROOT / "data" / "leeds")


@cache
def catalogue() -> dict[str, Call]:
    return {call.key: call for call in load_catalogue(ROOT / "data" / "catalogue").calls}


def row(key: str, needs: Sequence[str]) -> RankedCall:
    """A call of the catalogue, matched by the first sentence of its summary."""
    call = catalogue()[key]
    sentence = call.summary.split(". ")[0]
    scale = assess_scale(call, leeds().thresholds, load_rates(ROOT / "data" / "rates.yaml"))
    matches = tuple(
        match(call, need, 0.72, sentence=sentence, phrase=leeds().need(need).terms[0])
        for need in needs
    )
    return replace(ranked(call, needs=(), leads=()), needs=matches, scale=scale)


def milestone(name: str, days: int, why: str = "6 weeks (sector norm, invented)") -> Milestone:
    on = _TODAY + timedelta(days=days)
    return Milestone(name=name, on=on, why=why, passed=days < 0)


def timetable(deadline: date | None, **changes: Any) -> Timetable:
    days = (deadline - _TODAY).days if deadline else 0
    steps = (
        ("agree lead and partners", -170),
        ("partners' letters of support asked for", -90),
        ("full draft and costs", -56),
        ("outside review", -42),
        ("sign-off by finance and governance", -14),
        ("submit", -2),
    )
    facts: dict[str, Any] = {
        "size": BidSize.PARTNERS,
        "deadline": deadline,
        "latest_start": _TODAY + timedelta(days=days - 170) if deadline else None,
        "milestones": tuple(milestone(name, days + before) for name, before in steps)
        if deadline
        else (),
        "left": TimeLeft.NOT_STATED
        if deadline is None
        else TimeLeft.TOO_LATE
        if days < 60
        else TimeLeft.ENOUGH,
        "words": f"{days} days are left; a bid of several organisations takes 170."
        if deadline
        else "No deadline is stated, so nothing can be planned back from it.",
    }
    return Timetable(**{**facts, **changes})


def consortium(lead: str, **changes: Any) -> Consortium:
    members = (
        (lead, BidRole.LEAD),
        ("lch", BidRole.CLINICAL),
        ("lcc", BidRole.COMMUNITY),
        ("npic", BidRole.DATA),
    )
    facts: dict[str, Any] = {
        "members": tuple(member(name, role) for name, role in members),
        "missing": (BidRole.INDUSTRY,),
        "flags": (),
    }
    return Consortium(**{**facts, **changes})


def member(name: str, role: BidRole, **changes: Any) -> Member:
    organisation = leeds().organisation(name)
    known_for = organisation.capabilities[0].text if organisation.capabilities else "no entry"
    facts: dict[str, Any] = {
        "organisation_id": name,
        "role": role,
        "fit": 0.6,
        "reason": known_for,
        "together": ("University of Leeds and this partner held 3 awards together since 2018.",)
        if role is BidRole.DATA
        else (),
        "newcomer": role is BidRole.COMMUNITY,
    }
    return Member(**{**facts, **changes})


def ambition(**changes: Any) -> Ambition:
    leeds_history = History(
        "Leeds", "NIHR and UKRI awards in the field", 23, 2004, 2023, pounds(1_100_000),
        pounds(4_600_000),
    )  # fmt: skip
    lead_history = History("University of Leeds", "the same field", 9, 2011, 2023, None, None)
    facts: dict[str, Any] = {
        "histories": (leeds_history, lead_history),
        "times": 6.0,
        "words": "usual win here £1.1m (n=23, 2004 to 2023); this call pays several times that",
    }
    return Ambition(**{**facts, **changes})


def bid(key: str, covers: dict[str, float], lead: str = "uol", **changes: Any) -> Bid:
    made = row(key, tuple(covers))
    parts = (
        Part("need", 0.72, 1.0, "answers the need in the words of its first sentence"),
        Part("capability", 0.64, 1 / 3, "the proposed lead is known for work in the field"),
        Part("scale", 0.58, 1 / 3, "one award is above the city's strategic threshold"),
        Part("time", 0.9, 1 / 3, "more time is left than a bid of this size takes"),
    )
    facts: dict[str, Any] = {
        "row": made,
        "value": Value(0.51, parts),
        "covers": tuple(Cover(need, gain, 1) for need, gain in covers.items()),
        "ambition": ambition(),
        "consortium": consortium(lead),
        "timetable": timetable(made.closes_at.date() if made.closes_at else None),
        "pinned": False,
        "chosen_share": 0.87,
        "next_key": _NEXT,
    }
    return Bid(**{**facts, **changes})


def leeds_shortlist(**changes: Any) -> Shortlist:
    """Five bids, one too late, one pinned, one second for its need."""
    bids = [
        bid(key, covers, lead) for (key, covers), lead in zip(_CHOSEN.items(), _LEADS, strict=True)
    ]
    bids[0] = replace(bids[0], pinned=True, chosen_share=1.0)
    bids[4] = replace(bids[4], covers=(Cover("cancer", 0.48, 2),), chosen_share=0.34, next_key=None)
    facts: dict[str, Any] = {
        "city": "Leeds",
        "as_of": AS_OF,
        "bids": tuple(bids),
        "reserves": (row(_NEXT, ("dementia",)),),
        "uncovered": uncovered(),
        "effort": effort(),
        "too_late": (),
        "considered": 43,
        "covered": 0.41,
        "problems": (),
    }
    return Shortlist(**{**facts, **changes})


def uncovered() -> tuple[Uncovered, ...]:
    covered = {need for needs in _CHOSEN.values() for need in needs}
    rest = sorted(
        (need for need in leeds().needs if need.id not in covered),
        key=lambda need: (-need.weight, need.id),
    )
    reasons = ("no open call answers it", "only small calls answer it", "left out of the set")
    return tuple(
        Uncovered(need.id, need.weight, reasons[place % 3]) for place, need in enumerate(rest)
    )


def effort() -> tuple[Effort, ...]:
    return tuple(
        Effort(name, quarter, days + step * 4, capacity)
        for name, days, capacity in (
            ("uol", 42.0, 60.0),
            ("ltht", 31.0, 30.0),
            ("lcc", 9.0, None),
            ("leeds-beckett", 18.0, 40.0),
        )
        for step, quarter in enumerate(("2026-Q3", "2026-Q4", "2027-Q1"))
    )


def empty_shortlist(**changes: Any) -> Shortlist:
    return leeds_shortlist(bids=(), reserves=(), effort=(), covered=0.0, **changes)


def wordy_shortlist(word: str = "endless ", bids: int = 1) -> Shortlist:
    """Every text of a call and of its assessment as long as a hostile page could make it."""
    long = (word * 3000)[:3000]
    return leeds_shortlist(
        bids=tuple(_wordy(bid, long) for bid in leeds_shortlist().bids[:bids]),
        reserves=tuple(replace(row, call=_wordy_call(row.call, long)) for row in _reserves()),
        uncovered=tuple(replace(need, words=long) for need in uncovered()),
        problems=(long,) * 10,
    )


def _reserves() -> tuple[RankedCall, ...]:
    return leeds_shortlist().reserves


def _wordy_call(call: Call, long: str) -> Call:
    return replace(
        call, title=long, summary=long, funder=long, programme=long, co_funders=(long,) * 5,
        eligibility=f"Organisations based in the UK may apply, {long}.",
    )  # fmt: skip


def _wordy(bid: Bid, long: str) -> Bid:
    call = _wordy_call(bid.row.call, long)
    said = tuple(
        replace(found, explanation=replace(found.explanation, sentence=long, phrase=long))
        for found in bid.row.needs
    )
    members = [
        member(name, role, reason=long, together=(long, long), newcomer=True)
        for name in ("uol", "lcc")
        for role in BidRole
    ]
    return replace(
        bid,
        row=replace(bid.row, call=call, needs=said),
        value=replace(bid.value, parts=tuple(replace(p, reason=long) for p in bid.value.parts)),
        ambition=ambition(
            words=long,
            histories=tuple(replace(h, whose=long, field=long) for h in ambition().histories * 3),
        ),
        consortium=consortium("uol", members=tuple(members), flags=(long,) * 12),
        timetable=timetable(
            _TODAY + timedelta(days=300),
            milestones=tuple(milestone(long, day, long) for day in range(-5, 10)),
            words=long,
        ),
        next_key=_NEXT,
    )
