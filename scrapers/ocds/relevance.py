"""Which notices are about research or innovation, by their codes and words.

Almost every notice is not: of 100 recorded ones two are. Codes are those of the
Common Procurement Vocabulary (CPV, Commission Regulation (EC) No 213/2008),
whose first two digits are the division.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from scrapers.ocds.wording import clean

_RESEARCH = "73"  # research and development services, with their consultancy
_HEALTH = ("85", "33")  # health and social work services; medical equipment
_NEAR_HEALTH = (*_HEALTH, "48", "72")  # software packages; IT services


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


# Ways to pay for research through a contract: kept whatever they are about.
INSTRUMENTS = {
    "SBRI": _any_of(r"sbri", r"small business research initiatives?", r"contracts for innovation"),
    "pre-commercial procurement": _any_of(r"pre-?\s?commercial procurements?"),
}
PARTNERSHIP = {"innovation partnership": _any_of(r"innovation partnerships?")}

# Kept where the notice is about health as well.
_CHALLENGES = _any_of(
    r"(?:innovation|research|technology|grand|health\w*|open|prize|design) "
    r"(?:challenges?|competitions?|contests?)",
    r"challenge (?:funds?|prizes?|competitions?|calls?|programmes?)",
    r"innovation (?:calls?|funds?|programmes?|accelerators?)",
    r"test ?-?beds?",
)
# Kept beside a code of health, medical equipment, software or IT services.
_RESEARCH_WORDS = _any_of(
    r"r ?& ?d",
    r"research (?:and|&) (?:development|innovation|evaluation)",
    r"(?:clinical|applied|translational|academic|health|medical|public health) research",
    r"research (?:stud(?:y|ies)|projects?|programmes?|trials?|partners?|services?|questions?)",
    r"clinical (?:trials?|stud(?:y|ies)|investigations?|validation)",
    r"(?:feasibility|pilot) stud(?:y|ies)",
    r"proofs?[- ]of[- ](?:concept|value)",
    r"prototyp(?:es?|ing)",
    r"innovation (?:projects?|pilots?|partners?|stud(?:y|ies)|services?)",
    r"(?:develop|trial|pilot|test)(?:ing|ment of)? (?:\w+ )?(?:new|novel|innovative)",
    r"real[- ]world (?:evaluation|evidence)",
    r"independent evaluation",
)
# In a title alone: in a text every buyer asks for "innovation and quality".
_TITLE_WORDS = _any_of(
    r"research\w*", r"innovat\w+", r"evaluations?", r"feasibility", r"trials?", r"pilots?"
)
_HEALTH_WORDS = _any_of(
    r"health\w*",
    r"nhs",
    r"patients?",
    r"clinic\w*",
    r"hospitals?",
    r"medic(?:al|in\w*)",
    r"diseases?",
    r"cancers?",
    r"(?:social|adult|primary|secondary|community|palliative) care",
    r"well-?being",
    r"dementia",
    r"diabet\w+",
    r"strokes?",
    r"obes\w+",
    r"therap\w+",
    r"diagnos\w+",
)
# Bodies whose names speak of research or innovation, whatever they buy.
_BODIES = _any_of(
    r"uk research (?:and|&) innovation",
    r"innovate uk",
    r"(?:\w+ ){0,4}innovation (?:networks?|cent(?:re|er)s?|campus|district|park|hub)",
    r"(?:department|ministry) (?:for|of) (?:\w+,? ){1,3}innovation(?: and technology)?",
    r"national institute (?:for|of) health (?:and care )?research",
    r"(?:medical|economic and social|engineering and physical sciences|arts and humanities"
    r"|biotechnology and biological sciences|natural environment) research council",
    r"science and innovation",
    r"innovation and improvement",
)


def concerns_us(release: Mapping[str, Any]) -> str | None:
    """Say why an OCDS release is about research or innovation; None if it is not.

    Pure; reads title, description, lots, procedure, buyer and CPV codes, and
    takes any JSON object.
    """
    codes = sorted(set(cpv_codes(release)))
    research = next((code for code in codes if code.startswith(_RESEARCH)), None)
    if research:
        return f"CPV {research}: research and development services"
    words = _BODIES.sub(" ", "\n".join(_texts(release)))
    for patterns, enough in ((INSTRUMENTS, True), (PARTNERSHIP, _about_health(codes, words))):
        for name, pattern in patterns.items():
            if enough and (found := pattern.search(words)):
                return f"{name}: {found[0]!r}"
    if _about_health(codes, words) and (found := _CHALLENGES.search(words)):
        return f"a challenge in health: {found[0]!r}"
    near = next((code for code in codes if code.startswith(_NEAR_HEALTH)), None)
    title = _BODIES.sub(" ", clean(part(release, "tender").get("title")))
    found = _RESEARCH_WORDS.search(words) or _TITLE_WORDS.search(title)
    return f"CPV {near} with {found[0]!r}" if near and found else None


def cpv_codes(release: Mapping[str, Any]) -> Iterator[str]:
    """Yield the CPV codes of a release, wherever it keeps them.

    Notices under the Procurement Act 2023 have them on their items only.
    """
    tender = part(release, "tender")
    holders = [tender, *parts(tender, "items"), *parts(tender, "lots")]
    for holder in holders:
        for entry in [part(holder, "classification"), *parts(holder, "additionalClassifications")]:
            code = entry.get("id")
            if isinstance(code, str) and entry.get("scheme") in ("CPV", None):
                yield code.strip()[:10]


def part(holder: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return the object under a key; an empty one if there is none."""
    found = holder.get(key)
    return found if isinstance(found, dict) else {}


def parts(holder: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """Return the objects of the list under a key; none if there is no list."""
    found = holder.get(key)
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def _about_health(codes: list[str], words: str) -> bool:
    return any(code.startswith(_HEALTH) for code in codes) or bool(_HEALTH_WORDS.search(words))


def _texts(release: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the notice says, the buyer's name last."""
    tender = part(release, "tender")
    for holder in (tender, *parts(tender, "lots")):
        yield clean(holder.get("title"))
        yield clean(holder.get("description"))
    yield clean(tender.get("procurementMethodDetails"))
    yield clean(part(release, "buyer").get("name"))
