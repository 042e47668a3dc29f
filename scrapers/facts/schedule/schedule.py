"""When a call opens and closes, read from prose and from labelled lines.

A day counts where the words beside it say that applications open or close on
it; days of webinars, panels, decisions and projects do not.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.call import DeadlineKind
from scrapers.facts.days import NamedDay, named_days
from scrapers.facts.passages import Span, passages, quoted
from scrapers.facts.schedule.closing_time import with_closing_time, with_words_of_time_apart
from scrapers.facts.schedule.day_lists import senses_of_lists
from scrapers.facts.schedule.day_parallels import senses_of_parallels, senses_of_windows
from scrapers.facts.schedule.day_place import in_brackets, place_of
from scrapers.facts.schedule.day_sense import Sense, moves, sense_of
from scrapers.facts.schedule.day_tables import senses_of_tables
from scrapers.facts.schedule.day_years import with_years
from scrapers.facts.schedule.deadline_kind import kind_of
from scrapers.facts.schedule.letters import with_letters_as_steps
from scrapers.facts.schedule.odds import DayJudge, Verdict, agreed
from scrapers.facts.schedule.rivals import without_rivals
from scrapers.facts.schedule.vacancies import is_vacancy

MOST_DAYS = 150  # read in a text: calls name up to 30, and each takes a millisecond to understand


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a call opens and closes. `evidence` pairs the name of each fact with its sentence."""

    opens_at: datetime | None
    deadlines: tuple[datetime, ...]  # ascending, aware, each on the clock of the zone it names
    kind: DeadlineKind
    evidence: tuple[tuple[str, str], ...]
    doubtful: tuple[str, ...] = ()  # "opens_at" or "deadlines", where not all who judged agree


def read_schedule(text: str, title: str = "", judge: DayJudge | None = None) -> Schedule:
    """Read opening, closings and how the call closes. Never fails; unknown where nothing is said.

    With a `judge`, a day is what its opinion and the rules' together say, and
    doubtful where only one of them says so.

    A closing day without a time ends at 23:59, an opening day begins at 00:00,
    both in London where no other zone is named. Days whose year neither the text
    nor the title tells, and months without a day, are left out.
    """
    spans = passages(text)
    read, days = _days_in(text, spans, title)
    verdicts = _verdicts(read, spans, days, judge)
    closing = _once(with_closing_time(read, _those(Sense.CLOSES, days, verdicts)))
    opening = _those(Sense.OPENS, days, verdicts)
    deadlines = {moment: day for day in closing if (moment := day.moment(closing=True))}
    opens_at, opened = _opening(opening, deadlines)
    ordered = tuple(sorted(deadlines))
    kind, place = kind_of(read, title, spans, closing, ordered)
    shown = [("opens_at", opened.start)] if opened else []
    shown += [("deadlines", deadlines[each].start) for each in ordered]
    shown += [("deadline_kind", place)] if place is not None else []
    evidence = [(name, quoted(text, spans, start, start + 1)) for name, start in shown]
    if place is None and kind is DeadlineKind.STAGED and title.strip():
        evidence.append(("deadline_kind", title.strip()))
    sure = {day.start for day, verdict in zip(days, verdicts, strict=True) if verdict.sure}
    unsure = {
        "opens_at": opened is not None and _unsure([opens_at], opening, sure, closing=False),
        "deadlines": _unsure(ordered, closing, sure, closing=True),
    }
    doubtful = tuple(name for name, doubted in unsure.items() if doubted)
    return Schedule(opens_at, ordered, kind, tuple(dict.fromkeys(evidence)), doubtful)


def _unsure(
    stated: Iterable[datetime | None],
    named: Sequence[NamedDay],
    sure: Collection[int],
    *,
    closing: bool,
) -> bool:
    """Whether one of the moments is named by no day that is sure; `sure` has their places."""
    certain = {day.moment(closing=closing) for day in named if day.start in sure}
    return not certain.issuperset(stated)


def days_of(text: str, title: str = "") -> tuple[str, tuple[NamedDay, ...]]:
    """Return a text as its days are read in it, each character at its place, and the days."""
    return _days_in(text, passages(text), title)


def _days_in(text: str, spans: Sequence[Span], title: str) -> tuple[str, tuple[NamedDay, ...]]:
    read = with_words_of_time_apart(with_letters_as_steps(text))
    return read, tuple(with_years(read, named_days(read)[:MOST_DAYS], spans, title))


def _verdicts(
    text: str, spans: Sequence[Span], days: Sequence[NamedDay], judge: DayJudge | None
) -> list[Verdict]:
    senses = _senses(text, spans, days)
    if judge is None or not days:
        return [Verdict(sense) for sense in senses]
    return agreed(senses, judge(text, days))


def _those(sense: Sense, days: Sequence[NamedDay], verdicts: Sequence[Verdict]) -> list[NamedDay]:
    return [day for day, verdict in zip(days, verdicts, strict=True) if verdict.sense is sense]


def _once(closing: Sequence[NamedDay]) -> list[NamedDay]:
    """Leave out a closing without a time where the same day is named with one."""
    timed = {(day.day, day.month, day.year) for day in closing if day.clock}
    return [day for day in closing if day.clock or (day.day, day.month, day.year) not in timed]


def _opening(
    opening: Sequence[NamedDay], deadlines: Iterable[datetime]
) -> tuple[datetime | None, NamedDay | None]:
    """Return the earliest opening; none that comes after every deadline."""
    last = max(deadlines, default=None)
    stated = [(moment, day) for day in opening if (moment := day.moment(closing=False))]
    fitting = [pair for pair in stated if last is None or pair[0] <= last]
    return min(fitting, key=lambda pair: pair[0]) if fitting else (None, None)


def _senses(text: str, spans: Sequence[Span], days: Sequence[NamedDay]) -> list[Sense]:
    found: list[Sense] = []
    previous: int | None = None
    for place, day in enumerate(days):
        aside = in_brackets(text, spans, day)
        before = (place - 1 if place else None) if aside else previous
        earlier = found[before] if before is not None else Sense.SILENT
        around = place_of(text, spans, days, place, before)
        found.append(sense_of(around, earlier))
        if before is not None and moves(around, earlier):
            found[before], found[place] = Sense.MOVED, earlier
        previous = previous if aside else place
    stated = {**senses_of_lists(text, spans, days), **senses_of_tables(text, spans, days)}
    found = [stated.get(place, sense) for place, sense in enumerate(found)]
    alike = {**senses_of_parallels(text, days, found), **stated}
    found = [alike.get(place, sense) for place, sense in enumerate(found)]
    found = [Sense.OPENS if sense is Sense.WINDOW else sense for sense in found]
    windows = senses_of_windows(text, days, found)
    found = [windows.get(place, sense) for place, sense in enumerate(found)]
    if Sense.CLOSES in found and is_vacancy(text):
        return [Sense.OTHER] * len(days)
    return without_rivals(text, spans, days, found)
