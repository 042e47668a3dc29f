"""Where a text begins to say what it is about."""

import pytest

from matcher.pack.opening import without_opening

_DESTINATION = (
    "This topic aims at supporting activities that are enabling or contributing to one or several"
    " expected impacts of destination “Tackling diseases and reducing disease burden”."
)
_RESULTS = "Project results are expected to contribute to all of the following expected outcomes:"
_TO_THAT_END = (
    "To that end, proposals under this topic should aim to deliver results that are directed at,"
    " tailored towards and contributing to all the following expected outcomes:"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Expected Outcome:\n{_DESTINATION} {_TO_THAT_END} Care is fair.", "Care is fair."),
        (f"Expected Outcome:{_RESULTS}Care is fair. Scope: all.", "Care is fair. Scope: all."),
        (f"{_RESULTS} Care is fair.", "Care is fair."),
        ("Scope: Background: Pain is common.", "Pain is common."),
        # A clause with words of its own stays, and all that follows it.
        (f"Care is fair. {_RESULTS} More.", f"Care is fair. {_RESULTS} More."),
        (
            "Proposals should address cancer: all of it.",
            "Proposals should address cancer: all of it.",
        ),
        ("Projects should address e.g. pain.", "Projects should address e.g. pain."),
        ("10:30 to 12:00. Notes", "10:30 to 12:00. Notes"),
        # The last clause is all there is.
        ("Expected Outcome:", "Expected Outcome:"),
        (_RESULTS, _RESULTS),
        ("", ""),
    ],
)
def test_only_whole_leading_clauses_that_say_nothing_go(text: str, expected: str) -> None:
    assert without_opening(text) == expected
