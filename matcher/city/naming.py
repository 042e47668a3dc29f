"""Words that say which illness or which people are meant, and words that say neither."""

import re

from matcher.ranking.words import stems

_CONDITION_LINES = (
    "disease illness disorder syndrome infection injury accident wound burn fracture fall",
    "poisoning sickness disability impairment handicap symptom complication pain death morbidity",
    "cancer tumour tumor neoplasm leukaemia stroke heart lung kidney liver brain hypertension",
    "cholesterol diabetes obesity overweight malnutrition hunger asthma copd influenza pneumonia",
    "sepsis antimicrobial tuberculosis hiv aids hepatitis virus bacteria dementia alzheimer",
    "parkinson epilepsy migraine autism adhd depression anxiety stress psychosis schizophrenia",
    "bipolar suicide harm trauma loneliness addiction dependence alcohol opioid drug gambling",
    "smoking tobacco vaping frailty arthritis back osteoporosis caries tooth teeth gum blindness",
    "sight deafness hearing allergy eczema psoriasis anaemia thrombosis pregnancy childbirth birth",
    "stillbirth miscarriage menopause infertility breastfeeding multimorbidity comorbidity covid",
    "heatwave overheating flooding pollution damp mould cold homelessness poverty deprivation",
    "inequality unemployment violence abuse neglect racism emergency admission waiting surgery",
)
_PEOPLE_LINES = (
    "adult child infant baby newborn toddler teenager adolescent youth young pupil student mother",
    "father parent family woman women man men girl boy older elderly pensioner tenant survivor",
    "carer worker staff workforce nurse doctor midwife employee veteran prisoner",
    "offender refugee migrant asylum traveller gypsy roma minority ethnic lgbtq disabled homeless",
    "unemployed poor smoker drinker",
)
_EMPTY_LINES = (
    "care service people person patient population public disease illness condition treatment",
    "therapy prevention support quality access improvement improve better new change development",
    "community data technology digital science medicine medical clinical national local system",
    "approach intervention need outcome evidence study evaluation delivery pathway general",
    "impact challenge partnership collaboration hospital nhs",
)
_PLAN_LINES = (
    "strategy strategic plan planned board council partnership priority ambition vision mission",
    "goal target objective aim pillar theme city region regional county borough local report",
    "published launched approved refresh accelerator percent cent share average figure rate",
    "segment our",
)
_CONDITION_ENDING = re.compile(
    r"(?:itis|osis|oses|a?emia|oma|omas|pathy|pathies|algia|penia|plegia|phobia|phrenia|uria)$"
)
_WORD = re.compile(r"\w[\w-]*")
_LONG_WORD = re.compile(r"\w\w")
# A number that stands alone: not the 2.5 of PM2.5 or the 1 of GLP-1.
_FIGURE = re.compile(r"(?<![\w.-])[£$€]?\d[\d,.]*%?(?![\w-])")


def _stems_of(lines: tuple[str, ...]) -> frozenset[str]:
    return frozenset(stem for line in lines for stem in stems(line))


_CONDITIONS = _stems_of(_CONDITION_LINES)
_PEOPLE = _stems_of(_PEOPLE_LINES)
_EMPTY = _stems_of(_EMPTY_LINES)
_PLANS = _stems_of(_PLAN_LINES)


def names_somebody_or_something(text: str) -> bool:
    """Say whether a text names a condition, a cause of ill health, or a group of people.

    By a list of common words and the usual endings of diseases: a rare condition
    may be missed.
    """
    found = frozenset(stems(text))
    if found & _CONDITIONS or found & _PEOPLE:
        return True
    return any(_CONDITION_ENDING.search(word) for word in _WORD.findall(text.lower()))


def names_nothing(term: str) -> bool:
    """Say whether a term holds only words that every call says, such as "health research".

    Letters without a word, as in "A&E", are a name of their own.
    """
    return bool(_LONG_WORD.search(term)) and frozenset(stems(term)) <= _EMPTY


def plan_share(text: str, city: str) -> float:
    """Return the share, 0 to 1, of words that count which are a city's, a plan's or figures."""
    figures = len(_FIGURE.findall(text))
    found = stems(_FIGURE.sub(" ", text))
    about_plans = _PLANS | frozenset(stems(city))
    plans = sum(stem in about_plans for stem in found)
    return (plans + figures) / max(1, len(found) + figures)
