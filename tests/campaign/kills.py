"""SIGKILL at random moments of collect, match, prepare and send, until all is done; then a look.

What is left must be what a run that nobody disturbed leaves: the same calls and
matches, and for each reader the same bytes, once. The one exception is a mail that the
server took and whose sender died before it could say so: it comes twice, alike.
"""

import os
import shutil
import subprocess
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import Engine

from matcher.mail.links import load_secret
from matcher.mail.settings import Tls
from matcher.store import (
    add_subscribers,
    load_calls,
    load_matches,
    load_subscribers,
    load_told,
    outbox,
    statistics,
)
from matcher.store.outbox import MailState
from models.subscriber import Subscriber, address_key
from tests.campaign.checks import announced_twice, take_mails, wrong_with
from tests.campaign.home import Home, by_filter, mail_environment, week_of
from tests.campaign.models import Model
from tests.campaign.oracle import Heard, Week
from tests.campaign.people import BY_FILTER, make_people
from tests.campaign.received import Received, read_mail
from tests.campaign.sites import GRANTS, LONDON, Grant, publishing
from tests.campaign.texts import make_grants
from tests.matcher.mail.servers import MailServer, running

MONDAY = datetime(2026, 11, 30, 7, tzinfo=LONDON)
WEEK = timedelta(weeks=1)
_LOOK_EVERY_S = 0.002


@dataclass(frozen=True, slots=True)
class Phase:
    """One command of the weekly work."""

    name: str
    command: tuple[str, ...]
    goes_on: bool  # where it was killed; the others begin anew


PHASES = (
    Phase("collect", ("collect", "--source", GRANTS, "--allow-few"), goes_on=False),
    Phase("match", ("match",), goes_on=False),
    Phase("prepare", ("mail", "--dry-run"), goes_on=True),
    Phase("send", ("mail", "--send-only"), goes_on=True),
)


@dataclass(frozen=True, slots=True)
class Moment:
    """When a process is killed: so long after so many mails are there, or after its start."""

    mails: int
    then_s: float


@dataclass(frozen=True, slots=True)
class Hit:
    """One kill, and how far the work had come."""

    phase: str
    after_s: float  # from the start of the process
    calls: int  # stored
    prepared: int
    sending: int
    sent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What became of one round."""

    mails: int
    hits: tuple[Hit, ...]
    twice: int  # mails that came a second time, with the same bytes
    whole_s: Mapping[str, float]  # of each phase undisturbed
    load: float  # of the machine over the last minute, at the end

    def __str__(self) -> str:
        """Return a table of the kills."""
        head = f"{self.mails} mails, {len(self.hits)} kills, {self.twice} came twice, load "
        return "\n".join((f"{head}{self.load:.1f}, {self.whole_s}", *map(str, self.hits)))


@dataclass(frozen=True, slots=True)
class Left:
    """What a whole run leaves behind, to be compared."""

    calls: Mapping[str, str]  # key -> fingerprint of what it says
    matches: frozenset[tuple[str, str, float]]
    told: Mapping[int, object]
    mails: Mapping[str, bytes]  # by recipient


def run_kills(
    folder: Path, *, people: int, grants: int, rounds: int, kills: int, model: Model, seed: int = 3
) -> Iterator[Figures]:
    """Run so many rounds with so many kills in each phase; yield the figures of each.

    AssertionError names what is wrong. Preparing or sending that ends before its last
    kill has that one kill less.
    """
    shown = make_grants(grants, MONDAY)
    draw = Random(seed)
    with publishing() as sites, running(Tls.STARTTLS, login=True) as server:
        settings = sites.environment() | mail_environment(server, folder)
        base = folder / "base"
        settings |= model.put_into(base)
        sites.publish(shown)
        load_secret(base)
        _add_people(Home(base, settings), people)
        home = _copy(base, folder / "undisturbed", settings)
        paces = {phase.name: home.run(*phase.command) for phase in PHASES}
        whole = _left(home, server)
        server.taken.clear()
        server.texts.clear()
        for number in range(rounds):
            home = _copy(base, folder / f"round-{number}", settings)
            yield _round(home, server, shown, kills, paces, whole, draw)


def _add_people(home: Home, count: int) -> None:
    with home.store() as engine:
        add_subscribers(engine, make_people(count, home.city.profile, MONDAY))


def _copy(base: Path, folder: Path, settings: Mapping[str, str]) -> Home:
    shutil.copytree(base, folder)
    return Home(folder, settings).at(MONDAY)


def _left(home: Home, server: MailServer) -> Left:
    with home.store() as engine:
        matches = load_matches(engine, "leeds")
        assert matches is not None
        return Left(
            calls={each.call.key: each.call.content_hash() for each in load_calls(engine)},
            matches=frozenset((m.call_key, m.target_id, m.score) for m in matches.matches),
            told={p.id or 0: load_told(engine, p.id or 0) for p in load_subscribers(engine)},
            mails={
                address_key(recipient): raw
                for (recipient, _), raw in zip(server.taken, server.texts, strict=True)
            },
        )


def _round(
    home: Home,
    server: MailServer,
    grants: Sequence[Grant],
    kills: int,
    paces: Mapping[str, float],
    whole: Left,
    draw: Random,
) -> Figures:
    with home.store() as engine:
        people = load_subscribers(engine)
    hits: list[Hit] = []
    for phase in PHASES:
        moments = _moments(phase, paces[phase.name], len(whole.mails), kills, draw)
        hits += _disturb(home, server, phase, moments)
        home.run(*phase.command)
    assert _left(home, server) == whole, "not what an undisturbed run leaves"
    assert set(server.texts) == set(whole.mails.values()), "other bytes"
    twice = len(server.texts) - len(whole.mails)
    assert twice <= sum(hit.phase == "send" for hit in hits), "more than one for each kill"
    _check_mondays(home, people, grants, take_mails(server))
    return Figures(
        mails=len(whole.mails),
        hits=tuple(hits),
        twice=twice,
        whole_s={name: round(seconds, 1) for name, seconds in paces.items()},
        load=os.getloadavg()[0],
    )


def _check_mondays(
    home: Home,
    people: Sequence[Subscriber],
    grants: Sequence[Grant],
    arrived: Mapping[str, Sequence[Received]],
) -> None:
    """Hold the mails against the rules, and those that the next Monday would bring."""
    ledger: dict[int, Heard] = defaultdict(Heard)
    wrong = wrong_with(people, _week(home, grants), ledger, arrived, home.secret)
    later = home.at(MONDAY + WEEK)
    later.run("mail", "--dry-run")
    wrong += wrong_with(people, _week(later, grants), ledger, _waiting(later), home.secret)
    assert wrong == [], "\n".join(wrong)
    assert announced_twice(ledger) == []


def _moments(phase: Phase, whole_s: float, mails: int, kills: int, draw: Random) -> list[Moment]:
    """Draw when processes are killed: at random over all that a phase has to do.

    Where a process goes on with the work of the last, that is after so many of all
    mails, and within the time of one; else after a share of the time of the whole.
    """
    if not phase.goes_on:
        return [Moment(0, draw.uniform(0, whole_s)) for _ in range(kills)]
    after = sorted(draw.randrange(mails) for _ in range(kills))
    return [Moment(number, draw.uniform(0, whole_s / mails)) for number in after]


def _disturb(home: Home, server: MailServer, phase: Phase, moments: Iterable[Moment]) -> list[Hit]:
    """Kill a process at each of these moments; sooner, where it was quicker than before."""
    hits = []
    waiting = deque(moments)
    with home.store() as engine:
        while waiting:
            moment = waiting.popleft()
            after_s = _kill_at(home, phase, moment, _progress(phase, engine, server))
            if after_s is not None:
                hits.append(_hit(engine, phase, after_s))
            elif phase.goes_on:
                break  # all of its work is done
            else:
                waiting.appendleft(Moment(0, moment.then_s / 2))
    return hits


def _progress(phase: Phase, engine: Engine, server: MailServer) -> Callable[[], int]:
    """Return what tells how many mails there are: taken by the server, or in the outbox."""
    if phase.name == "send":
        return lambda: len(server.taken)
    return lambda: sum(outbox.count_mails(engine).values())


def _kill_at(home: Home, phase: Phase, moment: Moment, progress: Callable[[], int]) -> float | None:
    """Start a phase and kill it; return after how long, None where it came to its good end."""
    began = time.monotonic()
    process = home.start(*phase.command)
    while phase.goes_on and process.poll() is None and progress() < moment.mails:
        time.sleep(_LOOK_EVERY_S)
    try:
        process.wait(moment.then_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return time.monotonic() - began
    _, said = process.communicate()
    assert process.returncode == 0, said.decode()
    return None


def _hit(engine: Engine, phase: Phase, after_s: float) -> Hit:
    states = outbox.count_mails(engine)
    sending = states[MailState.SENDING]
    assert sending <= 1, "one mail at most is under way"
    calls = statistics(engine)["calls"]
    return Hit(
        phase.name,
        round(after_s, 2),
        calls,
        sum(states.values()),
        sending,
        states[MailState.SENT],
    )


def _week(home: Home, grants: Sequence[Grant]) -> Week:
    facts = {grant.address: (grant.closes, grant.most) for grant in grants}
    made = home.gathered()
    return week_of(
        made, lambda row: (row.call.key, facts[row.call.url]), by_filter(made, BY_FILTER)
    )


def _waiting(home: Home) -> dict[str, list[Received]]:
    """Return the mails of the home's day that have not gone out yet, by recipient."""
    with home.store() as engine:
        waiting = {
            address_key(mail.address): outbox.load_message(engine, mail.id)
            for person in load_subscribers(engine)
            for mail in outbox.load_mails(engine, person.id or 0)
            if mail.state is MailState.PREPARED
        }
    return {address: [read_mail(raw)] for address, raw in waiting.items() if raw is not None}
