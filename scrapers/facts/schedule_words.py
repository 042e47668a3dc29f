"""The words that tell what happens on a day: a call opens, it closes, or something else."""

import re

from scrapers.facts.clock import MONTH


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


# What an applicant sends in; closings are closings of these.
_SENT = (
    r"(?:(?<!shall )appl(?:y|ied|ying|ications?)|submi(?:t|ts|tted|tting|ssions?)|proposals?"
    r"|bids?|outlines?"
    r"|expressions? of interest|eois?|forms?|tenders?|entries|nominations?|pre-?proposals?"
    r"|concept notes?|pre-?qualification \w+|questionnaires?|requests|returns?)"
)
# What a funder announces, and how it speaks of doing so on a later day.
_CALL = (
    r"(?:calls?|opportunit(?:y|ies)|competitions?|expressions? of interest|rounds?"
    r"|invitations? to tender|tender notices?)"
)
_EXPECTED = (
    r"(?:(?:is |are )?(?:likely|expected|due|planned|scheduled|set|intended) to be |will be )"
)
OPENS = _any(
    r"\bopen(?:s|ing|ed)?\b(?!\s(?:until|till|to (?:all|any|the)|for \w+ (?:weeks|months)))",
    r"\blaunch(?:es|ed|ing)?\b(?!\s(?:event|webinar|meeting|day|workshop))",
    r"\bgoes? live\b|\bwent live\b|\blive (?:from|on)\b|\bavailable from\b",
    r"\bstart date (?:for|of) (?:the )?(?:call|competition|applications?|submissions?)\b",
    r"\b(?:call|competition|application|submission) (?:start|begin)s?\b(?: date)?",
    r"\b(?:applications?|submissions?|application form|portal|system) (?:will )?(?:start|begin|be"
    r" accepted|be available)\b",
    r"\bstart accepting\b|\baccept(?:s|ing)? \w+ from\b",
    rf"(?:(?<!of the )(?<!of this )(?<!for the )(?<!on the )\b{_CALL} |^\W*){_EXPECTED}"
    r"(?:advertised|published|issued|released)(?: (?:on|in|from|around|about))?\b\W*",
    rf"\b{_CALL} (?:is |are )?due out\b",
)
SENT_FROM = re.compile(
    rf"\b{_SENT}(?P<between>[^.;]{{0,60}})\bfrom\b\W*(?:\w+\W+)?$", re.IGNORECASE
)
MOVED_FROM = _any(
    r"\b(?:moved|extended|changed|postponed|put back|brought forward|delayed) from\W*$"
)
# Labels that a range of days follows, the first an opening and the last a closing.
WINDOW = _any(
    r"\b(?:round|call|competition|window|opportunity)(?: \w+)? (?:runs|is open) from\W*$",
    r"\bopening and closing dates?\b\W*$",
    r"\b(?:window(?: for (?:\w+ )?\w+)?|period for (?:\w+ )?applications) (?:is|was|runs"
    r"|will be)(?: from| between)?\W*$",
    r"\b(?:applications?|bids?|proposals?|entries|nominations|submissions?)(?: are| will be)?"
    r" (?:accepted|invited|welcome|open)(?: from| between)?\W*$",
    r"\b(?:application|submission|call|competition|bidding|proposal|funding call|opening|tender)s?"
    r" (?:\w+ )?(?:dates?|period|window|round|time|phase)\b",
    r"\b(?:open|opens|accept\w*|welcome\w*|invit\w*|apply|submi\w+|receiv\w+|appl\w+|bids?"
    r"|window)\b"
    r"(?P<between>[^.;]{0,60})\b(?:from|between|during)\b\W*$",
    r"^\W*(?:dates?|open|window|timetable|when)\W*$",
)
CLOSES = _any(
    r"\bdeadlines?\b|\bclos(?:e|es|ed|ing|ure)\b|\bcut-?\s?offs?\b|\bdue\b(?!\s(?:to|out)\b)",
    r"\b(?:final|last|latest) (?:submission |closing |possible )?(?:dates?|day|time|moment)\b",
    r"\b(?:submission|closing|end|application|entry) dates?\b|\bshuts?\b"
    r"|\b(?:call|competition|round|window|applications?|opportunity) ends?\b"
    r"|\b(?:received|submitted|arriv\w+|sent|come in) after\b"
    r"|\bexpir\w+",
    r"\b(?:apply|submit|bid|application|send in|tender) by\b",
    r"\bopen (?:until|till|up to|through|to)\b",
    r"\bha(?:ve|s) (?:until|till|up to)\b|\bthose (?:sent |submitted |received |in |made )?by\b",
)
# "Applications must reach us by": what is sent, and "by" straight before the day.
SENT_BY = re.compile(
    rf"\b(?:{_SENT}|(?P<verb>send|sent|return\w*|reach\w*|receiv\w+|upload\w*|hand(?:ed)? in|get"
    rf"|come in|made|be in|be with us))\b"
    r"(?P<between>[^;]{0,120}?)\b(?:by|before|until|till|up to|on or before|latest|than)\b"
    r"(?:\W|\b(?:the|on|at|end of|close of|business|midnight|noon|midday|[a-z]{3,6}day)\b)*$",
    re.IGNORECASE,
)
# A label that names what is sent in, with nothing but the day after it.
SENT_LABEL = re.compile(
    rf"\b(?:{_SENT}|(?:stage|round|cut-?off|call|window) (?:\d|one|two|three)|(?:full|first"
    rf"|second) stage|(?:two|three|four|five|six|several|\d) (?:\w+ )?(?:rounds|windows|intakes))\b"
    rf"[^.;:]{{0,60}}:\W*$",
    re.IGNORECASE,
)
SENT_ON = re.compile(rf"\b{_SENT} (?:is |are )?(?:on|by)\W*(?:\w+day\W+)?$", re.IGNORECASE)
SENT = _any(rf"\b{_SENT}\b", r"\b(?:stage|round) (?:\d|one|two|three)\b")
OTHER = _any(
    r"\b(?:webinars?|briefings?|events?|workshops?|town ?halls?|roadshows?|sandpits?"
    r"|info(?:rmation)?"
    r" (?:days?|sessions?)|drop-?ins?|surger(?:y|ies)|q ?& ?a|networking|matchmaking|brokerage)\b",
    r"\b(?:panels?|interviews?|committees?|meetings?|meet|boards?|hearings?|visits?|pitch\w*)\b",
    r"\b(?:decisions?|decided?|notif\w+|outcomes?|results?|announc\w+|inform(?:ed|ing)?|told"
    r"|feedback"
    r"|offers?|awarded|award (?:date|notice)|shortlist\w*|assess\w*|evaluat\w*|review\w*|ranked"
    r"|responses?|rebuttal|moderation|selected|selection|invitations?|hear)\b",
    r"\b(?:projects?|grants?|work|stud(?:y|ies)|activit(?:y|ies)|awards?|contracts?|funding|hub"
    r"|posts?"
    r"|centre|programme|fellowships?|research|services?|delivery|spend\w*|it|they)(?: \w+){0,5}"
    r" (?:start|starts|started|begin|begins|end|ends|ended|finish\w*|run|runs|complete\w*|last"
    r"|lasts"
    r"|commence\w*|conclude\w*|be (?:finished|completed|spent|running))\b",
    r"\b(?:project|grant|award|funding|contract|study|earliest|latest|expected|fixed|proposed"
    r"|planned)"
    r" (?:\w+ )?(?:start|end|begin\w*|completion|commencement|kick-?off)\b",
    r"\bstart(?:s|ed|ing)? (?:by|on|from|after|before|no later|in|between)\b|\bbegin(?:s|ning)?\b"
    r"|\bfinish\w*\b|\bkick-?off\b|\bcommenc\w+|\bstart dates?\b|\bfunding from\b|\bfunded from\b"
    r"|\b(?:must|should|will|to|can) (?:start|begin|end|finish|run|last)\b|\bdelivered\b|\bspent\b",
    r"\b(?:publ?ication|published|publish\w*|updated|posted|issued|modified|adopted|signed"
    r"|signature"
    r"|agreements?|dated|released|amended|added)\b",
    r"\b(?:questions?|quer(?:y|ies)|clarifications?|enquir\w+|inquir\w+|contact"
    r"|e-?mail \w+ (?:to|at)"
    r"|discuss\w*|advice|help)\b",
    r"\bregist(?:er|ers|ered|ering|ration)\b|\bintent(?:ion|ions)?\b|\bsign(?:ing)? up\b"
    r"|\bbook\w*\b"
    r"|\bletters? of (?:support|intent)\b|\bnotice of\b",
    r"\b(?:internal|(?:your|own|host) (?:institution|organisation|university|department)\w*"
    r"|faculty|research office|demand management)\b",
    r"\b(?:reports?|reporting|invoices?|claims?|payments?|expenditure|accounts|monitoring"
    r"|milestones?)\b",
    r"\b(?:since|founded|established|elected|regulation|directive|decision|act|communication|law"
    r"|derogation|paragraph|article|transposition)\b",
    r"\b(?:graduat\w+|phd|born|qualified|employed|held)\b|\bcompleted\b(?! (?:online |\w+ )?"
    r"(?:applications?|forms?|proposals?|outlines?|bids?|eois?|templates?|nominations?)\b)",
    r"(?:^|[.;:]\s|\band )(?:all |two |your )?(?:references|referees?['’]?"
    r"|supporting statements?)\b",
    r"\b(?:awards?|grants|offers?) (?:will|to|should) be (?:made|paid|given)\b",
    r"\bnot (?:accept|consider|take) [^.;]{0,40}\bbetween\b",
    r"\bfund(?:s|ing) (?:(?:is|are|will be) )?(?:only )?available (?:from|between|until|to)\b",
    r"\b(?:previous|earlier|last|first) (?:round|call|competition)s?\b"
    r"(?! (?:opens?|closes?|opening|closing|deadline)\b)",
    r"\b(?:offices?|help ?desk|building|we) (?:is|are|will be) closed\b",
    # what the funder pays for opens its doors, unless an application for it does
    rf"(?:^|[.;,:]\s|\band\s)(?:(?!{_SENT}|{_CALL}|for\b|fund|scheme|portal)[\w-]+\s){{0,5}}?"
    r"(?:hubs?|cent(?:re|er)s?|collaborations?|partnerships?|services?|contracts?|networks?"
    r"|institutes?|projects?|cohorts?|sites?|clinics?|facilit(?:y|ies)|clusters?|pilots?)"
    r"(?:\s(?:will|are|is|expected|due|to|planned|set|should|must|can|may|then|all|each|likely"
    r"|be|now|scheduled))*\s(?:go(?:es)? live|(?:(?<=will )|(?<=to ))open(?! (?:for|to)\b)"
    r"|opens? (?:its|their) doors|launch(?:es|ed)?)\b(?: (?:on|from|in)\b)?",
)
# "An earlier round closed on": a day of the past, not of this call.
EARLIER = _any(
    r"\b(?:previous|earlier|last|first|pilot|past|prior|inaugural|(?:19|20)\d\d) (?:\w+ )?"
    r"(?:round|call|competition|edition|opportunity|wave|window)s?\b[^;]{0,60}"
    r"\b(?:opened|closed|ended|(?:had|has had|with) an? (?:\w+ )?(?:deadline|closing date))\b"
    r"[^;]{0,30}$"
)
# A deadline, but not for applications.
OTHER_DEADLINE = _any(
    r"\b(?:registrations?|questions?|quer(?:y|ies)|clarifications?|intent\w*(?: to \w+)?|internal"
    r"|webinar|interview|enquir\w+|nomination of reviewers|response|reviewers?|notice of \w+"
    r"|institution\w*|university|department\w*|faculty|reporting|report|payment|spend|project|visa"
    r"|booking|letters? of \w+|abstract|transposition|compliance|statutory|legal)"
    r"(?: (?:is|are|must|should|be|has|have|to|sent|received|in|forms?)){0,4}"
    r" (?:deadlines?|closing|closes|close|due|cut-?offs?|end|submission)\b",
    r"\b(?:deadlines?|closing (?:date|time)|closes|last day|cut-?off|final date)(?: dates?)?"
    r" (?:for|to) (?:\w+ ){0,3}?(?:questions?|quer\w+|clarifications?|register\w*|registrations?"
    r"|intent\w*|enquir\w+|book\w*|respond|responses?|report\w*|comments?|notif\w+|ask\w*|letters?"
    r"|visa|institution\w*|referees?|references?|approval|sign-?off|endorse\w*|statements?"
    r"|complet\w+|spend\w*|start\w*|sign\w*|reviews?)\b",
)
LIST_OF_CLOSINGS = _any(
    r"\b(?:deadlines|closing dates|cut-?\s?off dates|deadline dates|submission dates)\b"
    r"[^.;:]{0,90}:[\s•*-]*(?:[a-z]{3,6}day,?\s)?$",
    r"\bno later than\b[^.;:]{0,20}\bon:[\s•*-]*(?:[a-z]{3,6}day,?\s)?$",
)
# What a closing is for: "the deadline for the June panel is".
PURPOSE = _any(
    r"\b(?:considered|reviewed|discussed|assessed|consideration) (?:at|by|for|in) (?:the|our|its"
    r"|their) [^.;:,]{0,50}?\b(?:meetings?|panels?|board|committee|trustees)(?: meetings?)?\b",
    r"\bfor (?:the|our) [^.;:,]{0,40}?\b(?:board|panel|committee|trustees?['’]?|meeting)"
    r"(?: meeting)?(?= (?:is|was|will be)\b)",
)
# An outcome, though it names what was sent; and what goes to the applicant's own office.
OUTCOME = _any(
    rf"\b(?:outcomes?|results?|feedback|decisions?|notification|assessment|evaluation|review)"
    rf" (?:of|on|for|to) (?:the |all )?(?:{_SENT}|applicants)\b[^.;]{{0,60}}$",
    r"\bto (?:the|our|your) (?:\w+ )?(?:research (?:office|services|support|development)"
    r"|(?:head of )?(?:department|school|faculty))\b[^.;]{0,60}$",
)
# Steps of one application; a deadline beside one is not the only one.
STEPS = _any(
    r"\b(?:stage|step) (?:1|2|one|two|i|ii)\b|\b(?:first|second|outline|full|eoi|final)[- ]stage\b"
    r"|\b(?:two|2|multi|three|several)[- ]stages?\b",
    r"\boutline (?:applications?|proposals?|bids?|stage|submissions?|deadlines?|forms?)\b"
    r"|\boutlines\b",
    r"\b(?:after|following) the (?:outline|first step)\b",
    r"\bexpressions? of interest\b|\beois?\b|\bpre-?proposals?\b|\bconcept notes?\b"
    r"|\bpre-?qualification\b|\bshort proposals?\b|\bpreliminary applications?\b",
)
_DAY_OF_YEAR = rf"\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{MONTH}"
_AND = r"(?:,\s(?:and\s|or\s)?|\s(?:and|or)\s)"
_YEARLY = r"(?:(?:in |of )?(?:each|every|any) year|annually|yearly)\b"
CUT_OFFS = _any(
    r"\b(?:several|multiple|two|three|four|five|six|\d|various|regular|quarterly|monthly|annual)"
    r" (?:\w+ ){0,2}(?:cut-?\s?offs?|deadlines|closing dates|submission dates|rounds|windows"
    r"|application (?:rounds|windows|deadlines)|panel deadlines|funding rounds|dates)\b"
    r"(?! of (?:interview|review|panel|question|assessment|comment|consultation|evaluation)s?\b)",
    r"\b(?:deadlines|closing dates|cut-?offs?|rounds|calls|windows)\b[^.]{0,30}\b(?:a|per|each"
    r"|every) year\b",
    r"\b(?:open\w*|clos\w+|appl\w+|rounds?|calls?|awarded|panels?|trustees|committees?|board"
    r"|grants)\b"
    r"[^.]{0,60}\b(?:twice|(?:two|three|four|\d) times) (?:a|per|each|every) year\b",
    r"\bcut-?off dates\b(?!:)",
    r"\b(?:twice|(?:two|three|four|\d) times) (?:a|per|each|every) year\b[^.]{0,60}"
    r"\b(?:applications?|rounds?|calls?) (?:open|close)s?\b",
    # times of every year: "1 June and 1 December each year", "deadlines in May and November"
    rf"(?:^|\n)\W*(?:{_DAY_OF_YEAR}{_AND}){{1,6}}{_DAY_OF_YEAR},?\s{_YEARLY}",
    rf"\bby (?:the )?{_DAY_OF_YEAR},?\s{_YEARLY}[^.\n]{{0,80}}\b(?:and|or) (?:by )?(?:the )?"
    rf"{_DAY_OF_YEAR}",
    rf"\b(?:deadlines|closing dates|cut-?offs) (?:\w+ ){{0,5}}(?:(?:early|late|mid)[- ])?"
    rf"{MONTH}{_AND}(?:(?:early|late|mid)[- ])?{MONTH}",
)
ROLLING = _any(
    r"\bno (?:(?:submission|application|fixed|set|closing|official|formal|specific|particular"
    r"|strict"
    r"|current|hard|end) ){0,2}(?:deadlines?|closing dates?|end dates?|cut-?offs?)\b",
    r"\bno closing\b|\bnot have (?:a|any) (?:\w+ )?(?:deadlines?|closing dates?)\b"
    r"|\bwithout (?:a |any )?(?:fixed )?(?:deadlines?|closing dates?)\b|\bnor? deadlines?\b",
    rf"\b(?:{_SENT}|asked? for|applicants?|accept\w*|receiv\w+|open|welcome"
    rf"|submitted)\b[^.]{{0,100}}"
    r"\b(?:any ?time|whenever|all year|year[- ]round|throughout the year|all through the year"
    r"|continuously|on a continuous basis|on an ongoing basis)\b",
    rf"^\W*(?:at )?any ?time\b[^.]{{0,100}}\b(?:{_SENT}|applicants?)\b",
    r"\b(?:always|permanently|continuously|continually) open\b|\bopen[- ]ended (?:call|scheme"
    r"|fund|deadline)"
    r"|\bopen (?:all year|year[- ]round|throughout the year|continuously|indefinitely)\b",
    r"\bon a rolling basis\b|\brolling (?:call|programme|fund"
    r"|scheme|applications?|deadlines?|basis|opportunity|grants?|submissions?|funding)\b",
    r"\b(?:deadline|closing date|closes)\s?:?\s?(?:ongoing|rolling|open|none|continuous)\b",
)
# "At any time" also dates other things: changes, withdrawals.
NOT_ROLLING = _any(
    r"\b(?:withdraw\w*|chang\w+|cancel\w*|clos\w+|contact\w*|terminat\w+|amend\w*|updat\w+"
    r"|suspend\w*"
    r"|review\w*|update|ask|questions?|stop|end|leave|modif\w+|request information|join)\b"
    r"[^.]{0,60}\b(?:at )?any ?time\b",
    r"\bat any (?:one )?time (?:during|in) (?:the|your|a) (?:project|grant|award|course)\b",
    r"\bany one time\b|\bopen at any (?:one )?time\b",
)
