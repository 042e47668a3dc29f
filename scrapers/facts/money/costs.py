"""The words that tell a project's whole cost from the share of it that a funder pays.

A null character stands where the amount stands.
"""

from scrapers.facts.money.nouns import FEC, FUNDER, LIMITS, MADE, SHARE, any_of

# The funder's share of a full economic cost, and that cost itself, right beside the amount.
SHARE_ATTACHED = any_of(
    rf"\x00\s?[,(]?\s?(?:(?!and\b)\w+\s){{0,3}}?(?:at\s|is\s|being\s|or\s|=\s)?\(?{SHARE}"
    r"(?:\s\w+){0,4}?"
    rf"\s?\(?{FEC}",
    # the costs of others than universities: "up to 100% of project costs, to a maximum of"
    r"(?<!\d)\d{1,3}\s?(?:%|per\s?cent) of (?:(?!full\b|f\.?e)[\w']+ ){0,3}costs?,? (?:up )?to"
    r" (?:a|an (?:upper|overall)) (?:max\w*|limit|ceiling|total)(?: of)? \x00",
    rf"{SHARE}(?:\s\w+){{0,3}}?\s(?:{FEC})?[^\x00.;]{{0,30}}\(\x00",
    rf"\b{FUNDER}\s(?:will\s|would\s|can\s|then\s|only\s|normally\s|usually\s)?"
    rf"(?:(?:pays?|contributes?|meets?|covers?)\s|funds?\s(?=[^\x00]*{SHARE}))[^\x00]{{0,40}}\x00",
    rf"{SHARE}[^\x00.;]{{0,40}}{FEC}[),]?\s(?:\(?that is|i\.?e\.?|which is|so|or|being|to a"
    rf"|up to)"
    r"[^\x00]{0,20}\x00",
    rf"\x00\s?\(?(?:at\s)?(?:the\s)?{SHARE}\s(?:rate|funded|funding|intervention|contribution)",
    r"(?<!\d)[5-9]\d(?:\.\d)?\s?(?:%|per\s?cent) of (?:that|this|it|which),? \(?\x00",
)
WHOLE_COST_ASIDE = any_of(rf"\x00\s?\((?:at )?100\s?(?:%|per cent) (?:of )?(?:the )?{FEC}\)")
COST_ATTACHED = any_of(
    rf"\x00(?!\s?\(\s?{FEC}\s?$)\s?(?:in total\s)?[,(]?\s?"
    r"(?:(?:at|in|of|on|for)\s(?:an?\s|the\s|its\s)?)?"
    rf"(?:100\s?(?:%|per\s?cent)\s(?:of\s)?(?:the\s)?)?\(?{FEC}(?!\)?\s?(?:[:=]|of|is)\s?$)",
    rf"\b{FEC}\)?{LIMITS}\x00",
    rf"(?<!\d)80\s?(?:%|per\s?cent) of (?:an? |the )?(?:total |cost )?(?:of )?\x00"
    rf"|(?<!\d){SHARE} of (?:an? |the )?(?:(?:total )?cost of \x00|\x00 (?:\(?{FEC}|in (?:total"
    rf" )?cost))",
)
# "80% of the full economic cost of your project, which can be up to": the cost, not the share.
COST_RELATED = any_of(
    rf"\b{FEC} of (?:your|the|a|each|any) (?:\w+ )?{MADE},? which{LIMITS}\x00",
    r"\bfull economic costs?(?: \(fec\))? (?:of )?up to \x00",
)
PERCENT_OF_COST = any_of(
    rf"(?<!\d)(?:\d{{1,3}}\s?[–-]\s?\d{{1,3}}\s?%|{SHARE}|100\s?%(?= of the total))\s(?:of\s)?"
    rf"(?:the\s|your\s|its\s|their\s)?"
    rf"(?:\w+\s)?(?:{FEC}|(?:total\s)?(?:eligible\s)?(?:project\s)?costs?\b)(?:\s\(fec\))?",
    r"\b(?:towards?|cover(?:s|ing)?|meet(?:s|ing)?|pay(?:s|ing)?(?: for| towards)?|contribut\w+ to"
    r"|(?:share|part|portion|proportion) of)\s(?:up to )?(?:[\d%–-]{1,7}(?: to \d\d%)? of )?"
    r"(?:the |your |its |their |a |an )?(?:\w+ ){0,2}costs?\b(?! of (?:up to |between )?\x00)",
)
FULL_COST = any_of(rf"\b{FEC}(?!\)? (?:regime|rules?|basis|model|scheme|terms|principles)\b)")
PROJECT_COST = any_of(
    r"\bcosts (?:vary|range|run|go)\b[^\x00]{0,20}\x00|\b(?:with|whose) costs (?:of|from|between"
    r"|up to|under|below)(?: up to| between)? \x00",
    r"\btotal (?:\w+ )?(?:project )?costs?\b(?! requested|(?: of| for) (?:the|this)"
    r" (?:programme|scheme|fund|call))",
    r"\b(?:total )?eligible (?:\w+ )?(?:costs|expenditure)\b",
    r"\bprojects?['’]?s?['’]? (?:total |full |overall )?(?:eligible )?(?:costs?|expenditure)\b",
    r"\b(?:total|overall|combined|full|whole) (?:project|cost)s? (?:of|is|cost|size|value|budget)\b"
    r"(?! (?:the|this) (?:programme|scheme|fund|call))",
    r"\bprojects? (?:must|should|can|may|will|to|that|which"
    r"|are expected to) (?:typically )?costs?\b",
    r"\b(?:projects?|cost) sizes?\b|\bsize of (?:the |your |each |a )?projects?\b",
    r"\bcosts? of (?:the |your |each |a |any )?(?:\w+ )?projects?\b",
    r"\bprojects?\b[^\x00]{0,30}\bin (?:size|scale|value|cost)\b[^\x00]{0,30}\x00",
    r"\bprojects?\b[^\x00]{0,90}\b(?:rang|vary)\w* in (?:size|scale|value|cost)\b"
    r"[^\x00]{0,20}\x00",
    r"\bprojects?\b[^\x00]{0,60}\x00[^\x00]{0,30}\bin (?:size|total costs?|value|cost)\b",
    r"\bprojects?(?:'s|')? (?:\w+ )?(?:total |an? )?(?:values?|scale)\b",
    r"\bprojects? (?:costing|valued|sized)\b|\bcosting\b[^\x00]{0,30}\x00",
    r"\bproject(?:s'|'s)? (?:total )?(?:cost )?range",
    rf"\bprojects?\b[^\x00]{{0,80}}\bwith (?:a )?(?:\w+ )?(?:costs?|size|value){LIMITS}\x00",
)
CONTRIBUTION = any_of(
    r"\b(?:contributions?|grants? (?:request|funding|amount|award)|funding requests?|awards?)\b",
    rf"\b(?:{FUNDER}) (?:will |would |can )?(?:contribute|pay|fund)",
)
FUNDER_PAYS = any_of(
    rf"\bof (?:this|which|it|that),?\s[^\x00]{{0,20}}\x00[^\x00]{{0,30}}\b(?:paid|met|funded"
    rf"|provided"
    rf"|contributed) by (?:us\b|{FUNDER}|the)",
)
