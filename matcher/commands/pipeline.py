"""`bid-matcher pipeline`: what opens next, so that a consortium can start before the call does."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from matcher.city.norms import load_norms
from matcher.commands.match import match_now, read_city
from matcher.commands.say import hint, say
from matcher.digest.safe import plain, web_address
from matcher.digest.words import count_words
from matcher.matching import City
from matcher.places import calls_place
from matcher.serial import dump_json
from matcher.settings import Settings
from matcher.store import StoredCall, load_calls
from matcher.strategy.pipeline import expected_rounds
from matcher.strategy.scale import assess_scale
from matcher.strategy.timetable import plan, size_of
from models.call import Call
from models.digest import RankedCall
from models.norms import Norms
from models.pipeline import ExpectedOpening, Round
from models.scale import Scale
from models.timetable import Timetable

_NEEDS = 3


@dataclass(frozen=True, slots=True)
class _Coming:
    """What opens next, with its call and plan where the call is announced and answers a need."""

    opening: ExpectedOpening
    row: RankedCall | None
    timetable: Timetable | None

    @property
    def begins(self) -> date:
        """The day from which somebody has to work on it; the last of all days if unknown."""
        start = self.timetable.latest_start if self.timetable else None
        return min(filter(None, (start, self.opening.on)), default=date.max)


def run(settings: Settings, arguments: Namespace) -> int:
    """Print announced calls that answer a need, and expected rounds, the next to start first."""
    city = read_city(settings)
    matched, as_of = match_now(settings, city, arguments.as_of)
    stored = load_calls(calls_place(settings).engine)
    coming = _coming(matched.ranked, stored, city, as_of, load_norms(settings.data / "norms.yaml"))
    calls = {each.call.key: each.call for each in stored}
    shown = [each for each in coming if arguments.all or _is_large(calls[each.opening.key], city)]
    if arguments.json:
        say(dump_json([_as_json(each) for each in shown], indent=2))
        return 0
    for each in shown:
        _tell(each, city)
    if len(shown) < len(coming):
        hint(f"{count_words(len(coming) - len(shown), 'small call')} left out; --all shows them.")
    if not shown:
        say("Nothing that answers a need is announced, and no scheme is expected again.")
    return 0


def _coming(
    ranked: Sequence[RankedCall],
    stored: Sequence[StoredCall],
    city: City,
    as_of: datetime,
    norms: Norms,
) -> list[_Coming]:
    answering = {row.call.key: row for row in ranked if row.needs and not row.dismissed}
    openings = expected_rounds([Round(each.call, each.previous_key) for each in stored], as_of)
    found = []
    for opening in openings:
        row = None if opening.estimated else answering.get(opening.key)
        if row is not None:
            size = size_of(row.call, row.scale.pounds, city.profile.thresholds, norms)
            timetable = plan(row.closes_at, row.call.deadline_kind, size, as_of, norms)
            found.append(_Coming(opening, row, timetable))
        elif opening.estimated:
            found.append(_Coming(opening, None, None))
    return sorted(found, key=lambda each: (each.begins, each.opening.title, each.opening.key))


def _is_large(call: Call, city: City) -> bool:
    """Whether it is worth starting early for: not known to be small."""
    return assess_scale(call, city.profile.thresholds, city.rates).scale is not Scale.SMALL


def _as_json(coming: _Coming) -> dict[str, Any]:
    needs = [match.target_id for match in coming.row.needs] if coming.row else []
    return {"opening": coming.opening, "needs": needs, "timetable": coming.timetable}


def _tell(coming: _Coming, city: City) -> None:
    opening = coming.opening
    say(plain(opening.title))
    say(f"   {plain(opening.funder or 'funder not stated')}")
    say(f"   {opening.words}")
    if coming.row is not None:
        needs = coming.row.needs[:_NEEDS]
        names = tuple(city.profile.need(match.target_id).name for match in needs)
        say(f"   answers: {'; '.join(names)}")
    if coming.timetable is not None:
        say(f"   {coming.timetable.words}")
    say(f"   {web_address(opening.url) or 'no address'}")
    say()
