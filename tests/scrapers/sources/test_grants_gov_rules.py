"""Which US calls are kept: who may enter, and what they are about."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.grants_gov.admission import DOMESTIC_CODES, OPEN_CODES, may_enter
from scrapers.grants_gov.facts import plain_text
from scrapers.grants_gov.relevance import concerns_us, names_health
from tests.scrapers.sources.grants_gov_pages import SOURCE

_NIH_LIST = "Other Eligible Applicants include the following: Faith-based Organizations; "
_FOREIGN = "Non-domestic (non-U.S.) Entities (Foreign Organizations)"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Any organization with the means to do the work.",
        "Foreign institutions are eligible to apply.",
        f"{_FOREIGN} are eligible to apply. Non-domestic (non-U.S.) components of U.S. "
        "Organizations are not eligible to apply. Foreign components are not allowed.",
        f"{_NIH_LIST}{_FOREIGN}; Regional Organizations.",
        "Foreign components of US organizations are not eligible.",
        "Only non-U.S. organizations may apply under this notice.",
        "Open to U.S. and international institutions.",
        "This includes, but is not limited to, U.S. universities.",
        "International organizations may also apply as lead.",
        "Individuals are not eligible. Foreign universities are welcome.",
    ],
)
def test_texts_that_do_not_shut_out_foreign_bodies(text: str) -> None:
    assert may_enter(["25"], text)
    assert may_enter([], text)


@pytest.mark.parametrize(
    "text",
    [
        f"{_NIH_LIST}{_FOREIGN} are not eligible to apply.",
        "Non-domestic (non-U.S.) Entities (Foreign Institutions) are not eligible to apply.",
        f"{_NIH_LIST}{_FOREIGN}; Regional Organizations. {_FOREIGN} are not eligible to apply.",
        "Foreign organizations are not eligible.",
        "FOREIGN ENTITIES ARE INELIGIBLE.",
        "Foreign and international organizations may not apply.",
        "The following are not eligible: individuals, foreign institutions.",
        "Only U.S. institutions of higher education are eligible.",
        "Only United States small business concerns (SBCs) are eligible to submit applications.",
        "Eligibility is limited to domestic nonprofit organizations.",
        "Applicants must be U.S. organizations with a hospital.",
        "The lead institution must be located in the United States.",
    ],
)
def test_texts_that_shut_out_foreign_bodies(text: str) -> None:
    assert not may_enter(["25"], text)
    assert not may_enter(["99"], f"First line.\n{text}")


@pytest.mark.parametrize(
    ("codes", "text", "kept"),
    [
        (["99"], "", True),
        (["00", "25"], "", True),
        ([], "", True),
        (["ZZ"], "", True),  # a code that nobody knows shuts nobody out
        (["00", "01", "12"], "", False),
        (["06", "20"], "", False),
        (["06", "20"], "Foreign universities are eligible.", True),
        (["06"], f"{_NIH_LIST}{_FOREIGN}; Regional Organizations.", True),
    ],
)
def test_codes_decide_where_the_text_is_silent(codes: list[str], text: str, kept: bool) -> None:
    assert may_enter(codes, text) is kept


def test_every_code_has_a_name_and_a_side() -> None:
    assert set(SOURCE.definition.lookups["applicant"]) == OPEN_CODES | DOMESTIC_CODES
    assert not OPEN_CODES & DOMESTIC_CODES


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Public health in cities", True),
        ("Children with asthma", True),
        ("Alzheimer’s and related dementias", True),
        ("Soil health and plant health", False),
        ("Soil and plant health, forest health", False),
        ("Crop and livestock diseases", False),
        ("Soil health for people's health", True),
        ("Environmental monitoring of governmental land", False),
        ("Mental health of farmers", True),
        ("A wealthy, unhealthful metaphor", False),
    ],
)
def test_health_is_peoples_health(text: str, found: bool) -> None:
    assert names_health(text) is found


def test_categories_of_health_and_research_are_kept_whole() -> None:
    assert concerns_us(["HL"], "A title", "")
    assert concerns_us(["ED", "ST"], "A title", "")
    assert not concerns_us(["ED"], "A title", "of schools")
    assert concerns_us(["ED"], "A title", "of school nursing")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["foreign ", "U.S. ", "only ", "not ", "must be ", "a, ", "; "])))
def test_no_text_makes_the_rules_fail(words: list[str]) -> None:
    text = "".join(words) * 50
    assert may_enter(["25"], text) in (True, False)
    assert names_health(text) is False


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("may&amp;nbsp;be &lt;b&gt;bold&lt;/b&gt;", "may be bold"),
        ("one\ntwo", "one\ntwo"),
        ("<i>one</i>\ntwo", "one\ntwo"),
        ("<p>one\ntwo</p>", "one two"),
        ("Call (703) 555-0142 or 703-555-0142.", 2 * "[telephone number removed] "),
        ("Grant 93.866-703-555-0142 of $200,300", "Grant 93.866-703-555-0142 of $200,300"),
    ],
)
def test_fields_become_plain_text(words: str, text: str) -> None:
    found = plain_text(words)
    assert found == text or (text.startswith("[") and found.count("[telephone") == 2)
