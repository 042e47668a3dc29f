"""`bid-matcher digest`: collect, match, and write what readers get."""

from argparse import Namespace
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine

from matcher.commands.collect import tell as tell_source
from matcher.commands.match import read_city, tell, tell_place
from matcher.commands.model import open_encoder, tell_change
from matcher.commands.say import hint, say
from matcher.commands.shortlist import read_background
from matcher.digest.build import build_digest
from matcher.digest.render import digest_as_json
from matcher.digest.views import summary
from matcher.digest.write import write_digest
from matcher.jobs import collect, http_settings
from matcher.matching import City, Matched, match_city
from matcher.places import LONDON, Place, calls_place, one_writer, own_store
from matcher.progress import progress_bars
from matcher.settings import Settings
from matcher.store import latest_source_reports, load_decisions, load_judgements
from matcher.strategy.shortlist import choose_rows, wishes_of
from models.digest import Digest, RankedCall
from models.report import SourceReport
from scrapers.registry import load_sources
from scrapers.source import Source


def run(settings: Settings, arguments: Namespace) -> int:
    """Make the digest and print where it is; 0 also where the bundled calls stood in."""
    city = read_city(settings)
    sources = load_sources()
    with one_writer(settings), progress_bars() as advance:
        engine = own_store(settings)
        if arguments.as_of is None and not arguments.no_collect:
            for report in collect(
                engine, sources, http_settings(settings), advance, settings.moment
            ):
                tell_source(report)
        place = calls_place(settings, anew=True)
        tell_place(place)
        as_of = place.moment(arguments.as_of)
        judgements = load_judgements(engine, city.folder)
        decisions = load_decisions(engine, city.folder)
        encoder = open_encoder(settings)
        tell_change(place.engine, encoder)
        matched = match_city(place.engine, city, encoder, as_of, advance, judgements, decisions)
        tell(matched)
        decide = choose_rows(
            matched.ranked,
            read_background(settings, city, matched, as_of),
            wishes_of(matched.ranked, city.profile.thresholds.decisions),
        )
        reports = _reports(engine, sources)
        digest = _digest(city, place, matched, decide, as_of, reports, sources)
        folder = settings.digests / as_of.date().isoformat()
        files = write_digest(digest, city.profile.organisations, folder)
    say(digest_as_json(digest) if arguments.json else summary(digest))
    (hint if arguments.json else say)(f"Open {files.html}")
    return 0


def _digest(
    city: City,
    place: Place,
    matched: Matched,
    decide: Sequence[RankedCall],
    as_of: datetime,
    reports: Sequence[SourceReport],
    sources: Sequence[Source],
) -> Digest:
    catalogue = place.catalogue
    return build_digest(
        city=city.profile,
        ranked=matched.ranked,
        decide=decide,
        as_of=as_of,
        made_at=datetime.now(LONDON),
        catalogue_date=catalogue.reference_date if catalogue else None,
        sources=reports,
        credits=catalogue.credits
        if catalogue
        else [source.definition.licence.credit for source in sources],
    )


def _reports(engine: Engine, sources: Sequence[Source]) -> list[SourceReport]:
    """The last report of each source that still exists."""
    known = {source.name for source in sources}
    return [report for report in latest_source_reports(engine) if report.source in known]
