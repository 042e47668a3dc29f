"""Amounts of money: real strings in a table, and text that means harm."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.money import Money, MoneyRole
from scrapers.facts.money.amounts import MOST, find_amounts, parse_amount

_COST = MoneyRole.PROJECT_COST_MAX
_POT = MoneyRole.TOTAL_FUND
_MOST = MoneyRole.AWARD_MAX
_LEAST = MoneyRole.AWARD_MIN


@pytest.mark.parametrize(
    ("words", "low", "high", "currency"),
    [
        ("£1.5 million", None, 1_500_000, "GBP"),
        ("up to £20m", None, 20_000_000, "GBP"),
        ("£42 million", None, 42_000_000, "GBP"),
        ("£42 million (subject to approval)", None, 42_000_000, "GBP"),
        ("£350k", None, 350_000, "GBP"),
        ("£3.5bn", None, 3_500_000_000, "GBP"),
        ("£5,000,000", None, 5_000_000, "GBP"),
        ("£1,234.56", None, Decimal("1234.56"), "GBP"),
        ("EUR 2 500 000", None, 2_500_000, "EUR"),
        ("2.500.000 euros", None, 2_500_000, "EUR"),
        ("EUR 500.000", None, 500_000, "EUR"),
        ("EUR 2.125 million", None, 2_125_000, "EUR"),
        ("€2.5 million", None, 2_500_000, "EUR"),
        ("US$5m", None, 5_000_000, "USD"),
        ("£200,000 - £1,000,000", 200_000, 1_000_000, "GBP"),
        ("£4,500,000 - £7,000,000", 4_500_000, 7_000_000, "GBP"),
        ("£10,000–£50,000", 10_000, 50_000, "GBP"),
        ("£4.5 million to £7 million", 4_500_000, 7_000_000, "GBP"),
        ("between £2 million and £4.5 million", 2_000_000, 4_500_000, "GBP"),
        ("between EUR 4.00 and 6.00 million", 4_000_000, 6_000_000, "EUR"),
        ("£2-4 million", 2_000_000, 4_000_000, "GBP"),
        ("£37.5 to 62.5 million", 37_500_000, 62_500_000, "GBP"),
        ("£500,000 to £1 million", 500_000, 1_000_000, "GBP"),
        ("£500 to £1 million", 500, 1_000_000, "GBP"),
        ("2 to 4 million pounds", 2_000_000, 4_000_000, "GBP"),
    ],
)
def test_a_labelled_amount(words: str, low: int | None, high: Decimal, currency: str) -> None:
    figure = parse_amount(words)
    assert figure.money == Money(Decimal(high), currency)
    assert figure.low == (None if low is None else Money(Decimal(low), currency))


def test_a_field_without_currency_needs_one_from_its_column() -> None:
    assert parse_amount("3.5bn", "GBP").money == Money(Decimal(3_500_000_000), "GBP")
    with pytest.raises(ValueError, match=r"not an amount of money: '3\.5bn'"):
        parse_amount("3.5bn")


@pytest.mark.parametrize(
    "words",
    [
        *("", "£", "13 August 2026", "2026", "-£5m", "£-5m", "−£5m", "£1e9999", "£nan", "£inf"),
        *("£5 men", "£1,50", "£12.5%", "£99999999999999999999", "£900000 billion", "Q$5m", "TBC"),
        *("£5 million per award", "£2m and £3m", "£5m £6m", "4,500,000", "£1.2.3", "£7m to £2m"),
    ],
)
def test_what_is_not_one_amount_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="not an amount of money"):
        parse_amount(words)


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("UK NHS bodies can apply for a share of up to £85 million.", [_POT]),
        ("There is a total fund of £42m. Awards of up to £7m.", [_POT, _MOST]),
        ("The funder will invest up to £20m in this opportunity.", [_POT]),
        ("A total of £10 million is available, with up to £2m for each project.", [_POT, _MOST]),
        ("The total budget is £12 million and each award will be at least £1m.", [_POT, _LEAST]),
        ("Your project's total costs must be between £2 million and £4.5 million.", [_COST]),
        ("The full economic cost (FEC) of your project can be up to £26.25 million.", [_COST]),
        ("The FEC of your centre can be up to £2m. We pay 80% of the FEC.", [_COST]),
        ("Award of up to £800,000 (80% of £1,000,000 FEC).", [_MOST, _COST]),
        ("You can request £4.5 million to £7 million (80% full economic cost).", [_MOST]),
        ("The maximum MRC contribution is £21 million.", [_MOST]),
        ("Your grant request cannot exceed £1 million.", [_MOST]),
        ("Up to £2 million is available per project.", [_MOST]),
        ("We will fund up to 5 hubs at £3m each.", [_MOST]),
        ("We expect to make awards between £200,000 - £1,000,000 each.", [_MOST]),
        ("Businesses can apply for a loan of between £100,000 and £5 million.", [_MOST]),
        ("An EU contribution of between EUR 4.00 and 6.00 million would do.", [_MOST]),
        ("The minimum award is £50,000.", [_LEAST]),
        ("Funding of up to £350,000 is on offer.", [_MOST]),
        ("Up to £2 million per year per project.", [None]),
        ("You must have matched funding of £3m.", [None]),
        ("Falls cost the NHS £2.3 billion a year.", [None]),
        ("The programme has invested £50m since 2015.", [None]),
        ("Your annual turnover must be at least £500,000.", [None]),
        ("The maximum amount for each third party is EUR 60,000.", [None]),
        ("Projects must cost at least £150,000.", [None]),
        ("Between £3m and £5m, or £6 million.", [None, None]),
    ],
)
def test_the_sentence_gives_the_role(sentence: str, roles: list[MoneyRole | None]) -> None:
    assert [amount.role for amount in find_amounts(sentence)] == roles


def test_an_amount_knows_its_place_and_its_sentence() -> None:
    text = "First things first. You can request up to £1.25m (80% FEC).\nLast line: £3."
    first, second = find_amounts(text)
    assert text[first.start : first.end] == "£1.25m"
    assert first.sentence == "You can request up to £1.25m (80% FEC)."
    assert (first.money.amount, first.low) == (1_250_000, None)
    assert second.sentence == "Last line: £3."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("rose in 2026 to £5m", ["£5m"]),
        ("£2m to 5 hubs", ["£2m"]),
        ("£10 million and 3 hubs", ["£10 million"]),
        ("between £2m and £3m and £4m", ["£2m and £3m", "£4m"]),
        ("on 13 August 2026 at 9:00, in room 4", []),
        ("it costs 5 million", []),
    ],
)
def test_only_real_ranges_are_joined(text: str, shown: list[str]) -> None:
    assert [text[a.start : a.end] for a in find_amounts(text)] == shown


_PIECES = st.sampled_from(
    (
        *("£", "€", "EUR", " ", "-", "1", "000", ",", ".", "million", "m", "k", "to", "between "),
        *("and", "per project", "share of", "\n", "9" * 20, "1e999", "\x00", "½", "٣", "(", "%"),
    )
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=40).map("".join)))
def test_no_text_breaks_the_search(text: str) -> None:
    for amount in find_amounts(text):
        assert 0 <= amount.start < amount.end <= len(text)
        assert amount.low is None or amount.low.amount <= amount.money.amount
        assert amount.sentence


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 10**12), st.sampled_from(["GBP", "EUR"]))
def test_an_amount_written_out_is_read_back(amount: int, currency: str) -> None:
    sign = {"GBP": "£", "EUR": "€"}[currency]
    assert parse_amount(f"{sign}{amount:,}").money == Money(Decimal(amount), currency)
    assert parse_amount(f"{currency} {amount:,}".replace(",", " ")).money.amount == amount


def test_long_hostile_text_is_read_in_one_pass() -> None:
    assert len(find_amounts("£1 " * 5_000)) == MOST
    assert len(find_amounts("up to £1m to " * 5_000)) == MOST
    assert find_amounts("1 111" * 20_000 + "between " * 5_000 + "£" * 50_000) == ()


@pytest.mark.parametrize(
    ("words", "amount", "currency"),
    [
        ("half a million pounds", 500_000, "GBP"),
        ("a quarter of a million pounds", 250_000, "GBP"),
        ("Two million pounds", 2_000_000, "GBP"),
        ("five hundred pounds or twenty thousand euros", 20_000, "EUR"),
        ("A$5m", 5_000_000, "AUD"),
        ("AU$ 1,500,000", 1_500_000, "AUD"),
        ("C$2 million", 2_000_000, "CAD"),
        ("CAD 1.5 million", 1_500_000, "CAD"),
        ("CHF 250'000", 250_000, "CHF"),
        ("US$5m", 5_000_000, "USD"),
        ("3 million Swiss francs", 3_000_000, "CHF"),
        ("EUR 2,5 million", 2_500_000, "EUR"),
        ("GBP £500,000", 500_000, "GBP"),
        ("£200K", 200_000, "GBP"),
        ("£1million", 1_000_000, "GBP"),
        ("the call is EUR 60 000 000.6. Legal set-up", 60_000_000, "EUR"),
    ],
)
def test_an_amount_in_any_spelling(words: str, amount: int, currency: str) -> None:
    assert [found.money for found in find_amounts(words)] == [Money(Decimal(amount), currency)]


@pytest.mark.parametrize("words", ["twenty five million pounds", "two hundred thousand pounds"])
def test_longer_number_words_are_not_read_by_their_end(words: str) -> None:
    assert find_amounts(words) == ()


_CASES = Path(__file__).parent / "cases" / "money.jsonl"


@pytest.mark.parametrize("line", _CASES.read_text("utf-8").splitlines())
def test_what_a_passage_offers(line: str) -> None:
    case = json.loads(line)
    assert _offered(case["text"]) == sorted(case["stated"])


def _offered(text: str) -> list[str]:
    found = set()
    for amount in find_amounts(text):
        if amount.role is not None:
            found.add(f"{amount.role} {amount.money.currency} {amount.money.amount}")
        if amount.role is _MOST and amount.low is not None:
            found.add(f"{_LEAST} {amount.low.currency} {amount.low.amount}")
    return sorted(found)


_WORDS = st.sampled_from(
    (
        *("£5m", "EUR 2 000 000", "£1 to £2 million", "over", "up to", "of which", "per project"),
        *("share of", "total", "budget", "(80% FEC)", "FEC", "costs", "grants", "each", "and", ","),
        *(
            ". ",
            ";",
            ":",
            "\n",
            "Maximum award",
            "no more than",
            "available",
            "third party",
            "\x00",
        ),
    )
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_WORDS, max_size=30).map(" ".join))
def test_sentences_come_from_the_text(text: str) -> None:
    flat = " ".join(text.split())
    for amount in find_amounts(text):
        pieces = amount.sentence.removeprefix("… ").removesuffix(" …")
        assert " ".join(pieces.split()) in flat
        assert 0 <= amount.start < amount.end <= len(text)


def test_a_long_page_of_offers_is_read_in_one_pass() -> None:
    page = "Grants of up to £5m, of which each project costs a share of " * 2_000
    assert len(find_amounts(page)) == MOST
