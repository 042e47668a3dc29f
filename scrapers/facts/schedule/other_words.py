"""The words that tell that something other than a call's opening or closing is on a day."""

import re

from scrapers.facts.schedule.words import CALL, SENT_THING, any_of

OTHER = any_of(
    r"\b(?:webinars?|briefings?|events?|workshops?|town ?halls?|roadshows?|sandpits?"
    r"|info(?:rmation)?"
    r" (?:days?|sessions?)|drop-?ins?|surger(?:y|ies)|q ?& ?a|networking|matchmaking|brokerage)\b",
    r"\b(?:panels?|interviews?|committees?|meetings?|meet|boards?|hearings?|visits?"
    r"|pitch(?:es|ing)?(?! (?:us|your|an?)\b))\b",
    r"\b(?:decisions?|decided?|notif\w+|outcomes?|results?|announc\w+|inform(?:ed|ing)?|told"
    r"|feedback"
    r"|offers?|awarded|award (?:date|notice)|shortlist\w*|assess\w*|evaluat\w*|review\w*|ranked"
    r"|responses?|rebuttal|moderation|selected|selection|(?<!by )invitations?|hear)\b",
    r"\b(?:projects?|grants?|work|stud(?:y|ies)|activit(?:y|ies)|awards?|contracts?|funding|hub"
    r"|posts?"
    r"|centre|programme|fellowships?|research|services?|delivery|spend\w*|it|they)(?: \w+){0,5}"
    r" (?:start|starts|started|starting|begin|begins|beginning|end|ends|ended|ending|finish\w*|run"
    r"|runs"
    r"|running|complete\w*|last"
    r"|lasts"
    r"|commence\w*|conclude\w*|be (?:finished|completed|spent|running))\b",
    r"\b(?:project|grant|award|funding|contract|study|earliest|latest|expected|fixed|proposed"
    r"|planned)"
    r" (?:\w+ )?(?:start|end|begin\w*|completion|commencement|kick-?off)\b",
    r"\bstart(?:s|ed|ing)? (?:by|on|from|after|before|no later|in|between)\b|\bbegin(?:s|ning)?\b"
    r"|\bfinish\w*\b|\bkick-?off\b|\bcommenc\w+|\bstart dates?\b"
    r"|\b(?:funding|funded) from\b(?=\W*(?:[a-z]{3,6}\W*)?$)"
    r"|\b(?:must|should|will|to|can) (?:start|begin|end|finish|run|last)\b|\bdelivered\b|\bspent\b",
    r"\bthes[ie]s\b|\bdissertations?\b|\bmoratorium\b|\b(?:downloaded|obtained) (?:before|after)\b"
    r"|\bwho (?:had |have |has )?(?:already |previously )?applied\b"
    r"|\b(?:edit|amend|change|withdraw)(?:ing)? (?:your|an?|the|their) (?:\w+ )?(?:applications?"
    r"|proposals?|bids?|submissions?|forms?)\b",
    r"\byou (?:will|should|shall|can expect to) (?:then |also )?(?:get|receive)\b",
    r"\breceives? an? (?:e-?mail|letter|answer|reply|decision|invitation|notification)\b",
    r"\bawards?(?=\s?:\W*$)|\b(?:date of issue|issue date|awards? made|grants? (?:made|paid)"
    r"|payments? made)\b",
    r"\b(?:publ?ication|published|publish\w*|updated|posted(?! to\b)|issued|modified|adopted|signed"
    r"|signature|signing"
    r"|agreements?|dated|released|amended|added)\b",
    # of the note that it heads: "(Text update 3 May: ...)"
    r"\bup-?dates?\b(?=\W*(?:(?:on|of|from|as of)\W+)?(?:[a-z]{3,6}day\W+)?$)",
    r"\b(?:questions?|quer(?:y|ies)|faqs?|clarifications?|enquir\w+|inquir\w+|contact"
    r"|e-?mail \w+ (?:to|at)"
    r"|discuss\w*|advice|help)\b",
    r"\bregist(?:er|ers|ered|ering|ration)\b|\b(?:lo|no)is?\b|\bintent(?:ion|ions)?\b"
    r"|\bsign(?:ing)? up\b|\bbook\w*\b"
    r"|\b(?:letters?|evidence|proof) of (?:support|intent)\b|\bnotice of\b",
    r"\b(?:internal|(?:your|own|host) (?:institution|organisation|university|department)\w*"
    r"|faculty|research office|demand management)\b",
    r"\b(?:reports?|reporting|invoices?|claims?|payments?|expenditure|accounts|monitoring"
    r"|milestones?)\b",
    r"\b(?:since|founded|established|elected|regulation|directive|decision|act|communication|law"
    r"|derogation|paragraph|article|transposition)\b",
    r"\b(?:graduat\w+|phd|born|qualified|employed|held)\b|\bcompleted\b(?! (?:online |\w+ )?"
    r"(?:applications?|forms?|proposals?|outlines?|bids?|eois?|templates?|nominations?|tenders?"
    r"|documents?|papers|questionnaires?)\b)",
    r"(?:^|[.;:]\s|\band )(?:all |two |your )?(?:references|referees?['’]?"
    r"|supporting statements?)\b(?: have)?(?: until| till| to| by)?|\breferees (?:have|must"
    r"|should|need|will)\b(?: (?:until|till|to|by)\b)?",
    r"\b(?:start|begin|create|save)\w* (?:your|an?|the|their) (?:\w+ )?(?:applications?|forms?"
    r"|drafts?"
    r"|accounts?)\b|\baccounts? (?:\w+ ){0,4}created\b|\bexpir(?:ation|y)\b|\btak(?:es?"
    r"|ing) place\b"
    r"|\bwill be invited by\b|\bapply (?:for (?:planning|permission|consent|an? (?:visa"
    r"|licen[cs]e))|to (?:the|your|their) university)\b"
    r"|\bon (?:the|our) (?:web)?site\b",
    r"\b(?:a|your|first) draft\b|\b(?:offices?|help ?desk)\b[^.]{0,80}\bopens? again\b",
    r"\b(?:awards?|grants|offers?) (?:will|to|should) be (?:made|paid|given)\b",
    r"\bnot (?:accept|consider|take) [^.;]{0,40}\bbetween\b",
    r"\bfund(?:s|ing) (?:(?:is|are|will be) )?(?:only )?available (?:from|between|until|to)\b",
    r"\b(?:previous|earlier|last) (?:round|call|competition)s?\b"
    r"(?! (?:opens?|closes?|opening|closing|deadline)\b)",
    r"\b(?:offices?|help ?desk|building|we) (?:is|are|will be) closed\b",
    # what the funder pays for opens its doors, unless an application for it does
    rf"(?:^|[.;,:]\s|\band\s)(?:(?!{SENT_THING}|{CALL}|for\b|fund|scheme|portal)[\w-]+\s){{0,5}}?"
    r"(?:hubs?|cent(?:re|er)s?|collaborations?|partnerships?|services?|contracts?|networks?"
    r"|institutes?|projects?|cohorts?|sites?|clinics?|facilit(?:y|ies)|clusters?|pilots?)"
    r"(?:\s(?:will|are|is|expected|due|to|planned|set|should|must|can|may|then|all|each|likely"
    r"|be|now|scheduled))*\s(?:go(?:es)? live|(?:(?<=will )|(?<=to ))open(?! (?:for|to)\b)"
    r"|opens? (?:its|their) doors|launch(?:es|ed)?)\b(?: (?:on|from|in)\b)?",
)
# "An earlier round closed on": a day of the past, not of this call.
EARLIER = any_of(
    r"\b(?:previous|earlier|last|first|pilot|past|prior|inaugural|(?:19"
    r"|20)\d\d)(?: year['’]s)? (?:\w+ )?"
    r"(?:round|call|competition|edition|opportunity|wave|window)s?\b[^;:]{0,60}"
    r"\b(?:opened|closed|ended|ran|(?:had|has had|with) an? (?:\w+ )?(?:deadline|closing date))\b"
    r"[^;]{0,30}$",
    r"\b(?:round|call|competition) (?:that|which) (?:closed|opened|ended)\b[^;]{0,30}$",
    r"\b(?:last|latest) (?:known|year['’]s|round['’]s) (?:deadline|closing date)\b[^;]{0,30}$",
)
# A deadline, but not for applications, or for applications for something else than money.
OTHER_DEADLINE = any_of(
    # notice of an application: "tell us that you plan to bid"
    r"\b(?:let|tell|inform|notify|make|advise|alert|e-?mail|contact)\b[^.;]{0,60}?\b(?:if|that"
    r"|whether|of)\b[^.;]{0,20}\b(?:intend\w*|intention|mean|plan\w*|wish|want|hope|propose|aim"
    r"|going|thinking) (?:to|of|on) (?:\w+ ){0,2}(?:appl|submi|bid|propos|send|tender|take part)",
    r"\b(?:applications?|apply|nominat(?:e|ions?)|expressions? of interest|submissions?|entries"
    r"|calls?|forms?|submit|deadlines?|closing dates?) (?:\w+ ){0,2}?(?:for|to|in|as|from)"
    r" (?:(?:the|an?|our|your|its|become) ){0,3}(?:\w+ )??(?:evidence|views|papers|abstracts"
    r"|posters|roles?|posts|jobs?|vacanc(?:y|ies)|attend\w*|speakers?|reviewers?|assessors?|visas?"
    r"|places? (?:at|on)|planning permission|extensions?|amendments?|reimbursement"
    r"|payment)\b(?! grants?)",
    r"\b(?:join|serve on|sit on) (?:the|our|an?) (?:\w+ ){0,3}(?:panel|college|committee|board)\b"
    r"|\bnominations? (?:for|of|as|to be) (?:the |an? |new )*(?:trustees?|(?:panel|board|committee)"
    r" members?)\b",
    r"\b(?:planning|visa|job|council tax|tax|vat|acceptance|feedback|booking|attendance|change"
    r"|amendment|conference|speaker|ceremony|volunteer\w*|evaluation) (?:applications?|forms?"
    r"|returns?|requests?|submissions?|nominations?)\b",
    r"\b(?:survey|consultation|poll|ballot|evidence|tickets?|feedback) (?:deadlines?|closing)\b",
    r"\b(?:submit|send|give|share|provide)\w* (?:in |us )?(?:your |their |any |written )*"
    r"(?:evidence|views|comments|feedback|opinions)\b",
    r"\bnominate (?:an? |your )(?:speaker|reviewer|representative|delegate)s?\b",
    r"\b(?:launched|opened) by (?:the|an?|her|his)\b",
    r"\bappl(?:y|ies) to (?:\w+ )?(?:applications|proposals|bids)\b"
    r"|\bdeadline for (?:\w+ )?documents\b",
    r"\b(?:payment|acceptance|completion|delivery|feedback|revision|resubmission|objections?"
    r"|appeals?"
    r"|complaints?|posters?|early[- ]bird|accommodation|referees?|references?|transcripts?"
    r"|consultation"
    r"|vote|quotes?|spending|ethics|amendment|extension) (?:requests? )?deadlines?\b",
    r"\b(?:deadlines?|closing dates?|last day|cut-?off) for (?:the |all |any |your )?(?:\w+ ){0,2}?"
    r"(?:feedback|payments?|acceptance|delivery|objections?|complaints?|posters?|accommodation"
    r"|transcripts?|consultation|revisions?|amendments?|expenditure|deliver\w+|accept(?:ing|ance)"
    r"|return(?:ing)? (?:of )?(?:signed|contracts?|agreements?)|evidence|voting|payment"
    r"|(?:change|extension) requests?)\b",
    r"\blay summar(?:y|ies)\b(?: \w+){0,2}(?: (?:is|are|closes?|closing|deadline|due|on))+\b",
    # opened to somebody else, whose deadline follows: "Rebuttals open in May. Deadline"
    r"\b(?:rebuttals?|responses?|registrations?|reviews?|questions) opens?\b[^.;]{0,40}\bdeadline",
    r"\brequests? for (?:an? |the )?(?:\w+ )?(?:reviews?|appeals?|reconsideration|refunds?)\b",
    r"\brequests? for (?:this|these|it|more|further|extra|help|information|clarification|changes"
    r"|advice|access|support|an? (?:extension|call|meeting|change))\b",
    r"\b(?:final|project|program(?:me)?|progress|annual|closing) (?:\w+ ){0,2}(?:budget|summary"
    r"|report|accounts|evaluation)\b",
    r"\b(?!closing|funding|bidding|tendering|rolling|following|upcoming|coming|opening|forthcoming"
    r"|remaining|being)\w{3,}ing deadlines?\b",
    r"\b(?:registrations?|questions?|quer(?:y|ies)|faqs?|clarifications?|intent\w*(?: to \w+)?"
    r"|internal"
    r"|lois?"
    r"|webinar|interview|enquir\w+|nomination of reviewers|response|reviewers?|notice of \w+"
    r"|ucl|lse|kcl|qmul|institution\w*|university(?: of \w+)?|college|school|department\w*"
    r"|faculty|reporting|reports?|claims?|payments?|spend"
    r"|project|visa"
    r"|booking|letters? of \w+|abstracts?|posters?|manuscripts?|transposition|compliance|statutory"
    r"|legal)"
    r"(?: (?:is|are|must|should|be|has|have|to|sent|received|in|forms?|final|last)){0,4}"
    r" (?:deadlines?|closing|closes|close|due|cut-?offs?|end|submission|receipt)\b",
    r"\b(?:reviewers?|assessors?|panel(?:lists)?|grant ?holders?|winners?"
    r"|recipients) (?:will )?(?:then )?"
    r"ha(?:ve|s) (?:until|till|up to)\b",
    r"\b(?:deadlines?|closing (?:date|time)|closes|last day|cut-?off|final date)(?: dates?)?"
    r" (?:for|to) (?:\w+ ){0,3}?(?:contact\w*|questions?|quer\w+|clarifications?|register\w*"
    r"|registrations?"
    r"|intent\w*|enquir\w+|book\w*|respond|responses?|report\w*|comments?|notif\w+|ask\w*|letters?"
    r"|visa|institution\w*|referees?|references?|approval|sign-?off|endorse\w*|statements?"
    r"|complet(?:e|ing|ion)(?! (?:\w+ ){0,2}(?:applications?|proposals?|bids?|forms?)\b)|spend\w*"
    r"|start\w*|sign\w*|reviews?|lois?|obtain\w*|ethic\w*)\b",
    r"\b(?:offices?|help ?desk|building|consultation|survey(?! to submit)|library|museum|inbox"
    r"|ballot|vot(?:e"
    r"|ing)|poll"
    r"|post|vacancy|job|question|response|offer|registration|booking|exhibition|nursery|shop"
    r"|shortlist|debate"
    r"|election|enrolment)s?"
    r"(?: (?:period|window|phase|form|stage))?(?: for [^.;]{0,40}?| to [^.;]{0,40}?)?(?: (?:is|are"
    r"|will|be|now|remains?|stays?))*"
    r" (?:open(?:s|ed)?(?: until| till)?|clos(?:es|ed|ing|e))\b(?=[^.;]{0,25}$)",
    r"\b(?:our|your) (?:\w+ ){0,2}(?:office|department|school|faculty|team) (?:wants|needs"
    r"|requires|must have|asks)\b",
    r"\b(?:university|institution|college|school|faculty)['’]?s['’]? (?:\w+ ){0,4}deadlines?\b"
    r"|\boffice deadlines?\b",
    r"\b(?:financial|budget|academic|tax|accounting) year (?:\w+ )?(?:closes|ends|ended|closing)\b",
    r"\b(?:referees?|supervisors?|head of \w+|institutional)['’]?s? (?:statements?|references?"
    r"|approvals?|letters?|endorsements?)(?: (?:is|are|must|should|has to|have to|needs? to"
    r"|to) be)?"
    r" (?:submitted|received|sent|in|due|given|deadline|by)\b",
    r"\binternal (?:\w+ ){1,2}(?:deadline|closing|cut-?off)",
    r"\b(?:internal|draft|departmental|faculty) (?:\w+ ){0,3}(?:applications?|proposals?|outlines?"
    r"|eois?"
    r"|bids?|submissions?|forms?|expressions? of interest)\b",
)
LIST_OF_CLOSINGS = any_of(
    r"\b(?:deadline|closing date)s?\b[^.;\n]{0,90}\b(?:as follows|following (?:dates|days)|dates"
    r" below):[\s•*-]*(?:[a-z]{3,6}day,?\s)?$",
    r"\b(?:deadlines|closing dates|cut-?\s?off dates|deadline dates|submission dates)\b"
    r"[^.;:]{0,90}:[\s•*-]*(?:[a-z]{3,6}day,?\s)?$",
    rf"\b(?:{SENT_THING}|received|sent|closes?)\b[^.:;\n]{{0,80}}\b(?:by|before|on|no later than):"
    r"\s*\n\W*(?:[a-z]{3,6}day,?\s)?$",
    r"\bno later than\b[^.;:]{0,20}\bon:[\s•*-]*(?:[a-z]{3,6}day,?\s)?$",
    rf"\b(?:{SENT_THING}|received|sent|closes?)\b[^;\n]{{0,80}}\b(?:by|before|on) (?:(?:one |each"
    r" |any )?of )?(?:(?:the|these) )?(?:following )?(?:dates|days)(?: below| each year)?"
    r":[\s•*-]*(?:[a-z]{3,6}day,?\s)?$",
)
# "The dates for 2026 are as follows:", of closings where the text before speaks of them.
DATES_OF_LIST = any_of(
    r"(?:^|[.\n]\s?)(?:next|upcoming|forthcoming|current)(?: ones?| dates?)?:\s*$",
    r"(?:^|[.\n]\s?)(?:the|our|these)?\s?(?:(?!key|important)\w+ ){0,3}dates (?:for|in|of|are)\b"
    r"[^.;:\n]{0,50}:[\s•*-]*(?:[a-z]{3,6}day,?\s)?$",
)
# Announces a list of closings, each of which has but a name; not "key dates and deadlines".
HEAD_OF_CLOSINGS = any_of(
    r"\b(?<!dates and )(?<!dates & )(?:deadlines(?! (?:and|&) (?:\w+ ){0,2}dates)|closing dates"
    r"|cut-?\s?off (?:dates|times|points)|cut-?\s?offs|deadline dates"
    r"|submission dates"
    r"|application (?:dates|windows|rounds|periods))\b"
    r"|\b(?:grant|funding|application|submission) (?:cycles|rounds|windows|periods)\b[^.;]{0,60}"
    r"\b(?:as follows|below)\b"
    r"|\b(?:applications|bids|proposals|submissions) (?:can|may|must|should|will|are) (?:only )?"
    r"(?:be )?(?:submitted|made|sent|received|accepted|taken|invited) (?:as follows"
    r"|(?:in|during|within) the following)\b"
)
# What a closing is for: "the deadline for the June panel is".
PURPOSE = any_of(
    r"\b(?:considered|reviewed|discussed|assessed|consideration) (?:at|by|for|in) (?:the|our|its"
    r"|their) [^.;:,]{0,50}?\b(?:meetings?|panels?|board|committee|trustees)(?: meetings?)?\b",
    r"\bfor (?:the|our|that|this|each) [^.;:,]{0,40}?\b(?:board|panel|committee|trustees?['’]?"
    r"|meetings?)"
    r"(?: meetings?)?(?=,? (?:is|are|was|were|will be|must|should|needs?|ha(?:s|ve) to"
    r"|applications?"
    r"|proposals?|bids|forms|outlines?"
    r"|submissions?|please|you)\b|\s?:\W*$)",
)
# What goes with an application: "including the selection questionnaire,"; who hands it in for the
# applicant; and that a call may close sooner.
ASIDE = any_of(
    r"(?<=submitted) (?:on your behalf )?by (?:the|your|their|our) (?:[\w’']+ ){0,3}(?:office"
    r"|organi[sz]ation|institution|university|department)\b(?= (?:by|before|no later|until|on))",
    r"\buntil (?:the|all|our) [^.;,]{0,40}\b(?:spent|allocated|gone|exhausted|used|runs? out"
    r"|committed)"
    r"\b(?: up)?,? or\b",
    r",? (?:including|such as|together with|along with|accompanied by|with all)\b[^,;.:]{0,70}"
    r"(?:,|(?= (?:must|should|has to|have to|needs? to|by|before|no later)\b))",
)
# An application that is to be completed, which is to be sent in.
FILLED_IN = re.compile(
    r"(?P<thing>\b(?:applications?|forms?|proposals?|bids?|tenders?|submissions?|entries|envelopes?)"
    r"(?: (?:forms?|packs?))?) (?:(?:which|that) )?(?:(?:must|should|ha(?:ve|s) to|needs? to|can"
    r"|may|are"
    r"|is|to) ){0,2}(?:be )?(?:completed\b(?! and)|completed and (?=(?:posted|sent|returned"
    r"|submitted"
    r"|e-?mailed|uploaded|handed)\b)|(?:hand[- ])?delivered\b)",
    re.IGNORECASE,
)
# An outcome, though it names what was sent; what goes to the applicant's own office; a window in
# which an application is written; by whom a page was made.
OUTCOME = any_of(
    r"\b(?:its|their|your|his|her) own (?:\w+ ){0,2}(?:deadline|closing date|cut-?off)\b",
    r"\bearlier (?:\w+ )?deadlines?\b[^.;]{0,25}$",
    r"\b(?:writing|drafting|planning|spending|scoring|reading|voting|training|claiming)"
    r" (?:window|period|phase)\b[^.;]{0,30}$",
    r"^\W*(?:submitted|posted|written|created) by [^.;\n]{1,60} on\W*(?:[a-z]{3,6}day\W*)?$",
    rf"\b(?:outcomes?|results?|feedback|decisions?|notification|assessment|evaluation|review)"
    rf" (?:of|on|for|to) (?:(?:the|all|your|their|our|any|each|these|every) )*(?:{SENT_THING}"
    r"|applicants)\b[^.;]{0,60}$",
    r"\b(?:approved|authori[sz]ed|signed off|endorsed) by (?:the|your|their|an?) [^.;]{0,60}$",
    r"\bto (?:the|our|your) (?:\w+ )?(?:research (?:office|services|support|development)"
    r"|(?:head of )?(?:department|school|faculty))\b[^.;]{0,60}$",
)
# Rules that changed on a day, to which no application is held.
OLD_RULES = any_of(
    r"^\W*(?:were|was|have (?:all |now |already )*been|has been|had been) (?:all "
    r"|now )?(?:approved|assessed"
    r"|reviewed|considered|successful|funded|awarded|processed|evaluated|scored|rejected)\b",
    r"^\W*(?:can|may|will)(?: still| now)? be (?:viewed|seen|found|accessed|tracked)\b",
    # "Who sent no outline before 3 May cannot apply": that was for an earlier step
    r"^[^.;]{0,40}\b(?:cannot|can['’]t|may not|not (?:be )?(?:eligible|able|entitled|allowed)"
    r"|ineligible) (?:to )?(?:now |then )?(?:apply|bid|submit)\b",
    r"\b(?:under|against|by|using) the (?:old|previous|former|earlier|existing)\b",
)
# Who sends nothing to the funder, or does something else by a day.
OTHER_AGENT = any_of(
    r"\bwe(?:['’]ll)? (?:(?:will|can|must|may|shall|should|also|only|now|aim to|hope to|plan to"
    r"|intend to|try to"
    r"|need to|have to|are|do|not|then|all|endeavour to|be able to) )*+"
    r"(?!(?:accept|receiv|requir|ask|invit|want|welcom|tak|open|clos|launch|seek|look|call|expect"
    r"|need"
    r"|have|consider|get|must|request|urge|encourage|recommend|advise)\w*)[a-z]+",
    r"\b(?:member states?|(?:local )?councils?|governments?|commission|ministers?|reviewers?"
    r"|panels?"
    r"|committees?|trustees|boards?|grant ?holders?|grantees?|awardees?|recipients?|winners?"
    r"|fellows?"
    r"|beneficiar(?:y|ies)|funded (?:projects|teams))(?: \w+){0,2}? (?:(?:must|shall|should|will)"
    r"(?! (?:have )?(?:receive|get))"
    r"|need to(?! (?:receive|get))"
    r"|needs to|have to|has to|aims?|expects?|hopes?|(?:are|is) (?:asked|expected|required"
    r"|requested|due|obliged|to))\b",
)
APPLICANT = any_of(
    r"\b(?:you|applicants?|bidders?|teams|organi[sz]ations|institutions|those|candidates"
    r"|applications?|proposals?|bids?|forms?|outlines?|submissions?|nominations?|entries|tenders?"
    r"|they|it) (?:\w+ ){0,2}?(?:must|shall|should|will|need|needs|have|has|are|is|can|may|to)\b",
    r"\bplease\b|(?:^|[.:;,]\s|\band )\W*(?:submit|apply|send|return)\b",
)
# Applicants, by what has become of their outline.
CHOSEN = any_of(
    r"\b(?:those|applicants|teams|candidates|projects)(?: who| that)?(?: are| were| have been)?"
    r" (?:on the shortlist|shortlisted|selected|invited)\b",
    r"\b(?:shortlisted|selected|successful|invited) (?:applicants|teams|candidates|projects"
    r"|organi[sz]ations)\b",
)
