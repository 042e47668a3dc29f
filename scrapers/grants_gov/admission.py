"""Whether a body of the United Kingdom may enter a US call, by its codes and its words.

Grants.gov has no code for foreign bodies: they come under "25 Others" or "99
Unrestricted", and only the text says more.
"""

import re
from collections.abc import Iterable

# 25 Others, 99 Unrestricted.
OPEN_CODES = frozenset({"25", "99"})
# Kinds of body as US law knows them; the other codes of nonprofits, companies and
# individuals say nothing of countries, but foreign ones are not meant by them.
DOMESTIC_CODES = frozenset(
    {"00", "01", "02", "04", "05", "06", "07", "08", "11", "12", "13", "20", "21", "22", "23"}
)
_US = r"(?:U\.\s?S\.(?:\s?A\.)?|USA?|United States|domestic|American)"
_FOREIGN = (
    r"\b(?:non-?\s?domestic(?:\s\(non-?U\.?S\.?\))?|non-?U\.?S\.?|foreign|international|overseas)"
)
_BODY = (
    r"(?:entit(?:y|ies)|organi[sz]ations?|institutions?|applicants?|universit(?:y|ies)|compan(?:y|ies)"
    r"|bod(?:y|ies)|firms?|concerns?|businesses|nonprofits?|governments?)"
)
# "Foreign components of US organizations" are another question.
_FOREIGN_BODY = rf"{_FOREIGN}(?:-based)?(?:(?!component)[^.;]){{0,40}}?\b{_BODY}\b"
_GAP = r"[^.;]{0,60}?"
_REFUSED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_FOREIGN_BODY}{_GAP}\b(?:(?:are|is|be)\s(?:also\s)?(?:not\s(?:currently\s)?eligible|ineligible"
        rf"|excluded|prohibited|not\s(?:permitted|allowed))|(?:may|can|will|must|shall)\s?not\s"
        rf"(?:apply|submit|be\s(?:eligible|funded|considered|awarded|supported)|receive))",
        rf"\b(?:not\seligible|ineligible)\b{_GAP}{_FOREIGN_BODY}",
        rf"(?<!\bnot\s)(?<!\bnot\sbe\s)\b(?:only|(?:limited|restricted)\s(?:only\s)?to)\s"
        rf"(?:[\w-]+\s){{0,3}}?{_US}(?:[- ]based)?\s(?:[\w-]+[\s,]\s?){{0,4}}?{_BODY}",
        rf"\b(?:applicants?|{_BODY})\smust\sbe\s(?:[\w-]+\s){{0,4}}?{_US}(?:[- ]based)?\s"
        rf"(?:[\w-]+\s){{0,3}}?{_BODY}",
        rf"\b{_BODY}\smust\sbe\s(?:[\w-]+\s){{0,4}}?(?:located|based|headquartered|incorporated"
        rf"|established|organized)\s(?:[\w-]+\s){{0,4}}?(?:in|of)\s(?:the\s)?{_US}",
    )
)
_ADMITTED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_FOREIGN_BODY}{_GAP}\b(?:(?:are|is)\s(?:also\s)?(?:eligible|welcome|encouraged|invited"
        rf"|permitted|allowed)|(?:may|can)\s(?:also\s)?(?:apply|submit))\b",
        rf"(?<!\bnot\s)\bopen\sto\b{_GAP}{_FOREIGN}",
        rf"\beligible\sapplicants\sinclude\b{_GAP}{_FOREIGN_BODY}",
    )
)
# An entry of the list that the National Institutes of Health put into many calls.
_LISTED = re.compile(
    rf"(?:^|[:;,•·\n-])\s*{_FOREIGN}\s{_BODY}(?:\s\(foreign\s[^()]{{0,40}}\))?\s*(?:[;,.\n]|$)",
    re.IGNORECASE,
)

# Without one of these words no pattern above can match; most long texts have none.
_HINT = re.compile(
    r"domestic|foreign|international|overseas|american|united states|non-?u|\bu\.?\s?s",
    re.IGNORECASE,
)


def may_enter(codes: Iterable[str], text: str) -> bool:
    """Whether a UK body may enter, or is at least not shut out. `text` is plain.

    A refusal in words shuts it out, unless other words admit it outright; words
    that admit it win over the codes; without words the codes decide, and no
    code, or one that nobody knows, shuts nobody out.
    """
    words = "\n".join(line for line in text.split("\n") if _HINT.search(line))
    if any(pattern.search(words) for pattern in _ADMITTED):
        return True
    if any(pattern.search(words) for pattern in _REFUSED):
        return False
    given = set(codes)
    return not given or not given <= DOMESTIC_CODES or _LISTED.search(words) is not None
