"""Words that name a kind of body, told from the same words where they only describe something."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from models.applicants import Applicant


class Kind(NamedTuple):
    """A kind of body named at `words[start:end]`."""

    applicant: Applicant
    start: int
    end: int


# After a singular or a mass noun: what shows that the body itself is meant, not "SME growth".
_HEAD = (
    r"(?=\s*(?:$|[^\w\s-]|[-–—]\s|(?:and|or|in|from|of|as|at|with|to|by|for|that|which|who|is|are"
    r"|can"
    r"|may|must|should|shall|will|would|could|cannot|has|have|takes?|leads?|established|registered"
    r"|based|located|classified|acting|eligible|within|where|partners?|participants?|applicants?"
    r"|actors?|players|stakeholders|representatives|organi[sz]ations?|bodies|institutions?"
    r"|sectors?|communit(?:y|ies)|groups|developers?|coordinator|collaborators?)\b))"
)
_LOCAL = r"(?:local|regional|municipal)"
_LEVEL = r"(?:local|regional|municipal|national|state|urban|metropolitan|rural|city)"
_JOINT = r"(?:\s*[/,]\s*(?:and\s|or\s)?|\s(?:and|or|and/or)\s)"
_PATTERNS = {
    Applicant.UNIVERSITY: (
        r"\buniversities\b|\buniversity\b(?!\s(?:hospital|of\b|spin|town))" + _HEAD,
        r"\bhigher[- ]education(?:al)?(?:\s(?:and research|and training|or research))?"
        r"(?=\s*(?:$|[^\w\s]|(?:institut|provider|establishment|organi|bod|partner|and|or)))",
        r"\bHEIs?\b|\b(?:academia|academics)\b" + _HEAD + r"|\bacademic$",
        r"\bacademic\s(?:and\s(?:\w+\s)?)?(?:sector|partners?|institut\w+|organi[sz]ations?|bodies"
        r"|participants?|actors?|entit(?:y|ies)|research institut\w+)\b",
    ),
    Applicant.NHS: (
        r"\bNHS\b(?=\s*(?:$|[,.;:)/]|(?:and|or|foundation|trusts?|organi[sz]ations?|bod(?:y|ies)"
        r"|providers?|partners?|boards?|sites?|services? providers?|hospitals?|institutions?"
        r"|integrated|England|Scotland|Wales|lead|teams?)\b))",
        r"\b(?:integrated care (?:board|system)|ICB)s?\b",
        r"\bhospitals\b|\bhospital\b" + _HEAD,
        r"\b(?:primary |public |private )?health\s?-?care (?:providers?|institutions?"
        r"|organi[sz]ations?)\b",
        r"\bprimary care (?:providers?|networks?|trusts?)\b|\bGP practices\b",
    ),
    Applicant.COUNCIL: (
        rf"\b(?:{_LEVEL}{_JOINT}){{0,3}}{_LOCAL}(?:{_JOINT}{_LEVEL}){{0,3}}\s(?:public\s)?"
        r"(?:authorit(?:y|ies)|governments?|administrations?)\b(?!\s(?:area|level|data))",
        r"\blocal government\b" + _HEAD,
        r"\bmunicipalities\b|\bmunicipality\b" + _HEAD,
        r"\b(?:city|county|district|borough|combined|town(?:ship)?|parish|unitary)\s"
        r"(?:or (?:township|city|county)\s)?(?:council|authorit(?:y|ie)|government)s?\b",
        r"(?<!research )(?<!health )(?<!arts )(?<!funding )\b(?-i:councils?)\b(?!\sfunding)"
        + _HEAD,
    ),
    Applicant.COMPANY: (
        r"(?<!interest )\bcompanies\b|\b(?:businesses|firms|for[- ]profit organi[sz]ations"
        r"|mid-?caps)\b",
        r"(?<!interest )\b(?:company|business|firm)\b" + _HEAD,
        r"(?<!non-)(?<!not-)\bfor[- ]profit\b",
        r"\bSMEs\b|\bSME\b" + _HEAD,
        r"\bsmall and medium[- ](?:sized )?enterprises?\b",
        r"\b(?:micro|small),?(?: (?:or|and) (?:small|medium)[- ]sized)? (?:enterprise"
        r"|business)s?\b",
        r"\b(?:start|scale)-?\s?ups\b|\bstart-?up\b" + _HEAD,
        r"\bspin-?\s?(?:offs|outs)\b",
        r"(?<!creative )(?<!cultural )\b(?:industry|industries)\b" + _HEAD,
        r"\bindustrial (?:partners?|players|compan\w+|actors|participants?|organi[sz]ations?)\b",
        r"(?<!social )\benterprises\b",
    ),
    Applicant.CHARITY: (
        r"\bcharities\b|\bcharity\b" + _HEAD,
        r"\bNGOs\b|\bNGO\b" + _HEAD + r"|\bnon-?\s?governmental organi[sz]ations?\b",
        r"\bcivil society\b" + _HEAD,
        r"\bvoluntary\b(?=,? (?:sector|organi[sz]ations?|partners?|bod(?:y|ies)|and community"
        r"|community|or community))",
        r"\bthird[- ]sector\b",
        r"\b(?:non|not)-?(?:\s?for-?)?\s?profit\b",
        r"\bnonprofits?\b",
        r"\bphilanthrop(?:y|ies)\b|\bphilanthropic organi[sz]ations?\b",
        r"\b(?:charitable|philanthropic) foundations?\b|(?<=charities and )foundations\b"
        r"|(?<=NGOs and )foundations\b|(?<=charities, )foundations\b",
    ),
}
_KINDS = tuple(
    (applicant, re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE))
    for applicant, patterns in _PATTERNS.items()
)
_TRACES = (
    *(
        "universit",
        "higher education",
        "higher-education",
        "hei",
        "academi",
        "nhs",
        "icb",
        "hospital",
    ),
    *("care ", "healthcare", "local", "regional", "municipal", "council", "government", "authorit"),
    *("compan", "business", "firm", "profit", "sme", "mid-cap", "midcap", "enterprise", "start-up"),
    *(
        "startup",
        "scale",
        "spin",
        "industr",
        "charit",
        "ngo",
        "civil society",
        "voluntary",
        "third",
    ),
    *("philanthrop", "foundation", "research organi", "gp practices"),
)


def may_name_a_kind(words: str) -> bool:
    """Whether a closer look at the words is worth while; a quick test."""
    lower = words.lower()
    return any(trace in lower for trace in _TRACES)


def kinds_in(words: str, start: int, end: int) -> Iterator[Kind]:
    """Yield the kinds of bodies that `words[start:end]` names; its end counts as the text's."""
    for applicant, pattern in _KINDS:
        for found in pattern.finditer(words, start, end):
            yield Kind(applicant, found.start(), found.end())
