"""Job vacancies on a funder's page, whose deadlines are no deadlines of a call."""

from scrapers.facts.schedule.words import any_of

# What only a vacancy says of itself, wherever on the page it stands.
_VACANCY = any_of(
    r"\bvacanc(?:y|ies)\b|\bjob (?:title|description|share|purpose|specification)s?\b"
    r"|\bperson specification\b",
    r"\b(?:we are|we['’]re|is|are|currently) (?:now |currently )?(?:recruiting|hiring"
    r"|looking to (?:recruit"
    r"|hire|appoint)|seeking to (?:recruit|appoint))\b",
    r"\bpro[- ]rata\b|\b(?:full|part)[- ]time\b|\bhours (?:per|a) week\b|\bsalary\b|\bper annum\b",
    r"\b(?:looking for|on the hunt for|seeking|need|want) (?:[\w-]+ ){0,5}"
    r"(?:committee members?|board members?|panel members?|trustees)\b",
    r"\bjoin (?:us|our team|the team) as\b|\byour cv\b|\bcv and\b|\bcurriculum vitae\b",
)
# Whoever gives money to others may also look for people who decide on it.
_APPOINTS = any_of(
    r"\b(?:makes?|making|seeking|inviting applications for) (?:\w+ ){0,4}appointments\b[^.;]{0,60}"
    r"\b(?:committees?|boards?|panels?)\b",
    r"\b(?:become|appoint|recruit)(?:ing)? (?:\w+ ){0,4}(?:committee|board|panel) members?\b",
)
# What somebody is taken on as.
_POST = any_of(
    r"\b(?:officer|manager|assistant|director|administrator|co-?ordinator|fellow|associate|lecturer"
    r"|trustee|chair|adviser|advisor|analyst|executive|trainee|apprentice|intern|researcher|technician"
    r"|role|post|position|job|member)s?\b"
)
# What only a call for money says.
_OFFERS_MONEY = any_of(
    r"\b(?:grants?(?! (?:officer|manager|assistant|administrator|co-?ordinator|director|team))"
    r"|bursar(?:y|ies)|scholarships?|studentships?|fellowships?|proposals?|bids?|tenders?"
    r"|awards?|calls? for|competition|principal investigator|host (?:institution|organisation)"
    r"|funding (?:call|opportunit|round|available|scheme)|(?:the|this|our) (?:\w+ )?(?:fund"
    r"|scheme))\b"
)


def is_vacancy(text: str) -> bool:
    """Whether a text offers work and no money to apply for."""
    if _APPOINTS.search(text):
        return True
    if _OFFERS_MONEY.search(text):
        return False
    return bool(_VACANCY.search(text) and _POST.search(text))
