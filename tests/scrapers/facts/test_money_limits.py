"""How limits, lists, the past and a bare dollar are read: one mechanism a test."""

import pytest

from models.money import MoneyRole
from scrapers.facts.money import find_amounts

_COST = MoneyRole.PROJECT_COST_MAX
_POT = MoneyRole.TOTAL_FUND
_MOST = MoneyRole.AWARD_MAX
_LEAST = MoneyRole.AWARD_MIN


def _roles(text: str) -> list[MoneyRole | None]:
    return [amount.role for amount in find_amounts(text)]


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("Large grants (over £7,000) and small grants (under £7,000) are made.", [_LEAST, _MOST]),
        ("Appeals of £8,000 and above go into the main programme.", [_LEAST]),
        ("Loans above £30,000 are there for those with bigger plans.", [_LEAST]),
        ("Requests below £900 fall under the small scheme.", [_MOST]),
        ("Grants over £7,000 need two referees.", [None]),
        ("You must show your accounts for grants over £7,000.", [None]),
        ("Decisions on applications over £7,000 take half a year.", [None]),
        ("A pot worth over £6m is there to be applied for.", [_POT]),
        ("Charities with an income below £90,000 can apply.", [None]),
    ],
)
def test_the_threshold_of_a_bid_is_a_limit_where_no_rule_hangs_on_it(
    sentence: str, roles: list[MoneyRole | None]
) -> None:
    assert _roles(sentence) == roles


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("The most that a club can get from us stays £4,000.", [_MOST]),
        ("The maximum sum given under the scheme for youth is £900.", [_MOST]),
        ("The highest level of grant paid out of this fund is £20,000.", [_MOST]),
        ("The grant is for up to £6,000, with a minimum of £700.", [_MOST, _LEAST]),
        ("Clubs may be eligible for up to £2,200 in the new season.", [_MOST]),
        ("Help with money of up to £8,000 is at hand.", [_MOST]),
        ("Up to £8,000 of the money may be spent on fees.", [None]),
        ("The maximum cost of a project under this scheme is £900.", [_COST]),
    ],
)
def test_a_limit_is_an_awards_also_at_a_distance(
    sentence: str, roles: list[MoneyRole | None]
) -> None:
    assert _roles(sentence) == roles


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        (
            "You can ask for up to £4,000 for low-cost travel, up to £9,000 for two tours.",
            [_MOST, _MOST],
        ),
        ("The award gives up to £80,000 for research costs.", [_MOST]),
        ("Extra will give grants between £60,000 and £4 million.", [_MOST]),
        ("A further £30 million is to be made available for these grants.", [_POT]),
        ("Travel costs the trust £30,000.", [None]),
        ("Of this, £3m is kept for the regions.", [None]),
    ],
)
def test_what_a_sum_is_spent_on_outweighs_no_offer(
    sentence: str, roles: list[MoneyRole | None]
) -> None:
    assert _roles(sentence) == roles


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("The overall budget for the year is £25,000.", [_POT]),
        ("Ministers announced £30m to help farmers through the winter.", [_POT]),
        ("New £30m support grants for village shops", [_POT]),
        ("£7 million funding for libraries", [_POT]),
        ("Amount available: £9 million", [_POT]),
        ("Every councillor has a budget of £4,000 to give away.", [None]),
    ],
)
def test_the_words_of_a_pot(sentence: str, roles: list[MoneyRole | None]) -> None:
    assert _roles(sentence) == roles


@pytest.mark.parametrize(
    "sentence",
    [
        "Last year the trust distributed nearly £600,000 to charities.",
        "The committee approved £1.2m for research.",
        "It follows an older scheme, which provided over £200m of funding.",
        "The minister named 31 projects that will receive a share of £20m.",
        "Our grants have ranged from £400 to £9,000.",
        "If the group agreed to half, we would pay back £4,000.",
        "The £40m allocation could be increased to £60m.",
    ],
)
def test_what_is_over_or_may_never_be_offers_nothing(sentence: str) -> None:
    assert _roles(sentence)[-1] is None


def test_an_item_is_read_with_the_line_that_its_list_stands_under() -> None:
    text = "Our usual grants are:\n- Village halls – £300–£4,000.\n- Choirs – £200–£900."
    assert _roles(text) == [_MOST, _MOST]
    assert _roles("Our costs were:\n- Choirs – £200–£900.\n- Village halls – £300.") == [None, None]


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("Up to $9,000 for Australian choirs.", "AUD"),
        ("NSERC pays up to $9,000.", "CAD"),
        ("Grants of $9,000 for schools in New Zealand.", "NZD"),
        ("Grants of $9,000 for schools.", "USD"),
        ("Grants of $9,000 for Canadian and Australian schools.", "USD"),
        ("Grants of US$9,000 for Australian schools.", "USD"),
    ],
)
def test_a_bare_dollar_is_that_of_the_country_that_the_text_names(text: str, currency: str) -> None:
    assert [amount.money.currency for amount in find_amounts(text)] == [currency]


def test_the_title_may_say_whose_dollars_are_meant() -> None:
    (amount,) = find_amounts("Grants of $9,000 for schools.", "Small grants, Perth, Australia")
    assert (amount.money.currency, amount.role) == ("AUD", _MOST)


def test_a_letter_is_not_taken_for_each() -> None:
    assert _roles("The scheme awards £400,000 to assist shops and start-ups.") != [None]
