"""What an amount of money in a sentence is: pot, one award, or a project's full cost.

The words of the same clause decide. Where they say two things, or none, the
amount has no role: a wrong role is worse than a missing one.
"""

import re

from models.money import MoneyRole

_Span = tuple[int, int]
_REACH = 300  # characters to either side that can still speak of the amount


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_CLAUSE_END = re.compile(
    r";|,\s|[()]|\s[–—-]\s|\bof which\b|\bwith\b|\bbut\b|\bwhile\b"
    r"|\band\b(?=\s(?:each|every|individual|awards?|projects?|grants?|you|we)\b)"
)

# "80% of full economic cost" is how the funder pays, not what the amount measures.
_SHARE_OF_COST = re.compile(
    r"\d{1,3}\s?(?:%|per ?cent)\s(?:of\s)?(?:the\s|your\s|its\s)?"
    r"(?:full\seconomic\scosts?|fec|(?:eligible\s)?(?:project\s)?costs)(?:\s\(fec\))?",
    re.IGNORECASE,
)
# Money that no call offers: history, turnover, wages, burdens, parts of an award.
_OTHER_MONEY = _words(
    r"\bturnover\b",
    r"\bsalar(?:y|ies)\b",
    r"\bstipends?\b",
    r"\bper (?:annum|year|month|week|day|person|patient|head|qaly)\b",
    r"\b(?:a|each|every) (?:year|month)\b",
    r"\bannual(?:ly)?\b",
    r"\bmatch(?:ed)?[- ]fund",
    r"\bin[- ]kind\b",
    r"\bequipment\b",
    r"\btravel\b",
    r"\bsubcontract",
    r"\bthird part(?:y|ies)\b",
    r"\bde minimis\b",
    r"\bminimal financial assistance\b",
    r"\bsince (?:19|20)\d\d\b",
    r"\bto date\b",
    r"\bso far\b",
    r"\bpreviously\b",
    r"\bhas (?:already )?(?:invested|awarded|funded)\b",
    r"\bcosts? (?:the|our) (?:nhs|uk|country|economy|taxpayer)\b",
    r"\b(?:uk|national|global|world) economy\b",
    r"\bsavings?\b",
)
_FULL_COST = _words(r"\bfull[- ]economic costs?\b", r"\bfecs?\b")
_PROJECT_COST = _words(
    r"\btotal (?:eligible )?(?:project )?costs?\b",
    r"\b(?:total )?eligible (?:project )?costs\b",
    r"\bprojects?['’]?s?['’]? (?:total )?(?:eligible )?costs?\b",
    r"\bprojects? (?:must|should|can|may) cost\b",
    r"\bprojects? sizes?\b",
)
_AWARD = _words(
    r"\b(?:maximum|minimum|average|typical|largest|smallest|individual) (?:\w+ )?"
    r"(?:award|grant|contribution)s?\b",
    r"\bcontributions? (?:of|from|up|between|must|can|will)\b",
    r"\bgrant (?:request|funding request)s?\b",
    r"\b(?:award|grant|loan|fellowship|prize)s? "
    r"(?:of|worth|is|are|will be|can be|must|should|from|between|up to)\b",
    r"\b(?:request|apply for|bid for|receive|claim)\b(?! a share)(?: \w+){0,3}? "
    r"(?:up to|between|from|of|a maximum|at least|a minimum|\x00)",
    r"\bfunding (?:requested|request)\b",
)
_UNIT_OF_AWARD = _words(
    r"\bper (?:\w+ )?(?:award|project|grant|application|proposal|bid|team|contract|prize"
    r"|cent(?:re|er)|hub|cluster|network|programme|consortium|partnership|fellowship|study)\b",
    r"\b(?:each|every) (?:\w+ )?(?:award|project|grant|application|proposal|bid|team|contract|prize"
    r"|cent(?:re|er)|hub|cluster|network|programme|consortium|partnership|fellowship|study)\b",
    r"\x00\s*each\b",
    r"\bfor each\b",
)
_POT = _words(
    r"\bshare of\b",
    r"\btotal (?:fund|funding|budget|pot|programme budget|investment)\b",
    r"\b(?:overall|indicative|entire|whole) (?:\w+ )?(?:budget|fund|funding|pot)\b",
    r"\b(?:funding|prize) pot\b",
    r"\bpot of\b",
    r"\bin total for (?:this|the|all)\b",
)
_PERHAPS_POT = _words(
    r"\btotal of\b",
    r"\bbudget (?:of|is|for)\b",
    r"\bfund of\b",
    r"\bwill invest\b",
    r"\b(?:is|are) investing\b",
    r"\binvestment of\b",
    r"\b(?:has|have) (?:been )?(?:allocated|committed|set aside|made available)\b",
    r"\x00 fund\b",
    r"\bavailable (?:for|in|through|under) (?:this|the) "
    r"(?:call|competition|opportunity|programme|scheme|round)\b",
)
_AT_LEAST = _words(
    r"\b(?:at least|no less than|not less than|more than|minimum(?: of)?|starting (?:at|from))\W*"
    r"(?:£|€|\$|eur |gbp )?\x00",
    r"\bminimum (?:\w+ )?(?:award|grant|contribution)s?\b",
)


def role_of(text: str, sentence: _Span, amount: _Span, others: _Span) -> MoneyRole | None:
    """Say what the amount at `amount` is.

    `others` are the end of the amount before it and the start of the one after.
    The clause around it decides. Where that is silent and the sentence has no
    other amount, the whole sentence does.
    """
    before = max(sentence[0], others[0], amount[0] - _REACH)
    after = min(sentence[1], others[1], amount[1] + _REACH)
    role, silent = _decide(_clause(text, before, after, amount))
    if silent and others[0] <= sentence[0] and sentence[1] <= others[1]:
        role, _ = _decide(_marked(text, before, after, amount))
    return role


def _clause(text: str, before: int, after: int, amount: _Span) -> str:
    ends = [mark.end() for mark in _CLAUSE_END.finditer(text, before, amount[0])]
    begins = _CLAUSE_END.search(text, amount[1], after)
    start = ends[-1] if ends else before
    return _marked(text, start, begins.start() if begins else after, amount)


def _marked(text: str, start: int, end: int, amount: _Span) -> str:
    """Put a null character where the amount stands, so that patterns can point at it."""
    words = f"{text[start : amount[0]]}\x00{text[amount[1] : end]}"
    return " ".join(_SHARE_OF_COST.sub(" ", words).split(" "))


def _decide(words: str) -> tuple[MoneyRole | None, bool]:
    """Return the role that the words give, and whether they say nothing at all."""
    if _OTHER_MONEY.search(words):
        return None, False
    full, cost, award, unit, pot, perhaps = (
        bool(pattern.search(words))
        for pattern in (_FULL_COST, _PROJECT_COST, _AWARD, _UNIT_OF_AWARD, _POT, _PERHAPS_POT)
    )
    if not (full or cost or award or unit or pot or perhaps):
        return None, True
    least = bool(_AT_LEAST.search(words))
    if full or cost:
        clash = pot or (award and not full) or "contribution" in words.lower()
        return (None if clash or least else MoneyRole.PROJECT_COST_MAX), False
    if pot:
        return (None if award or unit else MoneyRole.TOTAL_FUND), False
    if award or unit:
        return (MoneyRole.AWARD_MIN if least else MoneyRole.AWARD_MAX), False
    return MoneyRole.TOTAL_FUND, False
