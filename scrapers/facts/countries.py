"""What rules about countries say of bodies in the United Kingdom: only what the words say.

"Member States and Associated Countries" says nothing here, though the UK is
associated to most of Horizon Europe since 2024: which parts, no call repeats.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scrapers.facts.statements import sentence_finder, without_footnotes

_UK = re.compile(r"\bUnited Kingdom\b|\bUK\b")
_LIMITED = re.compile(
    r"\bparticipation (?:in this (?:topic|action|call) )?is limited to legal entities "
    r"established in (?P<places>[^.;\n]{1,500})",
    re.IGNORECASE,
)
_NAMED_LIST = re.compile(r"\bfollowing (?:additional )?associated countries\b", re.IGNORECASE)
_OPEN_LIST = re.compile(r"\bassociat|\bOECD\b|\bany country\b|\bworldwide\b", re.IGNORECASE)
# The UK is associated to Horizon Europe but not to Euratom: EU-UK agreement of 7 September 2023.
_EURATOM = re.compile(r"\bassociated to the Euratom\b", re.IGNORECASE)
_EU_PLACES = re.compile(r"\bMember States\b|\bEuropean Union\b|\bthe Union\b|\bEU\b")
_AFTERWARDS = 400  # characters after a list of countries in which more may be admitted
UK_APPLICANT = re.compile(
    r"\b(?:based|established|registered|located) in the (?:UK|United Kingdom)\b"
    r"|\b(?:UK|United Kingdom)[- ](?:registered|based)\b"
    r"|\bUK (?:(?:research|NHS|public|higher education) )?"
    r"(?:organi[sz]ations?|institutions?|institutes?|universities|charities|local authorities)\b",
)
_APPLIES = re.compile(
    r"\b(?:apply|applicants?|eligible|lead|leads|host|you must|your organi[sz]ation|must be)\b",
    re.IGNORECASE,
)
# Stricter than `_APPLIES`, which only meets texts on eligibility: "UK universities lead the field".
_MAY_BID = re.compile(
    r"\b(?:apply|applicants?|eligible|you must|your organi[sz]ation|must be"
    r"|(?:can|may|must|to) lead"
    r"|lead (?:organi[sz]ation|institution|partner)|host (?:organi[sz]ation|institution))\b",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\bnot\b|n[’']t\b|\bnon-UK\b|\bineligible\b|\boutside\b|\bexcept\b|\bunless\b|\bonly if\b|"
    r"\bpartner|\bcollaborat",
    re.IGNORECASE,
)
_COMPANIES = re.compile(
    r"\b(?:limited to|eligible to apply:?) [^.;:\n]{0,120}?\bestablished in "
    r"(?P<places>the (?:European )?Union\b[^.;\n]{0,200})",
    re.IGNORECASE,
)
# The members of the European Economic Area are those of the Union, Norway, Iceland, Liechtenstein.
_EEA_ASSOCIATED = re.compile(r"\bEEA members? associated to Horizon Europe", re.IGNORECASE)
_COORDINATORS = re.compile(
    r"\bcountries eligible for (?:hosting )?coordinat[^.;:\n]{0,60}? are"
    r" (?P<places>[^.;\n]{1,700})",
    re.IGNORECASE,
)
_COORDINATORS_LIMITED = re.compile(
    r"\b(?:participation as coordinators?|coordinators?)\b[^.;\n]{0,60}? (?:is"
    r"|are) limited to legal "
    r"entities established in (?P<places>[^.;\n]{1,500})",
    re.IGNORECASE,
)
_LONG_LIST = 8  # commas that show that the countries are named one by one
_THE_ONLY_ONES = re.compile(
    r"\b(?:is|are) the only (?:countries associated to"
    r"|associated countries)[^.;\n]{0,80} eligible",
    re.IGNORECASE,
)
_NAMED_AMONG_ELIGIBLE = re.compile(
    r"\blegal entities (?:based|established) in (?P<places>[^.;\n]{0,300}?) (?:will be"
    r"|are) eligible",
    re.IGNORECASE,
)
_NOT_IN_THESE = re.compile(
    r"\bentities which are not established in these countries\s{0,2}\[\[(?P<places>[^\]]{1,2000})"
    r"\]\][^.;\n]{0,40}\bineligible",
    re.IGNORECASE,
)
_ASSOCIATED_LIST = re.compile(
    r"\bcountries associated to Horizon Europe\s{0,600}:(?P<places>[^;\n]{1,1600})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class CountryList:
    """A list of countries whose bodies alone may take part, at `text[start:end]`."""

    start: int
    end: int
    names_uk: bool
    shuts_uk_out: bool  # closed, without the UK, and nothing after it that lets the UK in


@dataclass(frozen=True, slots=True)
class UkRule:
    """Whether a sentence admits bodies of the UK; of some it only says who may lead."""

    admitted: bool
    lead_only: bool
    sentence: str


def closed_lists(text: str) -> Iterator[CountryList]:
    """Yield every list to which participation is limited, in order."""
    for found in _LIMITED.finditer(text):
        after = text[found.end() : found.end() + _AFTERWARDS]
        shut = _is_closed(found["places"]) and not _UK.search(after)
        names_uk = _UK.search(found["places"]) is not None
        yield CountryList(found.start(), found.end(), names_uk, shut)


def admits_uk_applicants(sentence: str) -> bool:
    """Whether a sentence in which `UK_APPLICANT` is found says that such a body may apply."""
    return bool(_APPLIES.search(sentence)) and not _DOUBT.search(sentence)


def find_uk(text: str) -> Iterator[UkRule]:
    """Yield what the text says of bodies in the United Kingdom, rule by rule."""
    sentence = sentence_finder(text)
    for countries in closed_lists(text):
        if countries.names_uk or countries.shuts_uk_out:
            words = sentence(countries.start, countries.end)
            yield UkRule(countries.names_uk, False, words)
    yield from _shut_out(text, sentence)
    yield from _named(text, sentence)
    for found in UK_APPLICANT.finditer(text):
        words = sentence(found.start(), found.end())
        if _MAY_BID.search(words) and admits_uk_applicants(words):
            yield UkRule(True, False, words)


def _is_closed(places: str) -> bool:
    if _UK.search(places) or not _EU_PLACES.search(places):
        return False
    if _EURATOM.search(places):
        return True
    return not _OPEN_LIST.search(_NAMED_LIST.sub("", places))


def _shut_out(text: str, sentence: Callable[[int, int], str]) -> Iterator[UkRule]:
    for found in _COMPANIES.finditer(text):
        if _is_closed(_EEA_ASSOCIATED.sub("", found["places"])):
            yield UkRule(False, False, sentence(found.start(), found.end("places")))
    for found in _COORDINATORS_LIMITED.finditer(text):
        if _is_closed(found["places"]):
            yield UkRule(False, True, sentence(found.start(), found.end()))
    for found in _COORDINATORS.finditer(text):
        if found["places"].count(",") >= _LONG_LIST and not _UK.search(found["places"]):
            yield UkRule(False, True, sentence(found.start(), found.end()))
    for found in _THE_ONLY_ONES.finditer(text):
        words = sentence(found.start(), found.end())
        if not _UK.search(words):
            yield UkRule(False, False, words)


def _named(text: str, sentence: Callable[[int, int], str]) -> Iterator[UkRule]:
    for pattern, words in (
        (_NAMED_AMONG_ELIGIBLE, text),
        (_NOT_IN_THESE, text),
        (_ASSOCIATED_LIST, without_footnotes(text)),
    ):
        for found in pattern.finditer(words):
            uk = _UK.search(found["places"])
            if uk:
                place = found.start("places") + uk.start()
                yield UkRule(True, False, sentence(place, place + len(uk[0])))
