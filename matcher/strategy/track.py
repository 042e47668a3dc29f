"""Which aim of the city a call serves: big research, companies, capacity or shared data.

The title decides first, then the type of funding and the name of the scheme, then a sentence
on who must lead. Everything else is research: a study that mentions training, data or firms in
passing stays there, so only words that name the purpose of the call count.
"""

import re
from collections.abc import Iterator
from typing import TypeAlias

from matcher.slow_pattern import slow_pattern
from matcher.strategy.sentences import sentences_with
from models.call import Call
from models.scale import Track, TrackAssessment

# People and teams rather than studies: careers, doctoral training, prizes, help before applying.
_CAPACITY_TITLE = slow_pattern(
    r"\b(?:fellowships?\b|studentships?\b|internships?\b|MSCA\b"
    r"|(?:pre-?doctoral|post-?doctoral|doctoral|PhD|Marie (?:Sk[lł]odowska[- ])?Curie)\b"
    r"|career development (?:award|grant|scheme)|early[- ]career\b|research careers?\b"
    r"|training(?: and innovation)? networks?\b|vocational (?:excellence|training)\b"
    r"|(?:research|researcher|postgraduate|clinical academic) training\b"
    r"|skills (?:hubs?|academy|initiative|platform|programme|bootcamps?)\b"
    r"|advanced digital skills\b|digital skills and jobs\b|build up skills\b"
    r"|research(?:er)? capacity\b|capacity[- ]building programme\b|capacity development\b"
    r"|(?:NIHR|research) incubators?\b|incubator competition\b|academy member\b"
    r"|pre-application support\b|application development award\b"
    r"|(?:leaders?|leadership|researchers?|scientists?|research team)\b.{0,40}\bprize\b)",
    hints="ship, doctoral, phd, curie, msca, career, training, "
    "vocational, skills, capacity, incubator, academy, application, prize",
)
# "Scale-up" of a treatment is research: only firms that scale up are meant here. An accelerator
# of care pathways is none for firms either.
_COMPANY_TITLE = slow_pattern(
    r"\b(?:(?:biomedical|technology) catalyst\b|investor partnerships?\b|innovation loans?\b"
    r"|(?:EIC (?:pre-)?|pre-|business |venture |start-?up |company |ed-?tech |med-?tech |"
    r"health-?tech |scale-?up )accelerator\b"
    r"|(?:health-?care|business|start-?up|company|technology) incubators?\b"
    r"|incubation\b.{0,40}\bentrepreneurs\b"
    r"|SMEs?\b|start-?ups?\b|spin-?outs?\b|scale-?ups\b"
    r"|scale-?up (?:compan|business|firm)"
    r"|(?:business|industry|company|SME)-led\b|knowledge transfer partnerships?\b)",
    hints="catalyst, partnership, loan, accelerator, incubat, sme, start, spin, scale, -led",
)
# Data as the thing that is built or opened up, not as the means of a study.
_DATA_TITLE = slow_pattern(
    r"\b(?:data (?:and digital platform |and digital )?"
    r"(?:infrastructures?|platforms?|spaces?(?! stud)|resources?|repositor(?:y|ies)|commons|"
    r"sharing|linkage)\b"
    r"|(?:creat|build|develop|curat|enrich|shar|collect|open|new|shared|national|linked)\w*"
    r"(?: [\w-]{1,40}){0,3}? data ?sets?\b"
    r"|EHDS\b|digital platform resources\b|biobanks?\b|EOSC\b|open science cloud\b"
    r"|(?:trusted research|secure data|secure research) environments?\b)",
    hints="data, ehds, platform, biobank, eosc, open science cloud, environment",
)
_Rules: TypeAlias = tuple[tuple[Track, re.Pattern[str]], ...]
_BY_TYPE: _Rules = (
    (
        Track.CAPACITY,
        re.compile(
            r"\bfellowship|\bstudentship|\bdoctoral\b|\bMSCA\b|\btraining\b|\brecognition prize",
            re.IGNORECASE,
        ),
    ),
    (
        Track.COMPANY,
        re.compile(
            r"\bloans?\b|\binvestor partnership|\bknowledge transfer partnership|\bequity\b|"
            r"\baccelerator\b",
            re.IGNORECASE,
        ),
    ),
)
# Schemes whose own name says whom they are for.
_BY_SCHEME: _Rules = (
    (Track.CAPACITY, re.compile(r"\bNIHR Academy\b|\bMarie Sk[lł]odowska-Curie\b", re.IGNORECASE)),
    (
        Track.COMPANY,
        re.compile(r"\bSBRI\b|\bsmall business research initiative\b", re.IGNORECASE),
    ),
)
_FIRM = r"(?:SMEs?|small (?:and|or) medium[- ]sized enterprises?|business(?:es)?|compan(?:y|ies))"
_COMPANY_LEADS = slow_pattern(
    r"\b(?:SME|business|industry|company)-led\b"
    rf"|\bled by an? (?:[\w-]{{1,40}},? ){{0,6}}?{_FIRM}\b"
    rf"|\b(?:must|can only|may only|should) be an? (?:[\w-]{{1,40}},? ){{0,6}}?{_FIRM}\b"
    rf"|\bbe an? UK[- ](?:registered|based) (?:[\w-]{{1,40}},? ){{0,5}}?{_FIRM}\b"
    rf"|\bonly (?:[\w-]{{1,40}} ){{0,3}}?{_FIRM} (?:can|may|are)\b"
    rf"|\bparticipation is limited to {_FIRM}\b"
    r"|(?:\b(?:businesses|SMEs|companies)|\(SMEs\)) can (?:apply|lead)\b",
    hints="sme, business, compan, industry, enterprise",
)
# Sentences that let others lead as well, or that speak of partners only.
_OTHERS_TOO = re.compile(
    r"\buniversit|\bacademic|\bresearch (?:and technology )?organi[sz]ation|\bcharit|\bNHS\b|"
    r"\bnot[- ]for[- ]profit|\bpublic sector|\blocal authorit|\bthird sector|\bpartner|"
    r"\bcollaborat|\bsubcontract|\bthird part|\bsupported by\b|\bnot\b",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\([^()]*\)")


def assess_track(call: Call) -> TrackAssessment:
    """Say which aim the call serves, with the words that say so.

    RESEARCH is what is left when nothing names another aim; its words are the title.
    """
    for track, words in _findings(call):
        return TrackAssessment(track, words)
    return TrackAssessment(Track.RESEARCH, call.title)


def _findings(call: Call) -> Iterator[tuple[Track, str]]:
    yield from _by_title(call.title)
    yield from _by_name(_BY_TYPE, call.funding_type)
    yield from _by_name(_BY_SCHEME, call.programme)
    yield from _by_name(_BY_SCHEME, call.funder)
    for text in (call.eligibility or "", call.summary):
        for sentence in sentences_with(_COMPANY_LEADS, text):
            if not _OTHERS_TOO.search(sentence):
                yield Track.COMPANY, sentence


def _by_title(title: str) -> Iterator[tuple[Track, str]]:
    if _CAPACITY_TITLE.search(title):
        yield Track.CAPACITY, title
    if _COMPANY_TITLE.search(title):
        yield Track.COMPANY, title
    # Data in brackets is one example among several: "(cloud, data spaces)".
    if _DATA_TITLE.search(_IN_BRACKETS.sub(" ", title)):
        yield Track.DATA, title


def _by_name(rules: _Rules, name: str | None) -> Iterator[tuple[Track, str]]:
    for track, pattern in rules:
        if name and pattern.search(name):
            yield track, name
