"""How the words around an amount decide on its role: one mechanism a test."""

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
        ("Requests for over £40,000 will not be looked at.", [_MOST]),
        ("Bids of more than £2m are going to be rejected.", [_MOST]),
        ("We cannot consider applications for less than £900.", [_LEAST]),
        ("Proposals asking for under £5,000 are not accepted.", [_LEAST]),
        ("Requests over £40,000 will not be accepted unless we asked for them.", [None]),
        ("We do not take applications from groups with an income over £40,000.", [None]),
    ],
)
def test_what_is_refused_is_a_limit(sentence: str, roles: list[MoneyRole | None]) -> None:
    assert _roles(sentence) == roles


@pytest.mark.parametrize(
    "sentence",
    [
        "If you ask for £8,000 or more, send us your accounts.",
        "For grants of up to £30,000, you must find a tenth yourself.",
        "Projects costing £90,000 or less can start at once.",
        "Applications for up to £3,000 are decided by the clerk.",
        "Requests between £20,000 and £60,000 need a business plan.",
        "Partners from abroad may get £70,000, and no more.",
        "Match funding of a fifth (£4,000 on a £20,000 grant) is wanted.",
    ],
)
def test_a_condition_offers_nothing(sentence: str) -> None:
    assert set(_roles(sentence)) == {None}


@pytest.mark.parametrize(
    "sentence",
    [
        "In earlier years grants have mostly been between £2,000 and £9,000.",
        "The winners have been announced: awards of £300,000 go to six teams.",
        "Our first call, worth £4m, closed in March.",
        "The award differs from the earlier £6,000.",
    ],
)
def test_the_past_offers_nothing(sentence: str) -> None:
    assert set(_roles(sentence)) == {None}


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("The programme is worth £80m, of it £9m is available in this round.", [None, _POT]),
        ("The scheme runs to £80m. We will put £9m into this call.", [None, _POT]),
        ("Money comes from a £110m programme of the department.", [None]),
        ("This is part of our £300m challenge fund.", [None]),
    ],
)
def test_a_wider_pot_is_not_the_calls(sentence: str, roles: list[MoneyRole | None]) -> None:
    assert _roles(sentence) == roles


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("You can claim £12,000 a year for two years, £24,000 in total.", [None, _MOST]),
        ("Grants of £6,000 a year for three years (a maximum of £18,000).", [None, _MOST]),
        ("Grants of up to £60,000 are made, but most are about £8,000.", [_MOST, None]),
        ("Level of award: up to £10,000. The £10,000 is free of FEC rules.", [_MOST, _MOST]),
        ("We set aside £2m for phase 1 and £5m for phase 2.", [_POT, _POT]),
    ],
)
def test_an_amount_is_read_with_the_one_before(
    sentence: str, roles: list[MoneyRole | None]
) -> None:
    assert _roles(sentence) == roles


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("A loan of up to £700,000 goes towards the eligible costs.", [_MOST]),
        (
            "UKRI meets 80% of the full economic cost of each project, which may be up to £2m.",
            [_COST],
        ),
        ("A grant of at least £4,000 (40% of £10,000) can be had.", [_LEAST, None]),
        ("£4m is available for projects with eligible costs of up to £90,000.", [_POT, _COST]),
        ("The grant pays for staff, rooms and travel up to a total of £85,000.", [_MOST]),
    ],
)
def test_a_cost_is_told_from_the_grant_towards_it(
    sentence: str, roles: list[MoneyRole | None]
) -> None:
    assert _roles(sentence) == roles


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("The travel may not come to more than £2,000 in total.", [None]),
        ("Funding of up to £2m is available.", [None]),
        ("£2m is available.", [_POT]),
        ("£40,000 is available, and a group can get £2,000.", [_POT, _MOST]),
        ("Between £200,000 and £2m is available.", [_MOST]),
        ("The budget lies between £50,000 and £400,000.", [_MOST]),
        ("We invest £3m to £4m in this call.", [_POT]),
        ("We invest at least £3m in this call.", [None]),
    ],
)
def test_the_size_of_a_sum_bears_on_whether_it_is_a_pot(
    sentence: str, roles: list[MoneyRole | None]
) -> None:
    assert _roles(sentence) == roles


def test_a_range_may_be_said_by_its_two_limits() -> None:
    (amount,) = find_amounts("At least £300,000 and at most £1.2 million can be asked for.")
    assert amount.low is not None
    assert (amount.low.amount, amount.money.amount) == (300_000, 1_200_000)
    assert len(find_amounts("£300,000 and at most £1.2 million")) == 2


def test_what_the_winner_hands_on_is_never_the_calls() -> None:
    assert _roles("For each proposal EUR 2 million is shared out as FSTP grants.") == [None]
    assert _roles("Each proposal gets EUR 2 million; a third party at most EUR 60 000.") == [
        _MOST,
        None,
    ]


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("Up to £210,000 over 3 years.", [_MOST]),
        ("Up to £4,000 may be used for open days.", [None]),
        ("£9 million for charities that run libraries", [_POT]),
        ("£9,000 for charities that run libraries", [None]),
    ],
)
def test_a_limit_alone_is_one_awards_and_a_large_heading_a_pot(
    sentence: str, roles: list[MoneyRole | None]
) -> None:
    assert _roles(sentence) == roles


def test_an_item_of_a_list_is_read_like_the_one_it_repeats() -> None:
    text = (
        "Total eligible costs: - projects of up to 12 months: between £10,000 and £90,000. "
        "- projects of up to 24 months: between £20,000 and £150,000."
    )
    assert _roles(text) == [_COST, _COST]


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("We pay 100% of project costs to a maximum of £3,000.", [_MOST]),
        ("The FEC can be up to £1 million, and 80% of the FEC is paid.", [_COST]),
        ("The scheme is outside the FEC regime and £10,000 is for expenses.", [None]),
        ("Meant for short projects of research costing less than £70,000.", [_COST]),
        ("The main programme is for grants over £4,000.", [_LEAST]),
        ("Grants over £4,000 are rare.", [None]),
        ("We will reject any proposal exceeding £40,000.", [_MOST]),
        ("One of the teams is asking for £20,000.", [None]),
        ("The charity is committed to investing £90m in new research.", [None]),
        ("£70 million was allocated for wave 1 in March 2021.", [None]),
        ("Historically, the trust gave grants of up to £30,000.", [None]),
        (
            "In this round we expect to spend between £2 million and £6 million on 10 projects.",
            [_POT],
        ),
        ("Maximum operation budget: £2 million", [None]),
    ],
)
def test_what_the_clause_does_with_a_sum(sentence: str, roles: list[MoneyRole | None]) -> None:
    assert _roles(sentence) == roles
