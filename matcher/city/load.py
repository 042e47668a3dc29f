"""Read a city's folder into a profile, refusing what does not hold together."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from matcher.city.shapes import (
    CityShape,
    ComparatorShape,
    EvidenceShape,
    NeedShape,
    NeedsShape,
    OrganisationShape,
    OrganisationsShape,
    SourceShape,
    StrategyShape,
)
from matcher.city.weights import weigh
from matcher.yaml_files import read_yaml
from models.city import CityProfile, Limits, Strategy, Thresholds
from models.money import Money
from models.need import Direction, Indicator, Mention, Need
from models.organisation import Capability, Organisation, PastAward

_Sources = Mapping[str, SourceShape]
_DIRECTIONS = {"better": Direction.HIGHER_IS_BETTER, "worse": Direction.HIGHER_IS_WORSE}


_OTHERS = "default"  # in place of an organisation's id: all that are not named


class CityError(ValueError):
    """A city's files cannot be used; says which file, entry and field. From load_city."""


def load_city(folder: Path) -> CityProfile:
    """Read `city.yaml`, `needs.yaml` and `organisations.yaml` of one city.

    Raises CityError naming the file, the entry and the field that is wrong.
    """
    if not folder.is_dir():
        raise CityError(f"no city at {folder}: a city is a folder with city.yaml in it")
    city_file = folder / "city.yaml"
    city = read_yaml(city_file, CityShape, CityError)
    needs_file, needs = (
        folder / "needs.yaml",
        read_yaml(folder / "needs.yaml", NeedsShape, CityError),
    )
    organisations_file = folder / "organisations.yaml"
    organisations = read_yaml(organisations_file, OrganisationsShape, CityError)
    need_ids = _unique(needs_file, "need", (need.id for need in needs.needs))
    known = _unique(organisations_file, "organisation", (o.id for o in organisations.organisations))
    return CityProfile(
        name=city.name,
        ons_code=city.ons_code,
        thresholds=Thresholds(**dict(city.thresholds)),
        needs=tuple(_need(need, needs.sources, needs_file) for need in needs.needs),
        organisations=tuple(
            _organisation(entry, organisations.sources, need_ids, organisations_file)
            for entry in organisations.organisations
        ),
        not_covered=city.not_covered,
        strategy=_strategy(city.strategy, known, city_file),
        limits=Limits(**dict(city.mail)),
    )


def _strategy(shape: StrategyShape, known: frozenset[str], path: Path) -> Strategy:
    leads, days = dict(shape.leads_at_once), dict(shape.days_per_quarter)
    usual_leads = leads.pop(_OTHERS, Strategy().leads_at_once)
    usual_days = days.pop(_OTHERS, None)
    for field, named in (("leads_at_once", leads), ("days_per_quarter", days)):
        for stranger in sorted(named.keys() - known):
            raise CityError(
                f"{path}: strategy > {field} > '{stranger}': no organisation is called that"
            )
    return Strategy(
        **dict(shape.weights),
        returns=shape.returns,
        leads_at_once=usual_leads,
        leads_of=leads,
        days_per_quarter=usual_days,
        days_of=days,
    )


def _unique(path: Path, what: str, ids: Iterable[str]) -> frozenset[str]:
    seen: set[str] = set()
    for entry in ids:
        if entry in seen:
            raise CityError(f"{path}: {what} '{entry}' appears twice")
        seen.add(entry)
    return frozenset(seen)


def _expand(key: str, sources: _Sources, path: Path, entry: str) -> str:
    source = sources.get(key)
    if source is None:
        raise CityError(f"{path}: '{entry}' > source: '{key}' is not under sources")
    return source.label or source.ref


def _need(shape: NeedShape, sources: _Sources, path: Path) -> Need:
    indicators = tuple(
        indicator
        for row in shape.evidence
        if (indicator := _indicator(row, sources, path, shape.id)) is not None
    )
    mentions = tuple(
        Mention(m.strategy, m.as_, _expand(m.source, sources, path, shape.id))
        for m in shape.named_in
    )
    weight, reason = weigh(indicators, mentions)
    if shape.weight is not None:
        weight, reason = shape.weight, shape.weight_reason or "set by the city"
    return Need(
        id=shape.id,
        name=shape.name,
        description=shape.description,
        definition=shape.definition or "",
        populations=shape.target_populations,
        terms=shape.terms,
        weight=weight,
        weight_reason=reason,
        indicators=indicators,
        named_in=mentions,
    )


def _indicator(row: EvidenceShape, sources: _Sources, path: Path, need_id: str) -> Indicator | None:
    """Turn a row into a figure to show; None for a caution or a row without a figure."""
    if row.caution or row.city_value is None or row.source is None:
        return None
    beside = _comparator(row)
    share = row.share_of_areas_doing_better_pct
    return Indicator(
        name=row.indicator,
        value=row.city_value,
        unit=row.unit or "",
        period=row.period or "period not stated",
        source=_expand(row.source, sources, path, need_id),
        direction=_DIRECTIONS.get(row.higher_is or ""),
        comparator_name=beside.name if beside else None,
        comparator_value=beside.value if beside else None,
        share_doing_better=None if share is None else share / 100,
        area=row.area,
    )


def _comparator(row: EvidenceShape) -> ComparatorShape | None:
    if row.england_value is not None:
        return ComparatorShape(name="England", value=row.england_value)
    return row.comparator


def _organisation(
    shape: OrganisationShape, sources: _Sources, need_ids: frozenset[str], path: Path
) -> Organisation:
    caution_needs = shape.caution.need_ids if shape.caution else ()
    for need_id in (*shape.need_ids, *caution_needs):
        if need_id not in need_ids:
            raise CityError(f"{path}: '{shape.id}' > need_ids: no need is called '{need_id}'")
    return Organisation(
        id=shape.id,
        name=shape.name,
        kind=shape.type,
        in_city=shape.in_city,
        capabilities=tuple(
            Capability(c.text, _expand(c.source, sources, path, shape.id))
            for c in shape.capabilities
        ),
        roles=shape.typical_roles,
        need_ids=shape.need_ids,
        awards=_awards(shape, sources, path),
        parent=shape.parent,
        ror=shape.ror,
        website=shape.website,
        caution=shape.caution.text if shape.caution else None,
        caution_need_ids=caution_needs,
    )


def _awards(shape: OrganisationShape, sources: _Sources, path: Path) -> tuple[PastAward, ...]:
    return tuple(
        PastAward(
            funder=award.funder,
            title=award.award,
            amount=None if award.amount_gbp is None else Money(award.amount_gbp, "GBP"),
            period=award.period,
            source=_expand(award.source, sources, path, shape.id),
        )
        for award in shape.awards
    )
