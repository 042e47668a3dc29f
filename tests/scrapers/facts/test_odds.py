"""What comes of the rules' opinion on a day and of a second reader's."""

from collections.abc import Sequence

import pytest

from scrapers.facts.days import NamedDay
from scrapers.facts.schedule import Odds, read_schedule

CLOSES = "Applications close on 3 May 2026."
PANEL = "The panel meets on 3 May 2026."


def judge(opens: float, closes: float):  # type: ignore[no-untyped-def]
    def of_all(_text: str, days: Sequence[NamedDay]) -> list[Odds | None]:
        return [Odds(opens, closes)] * len(days)

    return of_all


@pytest.mark.parametrize(
    ("text", "closes", "expected"),
    [
        (CLOSES, 0.98, True),
        (CLOSES, 0.55, True),  # the rules tip the balance
        (PANEL, 0.55, False),
        (CLOSES, 0.02, False),  # and do not hold out against a plain no
        (PANEL, 0.98, True),
    ],
)
def test_both_are_heard_on_a_closing(text: str, closes: float, *, expected: bool) -> None:
    found = read_schedule(text, judge=judge(0.01, closes))
    assert bool(found.deadlines) is expected


@pytest.mark.parametrize(
    ("text", "closes", "doubtful"),
    [
        (CLOSES, 0.98, ()),
        (CLOSES, 0.45, ("deadlines",)),  # the judge is not convinced
        (PANEL, 0.98, ("deadlines",)),  # nor are the rules
        (PANEL, 0.02, ()),
    ],
)
def test_a_closing_is_doubtful_where_not_both_say_so(
    text: str, closes: float, doubtful: tuple[str, ...]
) -> None:
    assert read_schedule(text, judge=judge(0.01, closes)).doubtful == doubtful
    assert read_schedule(text).doubtful == (), "by the rules alone nothing is"


def test_openings_are_doubtful_apart_from_closings() -> None:
    def convinced_of_closings(_text: str, days: Sequence[NamedDay]) -> list[Odds | None]:
        return [Odds(0.45, 0.1), Odds(0.0, 0.98)][: len(days)]

    text = "Applications open on 3 May 2026 and close on 4 June 2026."
    assert read_schedule(text, judge=convinced_of_closings).doubtful == ("opens_at",)


def test_a_day_is_certain_if_it_is_once() -> None:
    def twice(_text: str, days: Sequence[NamedDay]) -> list[Odds | None]:
        return [Odds(0.0, 0.45), Odds(0.0, 0.98)][: len(days)]

    text = "Applications close on 3 May 2026. Deadline: 3 May 2026."
    assert read_schedule(text, judge=twice).doubtful == ()


def test_an_opening_may_be_read_as_a_closing() -> None:
    text = "The fund opens on 3 May 2026."
    assert read_schedule(text).opens_at is not None
    found = read_schedule(text, judge=judge(0.05, 0.95))
    assert found.opens_at is None
    assert len(found.deadlines) == 1


def test_a_day_without_an_opinion_stays_what_the_rules_say() -> None:
    found = read_schedule(CLOSES, judge=lambda _text, days: [None] * len(days))
    assert found.deadlines
    assert found.doubtful == ("deadlines",)


def test_a_text_without_a_day_is_not_judged() -> None:
    def never(_text: str, _days: Sequence[NamedDay]) -> list[Odds | None]:
        raise AssertionError("asked")

    assert not read_schedule("Open all year.", judge=never).deadlines
