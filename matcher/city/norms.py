"""Read the norms of bid preparation from `data/norms.yaml`: one file for every city."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from matcher.yaml_files import read_yaml
from models.norms import Basis, Figure, Ground, Norms, SizeNorm, StepNorm
from models.timetable import BidSize

_Text = Annotated[str, Field(min_length=1)]
# Ten working days take less than four weeks even over Christmas, so that no step lies before
# the latest start.
_MOST_WORKING_DAYS, _LEAST_USUAL = 10, 4


class NormsError(ValueError):
    """The file of norms cannot be used; says which entry and field. From load_norms."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Source(_Strict):
    ref: _Text
    label: _Text


class _Grounded(_Strict):
    basis: Basis
    note: _Text
    sources: tuple[_Text, ...] = ()

    @model_validator(mode="after")
    def _sources_fit_the_basis(self) -> "_Grounded":
        if self.basis is Basis.SOURCE and not self.sources:
            raise ValueError("basis 'source' needs a key under sources")
        if self.basis is Basis.ASSUMPTION and self.sources:
            raise ValueError("an assumption has no sources; say in the note what it leans on")
        return self


class _Figure(_Grounded):
    value: Annotated[int, Field(ge=0, le=1000)]


class _Weeks(_Grounded):
    value: Annotated[int, Field(ge=1, le=200)]


class _Step(_Grounded):
    id: _Text
    weeks: Annotated[int, Field(ge=1)] | None = None
    working_days: Annotated[int, Field(ge=1, le=_MOST_WORKING_DAYS)] | None = None

    @model_validator(mode="after")
    def _one_measure(self) -> "_Step":
        if (self.weeks is None) == (self.working_days is None):
            raise ValueError("say either weeks or working_days")
        return self


class _Size(_Strict):
    id: BidSize
    usual_from: _Weeks
    usual_to: _Weeks
    minimum: _Weeks
    lead: _Figure
    partner: _Figure
    steps: Annotated[tuple[_Step, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _weeks_fit(self) -> "_Size":
        least = self.usual_from.value
        if least < _LEAST_USUAL:
            raise ValueError(f"usual_from must be {_LEAST_USUAL} weeks or more")
        if self.usual_to.value < least:
            raise ValueError("usual_to must not be less than usual_from")
        if self.minimum.value > least:
            raise ValueError("minimum must not be more than usual_from")
        return self

    @model_validator(mode="after")
    def _steps_follow(self) -> "_Size":
        before = (self.usual_from.value, 0)
        for step in self.steps:
            here = (step.weeks or 0, step.working_days or 0)
            # Weeks come first and fall; then working days, which fall too.
            if here > before:
                raise ValueError(f"step '{step.id}' must not lie before what leads to it")
            before = here
        if len({step.id for step in self.steps}) < len(self.steps):
            raise ValueError("two steps have one name")
        return self


class _Programme(_Grounded):
    times: Annotated[Decimal, Field(ge=1, le=100)]


class _Norms(_Strict):
    sources: dict[str, _Source]
    programme: _Programme
    sizes: tuple[_Size, ...]

    @model_validator(mode="after")
    def _every_size_once(self) -> "_Norms":
        named = [size.id for size in self.sizes]
        for size in BidSize:
            if named.count(size) != 1:
                raise ValueError(f"sizes must hold '{size}' once, not {named.count(size)} times")
        return self


def load_norms(path: Path) -> Norms:
    """Read the norms of every size of bid: weeks, steps, person-days, each with its ground.

    Raises NormsError naming the file, the entry and the field that is wrong.
    """
    shape = read_yaml(path, _Norms, NormsError)
    labels = {key: source.label for key, source in shape.sources.items()}
    return Norms(
        sizes={size.id: _size(path, size, labels) for size in shape.sizes},
        programme_times=shape.programme.times,
        programme_ground=_ground(f"{path}: programme", shape.programme, labels),
    )


def _size(path: Path, shape: _Size, labels: Mapping[str, str]) -> SizeNorm:
    place = f"{path}: sizes > '{shape.id}'"

    def figure(field: str, entry: _Figure | _Weeks) -> Figure:
        return Figure(entry.value, _ground(f"{place} > {field}", entry, labels))

    return SizeNorm(
        size=shape.id,
        usual_from=figure("usual_from", shape.usual_from),
        usual_to=figure("usual_to", shape.usual_to),
        minimum=figure("minimum", shape.minimum),
        lead_days=figure("lead", shape.lead),
        partner_days=figure("partner", shape.partner),
        steps=tuple(
            StepNorm(
                step.id,
                step.weeks,
                step.working_days,
                _ground(f"{place} > steps > '{step.id}'", step, labels),
            )
            for step in shape.steps
        ),
    )


def _ground(place: str, entry: _Grounded, labels: Mapping[str, str]) -> Ground:
    for key in entry.sources:
        if key not in labels:
            raise NormsError(f"{place} > sources: '{key}' is not under sources")
    return Ground(entry.basis, entry.note, tuple(labels[key] for key in entry.sources))
