"""`bid-matcher shortlist`: the strategic bids put up for decision."""

from argparse import Namespace

from matcher.commands.match import read_city, tell, tell_place
from matcher.commands.row import as_json, tell_row
from matcher.commands.say import say
from matcher.encoder import Encoder
from matcher.matching import match_city
from matcher.places import calls_place, one_writer
from matcher.progress import progress_bars
from matcher.settings import Settings
from matcher.strategy.shortlist import choose_few


def run(settings: Settings, arguments: Namespace) -> int:
    """Print the few, best first, each with its amount, days left and reason."""
    city = read_city(settings)
    with one_writer(settings), progress_bars(enabled=True) as advance:
        place = calls_place(settings)
        tell_place(place)
        as_of = place.moment(arguments.as_of)
        matched = match_city(place.engine, city, Encoder(settings.model), as_of, advance)
    tell(matched)
    thresholds = city.profile.thresholds
    size = arguments.size or thresholds.decisions
    few = choose_few(matched.ranked, size, thresholds.strategic_gbp)
    if arguments.json:
        say(as_json(few.rows))
        return 0
    for row in few.rows:
        tell_row(row, city.profile, as_of)
    if not few.rows:
        say("No strategic bid: no open or announced call of strategic size answers a need.")
    return 0
