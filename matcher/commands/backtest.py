"""`bid-matcher backtest`: past weeks' digests made again, beside the awards the city won."""

import json
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace

from matcher.backtest.known import never_open
from matcher.backtest.nearest import near_enough, trace_awards
from matcher.backtest.profile import profile_fit
from matcher.backtest.report import AwardPart, Backtest, CallCounts, backtest_as_json
from matcher.backtest.weeks import KnownWeek, Past, Week, replay
from matcher.backtest.words import award_lines, calls_lines
from matcher.city.holders import city_organisation
from matcher.city.norms import load_norms
from matcher.city_matches import query_vectors
from matcher.commands.backtest_data import (
    Reader,
    chosen_awards,
    file_place,
    past_weeks,
    stored_histories,
)
from matcher.commands.match import read_city, tell_place
from matcher.commands.say import hint, say
from matcher.encoder import Encoder
from matcher.matching import City
from matcher.places import calls_place, one_writer, own_store
from matcher.progress import Advance, progress_bars
from matcher.ranking.corpus import build_corpus
from matcher.ranking.match import Vectors
from matcher.ranking.score import shipped_calibration
from matcher.settings import Settings
from matcher.store import open_store
from models.award import Award
from models.errors import NothingToDoError
from models.norms import Norms

_PARTLY = 4
_NO_CALLS = (
    "no stored call is known to have been open in these weeks: name other days, or a file of "
    "dated calls with --calls (docs/backtest.md)"
)
_NO_AWARDS = (
    "no awards are stored: run `bid-matcher awards collect`, or `bid-matcher awards import FILE` "
    "with a file from NIHR Open Data (docs/awards.md)"
)


def run(settings: Settings, arguments: Namespace) -> int:
    """Print both parts. 0 done, 4 where calls or awards are missing; where both are, an error."""
    if arguments.first and arguments.last and arguments.last < arguments.first:
        raise ValueError(f"--to ({arguments.last}) is before --from ({arguments.first})")
    if arguments.map and not arguments.calls:
        raise ValueError("--map says how to read a file of calls: name it with --calls")
    city = read_city(settings)
    with one_writer(settings), progress_bars() as advance:
        found = _backtest(settings, arguments, city, advance)
    wanted = ((_NO_CALLS, bool(found.weeks)), (_NO_AWARDS, found.awards is not None))
    missing = [sentence for sentence, there in wanted if not there]
    _tell(found, city, as_json=arguments.json)
    for sentence in missing:
        hint(f"Left out: {sentence}.")
    return _PARTLY if missing else 0


def _backtest(settings: Settings, arguments: Namespace, city: City, advance: Advance) -> Backtest:
    awards = chosen_awards(own_store(settings), arguments.without)
    if arguments.calls is None:
        place = calls_place(settings)
        tell_place(place)
    else:
        place = file_place(settings, arguments.calls, arguments.map)
    encoder = Encoder(settings.model)
    # Texts of files and awards are kept apart, so that they never weigh on the city's store.
    aside = Reader(
        open_store(f"sqlite:///{(settings.home / 'backtest.db').absolute()}"), encoder, advance
    )
    reader = replace(aside, engine=place.engine) if arguments.calls is None else aside
    histories = stored_histories(place.engine)
    days = (arguments.first, arguments.last)
    known = past_weeks(histories, place, settings.moment(), days)
    if not known and not awards:
        raise NothingToDoError(f"{_NO_CALLS}; and {_NO_AWARDS}")
    vectors, _ = query_vectors(aside.engine, encoder, city.profile)
    norms = load_norms(settings.data / "norms.yaml")
    past = _past(city, norms, known, reader, vectors)
    return Backtest(
        city=city.profile.name,
        model_id=encoder.model_id,
        counts=CallCounts(
            records=len(histories),
            undated=sum(not history.dated for history in histories),
            never_open=never_open(histories),
        ),
        weeks=past.weeks,
        awards=_award_part(city, awards, past, aside, vectors) if awards else None,
    )


def _past(
    city: City, norms: Norms, known: Sequence[KnownWeek], reader: Reader, vectors: Vectors
) -> Past:
    texts = {each.call.match_text() for week in known for each in week.calls}
    found = reader.documents({text: text for text in texts}, "Reading calls")
    documents = {document.key: document for document in found}
    weeks: list[Week] = []
    for week in replay(known, city, norms, documents, vectors):
        weeks.append(week)
        reader.advance("Making digests again", len(weeks), len(known))
    return Past(tuple(known), tuple(weeks), documents)


def _award_part(
    city: City, awards: Sequence[Award], past: Past, reader: Reader, vectors: Vectors
) -> AwardPart:
    texts = {award.key: f"{award.title}\n\n{award.summary}".strip() for award in awards}
    corpus = build_corpus(reader.documents(texts, "Reading awards"))
    held = [
        award
        for award in awards
        if award.organisation and city_organisation(award.organisation, city.profile)
    ]
    rows = {document.key: row for document, row in zip(corpus.documents, corpus.means, strict=True)}
    keys = {award.key for award in held}
    least = near_enough(city.profile.thresholds.match_score, shipped_calibration())
    compared = 0 < len(keys) < len(awards)
    return AwardPart(
        traces=tuple(trace_awards(held, rows, past, least)),
        fit=profile_fit(city.profile, corpus, vectors, keys) if compared else None,
    )


def _tell(found: Backtest, city: City, *, as_json: bool) -> None:
    rates = {rate.currency: rate.pounds for rate in city.rates.values()}
    if as_json:
        say(json.dumps(backtest_as_json(found, rates), indent=2, ensure_ascii=False))
        return
    parts = []
    if found.weeks:
        parts.append(calls_lines(found.counts, found.weeks, city.profile, rates))
    if found.awards:
        parts.append(award_lines(found.awards, city.profile))
    for lines in parts:
        for line in lines:
            say(line)
        say()
