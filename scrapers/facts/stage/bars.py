"""What keeps a step that is named from being this call's: it is another's, or may be left out."""

import re

from scrapers.facts.passages import Span, passage_at
from scrapers.facts.stage.nouns import OUTLINE_STEP, any_of

# A university's own choice among its staff.
INTERNAL = any_of(
    r"head of (?:department|school)\b",
    r"(?:director|dean)s? of (?:research|faculty)\b",
    r"(?:faculty|departmental|university|college|school) deadline",
    r"funders?['’]s? (?:own )?(?:submission )?deadline\b",
    r"internal (?:closing|deadline|process|selection|consideration|review|panel|competition"
    r"|eoi|expression"
    r"|outline)",
    r"(?:to |our |the |to (?:the|our|your) )research (?:office|services|support|development)\b",
    r"demand management\b|limited submissions?\b|our (?:university|institution|college)\b",
    r"(?:university|institution|college)['’]s? (?:own|support|selection|approval|behalf)\b",
    r"(?:deputy |pro-?)?vice-chancellors?\b|deans?\b(?! of)",
    r"(?:facult(?:y|ies)|campus|office (?:of|for) (?:sponsored )?research|division of research"
    r"|research (?:council|committee) reviews)\b",
    r"(?:to|for|from|by|leaves?|within|of) (?:the|our|your|this|each) (?:university|school"
    r"|department|college)\b(?! of)",
)
# Somebody who writes about funders, not a funder.
_THIRD_PARTY = any_of(
    r"(?:funders|sponsors?|grant-?\s?makers|grant-?\s?seekers|funding bod(?:y|ies))\b(?! will)",
    r"(?:tips?|clues|advice|lessons?|guide to) (?:\w+ )?(?:on|for|to|how)\b|how to (?:write|design)"
    r"|in this (?:article|post|series|blog|newsletter)\b|newsletter\b",
    r"(?:board|cabinet|members|committee) (?:is asked|are asked|agreed|noted|resolved)\b|officers\b"
    r"|(?:our|their|with) (?:clients?|advisers?|consultants)\b",
    r"(?:more and more|increasingly|very|less) common\b|success rates?\b|respondents?\b|survey\b",
)
# Another attempt with the same bid has rules of its own.
_AGAIN = any_of(
    r"re-?submi\w+|submit(?:ted)? (?:\w+ ){0,2}again\b|re-?appl(?:y|ied|ications?)\b",
    r"(?:rejected|unsuccessful|declined) (?:\w+ ){0,3}(?:applications|proposals|bids|outlines)\b",
    r"(?:applications|proposals|bids|outlines) (?:that were |which were )?(?:rejected|unsuccessful"
    r"|declined)\b",
)
# The funder's schemes in general.
GENERAL = any_of(
    r"(?:some|most|many|several) (?:of )?(?:our |the |other )?(?:\w+ )?(?:schemes|programmes"
    r"|calls|funds|awards|grants|opportunities)\b",
    r"(?:some|most|many|several|few) (?:\w+ )?(?:foundations|funders|trusts|charities|donors"
    r"|agencies|networks|non-?profits|solicitations)\b",
    r"as a rule\b",
    r"(?:typically|usually|normally|in general|generally|often|sometimes|depending on (?:the"
    r"|which))\b(?! (?:have|takes?|within|around|about|made|in (?:early|late|mid)|a |an |\d))",
    r"for (?:some|certain|most) (?:schemes|calls|programmes|awards)\b|you may be asked to",
    r"(?:in|for) (?:two|2|multi)[- ]stages? (?:processes|calls|schemes|procedures)\b",
    r"except for the\b|calls (?:for proposals )?are (?:restricted|generally|either)\b",
)
# Interest in something else than money, or somebody else's: a project's own call.
_OTHERS = any_of(
    r"expressions? of interest\b[^.;]{0,80}\b(?:panels?|reviewers?|members?|board|committee"
    r"|workshop|events?|assessors?|evaluators?|experts?|mentors?|consultants?|membership|trustees"
    r"|roles?|posts?|end[- ]users?|suppliers?|stakeholders?"
    r"|landowners?)\b",
    r"(?:tenders?|procurement|suppliers?)\b[^.;]{0,80}\bexpressions? of interest\b",
    r"expressions? of interest\b[^.;]{0,80}\b(?:tenders?|procurement)\b",
    r"(?:selection procedure|public calls?|beneficiaries)\b[^.;]{0,80}\bexpressions? of interest\b",
    r"(?:join(?:ing)?|becom(?:e|ing)|serv(?:e|ing) on)\b[^.;]{0,60}\bexpressions? of interest\b",
    r"expressions? of interest\b[^.;]{0,80}\b(?:in|to) (?:lead|join|host|serve|act|be|becom|partner"
    r"|evaluat|suppl|tender)(?:e|y|ing|ying)?\b"
    r"|expressions? of interest\b[^.;]{0,60}\b(?:sale|lease|letting|premises|concession)\b",
    r"(?:attend(?:ance|ing)?|workshop)\b[^.;]{0,60}\bexpressions? of interest\b",
    r"(?:beneficiar(?:y|ies)|grant-?\s?holders?|winners?) (?:must|should|shall|will|may)\b",
    r"(?:projects?|proposals?|consorti\w+) (?:should|must|will|shall|(?:is|are) expected to)"
    r"[^.;]{0,60}\b(?:launch|organi[sz]|run|open|issue)\w*\b",
    r"(?:later|future|other|previous|earlier|subsequent) rounds?\b",
    # what a project writes
    r"(?:deliver|produc|publish|develop)\w*\b[^.;]{0,40}\bconcept (?:papers?|notes?)\b",
    # marks and page limits, and how a first stage is judged
    r"(?:blind(?:ly)?|threshold|page limit|pages? long|weighting|annex(?:es)?)\b",
    r"\d+ ?% of (?:\w+ )?(?:applications|proposals|bids)\b",
)
# Where the first step may be left out, the page may be either's.
OPTIONAL = any_of(
    rf"{OUTLINE_STEP}(?: stage)?(?: is| are| form is)? (?:optional|voluntary|not (?:mandatory"
    r"|compulsory"
    r"|required|essential))\b",
    rf"(?:optional|voluntary|non-binding) (?:\w+ )?{OUTLINE_STEP}",
    r"(?:apply|application|proposal) without (?:one|an? |(?:first )?(?:submitting|sending|making))",
    r"(?:single|one|1)[- ]stage (?:process|application|procedure|scheme|call)\b|(?:has|have) a "
    r"single stage\b",
    r"this is (?:not (?:a requirement|required|compulsory|mandatory|essential)|optional"
    r"|voluntary)\b",
)


_ASKS = re.compile(r"\?\W*$")
# Another's opening, or nobody's in particular.
_ANOTHER_S = (GENERAL, INTERNAL, _THIRD_PARTY, _AGAIN, _ASKS)


def of_others(text: str, spans: list[Span], place: int) -> bool:
    """Whether a sentence is about a university's own choice or the funder's schemes in general."""
    at = passage_at(spans, place)
    near = range(max(0, at - 1), min(len(spans), at + 2))
    voice = any(each.search(text, *spans[i]) for each in (INTERNAL, _THIRD_PARTY) for i in near)
    general = any(GENERAL.search(text, *spans[each]) for each in range(max(0, at - 1), at + 1))
    return voice or general or is_another_s(text[slice(*spans[at])])


def is_another_s(sentence: str) -> bool:
    """Whether the words of one sentence, or of a title, tell that it is not this call's step."""
    return any(each.search(sentence) for each in (*_ANOTHER_S, _OTHERS))
