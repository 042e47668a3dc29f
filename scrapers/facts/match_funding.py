"""Whether a bid must bring money or work of its own, where the text says so."""

import re

from scrapers.facts.found import Found
from scrapers.facts.statements import statements

_RATE = re.compile(
    r"\b(?:funding rate\b[^.;%\d]{0,80}?|Other Action Grants(?: \(OAGs\))? ?[—–-] ?"
    r"|grants (?:of )?max(?:imum)? (?:at )?)(?P<percent>\d{1,3})(?:\.\d{1,2})? ?%",
    re.IGNORECASE,
)
_FULL = re.compile(r"\b100 ?%")
_REQUIRED = re.compile(
    r"\b(?:must|need to|needs to|required to|have to|has to|should|expected to)\b[^.;]{0,60}"
    r"\b(?:match(?:ed|ing)?[- ]fund\w*|co-?fund(?:ing|s)?\b|cash (?:or|and) in-kind)"
    r"|\b(?:match(?:ed|ing)?[- ]funding|co-?funding|cost sharing)\b[^.;]{0,60}\b(?:is required"
    r"|are required"
    r"|is mandatory|must be|to be covered by|of at least|is expected|from (?:the )?(?:applicant"
    r"|beneficiar|partner|industry|business)\w* is)"
    r"|\b(?:business|industry|applicants?|partners?|you) must match\b"
    r"|\b(?:beneficiaries|applicants|partners)\b[^.;]{0,40}\b(?:should"
    r"|must) provide the remaining share"
    r"|\b(?:financial (?:commitments?)?(?:and|/|and/or|or) in-kind"
    r"|financial commitments and in-kind) contributions?\b[^.;]{0,160}\bexpected to be provided\b"
    r"|\bexpected to make financial commitments and in-kind contributions\b"
    r"|\bfinancial and/or in-kind contributions\b[^.;]{0,60}\b(?:expected|required)\b"
    r"|\bproposals should pool the necessary financial and/or in-kind resources\b"
    r"|\bshould also pool the necessary financial resources from the participating national\b"
    r"|\bcost sharing or matching requirement ?: ?yes\b",
    re.IGNORECASE,
)
_NOT_REQUIRED = re.compile(
    r"\b(?:match(?:ed|ing)?[- ]funding|co-?funding"
    r"|cost sharing)\b[^.;]{0,40}\b(?:not (?:\w+ )?(?:required"
    r"|mandatory|needed|necessary|a requirement)|optional)"
    r"|\b(?:do|does) not require (?:match(?:ed|ing)?[- ]funding|co-?funding)\b"
    r"|\b(?:no|without) (?:requirement for )?(?:match(?:ed|ing)?[- ]funding|co-?funding)\b"
    r"|\b(?:do not|don['’]t) (?:need|have) to (?:\w+ )?(?:match(?:ed|ing)?[- ]fund|co-?fund)"
    r"|\bcost sharing or matching requirement ?: ?no\b",
    re.IGNORECASE,
)
_OTHER_MATTER = re.compile(
    r"\bthird[- ]part(?:y|ies)\b|\bFSTP\b|\bsub-?(?:grant|project|contract)"
    r"|\bannex\b[^.;]{0,40}\bin-kind"
    r"|\bdeclaration\b|\btemplate\b|\bapplication form\b|\bletters? of support\b|\bleverag"
    r"|\bmay not come from\b|\bindirect costs?\b|\bfull economic cost|\bFEC\b|\bunit\b",
    re.IGNORECASE,
)
_NOT_OURS = re.compile(r"\bin addition|\bencouraged\b|\bif (?:you|the|your|a)\b", re.IGNORECASE)


def find_match_funding(text: str) -> Found[bool] | None:
    """Return whether others or the bidder must bring means; None in silence and in doubt.

    A funding rate below 100 % that holds for everybody says that they must. Never fails.
    """
    found: dict[bool, Found[bool]] = {}
    for statement in statements(text):
        words = statement.words
        match = _NOT_REQUIRED.search(words)
        required = match is None
        match = match or _low_rate(words) or _required(words)
        if match is None or required in found or _OTHER_MATTER.search(words):
            continue
        found[required] = Found(required, statement.sentence(text, match.start(), match.end()))
    return next(iter(found.values())) if len(found) == 1 else None


def _required(words: str) -> re.Match[str] | None:
    return None if _NOT_OURS.search(words) else _REQUIRED.search(words)


def _low_rate(words: str) -> re.Match[str] | None:
    """Find a rate below the whole; a sentence that has both rates treats bodies differently."""
    match = _RATE.search(words)
    if match is None or _FULL.search(words):
        return None
    return match if 0 < int(match["percent"]) < 100 else None
