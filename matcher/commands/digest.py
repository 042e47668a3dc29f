"""`bid-matcher digest`: collect, match, and write what readers get."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine

from matcher.commands.cities import chosen, exit_code
from matcher.commands.collect import tell as tell_source
from matcher.commands.digest_kept import list_kept, show_kept
from matcher.commands.match import Ground, match_stored, read_city, read_ground
from matcher.commands.say import hint, say
from matcher.commands.shortlist import read_background
from matcher.digest.archive import place_for
from matcher.digest.build import build_digest
from matcher.digest.render import digest_as_json
from matcher.digest.views import summary
from matcher.digest.write import DigestFiles, write_digest
from matcher.jobs import collect, http_settings
from matcher.matching import City, Matched
from matcher.places import LONDON, Place, one_writer, own_store
from matcher.progress import Advance, progress_bars
from matcher.settings import Settings
from matcher.store import latest_source_reports
from matcher.strategy.shortlist import choose_rows, wishes_of
from models.digest import Digest, RankedCall
from models.errors import BidMatcherError
from models.report import SourceReport
from scrapers.registry import load_sources
from scrapers.source import Source


def run(settings: Settings, arguments: Namespace) -> int:
    """Make the digest and print where it is; 0 also where the bundled calls stood in.

    Or show what was made before, or one reader's mail.
    """
    cities = chosen(settings, arguments)
    if len(cities) > 1:
        return _make_several(settings, cities, arguments)
    (settings,) = cities
    if arguments.list:
        list_kept(settings, as_json=arguments.json)
        return 0
    if arguments.show is not None:
        show_kept(settings, arguments.show)
        return 0
    if arguments.preview is not None:
        from matcher.commands.mail import preview

        say(preview(settings, arguments.preview, arguments.as_of))
        return 0
    return _make(settings, arguments)


def _make_several(settings: Settings, cities: Sequence[Settings], arguments: Namespace) -> int:
    """Collect once and make a digest for each city; one that fails stops no other."""
    if arguments.json or arguments.list or arguments.show or arguments.preview:
        raise ValueError("--json, --list, --show and --preview are for one city at a time")
    failures: list[tuple[str, str]] = []
    with one_writer(settings), progress_bars() as advance:
        _collect(settings, arguments, advance)
        ground = read_ground(settings, arguments.as_of, advance)
        for each in cities:
            try:
                made = gather_digest(each, read_city(each), arguments.as_of, advance, ground)
                digest, files = write_gathered(each, made, apart=True)
            except (BidMatcherError, ValueError, OSError) as error:
                failures.append((each.city, str(error)))
                continue
            say(summary(digest))
            say(f"Open {files.html}")
    return exit_code(failures, len(cities))


def _collect(settings: Settings, arguments: Namespace, advance: Advance) -> None:
    """Collect what is new, unless the digest is to be of what is stored."""
    if arguments.as_of is not None or arguments.no_collect:
        return
    http = http_settings(settings)
    for report in collect(own_store(settings), load_sources(), http, advance, settings.moment):
        tell_source(report)


def _make(settings: Settings, arguments: Namespace) -> int:
    city = read_city(settings)
    with one_writer(settings), progress_bars() as advance:
        _collect(settings, arguments, advance)
        made = gather_digest(settings, city, arguments.as_of, advance)
        digest, files = write_gathered(settings, made)
    say(digest_as_json(digest) if arguments.json else summary(digest))
    (hint if arguments.json else say)(f"Open {files.html}")
    return 0


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a digest and its mails are made from."""

    city: City
    matched: Matched
    decide: tuple[RankedCall, ...]
    as_of: datetime
    place: Place
    reports: tuple[SourceReport, ...]
    credits: tuple[str, ...]


def gather_digest(
    settings: Settings,
    city: City,
    day: date | None,
    advance: Advance,
    ground: Ground | None = None,
) -> Gathered:
    """Match what is stored and choose the few, for one who is the one writer.

    `ground` has the calls laid out, where several cities are matched after one another.
    """
    sources = load_sources()
    matched, as_of, place = match_stored(settings, city, day, advance, ground)
    background = read_background(settings, city, matched, as_of)
    wishes = wishes_of(matched.ranked, city.profile.thresholds.decisions)
    catalogue = place.catalogue
    return Gathered(
        city=city,
        matched=matched,
        decide=choose_rows(matched.ranked, background, wishes),
        as_of=as_of,
        place=place,
        reports=tuple(_reports(own_store(settings), sources)),
        credits=catalogue.credits
        if catalogue
        else tuple(source.definition.licence.credit for source in sources),
    )


def write_gathered(
    settings: Settings, made: Gathered, *, apart: bool = False
) -> tuple[Digest, DigestFiles]:
    """Write the digest of what was gathered, for one who is the one writer.

    `apart` says that the city's name is in the folder's: it is one of several.
    """
    profile, made_at = made.city.profile, datetime.now(LONDON)
    catalogue = made.place.catalogue
    digest = build_digest(
        city=profile,
        ranked=made.matched.ranked,
        decide=made.decide,
        as_of=made.as_of,
        made_at=made_at,
        catalogue_date=catalogue.reference_date if catalogue else None,
        sources=made.reports,
        credits=made.credits,
    )
    folder = place_for(
        settings.digests,
        made.as_of.date(),
        made.city.folder,
        None if apart else profile.name,
        made_at.date(),
    )
    return digest, write_digest(digest, profile.organisations, folder)


def _reports(engine: Engine, sources: Sequence[Source]) -> list[SourceReport]:
    """The last report of each source that still exists."""
    known = {source.name for source in sources}
    return [report for report in latest_source_reports(engine) if report.source in known]
