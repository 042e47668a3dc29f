"""The stable numbers and page names by which sources know a call.

A name is a kind with a value: ("application number", "OPP1284"). Two calls that
share one are the same call unless something speaks against it. What stands in
`Call.references` is read by its form and by the source that gave it, because a
bare number means a competition to one site and a page to another.
"""

import re
from collections.abc import Iterator

from matcher.identity.bodies import bodies_named
from models.call import Call

APPLICATION = "application number"
COMPETITION = "Innovate UK competition"
NIHR = "NIHR reference"
TOPIC = "EU topic"
TOPIC_NUMBER = "EU topic number"
UKRI_PAGE = "UKRI page"
OTHER = "reference"

Name = tuple[str, str]
EXCLUSIVE = frozenset({APPLICATION, COMPETITION, NIHR, TOPIC, UKRI_PAGE})  # a call has its own

_ROUND = re.compile(r"~\d+$")  # what the store adds to the id of a later round
_APPLICATION = re.compile(r"OPP\d{3,}", re.IGNORECASE)
_NIHR = re.compile(r"\d{2,4}/\d{2,4}")
_NIHR_TITLE = re.compile(r"^\s*(\d{2,4}/\d{2,4})\b")
_TOPIC = re.compile(r"[A-Z][A-Z0-9]*-(?:[A-Z0-9]+-)*20\d\d-[A-Z0-9_-]*[A-Z0-9]", re.IGNORECASE)
_TOPIC_NUMBER = re.compile(r"ccm2:(\d{4,})")
_PAGE = re.compile(r"(?=.*[a-z])(?:[a-z0-9]{1,17}|[a-z0-9]+(?:[-_%][a-z0-9]+)+)")
_COMPETITION_LISTS = ("find_a_grant", "ukri")  # sites that give Innovate UK's bare numbers


def agree(kind: str, one: str, other: str) -> bool:
    """Whether two values of one kind may belong to one call.

    A topic agrees with the call for proposals that it is part of.
    """
    whole_call = kind == TOPIC and (one.startswith(f"{other}-") or other.startswith(f"{one}-"))
    return one == other or whole_call


def base_id(call: Call) -> str:
    """Return the id its source gave a call, without the mark of a later round."""
    return _ROUND.sub("", call.source_id)


def names_of(call: Call) -> frozenset[Name]:
    """Return all the names a call is known by."""
    own = frozenset(_own_names(call))
    settled = {kind for kind, _ in own if kind != OTHER}
    # A topic's references may name its whole call for proposals, under the same form.
    others = {name for name in _referred(call) if name[0] not in settled or name in own}
    return own | others


def _own_names(call: Call) -> Iterator[Name]:
    own = base_id(call)
    if call.source == "innovate_uk" and own.isdecimal():
        yield COMPETITION, own
    elif call.source == "ukri":
        yield UKRI_PAGE, own.lower()
    elif call.source == "eu_funding":
        yield TOPIC, own.upper()
    elif _is_number(own):
        yield OTHER, own.upper()


def _referred(call: Call) -> Iterator[Name]:
    bodies = bodies_named(" ".join((call.source, call.funder or "", *call.co_funders)))
    titled = _NIHR_TITLE.match(call.title)
    if titled and "nihr" in bodies:
        yield NIHR, titled[1]
    for reference in call.references:
        name = _read(reference.strip(), call.source, "nihr" in bodies)
        if name is not None:
            yield name


def _read(reference: str, source: str, of_nihr: bool) -> Name | None:
    numbered = _TOPIC_NUMBER.fullmatch(reference)
    if numbered:
        return TOPIC_NUMBER, numbered[1]
    if _APPLICATION.fullmatch(reference):
        return APPLICATION, reference.upper()
    if of_nihr and _NIHR.fullmatch(reference):
        return NIHR, reference
    if _TOPIC.fullmatch(reference):
        return TOPIC, reference.upper()
    if reference.isdecimal():
        return _read_number(reference, source)
    if source == "find_a_grant" and _PAGE.fullmatch(reference):
        return UKRI_PAGE, reference
    return (OTHER, reference.upper()) if _could_be_shared(reference) else None


def _read_number(number: str, source: str) -> Name | None:
    if source == "eu_funding":
        return (TOPIC_NUMBER, number) if len(number) >= 7 else None
    if len(number) < 7:
        return (COMPETITION, number) if source in _COMPETITION_LISTS else None
    return OTHER, number


def _is_number(own: str) -> bool:
    """Whether a site's own id is a number others would quote, not a page name made of words."""
    digits, letters = len(re.findall(r"\d", own)), len(re.findall(r"[A-Za-z]", own))
    return own.startswith("ocds-") or (_could_be_shared(own) and digits >= letters)


def _could_be_shared(reference: str) -> bool:
    """Whether it is long and odd enough that two sites would not give it to two calls."""
    return len(reference) >= 7 and bool(re.search(r"\d", reference)) and " " not in reference
