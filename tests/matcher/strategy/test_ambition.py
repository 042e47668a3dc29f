"""What was won so far beside what a call pays: the narrowest field, and never a guess."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from matcher.city import load_city
from matcher.settings import data_folder
from matcher.strategy.ambition import ambition
from models.ambition import Ambition
from models.award import Award
from models.city import CityProfile, ExchangeRate
from models.digest import RankedCall
from models.money import Money
from models.scale import Scale, ScaleAssessment, ScaleBasis
from tests.matcher.digest.samples import CITY, bare_call, call, euros, organisation, pounds, ranked
from tests.matcher.imports.test_awards import real

LEEDS = load_city(data_folder() / "leeds")
RATES = {"EUR": ExchangeRate("EUR", Decimal("0.5"), "2026-01-01", "a table")}
MILLION = 1_000_000
HTA = "Health Technology Assessment"


def award(number: int, amount: Money | None = None, **changes: Any) -> Award:
    facts: dict[str, Any] = {
        "source": "toy",
        "source_id": str(number),
        "title": f"Trial {number}",
        "organisation": "University",
        "funder": "NIHR (non-ODA)",
        "programme": HTA,
        "amount": amount,
        "starts_on": date(2010 + number, 4, 1),
    }
    return Award(**{**facts, **changes})


def won(*amounts: int, **changes: Any) -> list[Award]:
    return [award(n, pounds(amount), **changes) for n, amount in enumerate(amounts)]


def row(**facts: Any) -> RankedCall:
    """A row for a call of NIHR that pays up to £5m, unless the facts say otherwise."""
    known = {"funder": "NIHR", "title": "A call", "award_max": pounds(5 * MILLION)}
    return ranked(call("hub", **{**known, **facts}))


def beside(
    found: RankedCall,
    awards: list[Award],
    who: tuple[str, ...] = ("university",),
    city: CityProfile = CITY,
) -> Ambition:
    return ambition(found, awards, who, city, RATES)


def test_the_usual_win_of_the_programme_stands_beside_what_the_call_pays() -> None:
    awards = won(MILLION, MILLION, 2 * MILLION, 3 * MILLION, 4 * MILLION)
    found = beside(row(programme="HTA Programme"), awards)
    assert found.words == "Usual win here £2m (n=5, NIHR HTA 2010-2014); this call pays up to £5m."
    assert found.times == 2.5
    city, university = found.histories
    assert (city.whose, city.field, city.count) == ("Leeds", "NIHR HTA", 5)
    assert (city.first_year, city.last_year) == (2010, 2014)
    assert (city.median, city.largest) == (pounds(2 * MILLION), pounds(4 * MILLION))
    assert university == replace(city, whose="University")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"title": "Health Technology Assessment: researcher-led"}, "NIHR HTA"),
        ({"title": "HTA: researcher-led"}, "NIHR HTA"),
        ({"funder": "NIHR HTA"}, "NIHR HTA"),
        ({"title": "That HTAs count"}, "NIHR"),
        ({"title": "A call for hta"}, "NIHR"),
        ({"funder": "MRC and NIHR"}, "NIHR"),
        ({"funder": "MRC", "co_funders": ("NIHR",)}, "NIHR"),
        ({"funder": "MRC", "title": "Severe mental disorders"}, "Mental Health"),
        ({"funder": None, "title": "Hubs", "summary": "On stroke."}, "Stroke"),
    ],
)
def test_the_narrowest_field_with_enough_awards_is_taken(facts: dict[str, Any], field: str) -> None:
    awards = [
        *won(*[MILLION] * 5, categories=("Mental Health", "Stroke")),
        *[award(n, funder="NIHR", programme="Programme X") for n in range(10, 14)],
    ]
    assert beside(row(**facts), awards).histories[0].field.startswith(field)


def test_initials_are_found_with_and_without_small_words() -> None:
    awards = won(*[MILLION] * 5, programme="Programme Grants for Applied Research")
    for name in ("NIHR PGfAR", "NIHR PGAR"):
        assert beside(row(funder=name), awards).histories[0].field == "NIHR PGAR"


def test_a_wider_field_is_taken_where_the_programme_has_too_few() -> None:
    few = won(MILLION, MILLION)
    others = [award(n, pounds(3 * MILLION), programme="Else") for n in range(5, 9)]
    found = beside(row(programme=HTA), [*few, *others])
    assert found.histories[0].field == "NIHR"
    assert found.histories[0].count == 6


def test_too_few_awards_are_counted_and_not_compared() -> None:
    found = beside(row(), won(MILLION, 2 * MILLION))
    assert found.words == (
        "Too few awards to compare: 2 stored in this field (NIHR 2010-2011); "
        "this call pays up to £5m."
    )
    assert found.times is None
    assert found.histories[0].largest == pounds(2 * MILLION)


def test_no_award_at_all_says_so() -> None:
    found = beside(row(), [])
    assert (found.histories, found.times) == ((), None)
    assert found.words.startswith("No award in this field is stored")


def test_a_call_without_an_amount_is_not_compared() -> None:
    found = beside(ranked(bare_call("hub", funder="NIHR")), won(*[MILLION] * 5))
    assert found.words.endswith("The call does not state an amount.")
    assert found.words.startswith("Usual win here £1m (n=5")
    assert found.times is None


def test_awards_without_amounts_count_and_add_nothing() -> None:
    found = beside(row(), [award(n, starts_on=None) for n in range(5)])
    assert found.words == (
        "None of the 5 awards here states an amount (NIHR); this call pays up to £5m."
    )
    assert (found.histories[0].median, found.histories[0].first_year) == (None, None)


def test_other_currencies_are_compared_at_the_dated_rate_and_unknown_ones_not() -> None:
    awards = [
        *[award(n, euros(4 * MILLION)) for n in range(4)],
        award(9, Money(Decimal(99 * MILLION), "CHF")),
    ]
    dear = ScaleAssessment(
        Scale.STRATEGIC, ScaleBasis.AWARD_MAX, euros(12 * MILLION), Decimal(6 * MILLION), "Words."
    )
    found = beside(replace(row(), scale=dear), awards)
    assert found.histories[0].median == pounds(2 * MILLION)
    assert found.histories[0].count == 5
    assert found.times == 3.0
    assert found.words.endswith("this call pays up to €12m (about £6m).")


def test_awards_of_other_cities_are_nobodys_history_here() -> None:
    found = beside(row(), won(*[MILLION] * 5, organisation="University of York"))
    assert found.histories == ()


def test_one_award_in_two_sources_counts_once() -> None:
    twice = [*won(MILLION, 2 * MILLION), award(0, None, source="other", title="TRIAL 0")]
    assert beside(row(), twice).histories[0].count == 2


def test_a_centre_stands_with_the_body_that_holds_its_awards() -> None:
    city = replace(
        CITY,
        organisations=(
            *CITY.organisations,
            organisation("centre", kind="centre", parent="university"),
        ),
    )
    found = beside(row(), won(*[MILLION] * 5), ("centre", "university", "trust"), city)
    assert [each.whose for each in found.histories] == ["Leeds", "University"]


def test_an_organisation_that_the_city_does_not_have_is_an_error() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        beside(row(), won(MILLION), ("nowhere",))


def test_the_real_awards_of_leeds() -> None:
    """889 awards of NIHR's HTA programme, of which 32 are held in Leeds."""
    found = ambition(
        row(programme=HTA), real().awards, ("uol", "lihs", "lypft", "lcc"), LEEDS, RATES
    )
    assert found.words == (
        "Usual win here £1.6m (n=32, NIHR HTA 2008-2025); this call pays up to £5m."
    )
    assert [(each.whose, each.count) for each in found.histories] == [
        ("Leeds", 32),
        ("University of Leeds", 23),
        ("Leeds and York Partnership NHS Foundation Trust", 5),
    ]
    assert found.times == pytest.approx(3.15, abs=0.01)
