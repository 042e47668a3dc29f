"""Letters of inquiry or intent, which are a step of the application where they are judged."""

import re

from scrapers.facts.schedule.words import any_of

_LETTER = r"(?:lois?|letters? of (?:intent|inquiry|enquiry|interest))"
_LETTERS = re.compile(rf"\b{_LETTER}\b", re.IGNORECASE)
_INTENT = any_of(r"\b(?:letters? of|notices? of|statements? of)? ?intent\b")
_NOTICE = any_of(
    r"\bnon-?binding\b|\b(?:not|nor) (?:\w+ ){0,3}(?:enter into|part of|binding|scored|assessed"
    r"|evaluated|reviewed|judged)\b"
)
_JUDGED = any_of(
    rf"\b{_LETTER}\b[^.\n]{{0,80}}\b(?:accepted|approved|reviewed|scored|selected|shortlisted"
    r"|successful|assessed|evaluated|declined)\b",
    # who is asked for more has been chosen by the letter
    r"\b(?:if (?:you are )?(?:invited|selected|approved)|by invitation|(?:be|are|is) invited to"
    r" (?:submit|make|send|apply|complete))\b",
    r"\b(?:only )?(?:those|applicants|teams) (?:who are |that are )?(?:invited|selected) (?:may"
    r"|can|will"
    r"|must|should|are asked to)\b",
    rf"\b(?:review|scor|select|assess|evaluat|consider)\w*\b[^.\n]{{0,40}}\b{_LETTER}\b",
)


def with_letters_as_steps(text: str) -> str:
    """Put outlines in place of letters that are judged; each word stays where it was.

    A letter of inquiry always is; one of intent, where somebody reads and
    chooses. Elsewhere it only gives notice, and its day is no closing.
    """
    if not _LETTERS.search(text) or _NOTICE.search(text):
        return text
    if _INTENT.search(text) and not _JUDGED.search(text):
        return text
    return _LETTERS.sub(_outline, text)


def _outline(letter: re.Match[str]) -> str:
    words = letter[0]
    if len(words) <= len("LOIs"):
        return f"EOI{words[3:]}"
    return "outlines".ljust(len(words))
