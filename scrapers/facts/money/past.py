"""The words of a sentence that tell that its money was given before: nothing that is offered now.

A null character stands where the amount stands.
"""

from scrapers.facts.money.nouns import any_of

_GAVE = (
    r"(?:made|gave|awarded|funded|paid|spent|invested|distributed|supported|received|helped"
    r"|granted|offered|allocated|provided|committed)"
)
PAST = any_of(
    r"\b(?:bids?|applications?|requests?) (?:was|were) (?:received|turned down)\b[^\x00.;]*\x00",
    r"\b(?:have|has) (?:varied|ranged|averaged)\b[^\x00.;]*\x00",
    r"\b\d+ (?:\w+ ){0,2}(?:projects|teams|groups|organisations|companies|charities) shar(?:ing"
    r"|ed)\b"
    r"[^\x00.;]{0,20}\x00|\x00 in \d+ (?:\w+ ){0,3}(?:projects|companies|businesses|centres)\b",
    r"\breceived (?:\w+ )?(?:grants|awards|funding)\b[^\x00.;]{0,20}\x00|^decision:",
    r"\bnot (?:been )?eligible for\b[^\x00.;]{0,20}\x00",
    r"\b(?:which|who) (?:\w+ )?(?:provided|offered|gave|granted|funded|distributed|awarded|paid)\b"
    r"[^\x00.;]{0,30}\x00",
    r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten) (?:of the )?(?:\w+ ){1,3}(?:will|are"
    r" to|have)"
    r" (?:receive|get|share|be given|won|had)\b[^\x00.;]{0,20}\bshar\w+ (?:of"
    r"|in)\b[^\x00.;]{0,20}\x00",
    r"\x00[^\x00.;]{0,40}\b(?:awarded|given|going|allocated) to (?:these|those|the winning)\b",
    r"^\W*(?:last|this past) (?:year|month|week|spring|summer|autumn|winter|time)\b[^\x00]*\x00",
    r"\b(?:trust|foundation|charity|council|authorit(?:y|ies)|committee|panel|trustees|we|it|they"
    r"|scheme"
    r"|programme|fund|government|department|agency|lottery|players|ministers?)\b (?!by\b)(?:\w+ly"
    r" )?"
    r"(?:distributed|administered|approved|gave|awarded|paid|granted|donated|spent|handed out"
    r"|raised|received)\b(?! by)[^\x00.;]{0,40}\x00",
    r"^\W*(?:historically|previously|formerly|originally|until (?:now|recently))\b[^\x00]*\x00",
    r"(?<!limit, )\b(?:but|though|although|while) (?:in practice )?most\b[^\x00.;]*\x00",
    r"\b(?:have|has) (?:all |each |now |already )?(?:won|secured|shared|had)\b[^\x00.;]{0,30}\x00",
    r"\bin (?:an?|the|our|its) (?:earlier|last|previous|former) (?:\w+ )?(?:calls?|rounds?"
    r"|competitions?)"
    r"\b(?:(?!\b(?:this|now|new)\b)[^\x00])*\x00",
    r"\b(?:recipients|winners|successful \w+|awards|grants)\b[^\x00.;]{0,40}\b(?:have been|were|has"
    r" been)"
    r" (?:\w+ )?(?:announced|selected|chosen|named|awarded)\b[^\x00]*\x00",
    r"\x00[^\x00.;]{0,30}\b(?:go|goes|went) to \d+ ",
    r"\b(?:named|announced|selected|chosen|chose|unveiled|revealed) (?:the )?(?:\w+ )?\d+ (?:\w+ )?"
    r"(?:projects|winners|teams|organisations|companies|charities|groups|awards|grants)\b"
    r"[^\x00.;]*\x00",
    r"\b(?:call|round|competition|fund|programme|phase|window)\b[^\x00.;]{0,20}\x00[^\x00.;]{0,40}"
    r"\b(?:closed|ended|finished|is over)\b",
    r"^\W*(?:in|over|during|across|for) (?:the |our |some |most )?(?:previous|past|recent|earlier"
    r"|last|former|prior) (?:\w+ ){0,3}(?:years?|rounds?|calls?|competitions?|months|decades?"
    r"|cycles?"
    r"|editions?)\b(?:(?!\bthis (?:year|round|call|time)\b)[^\x00])*\x00",
    rf"\bin (?:the year )?20\d\d(?:[-/–]\d\d(?:\d\d)?)?,? (?:\w+ ){{1,3}}{_GAVE}\b[^\x00]*\x00",
    r"\b(?:has|have) (?:now |so far |also |together )?(?:given|paid out|distributed|received"
    r"|spent|raised|donated|backed|been awarded|been given)\b[^\x00]{0,60}\x00",
    r"\b(?:among|amongst|one of) (?:the )?(?:\w+ ){0,3}(?:projects|organisations|groups|charities"
    r"|teams|companies|universities|councils)\b(?: \w+){0,3} (?:to|that) (?:receive|share|benefit"
    r"|get|win)\w*\b[^\x00]*\x00",
    rf"\b(?:first|earlier|last|previous|former|past) (?:\w+ )?(?:calls?|rounds?|competitions?"
    rf"|years?|phases?|editions?)\b(?: \w+){{0,3}} {_GAVE}\b[^\x00]*\x00",
    r"\x00[^\x00]*\bin (?:an?|the|our|its) (?:earlier|first|last|previous|former) (?:\w+ )?"
    r"(?:calls?|rounds?|competitions?|years?)\b",
    r"\b(?:received|won|secured|obtained|was given|were given) (?:an? |over |more than |around )?"
    r"\x00",
    r"\b(?:launched|set up|established|founded|created|began|started) in (?:19|20)\d\d\b"
    r"[^\x00]*\x00",
    r"\bevery year (?:\w+ ){1,5}(?:receive|get|invest|spend|give|fund)s?\b[^\x00]{0,40}\x00"
    r"(?! of funding)",
    r"\x00[^\x00.;]{0,30}\b(?:we|they|it|council|which) (?:(?:has|have) )?(?:secured|won|received"
    r"|raised)\b|\x00,? (?:which|that) (?:was|were) (?:\w+ )?(?:distributed|spent|awarded|given"
    r"|paid)",
)
