"""A first step counts where its paper is named and asked for, unless the words say otherwise."""

import pytest

from models.call import Stage
from scrapers.facts.stage import read_stage


@pytest.mark.parametrize(
    "text",
    [
        "The trust invites concept notes from museums.",
        "Please fill in our expression of interest form.",
        "Pre-proposals are accepted at any time.",
        "The deadline for outline research proposals is 4 May 2026.",
        "The first step is a short letter of inquiry.",
        "Stage 1: an outline application of four pages.",
    ],
)
def test_a_named_paper_that_is_asked_for_or_dated_is_the_first_step(text: str) -> None:
    assert read_stage("Networks", text) == (Stage.OUTLINE, text)


@pytest.mark.parametrize(
    "text",
    [
        "Every concept note is scored by two assessors.",
        "State the number of your outline application.",
        "The deadline for outline applications was 4 May 2025.",
        "You must have submitted an expression of interest by 4 May 2026.",
        "When a pre-proposal is required, allow more time.",
        "The call is expected to open in June and pre-proposals are due on 4 May 2026.",
        "Do I need to send an expression of interest?",
    ],
)
def test_a_name_alone_is_not_enough(text: str) -> None:
    assert read_stage("Networks", text)[0] is not Stage.OUTLINE


@pytest.mark.parametrize(
    "text",
    [
        "Funders ask you to submit an outline proposal first.",
        "Our faculty is inviting expressions of interest in the call.",
        "Grantmakers like it short. Submit an expression of interest of two pages.",
        "Unsuccessful outline proposals may be submitted to a later call.",
        "Send an expression of interest to evaluate the programme.",
        "You cannot resubmit a proposal unless you have been invited.",
        "Our partners will launch a call for start-ups in spring 2027.",
        "It is unlikely that the fund will reopen in spring 2027.",
        "See which calls will open in spring 2027.",
    ],
)
def test_what_others_write_of_steps_is_not_this_call_s(text: str) -> None:
    assert read_stage("Networks", text)[0] is None


@pytest.mark.parametrize(
    "text",
    [
        "Partners listed in the expression of interest may change.",
        "Last year 40 outline applications came in.",
        "Thank you for your expressions of interest.",
        "The partner may differ from the outline proposal.",
        "An expression of interest is optional.",
        "Please outline previous grant applications.",
        "If your expression of interest or full application is declined, wait a year.",
        "An expression of interest goes to the research office first.",
        "Some of our schemes begin with a concept note.",
        "Send an expression of interest to join the panel.",
        "Projects must publish a concept paper in their second year.",
        "First-stage proposals are evaluated blindly.",
        "This round has a single stage; the concept note comes back in later rounds.",
    ],
)
def test_a_paper_that_is_over_unwanted_or_another_s_is_passed_over(text: str) -> None:
    assert read_stage("Networks", text)[0] is None


@pytest.mark.parametrize(
    "text",
    [
        "If it fits, you may be asked for a longer application form.",
        "The best teams will be invited to write a detailed proposal.",
        "A full proposal may then be requested.",
        "Should the outline be accepted, costs may rise by a tenth.",
    ],
)
def test_what_leads_on_to_a_full_step_is_the_first(text: str) -> None:
    assert read_stage("Networks", text) == (Stage.OUTLINE, text)


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("If you are invited to stage 2, use the second form.", None),
        ("Fill in the outline form. If you are invited to stage 2, use another.", Stage.OUTLINE),
        ("Your full application is due on the day named in the letter inviting you.", None),
        ("Deadline for full applications: 15 March.", Stage.FULL),
        ("Deadline for full applications: to be confirmed.", None),
        ("Deadline for full applications from those on the shortlist: 15 March.", None),
        ("Full application deadline: 4 May. Inquiry deadline: 1 March.", None),
        ("You can only apply if we have invited you.", Stage.INVITED),
        ("You can only apply if we have invited you. Please submit an outline form.", None),
        ("Resubmissions are by invitation only.", None),
        ("Talk to us before submitting a full application.", None),
        ("If shortlisted, you present at the second stage of the assessment.", None),
    ],
)
def test_a_full_step_is_for_those_invited_where_the_text_says_so(
    text: str, stage: Stage | None
) -> None:
    assert read_stage("Networks", text)[0] is stage


@pytest.mark.parametrize(
    "text",
    [
        "Applications for the scheme will open in late spring.",
        "The council is planning to launch the next round of grants at the end of 2027.",
        "It will reopen for new applications on 20 January.",
        "From Friday the fund will begin accepting applications.",
        "The first call will not be until later in 2027.",
        "Next round: opens spring 2027.",
    ],
)
def test_what_takes_applications_is_to_open(text: str) -> None:
    assert read_stage("Networks", text) == (Stage.PRE_ANNOUNCEMENT, text)


@pytest.mark.parametrize(
    "text",
    [
        "A report on the fund will be published in the summer.",
        "The fund will launch a new accelerator in early 2027.",
        "As a rule the round opens in March and closes in April.",
        "We fund programmes to launch new products in early 2027.",
        "Projects may give early warning of risks.",
        "Applications are likely to open up new markets.",
        "Charities will be able to apply for help from advisers.",
        "The next deadline for applications will be announced soon.",
    ],
)
def test_what_opens_otherwise_announces_no_call(text: str) -> None:
    assert read_stage("Networks", text)[0] is None


@pytest.mark.parametrize(
    ("title", "stage"),
    [
        ("Collaborative projects: letter of intent phase", Stage.OUTLINE),
        ("Future Fund: Breakthrough", None),
        ("Council outlines new plans for grants", None),
        ("Guidance for stage 1 and stage 2", None),
        ("Feedback on outline proposals", None),
        ("Internal expression of interest: centres", None),
        ("Proposals invited for new networks", None),
    ],
)
def test_a_title_is_read_with_its_words(title: str, stage: Stage | None) -> None:
    found = read_stage(title, "")[0]
    assert found is stage
