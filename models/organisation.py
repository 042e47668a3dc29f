"""Who in the city could bid, and what they are known for."""

from dataclasses import dataclass

from models.money import Money


@dataclass(frozen=True, slots=True)
class Capability:
    """One thing an organisation is known for, with where that was read."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class PastAward:
    """A grant the organisation has held."""

    funder: str
    title: str
    amount: Money | None
    period: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """A research, care or innovation organisation of the city."""

    id: str
    name: str
    kind: str
    in_city: bool
    capabilities: tuple[Capability, ...]
    roles: tuple[str, ...]
    need_ids: tuple[str, ...]
    awards: tuple[PastAward, ...] = ()
    parent: str | None = None
    ror: str | None = None
    website: str | None = None
    caution: str | None = None  # why a person must decide before it is proposed
    caution_need_ids: tuple[str, ...] = ()  # the needs the caution is about; empty means all

    @property
    def can_lead(self) -> bool:
        """Whether the organisation is known to lead bids."""
        return "lead" in self.roles or "co-lead" in self.roles
