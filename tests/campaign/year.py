"""A year of Mondays with the whole chain: collect, match, digest, mail, by a clock moved by hand.

The service's own jobs run, by its own schedule, on a store on disk, against two sites
and a mail server. The clocks change twice, one site is down for three weeks, and on
some Mondays the machine is off until Wednesday.
"""

import os
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from matcher.commands import digest as digest_command
from matcher.commands import mail as mail_command
from matcher.commands import run_jobs
from matcher.commands.digest import Gathered
from matcher.mail.settings import Tls
from matcher.schedule.record import run_name
from matcher.schedule.service import Service, do_due
from matcher.schedule.times import load_times
from matcher.store import add_subscribers, last_runs, load_subscribers
from models.digest import RankedCall
from models.subscriber import Subscriber
from scrapers.source import without_minimum
from tests.campaign.checks import announced_twice, take_mails, wrong_with
from tests.campaign.home import Home, by_filter, mail_environment, week_of
from tests.campaign.models import Model
from tests.campaign.oracle import Heard, Week
from tests.campaign.people import BY_FILTER, make_people
from tests.campaign.received import Received
from tests.campaign.sites import COUNCILS, GRANTS, LONDON, Sites, publishing
from tests.campaign.world import Listed, World
from tests.matcher.mail.servers import MailServer, running
from tests.matcher.schedule.services import first_ran, silently
from tests.scrapers.fixture_pages import SOURCES

FIRST = datetime(2026, 10, 19, 7, 5, tzinfo=LONDON)  # in the week in which the clocks change
TOO_EARLY = timedelta(minutes=10)
DOWN = range(2, 5)  # weeks in which the councils' site answers nothing
MISSED = (3, 20, 41)  # weeks in which the machine is off until Wednesday noon
_UNTIL_WEDNESDAY = timedelta(days=2, hours=5)
_JOBS = ("collect", "match", "digest", "mail", "deliver")
_SITE_IN_TROUBLE = "UKRI Funding Finder: could not be read"


@dataclass
class Year:
    """What goes on from week to week."""

    home: Home
    sites: Sites
    server: MailServer
    world: World = field(default_factory=lambda: World(seed=11))
    read: dict[str, Listed] = field(default_factory=dict)  # as read last, by address
    ledger: dict[int, Heard] = field(default_factory=lambda: defaultdict(Heard))
    rows: Counter[str] = field(default_factory=Counter)  # told, by heading
    mails: int = 0
    made: Gathered | None = None  # what the last mails were made from


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What happened in all, and what was told of it."""

    weeks: int
    readers: int
    pages: int
    edits: int
    twins: int  # calls that came up on the other site too
    rounds: int
    hidden: int  # calls that were not listed for three weeks
    mails: int
    rows: dict[str, int]
    seconds: float
    load: float


def run_year(folder: Path, *, weeks: int, people: int, model: Model) -> list[Figures]:
    """Live through so many weeks; AssertionError names every mail that is not right."""
    began = time.monotonic()
    with publishing() as sites, running(Tls.STARTTLS, login=True) as server:
        settings = sites.environment() | mail_environment(server, folder)
        settings |= model.put_into(folder / "home")
        year = Year(Home(folder / "home", settings), sites, server)
        with year.home.store() as engine:
            add_subscribers(engine, make_people(people, year.home.city.profile, FIRST))
            first_ran(engine, FIRST - timedelta(days=1))
        with pytest.MonkeyPatch.context() as patch:
            _surround(patch, year)
            for week in range(weeks):
                _live(year, week)
    assert announced_twice(year.ledger) == []
    return [_figures(year, weeks, people, time.monotonic() - began)]


def _surround(patch: pytest.MonkeyPatch, year: Year) -> None:
    """Lead the program to our servers, and let it know our two sources only, however small.

    What its mails are made from is kept on the way: to match once more would give the same.
    """
    for name, value in year.home.environment.items():
        patch.setenv(name, value)
    sources = [without_minimum(SOURCES[name]) for name in (GRANTS, COUNCILS)]
    for module in (run_jobs, digest_command):
        patch.setattr(module, "load_sources", lambda: sources)

    def gather(*asked: Any) -> Gathered:
        year.made = digest_command.gather_digest(*asked)
        return year.made

    for module in (run_jobs, mail_command):
        patch.setattr(module, "gather_digest", gather)


def _live(year: Year, week: int) -> None:
    """Live through a week up to its digest, and hold its mails against the rules."""
    monday = FIRST + timedelta(weeks=week)
    down = week in DOWN
    year.world.pass_week(week, monday, quiet=down)
    listed = year.world.shown(week, monday)
    year.sites.publish([each.grant for each in listed.values()])
    if down:
        year.sites.fail(COUNCILS)
    year.read |= {a: e for a, e in listed.items() if not (down and e.grant.site == COUNCILS)}
    if week in MISSED:
        digest_at = monday + _UNTIL_WEDNESDAY
    else:
        digest_at = monday
        assert _digests(year, monday - TOO_EARLY) == [], "the digest came before its time"
        assert year.server.taken == []
    with year.home.store() as engine:
        people = load_subscribers(engine)
    assert _digests(year, digest_at) == [digest_at], "one digest"
    _check(year, people, digest_at, down=down)


def _digests(year: Year, moment: datetime) -> list[datetime]:
    """Do what is due at that moment; return when a digest was made in the six days before."""
    home = year.home.at(moment)
    times = load_times(home.settings.city_folder)
    with home.store() as engine:
        jobs = run_jobs.make_jobs(
            home.settings, [home.settings], engine, times, silently, lambda: moment
        )
        chosen = {name: jobs[name] for name in _JOBS}
        do_due(Service(home.settings, engine, times, chosen, silently, lambda: moment))
        for name in _JOBS[1:]:
            assert [run.issues for run in last_runs(engine, run_name(name), 1)] in ([], [()]), name
        starts = [run.started_at for run in last_runs(engine, run_name("digest"))]
    return [start for start in starts if moment - start < timedelta(days=4)]


def _check(year: Year, people: Sequence[Subscriber], at: datetime, *, down: bool) -> None:
    home = year.home.at(at)
    arrived = take_mails(year.server)
    wrong = wrong_with(people, _week(year), year.ledger, arrived, home.secret)
    assert wrong == [], "\n".join([f"{at}:", *wrong])
    mails = [mail for each in arrived.values() for mail in each]
    assert all((_SITE_IN_TROUBLE in _one_line(mail.foot)) is down for mail in mails), at
    year.mails += len(mails)
    _count(year, mails)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _count(year: Year, mails: Sequence[Received]) -> None:
    for mail in mails:
        for shown in mail.text:
            year.rows[shown.heading] += len(shown.links)


def _week(year: Year) -> Week:
    def identity(row: RankedCall) -> tuple[str, Hashable]:
        page = year.read[row.call.url]
        assert row.closes_at == page.grant.closes, page
        return page.call, (page.grant.closes, page.grant.most)

    assert year.made is not None
    return week_of(year.made, identity, by_filter(year.made, BY_FILTER))


def _figures(year: Year, weeks: int, people: int, seconds: float) -> Figures:
    world = year.world
    return Figures(
        weeks=weeks,
        readers=people,
        pages=len(world.pages),
        edits=world.edits,
        twins=world.twins,
        rounds=world.rounds,
        hidden=world.hidden,
        mails=year.mails,
        rows=dict(year.rows),
        seconds=round(seconds, 1),
        load=os.getloadavg()[0],
    )
