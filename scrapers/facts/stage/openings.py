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
    r"|rounds?|funds?|schemes?|window|applications|bidding|submissions"
    r"|expressions of interest)\b"
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
    r"(?:calls?\b(?! for (?:papers|evidence|views))|competitions?|funding opportunit(?:y|ies)"
    r"|rounds?|funds?|schemes?)\b(?!-)"
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
    rf"{_SUBJECT}(?: for (?!evidence|papers|views)[^.;,]{{0,40}}?)?(?: (?!of\b"
    rf"|for\b|that\b|which\b)[\w-]+){{0,3}}? (?:and )?{_WILL} (?:(?:now|next|then|also|again|be)"
    rf" )*(?:re-?)?(?:open|launch|go live|opened|launched|advertised|released)(?: again)?"
    rf"(?: (?:for|to) [^.;,]{{0,40}}?)?,?(?: again)? (?:{_LATER_ON}|soon|shortly"
    r"|later)(?![^.]{0,120}\bclos)",
    rf"(?:which|that|it|we|they) {_WILL} (?:re-?open|open) (?:again )?(?:for|to) (?:new )?"
    rf"(?:applications|bids|proposals|applicants) {_LATER_ON}",
    rf"(?:it|we|they) {_WILL} (?:re-?open|open again) (?:for|to) (?:new )?(?:applications|bids"
    r"|proposals"
    r"|applicants)\b",
    rf"next (?:\w+ )?(?:{_CALL}|round|window)\W{{1,3}}(?:launching|opening|launches"
    rf"|opens) {_LATER_ON}",
    rf"(?:applications|bidding|{_CALL}) (?:re-?)?opens? (?:{_LATER_ON})(?!.{{0,80}}\b(?:clos"
    r"|deadline))",
    rf"(?:{_CALL}|rounds?(?: \d+)?|window|applications|expressions of interest) to (?:open|launch) "
    r"(?:on|in|from) ",
    r"ha(?:s|ve) pre-?announced\b",
    rf"{_TAKER}{_OF}{_FUTURE} {_OPENS}\b{_NO_OBJECT}[^.;,]{{0,40}}? {_TIME}(?![^.]{{0,120}}\bclos)",
    rf"{_TAKER}{_OF}(?:will|is to|are to|(?:is|are) due to) (?:begin|start) (?:accepting|taking|to"
    r" (?:accept|take)) (?:applications|bids|proposals)\b",
    r"(?<!of )(?<!on )(?<!about )(?:this|the|next|new|our|an?|funding|first|second) "
    rf"(?:(?!of\b|for\b|on\b|in\b)[\w£.&-]+ ){{0,3}}?"
    rf"(?:{_CALL}|rounds?|window)(?: of [\w ]{{1,30}})? {_FUTURE} {_OPENS}\b(?! (?:an?|the|its"
    r"|up|new|doors)\b)"
    r"(?! (?:to|for) (?!appl|bid|prop|subm|new))(?![^.]{0,120}\bclos)",
    rf"{_PLANS} (?:soon |shortly )?(?:be )?{_LAUNCHES} (?:{_TIME},? )?"
    r"(?:(?!of\b|for\b|on\b|from\b|results?\b|winners?\b|outcomes?\b|successful\b"
    r"|project)[\w£.&'’-]+ )"
    rf"{{0,6}}?{_PLANNED}[^.;]{{0,60}}? {_TIME}(?![^.]{{0,120}}\bclos)",
    rf"{_TAKER}{_OF}(?:will|would) not (?:be|open|launch|start)(?: \w+)? until (?:the "
    rf")?{_LATER_ON}",
    r"this (?:\w+ ){0,4}pre-?announcement\b",
    rf"(?:advance|early) notice of (?:[\w£-]+ ){{1,5}}?(?:{_CALL}|rounds?|funds?"
    r"|schemes?|funding)\b",
    rf"{_CALL} (?:has not (?:yet )?opened|is not yet open|is not open yet|has yet to open)\b",
    rf"(?<!full )(?<!second )(?<!two )(?<!next )(?:{_CALL}|expressions of interest|applications)"
    r" (?:are|is) (?:likely|expected|due|planned|scheduled|set) to (?:be (?:advertised|published"
    r"|issued|released|launched)|open|launch|go live)\b(?! (?:up|about|to)\b)(?![^.]{0,120}\bclos)",
    r"(?<!of )(?<!on )(?<!about )(?:this|the|next|new|funding|full) (?:[\w£.]+ "
    r"){0,2}(?:opportunity|call|competition"
    r"|round|fund|scheme)(?! of\b) "
    r"(?:will|is (?:due|expected|planned|set|likely|scheduled|intended) to|is to) "
    r"(?:(?!be )\w+ )?(?:open|launch|be launched|be opened|be published"
    r"|go live)\b(?! (?:an?|the|its|up|new|doors)\b)(?![^.]{0,120}\bclos)",
)
