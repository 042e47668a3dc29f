"""`bid-matcher digest`: collect, match, and write what readers get."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine

from matcher.commands.collect import tell as tell_source
from matcher.commands.match import match_stored, read_city
from matcher.commands.say import hint, say
from matcher.commands.shortlist import read_background
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
    """Make the digest and print where it is; 0 also where the bundled calls stood in."""
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
        digest, files = make_digest(settings, city, arguments.as_of, advance)
    say(digest_as_json(digest) if arguments.json else summary(digest))
    (hint if arguments.json else say)(f"Open {files.html}")
    return 0


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a digest and its mails are made from."""

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
        matched=matched,
        decide=choose_rows(matched.ranked, background, wishes),
        as_of=as_of,
        place=place,
        reports=tuple(_reports(own_store(settings), sources)),
        credits=catalogue.credits
        if catalogue
        else tuple(source.definition.licence.credit for source in sources),
    )


def make_digest(
    settings: Settings, city: City, day: date | None, advance: Advance
) -> tuple[Digest, DigestFiles]:
    """Match what is stored and write the digest, for one who is the one writer."""
    made = gather_digest(settings, city, day, advance)
    catalogue = made.place.catalogue
    digest = build_digest(
        city=city.profile,
        ranked=made.matched.ranked,
        decide=made.decide,
        as_of=made.as_of,
        made_at=datetime.now(LONDON),
        catalogue_date=catalogue.reference_date if catalogue else None,
        sources=made.reports,
        credits=made.credits,
    )
    folder = settings.digests / made.as_of.date().isoformat()
    return digest, write_digest(digest, city.profile.organisations, folder)


def _reports(engine: Engine, sources: Sequence[Source]) -> list[SourceReport]:
    """The last report of each source that still exists."""
    known = {source.name for source in sources}
    return [report for report in latest_source_reports(engine) if report.source in known]
