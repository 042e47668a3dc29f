"""The year of a day that is named without one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from scrapers.facts.clock import MONTH, month_number
from scrapers.facts.days import DAY, YEAR, NamedDay
from scrapers.facts.passages import Span, passage_at

_ONE_YEAR = re.compile(rf"(?<![\d/-]){YEAR}(?![/-]\d)")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMED_WEEKDAY = re.compile(
    rf"\b({'|'.join(_WEEKDAYS)})[a-z]{{0,6}}\b[\s,]{{1,3}}(?:the\s)?(?=\d)", re.IGNORECASE
)
_SHORT_LINE = 90  # characters of a line that can be an entry below a heading, or that heading
_MOST_LINES = 14  # how far above the heading can be
_HEADING = re.compile(
    rf"^\W*(?:in\s)?{YEAR}\W*$|\b(?:dates|deadlines|rounds|timetable|timeline|cut-?offs)\b",
    re.IGNORECASE,
)
_NEAR = 400  # characters to either side in which the year of a weekday is looked for
_LINES_BELOW = 8  # how many sentences a date line or the name of a round speaks for
_FEW = 10  # how many days before or after one can tell its year
_SOON = 8  # months within which what a page speaks of comes about
_MONTH_OF_YEAR = re.compile(rf"(?<!\d )(?<!\w)({MONTH})\s({YEAR})", re.IGNORECASE)
_TWO_YEARS = re.compile(r"\b(20\d\d)\s?[-–/]\s?(?:20)?(\d\d)\b(?![-/])")
_ACADEMIC = re.compile(r"\bacademic\b", re.IGNORECASE)
_APRIL = 4  # when a financial year begins
_CLAUSE = 40  # characters before a day in which a verb speaks of it
_PAST = re.compile(
    r"\b(?:(?:re-?)?opened|launched|closed|ended|went live|was|were)\b[^.;]*$", re.IGNORECASE
)
_DATE_LINE = re.compile(
    r"\W*(?:(?:date|dated|posted|published|news|announced|release date|press release)\W{1,3}"
    r"(?:of |on )?)?",
    re.IGNORECASE,
)
_ROUND_OF_YEAR = re.compile(
    rf"(?<![\d/-])({YEAR})\s(?:\w+\s){{0,2}}(?:round|call|competition)\b", re.IGNORECASE
)


def with_years(
    text: str, days: Sequence[NamedDay], sentences: Sequence[Span], title: str = ""
) -> Iterator[NamedDay]:
    """Give each day the year that its sentence, its weekday or the heading above it says.

    Within a sentence the year of the day before holds on. Where nothing near it tells, the
    one year in the title does.
    """
    titled = _only_year(title, (0, len(title)))
    last: NamedDay | None = None
    only: dict[Span, int | None] = {}  # the one year that a sentence says
    for place, day in enumerate(days):
        known, named = day, None
        if day.year is None:
            near = _year_in_sentence(text, days, place, last, sentences, only)
            year = near or _year_around(text, days, place, last, sentences)
            year = year or (titled if day.month <= _SOON else None)
            named = None if near else _year_where_named_in_full(day, days)
            known = replace(day, year=named or _on_its_weekday(text, day, year))
        if known.year is not None and named is None:
            last = known
        yield known


def _year_where_named_in_full(day: NamedDay, days: Sequence[NamedDay]) -> int | None:
    """Return the year that the page says where it names the same day again."""
    years = {each.year for each in days if (each.day, each.month) == (day.day, day.month)}
    stated = years - {None}
    return stated.pop() if len(stated) == 1 else None


def _year_in_sentence(
    text: str,
    days: Sequence[NamedDay],
    place: int,
    last: NamedDay | None,
    sentences: Sequence[Span],
    only: dict[Span, int | None],
) -> int | None:
    """Return the year that the sentence says: with the day before or after, or anywhere."""
    day = days[place]
    span = sentences[passage_at(sentences, day.start)]
    if last is not None and last.year is not None and last.start >= span[0]:
        return last.year + (day.month < last.month)
    if span not in only:
        only[span] = _only_year(text, span)
    later = days[place + 1 : place + 1 + _FEW]
    return (
        _year_before(day, later, span)
        or _year_of_month(text, span, day)
        or only[span]
        or _year_of_two(text, span, day)
    )


def _year_around(
    text: str,
    days: Sequence[NamedDay],
    place: int,
    last: NamedDay | None,
    sentences: Sequence[Span],
) -> int | None:
    """Return the year that the weekday or what stands above the day tells."""
    day = days[place]
    return (
        _year_of_weekday(text, day)
        or _year_of_head(text, day, sentences)
        or _year_of_lines_above(text, day, days[max(0, place - _FEW) : place], sentences)
        or _year_of_sentence_before(text, day, last, sentences)
        or _year_of_sentence_after(text, day, days[place + 1 : place + 1 + _FEW], sentences)
    )


def _only_year(text: str, sentence: Span) -> int | None:
    """Return the year that a sentence says, if it says one only."""
    years = {match[0] for match in _ONE_YEAR.finditer(text, *sentence)}
    return int(years.pop()) if len(years) == 1 else None


def _year_of_month(text: str, sentence: Span, day: NamedDay) -> int | None:
    """Return the year of a day that comes before the one month that its sentence dates."""
    said = list(_MONTH_OF_YEAR.finditer(text, day.end, sentence[1]))
    if len(said) != 1 or len(list(_ONE_YEAR.finditer(text, *sentence))) != 1:
        return None
    month = month_number(said[0][1])
    return int(said[0][2]) - (day.month > month)


def _year_of_two(text: str, sentence: Span, day: NamedDay) -> int | None:
    """Return the year of a day in the one financial year, such as 2026-27, that a sentence says."""
    said = {(int(each[1]), int(each[2])) for each in _TWO_YEARS.finditer(text, *sentence)}
    first, second = said.pop() if len(said) == 1 else (0, 0)
    if not first or (first + 1) % 100 != second or _ACADEMIC.search(text, *sentence):
        return None
    return first + (day.month < _APRIL)


def _year_before(day: NamedDay, later: Sequence[NamedDay], sentence: Span) -> int | None:
    """Return the year of a day that leads, in its sentence, to the next with a year."""
    for each in later:
        if each.start >= sentence[1]:
            return None
        if each.year is not None:
            soon = (each.month - day.month) % 12 <= _SOON
            return each.year - (day.month > each.month) if soon else None
    return None


def _year_of_lines_above(
    text: str, day: NamedDay, before: Sequence[NamedDay], sentences: Sequence[Span]
) -> int | None:
    """Return the year of the first such day after the date line above, or of the round named."""
    at = passage_at(sentences, day.start)
    for first, last in reversed(sentences[max(0, at - _LINES_BELOW) : at]):
        for dated in before:
            stands = first <= dated.start < last and dated.year is not None
            if stands and _DATE_LINE.fullmatch(text, first, dated.start):
                return _year_beside(text, day, dated) if _ends_line(text, dated, last) else None
        years = {int(each[1]) for each in _ROUND_OF_YEAR.finditer(text, first, last)}
        if years:
            return years.pop() if len(years) == 1 and day.month <= _SOON else None
    return None


def _year_of_sentence_before(
    text: str, day: NamedDay, last: NamedDay | None, sentences: Sequence[Span]
) -> int | None:
    """Return the year of a day that follows on from one in the sentence before."""
    if last is None or passage_at(sentences, day.start) - passage_at(sentences, last.start) > 1:
        return None
    return _year_beside(text, day, last)


def _year_of_sentence_after(
    text: str, day: NamedDay, later: Sequence[NamedDay], sentences: Sequence[Span]
) -> int | None:
    """Return the year of a day that leads on to one in the next sentence, not long after it."""
    at = passage_at(sentences, day.start)
    if at + 1 >= len(sentences):
        return None
    first, last = sentences[at + 1]
    for each in later:
        if each.start >= last:
            break
        if each.start >= first and each.year is not None:
            return _year_leading_to(day, each.month, each.year)
    said = list(_MONTH_OF_YEAR.finditer(text, first, last))
    if len(said) != 1 or len(list(_ONE_YEAR.finditer(text, first, last))) != 1:
        return None
    return _year_leading_to(day, month_number(said[0][1]), int(said[0][2]))


def _year_leading_to(day: NamedDay, month: int, year: int) -> int | None:
    soon = (month - day.month) % 12 <= _SOON
    return year - (day.month > month) if soon else None


def _ends_line(text: str, dated: NamedDay, last: int) -> bool:
    """Whether a day is a line of its own or the head of one: "3 May 2024: ..."."""
    return not text[dated.end : last].strip(" .") or text[dated.end] == ":"


def _year_beside(text: str, day: NamedDay, dated: NamedDay) -> int | None:
    """Return the year of the first such day after one with a year, or of the last before it.

    What has happened came before the page was dated; either way not long.
    """
    if dated.year is None:
        return None
    past = _PAST.search(text, max(0, day.start - _CLAUSE), day.start) is not None
    months = (dated.month - day.month if past else day.month - dated.month) % 12
    if months > _SOON:
        return None
    one, two = (day.month, day.day), (dated.month, dated.day)
    return dated.year - (one > two) if past else dated.year + (one < two)


def _year_of_head(text: str, day: NamedDay, sentences: Sequence[Span]) -> int | None:
    """Return the one year in the heading of the short lines or entries among which a day stands."""
    at = passage_at(sentences, day.start)
    if sentences[at][1] - sentences[at][0] > _SHORT_LINE:
        return None
    for first, last in reversed(sentences[max(0, at - _MOST_LINES) : at]):
        if _HEADING.search(text, first, last) and not DAY.search(text, first, last):
            return _only_year(text, (first, last))
        if last - first > _SHORT_LINE:
            return None
    return None


def _on_its_weekday(text: str, day: NamedDay, year: int | None) -> int | None:
    """Return the year next to the one inferred, where only in that the weekday named fits."""
    named = _NAMED_WEEKDAY.search(text, max(0, day.start - 15), day.end)
    if year is None or named is None:
        return year
    stated = _WEEKDAYS.index(named[1].lower())
    beside = [each for each in (year - 1, year + 1) if _weekday(each, day) == stated]
    return year if _weekday(year, day) == stated or len(beside) != 1 else beside[0]


def _year_of_weekday(text: str, day: NamedDay) -> int | None:
    """Return the year near the day in which it falls on the weekday named with it."""
    named = _NAMED_WEEKDAY.search(text, max(0, day.start - 15), day.end)
    if named is None:
        return None
    near = _ONE_YEAR.finditer(text, max(0, day.start - _NEAR), day.end + _NEAR)
    years = {int(match[0]) for match in near}
    fitting = [year for year in years if _weekday(year, day) == _WEEKDAYS.index(named[1].lower())]
    return fitting[0] if len(fitting) == 1 else None


def _weekday(year: int, day: NamedDay) -> int | None:
    try:
        return date(year, day.month, day.day).weekday()
    except ValueError:
        return None
