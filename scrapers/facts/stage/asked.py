"""Whether the words around the name of a first step's paper ask for it, or date it.

Guides, minutes and reports name outlines too. So the name counts only where the
same sentence tells to hand it in, says that it is taken, calls it yours or ours,
or gives its date.
"""

import re

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
# A day, or the words for having none.
_DATED = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?,? (?:of )?{_MONTH}\b|\b{_MONTH}\W{{1,2}}\d{{1,4}}\b"
    rf"|\d[/.]\d{{1,2}}[/.]\d"
    r"|\bno (?:\w+ )?deadlines?\b|\b(?:quarterly|rolling|monthly) deadlines?\b|\bat any time\b",
    re.IGNORECASE,
)
_FEW = r"(?:[ (]+(?:(?!(?:if|when|who|which|that|whose)\b)[\w'’&/-]+[),]*)){0,7}[\s(‘\"]*$"
_TOLD = re.compile(
    # you must submit an outline; but not: they had to, those who
    r"(?<!had to )(?<!who )(?<!that )(?<!which )(?<!asked to )\b(?:submit|send|complete"
    r"|fill(?: in)?"
    rf"|e-?mail|make|download|hand in|put in|return|contact|go through){_FEW}"
    rf"|(?:^|[:;,] ?|\b(?:please|must|should|to|and) )(?:use|using){_FEW}"
    rf"|\b(?:before|when|by) (?:submitting|sending|completing|making|writing){_FEW}"
    # we accept, the trust invites
    r"|\b(?:accepting|inviting|invites|seeking|seeks|calling for|(?:is|are|the|this|a"
    r"|open) calls? for|announces?"
    rf"|invited for|(?:starts?|begins?|starting|beginning) with|we (?:\w+ )?(?:accept"
    rf"|invite|ask|require|want|need"
    rf"|assess|review|look at|consider|announce)(?: for)?){_FEW}"
    r"|\bour(?: [\w-]+){0,2}[\s‘]*$"
    r"|\b(?:first|1st) (?:step|stage|part)\b[^.;]{0,40}\bis\b[^.;]{0,40}$"
    r"|\bstage (?:1|one)\W{1,3}(?:is |requires )?(?:[\w-]+ ){0,4}$",
    re.IGNORECASE,
)
_BEING = (
    r"(?:now |being |only |first |not |also |always )*(?:invited|accepted|sought|open"
    r"|wanted|welcome"
    r"|compulsory|mandatory|required|needed|available|made|due)\b"
)
_TAKEN = re.compile(
    r"(?:(?: \w+){0,3}| \([^)]{1,20}\)) (?:must|should|can|may|needs? to|ha(?:s|ve) to"
    r"|are to|is to)"
    r" (?:\w+ ){0,2}?(?:submitted|sent|completed|received|reach|returned|made|include"
    r"|arrive|e-?mailed|say"
    r"|show|be no|be at most)\b"
    rf"|(?: for [^.;]{{1,40}}?| from [^.;]{{1,40}}?)? (?:(?:is|are) {_BEING}"
    r"|will be (?:required|needed|mandatory|compulsory)\b)"
    r"|\W{0,3}(?:\([^)]{1,20}\))?: ?(?:use|send|you|please|complete|by|\d)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\b(?:deadlines?|clos(?:es?|ing)|due|opens?|window|submission of|by)\b", re.IGNORECASE
)
# Of calls of any kind: "where a pre-proposal is required".
_ANY = re.compile(r"\b(?:when|where|if|some|most|many) (?:an? |the )?(?:\w+ ){0,2}$", re.IGNORECASE)


def is_asked_for(before: str, after: str) -> bool:
    """Whether what stands before and after the name within its sentence asks for the paper."""
    if _ANY.search(before):
        return False
    told = _TOLD.search(before) or _TAKEN.match(after)
    return bool(told or (_CLOSING.search(before + after) and _DATED.search(before + after)))
