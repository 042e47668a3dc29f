"""Which step a text takes: what is denied, over, later or another's is not this call's."""

import pytest

from models.call import Stage
from scrapers.facts.stage import read_stage


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Only shortlisted teams can apply.", Stage.INVITED),
        ("Applications are restricted to organisations that were shortlisted.", Stage.INVITED),
        ("You cannot apply unless you have been invited.", Stage.INVITED),
        ("Only applications invited after the outline stage are welcome.", Stage.INVITED),
        ("Only shortlisted teams will be contacted.", None),
        ("If it fits, you will be asked for a full application.", Stage.OUTLINE),
        ("Your expression of interest should say what you plan.", Stage.OUTLINE),
        ("EOI due: 3 May 2026. Invited full proposals due: 4 July 2026.", Stage.OUTLINE),
        ("You do not need to submit an outline.", None),
        ("The outline stage closed in May.", None),
        ("Some of our schemes ask for an outline first.", None),
        ("Our fund will reopen in the spring.", Stage.PRE_ANNOUNCEMENT),
        ("We plan to launch the next call in early 2027.", Stage.PRE_ANNOUNCEMENT),
        ("The consortium will launch an open call in spring 2027.", None),
        ("The results of the competition will be published in June.", None),
        ("The fund will reopen in the spring. Another scheme is now open.", None),
    ],
)
def test_what_a_text_takes(text: str, stage: Stage | None) -> None:
    assert read_stage("Networks", text)[0] is stage


@pytest.mark.parametrize(
    ("title", "stage"),
    [
        ("Forthcoming call: networks", Stage.PRE_ANNOUNCEMENT),
        ("Networks: preliminary application", Stage.OUTLINE),
        ("Networks: round two", None),
    ],
)
def test_what_a_title_says(title: str, stage: Stage | None) -> None:
    assert read_stage(title, "")[0] is stage


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("This template is meant for applicants submitting a Stage 2 application.", Stage.FULL),
        ("The notes are for applicants submitting a Stage 1 or Stage 2 application.", None),
        ("Name the topic in your Stage 1 application form.", None),
        ("We use a two-stage process. The first application is short.", None),
        ("Assessment is a two-stage process: peer review, then a first stage panel.", None),
        ("Formal proposals are by invitation only.", Stage.INVITED),
        (
            "Outline deadline: 4 May 2026. Outcome: June. Full application deadline: 6 July 2026.",
            Stage.OUTLINE,
        ),
        ("Letter of intent deadline: 4 May 2026. Full proposal deadline: 6 July 2026.", None),
        ("The agenda will be available when the call opens.", None),
        ("Expressions of interest are invited for membership of the review panel.", None),
        ("The form for sending projects in is a portal which will be available soon.", None),
    ],
)
def test_a_step_is_read_where_the_page_takes_it(text: str, stage: Stage | None) -> None:
    assert read_stage("Networks", text)[0] is stage
