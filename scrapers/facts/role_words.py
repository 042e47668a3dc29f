"""The words that tell what an amount of money is, as patterns.

In a clause a null character stands where the amount stands, so that a
pattern can say on which side of the amount its words are.
"""

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_AWARD = (
    r"(?:awards?|grants?|contracts?|loans?|prizes?|fellowships?|bursar(?:y|ies)|vouchers?"
    r"|scholarships?|donations?|studentships?)"
)
_MADE = (  # what an award is made to or for, one of several
    r"(?:awards?|grants?|projects?|applications?|proposals?|bids?|teams?|contracts?|prizes?"
    r"|cent(?:re|er)s?|hubs?|clusters?|networks?|consorti(?:um|a)|partnerships?|fellowships?"
    r"|stud(?:y|ies)|fellows?|applicants?|organi[sz]ations?|group|charit(?:y|ies)|business(?:es)?"
    r"|compan(?:y|ies)|places?|cit(?:y|ies)|area|trusts?|councils?|local authorit(?:y|ies)|lead"
    r"|institutes?|institutions?|winners?|winning \w+|successful \w+|recipients?|accelerators?"
    r"|demonstrators?|collaborations?|actions?|trials?|units?|site|schools?|pilots?|testbeds?"
    r"|vessels?|candidates?|regions?|areas?|boroughs?|nations?|grant ?holders?|topics?(?= project))"
)
_ONE_OF = rf"(?:\w+[- ]){{0,2}}{_MADE}\b"
_SCHEME = (
    r"(?:fund|budget|pot|pots|programme|program|call|competition|scheme|initiative|package|round"
    r"|funding (?:pot|call|programme|competition|opportunity|scheme|round|package|envelope|boost)"
    r"|prize (?:fund|pot)|grants? (?:fund|programme|scheme|competition|pot|call|round|budget)"
    r"|challenge|opportunity|envelope|investment (?:fund|programme|package))"
)
_FUNDER = (
    r"(?:we|ukri|the funders?|funders|the council|innovate uk|nihr|[a-z]{2,6}rc|wellcome|dhsc"
    r"|the trust|the foundation|the commission|the eu|the union|the programme|the scheme"
    r"|the department|the charity|sbri|the agency)"
)
_FEC = r"(?:full[- ]economic[- ]cost(?:s|ing)?|f\.?ecs?\b|full cost(?:s|ing)?\b)"
_SHARE = r"\d{1,2}(?:\.\d)?\s?(?:%|per\s?cent)(?!\d)"

# Words that may stand between a noun and its amount: "grants will be up to a maximum of £5m".
LIMITS = (
    r"(?:[\s:,–-]|\b(?:of|up to|up|to|a|an|the|is|are|be|will|would|can|may|should|must|at|around"
    r"|about|approx\w*\.?|circa|c\.|ca\.|some|roughly|nearly|almost|between|from|set|limited|capped"
    r"|worth|max(?:imum)?|min(?:imum)?|least|most|no|not|than|more|exceed\w*|indicative|estimated"
    r"|expected|in|range|region|ranging|ranges?|value|level|lump|sum|currently|usually"
    r"|typically|normally|generally|either|each|and|anything|amounts?|sums?|fixed|single|i\.e\."
    r"|awarded|available|on offer|offered|provided|given|made|funding|vary|varies|start\w*"
    r"|expect\w*|for|funded)\b"
    r"){0,14}"
)

PER_ONE = _any(
    rf"\bper {_ONE_OF}(?!\s(?:year|annum|partner))",
    rf"\b(?:each|every) (?:of (?:the|these) )?{_ONE_OF}[^\x00]{{0,60}}\x00",
    rf"\x00[^\x00]{{0,40}}(?<!open )\b(?:for|to|in) (?:each|every) (?:of (?:the|these"
    rf"|\w+) )?{_ONE_OF}",
    r"\x00\s*(?:each|apiece)\b",
    rf"\bfor (?:each|one)\b(?! (?:year|month))(?: {_ONE_OF})?",
    r"\beach\b[^\x00]{0,30}\b(?:worth|of|up to|receiv\w+|at)\b[^\x00]{0,20}\x00",
    rf"\b(?:for|to) (?:a single|one|an individual) {_ONE_OF}",
    rf"\bfor (?:an?|one) (?:\w+ ){{0,2}}{_AWARD}\b|\bin lots of\b",
    r"\x00 an? (?:project|award|grant|hub|centre|study|team|organi[sz]ation|applicant|application"
    r"|group|council|city|place|school|site|fellowship|partnership|network)\b",
    r"\bany one (?:award|grant|project|application|organisation|applicant)\b",
    r"\bindividual (?:projects?|awards?|grants?)\b",
)
# The funder's share of a full economic cost, and that cost itself, right beside the amount.
SHARE_ATTACHED = _any(
    rf"\x00\s?[,(]?\s?(?:\w+\s){{0,3}}?(?:at\s|is\s|being\s|or\s|=\s)?\(?{_SHARE}(?:\s\w+){{0,4}}?"
    rf"\s?\(?{_FEC}",
    rf"{_SHARE}(?:\s\w+){{0,3}}?\s(?:{_FEC})?[^\x00.;]{{0,30}}\(\x00",
    rf"\b{_FUNDER}\s(?:will\s|would\s|can\s|then\s|only\s|normally\s|usually\s)?"
    rf"(?:(?:pays?|contributes?|meets?|covers?)\s|funds?\s(?=[^\x00]*{_SHARE}))[^\x00]{{0,40}}\x00",
    rf"{_SHARE}[^\x00.;]{{0,40}}{_FEC}[),]?\s(?:\(?that is|i\.?e\.?|which is|so|or|being|to a"
    rf"|up to)"
    r"[^\x00]{0,20}\x00",
    rf"\x00\s?\(?(?:at\s)?(?:the\s)?{_SHARE}\s(?:rate|funded|funding|intervention|contribution)",
    r"(?<!\d)[5-9]\d(?:\.\d)?\s?(?:%|per\s?cent) of (?:that|this|it|which),? \(?\x00",
)
WHOLE_COST_ASIDE = _any(rf"\x00\s?\((?:at )?100\s?(?:%|per cent) (?:of )?(?:the )?{_FEC}\)")
COST_ATTACHED = _any(
    rf"\x00(?!\s?\(\s?{_FEC}\s?$)\s?(?:in total\s)?[,(]?\s?"
    r"(?:(?:at|in|of|on|for)\s(?:an?\s|the\s|its\s)?)?"
    rf"(?:100\s?(?:%|per\s?cent)\s(?:of\s)?(?:the\s)?)?\(?{_FEC}(?!\)?\s?(?:[:=]|of|is)\s?$)",
    rf"\b{_FEC}\)?{LIMITS}\x00",
    rf"(?<!\d){_SHARE} of (?:an? |the )?(?:total |cost )?(?:of )?\x00",
)
PERCENT_OF_COST = _any(
    rf"(?<!\d)(?:{_SHARE}|100\s?%(?= of the total))\s(?:of\s)?(?:the\s|your\s|its\s|their\s)?"
    rf"(?:\w+\s)?(?:{_FEC}|(?:eligible\s)?(?:project\s)?costs?\b)(?:\s\(fec\))?"
)
FULL_COST = _any(rf"\b{_FEC}")
PROJECT_COST = _any(
    r"\btotal (?:\w+ )?(?:project )?costs?\b(?! (?:of|for) (?:the|this) (?:programme|scheme|fund"
    r"|call))",
    r"\b(?:total )?eligible (?:\w+ )?(?:costs|expenditure)\b",
    r"\bprojects?['’]?s?['’]? (?:total |full |overall )?(?:eligible )?(?:costs?|expenditure)\b",
    r"\b(?:total|overall|combined|full|whole) (?:project|cost)s? (?:of|is|cost|size|value|budget)\b"
    r"(?! (?:the|this) (?:programme|scheme|fund|call))",
    r"\bprojects? (?:must|should|can|may|will|to|that|which"
    r"|are expected to) (?:typically )?costs?\b",
    r"\b(?:projects?|cost) sizes?\b|\bsize of (?:the |your |each |a )?projects?\b",
    r"\bcosts? of (?:the |your |each |a |any )?(?:\w+ )?projects?\b",
    r"\bprojects?\b[^\x00]{0,60}\x00[^\x00]{0,30}\bin (?:size|total costs?|value|cost)\b",
    r"\bproject(?:s'|'s)? (?:total )?(?:values?|scale)\b",
    r"\bprojects? (?:costing|valued|sized)\b|\bcosting\b[^\x00]{0,30}\x00",
    r"\bproject(?:s'|'s)? (?:total )?(?:cost )?range",
    rf"\bprojects?\b[^\x00]{{0,20}}\bwith (?:a )?(?:total )?(?:costs?|size|value){LIMITS}\x00",
)
CONTRIBUTION = _any(
    r"\b(?:contributions?|grants? (?:request|funding|amount|award)|funding requests?|awards?)\b",
    rf"\b(?:{_FUNDER}) (?:will |would |can )?(?:contribute|pay|fund)",
)
SHARE_OF_POT = _any(
    r"\bshare (?:of|in|from)\b[^\x00]{0,60}\x00",
    r"\b(?:part|portion|slice) of (?:a|an|the)\b[^\x00]{0,30}\x00",
)
ASK = _any(
    r"\bprovid(?:es?|ing) (?!funding|support|up)(?:\w+ ){1,4}with (?:up to|between|from"
    r"|a maximum of) \x00",
    r"\b(?:request(?:s|ed|ing)?|apply(?:ing)? for|bids? for|bidding for|receiv(?:e|es|ing)|claim"
    r"|ask(?:ed|s|ing)? for|seek(?:s|ing)?|secure|obtain|win|get|be (?:awarded|given|offered)"
    r"|entitled to|apply(?:ing)? to us for|access)\b(?! a share)"
    rf"(?:\s(?:an?|the|grants?|awards?|funding|sums?|amounts?|support|contracts?|loans?|financ\w+"
    rf"|money|research|project|capital|revenue|seed|cash|either|total|one-off|eu"
    rf"|investment){{0,1}}\b)?"
    rf"(?:\s(?:funding|grants?|awards?|support|amounts?|sums?|contributions?)\b)?{LIMITS}\x00",
    r"\b(?:you|applicants?|organi[sz]ations?|teams?|projects?|groups?|charities|proposals|requests?"
    r"|applications?|bids?|compan(?:y|ies)|business(?:es)?|consorti(?:a|um))\b"
    rf"(?: \w+){{0,6}} (?:for|seek(?:ing)?|request(?:ing)?|have|receive|requesting){LIMITS}\x00",
    r"\b(?:applications?|requests?|proposals?|bids?)(?: are| can be| may be| should be| must be)?"
    r"(?: \w+){0,2} (?:for|of|from|between|up to|in the r\w+ of)\b[^\x00]{0,40}\x00",
    r"\brequested\b|\b(?:be|is|are) (?:applied|asked|bid) for\b",
    rf"\b(?:give|offer|award|pay|provide) (?:you|them|each|applicants|groups){LIMITS}\x00",
    r"\bto (?:a|an (?:overall|absolute)) (?:total )?(?:max(?:imum)?|limit"
    r"|ceiling)[^\x00]{0,20}\x00",
    r"^(?:the )?(?:amounts?|values?|budgets (?:of|up to|from"
    r"|between))\b\s?:?[^\x00]{0,20}\x00(?! in total)",
    r"\x00 (?:is|are|being) the (?:most|max(?:imum)?|(?:upper |funding )?limit|ceiling|cap"
    r"|largest)\b",
    r"\b(?:large|larger|big|small|smaller|medium) ones\b[^\x00]{0,30}\x00",
    r"\x00[^\x00]{0,30}\b(?:lump sum|is considered appropriate|would be appropriate)\b",
)
AWARD_ATTACHED = _any(
    rf"\x00\s(?!in |of |for |to )(?:\w+[- ]){{0,1}}{_AWARD}\b(?!\s(?:fund|programme|scheme"
    rf"|competition|pot|call|round))",
    rf"\b{_AWARD}{LIMITS}\x00",
    rf"\b(?:maximum|minimum|typical|largest|smallest|max|min|individual|standard|small|large|medium"
    rf"|main|single|lump|each) (?:\w+ )?(?:{_AWARD}|funding(?: amount| level| limit| request)?"
    rf"|amounts?"
    rf"|awards? value|contribution){LIMITS}\x00",
)
AWARD = _any(
    r"\b(?:allows?|makes? possible)(?: for)? (?:an? )?(?:\w+ )?(?:of )?up to \x00",
    r"\bfunding (?:of )?up to \x00 (?:can|may) be (?:granted|awarded|given)\b",
    r"\bcontributions?\b[^\x00]{0,60}\x00",
    rf"\b{_AWARD}\b(?! (?:fund|programme|scheme|competition|pot|call|round|budget)\b)"
    r"(?![^\x00]{0,60}\b(?:total(?:ling|ing)?|budget|fund|pot)\b)[^\x00]{0,90}\x00",
    r"\b(?:funding|award|grant|support) (?:amount|level|limit|size|value"
    r"|range)s?\b[^\x00]{0,30}\x00",
    r"\b(?:amount|level|size|value|range) of (?:the |each |your |any )?(?:funding|award|grant"
    r"|support"
    r"|financial contribution)s?\b[^\x00]{0,60}\x00",
    r"\b(?:how much (?:can )?(?:you|i|we)(?: can)?(?: \w+){0,4}|what (?:we|you can) (?:fund"
    r"|offer|get))"
    r"\W[^\x00]{0,30}\x00",
    rf"\b(?:most|maximum|amount) (?:that )?{_FUNDER}(?: can| will"
    rf"| would)?(?: \w+)?\b[^\x00]{{0,30}}\x00",
    rf"\b{_FUNDER} (?:will |can |would |may |normally |usually )?(?:contribute|award|grant|fund)s?"
    r"\b(?! (?:\w+ ){0,2}(?:projects|programme)\b)[^\x00]{0,30}\x00",
    rf"\b{_FUNDER} (?:paying|contributing|meeting|covering|putting in)\b[^\x00]{{0,30}}\x00",
    r"\bsupport (?:of|from|between|worth|up to)\b[^\x00]{0,20}\x00",
    r"\blump[- ]sums?\b[^\x00]{0,40}\x00",
    r"\b(?:capped|limited|cap|ceiling|limit)\b[^\x00]{0,30}\x00",
    r"\bfunding requested\b|\bfunding request\b|\bgrant request\b",
    r"\b(?:worth|value[ds]?)\b[^\x00]{0,30}\x00",
    rf"\b{_MADE} (?:will |can |may |should |could )?(?:each )?(?:receive|be funded|be awarded"
    r"|be supported|receives|gets?|wins?|takes? home)\b[^\x00]{0,40}\x00",
)
POT_ATTACHED = _any(
    rf"\x00[,]?\s(?:(?!(?:in|for|from|of|under|to|through|on|per|as|and|at|by|is"
    rf"|with) )\w+[- ]){{0,3}}?"
    rf"{_SCHEME}\b(?! (?:award|grant|per|project|call for each))",
    r"\b(?:in|for) this (?:round|call|competition)[^\x00.;]{0,30}\b(?:award|give|grant|spend)\b"
    r"[^\x00.;]{0,20}\x00(?! (?:each|per|to each|for each|for every))",
    r"\x00 (?:prize|award|grant)s? (?:money )?(?:is|are|will be) (?:split|shared|divided)\b",
    rf"\b(?:fund|pot|budget|programme|competition|call|scheme|envelope|package|investment|pool)"
    rf"\s(?:of|worth|totall?ing|is worth|is valued at){LIMITS}\x00",
    rf"\b{_SCHEME}(?: size| value| total)?\s?:{LIMITS}\x00",
)
TOTAL_AWARD = _any(
    r"\b(?:applications?|proposals?|bids?|requests?) with (?:an? )?(?:\w+ )?budgets?\b"
    r"[^\x00]{0,40}\x00",
    r"\x00[^\x00]{0,20}\b(?:can|may|must|should|could) be requested\b",
    r"\btotal (?:grant|award|contract) (?:value|request|amount|funding)?",
    r"\btotal (?:value|amount) of (?:the|each|your|any) (?:grant|award|contract)",
    r"\bbudget (?:for|of) (?:your|the|each) (?:project|application|proposal)",
)
POT = _any(
    r"\b(?:the|a|our) (?:\w+ )?pot (?:is|of|stands at|holds|has|comes to)\b[^\x00]{0,20}\x00",
    r"\x00 in the pot\b|\bpaid (?:for )?out of \x00",
    r"\b(?:total|overall|indicative|available|call|topic|competition|programme|entire|whole"
    r"|provisional|global|scheme|combined|full|estimated) "
    r"(?:\w+ ){0,3}?(?:budget|fund|funds|funding|pot|envelope|allocation|prize fund"
    r"|amount available|size of (?:the |grant )?(?:scheme|fund))\b[^\x00]{0,90}\x00",
    r"\btotal (?:funding|fund|budget|pot|investment|amount)\b",
    r"\b(?:available|funding|invest\w*) [^\x00]{0,20}\b(?:for|in|under|through|by) (?:this|the)"
    r" (?:\w+ ){0,2}(?:call|competition|opportunity|programme|scheme|round|fund|initiative|strand"
    r"|challenge|topic)\b[^\x00]{0,30}\x00",
    r"\b(?:funding|prize|grant|budget|financial) (?:pot|envelope|allocation|package)\b",
    r"\bbudget\b(?! (?:must|should|may|can|cannot) )[^\x00]{0,60}\x00",
    r"\x00[^\x00]{0,40}\b(?:budget|funding pot|total fund)\b",
    r"\b(?:fund|programme|scheme|competition|call|initiative|pot) (?:is |are |will be |was )?"
    r"(?:worth|totals?|totalling|valued at|amounts? to|offers? a total|has|stands at|provides?"
    r"|backed by|launched with|opened with|will (?:provide|invest|distribute|award|offer))\b"
    r"[^\x00]{0,40}\x00",
    r"\x00[^\x00]{0,60}\b(?:has|have|had|is|are|was|were|(?:will|may|can|could|is to|are to) be)"
    r" (?:been )?(?:\w+ly )?(?:being )?"
    r"(?:allocated|allotted|committed|set aside|made available|pledged|invested|budgeted"
    r"|assigned|shared|spread"
    r"|secured|dedicated|foreseen|planned|divided|distributed|released|put aside|announced)\b",
    r"\b(?:allocat\w+|allott\w+|committ?\w*|set aside|make available|making available"
    r"|made available|pledg\w+"
    r"|invest(?:s|ed|ing|ment)?|put(?:s|ting)? (?:up|forward|aside)|dedicat\w+"
    r"|distribut\w+)\b[^\x00]{0,60}\x00",
    r"\x00[^\x00]{0,60}\b(?:across|between|among(?:st)?|over) (?:the|all|both|these|several|up to)"
    r"(?: \w+){0,3} (?:projects|awards|strands|programme|topics|calls|competition|hubs|applicants"
    r"|winners|centres|grants|lots|regions|phases|rounds|streams)\b",
    r"\x00[^\x00]{0,40}\b(?:available |on offer |offered )(?:in total )?(?:for|in|through|under"
    r"|across"
    r"|from|via|within|to fund|to support) (?:this|the|all|up to|between|a number|several|new"
    r"|research"
    r"|\w+ (?:projects|awards|grants|hubs|centres)|about|around|approximately|\d+|two|three|four"
    r"|five|six|seven|eight|nine|ten)\b",
    r"\x00[^\x00]{0,60}\b(?:for|to support|to fund|into|towards) (?:this|the) (?:\w+ ){0,2}"
    r"(?:call|competition|opportunity|programme|scheme|round|fund|initiative|strand|challenge)\b",
    r"\x00[^\x00]{0,20}\bgoe?s? to (?:the |up to |about )?(?:\d+|two|three|four|five|six|seven"
    r"|eight|nine"
    r"|ten|several|successful|winning|selected)\b",
    r"\btotal of\b[^\x00]{0,20}\x00",
    r"\bin total\b[^\x00]{0,20}\x00|\x00 (?:in total|altogether)\b|\x00 in all(?=[.,;]|$)",
    r"^total\s?:\s?(?:up to )?\x00",
    r"\x00 (?:worth )?(?:of |in )(?:\w+ ){0,3}(?:grants|awards|prizes|contracts|loans)\b",
    r"\b(?:grants|awards|prizes|contracts) (?:totall?ing|worth a total of)\b[^\x00]{0,20}\x00",
    r"\bavailable\b[^\x00]{0,20}\bfund(?:ing|s)?\b[^\x00]{0,30}\x00",
)
LIKE_AWARD = _any(
    r"^(?![^\x00]*\b(?:total|pot|budget|overall|share|altogether)\b)[^\x00]*\b(?:up to|between)"
    r" \x00(?! (?:in (?:total|all)|altogether|will be shared))"
)
# A sentence that a list of levels follows.
LEVELS = _any(
    r"\b(?:awards?|grants?|funding)\b[^.]{0,60}\b(?:levels?|types?|kinds?|sizes?|strands?|tiers?"
    r"|categories|bands?|two|three|four)\b",
    r"\b(?:levels?|types?|kinds?|sizes?|tiers?|categories|bands?) of (?:awards?|grants?|funding)\b",
)
# A sum on offer without a word on who shares it.
ON_OFFER = _any(
    r"\x00[^\x00]{0,60}\b(?:available|on offer|offered|up for grabs)\b",
    r"\x00 (?:in|of) (?:\w+ )?funding\b|\x00[^\x00]{0,30}\bto be had\b",
    r"\b(?:available|on offer|offering)\b[^\x00]{0,40}\x00",
)
# Last resorts, where nothing else speaks of the amount.
GIVEN = _any(
    r"\b(?:give|offer|grant|award|fund|pay)s?(?: (?:usually|normally|typically|out|away))? "
    r"(?:up to|between|from|a maximum of|at most|around|about)\W*\x00",
)
_CALLED = r"(?:fund|programme|call|competition|scheme|pot|initiative|opportunity|round|topic)"
# A sum put into a call, whatever it says of full costs; and one pot for every region.
PUT_INTO_CALL = _any(
    r"\b(?:put(?:s|ting)?|invest(?:s|ing)?|commit(?:s|ting)?)\b[^\x00.;]{0,20}\x00"
    rf"[^\x00.;]{{0,40}}\b(?:into|in|to|behind) (?:this|the) (?:\w+ ){{0,5}}{_CALLED}\b",
)
_PLACE = r"(?:regions?|boroughs?|wards?|areas?|districts?|count(?:y|ies)|nations?|localit(?:y|ies))"
POT_OF_PLACE = _any(
    rf"\b(?:pot|budget|fund)\b[^\x00.;]{{0,30}}\x00 (?:is available )?"
    rf"(?:per|(?:for|in) (?:each|every)) (?:of the )?(?:\w+ )?{_PLACE}\b",
    rf"\b(?:each|every) {_PLACE} has (?:an?|its own) (?:\w+ )?(?:pot|budget|fund) of"
    r"[^\x00.;]{0,12}\x00",
)
BEHIND_CALL = _any(
    r"\bputs?\b[^\x00]{0,20}\x00 into\b",
    rf"\b{_CALLED}\b[^\x00]{{0,80}}\b(?:there (?:is|are|will be)|holds?|sum of|has|have|spends?)\b"
    r"[^\x00]{0,40}\x00",
    r"\b(?:there (?:is|are|will be)|brings?|sum of|ha(?:s|ve)|puts?(?: in)?|gives?|find|finds"
    r"|spends?"
    rf"|provid(?:es?|ing))\b[^\x00]{{0,40}}\x00[^\x00]{{0,40}}\b(?:for|to|into|on|behind"
    rf"|in) (?:this|the"
    rf"|its|our|their|a new) (?:\w+ ){{0,2}}{_CALLED}\b",
    rf"\x00[^\x00]{{0,40}}\bspent\b[^\x00]{{0,30}}\b{_CALLED}\b",
)
# "Will fund one centre, with a budget of": the budget is the centre's.
ONE_FUNDED = _any(
    rf"\b(?:fund|award|support|establish|appoint|select)s? (?:one|a single|an?) (?:\w+ )?{_MADE}\b"
    r"[^\x00.;]{0,70}\b(?:budget|funding) of[^\x00]{0,20}\x00",
)
FUNDER_PAYS = _any(
    rf"\bof (?:this|which|it|that),?\s[^\x00]{{0,20}}\x00[^\x00]{{0,30}}\b(?:paid|met|funded"
    rf"|provided"
    rf"|contributed) by (?:us\b|{_FUNDER}|the)",
)
SUPPORTED_BY = _any(
    r"\b(?:supported|backed|funded|financed|enabled) (?:by|with|through)(?: up to| around| about)?"
    r"(?: a)? \x00(?![^\x00]{0,60}\band$)",
)
ONE_RECIPIENT = _any(
    r"\bto (?:establish|set up|create|run|host|lead|deliver|fund) (?:a|an|one|the)\b",
    r"\bfor (?:a|an|one) (?:\w+ ){0,3}(?:hub|centre|network|institute|award|project|consortium)\b",
)
AT_LEAST = _any(
    r"\b(?:at least|no less than|not less than|more than|min(?:imum)?(?: of)?|starting (?:at|from)"
    r"|starts? (?:at|from)|upwards of|from)\W*(?:a |the )?\x00",
    r"\bmin(?:imum)? (?:\w+ ){0,2}(?:award|grant|contribution|amount|request|value|level|loan)s?\b"
    r"(?![^\x00]*\bmax)",
    r"\x00 (?:or more|minimum|and above|and over|or above|upwards)",
    r"\b(?:minimum|lowest|smallest|floor)\b(?![^\x00]*\b(?:max|up to))[^\x00]{0,30}\x00",
)
