"""What keeps a step that is named from being this call's: it is another's, or may be left out."""

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
    r"to (?:(?:the|our|your) )?research (?:office|services|support|development)\b",
    r"demand management\b|limited submissions?\b|our (?:university|institution|college)\b",
    r"(?:university|institution|college)['’]s? own\b",
    r"(?:deputy |pro-?)?vice-chancellors?\b|deans?\b(?! of)",
)
# The funder's schemes in general.
GENERAL = any_of(
    r"(?:some|most|many|several) (?:of )?(?:our |the |other )?(?:\w+ )?(?:schemes|programmes"
    r"|calls|funds|awards|grants|opportunities)\b",
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
    r"|workshop|events?|assessors?|roles?|posts?|end[- ]users?|suppliers?|stakeholders?"
    r"|landowners?)\b",
    r"(?:tenders?|procurement|suppliers?)\b[^.;]{0,80}\bexpressions? of interest\b",
    r"expressions? of interest\b[^.;]{0,80}\b(?:tenders?|procurement)\b",
    r"(?:selection procedure|public calls?|beneficiaries)\b[^.;]{0,80}\bexpressions? of interest\b",
    r"(?:join(?:ing)?|becom(?:e|ing)|serv(?:e|ing) on)\b[^.;]{0,60}\bexpressions? of interest\b",
    r"expressions? of interest\b[^.;]{0,80}\b(?:in|to) (?:lead|join|host|serve|act)(?:ing)?\b",
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
    r"(?:single|one|1)[- ]stage (?:process|application|procedure|scheme|call)\b|(?:has|have) a "
    r"single stage\b",
    r"this is (?:not (?:a requirement|required|compulsory|mandatory|essential)|optional"
    r"|voluntary)\b",
)


def of_others(text: str, spans: list[Span], place: int) -> bool:
    """Whether a sentence is about a university's own choice or the funder's schemes in general."""
    at = passage_at(spans, place)
    general = any(GENERAL.search(text, *spans[each]) for each in range(max(0, at - 1), at + 1))
    other = INTERNAL.search(text, *spans[at]) or _OTHERS.search(text, *spans[at])
    return general or bool(other)
