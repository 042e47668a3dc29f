"""What the address of the shortlist asks for: other wishes than the city's own. Pure.

Only what differs from the city's own stands in an address, so that one set has one address.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from matcher.strategy.scoping import Background
from matcher.web.board.dials import DIALS, tuned
from models.city import CityProfile

PATH = "/shortlist"
_MOST_KEYS = 40  # pinned and left out: more bids than anybody looks through
_LONGEST_KEY = 400  # characters


@dataclass(frozen=True, slots=True)
class Asked:
    """Wishes that differ from the city's own; the default is those."""

    dials: tuple[tuple[str, float], ...] = ()  # name and setting, in the order of DIALS
    pinned: frozenset[str] = field(default_factory=frozenset)
    excluded: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_own(self) -> bool:
        """Whether it is the city's own set that is asked for."""
        return self == OWN

    @property
    def settings(self) -> Mapping[str, float]:
        """The dials that are not where the city has them."""
        return dict(self.dials)

    def pairs(self) -> list[tuple[str, str]]:
        """Return the fields of the address."""
        found = [(name, f"{setting:g}") for name, setting in self.dials]
        found += [("pin", key) for key in sorted(self.pinned)]
        return found + [("exclude", key) for key in sorted(self.excluded)]

    def address(self, path: str = PATH) -> str:
        """Return the address that asks for this."""
        pairs = self.pairs()
        return f"{path}?{urlencode(pairs)}" if pairs else path


OWN = Asked()


def read_asked(pairs: Iterable[tuple[str, str]], profile: CityProfile) -> Asked:
    """Read wishes out of the fields of an address; others than ours are ignored.

    A call that is both pinned and left out is left out. Raises ValueError, one sentence for
    a reader, for a setting that is no number or out of range, and for too many calls.
    """
    fields = [(name, value.strip()) for name, value in pairs if value.strip()]
    given = dict(fields)
    settings = {
        dial.name: _number(given[dial.name], dial.label, dial.least, dial.most_of(profile))
        for dial in DIALS
        if dial.name in given and dial.own(profile) is not None
    }
    excluded = _keys(fields, "exclude")
    dials = tuple((name, each) for name, each in settings.items() if _differs(name, each, profile))
    asked = Asked(dials, _keys(fields, "pin") - excluded, excluded)
    tuned(profile, asked.settings)  # which refuses what makes no sense together
    return asked


def background_for(asked: Asked, background: Background) -> Background:
    """Return what calls are scoped beside if the city had these settings."""
    if not asked.dials:
        return background
    return replace(background, profile=tuned(background.profile, asked.settings))


def with_pin(asked: Asked, key: str) -> Asked:
    """Ask for a call to be in the set as well."""
    return replace(asked, pinned=asked.pinned | {key}, excluded=asked.excluded - {key})


def with_exclusion(asked: Asked, key: str) -> Asked:
    """Ask for a call not to be in the set as well."""
    return replace(asked, pinned=asked.pinned - {key}, excluded=asked.excluded | {key})


def freed(asked: Asked, key: str) -> Asked:
    """Ask neither for a call nor against it."""
    return replace(asked, pinned=asked.pinned - {key}, excluded=asked.excluded - {key})


def _differs(name: str, setting: float, profile: CityProfile) -> bool:
    own = next(dial for dial in DIALS if dial.name == name).own(profile)
    return own is None or not math.isclose(setting, own, abs_tol=1e-9)


def _number(text: str, label: str, least: float, most: float) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not least <= number <= most:
        raise ValueError(f"{label}: give a number from {least:g} to {most:g}.")
    return number


def _keys(fields: Iterable[tuple[str, str]], name: str) -> frozenset[str]:
    keys = frozenset(value for field, value in fields if field == name)
    if len(keys) > _MOST_KEYS or any(len(key) > _LONGEST_KEY for key in keys):
        raise ValueError(f"At most {_MOST_KEYS} calls can be pinned, and as many left out.")
    return keys
