"""Which funding bodies a text names, and whose own site each source is."""

import re
from collections.abc import Iterable

_NAMES = {  # a body's short name, and how it is written
    "innovate uk": ("innovate uk", "innovateuk"),
    "ukri": ("ukri", "uk research and innovation"),
    "mrc": ("mrc", "medical research council"),
    "epsrc": ("epsrc", "engineering and physical sciences research council"),
    "bbsrc": ("bbsrc", "biotechnology and biological sciences research council"),
    "esrc": ("esrc", "economic and social research council"),
    "ahrc": ("ahrc", "arts and humanities research council"),
    "nerc": ("nerc", "natural environment research council"),
    "stfc": ("stfc", "science and technology facilities council"),
    "nihr": (
        *("nihr", "national institute for health and care research"),
        "national institute for health research",
    ),
    "ec": ("european commission", "european union", "horizon europe"),
    "wellcome": ("wellcome trust", "wellcome"),
    "cruk": ("cruk", "cancer research uk", "cancer research horizons"),
    "bhf": ("bhf", "british heart foundation"),
    "stroke": ("stroke association",),
    "diabetes uk": ("diabetes uk",),
    "versus arthritis": ("versus arthritis",),
    "alzheimers research uk": ("alzheimer's research uk", "alzheimers research uk"),
    "alzheimers society": ("alzheimer's society", "alzheimers society"),
    "health foundation": ("the health foundation", "health foundation"),
    "sbri": ("sbri healthcare",),
    "yorkshire cancer research": ("yorkshire cancer research",),
}
_BODY = {name: body for body, names in _NAMES.items() for name in names}
_LONGEST_FIRST = sorted(_BODY, key=len, reverse=True)
_PATTERN = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _LONGEST_FIRST))})(?!\w)")
_COUNCILS = frozenset({"mrc", "epsrc", "bbsrc", "esrc", "ahrc", "nerc", "stfc", "ukri"})
_OWNERS = {
    "innovate_uk": frozenset({"innovate uk"}),
    "ukri": _COUNCILS,
    "nihr": frozenset({"nihr"}),
    "eu_funding": frozenset({"ec"}),
    "wellcome": frozenset({"wellcome"}),
}
_RE_LISTINGS = ("find_a_grant", "find_a_tender", "contracts_finder")  # others' money, by preference


def bodies_named(text: str) -> frozenset[str]:
    """Return the known funding bodies that a text names, by their short names."""
    return frozenset(_BODY[match[0]] for match in _PATTERN.finditer(text.lower()))


def without_bodies(lowered: str) -> str:
    """Return a lower-case text without the names of known funding bodies."""
    return _PATTERN.sub(" ", lowered)


def share_a_funder(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two sets of bodies meet; UKRI stands for each of its councils and Innovate UK."""
    return not _with_parts(one).isdisjoint(_with_parts(other))


def own_site_rank(source: str, funders: frozenset[str]) -> int:
    """Say how close a source stands to the money, 0 for the funder's own site; then re-listings."""
    if source in _RE_LISTINGS:
        return 3 + _RE_LISTINGS.index(source)
    owned = _OWNERS.get(source)
    if owned is None:
        return 1
    return 0 if owned & funders else 2


def _with_parts(bodies: Iterable[str]) -> frozenset[str]:
    found = frozenset(bodies)
    return found | _COUNCILS | {"innovate uk"} if "ukri" in found else found
