"""The words that tell that a call opens or closes on a day."""

import re

from scrapers.facts.clock import MONTH


def any_of(*patterns: str) -> re.Pattern[str]:
    """Compile alternatives, read without regard to case."""
    return re.compile("|".join(rf"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


# What an applicant sends in; closings are closings of these.
SENT_THING = (
    r"(?:(?<!shall )appl(?:y|(?<!be appl)ied|ied for|ying|ications?)|submi(?:t|ts|tted|tting"
    r"|ssions?)|proposals?"
    r"|bids?|outlines?"
    r"|expressions? of interest|eois?|forms?|tenders?|entries|nominat(?:e|ions?)(?! of reviewers)"
    r"|express\w* (?:\w+ )?interest|pre-?proposals?"
    r"|concept notes?|pre-?qualification \w+|questionnaires?|requests|returns?)"
)
# What a funder announces, and how it speaks of doing so on a later day.
CALL = (
    r"(?:calls?|opportunit(?:y|ies)|competitions?|expressions? of interest|rounds?"
    r"|invitations? to tender|tender notices?)"
)
_EXPECTED = (
    r"(?:(?:is |are )?(?:likely|expected|due|planned|scheduled|set|intended) to be |will be )"
)
OPENS = any_of(
    r"\b(?:re-?)?open(?:s|ing)?\b(?!\s(?:until|till|to (?!(?:\w+ ){0,2}"
    r"(?:applications|bids|proposals|submissions|entries))"
    r"\w|for \w+ (?:weeks|months)))",
    r"\blaunch(?:es|ing)?\b(?!\s(?:event|webinar|meeting|day|workshop))",
    # in the past only what can be applied to: buildings and programmes were opened as well
    rf"(?:\b(?:{CALL}|applications?|submissions?|bids|bidding|portal|scheme|fund|grants?|window|it"
    r"|this|which)(?: \w+){0,4} |^\W*|\b(?:date|now|first|call) )(?:re-?)?(?:opened|launched)\b",
    r"\bapplications? (?:(?:forms?|packs?|packages?|is|are|will|be) )*available\b(?: from| on)?",
    r"\bearliest (?:possible )?(?:application )?submission date\b",
    r"\bgo(?:es)? live\b|\bwent live\b|\blive (?:from|on)\b|\bavailable from\b",
    r"\b(?:start|begin(?:ning)?) of (?:the )?(?:call|competition|applications?|submissions?)\b",
    r"\bstart date (?:for|of) (?:the )?(?:call|competition|applications?|submissions?)\b",
    r"\b(?:call|competition|application|submission) (?:start|begin)s?\b(?: date)?",
    r"\b(?:applications?|submissions?|application form|portal|system) (?:will )?(?:start|begin|be"
    r" accepted|be available)\b",
    r"\bstart accepting\b|\baccept(?:s|ing)? \w+ from\b",
    rf"(?:(?<!of the )(?<!of this )(?<!for the )(?<!on the )\b{CALL} |^\W*){_EXPECTED}"
    r"(?:advertised|published|issued|released)(?: (?:on|in|from|around|about))?\b\W*",
    rf"\b{CALL} (?:is |are )?due out\b",
    r"\b(?:re-?)?(?:opened|launched) (?:the|this|our|its|an?) (?:[\w’'-]+ ){0,4}?(?:fund|scheme"
    r"|call|round|grants?|competition|programme|window|applications)\b"
    r"(?=[^.;]{0,15}$|\s(?:for|to|of|in|across|with|under|aimed|worth)\b|[.,;])",
)
SENT_FROM = re.compile(
    rf"\b{SENT_THING}(?P<between>[^.;]{{0,60}})\bfrom\b\W*(?:\w+\W+)?$", re.IGNORECASE
)
MOVED_FROM = any_of(
    r"\b(?:previously|formerly|originally)\W*$",
    r"\b(?:moved|extended|changed|postponed|put back|brought forward|delayed) from(?: the)?\W*$",
)
# "Postponing the calls with a closing date of": from the first day of a range to the second.
MOVING = any_of(
    r"\b(?:postpon|extend|mov|chang|push|delay)(?:e|es|ed|ing)\b[^.;]{0,80}"
    r"\b(?:dates?|deadlines?)(?: of)?\W*$"
)
# A closing that was put off: "original closing date".
ORIGINAL = any_of(
    r"\b(?:was|were|had been)(?: \w+)? (?:due|set|scheduled|supposed|expected|meant) to"
    r" (?:close|end|shut|be(?=\W*$))",
    r"\b(?:had (?:been )?(?:originally |initially |first )?(?:set|fixed|scheduled|due)"
    r"|(?:was|were) (?:originally|initially|first|previously) (?:set|fixed|scheduled|due))"
    r"(?: (?:at|for|as|on|to be))*\W*(?:(?:noon|midday|midnight|on|the|[a-z]{3,6}day)\W+)*$",
    r"\b(?:original|old|former)(?:ly)? (?:\w+ )?(?:closing date|deadline|due date)\b",
)
MOVED_TO = any_of(
    r"\b(?:extended|moved|changed|postponed|put back|brought forward|delayed)(?: now)? (?:to"
    r"|until)\b"
)
# "Those received after": a closing only where it says that they come too late.
SENT_AFTER = any_of(r"\b(?:received|submitted|arriv\w+|sent|come in|made) after\b(?=[^.;]{0,40}$)")
TOO_LATE = any_of(
    r"\bnot\b|\bno\b|\bcannot\b|\bnever\b|n['’]t\b|\bineligible\b|\breject|\blate\b|\bdisqualif"
    r"|\bexcluded\b|\breturned\b|\bnext\b|\bheld\b|\bunsuccessful\b|\bdiscard"
)
# A call that runs over a range, whatever else is said of it.
CALL_RUNS = any_of(
    r"\b(?:rounds?|calls?|competitions?|windows?|opportunit(?:y|ies)|(?:submission"
    r"|application)s? periods?)(?: (?!close)\w+)?"
    r"(?: will)? (?:runs?|is open|are open|be open|opens?|lasts?)(?: from| between)?\W*$"
)
# Labels that a range of days follows, the first an opening and the last a closing.
WINDOW = any_of(
    r"^\W*(?:and|or) (?:then )?again (?:from |between |on )?\W*$",
    r"\bopening and closing dates?\b\W*$",
    r"\b(?:round|window|call|competition)\b[^.;:]{0,20}\b(?:between|from)\W*$",
    r"\b(?:window(?: for (?:\w+ )?\w+)?|period for (?:\w+ )?applications) (?:is|was|runs"
    r"|will be)(?: from| between)?\W*$",
    r"\b(?:applications?|bids?|proposals?|entries|nominations|submissions?|outlines?|eois?"
    r"|expressions of interest)(?: are| will be)?"
    r" (?:accepted|invited|welcome|open)(?: from| between)?\W*$",
    r"\b(?:application|submission|call|competition|bidding|proposal|funding call|opening|tender)s?"
    r" (?:\w+ )?(?:dates?|period|window|round|time|phase)\b",
    rf"\b(?:open|opens|accept\w*|welcome\w*|invit\w*|submi\w+|receiv\w+|send|sent|{SENT_THING}"
    r"|window)\b"
    r"(?P<between>[^.;]{0,60})\b(?:from|between|during)\b\W*$",
    r"(?:^|[:;|]\s)(?:applications|bids|proposals|submissions|nominations|entries)\W*$",
    r"^\W*(?:dates?|open|window(?: \w+)?|timetable|when|(?:funding |grant )?round(?: \w+)?)\W*$",
)
CLOSES = any_of(
    r"\bdeadlines?\b|(?<=[a-z])(?-i:Deadlines?|Closing [Dd]ates?)\b|\bclos(?:es?|ed|ing"
    r"|ure)\b(?! to (?!(?:\w+ ){0,2}(?:appl|bid|propos|submi|entr"
    r"|new)))|\bcut-?\s?offs?\b|\bdue\b(?!\s(?:to|out)\b)",
    r"\b(?:no|not|cannot|never|nothing)\b[^.;]{0,60}\b(?:accept\w*|consider\w*|received?|submitted"
    r"|apply|read)\b[^.;]{0,40}\bafter\b(?=[^.;]{0,25}$)",
    r"\b(?:final|last|latest) (?:submission |closing |possible )?(?:dates?|day|time|moment)\b",
    r"\b(?:submission|closing|end|ending|application|entry) dates?\b|\bshuts?\b"
    r"|\b(?:call|competition|round|window|applications?|opportunity|bidding) ends?\b"
    r"|\breceipt dates?\b|\bend of (?:the )?(?:call|competition|applications?|submissions?)\b"
    r"|^\W*(?-i:(?:[A-Z]{3,4}\W+)?End)(?:s|ed)? on\W*$"
    r"|\b(?:call|notice|deadline) expires?\b|\b(?:received|sent|submitted|made) (?:up to|by"
    r"|before) (?:this|that|then)\b",
    r"\b(?:apply|submit|bid|application|send in|tender) by\b",
    r"\bopen (?:until|till|up to|through)\b|\bopen (?:for|to) (?:\w+ ){1,6}(?:until|till|through)\b"
    r"|\bopen (?:for|to) (?:\w+ ){1,3}to\b(?=\W*(?:[a-z]{3,6}day\W*)?$)"
    r"|\bopen to\b(?=\W*(?:[a-z]{3,6}day\W*)?$)",
    r"\b(?:have|has|got)(?: (?:only|just|now|still|got)){0,2} (?:until|till|up to)\b"
    r"|\bthose (?:sent |submitted |received |in |made )?by\b",
)
# The end of a range that begins with a month or a year: "open from May to".
UP_TO = re.compile(r"\b(?:to|until|till)\W*(?:the )?(?:[a-z]{3,6}day\W*)?$", re.IGNORECASE)
OPEN_FROM = re.compile(
    rf"\bopen\w*\b[^.;]{{0,30}}\b(?:{MONTH}[^.;]{{0,12}}|now|today|currently)\W+\w+\W*$",
    re.IGNORECASE,
)
# "Have until 3 May to lodge their accounts": a closing only of what is applied for.
HAVE_UNTIL = re.compile(
    r"\b(?:have|has|got)(?: (?:only|just|now|still|got)){0,2} (?:until|till|up to)"
    r"\W*(?:the )?(?:[a-z]{3,6}day\W*)?$",
    re.IGNORECASE,
)
TO_DO_ELSE = re.compile(
    r"^\W*to (?!apply|submit|bid|send|put|enter|express|get|make|nominate|upload|return|tender"
    r"|respond"
    r"|propose|pitch|hand|file|lodge (?:an? |their |your )?(?:\w+ )?(?:bid|appl)|complete (?:an? "
    r"|the "
    r"|their |your )?(?:\w+ )?(?:appl|form|bid|prop))[a-z]+",
    re.IGNORECASE,
)
# "New proposals due", of a day before it.
SENT_THEN = re.compile(
    rf"^\W*(?:\w+ ){{0,3}}?{SENT_THING} (?:are |is |must be |to be |will be |have to be )*"
    r"(?:submitted|due|close|closing|deadline|received|returned)\b",
    re.IGNORECASE,
)
# "From 3 May onwards you can apply": an opening that stands before what it is of.
FROM_THEN = re.compile(r"\bfrom (?:the )?\W*$", re.IGNORECASE)
CAN_APPLY = any_of(
    r"^[^.;]{0,90}\b(?:can|may|(?:will )?be able to) (?:now |then |also )?(?:apply|bid|submit)\b"
    r"|^[^.;]{0,60}\bapplications (?:can|may|will) be (?:made|submitted|accepted)\b"
)
# "We are not taking applications until": what comes then is an opening.
CLOSED_UNTIL = any_of(
    r"\b(?:not|cannot|unable to|no longer|n['’]t)\b[^.;]{0,40}\b(?:accept|consider|open|tak|appl"
    r"|receiv)"
    r"\w*[^.;]{0,40}\b(?:until|before)\W*(?:the\W*)?$",
    r"\bclosed (?:to (?:new )?applications |for (?:new )?applications )?until\W*$",
)
# "Applications must reach us by": what is sent, and "by" straight before the day.
SENT_BY = re.compile(
    rf"\b(?:{SENT_THING}|(?P<verb>send|sent|return\w*|reach\w*|receiv\w+|upload\w*|postmark\w*"
    r"|lodg\w+|(?:hand|drop|bring|take)(?:ed)? (?:it |them )?(?:in|back|off)"
    r"|get(?! an? (?:answer|decision|reply|response))"
    rf"|come in|(?<!awards )(?<!grants )(?<!decisions )(?<!offers )(?<!payments )made"
    rf"|be (?:there|here)|be in(?! place)|be with (?:us|the \w+)))\b"
    r"(?P<between>[^;]{0,120}?)\b(?:by|before|until|till|through|up to(?: and including)?"
    r"|on or before"
    r"|latest|(?<!earlier )(?<!sooner )than)\b"
    r"(?:\W|\b(?:the|on|at|end of|close of|business|cob|eod|midnight|noon|midday|[a-z]{3,6}day"
    r"|mon|tues?|wed|thur?s?|fri|sat|sun|(?:one of )?(?:the |these )?following (?:dates|days)"
    r"|dates|below|either|both)\b)*$",
    re.IGNORECASE,
)
# "The trustees will look at applications received by": of those, whoever does what.
SENT_IN_TIME = re.compile(
    rf"\b{SENT_THING} (?:that (?:are|were) |which (?:are|were) )?(?:received|submitted|made"
    rf"|sent(?: in)?)"
    r" (?:by|before|until|up to|no later than)\W*(?:(?:the|midnight|noon|midday"
    r"|[a-z]{3,6}day)\W+)*$",
    re.IGNORECASE,
)
# A label that names what is sent in, with nothing but the day after it.
SENT_LABEL = re.compile(
    rf"\b(?:{SENT_THING}|(?:stage|round|cut-?off|call|window) (?:\d|one|two|three)|(?:full|first"
    rf"|second) stage|(?:two|three|four|five|six|several|\d) (?:\w+ )?(?:rounds|windows|intakes))\b"
    rf"[^.;:|]{{0,60}}[:|]\W*$",
    re.IGNORECASE,
)
SEND_SOMETHING = any_of(
    r"\b(?:send|return|upload|hand in)\b (?:us |in |back |your |an? |the )*+"
    r"(?!it\b|them\b|this\b|these\b|everything|by\b|before\b|to\b|no\b|on\b|via\b|at\b|for\b"
    r"|until\b"
    r"|ideas?\b|pitch|videos?\b|story|entry|summary)[a-z]"
)
# with nothing but its name before it: what "opens to applications on" a day is not sent on it
SENT_ON = re.compile(
    rf"^\W*(?:(?:\w+ ){{0,4}}(?!to ))?{SENT_THING} (?:is |are )?(?:on|by)\W*(?:\w+day\W+)?$",
    re.IGNORECASE,
)
# A sentence, whose day is that of what it says rather than of what it happens to name.
TELLS = any_of(
    r"\b(?:will|can|may|must|should|shall|is|are|was|were|has|have|had|we|you|who|see|visit|read"
    r"|join|discuss\w*|about|took|takes?)\b"
)
# "None will be accepted from 5 to 24 January": a window in which nothing is sent.
NOT_TAKEN = any_of(
    r"\b(?:none|nothing|never|cannot|not|no (?:new |further |more |late )?(?:applications?"
    r"|proposals?|bids?|submissions?|entries|forms)|unable|closed|unavailable|suspended|paused"
    r"|n['’]t)\b[^.;]{0,60}$"
)
SENT = any_of(rf"\b{SENT_THING}\b", r"\b(?:stage|round) (?:\d|one|two|three)\b")
# Nothing but what is sent in, as an entry of a run of days: "webinar 3 May, submission 9 June".
SENT_ENTRY = re.compile(
    r"\W*(?:(?:the|full|outline|final|online|your|stage|first|second|one|two|\d|of|and"
    r"|electronic)\W+){0,5}"
    r"(?:submissions?|applications?|proposals?|bids?|tenders?|outlines?|eois?"
    r"|expressions? of interest|concept notes?|pre-?proposals?)(?: (?:due|in|by|on"
    r"|forms?)){0,2}\W*",
    re.IGNORECASE,
)
# "Opened on 3 May and runs until", of the call that the day before opened.
RUNS_ON = re.compile(
    r"\W*(?:(?:and|which|it|but|the (?:call|round|window|scheme|fund)) ){0,2}(?:will )?(?:then )?"
    r"(?:(?:runs?|lasts?|continues?|(?:is|be|stays?|remains?) open|goes on|accepts? \w+) "
    r"(?:until|till|to|through|up to)|ends?(?: on| at| by)?)\W*(?:(?:the|midnight|noon|midday|on"
    r"|[a-z]{3,6}day)\W+)*",
    re.IGNORECASE,
)
# "Opens on 3 May and closes on", of what the day before was of.
AND_THEN = re.compile(
    r"\W*and (?:(?:it|then|will) ){0,2}(?:closes?|closed|ends?|ended|(?:re-?)?opens?"
    r"|(?:re-?)?opened)(?: (?:on|at|by))?"
    r"\W*(?:(?:the|midnight|noon|midday|on|[a-z]{3,6}day)\W+)*",
    re.IGNORECASE,
)
# Nothing but the call itself, as an entry of a timetable: "3 May – call for outlines".
CALL_ENTRY = re.compile(
    r"\W*(?:\w+ )?calls? for (?:[\w-]+ ){0,3}(?:applications|proposals|bids|outlines|eois"
    r"|expressions of interest|submissions|nominations|entries)"
    r"(?: (?:by|on|through) (?:\w+ ){1,6}?)?\W*(?:[a-z]{3,6}day\W*)?",
    re.IGNORECASE,
)
# "Published on 3 May, when the portal opens".
WHEN_IT_OPENS = any_of(
    rf"^\W*when (?:the |our )?(?:{CALL}|{SENT_THING}|portal|system|window) (?:will )?(?:opens?"
    r"|launch)"
)
# What closes once its money is spent, not to applicants.
RUNS_OUT = any_of(
    r"\b(?:programmes?|schemes?|grants?|funds?|funding|projects?|awards?)(?: period)? (?:\w+ ){0,2}"
    r"(?:closes|closed|close|ends|closing|finishes)\b(?! (?:to|for) )[^.;]{0,20}$"
)
SPENDING = any_of(
    r"\b(?:spent|spend(?:ing)?|claim(?:s|ed)?|defray\w*|drawn down|expenditure|works?|projects?"
    r"|activit(?:y|ies))\b[^.;]{0,40}\b(?:must|should|by then|before then|by this|need|ha(?:s"
    r"|ve) to"
    r"|to be|completed?)\b"
    r"|\bno (?:\w+ )?(?:payments?|claims?)\b|\bunspent\b"
    r"|\b(?:must|should|need to|ha(?:s|ve) to) (?:all |then )?(?:have )?(?:be(?:en)? )?(?:fully )?"
    r"(?:spent|claimed|spend|claim|defrayed|drawn down|delivered|completed)\b"
)
# A university's page names the funder's own deadline beside its earlier ones.
FUNDER_DEADLINE = any_of(
    r"\b(?:funder|sponsor|external|funding body)(?:['’]s|s['’]?)? (?:\w+ ){0,2}(?:deadline"
    r"|closing date)\b"
)
# A step named after a day that nothing stands before: "29 September 2026 (stage 1)".
STEP_AFTER = re.compile(
    r"\W*\((?:for )?(?:the )?(?:stage (?:1|2|one|two)|(?:first|second|outline|full) stage"
    r"|outlines?|full applications?"
    r"|eois?|expressions? of interest|pre-?proposals?|(?:outline|full) (?:applications?"
    r"|proposals?))\)",
    re.IGNORECASE,
)
