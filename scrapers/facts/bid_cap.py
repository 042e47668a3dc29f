"""How many bids one organisation may make, where the text says so."""

import re

from scrapers.facts.found import Found
from scrapers.facts.statements import NUMBER, number_of, statements

_ORGANISATION = (
    r"(?:(?:lead|host|research|eligible|applicant|applying) ){0,2}(?:organi[sz]ations?"
    r"|institutions?"
    r"|universit(?:y|ies)|businesses|business|company|companies|NHS trusts?|local authorit(?:y"
    r"|ies)|legal entity|institutes?)"
)
_BID = (
    r"(?:lead |outline |full |stage \w+ |eligible ){0,4}(?:applications?|bids?|proposals?|outlines?"
    r"|expressions? of interest|EoIs?|submissions?|projects?)\b"
)
_CAP = (
    r"(?:(?:only|up to|a maximum of|at most|a total of|no more than|just) ){0,2}"
    rf"(?P<number>{NUMBER})"
)
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_ORGANISATION} (?:can|may|will|must|is (?:allowed|limited|permitted) to"
        rf"|are (?:allowed"
        rf"|limited|permitted) to|should)(?: be)?(?: only)?(?: (?:lead|submit|make|enter"
        rf"|put forward"
        rf"|involved|apply|host|be the lead))?(?: on| in| as lead on| with)? {_CAP} {_BID}",
        rf"\b(?P<number>{NUMBER}) {_BID}(?: (?:is|are|will be|can be) (?:\w+ )?(?:allowed"
        rf"|permitted"
        rf"|accepted|considered|submitted))? (?:per|from each|from any one|for each|by each"
        rf"|from any"
        rf"(?: single)?) {_ORGANISATION}",
        rf"\b{_ORGANISATION} (?:cannot|can ?not|may not|must not) (?:lead|submit|make"
        rf"|enter)(?: on)? "
        rf"more than (?P<number>{NUMBER}) {_BID}",
        rf"\bmaximum(?: of)? (?P<number>{NUMBER}) {_BID} (?:per|for each"
        rf"|from each) {_ORGANISATION}",
    )
)
_PLUS = re.compile(rf"[^.;]{{0,40}}\bplus (?P<more>{NUMBER})\b", re.IGNORECASE)
_OTHER_MATTER = re.compile(
    r"\bthird part(?:y|ies)\b|\bFSTP\b|\bsub-?(?:grant|project|contract)|\bany number of\b"
    r"|\bprincipal investigator\b|\bresearchers? (?:can|may|must)\b|\bat least\b|\bif\b"
    r"|\bmore than one (?:application|bid|proposal) (?:is|are) (?:allowed|welcome|permitted)",
    re.IGNORECASE,
)


def find_bid_cap(text: str) -> Found[int] | None:
    """Return the most bids of one organisation; None in silence and where numbers differ.

    A cap on a person's bids is not one on the organisation's. Never fails.
    """
    found: list[Found[int]] = []
    for statement in statements(text):
        words = statement.words
        if _OTHER_MATTER.search(words):
            continue
        for pattern in _PATTERNS:
            match = pattern.search(words)
            if match is not None:
                more = _PLUS.match(words, match.end())
                cap = number_of(match["number"]) + (number_of(more["more"]) if more else 0)
                end = more.end() if more else match.end()
                if cap:
                    found.append(Found(cap, statement.sentence(text, match.start(), end)))
                break
    return found[0] if len({each.value for each in found}) == 1 else None
