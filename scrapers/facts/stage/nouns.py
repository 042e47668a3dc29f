"""How funders name the two steps of an application: the short first one and the full one."""

import re


def any_of(*patterns: str) -> re.Pattern[str]:
    """Compile alternatives that begin with a word, read without regard to case."""
    return re.compile("|".join(rf"\b(?:{pattern})" for pattern in patterns), re.IGNORECASE)


BODY = (
    r"(?:applicants|teams|organi[sz]ations|projects|consortia|candidates|partnerships|bidders"
    r"|bodies|institutions|researchers|groups|companies|businesses|charities|trusts|councils)"
)
PAPER = r"(?:applications?|proposals?|bids?|submissions?|forms?|outlines?)"
# Words between "outline" or "stage 1" and the paper: not those after which it is a verb's object.
_INNER = (
    r"(?:(?!(?:the|your|our|their|its|this|these|how|what|why|which|an?|any|each|and|or|of|in|for"
    r"|to|is|are|was|were|will|must|should|may|can)\b)\w[\w-]* ){0,3}?"
)
_ONE, _TWO = r"(?:1|one|i)", r"(?:2|two|ii)"
# The paper of the first step, under names that hardly ever mean anything else.
OUTLINE = (
    rf"(?:(?:project|proposal|application) outlines\b|outline[ -](?:\(stage {_ONE}\) "
    rf")?{_INNER}{PAPER}|outline[ -](?:stage|phase)s?"
    rf"|stage[ -]{_ONE} (?:\(outline\) )?{_INNER}{PAPER}"
    rf"|(?:first|1st)[ -]stage (?:[\w-]+ )?{PAPER}"
    r"|(?:summary (?:applications?|proposals?)|preliminary (?:applications?|proposals?|bids?"
    r"|forms?|submissions?))"
    r"|expressions? of interest(?: (?:application|stage))?(?: forms?)?|eois?(?: (?:application"
    r"|stage))?(?: forms?)?"
    r"|pre-? ?proposals?(?: forms?)?|concept (?:notes?|papers?|proposals?|outlines?)(?: forms?)?"
    r"|pre-?qualification (?:questionnaires?|forms?)"
    r"|pre-?applications?(?: forms?| questionnaires?)?(?=[.,;:)\n]|$| (?:must|should|is|are"
    r"|will|can"
    r"|may|deadline|closing|due|by|for|to)\b)"
    r"|letters? of (?:inquiry|enquiry|interest(?! (?:from|of)\b))|initial (?:enquir(?:y|ies)"
    r"|(?:\w+ )?application form)(?: forms?)?"
    rf"|{PAPER} (?:for|to|at|in) (?:the )?(?:stage (?:1|one)|first stage|outline stage))\b"
    r"(?: ?\((?:eoi|loi|pqq)s?\))?"
)
# Also under names that need more to show that the step is meant.
OUTLINE_STEP = (
    rf"(?:{OUTLINE}|(?:outline|first) stage\b|stage (?:1|one)\b"
    r"|outlines?(?= (?:be|successful|was|were|is|are|has|have|had|must|should|will|may|can|by"
    r"|and|or|to|before"
    r"|first|closed|deadline|round|call|up|in|for|with|that|which|on)\b|\W*$|[.,;:)\n]))"
)
FULL = (
    rf"(?:full[ -](?:on-?line |stage |stage {_TWO} )?{_INNER}{PAPER}"
    rf"|full[ -](?:stage|application stage)"
    rf"|stage[ -]{_TWO} {_INNER}{PAPER}|second[- ]stage {PAPER}"
    rf"|{PAPER} (?:for|to|at|in) (?:the )?(?:stage (?:2|two)|second stage|full stage)|fully "
    rf"costed {PAPER})\b"
)
_JUDGED = (
    r"(?! of (?:the |our |this )?(?:assessment|review|evaluation|judging|projects?|programme)\b)"
)
FULL_STEP = rf"(?:{FULL}|(?:full|second) stage\b{_JUDGED}|stage {_TWO}\b{_JUDGED})"
