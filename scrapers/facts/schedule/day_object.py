"""Whether what opens, closes or is sent by a day is an application to this call."""

import re
from collections.abc import Sequence

from scrapers.facts.schedule import other_words as other
from scrapers.facts.schedule.words import CALL, SENT_THING, any_of

# What can be applied to or for, where it is the last word of what is named.
_OFFERED = (
    rf"(?:{CALL}|{SENT_THING}|funds?|funding|funders?|schemes?|grants?|awards?|programmes?"
    r"|programs?|stages?|phases?|steps?|waves?|strands?|tranches?|lots?|windows?|portals?|systems?"
    r"|solicitations?|notices?|tenders?|fellowships?|studentships?|scholarships?|bursar(?:y|ies)"
    r"|prizes?|process|intakes?|cycles?|years?|budgets?|facilit(?:y|ies)|initiatives?|editions?"
    r"|loans?|vouchers?|registers?|submitters?|pilots?|levy|topics?|deadlines?|dates?"
    r"|charities|organi[sz]ations|companies|groups|individuals|researchers|students|teams"
    r"|it|they|them|this|these|those|which|that|we|both|all|each|one|first|second|third|others?)"
)
_LAST_OFFERED = re.compile(rf"(?:^|\W){_OFFERED}['’]?s?\W*$", re.IGNORECASE)
_NAMED_AT_ALL = re.compile(
    rf"\b(?:{SENT_THING}|{CALL}|bidding|applicants?|bidders?|windows?|send(?:ing)?)\b",
    re.IGNORECASE,
)
_CLAUSE_BEGINS = re.compile(r"[.;:,(|•]|\s[–—-]\s|\b(?:and|but|or|then|when|where|if)\b")
# What stands between a subject and its verb.
_AUXILIARY = re.compile(
    r"(?:\W|\b(?:is|are|was|were|be|been|will|would|can|may|now|then|also|again|not|has|have|had"
    r"|currently|officially|already|only|still|once|more|due|set|expected|planned|scheduled"
    r"|likely|to|formally|next|first|finally|normally|usually|always|both|open|opens|opened|re"
    r"|today|tomorrow|soon|should|hopes?|expects?|plans?|intends?|aims?|stays?|remains?|provisionally|therefore|just|the|an|our|your|from)\b"
    r"|\b\d[\d/–-]*(?:st|nd|rd|th)?\b|\b(?:one|two|three|four|five|six|[IVX]{1,4}|[A-E])\b)*$",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"\b[A-Z][A-Z&-]{1,7}$")
_OFFERED_AT_ALL = re.compile(rf"\b{_OFFERED}\b", re.IGNORECASE)
# "The webinar about the call", which is no call
_ABOUT = re.compile(
    r"^\W*(?:\w+ ){0,4}?(?:webinars?|surveys?|consultations?|briefings?|events?|workshops?"
    r"|registrations?|bookings?|tickets?|voting|questions?|clarifications?|sessions?|platforms?)"
    r" (?:about|on|for|of|around|with)\b",
    re.IGNORECASE,
)
_OFFERED_FOR = re.compile(rf"\b{_OFFERED} for\b", re.IGNORECASE)  # "Funding for new centres"
# "closing date"; "open for applications", whatever opens
_SETTLED = re.compile(
    rf"\s?(?:dates?|time)\b|\s(?:for|to)\s(?:\w+ ){{0,3}}{SENT_THING}", re.IGNORECASE
)
# "We will open the second stage", whoever opens it
_OBJECT = re.compile(
    rf"\s(?:the|our|an?|this|its|their)\s(?:[\w’'-]+\s){{0,4}}?{_OFFERED}"
    r"(?=[^.;]{0,15}$|\s(?:for|to|in|at|across|with|under|aimed|worth)\b|[.,;])",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b[A-Z]\w+(?: (?:of|for|in|the|and|to|\w+))* [A-Z]\w+$")  # of a scheme
_NO_SCHEME = re.compile(
    r"\b(?:surveys?|consultations?|platforms?|websites?|tools?|hubs?|cent(?:re|er)s?|museums?"
    r"|galler(?:y|ies)|exhibitions?|buildings?|offices?|conferences?|events?|summits?|forums?"
    r"|reports?|claims?|polls?|ballots?|votes?|voting|networks?|services?|strateg(?:y|ies)"
    r"|campaigns?|courses?|books?|bookings?|stud(?:y|ies)|questions?|reviews?)$",
    re.IGNORECASE,
)
_VERB = re.compile(r"(?:re-?)?(?:open|clos|launch|shut)\w*", re.IGNORECASE)
_LED_BY_DAY = re.compile(r"\s(?:for|in|with|at|to|from|until|as)\s", re.IGNORECASE)
# "Reports on grants are due": of what is written about them
_PAPER = re.compile(
    r"\W*(?:(?:all|the|your|final|annual|interim|progress|any)\W+)*(?:reports?|claims?|invoices?"
    r"|accounts|surveys?|evaluations?|returns) (?:on|for|of|about|from)\b",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\b(?:deadlines?|(?:closing|final|last|due|end) (?:dates?|day|time)|cut-?\s?offs?(?: dates?)?)"
    r""
    r"\s(?:for|to|of)\s(?!an?(?:other| further)\b|(?:one|two|three|four"
    r"|\d+) )(?P<thing>[^.;:()]*)$",
    re.IGNORECASE,
)
_THING_ENDS = re.compile(
    r"(?:,|\b(?:that|which|who|decided|awarded|made|worth|over|under|up|above|below|starting"
    r"|beginning|running|between|is|are|was|were|will|has|have|had|falls?|of|in|on|at|by|closes?|remains?|from|has)"
    r"\b).*$",
    re.IGNORECASE | re.DOTALL,
)
_JOINED = re.compile(r"\b(?:and|but|then|now)\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{3}", re.IGNORECASE)
_TO_BE_SENT = re.compile(
    r"(?:^|[.;:,]\s)(?P<subject>[^.;:,]*?)\s(?:must|should|shall|has to|have to|needs? to|is to"
    r"|are to|can|may|will)(?: \w+){0,2}? (?:be|reach|arrive|get)\b[^.;:,]*$",
    re.IGNORECASE,
)
_SENT_SUBJECT = any_of(
    rf"\b(?:{SENT_THING}|bidding|there|you|documents?|papers|pitch(?:es)?|ideas?|videos?"
    r"|stor(?:y|ies)|templates?|packs?|plans?|cv|statements?|manuscripts?|abstracts?|notes?)\b",
    r"\b(?:it|they|this|these|those|them|all|both|everything|each|first|second|third|last)\W*$",
)
# "To give notice of intent, fill in this form by": what the form is for.
_IN_ORDER_TO = re.compile(
    r"(?:^|[.;]\s)\W*(?:in order )?to (?P<aim>(?:submit|send|give|regist|book|attend|join|claim"
    r"|notify|ask|report|request|take part)[^,;.]{0,80}),",
    re.IGNORECASE,
)
_ATTENDING = re.compile(r"(?:attend|join|book|claim|take part)", re.IGNORECASE)


def speaks_of_the_call(lead: str, start: int, end: int) -> bool:
    """Whether the word of opening or closing at `start` to `end` of a lead is said of this call.

    Nothing said of what opens or closes, as in a bare label, is of this call.
    """
    if named := _FOR.search(lead):
        thing = named["thing"]
        return bool(_NAMED_AT_ALL.search(thing)) or _is_offered(_THING_ENDS.sub("", thing))
    marks = list(_CLAUSE_BEGINS.finditer(lead, 0, start))
    subject = lead[marks[-1].end() if marks else 0 : start]
    if _PAPER.match(subject):
        return False
    verb = _VERB.match(lead, start)
    if not verb or _SETTLED.match(lead, end) or _OBJECT.match(lead, verb.end()):
        return True
    if marks and marks[-1][0] == "and" and not _WORD.search(_AUXILIARY.sub("", subject)):
        return _is_offered_before(lead, marks)
    return not _ABOUT.search(subject) and _is_offered(subject)


def _is_offered_before(lead: str, marks: Sequence[re.Match[str]]) -> bool:
    """Whether the clause before the last "and", which has the subject, names what is offered."""
    begins = (0, *(mark.end() for mark in marks[:-1]))
    clauses = (lead[begin : marks[-1].start()] for begin in reversed(begins))
    earlier = next((clause for clause in clauses if _WORD.search(clause)), "")
    unsaid = _LED_BY_DAY.match(earlier)  # the subject stands before the day before
    return bool(unsaid or _is_offered(earlier) or _OFFERED_AT_ALL.search(earlier))


def _is_offered(thing: str) -> bool:
    """Whether what is named is a call, what it offers, or what is sent in; or nothing is named."""
    bare = _AUXILIARY.sub("", thing)
    if not _WORD.search(bare) or _ACRONYM.search(bare):
        return True
    if _NAME.search(bare) and not (_NO_SCHEME.search(bare) or other.OTHER.search(bare)):
        return True
    offered = (_NAMED_AT_ALL, _LAST_OFFERED, _OFFERED_FOR)
    return any(each.search(bare) for each in offered)


def is_sent_to_the_call(lead: str) -> bool:
    """Whether nothing but an application is the subject of what has to be sent in."""
    aim = _IN_ORDER_TO.search(lead)
    if aim and (_ATTENDING.match(aim["aim"]) or other.OTHER.search(aim["aim"])):
        return False
    said = _TO_BE_SENT.search(lead)
    subject = _JOINED.sub(" ", said["subject"]) if said else ""
    return not _WORD.search(subject) or bool(_SENT_SUBJECT.search(subject))
