"""How big one award is: amounts first, careful words last, unknown stays unknown."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.strategy.scale import assess_scale
from models.call import Call, Evidence
from models.city import ExchangeRate, Thresholds
from models.money import Money
from models.scale import Scale, ScaleAssessment, ScaleBasis

LEEDS = Thresholds(Decimal(1_000_000), Decimal(5_000_000), 0.5, 30, 5)
RATES = {"EUR": ExchangeRate("EUR", Decimal("0.87"), "2026-11-22", "a table")}
ORDER = {Scale.SMALL: 0, Scale.LARGE: 1, Scale.STRATEGIC: 2}
AMOUNTS = st.decimals(min_value="0.01", max_value=10**12, places=2)
WORDS = (
    "We will fund",
    "lead",
    "a",
    "one",
    "single",
    "the",
    "research",
    "hub",
    "centres",
    ". ",
    "(",
)
TEXTS = st.text(max_size=300) | st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)


def _pounds(amount: int | str | Decimal, currency: str = "GBP") -> Money:
    return Money(Decimal(amount), currency)


def _call(title: str = "A call", **facts: Any) -> Call:
    return Call(source="s", source_id="1", title=title, url="https://example.org/1", **facts)


def _assess(call: Call) -> ScaleAssessment:
    return assess_scale(call, LEEDS, RATES)


@pytest.mark.parametrize(
    ("amount", "currency", "scale"),
    [
        ("999999.99", "GBP", Scale.SMALL),
        ("1000000", "GBP", Scale.LARGE),
        ("4999999", "GBP", Scale.LARGE),
        ("5000000", "GBP", Scale.STRATEGIC),
        ("1149425", "EUR", Scale.SMALL),
        ("1149426", "EUR", Scale.LARGE),
        ("5700000", "EUR", Scale.LARGE),
        ("5750000", "EUR", Scale.STRATEGIC),
    ],
)
def test_the_most_per_award_decides(amount: str, currency: str, scale: Scale) -> None:
    found = _assess(_call(award_max=_pounds(amount, currency)))
    assert (found.scale, found.basis) == (scale, ScaleBasis.AWARD_MAX)
    assert found.sentence


def test_the_sentence_is_the_one_the_amount_was_read_from() -> None:
    sentence = "You can request £4.5 million to £7 million."
    call = _call(
        award_max=_pounds(7_000_000),
        evidence=(
            Evidence("award_min", "Another sentence.", "u"),
            Evidence("award_max", sentence, "u"),
        ),
    )
    assert _assess(call).sentence == sentence


def test_the_pot_counts_only_when_the_number_of_awards_is_known() -> None:
    pot = _pounds(85_000_000)
    assert _assess(_call(total_fund=pot)).scale is Scale.NOT_STATED
    shared = _assess(_call(total_fund=pot, expected_awards=100))
    assert (shared.scale, shared.basis) == (Scale.SMALL, ScaleBasis.POT_PER_AWARD)
    assert shared.award == _pounds("850000.00")
    assert "100 expected awards" in shared.sentence


def test_both_sentences_of_a_shared_pot_are_shown() -> None:
    kept = (
        Evidence("total_fund", "There is £30m in all.", "u"),
        Evidence("expected_awards", "We expect five awards.", "u"),
    )
    found = _assess(_call(total_fund=_pounds(30_000_000), expected_awards=5, evidence=kept))
    assert found.scale is Scale.STRATEGIC
    assert found.sentence == "There is £30m in all. We expect five awards."


@pytest.mark.parametrize(
    ("sentence", "single"),
    [
        ("We expect to fund one award.", True),
        ("We will establish a single national hub for falls.", True),
        ("One institute will be funded for seven years.", True),
        ("We will fund one or two awards.", False),
        ("We will fund one award per organisation.", False),
        ("At least one award will be funded.", False),
        ("Each organisation may submit one application.", False),
        ("One of the projects will be supported by the trust.", False),
        ("We will not fund one project alone.", False),
    ],
)
def test_a_single_award_takes_the_whole_pot(sentence: str, single: bool) -> None:
    found = _assess(_call(total_fund=_pounds(8_000_000), text=f"About us.\n{sentence} Read on."))
    if single:
        assert (found.scale, found.basis) == (Scale.STRATEGIC, ScaleBasis.POT_PER_AWARD)
        assert found.sentence == sentence
    else:
        assert found.basis is not ScaleBasis.POT_PER_AWARD


def test_project_cost_comes_after_the_amounts_that_the_funder_pays() -> None:
    cost = _pounds(4_500_000)
    alone = _assess(_call(project_cost_max=cost))
    assert (alone.scale, alone.basis) == (Scale.LARGE, ScaleBasis.PROJECT_COST)
    capped = _assess(_call(project_cost_max=cost, award_max=_pounds(700_000)))
    assert (capped.scale, capped.basis) == (Scale.SMALL, ScaleBasis.AWARD_MAX)


def test_a_zero_is_not_an_amount() -> None:
    found = _assess(_call(award_max=_pounds(0, "EUR"), total_fund=_pounds(0), award_min=_pounds(0)))
    assert (found.scale, found.award) == (Scale.NOT_STATED, None)


def test_a_floor_makes_a_call_large_but_never_small() -> None:
    high = _assess(_call(award_min=_pounds(6_000_000)))
    assert (high.scale, high.award) == (Scale.STRATEGIC, _pounds(6_000_000))
    assert _assess(_call(award_min=_pounds(500_000))).scale is Scale.NOT_STATED


@pytest.mark.parametrize(
    ("title", "scale"),
    [
        ("MRC Centre of Research Excellence: round nine", Scale.STRATEGIC),
        ("Biomedical Research Centres: stage 2", Scale.STRATEGIC),
        ("Pre-announcement: UK Frailty Research Institute", Scale.STRATEGIC),
        ("Research and partnership hubs for ageing", Scale.LARGE),
        ("Digital health hub pilot scheme", Scale.LARGE),
        ("Programme Grants for Applied Research", Scale.LARGE),
        ("Maternity disparities consortium", Scale.LARGE),
        ("Health Determinants Research Collaborations", Scale.LARGE),
        ("Applied health research: invited stage two", Scale.LARGE),
        ("Innovation Programme: strand 1", Scale.NOT_STATED),
        ("Programme development grants", Scale.NOT_STATED),
        ("Neurosciences and mental health partnership", Scale.NOT_STATED),
        ("Fellowships at biomedical research centres", Scale.NOT_STATED),
        ("National Institute for Health and Care Research: open call", Scale.NOT_STATED),
        ("Image screening in medical centres", Scale.NOT_STATED),
        ("Studies by users of the Joint Research Centre facilities", Scale.NOT_STATED),
        ("Innovation support hub", Scale.NOT_STATED),
        ("Inclusive passenger hubs", Scale.NOT_STATED),
        ("Research hub networking events", Scale.NOT_STATED),
        ("Understanding clusters of disease", Scale.NOT_STATED),
    ],
)
def test_words_of_the_title(title: str, scale: Scale) -> None:
    found = _assess(_call(title))
    assert found.scale is scale
    assert found.sentence == ("" if scale is Scale.NOT_STATED else title)


@pytest.mark.parametrize(
    ("sentence", "scale"),
    [
        ("We will fund up to three multidisciplinary research hubs in mental health.", Scale.LARGE),
        ("Apply to lead a national consortium on maternity care.", Scale.LARGE),
        ("Lead one of up to seven interdisciplinary clusters.", Scale.LARGE),
        ("This will establish a new national research institute for dementia.", Scale.STRATEGIC),
        ("You must work with the existing research hubs.", Scale.NOT_STATED),
        ("We will support the work of research hubs.", Scale.NOT_STATED),
        ("This call does not fund research centres.", Scale.NOT_STATED),
        ("Results may lead to national research hubs.", Scale.NOT_STATED),
        ("Fellowships are awarded by research institutes.", Scale.NOT_STATED),
        ("We fund development awards that prepare research collaborations.", Scale.NOT_STATED),
        ("Ask your local research hub for advice.", Scale.NOT_STATED),
    ],
)
def test_words_of_a_sentence_count_where_they_name_what_is_funded(
    sentence: str, scale: Scale
) -> None:
    found = _assess(_call(text=f"An introduction here. {sentence} A last word."))
    assert found.scale is scale
    assert found.sentence == ("" if scale is Scale.NOT_STATED else sentence)


def test_words_never_overrule_an_amount() -> None:
    found = _assess(_call("Research and partnership hubs", award_max=_pounds(90_000)))
    assert found.scale is Scale.SMALL


@given(low=AMOUNTS, more=AMOUNTS, currency=st.sampled_from(["GBP", "EUR"]), title=TEXTS)
@settings(max_examples=60, deadline=None)
def test_raising_the_award_never_lowers_the_scale(
    low: Decimal, more: Decimal, currency: str, title: str
) -> None:
    small = _assess(_call(f"A {title}", award_max=_pounds(low, currency)))
    large = _assess(_call(f"A {title}", award_max=_pounds(low + more, currency)))
    assert ORDER[large.scale] >= ORDER[small.scale]


@given(amount=AMOUNTS, field=st.sampled_from(["award_max", "project_cost_max", "total_fund"]))
@settings(max_examples=40, deadline=None)
def test_an_unknown_currency_is_not_stated_rather_than_small(amount: Decimal, field: str) -> None:
    money = _pounds(amount, "CHF")
    found = _assess(_call("Research hubs", **{field: money, "expected_awards": 1}))
    assert (found.scale, found.pounds) == (Scale.NOT_STATED, None)
    assert found.award == money
    assert found.sentence


@given(title=TEXTS, summary=TEXTS, text=TEXTS, kind=TEXTS)
@settings(max_examples=60, deadline=None)
def test_any_text_gets_an_answer_with_its_reason(
    title: str, summary: str, text: str, kind: str
) -> None:
    call = _call(f"A {title}", summary=summary, text=text, funding_type=kind)
    found = _assess(call)
    assert found.scale is not Scale.SMALL
    assert bool(found.sentence.strip()) == (found.scale is not Scale.NOT_STATED)
