"""What the sentence around an amount does with it: looks back, sets a condition, refuses more.

Patterns over whole sentences; a null character stands where the amount stands.
"""

import re
from enum import Enum, auto

from scrapers.facts.money.nouns import OVER, UNDER, any_of
from scrapers.facts.money.past import PAST

# Words of a sentence, up to the amount, that give it to another grant than the one offered.
OTHER_GRANT = any_of(
    r"\b(?:later|subsequent|separate) (?:\w+ ){0,3}(?:grants?|awards?|schemes?|contracts?"
    r"|fellowships?|competitions?|calls?)\b[^\x00]{0,80}\x00",
    r"\b(?:(?:may|can|could|might|will) (?:later|subsequently|afterwards)|go(?:es)? on to|later)"
    r" (?:apply|bid|compete|progress)\b[^\x00]{0,80}\x00",
    r"\bprogress to (?:the|a) (?:next|second|later) (?:phase|stage)\b[^\x00]{0,40}\x00",
    r"\b(?:future|later|subsequent) (?:bids?|applications?|proposals?) (?:for|to)\b"
    r"[^\x00]{0,80}\x00",
    r"^(?:out )?of (?:an?|the) (?:[\w-]+ ){0,2}(?:national|nationwide|uk-wide) [^\x00]{0,30}\x00",
    r"\bforms? part of (?:an?|the|our) \x00",
    r"\bunlike [^\x00]{0,80}\bwhich (?:is|are)\b[^\x00]{0,30}\x00",
    r"\b(?:earlier|former) (?:\w+ ){0,2}(?:schemes?|fellowships?|grants?|awards?|programmes?)"
    r" (?:offered|gave|paid|provided|made|was|were)\b[^\x00]{0,40}\x00",
    r"\b(?:look at|see|consider) (?:our|the) (?:\w+ ){1,4}(?:grants?|awards?|scheme|fund)\b"
    r"[^\x00]{0,40}\x00",
    r"\b(?:also|small|additional) (?:an? )?(?:\w+ )?bursar(?:y|ies) of\b[^\x00]{0,20}\x00",
)
# Sentences that give an example, or speak of another body's or scheme's money.
_OTHER_SCHEME = (
    r"(?:sister|companion|neighbouring|parallel|related|other|another|different|separate|larger)"
    r" (?:\w+ ){0,2}(?:schemes?|funds?|programmes?|calls?|competitions?)"
)
_EXAMPLE = "(?:project|scheme|bid|study|team|charity|group|firm)"
TOLD = any_of(
    r"^\W*(?:for (?:example|instance)|as an example|e\.g\.|imagine|suppose|an example)\b",
    r"\b(?:for (?:example|instance)|e\.g\.|say),? (?:\w+ ){0,3}\x00",
    r"^if\b(?![^\x00]*\b(?:you|they|applicants|groups) (?:can|may|could) (?:apply|ask|bid|request"
    r"|receive|get)\b[^\x00.;,]{0,30}\x00)[^\x00]*(?:[£€$]|eur )\s?\d[^\x00]*\x00",
    r"^\W*if\b[^\x00]*\bwould\b[^\x00]*\x00",
    r"^if you (?:ask|asked|apply|applied|request|requested) for [^\x00,]{0,30}\x00,? (?:you |and )",
    r"\bwould (?:thus|then|therefore|so)\b",
    rf"\ban? {_EXAMPLE} (?:of|costing|worth) \x00,? (?:would|could|might|gets?)\b",
    rf"\ban? {_EXAMPLE} (?:of|costing|worth) [£€][\d.,]+\w*,?"
    r" (?:would|could|might|gets?)\b[^\x00.;]{0,30}\x00",
    r"\b(?:each|every|all) (?:\w+ ){0,2}(?:councillors?|members?) (?:\w+ )?ha(?:s"
    r"|ve)\b[^\x00.;]{0,30}\x00",
    # other schemes and other bodies
    r"\b(?:alongside|beside|besides|complements|separate from|distinct from)\b[^\x00.;,]{0,30}\x00",
    rf"\b{_OTHER_SCHEME}\b[^\x00.;]{{0,60}}\b(?:offers?|gives?|provid\w+|makes?|pays?|funds|awards"
    rf"|goes|go"
    rf"|supports?|have|has|is|are)\b[^\x00.;]{{0,40}}\x00",
    r"\b(?:look|turn|apply|go|referred?|directed) (?:instead )?to (?:the|our) (?:\w+ ){1,5}"
    r"(?:scheme|fund|programme|grants?)\b[^\x00]{0,40}\x00",
    r"^for larger (?:sums|amounts|grants|projects|awards|requests)\b[^\x00]*\x00",
    r"\b(?:is|are|form|forms) (?:a )?(?:\w+ )?part of (?:the|our|an?|its|[\w-]+['’]s)\b"
    r"[^\x00.;]{0,80}\x00(?![^\x00]{0,30}\b(?:is|are) available)",
    r"\b(?:the|this) (?:joint undertaking|mission|co-?funded partnership|european partnership"
    r"|horizon europe|framework programme|facility)\b(?: \w+){0,5} "
    r"(?:budget|funding|investment)\b[^\x00]{0,30}\x00",
    r"\b(?:the )?government (?:has|have|is|will) (?!\w+ (?:giv|provid|offer|commit|mak)|to give"
    r"|giv|provid|offer|commit|mak|made)[^\x00]{0,40}\x00 (?:to|in|into|for) "
    r"(?!(?:this|the|these|our) |support |fund )",
    r"\bcontributions? to (?:the|this) (?:\S+ ){0,2}(?:partnership|joint undertaking|mission)\b"
    r"[^\x00]{0,60}\x00",
    r"\x00[^\x00]{0,40}\b(?:2021\s?(?:-|–|to)\s?2027|2014\s?(?:-|–|to)\s?2020)\b",
    r"\bthird[- ]part(?:y|ies)\b[^\x00.;]{0,60}\x00",
    # what may come later, of those who were chosen before
    r"\x00[^\x00]{0,40}\b(?:may|might|could) (?:then |later )?(?:become available|be released"
    r"|be unlocked|follow)\b",
    r"\b(?:second|next|later|further|follow-on) (?:stage|phase)s?\b[^\x00.;:]{0,15}\bwith\b"
    r"[^\x00]{0,20}\x00",
    r"\x00[^\x00]{0,60}\b(?:best|most promising|selected|successful)\b[^\x00]{0,20}"
    r"\b(?:phase|stage) (?:1|one)\b",
    r"\b(?:increas|rais|ris|cut|reduc|lower|chang)\w* from \x00",
    r"\b(?:the|this) partnership\b[^\x00.;]{0,60}\b(?:has|with) (?:an? )?(?:total |overall )?"
    r"(?:budget|value|investment) of\b[^\x00]{0,15}\x00",
    r"\x00[^\x00.;]{0,40}\b(?:was|were) (?:allocated|awarded|spent|given|invested|distributed"
    r"|paid)\b[^\x00;]*\bin (?:[a-z]+ )?(?:19|20)\d\d\b",
    r"\bcommitted to (?:invest|spend|fund|giv|provid|rais)ing\b[^\x00.;]{0,20}\x00",
    r"\b(?:call|round|competition|wave|part|tranche) (?:of|under|from|in) (?:the|our|an?|its)"
    r"(?: \w+['’]s?)? \x00",
    r"\btop(?:s|ped)? up\b[^\x00.;]{0,30}\x00|^since (?:it|we|the)\b",
    r"\b(?:has|have) (?:now |so far |already )?(?:helped|supported|backed)\b[^\x00.;]{0,30}\x00",
    r"\x00[^\x00.;]*\b(?:is|are) by invitation\b",
    r"\b(?:action|project) is (?:worth|valued at) \x00",
    r"\bgrants?\b[^;]*\band (?:equity )?investments? of \x00",
    r"\b(?:lead|leads|leading) (?:on )?to (?:\w+ )?(?:awards?|grants?|funding) of\b"
    r"[^\x00.;]{0,15}\x00",
    r"\bif successful,[^\x00]*\x00|\b(?:is|are|was|were) receiving\b[^\x00.;]{0,30}\x00",
    # parts of an award, fees and quotes
    r"^[^\x00]{0,200}\x00 more if\b",
    r"\bpaid (?:as|in)\b[^\x00.;]{0,20}\x00|\b(?:instalments?|tranches) of \x00|\x00 (?:in each(?!"
    r" (?:\w+ ){0,2}(?:round|call)\b)|at"
    r" once|at the start|in advance"
    r"|on completion|on signature|at the end|after (?:a|one|the first) year)\b",
    r"\b(?:endowments?(?! fund)|assets|reserves|portfolio|legac(?:y|ies))\b[^\x00.;]{0,40}\x00",
    r"\b(?:insurance|liability|indemnity|cover)\b[^\x00.;]{0,40}\x00",
    r"\b(?:last|previous|past|earlier) (?:\w+ )?(?:calls?|rounds?|competitions?|years?)\b"
    r"[^\x00.;]{0,20}\b(?:was|were|had|came|got)\b[^\x00.;]{0,40}\x00",
    r"\b(?:own|national|its|their) (?:national )?funders?\b[^\x00]*\x00",
    r"\b(?:scheme|programme|fund|initiative), worth \x00[^\x00.;]{0,10},? is (?:run|led|managed)",
    r"\b\w+ allowances?\b(?: \w+){0,3} (?:of|is|up to|worth)\b[^\x00]{0,20}\x00"
    r"|\x00 (?:\w+ ){0,3}allowances?\b",
    r"\b(?:allowances?|tuition|maintenance|bench fees?|training grant|travel grant)\b"
    r"[^\x00.;]{0,80}\x00[^\x00]{0,40}(?:$|[.;,])(?<!total\.)",
    r"\x00 (?:set aside|put aside|reserved|earmarked|allocated|budgeted) for (?:public|patient"
    r"|evaluation|travel|training|dissemination|monitoring|equipment|publicity|networking)\b",
    r"\b(?:quotes?|quotations?|tenders?|receipts?|estimates) (?:\w+ ){0,2}for\b[^\x00]{0,40}\x00",
    r"\bcosts? of (?:the |an? |each )?(?:\w+ )?(?:courses?|training|events?|conferences?"
    r"|items?|visits?|places?|licen[cs]es?|membership)\b[^\x00]{0,20}\x00",
    r"\(\w+ (?:annual |equal |yearly )?(?:grants|awards|payments|instalments|tranches) of \x00",
    r"^(?:of|out of|from) (?:this|these|that|the) (?:amount|sum|total|budget|funding|money)\b",
    r"\b(?:can|may|could) also (?:ask|apply|bid|request|claim|receive|get|include|seek)\b"
    r"[^\x00.;]{0,60}\x00",
    r"\b\d{1,3}\s?(?:%|per cent) of (?:the|your) (?:\w+ )?(?:grant|award|budget)\b[^\x00.;]{0,5} or"
    r" \x00",
    # conditions by the size of the grant
    r"\b(?:must|should|need to|have to|are expected to) (?:contribute|find|raise|provide|show)\b"
    r"[^\x00.;]{0,60}\b(?:for|on) (?:grants|awards|projects|requests|applications)\b"
    r"[^\x00]{0,20}\x00",
    r"\bpoints? [a-z\d]\)[^\x00]*\x00|\x00,? or \d{1,3}\s?% of the budget\b",
    r"\bof which\b[^.;]{0,80}\x00[^\x00]{0,30}\band\b",
)
# An amount that only says for whom a rule holds: "if you ask for more than", "projects costing".
_SIZED = (
    r"(?:grants?|awards?|projects?|requests?|applications?|bids?|proposals?|sums?|amounts?"
    r"|purchases?|contracts?|orders?|loans?|costs?|works?|items?|funding)"
)
_RULE = (
    r"\b(?:must|needs?|required?|should|have to|expect(?:ed)? to|asks?|please|use the|complete)\b"
)
CONDITION = any_of(
    r"\x00 (?:can|may|will|must|are|is) (?:be )?(?:\w+ )?(?:approved|decided|agreed|determined"
    r"|signed"
    r" off) by\b",
    rf"^\W*for (?:\w+ ){{0,3}}{_SIZED}(?: (?:that|which) cost)?(?: (?:of|funded|over|above|under"
    rf"|below|up"
    rf"|to"
    r"|between|from|worth|costing|more|less|than|at|least|an?|value|total|costs?|budget|with"
    r"|exceeding|the)){1,8} \x00",
    r"\b(?:applications|requests|appeals|bids|proposals)\b[^\x00.;]{0,40}\x00[^\x00.;]{0,20}\b"
    r"(?:approved"
    r"|decided|considered|assessed|agreed|determined|signed off|dealt with|handled)\b"
    r"[^\x00.;]{0,10}\bby\b",
    r"^\W*(?:match(?:ed|ing)?[- ]funding|co-?funding|partner contributions?)\b[^\x00.;]*\x00",
    r"\b(?:requests|applications|bids|grants|awards|proposals|appeals)\b[^\x00.;]{0,30}\x00,?"
    r" (?:and (?:above|over) )?(?:needs?|requires?|(?:must|should) (?:include|show|provide|have"
    r"|submit"
    r"|be (?:accompanied|supported)|come with))\b",
    r"\b(?:requests|applications|bids|proposals|appeals)\b[^\x00.;]{0,20}\x00 (?:go (?:through|to"
    r"|before)"
    r"|have (?:an? |one |two ))",
    r"\b\d{1,2}\s?% (?:cash )?match\b[^\x00]*\x00",
    # who gets it is not who applies
    r"^\W*(?:each |all |any |every |international |overseas |industrial |industry |project )*"
    r"(?:partners?"
    r"|co-leads?|co-applicants?|co-investigators?|participants?|students|sub-?contractors?"
    r"|third parties|households?|volunteers?|panel members|reviewers|mentors|trainees"
    r"|(?:ward )?councillors?)\b(?:(?! who\b)[^\x00.;]){0,60}\x00",
    r"(?<!out )(?<!see )(?<!check )(?<!ask )\b(?:if|unless|should you|where (?:your|the|a|an|total"
    r"|grants?|you|costs?(?! (?:vary|range))|applications?|projects?|requests?))\b"
    r"(?!,)(?:(?!\b(?:looking for|need|want|would like|then|you (?:can|may|will)|we (?:can"
    r"|will))\b)"
    r"[^\x00,.;:]){0,90}\x00",
    rf"^\W*(?:for|on|with|in the case of) (?:all |any |the |larger |smaller )?(?:\w+"
    rf" ){{0,2}}{_SIZED}"
    rf"\b[^\x00,.;:]{{0,60}}\x00[^\x00,.;:]{{0,40}}[,:]?\s[^.]*{_RULE}",
    rf"\b(?:{_SIZED}|applicants|those|anyone|organi[sz]ations|groups|charities)\b"
    r" (?:that |which |who )?(?:cost(?:s|ing)?|ask(?:ing)? for|request(?:s|ing)?|seek(?:ing)?"
    r"|apply(?:ing)? for|worth|valued at|with (?:an? )?(?:total |overall |project )?"
    r"(?:budgets?|costs?|values?) (?:of|over|under|up to|below|above))[^\x00.;,]{0,30}\x00"
    r"(?: or (?:more|less|over|under|above|below))?,?"
    r" (?:can|must|should|needs?|will|may|ha(?:s|ve) to|are (?:required|asked|limited)"
    r"|receives?|gets?|qualif\w+)\b"
    r"(?! (?:all |also |normally |usually )?be (?:considered|eligible|funded|supported|accepted"
    r"|welcome))",
    rf"\bfor {_SIZED} (?:of |worth |costing )?(?:over|above|under|below|up to|between|from|more"
    rf" than"
    rf"|less than)? ?\x00,(?! which\b)[^.]*{_RULE}",
)
# More, or less, than the amount is refused: a limit that is said as a threshold.
_BID = (
    r"(?:applications?|requests?|bids?|proposals?|appeals?|submissions?|grants?|awards?"
    r"|amounts?|sums?|anything|ask(?:ing)? for)"
)
_REFUSED = (
    r"\b(?:(?:will|can|shall|would|may|are|is|do|does)\s?(?:not|n['’]t)|won['’]t|can['’]t|cannot"
    r"|never|no longer)\b[^\x00.;]{0,40}\b(?:considered|accepted|funded|eligible|supported|assessed"
    r"|reviewed|processed|entertained|approved|awarded|made|permitted|allowed|qualify|looked at)\b"
    r"|\b(?:rejected|ineligible|refused|declined|ruled out|disqualified|turned down)\b"
)
_REFUSES = (
    r"(?:\b(?:do(?:es)? not|cannot|will not|would not|can not|(?:are|is) (?:unable|unlikely) to"
    r"|don['’]t"
    r"|won['’]t|can['’]t"
    r"|never) (?:\w+ )?(?:accept|consider|fund|support|award|make|give|offer|look at)\b"
    r"|\b(?:we|will|shall|must) (?:reject|refuse|decline|turn down|rule out)\b)"
)
# "With an income over", "under £500 from groups": the threshold is not of the bid.
_STILL_BID = r"(?:(?!\b(?:from|income|turnover|costs?|costing|reserves)\b)[^\x00.;])"
_OPEN_END = r"(?![^\x00]*\b(?:unless|until|without|except|at this)\b)"


def _refusal(threshold: str) -> re.Pattern[str]:
    return any_of(
        rf"\b{_BID}\b{_STILL_BID}{{0,50}}\b{threshold} (?:the |an? )?\x00{_OPEN_END}"
        rf"[^.;]{{0,60}}?(?:{_REFUSED})",
        rf"{_REFUSES} {_STILL_BID}{{0,30}}\b{_BID}\b{_STILL_BID}{{0,40}}\b{threshold} \x00"
        rf"{_OPEN_END}(?!,? \(?(?:per|a|each) (?:year|annum))",
    )


REFUSED_OVER = _refusal(OVER)
REFUSED_UNDER = _refusal(UNDER)


# What most awards are like says little where the most one can be is said beside it.
TYPICAL = any_of(r"\b(?:most|many|the majority|the bulk|average|usual)\b[^\x00]{0,60}\x00")
# "The award covers salaries, costs and travel up to a total of": the whole of one award.
WHOLE_AWARD = any_of(
    r"^(?:the |each |this |your |our |every |an? )?(?:\w+ ){0,2}(?:award|grant|fellowship|contract"
    r"|studentship|scholarship|bursary|prize)s? (?:covers?|pays?|provides?|includes?|meets?|can|may"
    r"|will)\b[^.;\x00]*\b(?:total|maximum) of (?:up to )?\x00(?! (?:across|between|among))",
)


class Frame(Enum):
    """What a sentence does with an amount, before its words are looked at one by one."""

    ASIDE = auto()  # an example, a condition, the past, or another scheme's
    CEILING = auto()  # the whole of one award, or bids for more are refused
    FLOOR = auto()  # bids for less are refused


def frame_of(sentence: str) -> Frame | None:
    """Return the frame that a whole sentence puts around its amount, if any."""
    if REFUSED_UNDER.search(sentence):
        return Frame.FLOOR
    if REFUSED_OVER.search(sentence):
        return Frame.CEILING
    if any(told.search(sentence) for told in (TOLD, PAST, CONDITION)):
        return Frame.ASIDE
    return Frame.CEILING if WHOLE_AWARD.search(sentence) else None
