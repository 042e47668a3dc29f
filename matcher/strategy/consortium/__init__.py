"""Who could make a bid together: a proposal that a person confirms. Pure.

`roles.py` says which organisation can fill which role, `propose.py` chooses,
`together.py` finds past work of two members, `flags.py` what a person must look at.
"""

from matcher.strategy.consortium.propose import propose
from matcher.strategy.leading import possible_leads

__all__ = ["possible_leads", "propose"]
