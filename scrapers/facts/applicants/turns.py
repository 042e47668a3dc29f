"""The turns of phrase in which calls say who may lead a bid, and who may be in it.

Each turn has a region, before its verb or after it, in which kinds of bodies are
looked for. What stands outside every turn says nothing: a call names many
bodies that are to benefit, to be asked or to be reached.
"""

import re
from enum import Enum
from typing import NamedTuple

from models.applicants import Part


class Says(Enum):
    """What a turn says of the bodies in its region."""

    MAY_LEAD = "may lead"
    ONLY_THESE_LEAD = "only these may lead"
    MAY_TAKE_PART = "may take part"
    MAY_NOT_LEAD = "may not lead"
    MAY_NOT_TAKE_PART = "may not take part"

    @property
    def admitted(self) -> bool:
        """Whether the bodies are admitted."""
        return self not in (Says.MAY_NOT_LEAD, Says.MAY_NOT_TAKE_PART)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts that the turn speaks of: who may lead may also apply."""
        if self is Says.MAY_TAKE_PART:
            return (Part.APPLY,)
        return (Part.LEAD,) if self is Says.MAY_NOT_LEAD else (Part.LEAD, Part.APPLY)


class Turn(NamedTuple):
    """One turn of phrase: the words, and where its region lies."""

    says: Says
    pattern: re.Pattern[str]  # its groups `kind` and `kind2`, if any, are the whole region
    before: bool = False  # the region lies before the words, not after them


def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern for any case."""
    return re.compile(pattern, re.IGNORECASE)


_MODAL = (
    r"(?:must|should|shall|may|might|could|can|will|needs? to|ha(?:s|ve) to"
    r"|(?:is|are) (?:(?!not\b)\w+ )?(?:expected|encouraged|required|invited|welcome|able"
    r"|eligible) to)"
)
_LIST = r"\s?[:,]{0,2}\s?"
_BODY = r"(?:organi[sz]ation|institution|applicant|partner|body|entity|beneficiary|participant)s?"
_LEADER = (
    rf"(?:(?:lead|leading|host|coordinating|contracting|main|principal|applicant|applying) {_BODY}"
    r"|coordinators?(?: of (?:the|each|a) (?:project|proposal|consortium|action))?|applicants?"
    r"|contestants?|beneficiar(?:y|ies)|the lead|leads?|project leads?|you|your organi[sz]ation)"
)
_BID = r"(?:bids?|proposals?|(?:full |outline )?applications?|expressions? of interest|outlines?)"
_LEADS = (
    r"(?:apply(?=\s*(?:$|[.,;:()]|(?:for|to|as (?:the )?lead|if|alone|under|through|in|and|or"
    r"|with)\b))"
    rf"|(?:lead|coordinate)(?!\s(?:to|the way|on to|a way)\b)|bid\b|submit (?:\w+ ){{0,3}}{_BID}"
    r"|host (?:a|the|an) (?:principal investigator|fellow|applicant|award|grant|researcher)"
    r"|be the (?:lead|coordinator|host|main|applicant)|act as (?:the )?(?:lead|coordinator))"
)
_CALL = (
    r"(?:call|competition|opportunity|scheme|fund|funding|award|awards|grant|grants|programme"
    r"|topic|round|applications?)"
)
_CONSORTIUM = r"(?:consorti(?:um|a)|project teams?|teams?|partnerships?|applicant groups?)"
_INCLUDE = (
    r"(?:include|involve|comprise|consist of|be composed of|bring together|contain|be made up of"
    r"|gather|have)"
)
_AS_PARTNERS = r"(?:,? as (?:beneficiaries|partners|participants)(?: or affiliated entities)?,?:?)"
_NO_STATE = (
    r"(?!(?:part|able|willing|aware|in|working|supported|prepared|clear|submitted|completed"
    r"|received"
    r"|made|used|sent|ready|engag|involv|justif|consult|informed|accompan|register|partner|signed"
    r"|collaborat)\w*\b)"
)


def _turn(says: Says, pattern: str, *, before: bool = False) -> Turn:
    return Turn(says, compiled(pattern), before)


TURNS = (
    _turn(
        Says.ONLY_THESE_LEAD,
        rf"\b{_LEADER} (?:must|needs? to|ha(?:s|ve) to|(?:may|can) only|(?:is|are) required to)"
        rf"(?: also| all)?{_LIST}be{_LIST}{_NO_STATE}"
        r"(?:(?:based|employed|hosted|located) (?:at|by|in)\b|from\b|led by\b)?",
    ),
    _turn(
        Says.MAY_LEAD,
        rf"\b{_LEADER} (?:may|can|could|should|might|(?:is|are) expected to){_LIST}be{_LIST}"
        rf"{_NO_STATE}",
    ),
    _turn(
        Says.ONLY_THESE_LEAD,
        r"\b(?:participation|eligibility|funding|applications?|(?:this|the) "
        r"(?:call|competition|topic|opportunity|scheme))[^.;:]{0,40}? "
        r"(?:is|are) (?:limited|restricted|only open|open only) to\b",
    ),
    _turn(
        Says.ONLY_THESE_LEAD,
        r"\bthe following (?:entities|organi[sz]ations|bodies|types of \w+) "
        r"(?:are eligible|(?:can|may) apply|(?:can|may) lead)(?: to (?:apply|lead))?\s?:",
    ),
    _turn(
        Says.MAY_LEAD,
        rf"\b{_CALL} (?:is|are) (?:also )?(?:open|available) to\b"
        r"|\b(?:welcome|invite|accept)s? (?:\w+ )?(?:applications|bids|proposals) from\b"
        r"(?! consorti)|\b(?:applications|bids|proposals) (?:are|can be|may be|will be) "
        r"(?:\w+ )?(?:from|submitted by|made by|led by|by)\b(?! (?:a )?consorti)"
        r"|\beligible (?:lead )?(?:organi[sz]ations|applicants|bodies|entities) "
        r"(?:are|include|may be|can be)\b|\b(?:who (?:may|can) apply|eligible applicants)\s?:"
        r"|\b(?:operating grants|framework partnership agreements) (?:for|with)\b",
    ),
    _turn(
        Says.ONLY_THESE_LEAD,
        r"\b(?:proposals?|projects?|consorti\w+|applications?|bids?|partnerships?|hubs?)"
        r"[^.;:]{0,30} must be led by\b",
    ),
    _turn(
        Says.MAY_LEAD,
        r"\b(?:proposals?|projects?|consorti\w+|applications?|bids?|partnerships?|hubs?)"
        r"[^.;:]{0,30} (?:should|can|may|are expected to|is expected to|will) be led by\b",
    ),
    _turn(
        Says.MAY_NOT_TAKE_PART,
        r"\s(?:cannot|can ?not|may not|(?:is|are) not (?:able|eligible|allowed|permitted) to"
        r"|must not) (?:participate|take part|be (?:part of|in) (?:the|a) consorti)",
        before=True,
    ),
    _turn(
        Says.MAY_NOT_LEAD,
        r"\b(?:cannot|can ?not|can['’]t|do not|don['’]t|will not|unable to|no longer)"
        r"(?: currently)? (?:accept|consider) (?:applications|bids|proposals) from\b"
        r"|\b(?:applications|bids|proposals) (?:will not|cannot) be (?:accepted|considered) from\b",
    ),
    _turn(
        Says.MAY_NOT_LEAD,
        r"\s(?:cannot|can ?not|can['’]t|may not|must not|(?:is|are) not (?:able|eligible|allowed"
        r"|permitted) to|(?:is|are) ineligible to) (?:lead(?! to)|apply|coordinate|submit "
        rf"(?:\w+ ){{0,2}}{_BID}|be the (?:lead|coordinator)|act as (?:the )?(?:lead|coordinator))"
        r"\b(?!\s(?:alone|on their own|more|twice|unless|if|until|without|as (?:a )?partner"
        r"|directly|for more|a second|several))",
        before=True,
    ),
    _turn(
        Says.ONLY_THESE_LEAD,
        r"\s(?:must|has to|have to|needs to) (?:lead(?! to)|coordinate|be the (?:lead\b"
        r"|coordinator)"
        r"|act as (?:the )?(?:lead\b|coordinator))",
        before=True,
    ),
    _turn(
        Says.MAY_LEAD,
        rf"\s(?:may|can|could|should|will be able to|(?:is|are) (?:also |all )?(?:able"
        rf"|eligible|invited|welcome|encouraged) to)(?: also| all)? {_LEADS}"
        r"|\s(?:takes?|take on|assumes?) the (?:coordinator|lead) role\b"
        r"|\s(?:is|are) (?:all |also )?eligible(?=\s*(?:[.;]|$|for funding|for this|as lead))",
        before=True,
    ),
    _turn(
        Says.MAY_TAKE_PART,
        rf"\b{_CONSORTIUM} (?:\w+ ){{0,2}}?{_MODAL}{_LIST}(?:also |therefore |preferably "
        rf"|ideally )?"
        rf"{_INCLUDE}\b{_AS_PARTNERS}?",
    ),
    _turn(
        Says.MAY_TAKE_PART,
        r"\bconsorti(?:um|a)\b(?! (?:\w+ )?(?:engag|consult|liais|demonstr|ensur|consider|build))"
        r"(?:(?!engag|consult|reach|target|dialog|cooperat|collaborat|liais|synerg|demonstr|ensur"
        r"|activit|benefi|stakeholder|outside|third|support|train|need|access"
        r"|address)[^.;:]){0,180}?"
        r"\b(?:including|comprising|composed of|consisting of|involving|made up of)\b",
    ),
    _turn(
        Says.MAY_TAKE_PART,
        r"\b(?:legal entities|participants|partners|consortium members"
        r"|participating organi[sz]ations)"
        r" (?:may|can|could) be\b(?! (?:\w+ed|part|asked)\b)",
    ),
    _turn(
        Says.MAY_TAKE_PART,
        r"\bconsorti(?:um|a) (?:should|must) be (?P<kind>industry|business|SME)[- ]"
        r"(?:driven|led)\b",
    ),
    _turn(
        Says.MAY_TAKE_PART,
        r"\brepresentation,? (?:with)?in the consorti(?:um|a),? of\b",
    ),
    _turn(
        Says.MAY_TAKE_PART,
        r"\b(?:participation|involvement|inclusion)(?: in (?:the )?consorti(?:um|a)"
        rf"|{_AS_PARTNERS}) of\b",
    ),
    _turn(
        Says.MAY_TAKE_PART,
        r"\bparticipation of\b(?=[^.;:]{0,260}? (?:is|are)(?: also| therefore)?(?: strongly"
        r"| highly| particularly| especially)? (?:encouraged|required|expected|mandatory"
        r"|recommended|welcomed?|desirable|foreseen)\b|[^.;:]{0,160}? should be (?:envisaged"
        r"|foreseen)\b)"
        r"|\b(?:requires?|with|by) the (?:active )?participation of (?=at least|a minimum)",
    ),
    _turn(
        Says.MAY_TAKE_PART,
        rf"\s{_MODAL}(?: also| therefore| actively)? (?:be (?:\w+ ){{0,2}}?(?:part of"
        rf"|included in|involved in"
        r"|represented in|members? of|present in) (?:the |each |a )?consorti"
        r"|be (?:included |involved )?(?:as )?(?:core |project |key |full )?"
        r"(?:partners?|beneficiaries|participants)\b"
        r"|(?:actively )?(?:participate|join|act|take part)(?: in the (?:project"
        r"|action))?,?(?: \w+)? (?:as (?:\w+ )?(?:beneficiar|partner"
        r"|participant)|in the consorti)|also be involved\b(?! in| through| by))",
        before=True,
    ),
    _turn(
        Says.MAY_TAKE_PART,
        r"\s(?:is|are) (?:some |typical )?examples? of (?:\w+ )?(?:potential|expected|eligible)? ?"
        r"(?:public and private |public |private )?(?:procurers|beneficiaries|applicants"
        r"|participants|partners)\b",
        before=True,
    ),
    _turn(
        Says.MAY_TAKE_PART,
        r"\b(?:proposals?|projects?|applications?|bids?) (?:must|should|shall|could|may"
        r"|are (?:expected|encouraged) to) (?:also )?include"
        r"(?= (?:an? )?(?:appropriate|balanced|good|adequate|relevant) (?:mix|range|variety) of"
        r"|(?=[^.;:]{0,160}(?:in the consorti|as (?:\w+ )?(?:beneficiar|partner))))"
        r"|\b(?:proposals?|projects?) (?:should|could|may) (?:involve"
        r"|include)(?=[^.;:]{0,120} as (?:\w+ )?"
        r"(?:beneficiar|partners))",
    ),
    _turn(
        Says.MAY_TAKE_PART,
        r"\byour (?:project|application|team) must (?:also )?(?:involve|include) (?=at least|an? )"
        r"|\b(?:you|your organi[sz]ation|your project|the lead|applicants|projects?) must "
        r"(?:also )?(?:collaborate|partner|work in partnership) with\b"
        r"|\bto collaborate with the lead,? (?:your )?organi[sz]ations? must"
        rf"{_LIST}be{_LIST}",
    ),
)
_NAMED = (
    r"(?:SME|industry|business|company|university|council|NHS|local authority|charity|academic"
    r"|academia|hospital)"
)
# Only where a summary begins: "SME-led development of ...", "Grants for charities to ...".
OPENINGS = (
    _turn(
        Says.MAY_LEAD,
        rf"^(?:[\w-]+[ :] ?){{0,5}}?\b(?P<kind>{_NAMED})[- ]led (?:R&D|development|projects?"
        r"|research|stud(?:y|ies)|programmes?|collaborations?|consorti|innovation)",
    ),
    _turn(
        Says.MAY_LEAD,
        rf"^(?:[\w-]+ ){{0,2}}?(?P<kind>{_NAMED}) projects\b",
    ),
    _turn(
        Says.MAY_LEAD,
        r"^(?:[\w&-]+ ){0,3}(?:projects?|R&D|research|studies|trials)(?: led)? by\b"
        r"|^(?:[\w&-]+ ){0,3}(?:grants?|funding|awards?|loans?|contracts?) (?:available )?for\b"
        r"|^(?:[\w&-]+ ){0,3}(?:collaborations?|partnerships?|teams?|hubs?) (?:based in"
        r"|led by)\b",
    ),
    _turn(
        Says.MAY_LEAD,
        r"^(?=(?:UK )?(?:NHS|local authorit\w+|councils|charities|(?:UK )?businesses)"
        r"(?: organi[sz]ations| trusts| bodies)? (?:re-?design|propose|pilot|set up|bid)\b)",
    ),
    _turn(
        Says.MAY_TAKE_PART,
        rf"^(?:[\w-]+ ){{0,3}}?(?P<kind>{_NAMED})[-–/](?P<kind2>{_NAMED}) "
        r"(?:programmes?|partnerships?|consorti|projects?)",
    ),
    _turn(
        Says.MAY_TAKE_PART,
        r"(?<!tested)(?<!working)(?<!engagement)(?<!collaboration)(?<!linked)(?<!shaped)"
        r"(?<!together),? with (?=(?:[\w-]+,? ){1,8}partners\b)",
    ),
)
