"""Whether a bid needs several bodies, or one alone is enough, where the text says so."""

import re

from scrapers.facts.found import Found
from scrapers.facts.statements import NUMBER, number_of, statements

_BODIES = (
    r"(?:legal entities|entities|applicants|beneficiaries|partners|organi[sz]ations|participants"
    r"|procurers|companies|institutions|universities|\w+ authorities|authorities|members|cities"
    r"|practitioners|SMEs|first responders)"
)
_AT_LEAST = (
    rf"(?:at least|a minimum of|minimum(?: of)?|no fewer than) (?P<number>{NUMBER})"
    rf"(?: to (?:a maximum of )?{NUMBER})?"
)
_COUNTED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:consorti(?:um|a)|proposals?|applications?|projects?|bids?"
        rf"|partnerships?)\b[^.;]{{0,120}}?"
        rf"\b(?:must|shall|include as beneficiaries|includes as beneficiaries)\b[^.;]{{0,90}}?"
        rf"{_AT_LEAST} (?:[\w-]+ ){{0,4}}?{_BODIES}\b",
        rf"\brequires? the (?:active )?(?:participation"
        rf"|involvement),? as beneficiaries,? of {_AT_LEAST} "
        rf"(?:[\w-]+ ){{0,4}}?{_BODIES}\b",
        rf"{_AT_LEAST} (?:[\w-]+ ){{0,4}}?{_BODIES}\b[^.;]{{0,160}} must (?:participate as"
        rf" beneficiaries"
        r"|be part of the consorti)",
    )
)
_REQUIRED = re.compile(
    r"\b(?:proposals?|applications?|bids?) (?:must|shall) be submitted by (?:a )?consorti"
    r"|\b(?:projects?|applications?|bids?|proposals?) (?:must|shall|has to|have to) be (?:a )?"
    r"(?:consorti|collaborati|partnership|joint)"
    r"|\bonly consortia (?:can|may|are)\b|\bopen (?:only )?to consortia only\b"
    r"|\b(?:open to|for) (?:collaborations|consortia|collaborative projects) only\b"
    r"|\b(?:you|applicants|organi[sz]ations) must (?:work|apply|bid|collaborate)(?: \w+)? (?:in"
    r"|as) (?:a |an )?(?:\w+ )?(?:consorti|collaborati|partnership)"
    r"|\bmust (?:collaborate|work in partnership|partner) with (?:at least )?(?:one|two|three"
    r"|another|other|an?)\b|\bconsorti(?:um|a) must include\b[^.]{0,60}\(i\)[^.]{5,200}\(ii\)"
    r"|^groups of (?:\w+ ){0,6}(?:buyers|procurers)[, ]",
    re.IGNORECASE,
)
_ONE_IS_ENOUGH = re.compile(
    r"\bmono-?beneficiar|\b(?:by|from) (?:a )?single (?:legal )?(?:applicants?|entit(?:y|ies)"
    r"|bod(?:y|ies)"
    r"|organi[sz]ations?|beneficiar(?:y|ies))\b|\bwork alone\b|\bon (?:its|your|their) own or\b"
    r"|\bconsorti(?:um|a) or (?:\w+ ){0,3}single\b|\bsingle (?:applicants|organi[sz]ations"
    r"|entities) (?:can|may|are eligible)\b|\bsingle (?:legal )?entity established in\b"
    r"|\bsingle[- ]applicant or\b|\b(?:apply|bid|lead|participate) alone\b|\bindividually or\b"
    r"|\bconsorti(?:um|a) (?:is"
    r"|are) not required\b",
    re.IGNORECASE,
)
_OTHER_MATTER = re.compile(
    r"\bthird[- ]part(?:y|ies)\b|\bin the territory of\b|\bFSTP\b|\bsub-?(?:grant|project"
    r"|contract)|\bconsortia of (?:two"
    r"|three|\d)|\bmono-?beneficiary (?:CSA|projects?)\b|\bcannot\b[^.;]{0,20} alone\b"
    r"|\bcannot work alone\b",
    re.IGNORECASE,
)


def find_consortium(text: str) -> Found[bool] | None:
    """Return whether several bodies are required; None in silence and in doubt. Never fails.

    "The consortium must include a charity" is silence: nobody says how many bodies it takes.
    """
    found: dict[bool, Found[bool]] = {}
    for statement in statements(text):
        words = statement.words
        match = _ONE_IS_ENOUGH.search(words)
        required = match is None
        match = match or _REQUIRED.search(words) or _several(words)
        if match is None or required in found or _OTHER_MATTER.search(words):
            continue
        sentence = statement.sentence(text, match.start(), match.end())
        found[required] = Found(required, sentence)
    return next(iter(found.values())) if len(found) == 1 else None


def _several(words: str) -> re.Match[str] | None:
    for pattern in _COUNTED:
        for match in pattern.finditer(words):
            if number_of(match["number"]) >= 2:
                return match
    return None
