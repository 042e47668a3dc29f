"""Which organisation can fill which role, by its kind and the roles that its file names."""

from collections.abc import Mapping
from typing import NamedTuple

from matcher.strategy.leading import lineage
from models.consortium import BidRole
from models.organisation import Organisation


class _Signs(NamedTuple):
    kinds: frozenset[str]  # `type` in organisations.yaml, of itself or of what it belongs to
    word: str  # of one of its `typical_roles`


_SIGNS = {
    BidRole.CLINICAL: _Signs(frozenset({"NHS trust", "NHS commissioner", "hospice"}), "clinical"),
    BidRole.COMMUNITY: _Signs(
        frozenset({"council", "community trust", "voluntary sector", "charity"}), "community"
    ),
    BidRole.DATA: _Signs(frozenset({"data platform"}), "data"),
    BidRole.INDUSTRY: _Signs(frozenset({"company cluster", "innovation hub"}), "industry"),
}

PARTNERS = tuple(_SIGNS)
"""The roles beside the lead, in the order in which they are filled."""


def can_fill(
    organisation: Organisation, role: BidRole, organisations: Mapping[str, Organisation]
) -> bool:
    """Say whether it could take the role; KeyError for the lead, which `possible_leads` knows.

    `organisations` are the city's, by id: a centre counts as what it belongs to.
    """
    signs = _SIGNS[role]
    if any(each.kind in signs.kinds for each in lineage(organisation, organisations)):
        return True
    return any(signs.word in name.split() for name in organisation.roles)
