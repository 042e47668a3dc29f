"""`bid-matcher digest`: collect, match, and write what readers get."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine

from matcher.commands.collect import tell as tell_source
from matcher.commands.digest_kept import list_kept, show_kept
from matcher.commands.match import match_stored, read_city
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
from models.report import SourceReport
from scrapers.registry import load_sources
from scrapers.source import Source


def run(settings: Settings, arguments: Namespace) -> int:
    """Make the digest and print where it is; 0 also where the bundled calls stood in.

    Or show what was made before, or one reader's mail.
    """
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


def _make(settings: Settings, arguments: Namespace) -> int:
    city = read_city(settings)
    with one_writer(settings), progress_bars() as advance:
        if arguments.as_of is None and not arguments.no_collect:
            for report in collect(
                own_store(settings),
                load_sources(),
                http_settings(settings),
                advance,
                settings.moment,
            ):
                tell_source(report)
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


def gather_digest(settings: Settings, city: City, day: date | None, advance: Advance) -> Gathered:
    """Match what is stored and choose the few, for one who is the one writer."""
    sources = load_sources()
    matched, as_of, place = match_stored(settings, city, day, advance)
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


def write_gathered(settings: Settings, made: Gathered) -> tuple[Digest, DigestFiles]:
    """Write the digest of what was gathered, for one who is the one writer."""
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
        settings.digests, made.as_of.date(), made.city.folder, profile.name, made_at.date()
    )
    return digest, write_digest(digest, profile.organisations, folder)


def _reports(engine: Engine, sources: Sequence[Source]) -> list[SourceReport]:
    """The last report of each source that still exists."""
    known = {source.name for source in sources}
    return [report for report in latest_source_reports(engine) if report.source in known]
