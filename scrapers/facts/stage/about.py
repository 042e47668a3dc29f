"""The words with which a page or its guidance says which step it is about."""

from scrapers.facts.stage.nouns import FULL, FULL_STEP, OUTLINE_STEP, any_of

_ABOUT = (
    r"(?:(?:this|the) (?:\w+ )?(?:page|call|guidance|stage|opportunity|form|competition|step|round"
    r"|document|text|notice|template)(?: below| here)?|this|it) (?:is|describes|covers)(?: only)?"
    r" (?:(?:about|for|to) )?(?:an? |the )?"
)
# "This guidance is for applicants submitting a": what follows is the page's own step.
_FOR_THOSE = (
    r"(?:is|are)(?: intended| meant| designed| written| issued)? (?:for|to (?:help|assist))"
    r" (?:\w+ )?(?:applicants|those|people|teams|organi[sz]ations|anyone)(?: who(?: are)?)?"
    r" (?:submit|submitting|complete|completing|making|preparing|writing) (?:an? |the |their )?"
)
ABOUT_OUTLINE = any_of(
    rf"{_ABOUT}{OUTLINE_STEP}(?! of the)",
)
ABOUT_FULL = any_of(
    rf"{_FOR_THOSE}(?:{FULL}|stage (?:2|two) (?:[\w-]+ ){{1,6}}?application\b)(?! (?:and|or))",
    rf"{_ABOUT}{FULL_STEP}",
)
