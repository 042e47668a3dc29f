"""`bid-matcher search TEXT`: calls that fit what somebody writes."""

from argparse import Namespace
from dataclasses import asdict

from matcher.commands.match import read_city, tell_place
from matcher.commands.model import open_encoder, tell_change
from matcher.commands.row import as_json, say_facts
from matcher.commands.say import hint, say
from matcher.places import calls_place
from matcher.progress import progress_bars
from matcher.search import Filters, Hit, search, search_by_words
from matcher.settings import Settings
from models.call import CallStatus

_LIVE = frozenset({CallStatus.OPEN, CallStatus.FORECASTED})


def run(settings: Settings, arguments: Namespace) -> int:
    """Print the best hits with the sentence that matched; 0 also where nothing is found."""
    city = read_city(settings)
    place = calls_place(settings)
    tell_place(place)
    as_of = place.moment(arguments.as_of)
    filters = read_filters(arguments)
    if arguments.words:
        found = search_by_words(place.engine, city, arguments.text, filters, as_of, arguments.limit)
    else:
        with progress_bars() as advance:
            encoder = open_encoder(settings)
            tell_change(place.engine, encoder)
            found = search(
                place.engine,
                city,
                arguments.text,
                filters,
                as_of,
                encoder,
                advance,
                arguments.limit,
            )
    if arguments.json:
        say(as_json([hit.row for hit in found.hits], [_about(hit) for hit in found.hits]))
        return 0
    for hit in found.hits:
        say_facts(hit.row, hit.score, city, as_of)
        say(f"   “{hit.reason.sentence}”")
        say()
    _tell_count(len(found.hits), found.count)
    return 0


def read_filters(arguments: Namespace) -> Filters:
    """Turn options into filters: open and announced calls unless a status is named."""
    status = arguments.status
    statuses = (
        _LIVE if status is None else frozenset({CallStatus(status)} if status != "any" else ())
    )
    return Filters(
        statuses=statuses or None,
        funder=arguments.funder,
        min_award=arguments.min_award,
        closing_before=arguments.closing_before,
    )


def _about(hit: Hit) -> dict[str, object]:
    return {
        "score": hit.score,
        "sentence": hit.reason.sentence,
        "terms": list(hit.reason.terms),
        "features": [asdict(feature) for feature in hit.features],
    }


def _tell_count(shown: int, found: int) -> None:
    if not found:
        hint("Nothing found. Try other words, or --status any to include closed calls.")
    elif found > shown:
        hint(f"{shown} of {found} shown; --limit N shows more.")
