"""Who could bid together: best fit first, cautions and caps respected, newcomers kept visible."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.city import load_city
from matcher.settings import data_folder
from matcher.strategy.consortium import propose
from matcher.strategy.consortium.roles import PARTNERS, can_fill
from models.applicants import Admission, Applicant, Part
from models.award import Award
from models.call import Call, Evidence
from models.city import CityProfile
from models.consortium import BidRole, Consortium, Member
from models.match import Match, TargetKind
from models.organisation import Capability, PastAward
from tests.matcher.digest.samples import CITY, call, match, organisation, ranked

LEEDS = load_city(data_folder() / "leeds")
AWARD = PastAward("A funder", "Balance at home", None, None, "its page")
TOWN = replace(
    CITY,
    organisations=(
        organisation("university", awards=(AWARD,)),
        organisation("centre", kind="centre", parent="university"),
        organisation("college"),
        organisation("trust", kind="NHS trust", roles=("lead",), awards=(AWARD,)),
        organisation("ward", kind="centre", parent="trust", roles=("partner",)),
        organisation("council", kind="council", roles=("partner",)),
        organisation("platform", kind="data platform", roles=("partner",), in_city=False),
        organisation("analysts", kind="centre", parent="university", roles=("data partner",)),
        organisation("firms", kind="company cluster", roles=("industry partner",)),
    ),
)


def proposed(
    fits: Mapping[str, float],
    leads: Sequence[str] = ("university",),
    *,
    city: CityProfile = TOWN,
    needs: Sequence[str] = ("falls",),
    awards: Sequence[Award] = (),
    rivals: Sequence[str] = (),
    of: Call | None = None,
    **facts: Any,
) -> Consortium:
    """Propose for a call that suits organisations as `fits` says."""
    asked = of or call("hub", **facts)
    matches = [match(asked, who, fit, TargetKind.ORGANISATION) for who, fit in fits.items()]
    return propose(ranked(asked, needs=needs, leads=leads), matches, city, awards, rivals)


def filled(found: Consortium) -> dict[BidRole, str]:
    return {member.role: member.organisation_id for member in found.members}


def member(found: Consortium, organisation_id: str) -> Member:
    return next(each for each in found.members if each.organisation_id == organisation_id)


def changed(organisation_id: str, **changes: Any) -> CityProfile:
    """The town with one organisation changed."""
    return replace(
        TOWN,
        organisations=tuple(
            replace(each, **changes) if each.id == organisation_id else each
            for each in TOWN.organisations
        ),
    )


ALL = {"university": 0.7, "trust": 0.5, "council": 0.4, "platform": 0.5, "firms": 0.4}


def test_each_role_goes_to_the_organisation_that_fits_best() -> None:
    found = proposed({**ALL, "ward": 0.6})
    assert filled(found) == {
        BidRole.LEAD: "university",
        BidRole.CLINICAL: "ward",
        BidRole.COMMUNITY: "council",
        BidRole.DATA: "platform",
        BidRole.INDUSTRY: "firms",
    }
    assert found.missing == ()
    assert member(found, "council").fit == 0.4
    assert member(found, "council").reason == "Known for “help with council”."


def test_a_role_that_nobody_fits_well_enough_is_missing() -> None:
    """The town shows matches from 0.5, so a partner needs half of that."""
    found = proposed({"university": 0.7, "trust": 0.25, "council": 0.24})
    assert filled(found) == {BidRole.LEAD: "university", BidRole.CLINICAL: "trust"}
    assert found.missing == (BidRole.COMMUNITY, BidRole.DATA, BidRole.INDUSTRY)


def test_without_a_lead_the_nearest_is_named_and_not_proposed() -> None:
    found = proposed({"university": 0.4, "council": 0.45}, leads=())
    assert BidRole.LEAD in found.missing
    assert found.flags[0] == (
        "Nobody suits the call well enough to lead; nearest is University (fit 0.40)."
    )


def test_another_body_comes_before_another_part_of_the_same() -> None:
    found = proposed({"trust": 0.7, "ward": 0.9, "council": 0.4}, leads=("trust",))
    assert member(found, "ward").reason.endswith("of one body with another member: Trust.")
    icb = replace(
        TOWN,
        organisations=(*TOWN.organisations, organisation("board", kind="NHS commissioner")),
    )
    both = {"trust": 0.7, "ward": 0.9, "board": 0.3}
    assert filled(proposed(both, ("trust",), city=icb))[BidRole.CLINICAL] == "board"


def test_one_organisation_fills_two_roles_only_if_nobody_else_in_the_city_fits() -> None:
    found = proposed({"trust": 0.7}, leads=("trust",))
    assert filled(found) == {BidRole.LEAD: "trust", BidRole.CLINICAL: "trust"}
    assert found.members[1].reason.endswith("a second role, as nobody else in the city fits it.")


def test_organisations_outside_the_city_come_last_and_are_marked() -> None:
    inside = proposed({"university": 0.7, "platform": 0.9, "analysts": 0.3})
    assert filled(inside)[BidRole.DATA] == "analysts"
    outside = proposed({"university": 0.7, "platform": 0.9})
    assert member(outside, "platform").reason.endswith("; outside Leeds.")


def test_an_organisation_that_the_call_shuts_out_is_not_proposed() -> None:
    no_nhs = (Admission(Applicant.NHS, Part.APPLY, admitted=False),)
    assert BidRole.CLINICAL in proposed({**ALL, "ward": 0.9}, applicants=no_nhs).missing
    no_universities = (Admission(Applicant.UNIVERSITY, Part.LEAD, admitted=False),)
    led = proposed(ALL, ("university", "trust"), applicants=no_universities)
    assert filled(led)[BidRole.LEAD] == "trust"


def test_a_cautioned_organisation_and_its_centres_are_not_proposed_and_the_flag_says_why() -> None:
    city = changed("trust", caution="an inquiry is open", caution_need_ids=("asthma",))
    fits = {**ALL, "ward": 0.6}
    found = proposed(fits, ("trust", "university"), city=city, needs=("asthma", "falls"))
    assert filled(found)[BidRole.LEAD] == "university"
    assert BidRole.CLINICAL in found.missing
    assert (
        "Trust and Ward are not proposed until a person decides: “an inquiry is open”"
        in found.flags
    )
    other = proposed(fits, ("trust", "university"), city=city, needs=("falls",))
    assert filled(other)[BidRole.LEAD] == "trust"
    assert not any("inquiry" in flag for flag in other.flags)


def test_a_caution_on_somebody_who_would_not_be_proposed_anyway_is_not_raised() -> None:
    city = changed("trust", caution="an inquiry is open")
    assert not any("inquiry" in flag for flag in proposed({"council": 0.5}, city=city).flags)


def test_with_everybody_cautioned_nobody_is_proposed() -> None:
    city = replace(
        TOWN,
        organisations=tuple(replace(each, caution="wait") for each in TOWN.organisations),
    )
    found = proposed(ALL, city=city)
    assert (found.members, found.missing) == ((), tuple(BidRole))
    assert any(flag.endswith("until a person decides: “wait”") for flag in found.flags)


def test_without_any_organisation_every_role_is_missing() -> None:
    found = proposed({}, leads=(), city=replace(TOWN, organisations=()))
    assert (found.members, found.missing) == ((), tuple(BidRole))


def test_a_city_of_one_organisation_has_its_lead() -> None:
    city = replace(TOWN, organisations=TOWN.organisations[:1])
    found = proposed({"university": 0.7}, city=city)
    assert filled(found) == {BidRole.LEAD: "university"}
    assert found.missing == PARTNERS


def test_at_equal_fit_a_newcomer_comes_first_and_is_marked() -> None:
    city = changed("ward", parent=None, kind="NHS trust")
    found = proposed({"university": 0.7, "trust": 0.5, "ward": 0.5}, city=city)
    assert filled(found)[BidRole.CLINICAL] == "ward"
    assert member(found, "ward").newcomer
    assert not member(found, "university").newcomer


def test_who_holds_a_stored_award_or_has_worked_with_a_member_is_no_newcomer() -> None:
    held = Award(source="toy", source_id="1", title="A trial", organisation="Council")
    assert member(proposed(ALL), "council").newcomer
    assert not member(proposed(ALL, awards=[held]), "council").newcomer
    together = changed("university", capabilities=(Capability("falls with North Council", "p"),))
    named = replace(
        together,
        organisations=tuple(
            replace(each, name="North Council") if each.id == "council" else each
            for each in together.organisations
        ),
    )
    found = member(proposed(ALL, city=named), "council")
    assert found.together == ("University is known for “falls with North Council”.",)
    assert not found.newcomer


def _awards() -> list[Award]:
    return [
        Award(
            source="toy",
            source_id="1",
            title="Hips",
            funder="NIHR",
            organisation="University of Leeds",
            summary="Run with Leeds Teaching Hospitals and others.",
        ),
        Award(
            source="toy",
            source_id="2",
            title="Knees",
            funder="MRC",
            organisation="University of York",
            summary="With the University of Leeds and Leeds City Council.",
        ),
    ]


def test_past_work_is_found_in_the_real_files_and_in_stored_awards() -> None:
    asked = call("hub")
    fits = {"uol": 0.7, "ltht": 0.6, "lcc": 0.5, "nexus": 0.5}
    matches = [match(asked, who, fit, TargetKind.ORGANISATION) for who, fit in fits.items()]
    row = ranked(asked, needs=("cancer",), leads=("uol",))
    found = propose(row, matches, LEEDS, _awards())
    assert filled(found) == {
        BidRole.LEAD: "uol",
        BidRole.CLINICAL: "ltht",
        BidRole.COMMUNITY: "lcc",
        BidRole.INDUSTRY: "nexus",
    }
    trust = member(found, "ltht").together
    assert any("translational medicine with Leeds Teaching Hospitals" in each for each in trust)
    assert (
        "University of Leeds holds or held “Hips” (NIHR), "
        "which names Leeds Teaching Hospitals NHS Trust." in trust
    )
    assert member(found, "lcc").together == (
        "“Knees” (MRC) names University of Leeds and Leeds City Council.",
    )
    assert "Nexus is part of University of Leeds." in member(found, "nexus").together


def test_maternity_in_leeds_is_never_proposed_to_the_trust_under_inquiry() -> None:
    asked = call("hub")
    fits = {each.id: 0.9 for each in LEEDS.organisations}
    matches = [match(asked, who, fit, TargetKind.ORGANISATION) for who, fit in fits.items()]
    row = ranked(asked, needs=("maternity-infant",), leads=("ltht", "brc", "uol"))
    found = propose(row, matches, LEEDS, ())
    assert not {"ltht", "brc", "crf", "hrc-surgical", "npic"} & set(filled(found).values())
    assert filled(found)[BidRole.LEAD] == "uol"
    assert any("independent inquiry" in flag for flag in found.flags)


def test_every_role_can_be_filled_in_leeds() -> None:
    known = {each.id: each for each in LEEDS.organisations}
    able = {
        role: {each.id for each in LEEDS.organisations if can_fill(each, role, known)}
        for role in PARTNERS
    }
    assert able[BidRole.CLINICAL] == {
        *("ltht", "lypft", "lch", "brc", "crf", "hrc-surgical", "npic", "st-gemmas", "wyicb"),
    }
    assert able[BidRole.COMMUNITY] == {"lcc", "lch"}
    assert able[BidRole.DATA] == {"lida", "wyicb", "yhsde", "national-nhs"}
    assert able[BidRole.INDUSTRY] == {"hrc-surgical", "lchi", "nexus", "healthtech-cluster"}


def test_a_cap_is_flagged_with_who_must_agree_and_the_words_of_the_call() -> None:
    words = Evidence("bids_per_organisation", "Each organisation may submit one bid.", "u")
    found = proposed(
        ALL, ("university", "centre", "college"), bids_per_organisation=1, evidence=(words,)
    )
    assert found.flags[:3] == (
        "One bid per organisation: “Each organisation may submit one bid.”",
        "University and Centre would bid as University and must agree on one.",
        "University and College could each lead this call: they must agree or will compete.",
    )


def test_a_cap_with_one_possible_lead_has_nobody_to_agree_with() -> None:
    found = proposed(ALL, ("university",), bids_per_organisation=2)
    assert found.flags[0] == "At most 2 bids per organisation."
    assert not any("agree" in flag for flag in found.flags)
    assert not any("agree" in flag for flag in proposed(ALL, ("university", "college")).flags)


def test_somebody_known_to_bid_on_its_own_is_flagged_where_bids_are_capped() -> None:
    found = proposed(ALL, rivals=("college",), bids_per_organisation=1)
    assert "College is known to prepare a bid of its own for this call." in found.flags
    assert any("could each lead" in flag for flag in found.flags)


def test_conditions_of_the_call_are_flagged() -> None:
    found = proposed(ALL, match_funding_required=True, expression_of_interest=True)
    assert found.flags == (
        "Match funding is required.",
        "An expression of interest must come first.",
        "Eligibility is unclear: the call does not say whether a UK organisation may bid.",
    )
    clear = proposed(ALL, eligibility="You must be based at a UK research organisation.")
    assert clear.flags == ()


def test_matches_of_other_calls_and_with_needs_are_passed_over() -> None:
    asked, other = call("hub"), call("other")
    matches: list[Match] = [
        match(other, "trust", 0.9, TargetKind.ORGANISATION),
        match(asked, "falls", 0.9),
    ]
    assert filled(propose(ranked(asked), matches, TOWN, ())) == {BidRole.LEAD: "university"}


def test_an_organisation_that_the_city_does_not_have_is_an_error() -> None:
    with pytest.raises(KeyError, match="stranger"):
        proposed({"stranger": 0.9})


@given(
    fits=st.dictionaries(st.sampled_from([each.id for each in TOWN.organisations]), st.floats(0, 1))
)
@settings(max_examples=60, deadline=None)
def test_every_role_is_filled_once_or_missing_whatever_the_order(fits: dict[str, float]) -> None:
    found = proposed(fits)
    assert sorted([*filled(found), *found.missing]) == sorted(BidRole)
    assert all(each.reason for each in found.members)
    assert proposed(dict(reversed(fits.items()))) == found
