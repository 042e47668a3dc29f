"""`bid-matcher shortlist`: the few strategic bids put up for decision, chosen together."""

from argparse import Namespace
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from matcher.city.norms import load_norms
from matcher.commands.call_names import find_call
from matcher.commands.match import match_now, read_city
from matcher.commands.say import hint, say
from matcher.commands.shortlist_rows import tell_comparison, tell_shortlist
from matcher.digest.words import count_words
from matcher.identity.join import merged_calls
from matcher.matching import City, Matched
from matcher.places import LONDON, calls_place, own_store
from matcher.serial import dump_json
from matcher.settings import Settings
from matcher.staging import replace_file
from matcher.store import load_awards
from matcher.strategy.calendar_file import CalendarEntry, calendar
from matcher.strategy.scoping import Background, background_of
from matcher.strategy.shortlist import beside_decided, compare, make_shortlist, wishes_of
from models.shortlist import Shortlist


def run(settings: Settings, arguments: Namespace) -> int:
    """Print the set, or write it as files, or as JSON; 0 also where there is nothing to decide."""
    files = [file for file in (arguments.pdf, arguments.html, arguments.xlsx) if file is not None]
    _check(arguments)
    city = read_city(settings)
    # Before the matching, which takes its time: a name that means no call is said at once.
    pinned, excluded = (_keys(settings, names) for names in (arguments.pin, arguments.exclude))
    matched, as_of = match_now(settings, city, arguments.as_of)
    background = read_background(settings, city, matched, as_of)
    size = arguments.size or city.profile.thresholds.decisions
    wishes = beside_decided(wishes_of(matched.ranked, size), pinned, excluded)
    if arguments.compare:
        tell_comparison(compare(matched.ranked, background, wishes))
        return 0
    shortlist = make_shortlist(matched.ranked, background, wishes)
    aside = sum(row.dismissed for row in matched.ranked)
    if aside:
        hint(f"{count_words(aside, 'call')} put aside by people left out (judge list, decide list)")
    for file in files:
        _write_pack(shortlist, city, file)
    if arguments.ics is not None:
        _write_calendar(shortlist, arguments.ics)
    if arguments.json:
        say(dump_json(shortlist, indent=2))
    elif not files and arguments.ics is None:
        tell_shortlist(shortlist, city)
    return 0


def read_background(
    settings: Settings, city: City, matched: Matched, as_of: datetime
) -> Background:
    """Read what the calls are weighed beside: norms, and all stored awards."""
    norms = load_norms(settings.data / "norms.yaml")
    awards = load_awards(own_store(settings))
    return background_of(city.profile, city.rates, norms, awards, matched.matches, as_of)


def _check(arguments: Namespace) -> None:
    """Refuse a file of another kind before anything is computed."""
    for kind in ("pdf", "html", "xlsx", "ics"):
        file: Path | None = getattr(arguments, kind)
        if file is not None and file.suffix.lower() != f".{kind}":
            raise ValueError(f"--{kind} {file}: the name must end in .{kind}")


def _keys(settings: Settings, names: Sequence[str]) -> frozenset[str]:
    """Return the keys of the calls that are named. ValueError for a name without one call."""
    calls = merged_calls(calls_place(settings).engine) if names else []
    return frozenset(find_call(calls, name).call.key for name in names)


def _write_pack(shortlist: Shortlist, city: City, file: Path) -> None:
    from matcher.pack.write import write_pack

    write_pack(shortlist, city.profile, file)
    say(f"Wrote {file}")


def _write_calendar(shortlist: Shortlist, file: Path) -> None:
    entries = (
        CalendarEntry(
            bid.row.call.key, bid.row.call.title, bid.row.call.url, bid.row.closes_at, bid.timetable
        )
        for bid in shortlist.bids
    )
    replace_file(file, calendar(entries, datetime.now(LONDON)))
    say(f"Wrote {file}")
