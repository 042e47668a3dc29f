"""A small site to test pages with: the bundled calls, collected and matched by words alone.

Matching by words needs no model, so that a site is there within seconds. Their evidence
counts for more than in the shipped ranking, so that there are matches to show.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

from fastapi.testclient import TestClient

from matcher.city.load import load_city
from matcher.imports.catalogue import load_catalogue
from matcher.matching import City
from matcher.places import LONDON
from matcher.ranking.corpus import Document, build_corpus
from matcher.ranking.match import match_needs, match_organisations
from matcher.ranking.score import Calibration
from matcher.settings import Settings, read_settings
from matcher.store import open_store, save_matches, upsert_calls
from matcher.strategy.rates import load_rates
from matcher.web.app import create_app
from matcher.web.site import Site
from models.call import Call
from models.match import Match

AS_OF = datetime(2026, 8, 10, 8, 0, tzinfo=LONDON)
"""The day of the bundled calls, and the moment at which the sample site stands still."""

SECRET = b"a secret of the tests, of 32 bytes"
MODEL = "words alone"
_BY_WORDS = Calibration(words_weight=1.0, slope=5.0, intercept=-2.5, usual_closeness=0.0)
DATA = Path(__file__).parents[3] / "data"


def make_site(home: Path, calls: Sequence[Call] | None = None, now: datetime = AS_OF) -> Site:
    """Return a site whose own store holds the calls given, else the bundled ones, matched."""
    settings = replace(read_settings(home=str(home), environ={}), data=DATA)
    site = bare_site(settings, now)
    held = bundled_calls() if calls is None else tuple(calls)
    upsert_calls(site.engine, held, AS_OF)
    found = bundled_matches() if calls is None else words_matches(held, site.city)
    save_matches(site.engine, site.city.folder, AS_OF, MODEL, found)
    return site


def bare_site(settings: Settings, now: datetime = AS_OF) -> Site:
    """Return a site with an empty store of its own: the bundled calls stand in."""
    settings.home.mkdir(parents=True, exist_ok=True)
    return Site(
        settings=settings,
        engine=open_store(settings.database),
        city=sample_city(),
        secret=SECRET,
        clock=lambda: now,
    )


def browser_of(site: Site) -> TestClient:
    """Return a client of the site that raises nothing of the server's own errors."""
    return TestClient(create_app(site), raise_server_exceptions=False, follow_redirects=False)


@cache
def sample_city() -> City:
    """The first city, with its rates."""
    return City("leeds", load_city(DATA / "leeds"), load_rates(DATA / "rates.yaml"))


@cache
def bundled_calls() -> tuple[Call, ...]:
    """The calls of the catalogue: read once for all tests of a process."""
    return load_catalogue(DATA / "catalogue").calls


@cache
def bundled_matches() -> tuple[Match, ...]:
    """The bundled calls matched by words."""
    return words_matches(bundled_calls(), sample_city())


def words_matches(calls: Sequence[Call], city: City) -> tuple[Match, ...]:
    """Match calls that are not closed with the city by words alone."""
    live = [call for call in calls if str(call.status(AS_OF)) != "closed"]
    corpus = build_corpus([Document(call.key, call.match_text()) for call in live])
    profile = city.profile
    return (
        *match_needs(profile.needs, corpus, {}, 0.2, _BY_WORDS),
        *match_organisations(profile.organisations, corpus, {}, 0.2, _BY_WORDS),
    )
