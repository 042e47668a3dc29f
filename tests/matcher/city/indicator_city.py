"""A small city with three needs, and figures for it."""

from dataclasses import replace
from pathlib import Path

from models.report import Issue
from scrapers.indicators.contract import ENGLAND, IndicatorValue, Reading

AREA = "E08000099"
NEEDS = """\
# words that people wrote: never to be changed by a program
sources: {s: {ref: A survey}}
needs:
- id: falls
  name: Falls
  description: Older people who fall and break a hip, and what keeps them on their feet for longer.
  evidence:
  - {indicator: Hip fractures, city_value: 588.5, england_value: 550, period: '2023', source: s}
  - {indicator: Not found yet, city_value: null, source: null}
- id: air
  name: Air
  description: Dirty air, and the heart and lung disease that it brings to people near busy roads.
  evidence:
  - {indicator: Deaths, city_value: 5, period: as published in May, source: s}
- id: heat
  name: Heat
  description: Hot summers and what they do to older people and to those who work outside in them.
"""
CHOICES = """\
sources: {seen: {ref: a list}}
indicators:
  falls:
  - {id: 1, names: [Hip fractures 65+, Broken hip], beside: Hip fractures, source: seen}
  - {id: 2, sex: Male, range: 3y, names: [Life expectancy], source: seen}
  air:
  - {id: 3, names: [Deaths from dirty air], beside: Deaths, source: seen}
"""
CITY = f"""\
name: Exampleton
ons_code: {AREA}
area: {{code: {AREA}, type: 502}}
thresholds:
  {{large_gbp: 1, strategic_gbp: 5, match_score: 0.4, closing_soon_days: 30, decisions: 5}}
"""
HIPS = IndicatorValue(
    indicator_id=1,
    name="Hip fractures 65+",
    area=AREA,
    sex="Persons",
    age="65+ yrs",
    period="2024",
    sortable=20240000,
    period_range="1y",
    value=601.23456,
    compared_to_england="Worse",
    trend="No significant change",
)
MEN = replace(
    HIPS,
    indicator_id=2,
    name="Life expectancy",
    sex="Male",
    period="2022 - 24",
    sortable=20220000,
    period_range="3y",
    value=78.9,
    trend=None,
)
AIR = replace(HIPS, indicator_id=3, name="Deaths from dirty air", sex="Not applicable", value=4.8)
ALL = (HIPS, MEN, AIR, replace(HIPS, area=ENGLAND, value=550.1))


def write_city(folder: Path) -> Path:
    """Write the city's files; returns its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "city.yaml").write_text(CITY)
    (folder / "needs.yaml").write_text(NEEDS)
    (folder / "fingertips.yaml").write_text(CHOICES)
    return folder


def reading(
    *values: IndicatorValue, failed: dict[int, str] | None = None, issues: tuple[Issue, ...] = ()
) -> Reading:
    """What a reader would have found."""
    return Reading("a service", values or ALL, failed or {}, issues)
