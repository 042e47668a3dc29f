"""What makes two records one call, and what speaks against it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from matcher.identity.likeness import Finding, Verdict, compare_calls
from models.call import Call, Stage
from tests.matcher.identity.examples import make, on, pounds

CLOSES = on(2026, 11, 5)


def verdict(one: Call, other: Call) -> Verdict:
    return compare_calls(one, other).verdict


def council(title: str = "Healthy ageing research hubs", **facts: Any) -> Call:
    usual: dict[str, Any] = {"funder": "MRC", "deadlines": CLOSES}
    return make("ukri:hubs", title, **(usual | facts))


def listed(title: str = "Healthy ageing research hubs", **facts: Any) -> Call:
    usual: dict[str, Any] = {"funder": "Medical Research Council", "deadlines": CLOSES}
    return make("find_a_grant:hubs-1", title, **(usual | facts))


def test_the_reason_is_in_plain_words() -> None:
    assert compare_calls(council(), listed()) == Finding(
        Verdict.SAME, "titles 100 % alike, same closing day, same funder", 150
    )
    by_number = compare_calls(
        council(references=("OPP1284",)), listed("Ageing", references=("OPP1284",))
    )
    assert by_number.reason == "both carry OPP1284"
    assert by_number.by_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (make("innovate_uk:2186"), make("find_a_grant:x-1", references=("2186",))),
        (make("ukri:ageing-hubs"), make("find_a_grant:x-1", references=("ageing-hubs",))),
        (make("ukri:ageing-hubs~2"), make("find_a_grant:x-1", references=("ageing-hubs",))),
        (
            make("nihr:33785", "23/91 Rural services", funder="NIHR"),
            make("ukri:rural", "Rural services", funder="NIHR", references=("23/91",)),
        ),
        (
            make("eu_funding:HORIZON-HLTH-2026-02-DISEASE-12"),
            make("newsletter:1", references=("horizon-hlth-2026-02-disease-12",)),
        ),
        (
            make(
                "eu_funding:HORIZON-X-2026-01",
                references=("HORIZON-X-2026-01", "ccm2:50135695"),
            ),
            make("eu_funding:HORIZON-X-2026-01-two-stage", references=("ccm2:50135695",)),
        ),
        (
            make("grants_gov:350001", "Ageing hubs", references=("RFA-AG-26-001",)),
            make("grants_gov:349000", "Ageing hubs", references=("RFA-AG-26-001",)),
        ),
    ],
)
def test_a_number_or_page_that_both_carry(one: Call, other: Call) -> None:
    assert verdict(one, other) is Verdict.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # A bare number means a competition to one site and a page to another.
        (make("nihr:23625", "Social care"), make("find_a_grant:x-1", references=("23625",))),
        # Both carry their call for proposals, not their topic.
        (
            make("eu_funding:HORIZON-HLTH-2026-02-01", references=("HORIZON-HLTH-2026-02",)),
            make("eu_funding:HORIZON-HLTH-2026-02-02", references=("HORIZON-HLTH-2026-02",)),
        ),
        (
            make("eu_funding:HORIZON-Y-2026-01", references=("ccm2:1111",)),
            make("eu_funding:HORIZON-Y-2026-02", references=("ccm2:2222",)),
        ),
        (make("ukri:hubs"), make("ukri:hubs~2")),
        (make("ukri:hubs", references=("OPP1",)), make("ukri:hubs~2", references=("OPP1",))),
        (make("innovate_uk:2186"), make("find_a_grant:x-1", references=("2187",))),
        (make("nihr:1", references=("25/123",)), make("nihr:2", references=("25/124",))),
    ],
)
def test_names_that_are_not_shared(one: Call, other: Call) -> None:
    assert verdict(one, other) is not Verdict.SAME


def test_a_shared_number_does_not_make_two_rounds_one() -> None:
    one = council("Hubs: round two", references=("OPP1284",))
    other = listed("Hubs: round three", references=("OPP1284",))
    assert compare_calls(one, other).verdict is Verdict.UNCERTAIN
    assert "round 3 is not round 2" in compare_calls(one, other).reason


def test_a_shared_page_whose_dates_are_a_season_apart_is_another_round() -> None:
    one = council()
    months_later = listed(references=("hubs",), deadlines=on(2027, 3, 1))
    assert verdict(one, months_later) is Verdict.UNCERTAIN
    extended = listed(references=("hubs",), deadlines=on(2026, 11, 19))
    assert verdict(one, extended) is Verdict.SAME, "a re-listing may lag behind an extension"


@pytest.mark.parametrize(
    "facts",
    [
        {"deadlines": on(2026, 11, 7)},
        {"total_fund": pounds(12_000_000)},
        {"funder": "Wellcome"},
        {"title": "Healthy ageing research hubs: strand 2"},
        {"title": "Healthy ageing research hubs (Scotland)"},
        {"title": "Healthy ageing technology hubs"},
    ],
)
def test_what_speaks_against_alike_titles(facts: dict[str, Any]) -> None:
    one = council(total_fund=pounds(10_000_000))
    assert verdict(one, listed(total_fund=pounds(10_200_000))) is Verdict.SAME
    assert verdict(one, replace(listed(total_fund=pounds(10_200_000)), **facts)) is not Verdict.SAME


def test_a_day_apart_is_one_closing_and_two_are_not() -> None:
    for days, expected in ((1, Verdict.SAME), (2, Verdict.DIFFERENT)):
        later = (CLOSES[0] + timedelta(days=days),)
        assert verdict(council(), listed(deadlines=later)) is expected


def test_openings_months_apart_leave_it_in_doubt() -> None:
    spring, autumn = on(2026, 3, 1)[0], on(2026, 9, 1)[0]
    undated = council(deadlines=(), opens_at=spring)
    assert verdict(undated, listed(opens_at=autumn)) is Verdict.UNCERTAIN
    assert verdict(undated, listed(opens_at=spring)) is Verdict.SAME


def test_a_year_or_round_that_only_one_names_needs_the_same_closing_day() -> None:
    dated = listed("Healthy ageing research hubs round 2")
    assert verdict(council(), dated) is Verdict.SAME
    assert verdict(council(), replace(dated, deadlines=())) is Verdict.UNCERTAIN


def test_an_outline_is_not_the_full_application() -> None:
    outline = council(stage=Stage.OUTLINE, deadlines=())
    assert verdict(outline, listed(stage=Stage.INVITED)) is Verdict.DIFFERENT


def test_a_short_title_needs_more_that_agrees() -> None:
    one = make("diabetes_uk:project-grants", "Project grants", funder="Diabetes UK")
    other = make("newsletter:1", "Project grants", funder="Diabetes UK")
    assert verdict(one, other) is Verdict.UNCERTAIN
    stroke = make(
        "stroke_association:project-grants", "Project grants", funder="Stroke Association"
    )
    assert verdict(one, stroke) is Verdict.DIFFERENT


def test_an_extra_word_needs_the_same_day_and_amount() -> None:
    more = "National healthy ageing research hubs"
    fund = pounds(10_000_000)
    assert verdict(council(total_fund=fund), listed(more, total_fund=fund)) is Verdict.SAME
    assert verdict(council(), listed(more)) is Verdict.UNCERTAIN


def test_one_source_lists_its_calls_apart() -> None:
    one, other = make("ukri:a", deadlines=CLOSES), make("ukri:b", deadlines=CLOSES)
    assert verdict(one, other) is Verdict.DIFFERENT
