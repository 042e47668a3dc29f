"""Who could make a bid together. A proposal: a person confirms it."""

from dataclasses import dataclass
from enum import StrEnum


class BidRole(StrEnum):
    """What a partner brings to a bid."""

    LEAD = "lead"
    CLINICAL = "clinical"
    COMMUNITY = "community"
    DATA = "data"
    INDUSTRY = "industry"


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation proposed for a role, and why."""

    organisation_id: str
    role: BidRole
    fit: float  # 0 to 1: how well the call suits what it is known for
    reason: str  # one sentence: what it is known for, in the words of its source
    together: tuple[str, ...] = ()  # past work with other members, a sentence each
    newcomer: bool = False  # no past award and no past work with the others is known


@dataclass(frozen=True, slots=True)
class Consortium:
    """Members, the lead first; roles that nobody fills; what a person must look at."""

    members: tuple[Member, ...]
    missing: tuple[BidRole, ...]
    flags: tuple[str, ...]  # caps, conflicts, cautions: a sentence each
