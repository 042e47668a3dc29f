"""Invented calls, needs and organisations: enough to build any digest from."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from matcher.city.norms import load_norms
from matcher.digest.build import build_digest
from matcher.strategy.scoping import background_of
from matcher.strategy.shortlist import Wishes, choose_rows
from models.call import Call, DeadlineKind, Stage
from models.city import CityProfile, Strategy, Thresholds
from models.digest import Digest, RankedCall
from models.match import Explanation, Feature, Match, TargetKind
from models.money import Money
from models.need import Direction, Indicator, Mention, Need
from models.organisation import Capability, Organisation
from models.report import Issue, Severity, SourceOutcome, SourceReport
from models.scale import Scale, ScaleAssessment, ScaleBasis, Track, TrackAssessment

LONDON = ZoneInfo("Europe/London")
BRUSSELS = ZoneInfo("Europe/Brussels")
AS_OF = datetime(2026, 8, 10, 9, 0, tzinfo=LONDON)
NORMS = load_norms(Path(__file__).parents[3] / "data" / "norms.yaml")
MADE_AT = datetime(2026, 8, 10, 9, 5, tzinfo=LONDON)


def pounds(amount: int) -> Money:
    return Money(Decimal(amount), "GBP")


def euros(amount: int) -> Money:
    return Money(Decimal(amount), "EUR")


def indicator(**changes: Any) -> Indicator:
    facts: dict[str, Any] = {
        "name": "Falls admissions",
        "value": 2500.0,
        "unit": "per 100,000",
        "period": "2023",
        "source": "Office of Invented Statistics",
        "direction": Direction.HIGHER_IS_WORSE,
        "comparator_name": "England",
        "comparator_value": 2000.0,
    }
    return Indicator(**{**facts, **changes})


def need(need_id: str, weight: float = 0.5, **changes: Any) -> Need:
    facts: dict[str, Any] = {
        "id": need_id,
        "name": need_id.capitalize(),
        "description": f"People need help with {need_id}.",
        "populations": (),
        "terms": (need_id,),
        "weight": weight,
        "weight_reason": "two strategies name it",
        "indicators": (indicator(),),
        "named_in": (Mention("City Plan", None, "plan"),),
    }
    return Need(**{**facts, **changes})


def organisation(organisation_id: str, **changes: Any) -> Organisation:
    facts: dict[str, Any] = {
        "id": organisation_id,
        "name": organisation_id.title(),
        "kind": "university",
        "in_city": True,
        "capabilities": (Capability("balance training", "its page"),),
        "roles": ("lead",),
        "need_ids": (),
    }
    return Organisation(**{**facts, **changes})


CITY = CityProfile(
    name="Leeds",
    ons_code="E08000035",
    thresholds=Thresholds(Decimal(1_000_000), Decimal(5_000_000), 0.5, 30, 5),
    needs=(need("falls", 0.9), need("asthma", 0.7), need("dementia", 0.5), need("sleep", 0.3)),
    organisations=(
        organisation("university"),
        organisation("trust", caution="an inquiry is open", caution_need_ids=("asthma",)),
    ),
    not_covered=("The Invented Trust",),
    strategy=Strategy(leads_at_once=20),
)


def call(source_id: str, **changes: Any) -> Call:
    facts: dict[str, Any] = {
        "source": "sample",
        "source_id": source_id,
        "title": f"Call {source_id}",
        "url": f"https://funder.example/{source_id}",
        "funder": "The Example Council",
        "award_max": pounds(7_000_000),
        "opens_at": AS_OF - timedelta(days=10),
        "deadlines": (datetime(2026, 12, 1, 16, 0, tzinfo=LONDON),),
        "deadline_kind": DeadlineKind.FIXED,
        "stage": Stage.FULL,
    }
    return Call(**{**facts, **changes})


def bare_call(source_id: str, **changes: Any) -> Call:
    """A call whose page says nothing but its title and address."""
    return Call(
        source="sample",
        source_id=source_id,
        title=f"Call {source_id}",
        url=f"https://funder.example/{source_id}",
        **changes,
    )


def match(
    of: Call, target: str, score: float, kind: TargetKind = TargetKind.NEED, **changes: Any
) -> Match:
    words: dict[str, Any] = {
        "sentence": f"We will fund research on {target}.",
        "phrase": f"help with {target}",
        "terms": (target,),
    }
    explanation = Explanation(**{**words, **changes}, features=(Feature("dense", score, 1.0),))
    return Match(of.key, kind, target, score, explanation)


def ranked(
    of: Call,
    *,
    needs: Sequence[str] = ("falls",),
    leads: Sequence[str] = ("university",),
    score: float = 0.8,
    scale: Scale = Scale.STRATEGIC,
    track: Track = Track.RESEARCH,
    **changes: Any,
) -> RankedCall:
    closes = of.closes_at(AS_OF)
    row = RankedCall(
        call=of,
        status=of.status(AS_OF),
        closes_at=closes,
        days_left=(closes.date() - AS_OF.date()).days if closes else None,
        score=score,
        scale=assessment(scale, of.award_max),
        track=TrackAssessment(track, "" if track is Track.RESEARCH else "Led by a company."),
        needs=tuple(match(of, target, score) for target in needs),
        leads=tuple(match(of, target, 0.6, TargetKind.ORGANISATION) for target in leads),
    )
    return replace(row, **changes)


def assessment(scale: Scale, award: Money | None) -> ScaleAssessment:
    if scale is Scale.NOT_STATED or award is None:
        return ScaleAssessment(scale, ScaleBasis.NOTHING, None, None, "")
    rate = Decimal("0.85") if award.currency == "EUR" else Decimal(1)
    sentence = "Each award is worth that much."
    return ScaleAssessment(scale, ScaleBasis.AWARD_MAX, award, award.amount * rate, sentence)


def report(outcome: SourceOutcome = SourceOutcome.OK, **changes: Any) -> SourceReport:
    facts: dict[str, Any] = {
        "source": "sample",
        "title": "Sample Funding Finder",
        "outcome": outcome,
        "started_at": AS_OF - timedelta(hours=1),
        "finished_at": AS_OF - timedelta(minutes=50),
        "calls_seen": 12,
        "requests": 14,
        "not_modified": 2,
    }
    return SourceReport(**{**facts, **changes})


def failed() -> SourceReport:
    issue = Issue(Severity.ERROR, "other", "the site answered 503 three times")
    return report(
        SourceOutcome.FAILED, source="other", title="Other Finder", calls_seen=0, issues=(issue,)
    )


def digest(*rows: RankedCall, city: CityProfile = CITY, **changes: Any) -> Digest:
    facts: dict[str, Any] = {
        "as_of": AS_OF,
        "made_at": MADE_AT,
        "catalogue_date": None,
        "sources": (report(), failed()),
        "credits": ("Contains information licensed under the Open Government Licence v3.0.",),
    }
    facts.update(changes)
    if "decide" not in facts:
        background = background_of(city, {}, NORMS, (), (), facts["as_of"])
        facts["decide"] = choose_rows(rows, background, Wishes(city.thresholds.decisions))
    return build_digest(city=city, ranked=rows, **facts)


def full_digest(catalogue_date: date | None = date(2026, 8, 10)) -> Digest:
    """A digest with something under every heading."""
    soon = (datetime(2026, 8, 20, 17, 0, tzinfo=BRUSSELS),)
    later = AS_OF + timedelta(days=40)
    return digest(
        ranked(call("hub", award_max=euros(9_000_000)), needs=("falls", "sleep"), score=0.9),
        ranked(call("lungs"), needs=("asthma",), leads=("trust",), score=0.7),
        ranked(call("big"), scale=Scale.LARGE, score=0.66),
        ranked(bare_call("rolling", deadline_kind=DeadlineKind.ROLLING), scale=Scale.NOT_STATED),
        ranked(call("soon", deadlines=soon), scale=Scale.SMALL, needs=("dementia",)),
        ranked(call("next", opens_at=later), scale=Scale.LARGE, needs=("sleep",)),
        ranked(call("firm"), track=Track.COMPANY),
        ranked(call("people"), track=Track.CAPACITY, leads=()),
        ranked(call("data"), track=Track.DATA),
        ranked(bare_call("undated"), scale=Scale.NOT_STATED),
        catalogue_date=catalogue_date,
    )
