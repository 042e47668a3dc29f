"""The words that tell that a page asks for an outline or for a full application."""

import re


def any_of(*patterns: str) -> re.Pattern[str]:
    """Compile alternatives that begin with a word, read without regard to case."""
    return re.compile("|".join(rf"\b(?:{pattern})" for pattern in patterns), re.IGNORECASE)


BODY = (
    r"(?:applicants|teams|organi[sz]ations|projects|consortia|candidates|partnerships|bidders"
    r"|bodies"
    r"|institutions|researchers|groups|companies|trusts|councils)"
)
_PAPER = r"(?:applications?|proposals?|bids?|submissions?|research proposals?|forms?|outlines?)"
OUTLINE = (
    rf"(?:outline[ -](?:\(stage (?:1|one)\) )?(?:{_PAPER}|stage|phase)|outlines"
    rf"|stage (?:1|one) \(?outline\)? {_PAPER}|summary (?:applications?|proposals?)"
    rf"|expressions? of interest(?: form| stage)?s?"
    rf"|eois?|stage (?:1|one|i) {_PAPER}|first[- ]stage {_PAPER}|pre-?proposals?|concept (?:notes?"
    r"|papers?)"
    r"|pre-?qualification (?:questionnaires?|forms?)|preliminary (?:applications?|proposals?)"
    r"|pre-?applications?(?! (?:support|advice|stage|discussion|meeting|event|webinar|contact))"
    r"|letters? of (?:inquiry|enquiry)|initial enquir(?:y|ies))\b"
)
OUTLINE_STEP = (
    rf"(?:{OUTLINE}|(?:outline|first) stage\b|stage (?:1|one)\b|outline\b(?! (?:your|the|of)))"
)
FULL = (
    rf"(?:full[ -](?:on-?line |stage )?(?:{_PAPER}|stage|application stage)|stage (?:2|two"
    rf"|ii) {_PAPER}"
    rf"|second[- ]stage {_PAPER}|fully costed (?:applications?|proposals?))\b"
)
FULL_STEP = rf"(?:{FULL}|(?:full|second) stage\b|stage (?:2|two)\b)"
_TAKES = (
    r"(?:accept(?:s|ing)?|invit(?:es|ing)|(?:we|now|to) invite|taking|takes|seeks?|seeking"
    r"|call(?:s|ing)? for"
    r"|applications are invited for|open (?:for|to)|bids are invited for|looking for) "
)
_NOW = (
    r"(?: are| is)(?: now| being| currently| all| again| also){0,2} (?:accepted|invited|sought"
    r"|open|wanted|required|due|welcome)"
)
_MUST = (
    r"(?: must| should| have to| has to| need to| can| may| are to| is to)(?: now| only"
    r"| all)? (?:be (?:submitted|received|sent|made|returned|completed|handed)|go in|reach|arrive"
    r"|come in)"
)
_DATED = r"(?: \w+)?\s?[:–-]\s?(?:by |at |\w+day )?(?:\d{1,2}|noon|midday)"
_ABOUT = (
    r"(?:(?:this|the) (?:\w+ )?(?:page|call|guidance|stage|opportunity|form|competition|step|round"
    r"|document|text|notice)(?: below| here)?|this|it) (?:is|describes|covers)(?: only)?"
    r" (?:(?:about|for|to) )?(?:an? |the )?"
)
# "This guidance is for applicants submitting a": what follows is the page's own step.
_FOR_THOSE = (
    r"(?:is|are)(?: intended| meant| designed| written| issued)? (?:for|to (?:help|assist))"
    r" (?:\w+ )?(?:applicants|those|people|teams|organi[sz]ations|anyone)(?: who are)?"
    r" (?:submitting|completing|making|preparing|writing) (?:an? |the |their )?"
)
# "Name the brief in your": what follows is the form to be filled in.
_WRITE_IN = (
    r"(?:name|state|describe|tell|include|provide|give|enter|answer|list|fill in|indicate|specify"
    r"|set out|explain)\b(?:(?!\bstage|\bsame|\bwhether|\bdiffer)[^.;]){0,80}? (?:in|on"
    r"|within) (?:the|your|this|our) "
)
_DUE = (
    r"(?:deadlines?|closing dates?|cut-?offs?|closes|closing)(?: dates?)?(?: (?:for|of"
    r"|to submit|for submitting|for receipt of|for (?:the )?submission of))?(?: all| the| your"
    r"| an?)*\s?:?\s?"
)

ABOUT_OUTLINE = any_of(
    rf"{_ABOUT}{OUTLINE_STEP}(?! of the)",
    rf"guid(?:ance|elines) (?:information |notes? )?(?:for|on) (?:applicants[:,]? )?{OUTLINE}",
    rf"{_FOR_THOSE}{OUTLINE}",
    r"what (?:is (?:described|set out|shown|given)(?: here| below)?|follows) (?:is|concerns|covers"
    rf"|describes) (?:only )?(?:the )?{OUTLINE_STEP}",
)
ABOUT_FULL = any_of(
    rf"guid(?:ance|elines) (?:information |notes? )?(?:for|on) (?:applicants[:,]? )?{FULL}(?! and)",
    r"you are now at the full\b",
    r"stage (?:two|2) applicants (?:should|must|need)\b",
    rf"{_FOR_THOSE}(?:{FULL}|stage (?:2|two) (?:[\w-]+ ){{1,6}}?application\b)",
    rf"{_ABOUT}{FULL_STEP}",
    r"this (?:is )?(?:the )?(?:full|second) stage of\b",
)
# What follows an outline that fits: going on, or being asked, to the full step.
_GOES_ON = (
    r"(?:go on|move|move on|go through|progress|proceed|(?:be |are |is )?taken forward|advance)"
    rf" (?:to|into|on to) (?:the |make |submit |complete |an? )*{FULL_STEP}"
)
ASKS_OUTLINE = any_of(
    rf"{_WRITE_IN}{OUTLINE}",
    rf"{OUTLINE} (?:may|will|can)(?: not)?(?: then| also| first)? be (?:taken forward|assessed"
    r"|reviewed|considered|scored|judged|sifted|shortlisted|triaged)\b",
    r"(?:stage (?:1|one)|(?:first|1st|initial) (?:stage|step)(?: (?:in|of|to) [^.;]{1,40}?)?)"
    r" (?:is|consists of|involves|requires|asks for) (?:to (?:submit|send|complete|fill)\b|by"
    rf" (?:letter|e-?mail)|(?:an? |the |your )?(?:[\w-]+ ){{0,4}}?(?:{OUTLINE}|summary\b"
    r"|(?:enquiry|online|short|application) form|questionnaire|(?:short|brief|initial) (?:proposal"
    r"|application|letter)))",
    r"without an approved (?:loi|letter of intent)\b",
    r"(?:first you|you first|must first|must) (?:file|submit|send) an? (?:letter of (?:intent"
    r"|inquiry)|loi)\b(?=[^.;]* (?:online|before)\b)",
    r"(?:may|can|must|should) (?:only )?(?:lead|submit|send|make|put (?:in|forward)) (?:up to |only"
    rf" |no more than |a maximum of )?(?:one|two|three|\d) (?:\w+ )?(?:{OUTLINE}|outline\b)",
    r"(?:submit|send|e-?mail|write|provide) (?:us )?an? (?:\w+ )?outline (?:of|\() ?(?:up to"
    r"|no more|not more|at most|max(?:imum)?|\d|one|two|three|four)\b",
    r"(?:an? (?:\w+ )?(?:subset|selection|few)|some|those|the (?:best|strongest|most"
    rf" \w+))\b[^.;]{{0,40}} invited to (?:submit|make|write|prepare) (?:an? |the )?{FULL}",
    rf"{FULL} (?:may|will|can) (?:then )?be (?:invited|requested|asked for)\b(?! (?:from|by)\b)",
    r"(?:you['’]ll|will|would) (?:then |also |either )?be (?:then )?(?:invited|asked"
    r"|required) to (?:\w+ (?:on|in|out)|\w+)"
    rf" (?:an? |the |their |your )?{FULL}",
    r"(?:using|use|on) (?:the|our|this"
    rf"|an?) (?:\w+ ){{0,2}}?{OUTLINE}(?: \(\w+\))?(?: application)? (?:forms?|templates?)\b",
    rf"your (?:\w+ )?{OUTLINE} (?:should|must|will|needs?|can|may|has to|is to)\b(?! have)",
    r"(?:expressions of interest|eois|outlines|outline (?:applications|proposals|bids)"
    r"|pre-?proposals|concept (?:notes|papers))"
    r" (?:will be|are) (?:then |first )?(?:assessed|reviewed|considered|scored|judged|looked at"
    r"|shortlisted|sifted)\b",
    rf"(?:with|in|on) this {OUTLINE}",
    rf"{OUTLINE} by (?:\d|noon|midday)",
    rf"invited {BODY} will (?:then )?(?:have|be given|get)\b",
    r"(?:before|when|in) (?:sending|submitting|completing|making|writing"
    rf"|preparing) (?:in )?(?:your|an?|the|this) (?:\w+ )?{OUTLINE_STEP}",
    rf"{OUTLINE} (?:submission )?(?:is|are) (?:mandatory|required|compulsory|needed|essential"
    r"|obligatory)\b",
    rf"(?:phase|step) (?:1|one)\s?[:–-]\s?(?:an? |the )?{OUTLINE}(?! ?[.;]? ?(?:phase|step) (?:2"
    r"|two))",
    r"must (?!have)[^.;]{0,60}\bat (?:the |this )?outline stage\b",
    r"(?:will|may|can|then|would|if you|if they|teams|those|applicants|proposals"
    rf"|projects) {_GOES_ON}",
    r"(?:^|(?<=[.:;] )|(?<=\n))(?:(?:open )?call|invitation to (?:submit|send)"
    rf"|request) (?:for )?(?:an? )?{OUTLINE}",
    r"(?:we|they|trustees|panel)(?:['’]ll| will| may| would| can)?(?: then| also)? (?:ask"
    r"|invite)(?: you| them"
    r"| applicants| teams)?(?: for| to (?:submit|send|make|write|complete|apply with))? (?:an? "
    rf"|the )?{FULL}",
    rf"whose {OUTLINE_STEP} (?:passes|succeeds|is (?:successful|selected|shortlisted|approved)"
    r"|are (?:successful|selected"
    rf"|shortlisted))[^.;]{{0,60}}\b{FULL}",
    r"at this (?:first |outline |initial )?stage,? (?:we |you )(?:only |just )?(?:need|want|ask"
    r"|require|are asked|must|should)"
    rf"[^.;]{{0,20}}? (?:only |just )?(?:for |to submit |to send )?an? (?:\w+ )?(?:{OUTLINE_STEP}"
    r"|outline\b|summary\b)",
    r"outline (?:call|competition|round) (?:is|opens|closes|will)\b",
    rf"{OUTLINE} (?:will )?open (?:on|from|in)\b",
    r"(?:before|when|as) you (?:complete|fill in|submit|send) (?:this|the|your"
    rf"|an) (?:\w+ ){{0,2}}?{OUTLINE_STEP}",
    r"(?:successful|shortlisted|selected) at this stage\b[^.;]{0,40}\b(?:will|are"
    r"|may)\b[^.;]{0,30}\b(?:full|second"
    r"|stage (?:2|two))\b",
    rf"(?:submit|complete|send|send us|sending us|make|fill in|fill out|provide|hand in|e-?mail"
    rf"|send in|put in|give us|start with|begin with|first stage is) (?:first )?(?:an?|your|their"
    rf"|the|this) (?:(?!non-binding|optional)[\w-]+ ){{0,2}}{OUTLINE_STEP}",
    rf"(?:(?:applicants|teams|you|organi[sz]ations) (?:can|may|must|should|need to|are (?:asked"
    rf"|invited) to) (?:first )?(?:submit|send)|(?:asked|invited) to submit) (?:short |brief )?"
    rf"{OUTLINE}",
    rf"stage (?:1|one)\s?[:–-]\s?(?:an? |the )?{OUTLINE}(?=[.,;]|$)(?!\W*(?:now )?closed)",
    rf"an? (?:\w+ )?{OUTLINE} first\b,? (?:and )?then\b",
    rf"(?:hear|learn|told|know|find out|informed) (?:by [^.;]{{0,20}} )?(?:whether|if) (?:they|you)"
    rf"(?: \w+){{0,3}} (?:invited|asked) to (?:make|submit|write|send|put in) (?:an? )?{FULL}",
    r"(?:the panel|trustees|we|they)(?: will| may)?(?: then)? (?:invite|ask)"
    rf" [^.;]{{0,40}}?to (?:write|submit|make|send|prepare|develop) an? {FULL}",
    r"(?:selected|shortlisted|successful|chosen) (?:\w+ ){1,3}(?:will be |are )(?:then )?(?:invited"
    r"|asked) to apply in full\b",
    rf"{_TAKES}(?:your |the |new |short ){{0,2}}(?!expressions? of interest){OUTLINE_STEP}",
    rf"(?:accepting|inviting|(?:we|now) invite|taking|seek|seeking) (?:your )?{OUTLINE}",
    rf"{OUTLINE}{_NOW}",
    rf"{OUTLINE}(?:, [^,.;]{{1,40}},)?{_MUST}",
    r"(?:you|applicants|applications|outlines|teams|those|proposals|projects|bids|organi[sz]ations)"
    r"(?: \w+){0,4}? will (?:then |only )?be (?:invited|asked)(?: back)? (?:to|for) "
    rf"(?:(?:an? |the )?(?:stage (?:two|2)|second stage)\b|(?:an? |the )?{FULL}|(?:submit|make"
    rf"|write|prepare|put in|send in|develop"
    rf"|complete) (?:an? |the |their )?(?:{FULL}|full\b(?! costs?)|stage (?:two|2)\b))",
    r"(?:best|successful|shortlisted|selected) (?:\w+ ){0,3}(?:are|is) (?:then )?(?:invited|asked) "
    rf"(?:to|for) (?:\w+ )?(?:an? |the )?{FULL_STEP}",
    r"(?:invited|asked) to (?:submit|make) (?:an? )?full (?:application|proposal|bid)s? "
    r"(?:at|for|in) (?:stage|the second|a second)",
    r"outlines? (?:\w+ ){0,2}(?:get|receive|are sent) an invitation to (?:submit|write|make)",
    r"(?:want|asks?|asking|require|expect"
    rf"|need) (?:for )?(?:only )?(?:an? (?:\w+ )?{OUTLINE_STEP}|{OUTLINE})",
    rf"if your {OUTLINE_STEP} is (?:successful|selected|shortlisted)",
)
OUTLINE_DUE = any_of(
    rf"{_DUE}(?:is )?(?:{OUTLINE}|outline\b|preliminary\b)",
    rf"{_DUE}\((?:outline|stage 1|stage one|eoi|expression of interest)\)",
    rf"{OUTLINE_STEP}\W{{1,3}}(?:submission |forms? |stage )?(?:deadline|closing date|closes?)\b",
    rf"{OUTLINE}{_DATED}",
    rf"(?:submission|receipt) of (?:the |an? )?{OUTLINE}",
    rf"{_DUE}:? \((?:for )?{OUTLINE}",
    r"(?:deadlines?|closing dates?|cut-?offs?|closes"
    rf"|closing)\b[^.;\n()]{{0,40}}\((?:for )?{OUTLINE}\)",
    rf"stage (?:1|one){_DATED}",
    r"(?:stage (?:1|one)|first stage)(?: of (?:the|this) \w+)? (?:closes|is (?:now )?open|opens"
    r"|deadline|ends)\b",
    rf"{_DUE}(?:for )?(?:the )?(?:stage (?:1|one)|first stage)\b",
    rf"successful (?:eois|expressions of interest|outlines|concept notes|pre-?proposals)"
    rf" will (?:then )?be (?:asked|invited) (?:for|to \w+) (?:an? |the )?{FULL}",
    rf"for {OUTLINE}\s?[:,–-]?\s?(?:by|no later than|before)\b",
)
ASKS_FULL = any_of(
    rf"{_WRITE_IN}{FULL}",
    rf"{FULL} only\b",
    rf"{_TAKES}{FULL_STEP}",
    rf"{FULL}{_NOW}",
    rf"{FULL}(?: forms?)?(?:,? which| that)?{_MUST}",
    rf"without (?:first )?(?:submitting|sending|making) an? (?:\w+ )?{OUTLINE_STEP}",
    r"(?:(?<=^)|(?<=[.;!:] )|(?<=\n))(?:please )?(?:submit|send|send us|complete|make) (?:an? "
    rf"|your ){FULL}",
)
FULL_DUE = any_of(
    rf"{_DUE}(?:is )?{FULL}",
    r"(?:deadlines?|closing dates?|cut-?offs?|closes"
    rf"|closing)\b[^.;\n()]{{0,40}}\((?:for )?{FULL}\)",
    rf"{_DUE}\((?:full|stage 2|stage two|full application)\)",
    rf"{FULL_STEP}\W{{1,3}}(?:submission )?(?:deadline|closing date|closes?)\b",
    rf"{FULL}{_DATED}",
    rf"(?:submission|receipt) of (?:the |an? )?(?:invited )?{FULL}",
    rf"stage (?:2|two){_DATED}",
)


# Where the deadline of the second stage stands beside one that does not say its stage.
TWO_STAGES = any_of(r"deadline model: ?two-stage", r"(?:two|2)[- ]stages? (?:call|procedure)\b")
# A university's own choice among its staff.
INTERNAL = any_of(
    r"head of (?:department|school)\b",
    r"(?:faculty|departmental|university|college|school) deadline",
    r"internal (?:deadline|process|selection|consideration|review|panel|competition|eoi|expression"
    r"|outline)",
    r"to (?:the|our|your) research (?:office|services|support|development)\b",
)
# A step that is over, or that another sentence is about.
PAST = re.compile(
    r"\b(?:after|following|from|during|passed|completed|since|assessed|reviewed|approved) (?:the "
    r"|our |an? |your |their"
    r" |all |these )*$",
    re.IGNORECASE,
)
# An outline that nobody asks for.
DENIED = re.compile(
    r"\b(?:not|no|never|without|rather than|instead of|neither|nor|cannot|don['’]t"
    r"|doesn['’]t)\b(?! (?:later|only|more"
    r"|longer than))[^.;:]{0,38}$",
    re.IGNORECASE,
)
DENIED_AFTER = re.compile(
    r"[^.;,]{0,25} (?:is|are) (?:not|no longer|optional|voluntary|unnecessary)\b"
    r"|[^.;,]{0,40}(?: (?:is|are|has|have)(?: now)? (?:closed|passed|over)\b|\(closed\))",
    re.IGNORECASE,
)
# The funder's schemes in general.
GENERAL = any_of(
    r"(?:some|most|many|several|all) (?:of )?(?:our |the |other )?(?:\w+ )?(?:schemes|programmes"
    r"|calls|funds|awards|grants"
    r"|opportunities)\b",
    r"(?:typically|usually|normally|in general|generally|often|sometimes|depending on (?:the"
    r"|which))\b",
    r"for (?:some|certain|most) (?:schemes|calls|programmes|awards)\b|you may be asked\b",
)
# Interest in something else than money.
OTHER_INTEREST = any_of(
    r"expressions? of interest\b[^.;]{0,80}\b(?:panels?|reviewers?|members?|board|committee"
    r"|workshop|events?|assessors?|roles?|posts?)\b"
)
# A letter before the application, which may or may not be a step of its own.
INTENT = any_of(r"letters? of intent\b", r"lois?\b")
# What comes between two steps where those who took the first go on to the second.
SIFTED = any_of(r"(?:outcomes?|notif\w+|shortlist\w*|sift\w*|results?|feedback|decisions?)\b")
# Of two steps that are both dated the second is for those invited: the page is the first's.
LATER_INVITED = any_of(
    rf"invited {FULL}",
    r"(?:invited|asked) to (?:submit|make|send|write|complete|prepare) (?:an? |the "
    rf"|their )?{FULL}",
    rf"{FULL} \(?(?:by invitation|invited|if invited|invitation only)",
)
