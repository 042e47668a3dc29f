"""`bid-matcher doctor`: what is installed, readable and missing."""

import json
import sqlite3
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial

from matcher.city import load_city
from matcher.commands import doctor_city
from matcher.commands.say import say
from matcher.day_judge import LearnedJudge
from matcher.decisions.force import as_judgements, in_force
from matcher.digest.words import count_words
from matcher.encoder import Encoder
from matcher.imports.catalogue import load_catalogue
from matcher.learning.layer import LEAST, LEAST_OF_EACH
from matcher.learning.standing import agreed, standing
from matcher.places import own_store
from matcher.settings import Settings
from matcher.store import load_decisions, load_judgements, quick_check, statistics
from matcher.strategy.rates import load_rates
from models.errors import BidMatcherError
from scrapers.registry import load_sources

_PARTLY = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    well: bool
    detail: str


def run(settings: Settings, arguments: Namespace) -> int:
    """Look at every part, print what was found. 0 if all is well, 4 if something is not.

    With --prepare, make the model ready for this machine instead; with --city, look
    at how the needs of a city are written.
    """
    if arguments.prepare:
        from matcher.commands.prepare import prepare_model

        return prepare_model(settings)
    if arguments.checked_city is not None:
        return doctor_city.run(settings, arguments)
    findings = [_look(what, partial(look, settings)) for what, look in _LOOKS.items()]
    if arguments.json:
        say(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            say(f"{'ok  ' if finding.well else 'NOT '} {finding.what}: {finding.detail}")
    return 0 if all(finding.well for finding in findings) else _PARTLY


def _look(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, True, look())
    except (BidMatcherError, ValueError, OSError, ImportError) as error:
        return Finding(what, False, str(error))


def _python(_settings: Settings) -> str:
    return f"{sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}"


def _home(settings: Settings) -> str:
    settings.home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=settings.home):
        return f"{settings.home} can be written"


def _store(settings: Settings) -> str:
    engine = own_store(settings)
    problems = quick_check(engine)
    if problems:
        raise ValueError("; ".join(problems))
    counts = statistics(engine)
    return ", ".join(f"{count} {words}" for words, count in counts.items() if count) or "empty"


def _city(settings: Settings) -> str:
    city = load_city(settings.city_folder)
    return f"{city.name}: {len(city.needs)} needs, {len(city.organisations)} organisations"


def _catalogue(settings: Settings) -> str:
    catalogue = load_catalogue(settings.data / "catalogue")
    return f"{len(catalogue.calls)} calls, read as of {catalogue.reference_date}"


def _rates(settings: Settings) -> str:
    rates = load_rates(settings.data / "rates.yaml")
    return ", ".join(f"1 {rate.currency} = £{rate.pounds} on {rate.on}" for rate in rates.values())


def _sources(_settings: Settings) -> str:
    return ", ".join(source.definition.name for source in load_sources())


def _model(settings: Settings) -> str:
    encoder = Encoder(settings.model, settings.prepared)
    if encoder.notice:
        raise ValueError(encoder.notice)
    return encoder.model_id


def _learning(settings: Settings) -> str:
    engine = own_store(settings)
    decided = in_force(load_decisions(engine, settings.city)).values()
    said = [*load_judgements(engine, settings.city), *as_judgements(decided)]
    judged = agreed(standing(said))
    kept = sum(judgement.verdict.positive for judgement in judged.values())
    counted = f"{count_words(len(judged), 'judgement')}, {kept} kept"
    if len(judged) < LEAST or min(kept, len(judged) - kept) < LEAST_OF_EACH:
        return f"{counted}; from {LEAST} with {LEAST_OF_EACH} of each side something is learned"
    return f"{counted}; bid-matcher match says whether what they teach is used"


def _contact(settings: Settings) -> str:
    if not settings.contact:
        raise ValueError(
            "not set: give sites an address to reach you with BID_MATCHER_CONTACT before collecting"
        )
    return settings.contact


def _judge_of_days(_settings: Settings) -> str:
    LearnedJudge().load()
    return "what collecting asks about the days in a text can be loaded"


_LOOKS: dict[str, Callable[[Settings], str]] = {
    "Python": _python,
    "home": _home,
    "store": _store,
    "city": _city,
    "catalogue": _catalogue,
    "exchange rates": _rates,
    "sources": _sources,
    "model": _model,
    "judge of days": _judge_of_days,
    "learning": _learning,
    "contact": _contact,
}
