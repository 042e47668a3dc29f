"""How many awards a call means to make, where its text says so."""

import re

from scrapers.facts.found import Found
from scrapers.facts.statements import NUMBER, number_of, statements

_UNIT = (
    r"(?:\([^()]{0,12}\) )?(?:(?!each\b|year)[\w-]+ ){0,3}?(?:awards?|projects?|grants?"
    r"|proposals?|hubs?"
    r"|cent(?:re|er)s?|clusters?|networks?|contracts?|studies|consortia|partnerships?|bids"
    r"|fellowships?|institutes?|platforms?|collaborations?|programmes?)\b"
)
_MANY = rf"(?:(?P<low>{NUMBER}) ?(?:to|or|and|-|–) ?)?(?P<high>{NUMBER})"
_MAKES = (
    r"(?:fund|support|award|finance|make|select|commission|deliver|establish|invest in|create)"
    r"(?: (?:a (?:maximum|total) of|up to|around|approximately|about|between|at most|some))?"
)
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:will|expects? to|intends? to|aims? to|plans? to|hopes? to|(?:is|are) expected to"
        rf"|objective is to|aim is to|can|wishes to|anticipates?"
        rf"|looking to) {_MAKES} {_MANY} {_UNIT}",
        rf"(?:(?<!\w )|\b(?:up to|total of|around) ){_MANY} {_UNIT} (?:is|are|will|may"
        rf"|can)(?: expected| likely)? (?:to )?be "
        r"(?:funded|supported|awarded|selected|established|commissioned|financed|made)\b",
        rf"\b(?:anticipates?|expects?|envisages?) (?:awarding|making|funding) {_MANY} {_UNIT}",
        rf"^(?:up to )?{_MANY} (?:\w+ )?(?:awards?|fellowships?|grants?|contracts?) (?:is|are) "
        r"available\b",
        rf"\bone of (?:up to |the |around )?{_MANY} {_UNIT}",
        rf"\bnumber of (?:\w+ )?(?:awards|grants|proposals|projects|contracts)[^.;:]{{0,30}}: ?"
        rf"(?:up to )?{_MANY}\b",
        rf"(?:^|[;:] ?)(?:up to )?{_MANY} (?:\w+ )?(?:awards|hubs|cent(?:re|er)s|clusters|networks"
        r"|projects|grants|contracts)(?=\s*(?:$|[;.]|for\b|will\b))",
    )
)
# A number for each country, year or theme says nothing of the whole; nor does what is past.
_OTHER_MATTER = re.compile(
    r"\b(?:per|each|every|any given|in a given|from each|for each) (?:\w+ )?(?:country|year|area"
    r"|theme|region|member state|organi[sz]ation|topic|lot|strand|round|site|applicant|of these)"
    r"|\ba year\b|\bannually\b|\bper annum\b|\bin (?:one|two|three|four|five|ten|\d+) years\b"
    r"|\bin each\b|\bat least\b|\bpreviously\b|\balready\b|\b(?:has|have|had) (?:been )?(?:funded"
    r"|supported|awarded)\b|\b(?:was|were)\b|\bto date\b|\bsince (?:19|20)\d\d\b|\bthird[- ]part"
    r"|\bFSTP\b|\bsub-?(?:project|grant)|\bwinners?\b|\bstage \w+ winners\b|\bportfolio\b",
    re.IGNORECASE,
)
_MOST = 1_000  # awards of one call; more is a misreading


def find_expected_awards(text: str) -> Found[int] | None:
    """Return the number of awards, of a range its upper end.

    None where the text is silent or gives several numbers. Never fails.
    """
    found: list[Found[int]] = []
    for statement in statements(text):
        words = statement.words
        matches = [match for pattern in _PATTERNS for match in pattern.finditer(words)]
        if not matches or _OTHER_MATTER.search(words):
            continue
        for match in matches:
            number = number_of(match["high"])
            if 1 <= number <= _MOST:
                sentence = statement.sentence(text, match.start(), match.end())
                found.append(Found(number, sentence))
    return found[0] if len({each.value for each in found}) == 1 else None
