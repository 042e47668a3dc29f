"""Rounds of bad weather: a week's work, spoiled at every step, then done in peace, then compared.

What is left must be what a week without faults leaves: the same calls, matches, decisions and
readers, the same digest, and for each reader the same bytes, once. The one exception is a mail
that the server took and whose sender could not say so any more: it comes twice, alike.
"""

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from matcher.mail.links import load_secret
from matcher.mail.settings import Tls
from matcher.store import add_decision, add_subscribers, load_subscribers
from models.decision import Decision, DecisionVerdict
from tests.campaign.home import Home, mail_environment
from tests.campaign.models import Model
from tests.campaign.people import make_people
from tests.campaign.sites import GRANTS, LONDON, publishing
from tests.campaign.texts import make_grants
from tests.campaign.weather import faults
from tests.campaign.weather.faults import Fault, Phase, Scene
from tests.campaign.weather.left import Left, calls_of, check_same, left_by
from tests.campaign.weather.places import InTheHome, Place, small_disk
from tests.matcher.mail.servers import running

MONDAY = datetime(2026, 11, 30, 7, tzinfo=LONDON)
_ALL_TRIED_AGAIN = timedelta(hours=12)  # later than the third attempt of any mail

COLLECT = Phase("collect", ("collect", "--source", GRANTS, "--allow-few"))
MATCH = Phase("match", ("match",))
DIGEST = Phase("digest", ("digest", "--no-collect"))
PREPARE = Phase("prepare", ("mail", "--dry-run"))
SEND = Phase("send", ("mail", "--send-only"))
PHASES = (COLLECT, MATCH, DIGEST, PREPARE, SEND)

_ANYWHERE: Mapping[str, Fault] = {"killed": faults.killed, "stopped": faults.stopped}
_ON_A_SMALL_DISK: Mapping[str, Fault] = {
    "disk filled": faults.disk_filled,
    "disk read-only": faults.disk_read_only,
}
_WITH_A_SERVER: Mapping[str, Fault] = {
    "connections cut": faults.connections_cut,
    "database crashed": faults.database_crashed,
}
_IN_PHASE: Mapping[str, Mapping[str, Fault]] = {
    "collect": {"site broken": faults.site_broken, "clock jumped": faults.clock_jumped},
    "match": {"clock jumped": faults.clock_jumped},
    "send": {"mail refused": faults.mail_refused},
}


@dataclass(frozen=True, slots=True)
class Weathered:
    """One round: which faults struck, by command and kind."""

    place: str
    struck: Mapping[tuple[str, str], int]
    mails: int
    twice: int

    @property
    def count(self) -> int:
        """How many faults struck."""
        return sum(self.struck.values())

    def __str__(self) -> str:
        """Return a line for the round, and one for each command and kind."""
        kinds = "".join(f"\n  {phase}: {name} {n}" for (phase, name), n in self.struck.items())
        return f"{self.place}: {self.count} faults, {self.mails} mails, {self.twice} twice{kinds}"


def run_weather(
    folder: Path,
    place: Place,
    *,
    wanted: int,
    each: int,
    people: int,
    grants: int,
    model: Model,
    seed: int = 5,
) -> Iterator[Weathered]:
    """Run rounds with `each` faults before each command until `wanted` have struck.

    Where no small disk can be mounted (root may), its faults are left out. AssertionError
    names what does not hold.
    """
    draw = Random(seed)
    with (
        publishing() as sites,
        running(Tls.STARTTLS, login=True) as server,
        small_disk(folder / "disk") as has_disk,
    ):
        sites.publish(make_grants(grants, MONDAY))
        settings = sites.environment() | mail_environment(server, folder)
        base = folder / "base"
        settings |= model.put_into(base)
        readers = _begin(Home(base, {**settings, **place.settings("base")}).at(MONDAY), people)
        first = Scene(
            number="base",
            home=Home(base, settings),
            place=place,
            sites=sites,
            server=server,
            readers=readers,
            paces={},
            disk=folder / "disk" if has_disk and isinstance(place, InTheHome) else None,
        )
        calm, peaceful = _in_peace(first)
        struck = number = 0
        while struck < wanted:
            done = _round(_copy(calm, f"round{number}"), each, peaceful, draw)
            yield done
            struck += done.count
            number += 1


def _begin(home: Home, people: int) -> tuple[str, ...]:
    """Fill a home with readers, whose addresses are returned, and with decisions."""
    load_secret(home.folder)
    with home.store() as engine:
        add_subscribers(engine, make_people(people, home.city.profile, MONDAY))
        for number in range(10):
            add_decision(engine, _decision(number), pages=(), instead_of=None)
        return tuple(person.address for person in load_subscribers(engine))


def _decision(number: int) -> Decision:
    return Decision(
        city="leeds",
        call_key=f"elsewhere:{number}",
        verdict=DecisionVerdict.WATCH,
        decided_at=MONDAY,
        reason="the next round fits better",
        owner="Partnership office",
    )


def _copy(scene: Scene, number: str) -> Scene:
    """Give a round a home and a store as they were at the beginning."""
    base = scene.home.folder if scene.number == "base" else scene.home.folder.parent / "base"
    folder = (scene.disk or base.parent) / number
    shutil.copytree(base, folder)
    scene.place.copy("base", number)
    settings = {**scene.home.environment, **scene.place.settings(number)}
    return replace(scene, number=number, home=Home(folder, settings).at(MONDAY))


def _in_peace(first: Scene) -> tuple[Scene, Left]:
    """Do a week's work without faults; how long each command takes, and what is left."""
    scene = _copy(first, "peace")
    paces = {phase.name: scene.home.run(*phase.command) for phase in PHASES}
    left = left_by(scene.home, scene.server)
    assert left.mails, "nobody got a mail"
    shutil.rmtree(scene.home.folder)
    return replace(first, paces=paces), left


def _round(scene: Scene, each: int, peaceful: Left, draw: Random) -> Weathered:
    scene.server.taken.clear()
    scene.server.texts.clear()
    struck: Counter[tuple[str, str]] = Counter()
    for phase in PHASES:
        kinds = _kinds(scene, phase)
        for name in draw.choices(sorted(kinds), k=each):
            if _strike(kinds[name], scene, phase, draw):
                struck[phase.name, name] += 1
        scene.home.run(*phase.command)
    scene.home.at(MONDAY + _ALL_TRIED_AGAIN).run(*SEND.command)
    check_same(left_by(scene.home, scene.server), peaceful)
    twice = len(scene.server.texts) - len(peaceful.mails)
    assert set(scene.server.texts) == set(peaceful.mails.values()), "other bytes"
    assert twice <= _most_twice(struck), f"{twice} mails came twice"
    shutil.rmtree(scene.home.folder)
    return Weathered(scene.place.name, struck, len(peaceful.mails), twice)


def _strike(fault: Fault, scene: Scene, phase: Phase, draw: Random) -> bool:
    """Let a fault strike; no call may be lost by it, or say less. False where it came too late."""
    before = calls_of(scene.home)
    struck = fault(scene, phase, draw) is not None
    after = calls_of(scene.home)
    assert before.keys() <= after.keys(), f"{phase.name} lost {before.keys() - after.keys()}"
    return struck


def _kinds(scene: Scene, phase: Phase) -> dict[str, Fault]:
    found = {**_ANYWHERE, **_IN_PHASE.get(phase.name, {})}
    if scene.disk is not None:
        found |= _ON_A_SMALL_DISK
    if not isinstance(scene.place, InTheHome):
        found |= _WITH_A_SERVER
    return found


def _most_twice(struck: Mapping[tuple[str, str], int]) -> int:
    """How many mails may have come twice: their sender could not say that they were taken."""
    each = {"mail refused": faults.REFUSED_AT_ONCE}
    return sum(n * each.get(name, 1) for (phase, name), n in struck.items() if phase == SEND.name)
