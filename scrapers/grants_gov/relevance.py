"""Whether a US call has to do with people's health or with research, as words and codes."""

import re
from collections.abc import Iterable

# Health; Science and Technology and other Research and Development. The first is the agency's
# own word that the call is about health. The second holds biomedical programmes of agencies
# that are not health agencies, whose descriptions often name only a method.
KEPT_CATEGORIES = frozenset({"HL", "ST"})

# Whose health and diseases are not people's.
_NOT_PEOPLE = (
    *("soil", "plant", "crop", "forest", "tree", "animal", "livestock", "herd", "poultry", "fish"),
    *("wildlife", "bee", "pollinator", "ecosystem", "ecological", "watershed", "river", "lake"),
    *("ocean", "marine", "coastal", "reef", "coral", "wetland", "rangeland", "grassland", "land"),
    *("habitat", "organizational", "financial", "fiscal", "economic", "structural", "wheat"),
)
_HEALTH_WORDS = (
    *("health", "healthcare", "healthy", "medicine", "medical", "biomedical", "clinical"),
    *("clinician", "clinicians", "patient", "patients", "hospital", "hospitals", "nursing"),
    *("disease", "diseases", "illness", "illnesses", "cancer", "cancers", "oncology", "dementia"),
    *("alzheimer's", "diabetes", "obesity", "cardiovascular", "asthma", "hiv", "tuberculosis"),
    *("malaria", "vaccine", "vaccines", "vaccination", "immunization", "infant mortality"),
    *("maternal mortality", "opioid", "opioids", "overdose", "substance use", "addiction"),
    *("tobacco cessation", "suicide", "epidemiology", "epidemiological", "pandemic"),
    *("epidemic", "wellbeing", "well-being", "therapeutics", "rehabilitation", "disability"),
    *("disabilities", "autism", "healthy aging", "older adults", "frailty", "palliative"),
    *("malnutrition", "physical activity", "air pollution"),
)


def _any_word(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_ELSEWHERE = re.compile(
    rf"\b(?:{_any_word(_NOT_PEOPLE)})(?:,? (?:and|or|&) [a-z]{{2,15}})? (?:health|diseases?)\b"
)
_HEALTH = re.compile(rf"(?<![\w-])(?:{_any_word(_HEALTH_WORDS)})(?!\w)")


def concerns_us(categories: Iterable[str], title: str, description: str) -> bool:
    """Whether the category says health or research, or a text names people's health."""
    return bool(KEPT_CATEGORIES.intersection(categories)) or names_health(f"{title}\n{description}")


def names_health(text: str) -> bool:
    """Whether a plain text has a word of people's health; "soil health" is none."""
    lower = text.lower().replace("’", "'")
    return _HEALTH.search(_ELSEWHERE.sub(" ", lower)) is not None
