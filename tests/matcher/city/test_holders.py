from datetime import date

from matcher.city import load_city
from matcher.city.holders import MOST_AWARDS, with_awards
from matcher.settings import data_folder
from models.award import Award
from models.organisation import Organisation

LEEDS = load_city(data_folder() / "leeds")
HOLDER = "University of Leeds"


def award(number: int, title: str, holder: str = HOLDER, year: int = 2020) -> Award:
    return Award(
        source="toy",
        source_id=str(number),
        title=title,
        organisation=holder,
        starts_on=date(year, 1, 1),
        ends_on=date(year + 3, 1, 1),
    )


def of(name: str, *awards: Award) -> Organisation:
    profile = with_awards(LEEDS, awards)
    return next(one for one in profile.organisations if one.name == name)


def test_a_stored_award_joins_those_that_the_file_names() -> None:
    before = of(HOLDER)
    after = of(HOLDER, award(1, "A new trial of something"), award(2, "Other", "Leeds Castle Inc"))
    assert after.awards[: len(before.awards)] == before.awards
    (new,) = after.awards[len(before.awards) :]
    assert (new.title, new.funder, new.period) == ("A new trial of something", "toy", "2020-2023")
    assert new.source == "toy:1"


def test_an_award_said_twice_counts_once() -> None:
    known = next(one for one in LEEDS.organisations if one.in_city and one.awards)
    again = award(1, known.awards[0].title.upper(), known.name)
    assert of(known.name, again).awards == known.awards
    twice = of(HOLDER, award(1, "A trial"), award(2, "a trial"))
    assert len(twice.awards) == len(of(HOLDER).awards) + 1


def test_the_newest_awards_count_and_no_more_than_can_be_read() -> None:
    many = [award(n, f"Trial {n}", year=1900 + n) for n in range(MOST_AWARDS + 20)]
    titles = [one.title for one in of(HOLDER, *many).awards]
    assert titles[-MOST_AWARDS:] == [f"Trial {n}" for n in reversed(range(20, MOST_AWARDS + 20))]


def test_nobody_elses_award_is_taken() -> None:
    assert with_awards(LEEDS, [award(1, "A trial", "University of York")]) == LEEDS
