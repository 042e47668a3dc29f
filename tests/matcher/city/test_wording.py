"""Needs that read like labels are told so, need by need, and what to write instead."""

from pathlib import Path

import pytest

from matcher.city import load_city
from matcher.city.naming import names_nothing, names_somebody_or_something, plan_share
from matcher.city.wording import EXAMPLE, review_needs
from models.need import Need

LEEDS = Path(__file__).parents[3] / "data" / "leeds"
TERMS = ("asthma", "COPD", "lung disease", "spirometry", "influenza")
NO_ILLNESS = (
    "Better coordination across organisations, clearer responsibilities, shared records, joint "
    "budgets, agreed standards, open procurement, faster decisions and simpler administration."
)
PLANS = (
    "One of twelve priorities of the Exampleton strategy for 2030: asthma rose by 12% to 4,100 in "
    "2023, and the council, its board and every partnership of the city plan to meet the target."
)


def need(identifier: str, definition: str = "", terms: tuple[str, ...] = TERMS) -> Need:
    return Need(identifier, identifier, "", (), terms, 1.0, "stated", definition=definition)


def problems(*needs: Need) -> list[tuple[str, str, str]]:
    return [(r.need, r.field, r.problem) for r in review_needs(needs, "Exampleton")]


def test_leeds_passes() -> None:
    leeds = load_city(LEEDS)
    assert all(each.definition for each in leeds.needs)
    assert review_needs(leeds.needs, leeds.name) == ()


def test_a_description_of_plans_and_figures_is_no_definition() -> None:
    """The texts that Leeds had before: most would be told off in the place of a definition."""
    leeds = load_city(LEEDS)
    told = [each for each in leeds.needs if plan_share(each.description, leeds.name) > 0.15]
    assert len(told) >= 12
    assert max(plan_share(each.definition, leeds.name) for each in leeds.needs) < 0.06


def test_a_definition_or_enough_terms_will_do() -> None:
    assert problems(need("defined", EXAMPLE, terms=()), need("listed")) == []


@pytest.mark.parametrize(
    ("written", "field", "expected"),
    [
        (need("lungs", terms=()), "definition", "there is none, and no terms"),
        (need("lungs", "  ", terms=("asthma",)), "definition", "there is none, and only 1 term:"),
        (need("lungs", "Asthma and other lung disease."), "definition", "only 4 words"),
        (need("lungs", NO_ILLNESS), "definition", "no condition and no group of people"),
        (need("lungs", PLANS), "definition", "its plans and figures"),
        (need("lungs", EXAMPLE, ("health", "asthma", "Research")), "terms", "'health', 'Research'"),
    ],
)
def test_what_reads_like_a_label_is_told_so(written: Need, field: str, expected: str) -> None:
    ((identifier, where, problem),) = problems(written)
    assert (identifier, where) == ("lungs", field)
    assert expected in problem
    assert all(remark.advice for remark in review_needs([written], "Exampleton"))


def test_two_needs_with_nearly_one_definition_are_told_at_the_second() -> None:
    changed = EXAMPLE.replace("influenza", "bronchitis")
    other = "Diseases of the heart and circulation in older people, such as hypertension, stroke, "
    ((identifier, _, problem),) = problems(
        need("lungs", EXAMPLE),
        need("heart", f"{other} heart failure, angina, arrhythmia and thrombosis; rehabilitation."),
        need("airways", changed),
    )
    assert identifier == "airways"
    assert "'lungs'" in problem


@pytest.mark.parametrize("term", ["health", "Research", "health and care services", "innovation"])
def test_terms_that_could_stand_in_any_call(term: str) -> None:
    assert names_nothing(term)


@pytest.mark.parametrize("term", ["A&E", "falls prevention", "AMR", "chronic disease", "screening"])
def test_terms_that_name_something(term: str) -> None:
    assert not names_nothing(term)


def test_a_rare_disease_is_known_by_its_ending() -> None:
    assert names_somebody_or_something("Sarcoidosis and its care")
    assert names_somebody_or_something("Support of unpaid carers")
    assert not names_somebody_or_something("Better support, everywhere")


def test_numbers_within_names_are_no_figures() -> None:
    assert plan_share("Fine particulate matter (PM2.5) and GLP-1 medicines", "Exampleton") == 0
    assert plan_share("Asthma: 4,100 people, 12%", "Exampleton") == pytest.approx(2 / 4)
    assert plan_share("", "Exampleton") == 0
