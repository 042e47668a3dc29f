"""What a text says of who may bid: kinds of bodies, and bodies of the United Kingdom."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from models.applicants import Admission, Applicant, Part
from scrapers.facts.applicants.kinds import Kind, kinds_in, may_name_a_kind
from scrapers.facts.applicants.regions import Region, regions_in
from scrapers.facts.applicants.turns import Says
from scrapers.facts.countries import find_uk
from scrapers.facts.statements import Statement, statements

_KINDS = tuple(applicant for applicant in Applicant if applicant is not Applicant.UK)
_UK = re.compile(r"\bUK\b|\bUnited Kingdom\b")
# Words that may cover a kind which is not named: then a rule shuts nobody out.
_UNNAMED = re.compile(
    r"\bpublic (?:sector|bod|organi|entit|authorit|legal|procure)|\bany (?:\w+ )?(?:organi|legal"
    r"|body)|\blegal entit|\bother\b|\betc\b|\binstitutions? eligible|\beligible organi"
    r"|(?<!and )\bresearch organi[sz]ations?\b|\bone of\b|\bresearchers?\b",
    re.IGNORECASE,
)
# Bodies whose needs, data or agreement are meant, not themselves: "the needs of SMEs".
_OF = re.compile(r"(?P<head>[\w-]+) (?:of|from) (?:[\w-]+ ){0,4}$", re.IGNORECASE)
_HEADS = {
    *(
        "representative",
        "representatives",
        "mix",
        "range",
        "variety",
        "number",
        "network",
        "networks",
    ),
    *(
        "group",
        "groups",
        "set",
        "type",
        "types",
        "association",
        "associations",
        "member",
        "members",
    ),
    *("minimum", "maximum", "majority", "combination", "partnership", "consortium", "consortia"),
    *("staff", "researcher", "researchers", "actors", "stakeholders", "partners", "participants"),
    *("team", "teams", "one", "two", "three", "four", "five", "six", "experts", "composed", "out"),
    *("consisting", "consist", "comprised", "made", "up", "participation", "involvement", "size"),
    *("institutions", "organisations", "organizations", "bodies", "establishments", "applications"),
    *("proposals", "bids", "each", "either", "any"),
}
_RESEARCH_BODY = re.compile(
    r"\b(?P<uk>UK )?research organi[sz]ations? (?:that (?:is|are) |which (?:is|are) )?eligible "
    r"(?:for|to receive) (?:[\w&/,-]+ ){1,6}funding\b"
    r"|\beligible (?P<uk2>UK )?research organi[sz]ations?\b"
    r"|\b(?P<uk3>UK )?(?:UKRI|council|MRC|ESRC|EPSRC|AHRC|BBSRC|NERC|STFC)[- ]eligible (?:UK )?"
    r"(?:research )?organi[sz]ations?\b",
)
_NOT = re.compile(r"\bnot\b|n['’]t\b|\bpartners?\b|\bnon-", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundAdmission:
    """One thing that a text says of who may bid, with the sentence that says it."""

    admission: Admission
    sentence: str


def find_admissions(text: str) -> tuple[FoundAdmission, ...]:
    """Return who may bid as far as the text says so. Never fails.

    Of a body to which the text says yes in one place and no in another, in the
    same part, nothing is returned.
    """
    return without_contradictions((*_kinds_said(text), *find_uk_admissions(text)))


def without_contradictions(found: tuple[FoundAdmission, ...]) -> tuple[FoundAdmission, ...]:
    """Keep the first of equal admissions, and neither of two that contradict each other."""
    answers: dict[Admission, FoundAdmission] = {}
    for each in found:
        answers.setdefault(each.admission, each)
    return tuple(
        each
        for admission, each in answers.items()
        if Admission(admission.applicant, admission.part, not admission.admitted) not in answers
    )


def find_uk_admissions(text: str) -> Iterator[FoundAdmission]:
    """Yield what rules about countries say of bodies in the United Kingdom."""
    for rule in find_uk(text):
        parts = (Part.LEAD,) if rule.lead_only else (Part.LEAD, Part.APPLY)
        for part in parts:
            yield FoundAdmission(Admission(Applicant.UK, part, rule.admitted), rule.sentence)


def _kinds_said(text: str) -> Iterator[FoundAdmission]:
    seen: set[str] = set()  # pages repeat whole sentences
    for index, statement in enumerate(statements(text)):
        if statement.words in seen or not may_name_a_kind(statement.words):
            continue
        seen.add(statement.words)
        yield from _research_bodies(text, statement)
        for region in regions_in(statement.words, opening=index == 0):
            yield from _said_in(text, statement, region)


def _said_in(text: str, statement: Statement, region: Region) -> Iterator[FoundAdmission]:
    words = statement.words
    kinds = [
        kind
        for start, end in region.spans
        for kind in kinds_in(words, start, end)
        if _is_meant(words, start, kind)
    ]
    if not kinds:
        return
    sentence = statement.sentence(text, region.first, region.last)
    named = dict.fromkeys(kind.applicant for kind in kinds)
    uk = region.says.admitted and Part.LEAD in region.says.parts
    if uk and _found(_UK, words, region):
        named[Applicant.UK] = None
    for applicant in named:
        for part in region.says.parts:
            yield FoundAdmission(Admission(applicant, part, region.says.admitted), sentence)
    if region.says is Says.ONLY_THESE_LEAD and not _found(_UNNAMED, words, region):
        for applicant in _KINDS:
            if applicant not in named:
                yield FoundAdmission(Admission(applicant, Part.LEAD, False), sentence)


def _found(pattern: re.Pattern[str], words: str, region: Region) -> bool:
    return any(pattern.search(words, start, end) for start, end in region.spans)


def _is_meant(words: str, start: int, kind: Kind) -> bool:
    cut = max(words.rfind(mark, start, kind.start) for mark in (",", " and ", " or ", "("))
    head = _OF.search(words[max(start, cut + 1) : kind.start])
    return head is None or head["head"].lower() in _HEADS


def _research_bodies(text: str, statement: Statement) -> Iterator[FoundAdmission]:
    """A research organisation that a UK council funds is first of all a university."""
    for found in _RESEARCH_BODY.finditer(statement.words):
        if _NOT.search(statement.words, max(0, found.start() - 120), found.start()):
            continue
        sentence = statement.sentence(text, found.start(), found.end())
        uk = found["uk"] or found["uk2"] or found["uk3"]
        for applicant in (Applicant.UNIVERSITY, *((Applicant.UK,) if uk else ())):
            for part in Part:
                yield FoundAdmission(Admission(applicant, part, True), sentence)
