"""Whether something must come before the bid: an expression of interest, a notice of intent."""

import re

from scrapers.facts.found import Found
from scrapers.facts.statements import statements

_NOTICE = (
    r"(?:expressions? of interest|\bEoIs?\b|(?:notifications?|notices?|letters?|declarations?"
    r"|statements?"
    r"|e-?mails?) of intent(?:ion)?|intent(?:ion)?[- ]to[- ](?:submit|apply)|intent e-?mail"
    r"|pre-?application (?:contact|form|enquiry)|preliminary (?:application|proposal))"
)
_MUST_COME = re.compile(
    rf"\b(?:must|need to|needs to|required to|have to|has to)\b[^.;]{{0,80}}\b{_NOTICE}"
    rf"|\b(?:mandatory|compulsory|required|obligatory)[^.;]{{0,30}}\b{_NOTICE}"
    rf"|\b{_NOTICE}[^.;]{{0,60}}\b(?:is|are|being)? ?(?:mandatory|compulsory|required"
    rf"|a requirement"
    r"|obligatory|essential)\b"
    rf"|\b{_NOTICE}\)?[^.;]{{0,40}} must be (?:submitted|received|sent|made|completed)\b"
    rf"|\bafter (?:an? |the )?{_NOTICE}|\b{_NOTICE}(?: stage)? (?:already )?(?:has )?closed\b"
    rf"|\bwithout (?:an? |a prior |having submitted an? )?{_NOTICE}[^.;]{{0,80}}\b(?:will not"
    rf"|cannot|not be)\b"
    rf"|\b(?:cannot|not be able to|not be) \w+ without (?:an? |a prior )?{_NOTICE}"
    r"|\bmust first e-?mail an outline\b",
    re.IGNORECASE,
)
_MAY_COME = re.compile(
    rf"\b(?:voluntary|optional|not (?:mandatory|required|compulsory|obliged)"
    rf"|no need)\b[^.;]{{0,40}}"
    rf"\b{_NOTICE}|\b{_NOTICE}[^.;]{{0,60}}\b(?:voluntary|optional|not (?:a )?(?:mandatory"
    rf"|required"
    r"|compulsory|requirement|obligatory|binding))\b"
    rf"|\b(?:do not|don['’]t) need to [^.;]{{0,40}}\b{_NOTICE}",
    re.IGNORECASE,
)
# Those of others: a project's own calls, its partners, a buyer's notice.
_OTHER_MATTER = re.compile(
    r"\bthird[- ]part(?:y|ies)\b|\bFSTP\b|\bend[- ]?users?\b"
    r"|\bcalls? for expressions? of interest\b"
    r"|\bselection procedure\b|\bcollect\w*\b|\benquiry:|\bletters? of intent (?:from|by|of"
    r"|with)\b"
    r"|\bquality seal\b|\bpotential (?:partners|buyers)\b|\bsuppliers?\b|\btender",
    re.IGNORECASE,
)


def find_expression_of_interest(text: str) -> Found[bool] | None:
    """Return whether one must come first: False where it is voluntary, None where nothing is said.

    None too where the text says both. Never fails.
    """
    found: dict[bool, Found[bool]] = {}
    for statement in statements(text):
        words = statement.words
        match = _MAY_COME.search(words)
        required = match is None
        match = match or _MUST_COME.search(words)
        if match is None or required in found or _OTHER_MATTER.search(words):
            continue
        found[required] = Found(required, statement.sentence(text, match.start(), match.end()))
    return next(iter(found.values())) if len(found) == 1 else None
