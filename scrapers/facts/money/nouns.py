"""The nouns that patterns on amounts are built from: awards, schemes, funders, limits."""

import re


def any_of(*patterns: str) -> re.Pattern[str]:
    """Join patterns into one that asks nothing of case."""
    return re.compile("|".join(rf"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


AWARDS = (
    r"(?:awards?|(?:micro-?)?grants?|contracts?|loans?|prizes?|fellowships?|bursar(?:y|ies)"
    r"|vouchers?"
    r"|scholarships?|donations?|rebates?|studentships?)"
)
MADE = (  # what an award is made to or for, one of several
    r"(?:awards?|grants?|projects?|applications?|proposals?|bids?|teams?|contracts?|prizes?"
    r"|cent(?:re|er)s?|hubs?|clusters?|networks?|consorti(?:um|a)|partnerships?|fellowships?"
    r"|stud(?:y|ies)|fellows?|applicants?|organi[sz]ations?|group|charit(?:y|ies)|business(?:es)?"
    r"|compan(?:y|ies)|places?|cit(?:y|ies)|area|trusts?|councils?|local authorit(?:y|ies)|lead"
    r"|institutes?|institutions?|winners?|winning \w+|successful \w+|recipients?|accelerators?"
    r"|demonstrators?|collaborations?|actions?|trials?|units?|site|schools?|pilots?|testbeds?"
    r"|candidates?|regions?|areas?|boroughs?|nations?|grant ?holders?|topics?(?= project))"
)
ONE_OF = rf"(?:\w+[- ]){{0,2}}{MADE}\b"
SCHEME = (
    r"(?:fund|budget|pot|pots|programme|program|call|competition|scheme|initiative|package|round"
    r"|funding (?:pot|call|programme|competition|opportunity|scheme|round|package|envelope|boost)"
    r"|prize (?:fund|pot)|grants? (?:fund|programme|scheme|competition|pot|call|round|budget)"
    r"|challenge|opportunity|envelope|investment (?:fund|programme|package))"
)
FUNDER = (
    r"(?:we|ukri|the funders?|funders|the council|innovate uk|nihr|[a-z]{2,6}rc|wellcome|dhsc"
    r"|the trust|the foundation|the commission|the eu|the union|the programme|the scheme"
    r"|the department|the charity|sbri|the agency)"
)
FEC = r"(?:full[- ]economic[- ]cost(?:s|ing)?|f\.?ecs?\b|full cost(?:s|ing)?\b)"
SHARE = r"\d{1,2}(?:\.\d)?\s?(?:%|per\s?cent)(?!\d)"
OVER = (
    r"(?:over|above|exceed(?:s|ed|ing)?|more than|in excess of|greater than|higher than|upwards of"
    r"|larger than|bigger than|beyond)"
)
UNDER = r"(?:under|below|less than|lower than|smaller than)"

# Words that may stand between a noun and its amount: "grants will be up to a maximum of £5m".
LIMITS = (
    r"(?:[\s:,–-]|\b(?:of|up to|up|to|a|an|the|is|are|be|will|would|can|may|should|must|at|around"
    r"|about|approx\w*\.?|circa|c\.|ca\.|some|roughly|nearly|almost|between|from|set|limited|capped"
    r"|worth|max(?:imum)?|min(?:imum)?|least|most|no|not|than|more|exceed\w*|indicative|estimated"
    r"|expected|in|range|region|ranging|ranges?|value|level|lump|sum|currently|usually"
    r"|typically|normally|generally|either|each|and|anything|amounts?|sums?|fixed|single|i\.e\."
    r"|awarded|available|on offer|offered|provided|given|made|funding|vary|varies|start\w*"
    r"|expect\w*|for|funded)\b"
    r"){0,14}"
)
