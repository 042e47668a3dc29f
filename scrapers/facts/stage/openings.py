"""The words with which a funder says that what takes applications is to open later on."""

from scrapers.facts.stage.nouns import any_of

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?(?! ?\d{1,2}\b)"
)
_SEASON = rf"(?:\d{{4}}\b|spring\b|summer\b|autumn\b|winter\b|{_MONTH})"
_PART = r"(?:(?:early|late|mid)(?:/(?:mid|late))?[- ])"
_NEXT = (
    r"(?:new year\b|next (?:year|month|spring|summer|autumn|winter)\b|later (?:this|in the"
    r"|next) year\b"
    r"|later in \d{4}|(?:end|start|beginning|middle) of (?:the year|next year|\d{4})"
    r"|coming (?:weeks|months)\b|(?:first|second) half of \d{4}|q[1-4] \d{4})"
)
# A time of the year, not a day: straight after a verb, or anywhere behind it.
_LATER_ON = rf"(?:in |for |at )?(?:the )?(?:{_NEXT}|(?:this )?{_PART}?{_SEASON})"
_TIME = (
    rf"(?:(?:in |for |at |from |by |during |around |until )(?:the )?(?:{_NEXT}"
    rf"|{_PART}?{_SEASON})|{_NEXT}"
    rf"|this {_PART}?(?:spring|summer|autumn|winter)\b|{_PART}{_SEASON}|soon\b|shortly\b"
    r"|in due course\b)"
)

_CALL = (
    r"(?:(?:calls?|competitions?)\b(?! for (?:papers|evidence))|(?:funding )?opportunit(?:y|ies)\b)"
)
_SUBJECT = (
    r"(?:calls?|competitions?|(?:funding )?opportunit(?:y|ies)|rounds?|funds?|schemes?(?:, which)?"
    r"|grants? (?:programme|scheme)"
    r"|funding programme|window|applications|bidding|submissions|expressions of interest)"
)
_WILL = (
    r"(?:will|is to|are to|(?:is|are) (?:\w+ )?(?:expected|due|planned|likely|set|scheduled"
    r"|anticipated"
    r"|intended|hoped) to)"
)
_TAKER = (
    r"(?<!\bon the )(?<!\bof the )(?<!\babout the )(?<!\bin the )(?:calls?\b(?! for (?:papers"
    r"|evidence|views))|competitions?|(?:funding )?opportunit(?:y|ies)"
    r"|rounds?|funds?|schemes?|programmes?|grants|window|applications|bidding|submissions"
    r"|expressions of interest|prospectus)\b"
)
_OF = r"(?: (?:of|for|to|in) (?!evidence|papers|views)[^.;,]{1,50}?)?(?: [\w£(-][\w£)-]*){0,2}? "
_FUTURE = (
    r"(?:will|would|is to|are to|(?:is|are) (?:\w+ )?(?:expected|due|planned|likely|set"
    r"|scheduled"
    r"|anticipated|intended|hoped|going) to)(?: (?:now|next|then|also|again|formally|officially"
    r"|soon|shortly|not|be)){0,2}"
)
_OPENS = (
    r"(?:(?:re-?)?open(?:ed|ing)?|launch(?:ed|ing)?|go(?:ing)? live|published|advertised"
    r"|released|issued|(?:begin|start) (?:accepting|taking|to accept|to take)"
    r"(?: applications)?)"
)
_NO_OBJECT = r"(?! (?:an?|the|its|their|our|up|new|doors|with)\b)"
# What a funder, unlike a project, launches.
_PLANNED = (
    r"(?:calls?\b(?! for (?:papers|evidence|views))|competitions?|(?:funding )?opportunit(?:y|ies)"
    r"|rounds?|funds?|schemes?|window|expressions of interest|prospectus"
    r"|(?:next|new) (?:[\w&-]+ ){0,4}(?:grants|awards)|this (?:\w+ )?programme)\b(?!-)"
)
_PLANS = (
    r"(?:will|(?:plans?|intends?|expects?|hopes?|aims?|anticipates?) to|(?:is|are) (?:planning"
    r"|hoping"
    r"|due|set|expected|aiming|looking|intending|preparing) to|(?:plan|intention|aim) is to)"
)
_LAUNCHES = (
    r"(?:re-?)?(?:open|launch|announc|advertis|run|issu|releas|publish)(?:e|ing)?\b(?! up\b)"
)
TO_OPEN = any_of(
    r"(?:full|more|further|will be (?:published|confirmed|provided|announced|given"
    r"|updated))\b[^.;]{0,80}\b(?:when|once|as soon as) (?:the"
    rf"|this) (?:\w+ )?{_CALL} (?:opens|is|goes)"
    r" ?(?:officially |formally )?(?:live|published|launched|announced|open|opened)?\b",
    r"(?:in|with) the full announcement\b",
    r"(?:anticipated|expected|planned|provisional|likely) (?:launch|opening|publication"
    rf"|release)(?: date)?\s?[:–-]\s?(?:{_LATER_ON}|\d)",
    rf"before (?:the|this) {_CALL} (?:is (?:launched|published|open)|opens|launches)\b",
    r"(?:hear|notified|notify|know|sign up|alerts?|told) (?:you )?(?:\w+ )?when (?:the"
    rf"|this) {_SUBJECT} opens\b",
    rf"(?:portal|application (?:form|pack)|forms|prospectus)(?: for [^.;]{{0,40}})? will (?:be"
    r"|become)"
    rf" (?:available|open|live|published|released) (?:from |in |by )?{_LATER_ON}",
    rf"{_WILL} (?:re-?)?open the (?:first|second|third|\w+th|next|new|final) (?:round|phase|wave"
    r"|call|window)\b(?![^.]{0,120}\bclos)",
    r"(?:opportunity|call|competition|fund|scheme|round|programme|applications) (?:is |are "
    r"|will be )?"
    r"(?:opening|launching) (?:soon|shortly)\b",
    # "the fund will reopen in the spring": what takes applications, opens, at a time of the year
    rf"{_SUBJECT}(?: for (?!evidence|papers|views)[^.;,]{{0,40}}?)?(?: (?!of\b"
    rf"|for\b)[\w-]+){{0,3}}? (?:and )?{_WILL} (?:(?:now|next|then|also|again|be)"
    rf" )*(?:re-?)?(?:open|launch|go live|opened|launched|advertised|released)(?: again)?"
    rf"(?: (?:for|to) [^.;,]{{0,40}}?)?,?(?: again)? (?:{_LATER_ON}|soon|shortly"
    r"|later)(?![^.]{0,120}\bclos)",
    rf"(?:which|that|it|we|they) {_WILL} (?:re-?open|open) (?:again )?(?:for|to) (?:new )?"
    rf"(?:applications|bids|proposals|applicants) {_LATER_ON}",
    rf"(?:it|we|they) {_WILL} (?:re-?open|open again)\b,? {_LATER_ON}",
    rf"(?:it|we|they) {_WILL} (?:re-?open|open again) (?:for|to) (?:new )?(?:applications|bids"
    r"|proposals"
    r"|applicants)\b",
    rf"next (?:\w+ )?(?:{_CALL}|round|window)\W{{1,3}}(?:launching|opening|launches"
    rf"|opens) {_LATER_ON}",
    rf"applications (?:for \d{{4}} )open {_LATER_ON}",
    rf"(?:{_CALL}|round|window|fund|scheme|programme|details)\b[^.;]{{0,30}}? coming {_TIME}",
    r"(?:full|more|further) (?:details?|information|guidance)\b[^.;]{0,40}? will (?:be "
    r"(?:published|made"
    r" available|available|released|announced)|follow) (?:shortly|soon|in due course)\b",
    rf"(?:applications|bidding|{_CALL}) (?:re-?)?opens? (?:{_LATER_ON})(?!.{{0,80}}\b(?:clos"
    r"|deadline))",
    rf"(?:{_CALL}|rounds?(?: \d+)?|window|applications|expressions of interest) to (?:open|launch) "
    r"(?:on|in|from) ",
    rf"will be able to (?:apply|bid|submit)\b[^.;]{{0,40}}? (?:(?:from|on) (?:\d|noon\b|midday\b"
    rf"|\w+day\b)|{_TIME})",
    r"(?:publish|release)\w* (?:the|an?|our|its) (?:invitation|request"
    rf"|call)[^.;]{{0,40}} {_LATER_ON}",
    rf"{_CALL}(?: for \w+)? (?:is |are )?(?:planned|due|expected|scheduled) for (?:publication"
    r"|launch"
    rf"|release) {_LATER_ON}",
    rf"(?:applications|bids|proposals|expressions of interest) will be (?:invited|sought|accepted"
    rf"|taken|welcomed) (?:again )?(?:from |in )?{_LATER_ON}",
    r"watch this space\b|ha(?:s|ve) pre-?announced\b|(?:been|was|were) pre-?announced\b",
    rf"(?:said|says|announced|confirmed|stated|expects?)\b[^.;]{{0,60}}\b{_SUBJECT} (?:would|will)"
    r" (?:re-?)?open\b",
    # what takes bids opens, is launched, is advertised: at a time that is not a day, or soon
    rf"{_TAKER}{_OF}{_FUTURE} {_OPENS}\b{_NO_OBJECT}[^.;,]{{0,40}}? {_TIME}(?![^.]{{0,120}}\bclos)",
    rf"{_TAKER}{_OF}(?:will|is to|are to|(?:is|are) due to) (?:begin|start) (?:accepting|taking|to"
    r" (?:accept|take)) (?:applications|bids|proposals)\b",
    # the call opens, on whatever day
    r"(?<!of )(?<!on )(?<!about )(?:this|the|next|new|our|an?|funding|first|second) "
    rf"(?:(?!of\b|for\b|on\b|in\b)[\w£.&-]+ ){{0,3}}?"
    rf"(?:{_CALL}|rounds?|window)(?: of [\w ]{{1,30}})? {_FUTURE} {_OPENS}\b(?! (?:an?|the|its"
    r"|up|new|doors)\b)"
    r"(?! (?:to|for) (?!appl|bid|prop|subm|new))(?![^.]{0,120}\bclos)",
    # a funder plans to launch it
    rf"{_PLANS} (?:soon |shortly )?(?:be )?{_LAUNCHES} (?:{_TIME},? )?"
    r"(?:(?!of\b|for\b|on\b|from\b|results?\b|winners?\b|outcomes?\b|successful\b"
    r"|project)[\w£.&'’-]+ )"
    rf"{{0,6}}?{_PLANNED}[^.;]{{0,60}}? {_TIME}(?![^.]{{0,120}}\bclos)",
    rf"{_PLANS} (?:soon |shortly )?(?:be )?{_LAUNCHES} {_TIME},? (?:(?!of\b|for\b|on\b|from\b"
    r"|results?\b"
    rf"|winners?\b)[\w£.&'’-]+ ){{0,6}}?{_PLANNED}",
    rf"{_TAKER}{_OF}(?:will|is to|are to) (?:be )?{_OPENS} (?:once|when|after) ",
    r"not yet open (?:to|for) (?:new )?(?:applications|bids|proposals|submissions|applicants)\b",
    # not before a time
    rf"{_TAKER}{_OF}(?:will|would) not (?:be|open|launch|start)(?: \w+)? until (?:the "
    rf")?{_LATER_ON}",
    rf"details (?:of|for|on) which will be (?:published|available|announced) {_LATER_ON}",
    r"(?:details|information|guidance|prospectus)\b[^.;]{0,60} will be (?:published|available"
    r"|released"
    r"|announced|shared|issued|provided) in due course\b",
    r"(?:can|may|will be able to|will be invited to) soon (?:apply|bid|submit)\b",
    r"(?:details|dates?|timings?|information) (?:of|for|on|about) (?:the |our |this )?(?:next "
    r"|new |forthcoming |future"
    rf" )+(?:\w+ )?{_SUBJECT} will be\b",
    r"(?:opening|launch) dates?(?: (?:of|for) [^.;]{1,40}?)? (?:will be|is to be|is yet to be"
    r"|has yet to be|are to be) (?:announced"
    r"|confirmed|published)\b",
    r"(?:not|isn['’]t) (?:yet )?open(?: (?:for|to) (?:new )?(?:applications|bids|proposals"
    r"|submissions))?"
    r"(?: yet)\b",
    r"this (?:\w+ ){0,4}pre-?announcement\b",
    rf"(?:advance|early) (?:notice|warning) of (?:[\w£-]+ ){{1,5}}?(?:{_CALL}|rounds?|funds?"
    r"|schemes?|funding)\b",
    rf"(?:about|on|this is) an? (?:forthcoming|future|upcoming) (?:\w+ )?{_CALL}",
    rf"{_CALL} (?:has not (?:yet )?opened|is not yet open|is not open yet|has yet to open)\b",
    r"(?<![a-z,] )expected to (?:open|launch) (?:in|on|around)\b",
    rf"(?:will|is to|are to) (?:soon|shortly) (?:launch|open|announce|publish|advertise)"
    rf" (?:an?|the|its|our|this|their)(?: (?!(?:of|on|for|from)\b)[\w£.-]+){{0,5}}? {_CALL}",
    rf"(?<!full )(?<!second )(?<!two )(?<!next )(?:{_CALL}|expressions of interest|applications)"
    r" (?:are|is) (?:likely|expected|due|planned|scheduled|set) to (?:be (?:advertised|published"
    r"|issued|released|launched)|open|launch|go live)\b(?! (?:up|about|to)\b)(?![^.]{0,120}\bclos)",
    r"(?<!of )(?<!on )(?<!about )(?:this|the|next|new|funding|full) (?:[\w£.]+ "
    r"){0,2}(?:opportunity|call|competition"
    r"|round|fund|scheme)(?! of\b) "
    r"(?:will|is (?:due|expected|planned|set|likely|scheduled|intended) to|is to) "
    r"(?:(?!be )\w+ )?(?:open|launch|be launched|be opened|be published"
    r"|go live)\b(?! (?:an?|the|its|up|new|doors)\b)(?![^.]{0,120}\bclos)",
    r"(?:full|more|further) (?:\w+ )?(?:details?|information|guidance|text|specification"
    r"|prospectus) will (?:be"
    r" (?:published|made available|available|released|announced)|follow) (?:when|once|as soon as"
    r"|shortly|soon|later"
    rf"|{_LATER_ON})",
    r"(?:call|opportunity|competition|round)(?: itself| for \w+)? (?:opens|that is planned for"
    r"|planned for"
    rf"|is (?:planned|expected"
    rf"|foreseen|due|scheduled) (?:for|in)) (?:{_LATER_ON})(?!.{{0,80}}\b(?:clos|deadline))",
    r"we (?:will|(?:expect|plan|intend|aim) to) (?:open|launch) (?:this|the) (?:\w+ )?"
    r"(?:opportunity|call|competition|round)\b",
)
