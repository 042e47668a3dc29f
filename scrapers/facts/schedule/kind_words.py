"""The words that tell how a call closes: once, in steps, several times or never."""

from scrapers.facts.clock import MONTH
from scrapers.facts.schedule.words import SENT_THING, any_of

# Steps of one application; a deadline beside one is not the only one.
STEPS = any_of(
    r"\bstage (?:1|2|one|two|i|ii)\b|\b(?:first|second|outline|full|eoi|final)[- ]stage\b"
    r"|\b(?:two|2|multi|three|several)[- ]stages?\b",
    r"\b\(?step (?:1|2|one|two)\)? (?:proposal|application|deadline|cut-?off|submission)s?\b",
    r"\boutline (?:applications?|proposals?|bids?|stage|submissions?|deadlines?|forms?)\b"
    r"|\boutlines\b",
    r"\binvited to (?:submit|complete|make|send|write) (?:an? |the )?(?:full|second|stage (?:2"
    r"|two))\b",
    r"\b(?:round (?:1|one)|first (?:round|call))\b[\s\S]{0,300}\b(?:second (?:round|call)"
    r"|round (?:2|two))\b",
    r"\b(?:first|initial) (?:round|phase|wave|tranche) of (?:(?:the|this|our|a) )?(?:[\w’']+ ){0,2}"
    r"(?:applications?|funding|bidding|year['’]s|grants|awards|bids)\b",
    r"\bround (?:\d|one|two|three|four|five)(?:,| (?:of|for|in))? (?:the )?20\d\d\b",
    r"\b(?:next|following|second|another) (?:funding )?round (?:is |due |expected "
    r"|likely )*(?:to|will)"
    r" (?:then )?open\b",
    r"\b(?:after|following) the (?:outline|first step)\b|\((?:outlines?|full|eoi|stage)\b",
    r"\b(?:those|teams|applicants|if) (?:who are |that are |you are )?(?:then )?(?:invited"
    r"|shortlisted)"
    r"\b[^.]{0,60}\b(?:submit|send|make|full|apply)\b",
    r"\b(?:shortlisted|invited|selected) (?:applicants|teams|candidates"
    r"|projects)\b[^.]{0,120}\bfull\b",
    r"\bexpress(?:ing)? (?:your |their |an )?interest\b",
    r"\bexpressions? of interest\b|\beois?\b|\bpre-?proposals?\b|\bconcept notes?\b"
    r"|\bpre-?qualification\b|\bshort proposals?\b|\bpreliminary applications?\b",
)
_DAY_OF_YEAR = rf"\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{MONTH}"
_AND = r"(?:,\s(?:and\s|or\s)?|\s(?:and|or)\s)"
_YEARLY = r"(?:(?:in |of )?(?:each|every|any) year|annually|yearly)\b"
# A process in steps, whether or not a day is named.
IN_STEPS = any_of(
    r"\b(?:two|2|three|3)[- ](?:stages?|phases?|steps?)[- ](?:\w+[- ]){0,2}(?:process|calls?"
    r"|procedure|approach|competition|opportunity"
    r"|application|selection|submission)\b(?![^.]{0,40}\b(?:accounts?|register|log in)\b)",
    r"\binvit(?:e|ed|ing) (?:(?:you|them|these|those|successful|selected|teams|applicants) )*to"
    r" (?:the |(?:submit|make|complete|send|write|prepare|apply for) (?:an? |the |their |your )?)?"
    r"(?:\w+ )?(?:full|detailed|second[- ]stage|second stage|stage (?:2|two))\b",
    r"\binvited to [^.;]{0,50}\b(?:stage|phase|step) (?:2|two)\b",
    r"\b(?:successful|following|after|passed)\b(?: (?:an?|the|your|our))? (?:successful )?(?:\w+ )?"
    r"(?:(?:stage|phase) (?:1|one)|first[- ]stage|outline|eoi|pre-?proposal)"
    r" (?:application|proposal|submission|bid)s?\b",
    r"\b(?:in|of|over|has|with) (?:two|2|three|3) (?:\w+ )?(?:stages|phases|steps)\b"
    r"[^.]{0,80}\b(?:outlines?|full|eoi|expressions? of interest|concept|pre-?proposal"
    r"|invit\w+)\b",
    r"\boutlines?\b[^.]{0,80}\b(?:before|then|followed by|thereafter|prior to)\b[^.]{0,40}"
    r"\bfull (?:application|proposal)s?\b",
    r"\bfull (?:application|proposal)s? (?:may |will |can |is |are |to |then )*(?:be )?"
    r"(?:invited|requested)\b",
    r"\b(?:admitted|invited|proceed\w*|progress\w*|go|goes|moved?|taken|put) (?:\w+ )?to (?:the )?"
    r"(?:stage (?:2|two)|second stage|full (?:application|proposal))\b",
    r"\b(?:(?:first|second)[- ]stage|stage (?:2|two)) (?:application|proposal|form|submission"
    r"|bid)s?\b",
    r"\bstage (?:1|one) is\b[^\n]{0,200}\bstage (?:2|two)\b",
    r"\b(?:expressions? of interest|eois?)\b[^\n]{0,120}\binvit\w+ (?:(?:you|them|applicants) )?to"
    r" (?:apply|submit|make)\b",
    r"\b(?:expressions? of interest|eois?)\b[\s\S]{0,200}\bif (?:you are |your (?:\w+ ){1,3}is )?"
    r"(?:successful|selected|invited)\b[^.]{0,60}\b(?:apply|full|submit)\b",
    r"\btwo stages\b[^.]{0,40}\b(?:full|second|eoi)\b",
    r"\b(?:first|second|final) stage of (?:an? |the )?(?:two|three)-stage\b",
)
# Rounds that are dated one by one, also in sentences of their own.
TWO_ROUNDS = any_of(
    r"\bround (?:1|one) (?:opens|closes|runs|starts)\b[^\n]{0,200}\bround (?:2|two) (?:opens"
    r"|closes|runs|starts)\b",
)
# What happens several times a year, also to what is sent in at any time.
REVIEWED = any_of(
    r"\b(?:considered|reviewed|assessed|decided|awarded|given|made)\b[^.]{0,60}"
    r"\b(?:twice|(?:two|three|four|five|six|\d) times) (?:a|per|each|every) year\b",
    r"\b(?:applications?|grants?|proposals?|bids) (?:are |is |will be )?(?:usually "
    r"|normally )?(?:considered"
    r"|reviewed|assessed|awarded|decided|taken) (?:quarterly|monthly|every (?:two|three|four"
    r"|six) months)\b",
)
CUT_OFFS = any_of(
    # a late application waits for the next of several closings
    r"\b(?:deferred|held over|held|carried (?:over|forward)|moved|rolled over|kept|considered"
    r"|go)(?: over)? (?:to|until|till"
    r"|for|in|at|into) (?:the )?(?:next|following|second|round \d)\b",
    r"\b(?:there will|will there|we will) (?:also )?be a (?:second|further|third) round\b",
    r"\bsecond (?:funding )?round of applications\b|\b(?:consecutive|successive) rounds\b",
    r"\b(?:received|submitted|made|sent) after\b[^.]{0,60}\b(?:will|may|can) (?:only |then )?be"
    r" (?:considered|reviewed|assessed|read|looked at) (?:at|in|by|for) (?:the|our|a) [^.;]{0,25}"
    r"\b(?:meeting|round|panel|call)\b",
    r"\b(?:two|three|four|several) (?:opportunities|chances) (?:a|per|each|every) year\b",
    r"\b(?:several|multiple|two|three|four|five|six|seven|eight|nine|ten|twelve|\d{1,2}|various"
    r"|regular|quarterly|monthly|annual|bi-?annual|semi-?annual|half-?yearly|twice-?yearly)"
    r" (?:\w+ ){0,2}(?:cut-?\s?offs?|deadlines|closing dates|submission dates|rounds|windows|cycles"
    r"|application (?:rounds|windows|deadlines)|panel deadlines|funding rounds|assessments|dates)\b"
    r"(?! of (?:interview|review|panel|question|assessment|comment|consultation|evaluation)s?\b)",
    r"\b(?:deadlines|closing dates|cut-?offs?|rounds|calls|windows)\b[^.]{0,30}\b(?:a|per|each"
    r"|every) year\b",
    r"\b(?:open\w*|clos\w+|apply(?! at any)|rounds?|calls?)\b"
    r"[^.]{0,60}\b(?:twice|(?:two|three|four|\d) times) (?:a|per|each|every) year\b",
    r"\bdeadlines?\b[^.]{0,60}\b(?:weeks?|days?|months?) (?:before|prior to"
    r"|ahead of) (?:the|a|any|each|every|our)(?: of (?:the|these|our))? (?:\w+ ){0,2}meeting",
    r"\b(?:deadlines?|appl\w+|submi\w+|sent|received|returned"
    r"|due)\b[^.]{0,120}\bby (?:the )?(?:first"
    r"|last|\d{1,2}(?:st|nd|rd|th)) (?:working )?day of (?:each|every) (?:month|quarter|term)\b",
    r"\b(?:deadlines?|appl\w+|submi\w+|sent|received|due)\b[^.]{0,60}\b(?:first|second|third|fourth"
    r"|last) (?:working )?(?:mon|tues|wednes|thurs|fri|satur|sun)?day of (?:the|each|every)"
    r" (?:month|quarter|term)\b",
    r"\b(?:appl\w+|submi\w+|send|sent|receiv\w+|bids|proposals)\b[^.]{0,80}\b(?:weeks?|days?"
    r"|months?) (?:before|prior to|ahead of|in advance of) (?:a|any|each|every|the next|one)"
    r"(?: of (?:the|these|our))? (?:\w+ ){0,2}meeting",
    rf"\b(?:no later than|by|before|submission\w*|deadlines?|closing dates?)\b[^.]{{0,60}}"
    rf"(?:\b(?:of|in|by|than)|:) {MONTH}{_AND}{MONTH}(?:{_AND}{MONTH}|,? respectively)",
    r"\b(?:rounds?|calls?|windows?"
    rf"|schemes?) (?:\w+ ){{0,2}}clos\w+ (?:\w+ ){{0,3}}{MONTH}{_AND}{MONTH}",
    r"\b(?<!with )cut-?off dates\b(?!:)",
    r"\b(?:twice|(?:two|three|four|\d) times) (?:a|per|each|every) year\b[^.]{0,60}"
    r"\b(?:applications?|rounds?|calls?) (?:open|close)s?\b",
    # times of every year: "1 June and 1 December each year", "deadlines in May and November"
    rf"(?:^|\n)\W*(?:{_DAY_OF_YEAR}{_AND}){{1,6}}{_DAY_OF_YEAR},?\s{_YEARLY}",
    rf"\bby (?:the )?{_DAY_OF_YEAR},?\s{_YEARLY}[^.\n]{{0,80}}\b(?:and|or) (?:by )?(?:the )?"
    rf"{_DAY_OF_YEAR}",
    r"\b(?:by|before) (?:the )?(?:end|last day|first day|middle"
    rf"|beginning) of {MONTH}{_AND}{MONTH}",
    rf"\b(?:deadlines|closing dates|cut-?offs) (?:\w+ ){{0,5}}(?:(?:early|late|mid)[- ])?"
    rf"{MONTH}{_AND}(?:(?:early|late|mid)[- ])?{MONTH}",
)
ROLLING = any_of(
    r"\b(?:considered|assessed|processed|reviewed|dealt with"
    r"|decided)(?: \w+){0,2} as (?:and when )?"
    r"they (?:come in|arrive|are received|are submitted)\b",
    r"\bdo(?:es)? not (?:set|use|operate|impose) (?:any )?(?:\w+ )?(?:deadlines?|closing dates?)\b",
    r"\bno longer (?:(?:any|have|has|be|set|use) ){0,2}(?:\w+ )?(?:deadlines?|closing dates?)\b",
    r"\bno (?:(?:submission|application|fixed|set|closing|official|formal|specific|particular"
    r"|strict"
    r"|current|hard|end) ){0,2}(?:deadlines?|closing dates?|end dates?|cut-?offs?)\b",
    r"\b(?:deadlines?|closing dates?|cut-?offs?)\b[^.]{0,50}\b(?:do|does) not apply\b",
    r"\bno closing\b|\bno (?:set|fixed) (?:application )?dates\b|\bnot have (?:a "
    r"|any )?(?:\w+ )?(?:deadlines?|closing dates?)\b"
    r"|\bwithout (?:a |any )?(?:fixed )?(?:deadlines?|closing dates?)\b|\bnor? deadlines?\b",
    rf"\b(?:{SENT_THING}|asked? for|applicants?|accept\w*|receiv\w+|open|welcome"
    rf"|submitted|write)\b[^.]{{0,100}}"
    r"\b(?:any ?time|any point|whenever|all the time|all year|year[- ]round|throughout the year"
    r"|all through the year"
    r"|continuously|on a continuous basis|on an ongoing basis)\b",
    rf"^\W*(?:at )?any ?time\b[^.]{{0,100}}\b(?:{SENT_THING}|applicants?)\b",
    r"\b(?:always|permanently|continuously|continually) open\b|\bopen[- ]ended (?:call|scheme"
    r"|fund|deadline)"
    r"|\bopen (?:all year|year[- ]round|throughout the year|continuously|indefinitely)\b",
    r"\b(?:open|accept\w*|taking) (?:\w+ )?until (?:the |all (?:the |of the )?|its |our )?(?:funds?"
    r"|funding|money"
    r"|budget)\b[^.]{0,40}"
    r"\b(?:spent|allocated|committed|exhausted|used|gone|awarded|distributed)\b",
    r"\b(?:clos\w+|ends?) (?:as soon as|when|once|after) (?:\w+ ){0,3}(?:funds?|funding|money"
    r"|budget)\b[^.]{0,40}\b(?:spent|allocated|committed|exhausted|used|gone|awarded"
    r"|distributed)\b",
    r"\bon a rolling basis\b|\brolling (?:call|programme|fund"
    r"|scheme|applications?|deadlines?|basis|opportunity|grants?|submissions?|funding)\b",
    r"\b(?:deadlines?|closing dates?|closes)\s?:?\s?(?:ongoing|rolling|open(?! until)|none"
    r"|continuous)\b",
    rf"\b(?:{SENT_THING}|grants?|funds?|funding)\b[^.]{{0,80}}\bfirst[- ]come,? first[- ]served\b",
)
# Deadlines beside "at any time": what comes in is read at the next of them.
DEADLINES_TOO = any_of(
    r"(?<!no )\b(?:refer to|see|check|note|meet|by|before|for) (?:the|our|these|one of the"
    r"|any of the)"
    r" (?:\w+ ){0,2}(?:deadlines|closing dates|cut-?off dates)\b",
    r"\b(?:reviewed|considered|read|assessed) (?:according to|on) the (?:\w+ ){0,2}(?:schedule"
    r"|dates"
    r"|timetable)\b",
)
# "At any time" also dates other things: changes, withdrawals.
NOT_ROLLING = any_of(
    r"\b(?:withdraw\w*|chang\w+|cancel\w*|clos\w+|contact\w*|terminat\w+|amend\w*|updat\w+"
    r"|suspend\w*"
    r"|review\w*|update|ask|questions?|stop|end|leave|modif\w+|request information|join)\b"
    r"[^.]{0,60}\b(?:at )?any ?time\b",
    r"\bany ?time (?:while|when|during(?! the (?:\w+ )?year)|between|before|from|until|till"
    r"|up to)\b",
    r"\bat any (?:one )?time (?:during|in) (?:the|your|a) (?:project|grant|award|course)\b",
    r"\bany one time\b|\bopen at any (?:one )?time\b",
)
