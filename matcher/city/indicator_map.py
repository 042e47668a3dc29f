"""Which published indicators belong to which of a city's needs, and what `needs.yaml` says now."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from matcher.city.load import CityError
from matcher.city.shapes import AreaShape, CityShape, EvidenceShape, NeedShape, NeedsShape
from matcher.yaml_files import read_yaml
from scrapers.indicators.contract import ENGLAND, Wanted

_Text = Annotated[str, Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WhereSeen(_Strict):
    """An entry of `sources`: where a number and its name were checked."""

    ref: _Text


class IndicatorChoice(_Strict):
    """One indicator of a need: its number, and which of its figures is meant."""

    id: Annotated[int, Field(ge=1)]
    names: Annotated[tuple[_Text, ...], Field(min_length=1)]
    sex: _Text | None = None  # None: all people, or the only sex there is
    age: _Text | None = None  # None: the only age there is
    range: Annotated[str, Field(pattern=r"^\d{1,2}[a-z]{1,2}$")] | None = None  # None: any
    beside: _Text | None = None  # the row of needs.yaml that it is compared with
    source: _Text


class FingertipsShape(_Strict):
    """`fingertips.yaml`."""

    sources: dict[str, WhereSeen]
    indicators: dict[str, tuple[IndicatorChoice, ...]]  # by need id


@dataclass(frozen=True, slots=True)
class Asked:
    """One figure to look for, and the row of `needs.yaml` beside it as people wrote it."""

    choice: IndicatorChoice
    beside: EvidenceShape | None


@dataclass(frozen=True, slots=True)
class IndicatorMap:
    """What to refresh for a city."""

    city: str
    area: AreaShape
    needs: Mapping[str, str]  # need id -> name, in the order of needs.yaml
    asked: Mapping[str, tuple[Asked, ...]]  # by need id; a need without indicators is absent

    def wanted(self) -> Wanted:
        """Return what a reader is to be asked for."""
        names: dict[int, tuple[str, ...]] = {}
        for asked in self.asked.values():
            for entry in asked:
                earlier = names.get(entry.choice.id, ())
                names[entry.choice.id] = tuple(dict.fromkeys((*earlier, *entry.choice.names)))
        return Wanted(names, frozenset({self.area.code, ENGLAND}), self.area.type)


def load_indicator_map(folder: Path) -> IndicatorMap:
    """Read `fingertips.yaml` of a city and check it against its `needs.yaml`.

    Raises CityError naming the file, the entry and the field that is wrong.
    """
    city = read_yaml(folder / "city.yaml", CityShape, CityError)
    if city.area is None:
        raise CityError(f"{folder / 'city.yaml'}: area: is missing (see docs/indicators.md)")
    needs = {
        need.id: need for need in read_yaml(folder / "needs.yaml", NeedsShape, CityError).needs
    }
    path = folder / "fingertips.yaml"
    shape = read_yaml(path, FingertipsShape, CityError)
    for need_id in shape.indicators:
        if need_id not in needs:
            raise CityError(f"{path}: indicators: no need is called '{need_id}'")
    asked = {
        need_id: tuple(
            _asked(choice, needs[need_id], shape, path) for choice in shape.indicators[need_id]
        )
        for need_id in needs
        if shape.indicators.get(need_id)
    }
    return IndicatorMap(city.name, city.area, {id_: n.name for id_, n in needs.items()}, asked)


def _asked(choice: IndicatorChoice, need: NeedShape, shape: FingertipsShape, path: Path) -> Asked:
    place = f"{path}: {need.id} > {choice.id}"
    if choice.source not in shape.sources:
        raise CityError(f"{place} > source: '{choice.source}' is not under sources")
    if choice.beside is None:
        return Asked(choice, None)
    for row in need.evidence:
        if row.indicator == choice.beside:
            return Asked(choice, row)
    raise CityError(f"{place} > beside: needs.yaml has no indicator '{choice.beside}' there")
