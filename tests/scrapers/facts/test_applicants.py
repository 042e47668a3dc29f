"""Who may lead a bid, and who may be in it, as far as a text says so."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.facts.applicants import find_admissions
from scrapers.facts.text import sentences
from tests.scrapers.facts.reading import score_shown


def _said(text: str) -> set[str]:
    """Return what is read, e.g. {"+lead:nhs", "-lead:company"}."""
    found = (each.admission for each in find_admissions(text))
    return {f"{'+' if a.admitted else '-'}{a.part}:{a.applicant}" for a in found}


def _may_lead(*applicants: str) -> set[str]:
    return {f"+{part}:{applicant}" for part in ("lead", "apply") for applicant in applicants}


def _only(*applicants: str) -> set[str]:
    kinds = {"university", "nhs", "council", "company", "charity"}
    shut_out = {f"-lead:{kind}" for kind in kinds - set(applicants)}
    return _may_lead(*applicants) | shut_out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "To lead a project your organisation must be a UK registered business of any size.",
            _only("company") | _may_lead("uk"),
        ),
        (
            "To lead a project your organisation must:\nbe a UK registered SME\nwork with others",
            _only("company") | _may_lead("uk"),
        ),
        ("An integrated care board must lead.", _only("nhs")),
        ("Only universities can lead.", _only("university")),
        ("Projects must be led by an SME.", _only("company")),
        ("The lead must be an NHS body or a university in England.", _only("nhs", "university")),
        ("Participation is limited to SMEs.", _only("company")),
        ("Your organisation must be a charity or public sector body.", _may_lead("charity")),
    ],
)
def test_a_rule_for_some_shuts_the_others_out(text: str, expected: set[str]) -> None:
    assert _said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We cannot accept applications from local authorities.", {"-lead:council"}),
        (
            "We do not accept bids from schools, companies or hospitals.",
            {"-lead:company", "-lead:nhs"},
        ),
        ("Applications will not be accepted from companies.", {"-lead:company"}),
        ("We cannot accept applications from charities with debts.", set()),
        ("We do not accept applications from overseas universities.", set()),
        ("We do not accept applications from universities directly.", set()),
        ("We are unable to accept bids from companies unless they are small.", set()),
    ],
)
def test_what_is_not_accepted_is_not_read_as_welcome(text: str, expected: set[str]) -> None:
    assert _said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NHS organisations can apply.", _may_lead("nhs")),
        ("Charities and universities are all eligible.", _may_lead("charity", "university")),
        ("Local authorities can apply as lead or partner.", _may_lead("council")),
        ("This competition is open to businesses of any size.", _may_lead("company")),
        ("It is encouraged that one SME takes the coordinator role[1].", _may_lead("company")),
        ("We welcome applications from charities.", _may_lead("charity")),
        (
            "This call is open to:\nuniversities\nlocal authorities",
            _may_lead("university", "council"),
        ),
        ("Who may apply: Private Sector, Local authority", _may_lead("council")),
        ("SME-led development of healthcare products.", _may_lead("company")),
        ("NHS organisations redesign weight-management pathways.", _may_lead("nhs")),
        (
            "You must be based at a UK research organisation eligible for MRC funding.",
            _may_lead("university", "uk"),
        ),
    ],
)
def test_a_body_that_may_lead_may_also_apply(text: str, expected: set[str]) -> None:
    assert _said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The participation of SMEs is encouraged.", {"+apply:company"}),
        (
            "The consortium should include hospitals and municipalities.",
            {"+apply:nhs", "+apply:council"},
        ),
        (
            "Consortia must include (i) a ministry with staff; and (ii) a charity.",
            {"+apply:charity"},
        ),
        ("Businesses may be included as project partners.", {"+apply:company"}),
        ("To collaborate with the lead, your organisation must be a charity.", {"+apply:charity"}),
        ("You must collaborate with at least one NHS trust.", {"+apply:nhs"}),
        (
            "At least two cities, each represented by a local authority, must participate as "
            "beneficiaries.",
            {"+apply:council"},
        ),
        ("NHS-university partnerships for early research.", {"+apply:nhs", "+apply:university"}),
    ],
)
def test_partners_may_apply_and_nothing_is_said_of_their_lead(
    text: str, expected: set[str]
) -> None:
    assert _said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Academic institutions cannot lead or work alone.", {"-lead:university"}),
        ("Businesses are not eligible to apply as lead.", {"-lead:company"}),
        ("Companies may not participate.", {"-lead:company", "-apply:company"}),
        ("Overseas universities cannot lead.", set()),
        ("Companies established in China may not participate.", set()),
        ("Businesses cannot lead alone.", set()),
    ],
)
def test_only_a_plain_no_shuts_a_body_out(text: str, expected: set[str]) -> None:
    assert _said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Proposals should engage universities, hospitals and local authorities.",
        "The tools are tested in hospitals with local authorities.",
        "Universities can lead to change in their cities.",
        "SMEs can apply the methods to their products.",
        "Healthcare providers are trained and equipped with new skills.",
        "Financial support to third parties can be given to SMEs, which can apply each spring.",
        "Local authorities are not expected to participate in the consortium.",
        "The consortium should address the needs of SMEs.",
        "The action helps start-ups that can apply for loans elsewhere.",
        "Any legal entity can apply; stakeholders should be consulted.",
        "The consortium must include two police authorities and a ministry.",
        "A Council Regulation must lead to change.",
        "",
    ],
)
def test_bodies_merely_named_are_not_admitted(text: str) -> None:
    assert _said(text) == set()


def test_a_yes_and_a_no_are_a_doubt_and_both_left_out() -> None:
    text = "Universities can lead strand one. NHS trusts can lead too. Universities cannot lead."
    assert _said(text) == {"+apply:university", *_may_lead("nhs")}


def test_every_admission_shows_the_sentence_it_was_read_from() -> None:
    text = "Read this first. NHS trusts can apply.[1] Nothing else matters.Charities cannot lead."
    shown = {each.admission.fact: each.sentence for each in find_admissions(text)}
    assert shown["applicants.lead.nhs"] == "NHS trusts can apply."
    assert shown["applicants.lead.charity"] == "Charities cannot lead."


def test_labelled_passages_are_read_precisely() -> None:
    result = score_shown("who may lead and apply")
    assert result.precision >= 0.95
    assert result.recall >= 0.8


_WORDS = (
    *("universities", "NHS trusts", "SMEs", "UK", "local authority", "charities", "can apply"),
    *("must be", "cannot lead", "consortium", "should include", "only", "the participation of"),
    *("is encouraged", "To lead", "your organisation", ".", ",", ";", ":\n", "(i)", "[[", "]]"),
    *("[1]", "not", "with", "to", "limited to", "led by", "\n", "- ", "a", "legal entities"),
)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join),
    )
)
def test_any_text_is_read_without_contradictions(text: str) -> None:
    found = find_admissions(text)
    folded = " ".join(text.split())
    keys = [(each.admission.applicant, each.admission.part) for each in found]
    assert len(keys) == len(set(keys))
    for each in found:
        assert each.sentence
        assert each.sentence.strip("… ") in folded
        assert sentences(each.sentence)


def test_long_hostile_text_is_read_through() -> None:
    for piece in ("consortium should include SMEs ", "companies can apply ", "[[", ":\n- a\n"):
        found = find_admissions(piece * (60_000 // len(piece)))
        assert {each.admission.applicant for each in found} <= {"company"}
