"""The words that tell an award to one, as patterns.

In a clause a null character stands where the amount stands, so that a
pattern can say on which side of the amount its words are.
"""

from scrapers.facts.money.nouns import AWARDS, FUNDER, LIMITS, MADE, ONE_OF, any_of

PER_ONE = any_of(
    rf"\bper {ONE_OF}(?!\s(?:year|annum|partner))",
    rf"\b(?:each|every) (?:of (?:the|these) )?{ONE_OF}[^\x00]{{0,60}}\x00",
    rf"\x00[^\x00]{{0,40}}(?<!open )\b(?:for|to|in) (?:each|every) (?:of (?:the|these"
    rf"|\w+) )?{ONE_OF}",
    r"\x00\s*(?:each|apiece)\b",
    rf"\bfor (?:each|one)(?= ?(?:[.,;)]|$))|\bfor (?:each|one) (?:of (?:the|these) )?{ONE_OF}",
    r"\beach\b(?! (?:meeting|round|year|time|call|month|region|district|area"
    r"|ward))[^\x00]{0,30}\b(?:worth|of|up to|receiv\w+|at|between|from)\b[^\x00]{0,20}\x00",
    rf"\b(?:for|to) (?:a single|one|an individual) {ONE_OF}",
    rf"\bfor (?:an?|one) (?:\w+ ){{0,2}}{AWARDS}\b|\bin lots of\b",
    r"\x00 an? (?:project|award|grant|hub|centre|study|team|organi[sz]ation|applicant|application"
    r"|group|council|city|place|school|site|fellowship|partnership|network)\b",
    r"\bany one (?:award|grant|project|application|organisation|applicant)\b",
    r"\bindividual (?:projects?|awards?|grants?)\b",
)
# Words that a limit may be of, but not what is no award: "the maximum size of this fund is".
_NO_COST = (
    r"(?:(?!(?:costs?|costing|income|turnover|expenditure|budgets?|funds?|pots?|total|overall|year"
    r"|annum|annual|fec|available|projects? (?:size|value)|contribution|match|salary|price|fee|loss"
    r"|number|period|duration|length|term|term|threshold)\b)[\w'’-]+ )"
)
ASK = any_of(
    r"\b(?:request(?:s|ed|ing)?|apply(?:ing)? for|eligible for|bids? for|bidding for|receiv(?:e|es"
    r"|ing)|claim"
    r"|ask(?:ed|s|ing)?(?: us)? for|seek(?:s|ing)?|secure|obtain|win|get|be (?:awarded|given"
    r"|offered)"
    r"|entitled to|apply(?:ing)? to us for|access)\b(?! a share)"
    rf"(?:\s(?:an?|the|grants?|awards?|funding|sums?|amounts?|support|contracts?|loans?|financ\w+"
    rf"|money|research|project|capital|revenue|seed|cash|either|total|one-off|eu"
    rf"|investment){{0,1}}\b)?"
    rf"(?:\s(?:funding|grants?|awards?|support|amounts?|sums?|contributions?)\b)?{LIMITS}\x00",
    r"\b(?:you|applicants?|organi[sz]ations?|teams?|projects?|groups?|charities|proposals|requests?"
    r"|applications?|bids?|compan(?:y|ies)|business(?:es)?|consorti(?:a|um))\b"
    rf"(?: \w+){{0,6}} (?:seek(?:ing)?|request(?:ing)?|receive|(?:can|may|could) have){LIMITS}\x00",
    r"\b(?:applications?|requests?|proposals?|bids?)(?: are| can be| may be| should be| must be)?"
    r"(?: \w+){0,2} (?:for|of|from|between|up to|in the r\w+ of)\b[^\x00]{0,40}\x00",
    r"\brequested\b|\b(?:be|is|are) (?:applied|asked|bid) for\b",
    rf"\b(?:give|offer|award|pay|provide) (?:you|them|each|applicants|groups){LIMITS}\x00",
    r"\bto (?:a|an (?:overall|absolute)) (?:total )?(?:max(?:imum)?|limit"
    r"|ceiling)[^\x00]{0,20}\x00",
    r"^(?:the )?(?:amounts?(?! available)|values?|budgets (?:of|up to|from"
    r"|between))\b\s?:?[^\x00]{0,20}\x00(?! in total)",
    r"\bthe \x00 (?:maximum|ceiling|cap|upper limit)\b",
    r"\x00 (?:is|are|being) the (?:most|max(?:imum)?|(?:upper |funding )?limit|ceiling|cap"
    r"|largest)\b",
    rf"\bthe (?:most|largest|highest|biggest)(?: (?:that )?(?:you|we|anyone|an? \w+|they|one)"
    rf"(?: \w+){{1,4}})? (?:is|are|will be){LIMITS}\x00",
    r"\b(?:large|larger|big|small|smaller|medium) ones\b[^\x00]{0,30}\x00",
    r"\x00[^\x00]{0,30}\b(?:lump sum|is considered appropriate|would be appropriate)\b",
)
AWARD_ATTACHED = any_of(
    r"\b(?:highest|maximum|largest|lowest|smallest|minimum) (?:\w+ )?(?:of )?(?:a )?(?:grants?"
    r"|awards?"
    r"|payments?)\b[^\x00.;]{0,60}\b(?:is|are|be|being) (?:set at |currently )?\x00",
    rf"\x00\s(?!in |of |for |to )(?:\w+[- ]){{0,1}}{AWARDS}\b(?!\s(?:fund|programme|scheme"
    rf"|competition|pot|call|round))",
    rf"\b{AWARDS}{LIMITS}\x00",
    rf"\bmax(?:imum)? (?:size|value){LIMITS}\x00",
    rf"\b{FUNDER} (?:will |can |would |may )?contribute (?:up to )?\x00",
    rf"\b(?:maximum|minimum|typical|largest|smallest|max|min|individual|standard|small|large|medium"
    rf"|main|single|lump|each) (?:\w+ )?(?:{AWARDS}|funding(?: amount| level| limit| request)?"
    rf"|amounts?|sums?|level"
    rf"|awards? value|contribution){LIMITS}\x00",
    rf"\bbudget (?:limit|cap|ceiling)(?! for (?:the|this) (?:call|topic)){LIMITS}\x00",
    # "the most you can get stays", "the maximum amount awarded under this scheme is"
    rf"\b(?:most|maximum|minimum|largest|smallest|highest|biggest|lowest|upper|lower) {_NO_COST}"
    r"{1,10}(?:is|are|be|remains?|stays?|stands at)(?: (?:currently|now|still|set at|limited to"
    r"|up to|normally|usually))* \x00",
)
# "A loan of": stronger than a cost that stands in the same clause.
AWARD_HEAD = any_of(
    r"\b(?:apply|ask|bid|applying) for (?:[\w-]+ ){0,3}costs (?:of )?(?:up to|between) \x00",
    rf"(?<!to )(?<!will )(?<!can )(?<!may )(?<!we )\b{AWARDS}{LIMITS}\x00",
    r"\b(?:grant|award|funding) (?:funding |support )?(?:requests?|amounts?|awards?)"
    rf"{LIMITS}\x00",
    rf"\b(?:maximum|minimum|largest|smallest|highest|lowest) (?:\w+ )?{AWARDS}\b[^\x00.;]{{0,50}}"
    rf"\b(?:is|are|will be){LIMITS}\x00",
)
AWARD = any_of(
    r"\b(?:allows?|makes? possible)(?: for)? (?:an? )?(?:\w+ )?(?:of )?up to \x00",
    r"\bfunding (?:of )?up to \x00 (?:can|may) be (?:granted|awarded|given)\b",
    r"\bcontributions?\b[^\x00]{0,60}\x00",
    rf"\b{AWARDS}\b(?! (?:fund|programme|scheme|competition|pot|call|round|budget)\b)"
    r"(?![^\x00]{0,60}\b(?:total(?:ling|ing)?|budget|fund|pot)\b)[^\x00]{0,90}\x00",
    r"\b(?:funding|award|grant|support) (?:amount|level|limit|size|value"
    r"|range)s?\b[^\x00]{0,30}\x00",
    r"\b(?:amount|level|size|value|range) of (?:the |each |your |any )?(?:funding|award|grant"
    r"|support"
    r"|financial contribution)s?\b[^\x00]{0,60}\x00",
    r"\b(?:how much (?:can )?(?:you|i|we)(?: can)?(?: \w+){0,4}|what (?:we|you can) (?:fund"
    r"|offer|get))"
    r"\W[^\x00]{0,30}\x00",
    rf"\b{FUNDER} (?:will |can |would |may |normally |usually )?(?:contribute|award|grant|fund)s?"
    r"\b(?! (?:\w+ ){0,2}(?:projects|programme)\b)[^\x00]{0,30}\x00",
    rf"\b{FUNDER} (?:paying|contributing|meeting|covering|putting in)\b[^\x00]{{0,30}}\x00",
    r"\b(?:support|assistance|help) (?:of|from|between|worth|up to)\b[^\x00]{0,20}\x00",
    r"\b(?:capped|limited|cap|ceiling|limit)\b[^\x00]{0,30}\x00",
    r"\b(?:limit|maximum|cap|ceiling)\b[^\x00.;]{0,40}\b(?:raised|increased|lowered|reduced) to"
    r" \x00",
    rf"^(?:the )?(?:total |maximum |typical |{AWARDS} )?value(?: of (?:the|each|an?|your)"
    rf" {AWARDS})?"
    rf"\b(?! of)[^\x00]{{0,30}}\x00",
    rf"\b{MADE} (?:will |can |may |should |could )?(?:each )?(?:receive|be funded|be awarded"
    r"|be supported|receives|gets?|wins?|takes? home)\b[^\x00]{0,40}\x00",
)
TOTAL_AWARD = any_of(
    r"\b(?:limit|maximum|ceiling|cap) (?:is|of) (?:up to )?\x00 in total\b",
    r"\b(?:applications?|proposals?|bids?|requests?) with (?:an? )?(?:\w+ )?budgets?\b"
    r"[^\x00]{0,40}\x00",
    r"\x00[^\x00]{0,20}\b(?:can|may|must|should|could) be requested\b",
    r"\btotal (?:grant|award|contract) (?!available|fund\b|pot|budget|money|allocation|aid)"
    r"(?:value|request|amount|funding)?",
    r"\btotal (?:value|amount) of (?:the|each|your|any) (?:grant|award|contract)",
    r"\bbudget (?:for|of) (?:your|the|each) (?:project|application|proposal)",
)
# A sentence that a list of levels follows.
LEVELS = any_of(
    r"\b(?:awards?|grants?|funding)\b[^.]{0,60}\b(?:levels?|types?|kinds?|sizes?|strands?|tiers?"
    r"|categories|bands?|two|three|four)\b",
    r"\b(?:levels?|types?|kinds?|sizes?|tiers?|categories|bands?) of (?:awards?|grants?|funding)\b",
)
# The whole of what is paid by the year: "£15,000 a year for three years, £45,000 in total".
INSTALMENT = any_of(
    r"^[^.;]{0,25}?\b(?:per|an?|each|every) (?:year|annum)\b[^.;]{0,60}[,(–-] ?(?:(?:with|or|up to"
    r"|to|and|that is|i\.e\.) )?(?:an? )?(?P<total>(?:overall |grand )?(?:total|max\w*)(?: of)? )?"
    r"(?:up to )?(?P<end>$)",
)
TOTAL_AFTER = any_of(r"^ (?:in (?:total|all)|altogether|overall|maximum)\b")
# "For phase 1 ... and for phase 2 ...": what is said of the first holds for the second.
PARALLEL = any_of(
    r"\bfor (\w+)\b[^.;]{0,25}\band (?:up to |a further |another )?\x00[^.;]{0,30}?\bfor \1\b"
)
# A list of like sums: "small grants up to £5,000, large ones up to £20,000".
LISTED = any_of(
    r"^(?:(?!\b(?:with|so|most|many|some|whose|where|which|who|must|need|needs|if|has|have|had|was"
    r"|were)\b)[^.]){0,90}$"
)
# "Funding of between": a range is for one, where nothing says that it is a pot's.
RANGE_OF_ONE = any_of(
    r"^\W*(?:[\w'’&]+ ){0,3}(?:funds?|grants?|awards?|loans?|strand|scheme|programme) ?[-–:] ?\x00",
    rf"\b(?:fund|support)(?:s|ing)? (?:\w+ ){{0,3}}{MADE} with (?:\w+ )?budgets{LIMITS}\x00",
    rf"\b(?:funding|money|sums?|support|finance){LIMITS}\x00",
    r"\bfunding for (?:[\w-]+ ){1,6}(?:projects|groups|organi[sz]ations|charities),?"
    r" (?:of|from|between) \x00",
)
# "With a minimum of £1,000": the other limit of what the amount before it is a limit of.
BOUND = any_of(
    r"\b(?:and|with|to|but|,) (?:up to )?(?:a |an |the )?(?:absolute |upper |lower )?(?:min"
    r"|max)(?:imum)?"
    r" (?:of )?$"
)
# "Up to £50,000 is on offer for studies and up to £400,000 for projects".
ALSO = any_of(r"(?:\b(?:and|or)|,) up to $")
# Last resorts, where nothing else speaks of the amount.
GIVEN = any_of(
    r"\b(?:give|offer|grant|award|fund|pay)s?(?: (?:usually|normally|typically|out|away))? "
    r"(?:up to|between|from|a maximum of|at most|around|about)\W*\x00",
    r"\b(?:funded|supported) at (?:between|from|up to|a maximum of)? ?\x00",
    r"\bup to \x00 (?:can|may|will) be (?:offered|given|awarded|granted|paid|had)\b",
)
# "Up to £210,000 over three years", as a line or a bracket of its own: a limit is one award's.
LIMIT_ALONE = any_of(
    r"^\W*(?:normally |usually )?(?:up to|max(?:imum)?:?) \x00(?=\s*(?:[.,;)]|capped\b|as\b|$))",
    r"\b(?:normally|usually|typically) up to \x00(?=\s*(?:[.,;)]|and\b|$))",
    r"\bfunding\b[^\x00.;]{0,60}\((?:of )?up to \x00(?=\s*[,)])",
)
# "Are eligible for up to £2,500", "a maximum of £600 will be provided": below a pot's size, one's.
LIMIT = any_of(
    r"^(?!.*\b(?:costs?|keep|retain|save|travel|fees?|stipend|salary|fines?|prices?|spend|spent"
    r"|used?|claimed|now|met|paid|refreshments|food|equipment|transport|accommodation"
    r"|(?:projects|studies)(?=:))\b).*\b(?:up to|(?<!in )maximum(?: of)?"
    r"|max\.?|no more than|at most|limited to|a limit of)(?: a)?(?: maximum| total)?(?: of)? \x00",
)
# "Will fund one centre, with a budget of": the budget is the centre's.
ONE_FUNDED = any_of(
    rf"\b(?:fund|award|support|establish|appoint|select)s? (?:one|a single) (?:\w+ )?{MADE}\b"
    r" (?:with|at) (?:up to )?\x00",
    rf"\b(?:fund|award|support|establish|appoint|select)s? (?:one|a single|an?) (?:\w+ )?{MADE}\b"
    r"[^\x00.;]{0,70}\b(?:budget|funding) of[^\x00]{0,20}\x00",
)
AT_LEAST = any_of(
    r"\b(?:at least|no less than|not less than|more than|min(?:imum)?(?: of)?|starting (?:at|from)"
    r"|starts? (?:at|from)|upwards of)\W*(?:a |the )?\x00|\bfrom\W*\x00",
    r"\b(?:min(?:imum)?|(?<!at )least|lower|lowest|smallest) (?:\w+ ){0,2}(?:limit|award|grant"
    r"|contribution|amount|request|value|level|loan)s?\b"
    r"(?![^\x00]*\bmax)",
    r"\b(?:minimum|lowest|smallest|floor)\b(?![^\x00]*\b(?:max|up to))[^\x00]{0,30}\x00",
)
