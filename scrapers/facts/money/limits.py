"""Says in one way what funders say in many: that an amount is the most, or the least, of something.

"Must not exceed £5m", "grants of £5m or less" and "small grants (under £5m)" become "up to",
"grants over £4,000" becomes "at least". A null character stands where the amount stands.
"""

import re

from scrapers.facts.money.nouns import AWARDS, OVER, UNDER, any_of

_COMPARES = re.compile(
    r"over|above|more|exceed|less|below|under|lower|smaller|fewer|excess|greater|higher|larger"
    r"|upwards|bigger|beyond",
    re.IGNORECASE,
)
# Negated thresholds are limits: "must not exceed £5m", "no award will be larger than £5m".
_NOT_OVER = any_of(
    r"\bunlikely (?:that )?(?:to|we (?:will|would|can)) (?:(?:be|go|give|exceed|award"
    r"|make)\s?){0,2}(?:above|over|more than"
    r"|higher than|larger than|beyond|exceed(?:ing)?)(?= )",
    r"\b(?:must|should|ha(?:s|ve) to|can only|needs? to) be (?:less than|under|below|lower than)\b",
    r"\b(?:cannot|can ?not|can['’]t|must not|mustn['’]t|should not|may not|will not|not|never|no"
    r"|nor)"
    r"(?: (?:to|be|go|ask|apply|cost|request|for|seek|normally|usually|generally)){0,3}"
    r" (?:exceed(?:s|ing)?|more than|larger than|over|above|greater than|higher than|in excess of"
    r"|beyond|bigger than|be more than)\b",
)
_NO_ONE_OVER = any_of(
    r"\bno ((?:\w+ )?(?:one\b|award|grant|application|request|bid|proposal|project"
    r"|contract)s?(?: \w+){0,3})"
    r" (?:exceed|more than|larger than|over|above|greater than|higher than|in excess of"
    r"|bigger than)\b",
)
_NOT_UNDER = any_of(
    r"\b(?:cannot|can ?not|can['’]t|must not|should not|may not|will not|not|never|no)"
    r"(?: (?:be|for|go|ask|apply)){0,2}"
    r" (?:less than|lower than|below|under|smaller than|fewer than)\b",
)
# "A pot worth over £3m" is a pot, and no threshold.
_POT_OVER = any_of(
    rf"\b(pot|fund|budget|package|investment|programme|scheme|share|total)(?: worth| of|"
    rf" totalling)?"
    rf" {OVER} \x00"
)
# "Grants over £4,000", "requests of £5,000 or less", "small grants (under £500)".
_BID = (
    rf"\b(?:{AWARDS}|applications?|requests?|appeals?|bids?|proposals?|sums|amounts|funding"
    r"|(?:apply|applying|ask|asking|bid|bidding) for|request(?:ing)?|seek(?:ing)?)\b[\"”’']?"
    r"(?:,? \(?(?:of|for|worth|are|is|in|value|valued|at|size|sums?|amounts?|funding|grants?|an?"
    r"|the"
    r"|available|normally|usually|awarded|made)\b){0,5}"
)
_OR_MORE = r"(?:or|and) (?:more|above|over|upwards)\b"
_OR_LESS = r"(?:or|and) (?:less|under|below)\b"
# What may follow the threshold of an offer; any other verb says something of such bids alone.
_OFFERED = (
    r"(?=\)?(?:[.;:,)–-]|\s?$|\s[\d(•–-]|\s(?:for|to|per|in|over|depending|towards|from|through"
    r"|under|with|and|or|at|a|each)\b|\s(?:are|is|can be|will be|may be) (?:\w+ )?(?:available"
    r"|offered|given|made|awarded|on offer|there|applied|requested|possible|welcome|invited"
    r"|considered (?:through|under|in))\b|\s(?:go|fall|come)(?:es|s)? (?:into|under)\b))"
)
_AT_LEAST = any_of(
    rf"{_BID}[ (:–-]{{1,3}}{OVER} \x00{_OFFERED}", rf"{_BID}[ (:–-]{{1,3}}\x00 {_OR_MORE}{_OFFERED}"
)
_AT_MOST = any_of(
    rf"{_BID}[ (:–-]{{1,3}}{UNDER} \x00{_OFFERED}",
    rf"{_BID}[ (:–-]{{1,3}}\x00 {_OR_LESS}{_OFFERED}",
)
_LIMIT = any_of(rf"{OVER} \x00", rf"{UNDER} \x00", rf"\x00 (?:{_OR_MORE}|{_OR_LESS})")
# What hangs a rule on the size of a bid: then the amount is a threshold, and no limit.
_RULE = any_of(
    r"\b(?:if|where|when|whether|unless|before|speak|contact|talk|interest|charged|must|needs?"
    r"|needed|requir\w+"
    r"|should|evidence|match\w*"
    r"|except|expect(?:ed)? to|only one)\b[^.;]*\x00",
    r"\b(?:not(?![ -](?:for|just)\b)|cannot|never|no(?! (?:upper|maximum|limit|more))|n['’]t|few"
    r"|reject\w*|refus\w*|declin\w*|ineligible|rare\w*|exceptional\w*|increased|decisions?)\b"
    r"[^.;]*\x00",
    r"\x00[^.;,]*\b(?:not(?![ -](?:for|just)\b)|cannot|never|n['’]t|reject\w*|refus\w*|declin\w*"
    r"|ineligible|rare\w*|exceptional\w*|takes?|outside)\b",
    r"\b(?:income|turnover)\b[^.;£€$]*\x00",
    r"\x00[^.;]{0,90}?\b(?:must|needs?|requir\w+|should|ha(?:s|ve) to|please|decided|approved"
    r"|agreed"
    r"|assessed|looked at|dealt with|go to|(?:considered|judged|decided) (?:by|at)|subject to|panel"
    r"|committee|trustees|board"
    r"|only be|quotes?|evidence|accounts|references?|visit\w*|match\w*|paid|payable|you|we)\b",
)
_BARE_OR_MORE = any_of(r"\x00 (?:or (?:more|above|over)|and (?:above|over|upwards))(?=[.;,]|$)")
_BARE_COST = re.compile(
    r"\b(costing|that cost|costs? of) (?:less than|under|below|lower than) \x00(?=[.;]|$)",
    re.IGNORECASE,
)


def as_limits(clause: str, sentence: str) -> str:
    """Return a clause with its limits said as "up to" and "at least"."""
    if not _COMPARES.search(clause):  # far quicker than all that follows
        return clause
    clause = _POT_OVER.sub("\\1 of \x00", clause)
    clause = _NO_ONE_OVER.sub(r"\1 up to", clause)
    clause = _NOT_UNDER.sub("at least", _NOT_OVER.sub(_up_to, clause))
    if _LIMIT.search(clause):
        clause = _of_bids(clause, sentence)
    return _BARE_OR_MORE.sub("at least \x00", _BARE_COST.sub("\\1 up to \x00", clause))


def _of_bids(clause: str, sentence: str) -> str:
    """Turn the threshold of a bid into a limit, where no rule hangs on it."""
    if _RULE.search(sentence):
        return clause
    if _AT_LEAST.search(sentence):
        return _LIMIT.sub("grant of at least \x00", clause)
    return _LIMIT.sub("grant of up to \x00", clause) if _AT_MOST.search(sentence) else clause


def _up_to(negated: re.Match[str]) -> str:
    """Say "not ask for more than" as "ask for up to": what is asked for must not get lost."""
    asked = re.search(r"\b(?:ask|apply|request|seek)\b", negated[0], re.IGNORECASE)
    return "ask for up to" if asked else "up to"
