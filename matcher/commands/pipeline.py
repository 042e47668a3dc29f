"""`bid-matcher pipeline`: what opens next, so that a consortium can start before the call does."""

from argparse import Namespace
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
from matcher.store import load_calls
from matcher.strategy.coming import Coming, coming
from matcher.strategy.scoping import background_of
from models.pipeline import Round

_NEEDS = 3


def run(settings: Settings, arguments: Namespace) -> int:
    """Print announced calls that answer a need, and expected rounds, the next to start first."""
    city = read_city(settings)
    matched, as_of = match_now(settings, city, arguments.as_of)
    stored = load_calls(calls_place(settings).engine)
    rounds = [Round(each.call, each.previous_key) for each in stored]
    norms = load_norms(settings.data / "norms.yaml")
    background = background_of(city.profile, city.rates, norms, (), (), as_of)
    found = coming(matched.ranked, rounds, background, as_of)
    shown = [each for each in found if arguments.all or each.is_large]
    if arguments.json:
        say(dump_json([_as_json(each) for each in shown], indent=2))
        return 0
    for each in shown:
        _tell(each, city)
    if len(shown) < len(found):
        hint(f"{count_words(len(found) - len(shown), 'small call')} left out; --all shows them.")
    if not shown:
        say("Nothing that answers a need is announced, and no scheme is expected again.")
    return 0


def _as_json(each: Coming) -> dict[str, Any]:
    needs = [match.target_id for match in each.row.needs] if each.row else []
    return {"opening": each.opening, "needs": needs, "timetable": each.timetable}


def _tell(each: Coming, city: City) -> None:
    opening = each.opening
    say(plain(opening.title))
    say(f"   {plain(opening.funder or 'funder not stated')}")
    say(f"   {opening.words}")
    if each.row is not None:
        needs = each.row.needs[:_NEEDS]
        names = tuple(city.profile.need(match.target_id).name for match in needs)
        say(f"   answers: {'; '.join(names)}")
    if each.timetable is not None:
        say(f"   {each.timetable.words}")
    say(f"   {web_address(opening.url) or 'no address'}")
    say()
