"""Faults: each spoils one run of one command, and takes itself away again.

A fault says after how long it struck, or None where the command was over before. What a
command says of it must be sentences: no traceback, and it must end.
"""

import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

from tests.campaign.home import Home
from tests.campaign.sites import GRANTS, Sites
from tests.campaign.weather.places import Place, fill, read_only
from tests.matcher.mail.servers import DROPS_TAKEN, DROPS_UNTAKEN, MailServer
from tests.rehearsal.faults import FAULTS as SITE_FAULTS

_ENDS_S = 120.0  # a command that takes longer hangs
_GOOD = frozenset({0, 3, 4})  # done, nothing could be done, partly done
# As Ctrl-C does; or by the signal itself, before the program could ask for that.
_STOPPED = frozenset({130, -signal.SIGTERM})
_SLOW = frozenset({"slow drip"})  # takes as long as the limits on time allow: minutes
REFUSED_AT_ONCE = 5  # mails
_REFUSALS = ("DATA 451 4.3.0 try later", "RCPT 450 4.2.1 busy", DROPS_UNTAKEN, DROPS_TAKEN)
_JUMPS = (timedelta(hours=-26), timedelta(hours=-1), timedelta(hours=3), timedelta(days=2))
_FAR_JUMPS = (*_JUMPS, timedelta(days=-400), timedelta(days=400))


@dataclass(frozen=True, slots=True)
class Scene:
    """What a round has around it."""

    number: str  # names the round's store
    home: Home
    place: Place
    sites: Sites
    server: MailServer
    readers: tuple[str, ...]  # addresses
    paces: Mapping[str, float]  # seconds of each command undisturbed
    disk: Path | None  # small, with the home on it


@dataclass(frozen=True, slots=True)
class Phase:
    """One command of the weekly work."""

    name: str
    command: tuple[str, ...]


Fault = Callable[[Scene, Phase, Random], float | None]


def killed(scene: Scene, phase: Phase, draw: Random) -> float | None:
    """The machine takes the process away: SIGKILL."""
    return _struck(scene, phase, draw, lambda process: process.kill(), {-signal.SIGKILL})


def stopped(scene: Scene, phase: Phase, draw: Random) -> float | None:
    """The service is stopped: SIGTERM."""
    return _struck(scene, phase, draw, lambda process: process.terminate(), _GOOD | _STOPPED)


def connections_cut(scene: Scene, phase: Phase, draw: Random) -> float | None:
    """The network to the database breaks."""
    return _struck(scene, phase, draw, lambda _: scene.place.cut(scene.number), _GOOD)


def database_crashed(scene: Scene, phase: Phase, draw: Random) -> float | None:
    """The database's server dies, and is started again."""
    return _struck(scene, phase, draw, lambda _: scene.place.crash(), _GOOD)


def disk_filled(scene: Scene, phase: Phase, draw: Random) -> float | None:
    """No room is left on the disk, from some moment on."""
    assert scene.disk is not None
    disk, made = scene.disk, []
    leave = draw.choice((0, 4_096, 100_000, 1_000_000))
    try:
        return _struck(scene, phase, draw, lambda _: made.append(fill(disk, leave)), _GOOD)
    finally:
        for ballast in made:
            ballast.unlink()


def disk_read_only(scene: Scene, phase: Phase, draw: Random) -> float | None:  # noqa: ARG001
    """The disk has been mounted for reading only, as after an error."""
    assert scene.disk is not None
    read_only(scene.disk, yes=True)
    try:
        _end(scene.home.start(*phase.command), _GOOD)
    finally:
        read_only(scene.disk, yes=False)
    return 0.0


def site_broken(scene: Scene, phase: Phase, draw: Random) -> float | None:
    """The source's site answers nonsense, or nothing."""
    name = draw.choice(sorted(SITE_FAULTS.keys() - _SLOW))
    scene.sites.spoil(GRANTS, SITE_FAULTS[name])
    try:
        _end(scene.home.start(*phase.command), _GOOD)
    finally:
        scene.sites.restore(GRANTS)
    return 0.0


def mail_refused(scene: Scene, phase: Phase, draw: Random) -> float | None:
    """The mail server refuses some for now, and drops connections."""
    for address in draw.sample(scene.readers, min(REFUSED_AT_ONCE, len(scene.readers))):
        scene.server.faults[address] = [draw.choice(_REFUSALS)]
    _end(scene.home.start(*phase.command), _GOOD)
    scene.server.faults.clear()
    return 0.0


def clock_jumped(scene: Scene, phase: Phase, draw: Random) -> float | None:
    """The clock is wrong while the command runs. Mail is not written by a wrong clock here."""
    jump = draw.choice(_FAR_JUMPS if phase.name == "match" else _JUMPS)
    wrong = scene.home.at(scene.home.settings.moment() + jump)
    _end(wrong.start(*phase.command), _GOOD)
    return 0.0


def _struck(
    scene: Scene,
    phase: Phase,
    draw: Random,
    strike: Callable[["subprocess.Popen[bytes]"], object],
    good: frozenset[int] | set[int],
) -> float | None:
    """Start a command, and strike at a random moment of the time that it takes undisturbed."""
    began = time.monotonic()
    process = scene.home.start(*phase.command)
    try:
        process.wait(draw.uniform(0, scene.paces[phase.name]))
    except subprocess.TimeoutExpired:
        after_s = time.monotonic() - began
        strike(process)
        _end(process, good | {0})
        # One that must not end well but did had ended by itself just before it was struck.
        return None if process.returncode == 0 and 0 not in good else after_s
    _end(process, _GOOD)
    return None


def _end(process: "subprocess.Popen[bytes]", good: frozenset[int] | set[int]) -> None:
    """Wait for a command's end, and hold it to what it may return and say."""
    _, said = process.communicate(timeout=_ENDS_S)
    assert process.returncode in good, f"{process.args!r} ended with {process.returncode}: {said!r}"
    assert b"Traceback" not in said, said.decode()
