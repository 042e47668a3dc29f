"""The shipped judge of days: what it says, and what it does where its files are broken."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from matcher.day_judge import LearnedJudge
from matcher.day_judge.judge import HEAD, MOST_JUDGED
from matcher.encoder.types import EncoderError
from scrapers.facts.schedule import Odds, read_schedule
from scrapers.facts.schedule.schedule import days_of

JUDGE = LearnedJudge()

TIMETABLE = (
    "Timetable\nCall opens | 3 May 2026\nInformation webinar | 10 May 2026\n"
    "Deadline for applications | 5 June 2026, noon\nPanel meets | 2 July 2026\n"
    "Projects start | 1 September 2026"
)


def odds(text: str) -> list[Odds | None]:
    return JUDGE(*days_of(text))


def said(text: str) -> list[str]:
    found = []
    for one in odds(text):
        assert one is not None
        found.append("opens" if one.opens > 0.5 else "closes" if one.closes > 0.5 else "neither")
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TIMETABLE, ["opens", "neither", "closes", "neither", "neither"]),
        ("The application window runs from 3 May 2026 to 5 June 2026.", ["opens", "closes"]),
        ("You have until 5 June 2026 to send us your bid.", ["closes"]),
        ("Questions must reach us by 1 May 2026.", ["neither"]),
        ("Last updated: 1 May 2026", ["neither"]),
    ],
)
def test_what_it_has_learned(text: str, expected: list[str]) -> None:
    assert said(text) == expected


def test_the_reader_hears_it() -> None:
    found = read_schedule(TIMETABLE, judge=JUDGE)
    assert [f"{moment:%d %b %H:%M}" for moment in found.deadlines] == ["05 Jun 12:00"]
    assert f"{found.opens_at:%d %b}" == "03 May"


def test_odds_are_shares() -> None:
    for one in odds(TIMETABLE):
        assert one is not None
        assert min(one.opens, one.closes) >= 0
        assert one.opens + one.closes <= 1.0001


def test_what_no_calendar_has_is_not_judged() -> None:
    assert odds("Closes on 31 April 2026.") == [None]


def test_of_a_text_with_very_many_days_the_first_are_judged() -> None:
    found = odds("Closes 3 May 2026. " * (MOST_JUDGED + 5))
    assert None not in found[:MOST_JUDGED]
    assert found[MOST_JUDGED:] == [None] * 5


def test_behind_what_makes_no_words_nothing_is_said() -> None:
    assert odds(f"{'1;' * 400} closes 3 May 2026") == [None]


def test_threads_that_share_one_are_told_the_same() -> None:
    judge = LearnedJudge()
    text, days = days_of(TIMETABLE)
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda _: judge(text, days), range(12)))
    assert all(one == found[0] for one in found)


@pytest.mark.parametrize("name", ["head.weight", "head.bias", "marks"])
def test_a_head_that_is_not_whole_is_named(name: str, tmp_path: Path) -> None:
    head = load_file(HEAD)
    head[name] = np.full_like(head[name], np.nan)
    save_file(head, tmp_path / "head.safetensors")
    with pytest.raises(EncoderError, match=rf"head\.safetensors: {name} is not"):
        LearnedJudge(head=tmp_path / "head.safetensors")(*days_of(TIMETABLE))


def test_a_head_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"none\.safetensors cannot be read"):
        LearnedJudge(head=tmp_path / "none.safetensors")(*days_of(TIMETABLE))
