"""The shape of a city's YAML files, as people write them.

Unknown keys are refused in `city.yaml`, whose every key changes behaviour, and
allowed in the two evidence files, which carry notes for their editors.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from models.city import Limits, Strategy


def _says_something(text: str) -> str:
    if not any(letter.isalnum() for letter in text):
        raise ValueError("there is no word in it")
    return text


_Text = Annotated[str, Field(min_length=1)]
_Words = Annotated[str, AfterValidator(_says_something)]  # what is matched with calls
_Share = Annotated[float, Field(ge=0, le=1)]
_OnsCode = Annotated[str, Field(pattern=r"^[EWSN]\d{8}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Open(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class ThresholdsShape(_Strict):
    """`thresholds` of `city.yaml`; amounts in pounds, days as whole numbers."""

    large_gbp: Annotated[Decimal, Field(gt=0)]
    strategic_gbp: Annotated[Decimal, Field(gt=0)]
    strategic_structure_gbp: Annotated[Decimal, Field(gt=0)] | None = None
    match_score: _Share
    closing_soon_days: Annotated[int, Field(ge=1, le=365)]
    decisions: Annotated[int, Field(ge=1, le=20)]

    @model_validator(mode="after")
    def _strategic_is_larger(self) -> "ThresholdsShape":
        if self.strategic_gbp < self.large_gbp:
            raise ValueError("strategic_gbp must not be less than large_gbp")
        structure = self.strategic_structure_gbp
        if structure is not None and not self.large_gbp <= structure <= self.strategic_gbp:
            raise ValueError("strategic_structure_gbp must be between large_gbp and strategic_gbp")
        return self


class AreaShape(_Strict):
    """`area` of `city.yaml`: how Fingertips knows the city."""

    code: _OnsCode
    type: Annotated[int, Field(ge=1, le=9999)]  # Fingertips' number for the kind of area


_Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class WeightsShape(_Strict):
    """`strategy.weights` of `city.yaml`: only their proportions count."""

    capability: _Weight = 1.0
    scale: _Weight = 1.0
    time: _Weight = 1.0

    @model_validator(mode="after")
    def _one_counts(self) -> "WeightsShape":
        if not self.capability + self.scale + self.time:
            raise ValueError("one of capability, scale and time must be more than 0")
        return self


def _descending(returns: tuple[float, ...]) -> tuple[float, ...]:
    if returns[0] != 1:
        raise ValueError("the first must be 1")
    if list(returns) != sorted(returns, reverse=True):
        raise ValueError("each must be no more than the one before")
    return returns


class StrategyShape(_Strict):
    """`strategy` of `city.yaml`; the last two by organisation id, `default` for all others."""

    weights: WeightsShape = WeightsShape()
    returns: Annotated[tuple[_Share, ...], Field(min_length=1), AfterValidator(_descending)] = (
        Strategy().returns
    )
    leads_at_once: dict[str, Annotated[int, Field(ge=0)]] = {}
    days_per_quarter: dict[str, _Weight] = {}


_Rows = Annotated[int, Field(ge=1, le=1000)]


class MailShape(_Strict):
    """`mail` of `city.yaml`: rows in full under each heading; days until a source is silent."""

    new: _Rows = Limits().new
    changed: _Rows = Limits().changed
    closing: _Rows = Limits().closing
    decided: _Rows = Limits().decided
    silent_days: Annotated[int, Field(ge=1, le=365)] = Limits().silent_days


class CityShape(_Strict):
    """`city.yaml`."""

    name: _Text
    ons_code: _OnsCode
    area: AreaShape | None = None  # None: no indicators are refreshed for the city
    thresholds: ThresholdsShape
    not_covered: tuple[_Text, ...] = ()
    strategy: StrategyShape = StrategyShape()
    mail: MailShape = MailShape()


class SourceShape(_Open):
    """An entry of `sources`: where a fact was read."""

    ref: _Text
    label: _Text | None = None  # how a reader should see it; else the ref


class ComparatorShape(_Open):
    """What a figure is set beside where England itself has none."""

    name: _Text
    value: float


class EvidenceShape(_Open):
    """One figure about the city."""

    indicator: _Text
    area: _Text | None = None  # what the figure is about where that is not the city itself
    city_value: float | None = None
    england_value: float | None = None
    comparator: ComparatorShape | None = None
    unit: str | None = None
    period: str | None = None
    higher_is: Literal["better", "worse", "neutral"] | None = None
    share_of_areas_doing_better_pct: Annotated[float, Field(ge=0, le=100)] | None = None
    source: _Text | None = None
    caution: str | None = None


class MentionShape(_Open):
    """A strategy that names the need."""

    strategy: _Text
    source: _Text
    as_: str | None = Field(default=None, alias="as")


class NeedShape(_Open):
    """One entry of `needs`."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    name: _Words
    definition: _Words | None = None  # what the need is, in the words funders use
    description: Annotated[str, Field(min_length=40)]  # how it stands in the city
    target_populations: tuple[_Text, ...] = ()
    terms: tuple[_Words, ...] = ()
    evidence: tuple[EvidenceShape, ...] = ()
    named_in: tuple[MentionShape, ...] = ()
    weight: _Share | None = None
    weight_reason: str | None = None


class NeedsShape(_Open):
    """`needs.yaml`."""

    sources: dict[str, SourceShape]
    needs: Annotated[tuple[NeedShape, ...], Field(min_length=1)]


class CapabilityShape(_Open):
    """One thing an organisation is known for."""

    text: _Text
    source: _Text


class AwardShape(_Open):
    """A grant held; `amount_gbp` is null where no source states it."""

    funder: _Text
    award: _Text
    amount_gbp: Annotated[Decimal, Field(ge=0)] | None = None
    period: str | None = None
    source: _Text


class CautionShape(_Open):
    """Why a person must decide before the organisation is put forward."""

    text: _Text
    need_ids: tuple[str, ...] = ()
    source: _Text


class OrganisationShape(_Open):
    """One entry of `organisations`."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    name: _Text
    type: _Text
    in_city: bool
    parent: str | None = None
    ror: str | None = None
    website: str | None = None
    capabilities: tuple[CapabilityShape, ...] = ()
    typical_roles: tuple[_Text, ...] = ()
    need_ids: tuple[str, ...] = ()
    awards: tuple[AwardShape, ...] = ()
    caution: CautionShape | None = None


class OrganisationsShape(_Open):
    """`organisations.yaml`."""

    sources: dict[str, SourceShape]
    organisations: tuple[OrganisationShape, ...]
