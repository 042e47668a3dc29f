"""`bid-matcher shortlist`: the strategic bids put up for decision."""

from argparse import Namespace

from matcher.commands.match import match_now, read_city
from matcher.commands.row import as_json, tell_row
from matcher.commands.say import hint, say
from matcher.digest.words import count_words
from matcher.settings import Settings
from matcher.strategy.shortlist import choose_few


def run(settings: Settings, arguments: Namespace) -> int:
    """Print the few, best first, each with its amount, days left and reason."""
    city = read_city(settings)
    matched, as_of = match_now(settings, city, arguments.as_of)
    thresholds = city.profile.thresholds
    size = arguments.size or thresholds.decisions
    rows = [row for row in matched.ranked if not row.dismissed]
    few = choose_few(rows, size, thresholds.strategic_gbp)
    if len(rows) < len(matched.ranked):
        left_out = count_words(len(matched.ranked) - len(rows), "call")
        hint(f"{left_out} put aside by people left out (bid-matcher judge list, decide list)")
    if arguments.json:
        say(as_json(few.rows))
        return 0
    for row in few.rows:
        tell_row(row, city, as_of)
    if not few.rows:
        say("No strategic bid: no open or announced call of strategic size answers a need.")
    return 0
