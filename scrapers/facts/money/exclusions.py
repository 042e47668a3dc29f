"""The words that tell what an amount of money is not: nothing that this call offers.

A null character stands where the amount stands.
"""

from scrapers.facts.money.nouns import OVER, UNDER, any_of

_THRESHOLD = rf"(?:{OVER}|{UNDER}|up from)"
# In front of `OTHER`, for amounts that only look like parts, thresholds or least sums.
ANCHORED_OTHER = any_of(
    # sums by the year, the head or the partner
    r"\x00\s?(?:an?\s|\(?/\s?|(?:(?!(?:in|by|before|until) \w+ (?:each|every)\b)\w+\s){0,3}?"
    r"(?:\(\w+\)\s)?(?:\(?per|each|every|(?:once|twice|\w+ times) an?)\b\s?)(?:[a-z]+[- ])?"
    r"(?:annum|years?|yr|quarter|month|week|day|hour|fte|person|people|patient|head|participants?"
    r"|student|capita|partners?|beneficiar(?:y|ies)|investee|start-?ups?|third[- ]part(?:y|ies)"
    r"|household|qaly|kwh|mwh|kg|tonnes?|vessel|vehicle|hectare|property|dwelling|unit of|child"
    r"|home|member|user|attendee|trainee|learner|employee|researcher|post|place on|country|item"
    r"|visit|trip|session)\b(?!\s(?:award|grant|project))",
    r"\x00\s?(?!(?:\w+\s){0,2}(?:decided|considered|assessed|reviewed|judged)\b)(?:\w+\s){0,3}?"
    r"(?:(?<!for )(?:an?)\s(?:year|month|week|day|quarter)\b|p\.?\s?a\b"
    r"|annually|yearly|/\s?(?:year|yr|kwh|kg)|monthly)",
    r"(?:per|each|every) (?:year|annum|month|partner|person|participant|patient|beneficiary"
    r"|third[- ]party)[^\x00]{0,15}\x00",
    r"\bannual (?!call|award|prize|competition|round|programme of|cycle|event|meeting|conference"
    r"|grants? (?:round|fund|scheme))"
    r"[^\x00]{0,30}\x00",
    r"\b(?:annually|yearly)[^\x00]{0,15}\x00",
    r"\b(?:(?:has|have) to|must) (?:keep|hold|set aside|spend|reserve)\b[^\x00]{0,20}\x00",
    r"\b(?:rather than|instead of|compared (?:with|to)|replac\w+) (?:the )?(?:\w+ ){0,3}\x00",
    r"\x00[^\x00.;]{0,15}\band (?:up to )?\d{1,3}\s?%(?! of (?:the|this|that) (?:f\.?ec|full))",
    r"\b(?:max|min)(?:imum)? (?:\w+ ){0,2}budget\s?:[^\x00]{0,12}\x00",
    r"\b(?:earlier|previous|last|former|prior|existing|wider|larger|broader|sister|separate"
    r"|another)"
    r" \x00",
    # thresholds, unless the amount is called an upper limit
    r"(?<!\d)(?!80)\d{1,2}(?:\.\d)?\s?(?:%|per\s?cent) of (?:an? |the )?\x00"
    r"(?! (?:\(?f\.?e\.?c|\(?full|in (?:total )?cost))",
    rf"\b{_THRESHOLD}(?:\s(?:a|the|of|sum|value|total|threshold|limit|ceiling|amount"
    rf"|maximum))*\s?\x00"
    r"(?!\s(?:(?:has|have) been|is available|will be (?:available|invested)|fund\b|worth of|of new"
    r"|(?:in|of) (?:\w+ ){0,2}(?:funding|grants|support|investment|money)\b))",
    r"\x00\s?(?:or (?:more|less|above|over|below|under)|and (?:above|over|under|below|upwards)|\+)",
    r"\x00[^\x00]{0,30}\b(?:is|are) (?:justified|necessary) (?:by|as|since|because|to|for)\b",
    r"\x00 (?:threshold|limit (?:has|have|was)|of (?:this|which|that)\b)",
    r"\b(?:threshold|cut-?off) (?:of|is)[^\x00]{0,20}\x00",
    # parts of a pot or of an award
    r"\b(?:(?<!as part )of (?:which|this(?! (?:call|topic|competition|opportunity|scheme|fund"
    r"|round))|these|that)|includ(?:ing|es?)|inclusive of|consisting of"
    r"|comprising|made up of|plus (?=an?\b|up|another|further|additional|\x00)|split"
    r"|remuneration)\b"
    r"(?! (?:overheads|vat|on-?costs)|[^\x00]{0,50}\b(?:grants?|awards?|contracts?) of\b)"
    r"[^\x00]{0,40}\x00",
    r"\b(?:in addition(?: to)?|additional(?:ly)?|extra|further|on top of|top-?up"
    r"|supplement(?:ed|ary)?|bonus|remaining|rest of)\b[^\x00]{0,20}\x00",
    r"\x00\s?(?:of (?:it\b|its (?!(?:\w+ )?(?:budget|funds|money|funding))|this|that|which|the"
    r" (?:total|fund|budget|eu requested contribution))"
    r"|from (?:the (?:\d{4}|department|government|private)|a |an |government|industry|private|its"
    r"|their|your|other|elsewhere|donors|partners|each|the lottery|the 20))",
    r"\x00 (?:is|are|will be|has been|being|have been|was) (?:kept|reserved|ring-?fenced"
    r"|earmarked|held|deducted|retained|top-?sliced)",
    r"\b(?:reserv\w+|ring-?fenc\w+|(?<!budget )(?<!have )(?<!has )earmark\w+|ringfenc\w+)"
    r"[^\x00]{0,50}\x00",
    r"\x00[^\x00]{0,60}\b(?:ring-?fenced|earmarked|reserved) for\b",
    r"\bon average\b|\baverag(?:e|es|ed|ing)\b|\bmedian\b|\bmean (?:award|grant)\b",
    r"\x00 (?:to |(?:towards?|for|on) (?:(?!and\b)\w+ ){0,2})(?:travel|equipment|consumables"
    r"|childcare"
    r"|training|overheads|evaluation|monitoring|publicity|refreshments|remuneration|catering|hire"
    r"|fees"
    r"|dissemination)\b(?! (?:awards?|grants?|bursar|fellowship|fund|scheme))|\x00 towards? open"
    r" access\b",
    r"\b(?:hire|transport|catering|refreshments|accommodation|meals?|food|travel|postage)"
    r"(?: costs)? (?:is|are|will be|can be|may be) (?:\w+ )?(?:met|paid|covered|reimbursed|claimed"
    r"|refunded)\b[^\x00]{0,40}\x00",
    r"\x00[^\x00]{0,40}\bhelp (?:\w+ ){0,2}partners\b",
    r"\x00 (?:can|may|will) (?:cover|fund|pay|meet) (?:up to )?\d{1,3}\s?%",
    r"\b(?:choose|select|tick|pick|click(?: on)?)\b[^\x00]{0,40}\x00",
    r"\x00 (?:can|may) also be (?:had|claimed)|\x00 (?:worth of )?(?:spend(?:ing)?|expenditure)\b",
    r"\x00 (?:has|have) (?:now |all )?been (?:fully |all )?(?:used|spent|exhausted|given out)\b",
    r"\b(?:bring|equat|amount|com)(?:s|es|ing)?(?: \w+)?(?: to)? (?:a|the) total(?: amount)?(?: of|"
    r" to)? \x00",
    r"\b(?:raise|raising|bring(?:s|ing)? in) (?:\w+ )?\x00"
    r"|\x00[^\x00.;]{0,30}\bat (?:a|one|any one) time\b|\x00 of the (?:award|grant)\b",
    r"\bgenerat\w+ (?:\w+ ){0,3}\x00|\x00 in any (?:one|single|given) (?:year|budget)\b",
    r"\b(?:could|may|might|can) be (?:increased|raised|extended) to (?:up to )?\x00",
    r"\bmeet the costs? of (?:the|an?) (?:interpreter|translator|carer|driver|venue)\b",
)
# Money that no call offers: history, income, wages, burdens, co-funding, the sums of others.
OTHER = any_of(
    r"\b(?:flexible|discretionary|pump-priming|partnership|flex) (?:fund|resource)s? of\b",
    r"\b(?:partners?|sub-?contractors?|collaborators?|co-applicants?)\b[^\x00]{0,40}\b(?:may|can)"
    r" (?:\w+ )?(?:have|receive|claim|get)\b",
    r"\b(?:each|the|your|an?) projects?\b[^\x00]{0,50}\bbudget\b[^\x00]{0,20}\x00(?! per)",
    r"\bturnover\b|\bincome of\b|\b(?:stipends?|salar(?:y|ies))\b(?=[^\x00]*\x00)"
    r"|\x00 (?:\w+ ){0,2}(?:stipend|salary)\b",
    r"\bmatch(?:ed|ing)?[- ]fund(?!ed)|\bmatching (?:\w+ )?(?:contribution|sum|amount|cash|money)"
    r"|\bco-?(?:fund|financ"
    r"|invest)(?!\w* (?:of (?:the )?projects|rate))|\bin[- ]kind\b|\bmatch of\b"
    r"|\bmatched (?:by|with)\b|\bleverag|\bcash match|\b(?:industr\w+|partner|business|employer"
    r"|university|institution\w*|applicant|host"
    r"|company)(?:['’]?s?['’]?)(?: partner['’]?s?['’]?)? (?:\w+ )?contribution|\bown (?:funds"
    r"|resources|contribution)\b"
    r"|\bpartner (?:cash|contribution)|\bindustry (?:cash )?contribution",
    r"\bthird[- ]part(?:y|ies)\b|\bfstp\b|\bcascad|\bsub-?grant|\bre-?grant|\bsub-?award"
    r"|\bsub-?contract|\bstart-?ups?\b[^\x00]*\x00[^\x00]*\bfollow|\binvestee",
    r"\bde minimis\b|\bminimal financial assistance\b|\bsubsidy (?:control )?(?:limit|threshold)"
    r"|\bstate aid\b|\bsubsid(?:y|ies)\b[^\x00]{0,40}\bcapped\b",
    r"\bsince (?:19|20)\d\d\b|\bto date\b|\bso far\b|\bpreviously\b|\balready\b(?=[^\x00]*\x00)"
    r"|\blast (?:year|round|time)\b|\bprevious\b|\bin the past\b|\bin (?:19|200|201)\d\b"
    r"|\bhistorically\b|\bover the (?:last|past)\b|\bhave (?:\w+ )?awarded\b|(?<!be )\bawarded in "
    r"(?:19"
    r"|20|last|the)"
    r"|\bwas awarded\b|\bwere awarded\b|\bhas (?:invested|awarded|funded|supported)\b"
    r"|(?<!this )\b(?:earlier|first|second) round\b|\bhas been (?:raised|increased|reduced)\b(?!"
    r" to)"
    r"|(?<!be )(?<!is )(?<!are )\bused to\b"
    r"|\bnormal(?:ly)? (?:limit|maximum|ceiling|cap)\b(?=.*\b(?:raised|lifted|higher|exceed))"
    r"|\b(?:raised|increased|up) from\b",
    r"\b(?:is|was) (?:\w+ )?(?:asking|bidding|applying|seeking|requesting)\b",
    r"\bestimated value of a common procurement\b|\bfinancial size\b|\bprocurement value\b",
)
# "Out of a national pot of": a wider sum, of which the next one in the sentence is the call's.
WIDER_POT = any_of(
    r"^(?:out of|from|of) (?:an?|the|our|its) [^\x00.;]{0,50}\x00",
    r"^(?:out of|from|of) \x00",
    r"\b(?:as|is) part of (?:an?|the|our|its|\w+['’]s)\W[^\x00.;]{0,30}\x00",
    r"^part of (?:an?|the|our|its)\s[^\x00.;]{0,30}\x00",
    r"\bfunded (?:through|by|from) (?:an?|the|our|its)\s[^\x00.;]{0,30}\x00",
)
# The programme that pays for this call and others, and the words that tie a sum to this call.
SOURCE = any_of(
    r"\b(?:made|paid|drawn|comes?|coming|funded|financed|met) (?:\w+ )?(?:from|through|by|under"
    r"|out of) (?:an?|the|our|its)\s\x00\s\w",
    r"\bpart of (?:an?|the|our|its|this|\w+['’]s)\s[^\x00.;]{0,40}\x00",
)
THIS_CALL = any_of(
    r"\x00[^\x00.;]{0,60}\b(?:in|for|to|into|under|through|on) (?:this|the (?:present|current|first"
    r"|second|third|new|latest)) (?:\w+ ){0,2}(?:call|competition|round|opportunity|strand|phase"
    r"|topic|wave)\b",
    r"\b(?:in|for|under) this (?:\w+ ){0,1}(?:call|competition|round|opportunity|strand|phase|topic"
    r"|wave)\b[^\x00.;]{0,50}\x00",
)
PART_OF_SUM = any_of(r"^\s(?:out )?of (?:the|our|an?|its) (?:\w+ ){0,2}$")
# What else an amount can measure; a word beside it that offers it is stronger.
TOPIC = any_of(
    r"\b(?:income|expenditure|(?<!capital and )revenues?(?! (?:grants?|funding|costs?|and|or)\b)"
    r"|reserves|(?<!for[ -])profits?|(?:of|in|philanthropic|net) assets"
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
    r"\b(?:mentoring|coaching|training|advice|services|credits|equipment) (?:worth|valued at)\b",
    r"\bfees? (?:of|is|are|up to)\b|\bfee waiver|\bdeposit\b|\bmembership\b|\bsubscription\b",
    r"\b(?:spin-?out|raised|attracted|secured|generated) (?:over |more than |around )?\x00",
    r"\bprize money won\b|\blottery (?:is|sales)|\bdonated by\b|\bbequest\b",
)
# Near these an EU page speaks of what a grant holder may pass on, not of the grant.
PASSED_ON = any_of(
    r"\bthird[- ]part(?:y|ies)\b|\bfstp\b|\bcascad|\bsub-?grant|\bre-?grant"
    r"|\bcalls? for proposals should be organi[sz]ed\b"
)
PART_OF_GRANT = any_of(
    r"\b(?:work packages?|activities|part of the (?:grant|project|budget)) (?:dedicated"
    r"|devoted) to\b"
)
WHOLE_GRANT = any_of(
    r"\bconsorti(?:um|a)\b[^.;]{0,30}\b(?:ask|apply|request)\b",
    r"\bcommission (?:estimates|considers)\b|\bindicative budget\b|\beu contribution\b"
    r"|\b(?:per|each) (?:funded )?(?:project|proposal|action|topic)\b|\brequested funding\b"
    r"|\bshare of\b|\bcall budget\b|\bbudget (?:of|for) the (?:call|topic)\b|\bgrant requests?\b",
)
THRESHOLD_BEFORE = any_of(rf"\b{_THRESHOLD}\s$")
SIGN = any_of(r"[£€$¥₹]|\b(?:eur|gbp|usd|chf)\b")
