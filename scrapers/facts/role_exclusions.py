"""The words that tell what an amount of money is not: nothing that this call offers.

A null character stands where the amount stands.
"""

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_THRESHOLD = (
    r"(?:over|above|exceed(?:s|ed|ing)?|more than|in excess of|greater than|higher than|upwards of"
    r"|under|below|less than|lower than|smaller than|up from|larger than|beyond)"
)
# In front of `OTHER`, for amounts that only look like parts, thresholds or least sums.
ANCHORED_OTHER = _any(
    # sums by the year, the head or the partner
    r"\x00\s?(?:\w+\s){0,3}?(?:\(\w+\)\s)?(?:per|a|each|every|/|for each|for every)\s?(?:\w+[- ])?"
    r"(?:annum|years?|yr|month|week|day|hour|fte|person|people|patient|head|participants?|student"
    r"|capita|partners?|beneficiar(?:y|ies)|investee|start-?ups?|third[- ]part(?:y|ies)|household"
    r"|qaly|kwh|mwh|kg|tonnes?|unit of|child|home|member|user|attendee|trainee|learner|employee"
    r"|researcher|post|place on|country|item|visit|trip|session)\b(?!\s(?:award|grant|project))",
    r"\x00\s?(?:\w+\s){0,3}?(?:p\.?\s?a\b|annually|yearly|/\s?(?:year|yr|kwh|kg)|monthly)",
    r"(?:per|each|every) (?:year|annum|month|partner|person|participant|patient|beneficiary"
    r"|third[- ]party)[^\x00]{0,40}\x00",
    r"\bannual (?!call|competition|round|programme of|cycle|event|grants? round)[^\x00]{0,40}\x00",
    r"\b(?:annually|yearly)[^\x00]{0,30}\x00",
    # thresholds, unless the amount is called an upper limit
    rf"\b{_THRESHOLD}(?:\s(?:a|the|of|sum|value|total|threshold|limit|ceiling|amount"
    rf"|maximum))*\s?\x00"
    r"(?!\s(?:(?:has|have) been|is available|will be (?:available|invested)|in funding|of funding"
    r"|fund\b|worth of|of new))",
    r"\x00\s?(?:or (?:more|less|above|over|below|under)|and (?:above|over|under|below|upwards)|\+)",
    r"\x00[^\x00]{0,30}\b(?:is|are) (?:justified|necessary) (?:by|as|since|because|to|for)\b",
    r"\x00 (?:threshold|limit (?:has|have|was)|of (?:this|which|that)\b)",
    r"\b(?:threshold|cut-?off) (?:of|is)[^\x00]{0,20}\x00",
    # parts of a pot or of an award
    r"\b(?:of (?:which|this(?! (?:call|topic|competition|opportunity|scheme|fund|round))"
    r"|these|that)|includ(?:ing|es?)|inclusive of|consisting of"
    r"|comprising|made up of|plus (?=an?\b|up|another|further|additional|\x00)"
    r"|in addition(?: to)?|additional(?:ly)?|extra|further|on top of"
    r"|top-?up|supplement(?:ed|ary)?|bonus|remaining|rest of|split|remuneration)\b"
    r"(?! (?:overheads|vat|on-?costs)|[^\x00]{0,50}\b(?:grants?|awards?|contracts?) of\b)"
    r"[^\x00]{0,60}\x00",
    r"\x00\s?(?:of (?:it|this|that|which|the (?:total|fund|budget|eu requested contribution))"
    r"|from (?:the (?:\d{4}|department|government|private)|a |an |government|industry|private|its"
    r"|their|your|other|elsewhere|donors|partners|each|the lottery|the 20))",
    r"\x00 (?:is|are|will be|has been|being|have been|was) (?:kept|reserved|ring-?fenced"
    r"|earmarked|held|deducted|retained|top-?sliced)",
    r"\b(?:reserv\w+|ring-?fenc\w+|(?<!budget )earmark\w+|ringfenc\w+)[^\x00]{0,50}\x00",
    r"\x00[^\x00]{0,60}\b(?:ring-?fenced|earmarked|reserved) for\b",
    r"\bon average\b|\baverag(?:e|es|ed|ing)\b|\bmedian\b|\bmean (?:award|grant)\b",
    r"\bfunding for the (?:\w+ ){1,3}activities\b|\bduration of the partnership\b",
    r"\x00 (?:to|towards?|for|on) (?:\w+ ){0,2}(?:travel|equipment|consumables|childcare|training"
    r"|overheads|evaluation|monitoring|publicity|refreshments|remuneration|catering|hire|fees"
    r"|dissemination)\b|\x00 towards? open access\b",
    r"\b(?:hire|transport|catering|refreshments|accommodation|meals?|food|travel|postage)"
    r"(?: costs)? (?:is|are|will be|can be|may be) (?:\w+ )?(?:met|paid|covered|reimbursed|claimed"
    r"|refunded)\b[^\x00]{0,40}\x00",
    r"\x00[^\x00]{0,40}\bhelp (?:\w+ ){0,2}partners\b",
    r"^[^\x00]{0,20}\bthere (?:is|are) \x00 (?:for|in) (?:each|every) (?:ward|borough|district"
    r"|area|region)\b",
    r"\x00 nationally\b|\x00[^\x00]{0,40}\binto your budget\b",
    r"\x00 (?:can|may) also be (?:had|claimed)",
    r"\bmeet the costs? of (?:the|an?) (?:interpreter|translator|carer|driver|venue)\b",
)
# Money that no call offers: history, income, wages, burdens, co-funding, the sums of others.
OTHER = _any(
    r"\b(?:flexible|discretionary|pump-priming|partnership|flex) (?:fund|resource)s? of\b",
    r"\b(?:partners?|sub-?contractors?|collaborators?|co-applicants?)\b[^\x00]{0,40}\b(?:may|can)"
    r" (?:\w+ )?(?:have|receive|claim|get)\b",
    r"\b(?:each|the|your|an?) projects?\b[^\x00]{0,50}\bbudget\b[^\x00]{0,20}\x00(?! per)",
    r"\bturnover\b|\bincome of\b|\bstipends?\b|\bsalar(?:y|ies)\b",
    r"\bmatch(?:ed|ing)?[- ]fund(?!ed)|\bco-?(?:fund|financ"
    r"|invest)(?!\w* (?:of (?:the )?projects|rate))|\bin[- ]kind\b|\bmatch of\b"
    r"|\bmatched (?:by|with)\b|\bleverag|\bcash match|\b(?:industr\w+|partner|business|employer"
    r"|university|institution\w*|applicant|host"
    r"|company)(?:['’]?s?['’]?)(?: partner['’]?s?['’]?)? (?:\w+ )?contribution|\bown (?:funds"
    r"|resources|contribution)\b"
    r"|\bpartner (?:cash|contribution)|\bindustry (?:cash )?contribution",
    r"\bthird[- ]part(?:y|ies)\b|\bfstp\b|\bcascad|\bsub-?grant|\bre-?grant|\bsub-?award"
    r"|\bsub-?contract|\bstart-?ups?\b[^\x00]*\x00[^\x00]*\bfollow|\binvestee",
    r"\bde minimis\b|\bminimal financial assistance\b|\bsubsidy (?:control )?(?:limit|threshold)"
    r"|\bstate aid\b",
    r"\bsince (?:19|20)\d\d\b|\bto date\b|\bso far\b|\bpreviously\b|\balready\b"
    r"|\blast (?:year|round|time)\b|\bprevious\b|\bin the past\b|\bin (?:19|200|201)\d\b"
    r"|\bhistorically\b|\bover the (?:last|past)\b|\bhave (?:\w+ )?awarded\b|\bawarded in (?:19"
    r"|20|last|the)"
    r"|\bwas awarded\b|\bwere awarded\b|\bhas (?:invested|awarded|funded|supported)\b"
    r"|\b(?:earlier|first|second) round\b|\bhas been (?:raised|increased|reduced)\b(?! to)"
    r"|\bused to\b"
    r"|\bnormal(?:ly)? (?:limit|maximum|ceiling|cap)\b|\b(?:raised|increased|up) from\b",
    r"\bestimated value of a common procurement\b|\bfinancial size\b|\bprocurement value\b",
)
# Words of a sentence, up to the amount, that give it to another grant than the one offered.
OTHER_GRANT = _any(
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
# Sentences that give an example, look back, or speak of another body's or scheme's money.
_OTHER_SCHEME = (
    r"(?:sister|companion|neighbouring|parallel|related|other|another|different|separate|larger)"
    r" (?:\w+ ){0,2}(?:schemes?|funds?|programmes?|calls?|competitions?)"
)
_GAVE = (
    r"(?:made|gave|awarded|funded|paid|spent|invested|distributed|supported|received|helped"
    r"|granted|offered|allocated|provided|committed)"
)
_EXAMPLE = "(?:project|scheme|bid|study|team|charity|group|firm)"
TOLD = _any(
    r"^\W*(?:for (?:example|instance)|as an example|e\.g\.|imagine|suppose|an example)\b",
    r"\b(?:for (?:example|instance)|e\.g\.|say),? (?:\w+ ){0,3}\x00",
    r"^if you (?:ask|asked|apply|applied|request|requested) for [^\x00,]{0,30}\x00,? (?:you |and )",
    r"\bwould (?:thus|then|therefore|so)\b",
    rf"\ban? {_EXAMPLE} (?:of|costing|worth) \x00,? (?:would|could|might|gets?)\b",
    rf"\ban? {_EXAMPLE} (?:of|costing|worth) [£€][\d.,]+\w*,?"
    r" (?:would|could|might|gets?)\b[^\x00.;]{0,30}\x00",
    # what was given before
    rf"\bin (?:the year )?20\d\d(?:[-/–]\d\d(?:\d\d)?)?,? (?:\w+ ){{1,3}}{_GAVE}\b[^\x00]*\x00",
    r"\b(?:has|have) (?:now |so far |also |together )?(?:given|paid out|distributed|received"
    r"|spent|raised|donated|backed|been awarded|been given)\b[^\x00]{0,60}\x00",
    r"\b(?:among|amongst|one of) (?:the )?(?:\w+ ){0,3}(?:projects|organisations|groups|charities"
    r"|teams|companies|universities|councils)\b(?: \w+){0,3} (?:to|that) (?:receive|share|benefit"
    r"|get|win)\w*\b[^\x00]*\x00",
    rf"\b(?:first|earlier|last|previous|former|past) (?:\w+ )?(?:calls?|rounds?|competitions?"
    rf"|years?|phases?|editions?)\b(?: \w+){{0,3}} {_GAVE}\b[^\x00]*\x00",
    r"\x00[^\x00]*\bin (?:an?|the|our|its) (?:earlier|first|last|previous|former) (?:\w+ )?"
    r"(?:calls?|rounds?|competitions?|years?)\b",
    r"\b(?:received|won|secured|obtained|was given|were given) (?:an? |over |more than |around )?"
    r"\x00",
    r"\b(?:launched|set up|established|founded|created|began|started) in (?:19|20)\d\d\b"
    r"[^\x00]*\x00",
    r"\bevery year (?:\w+ ){1,5}(?:receive|get|invest|spend|give|fund)s?\b[^\x00]{0,40}\x00"
    r"(?! of funding)",
    # other schemes and other bodies
    rf"\b{_OTHER_SCHEME}\b[^\x00.;]{{0,60}}\b(?:offer|give|provide|make|pay|fund|award|go|support"
    rf"|have|has|is|are)\w*\b[^\x00.;]{{0,40}}\x00",
    r"\b(?:look|turn|apply|go|referred?|directed) (?:instead )?to (?:the|our) (?:\w+ ){1,5}"
    r"(?:scheme|fund|programme|grants?)\b[^\x00]{0,40}\x00",
    r"^for larger (?:sums|amounts|grants|projects|awards|requests)\b[^\x00]*\x00",
    r"\b(?:is|are|form|forms) (?:a )?(?:\w+ )?part of (?:the|our|an?|its|[\w-]+['’]s)\b"
    r"[^\x00.;]{0,80}\x00(?![^\x00]{0,30}\b(?:is|are) available)",
    r"\b(?:the|this) (?:joint undertaking|mission|co-?funded partnership|european partnership"
    r"|horizon europe|framework programme|facility)\b(?: \w+){0,5} "
    r"(?:budget|funding|investment)\b[^\x00]{0,30}\x00",
    r"\b(?:the )?government (?:has|have|is|will) [^\x00]{0,40}\x00 (?:to|in|into|for) "
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
    r"\b(?:call|round|competition|wave|part) (?:of|under|from|in) (?:the|our|an?|its) \x00",
    r"\btop(?:s|ped)? up\b[^\x00.;]{0,30}\x00|^since (?:it|we|the)\b",
    r"\b(?:has|have) (?:now |so far |already )?(?:helped|supported|backed)\b[^\x00.;]{0,30}\x00",
    r"\x00[^\x00.;]*\b(?:is|are) by invitation\b",
    r"\b(?:action|project) is (?:worth|valued at) \x00",
    r"\bgrants?\b[^;]*\band (?:equity )?investments? of \x00",
    r"\b(?:lead|leads|leading) (?:on )?to (?:\w+ )?(?:awards?|grants?|funding) of\b"
    r"[^\x00.;]{0,15}\x00",
    r"\bif successful,[^\x00]*\x00",
    # parts of an award, fees and quotes
    r"^[^\x00]{0,200}\x00 more if\b",
    r"\bpaid (?:as|in)\b[^\x00.;]{0,20}\x00|\x00 (?:in each|at once|at the start|in advance"
    r"|on completion|on signature|at the end|after (?:a|one|the first) year)\b",
    r"\b(?:endowments?|assets|reserves|portfolio|legac(?:y|ies))\b[^\x00.;]{0,40}\x00",
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
    r"^(?:of|out of|from) (?:this|these|that) (?:amount|sum|total|budget|funding|money)\b",
    r"\b(?:can|may|could) also (?:ask|apply|bid|request|claim|receive|get|include|seek)\b"
    r"[^\x00.;]{0,60}\x00",
    # conditions by the size of the grant
    r"\b(?:must|should|need to|have to|are expected to) (?:contribute|find|raise|provide|show)\b"
    r"[^\x00.;]{0,60}\b(?:for|on) (?:grants|awards|projects|requests|applications)\b"
    r"[^\x00]{0,20}\x00",
    r"^[^\x00]{0,3}\x00 (?:can|may|will) (?:cover|fund|pay|meet) (?:up to )?\d{1,3}\s?%",
    r"\bpoints? [a-z\d]\)[^\x00]*\x00|\x00,? or \d{1,3}\s?% of the budget\b",
    r"\bof which\b[^.;]{0,80}\x00[^\x00]{0,30}\band\b",
)
# "Out of a national pot of": a wider sum, of which the next one in the sentence is the call's.
WIDER_POT = _any(
    r"^(?:out of|from|of) (?:an?|the|our|its) [^\x00.;]{0,50}\x00",
    r"^(?:out of|from|of) \x00",
    r"\b(?:as|is) part of (?:an?|the|our|its|\w+['’]s)\W[^\x00.;]{0,30}\x00",
    r"^part of (?:an?|the|our|its)\s[^\x00.;]{0,30}\x00",
    r"\bfunded (?:through|by|from) (?:an?|the|our|its)\s[^\x00.;]{0,30}\x00",
)
PART_OF_SUM = _any(r"^\s(?:out )?of (?:the|our|an?|its) (?:\w+ ){0,2}$")
# What else an amount can measure; a word beside it that offers it is stronger.
TOPIC = _any(
    r"\b(?:income|expenditure|revenues?|reserves|profits?|(?:of|in|philanthropic|net) assets"
    r"|balance sheet|market|wages?|tuition|subsistence)\b",
    r"\b(?:research|staff|running|direct|indirect) costs\b|\bcosts (?:are|must be) (?:limited"
    r"|capped)",
    r"\b(?:equipment|travel|subcontract\w*|conference|consumables|insurance|indemnity|childcare"
    r"|overheads|quotes?|quotations?|invoices?|single item|capital items?|relocation)\b",
    r"\bcosts? (?:the|our|uk|society|[a-z]+ to the) (?:\w+ )?"
    r"(?:nhs|uk|country|economy|taxpayer|health|social|service|society)",
    r"\beconom(?:y|ies)\b|\bgdp\b|\bgva\b|\bsavings?\b|\b(?:to )?save\b|\blosses\b|\bdamages?\b"
    r"|\bannual(?:ly)? cost|\bworldwide\b|\bglobally\b|\bforecast\b|\bexports?\b|\bindustry worth\b"
    r"\bis (?:worth|valued at|estimated at)\b[^\x00]*\x00[^\x00]*\b(?:uk|world)\b",
    r"\bequity\b|\binvestment component\b|\binvestor\b|\bprivate (?:investment|sector|capital)\b"
    r"|\bventure\b|\brisk capital\b|\bmortgage",
    r"\bfees? (?:of|is|are)\b|\bfee waiver|\bdeposit\b|\bmembership\b|\bsubscription\b",
    r"\b(?:spin-?out|raised|attracted|secured|generated) (?:over |more than |around )?\x00",
    r"\bprize money won\b|\blottery (?:is|sales)|\bdonated by\b|\bbequest\b",
)
# Near these an EU page speaks of what a grant holder may pass on, not of the grant.
PASSED_ON = _any(
    r"\bthird[- ]part(?:y|ies)\b|\bfstp\b|\bcascad|\bsub-?grant|\bre-?grant"
    r"|\bcalls? for proposals should be organi[sz]ed\b"
)
PART_OF_GRANT = _any(
    r"\b(?:work packages?|activities|part of the (?:grant|project|budget)) (?:dedicated"
    r"|devoted) to\b"
)
WHOLE_GRANT = _any(
    r"\bcommission (?:estimates|considers)\b|\bindicative budget\b|\beu contribution\b"
    r"|\b(?:per|each) (?:funded )?(?:project|proposal|action|topic)\b|\brequested funding\b"
    r"|\bshare of\b|\bcall budget\b|\bbudget (?:of|for) the (?:call|topic)\b|\bgrant requests?\b"
)
# Negated thresholds are limits: "must not exceed £5m", "no award will be larger than £5m".
UPPER_LIMIT = _any(
    r"\b(?:must|should|ha(?:s|ve) to|can only|needs? to) be (?:less than|under|below|lower than)\b",
    r"\b(?:cannot|can ?not|can['’]t|must not|mustn['’]t|should not|may not|will not|not|never|no"
    r"|nor)"
    r"(?: (?:to|be|go|ask|apply|cost|request|for|seek|normally|usually|generally)){0,3}"
    r" (?:exceed(?:s|ing)?|more than|larger than|over|above|greater than|higher than|in excess of"
    r"|beyond|bigger than|be more than)\b",
)
NO_ONE_OVER = _any(
    r"\bno ((?:\w+ )?(?:one\b|award|grant|application|request|bid|proposal|project"
    r"|contract)s?(?: \w+){0,3})"
    r" (?:exceed|more than|larger than|over|above|greater than|higher than|in excess of"
    r"|bigger than)\b",
)
LOWER_LIMIT = _any(
    r"\b(?:cannot|can ?not|can['’]t|must not|should not|may not|will not|not|never|no)"
    r"(?: (?:be|for|go|ask|apply)){0,2}"
    r" (?:less than|lower than|below|under|smaller than|fewer than)\b",
)
THRESHOLD_BEFORE = _any(rf"\b{_THRESHOLD}\s$")
SIGN = _any(r"[£€$¥₹]|\b(?:eur|gbp|usd|chf)\b")
# "Grants of £5,000 or less", where nothing else hangs on that limit.
OR_LESS = re.compile(
    r"\b((?:grants?|awards?|requests?|appl(?:y|ications?)|ask|bids?|loans?)\b[^\x00,.;]{0,25})\x00"
    r" (?:or (?:less|under|below)|and under)(?=[.;,]|$| (?:to|for|over|each) )",
    re.IGNORECASE,
)
OR_MORE = _any(r"\x00 (?:or (?:more|above|over)|and (?:above|over|upwards))(?=[.;,]|$)")
