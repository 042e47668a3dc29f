"""The words that tell a pot which many awards share.

A null character stands where the amount stands.
"""

from scrapers.facts.money.nouns import LIMITS, SCHEME, any_of

SHARE_OF_POT = any_of(
    rf"\b(?:total )?(?:size|value) of (?:the|this) (?:\w+ ){{0,4}}{SCHEME}{LIMITS}\x00",
    r"\b(?:will|to|can) share (?:up to |about |around )?\x00",
    r"(?<!['’]s )\bshare (?:of|in|from)\b[^\x00]{0,60}\x00",
    r"\b(?:part|portion|slice) of (?:a|an|the)\b[^\x00]{0,30}\x00",
)
# "A further £4m will be made available": more for the call, not a part of it.
MORE_FUNDING = any_of(
    r"\b(?:an?|the|with) (?:further|additional|extra|initial|new) (?:(?:sum|total|amount) of )?"
    r"(?:up to |around |over )?\x00[^\x00.;]{0,50}\b(?:available|funding|fund|scheme|call|round"
    r"|programme|provided|for (?:these|this|such|new) (?:\w+ )?(?:grants|awards|projects|call"
    r"|scheme))\b",
)
POT_ATTACHED = any_of(
    r"\b(?:fund|programme?|scheme|initiative) (?:will )?receives? \x00",
    r"\btotal (?:grants?|awards?) (?:available|allocation|fund|pot|budget)\b[^\x00.;]{0,12}\x00",
    r"\b(?:total|anticipated|estimated|expected) (?:\w+ )?funding(?: amount)?\s?:[^\x00]{0,12}\x00",
    rf"\x00[,]?\s(?:(?!(?:in|for|from|of|under|to|through|on|per|as|and|at|by|is"
    rf"|with) )\w+[- ]){{0,3}}?"
    rf"{SCHEME}\b(?! (?:award|grant|per|project|call for each))",
    r"\b(?:in|for) this (?:round|call|competition)[^\x00.;]{0,30}\b(?:award|give|grant|spend)\b"
    r"[^\x00.;]{0,20}\x00(?! (?:each|per|to each|for each|for every))",
    r"\bthe \x00 (?:of|in) (?:\w+ )?(?:funding|grants|money)\b",
    r"\bapplications (?:are|will be) (?:\w+ )?for \x00 (?:of|in) (?:\w+ )?(?:funding|grants)\b",
    r"\x00 (?:prize|award|grant)s? (?:money )?(?:is|are|will be) (?:split|shared|divided)\b",
    rf"\b(?:fund|pot|budget|programme|competition|call|scheme|envelope|package|investment|pool)"
    rf"\s(?:of|worth|totall?ing|is worth|is valued at){LIMITS}\x00",
    rf"\b{SCHEME}(?: size| value| total)?\s?:(?! up to){LIMITS}\x00",
)
POT = any_of(
    r"\x00[^\x00.;]{0,30}\bto be (?:shared|split|divided)\b",
    rf"\bpot{LIMITS}\x00",
    r"\x00 (?:in total )?(?:for|to fund|to support|into|to) (?:up to |around |about |approximately"
    r" )?"
    r"(?:a number of|several|\d{1,3}|two|three|four|five|six|seven|eight|nine|ten) (?:\w+ ){0,3}"
    r"(?:projects"
    r"|awards|grants|hubs|centres|networks|studies|fellowships|teams|clusters|places|institutes)\b",
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
    r"\b(?:funding|prize|grant|budget|financial) (?:pot|envelope|allocation)\b",
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
    r"\b(?:allocat\w+|allott\w+|earmarked|committ?\w*|set aside|make available|making available"
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
    r"\x00[^\x00]{0,60}\b(?:for|to support|to fund|into|towards|go to) (?:this|the) (?:\w+ ){0,2}"
    r"(?:call|competition|opportunity|programme|scheme|round|fund|initiative|strand|challenge)\b",
    r"\x00[^\x00]{0,20}\bgoe?s? to (?:the |up to |about )?(?:\d+|two|three|four|five|six|seven"
    r"|eight|nine"
    r"|ten|several|successful|winning|selected)\b",
    r"\x00 (?:allocated|allotted|committed|dedicated) (?:to|for) (?:the|this|these)\b",
    r"\btotal of\b[^\x00]{0,20}\x00|\b(?:from|out of) (?:an?|the|our) (?:grand |overall )?total"
    r" \x00",
    r"\x00 (?:will|is to|are to|can) be (?:awarded|given|distributed|paid|handed)(?: out)? (?:in"
    r"|as)"
    r" (?:\w+ )?(?:grants|awards|prizes|loans)\b",
    r"\bin total\b[^\x00]{0,20}\x00|\x00 (?:in total|altogether)\b|\x00 in all(?=[.,;]|$)",
    r"^total\s?:\s?(?:up to )?\x00",
    r"\x00 (?:worth )?(?:of |in )(?:\w+ ){0,3}(?:grants|awards|prizes|contracts|loans)\b",
    r"\b(?:grants|awards|prizes|contracts) (?:totall?ing|worth a total of)\b[^\x00]{0,20}\x00",
    r"\bavailable\b[^\x00]{0,20}\bfund(?:ing|s)?\b[^\x00]{0,30}\x00",
)
# "£20m support grants": with a sum so large, what many grants come to.
MANY = any_of(
    r"\x00 (?:(?!in\b|of\b|for\b|to\b|and\b)[\w-]+ ){0,2}"
    r"(?:grants|awards|loans|vouchers|bursaries|prizes)\b(?! each)",
)
# What a small pot needs beside it: the scheme it belongs to, or the many who share it.
OF_MANY = any_of(
    r"\b(?:total|overall|whole|entire) (?:\w+ ){0,3}(?:amount|sum|money|budget|funds?|funding"
    r"|available)\b",
    r"\b(?:made|make|making) available\b|\bto (?:award|give out|distribute|share out)\b|\b(?:each"
    r"|every|per) (?:\w+ )?(?:meeting|round)\b",
    r"\b(?:fund|pot|programme|call|competition|scheme|initiative|round|challenge)\b|\b(?:shared?"
    r"|split|divided|distribut\w+|allocat\w+|give (?:out|away)|set aside"
    r"|projects|grants|awards|prizes|groups|charities|organi[sz]ations|communities|winners"
    r"|awarded)\b|\bgrants? budget\b"
    r"|\b(?:each|every|per) (?:district|region|ward|area|borough|county)\b",
)
# A sum on offer without a word on who shares it.
ON_OFFER = any_of(
    r"\x00[^\x00]{0,60}\b(?:available|on offer|offered|up for grabs)\b",
    r"\x00[^\x00.;,]{0,110}\bwill be (?:made )?available\b",
    r"\x00 (?:(?:in|of) )?(?:\w+ )?funding\b|\x00[^\x00]{0,30}\bto be had\b",
    r"\b(?:available|on offer|offering)\b[^\x00]{0,40}\x00",
)
# "£12.5 million for projects that benefit nature", as a heading.
HEADING = any_of(
    r"^\W*(?:up to |around |about |over )?\x00 (?:for|to support|to fund) (?:(?!each|every|one\b"
    r"|an?\b|the\b)[\w-]+ ){0,3}(?:projects|awards|groups|organi[sz]ations|charities|communities"
    r"|businesses)\b",
)
_CALLED = r"(?:fund|programme|call|competition|scheme|pot|initiative|opportunity|round|topic)"
# A sum put into a call, whatever it says of full costs; and one pot for every region.
PUT_INTO_CALL = any_of(
    r"\b(?:put(?:s|ting)?|invest(?:s|ing)?|commit(?:s|ting)?)\b[^\x00.;]{0,20}\x00"
    rf"[^\x00.;]{{0,40}}\b(?:into|in|to|behind) (?:this|the) (?:\w+ ){{0,5}}{_CALLED}\b",
)
_PLACE = r"(?:regions?|boroughs?|wards?|areas?|districts?|count(?:y|ies)|nations?|localit(?:y|ies))"
POT_OF_PLACE = any_of(
    rf"\b(?:pot|budget|fund)\b[^\x00.;]{{0,30}}\x00 (?:is available )?"
    rf"(?:per|(?:for|in) (?:each|every)) (?:of the )?(?:\w+ )?{_PLACE}\b",
    rf"\b(?:each|every) {_PLACE} has (?:an?|its own) (?:\w+ )?(?:pot|budget|fund) of"
    r"[^\x00.;]{0,12}\x00",
)
BEHIND_CALL = any_of(
    # "the announcement of £20m to help small firms", "£2m investment to protect"
    r"\b(?:announc\w+|launch\w*|unveil\w*|pledg\w*|commit\w*)\b[^\x00.;]{0,25}\x00"
    r"(?! (?:\w+ ){0,3}\d) (?:to (?:help|support|boost|fund|protect|develop|assist)|(?:in|of)"
    r" (?:\w+ )?"
    r"(?:funding|support|grants)|for (?!one\b|an?\b|each))",
    r"\x00 (?:investment|boost|lifeline|injection) (?:to|for)\b",
    r"^\W*with \x00 to (?:award|give|distribute|allocate|hand out|share|grant)\b",
    r"\b(?:we|there|fund|programme|scheme|trust|foundation|charity|council|call|in all) (?:have|has"
    r"|is"
    r"|are) (?:a total of )?(?:up to |about |around )?\x00[^\x00.;]{0,20}\bto (?:award|give"
    r"|distribute"
    r"|allocate|hand out|share|grant)\b",
    r"\b(?:strand|stream|lot|theme|phase|option) \w+ has (?:a budget of )?(?:up to )?\x00",
    rf"\b{_CALLED}\b[^\x00]{{0,80}}\b(?:there (?:is|are|will be)|holds?|sum of|has|have|spends?)\b"
    r"[^\x00]{0,40}\x00",
    r"\b(?:there (?:is|are|will be)|brings?|sum of|ha(?:s|ve)|puts?(?: in)?|gives?|find|finds"
    r"|spends?"
    rf"|provid(?:es?|ing))\b[^\x00]{{0,40}}\x00[^\x00]{{0,40}}\b(?:for|to|into|on|behind"
    rf"|in|of) (?:this|the"
    rf"|its|our|their|a new) (?:\w+ ){{0,2}}{_CALLED}\b",
    rf"\x00[^\x00]{{0,40}}\bspent\b[^\x00]{{0,30}}\b{_CALLED}\b",
)
SUPPORTED_BY = any_of(
    rf"(?:^|\b(?:{SCHEME}|it|this|which|round)\b[^\x00.;]{{0,30}})\b(?:supported|backed|funded"
    rf"|financed"
    r"|enabled) (?:by|with|through)(?: up to| around| about)?(?: a)? \x00(?![^\x00]{0,60}\band$)",
)
LIMIT_ON_OFFER = any_of(
    r"\b(?:funding|support|money|finance) of up to \x00|\bavailable\s?: up to \x00",
)
ONE_RECIPIENT = any_of(
    r"\bto (?:establish|set up|create|run|host|lead|deliver|fund) (?:a|an|one|the)\b",
    r"\bfor (?:a|an|one) (?:\w+ ){0,3}(?:hub|centre|network|institute|award|project|consortium)\b",
)
