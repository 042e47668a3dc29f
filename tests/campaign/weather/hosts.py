"""Two web hosts on one store, one of which is always dying: no decision may be lost or doubled."""

import re
import secrets
import shutil
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from random import Random
from subprocess import Popen

import httpx

from matcher.mail.links import load_secret
from matcher.store import load_calls, load_decisions
from matcher.store.accounts import add_account
from matcher.store.sessions import open_session
from matcher.web.cookies import SESSION
from models.account import Account, Role
from tests.campaign.home import Home
from tests.campaign.models import Model
from tests.campaign.sites import publishing
from tests.campaign.texts import make_grants
from tests.campaign.weather.places import Place
from tests.campaign.weather.rounds import COLLECT, MATCH, MONDAY

_PATIENCE_S = 90.0  # for a host to come back, and for a decision to be taken
_MOST_DELAY_S = 0.4
_REST_S = 2.0  # when a host says that it was too much at once
_HIDDEN = re.compile(r'name="(csrf|seen)" value="([\w-]*)"')


@dataclass
class Host:
    """A process that serves the site, and can be killed and started again."""

    home: Home
    port: int
    process: "Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the process, and wait until it answers."""
        self.process = self.home.start("serve", "--port", str(self.port))
        began = time.monotonic()
        while time.monotonic() - began < _PATIENCE_S:
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.address}/up", timeout=5).status_code == httpx.codes.OK:
                    return
            assert self.process.poll() is None, "a host does not start"
            time.sleep(0.1)
        raise AssertionError("a host does not answer")

    def kill(self) -> None:
        """SIGKILL."""
        assert self.process is not None
        self.process.kill()
        self.process.communicate()


@dataclass
class Taken:
    """What became of the decisions that were sent."""

    acknowledged: list[str] = field(default_factory=list)  # by their reasons
    unsaid: list[str] = field(default_factory=list)  # stored by a host that died before saying so
    turns: int = 0  # to the other host, as one did not answer


def run_hosts(folder: Path, place: Place, *, kills: int, model: Model, seed: int = 8) -> str:
    """Kill one of two hosts so many times while decisions are made; return the figures.

    AssertionError where a decision that was acknowledged is not stored just once, and where
    neither host takes one.
    """
    draw = Random(seed)
    with _hosts(folder, place, model) as hosts:
        keys, token = _prepare(hosts[0].home)
        taken = Taken()
        numbers = iter(range(1_000_000))
        with httpx.Client(cookies={SESSION: token}, timeout=30) as client:
            for victim in (draw.choice(hosts) for _ in range(kills)):
                dying = threading.Thread(target=_die, args=(victim, draw.random()))
                dying.start()
                while dying.is_alive():
                    number = next(numbers)
                    _decide(client, hosts, keys[number % len(keys)], f"reason {number}", taken)
                dying.join()
        _check(hosts[0].home, taken)
    return (
        f"{place.name}: {kills} kills of one of two web hosts, {len(taken.acknowledged)} decisions"
        f" acknowledged, {len(taken.unsaid)} stored by a host that died before it said so,"
        f" {taken.turns} turns to the other host"
    )


@contextmanager
def _hosts(folder: Path, place: Place, model: Model) -> Iterator[list[Host]]:
    """Start two hosts with homes of their own, one secret and one store."""
    with publishing() as sites:
        sites.publish(make_grants(12, MONDAY))
        first = folder / "host-0"
        settings = {**sites.environment(), **model.put_into(first), **place.settings("hosts")}
        load_secret(first)
        shared = {"BID_MATCHER_DATABASE": f"sqlite:///{first / 'bid-matcher.db'}", **settings}
        home = Home(first, shared).at(MONDAY)
        home.run(*COLLECT.command)
        home.run(*MATCH.command)
        shutil.copytree(first, folder / "host-1", ignore=shutil.ignore_patterns("*.db*"))
        homes = (home, Home(folder / "host-1", shared).at(MONDAY))
        hosts = [Host(each, _free_port()) for each in homes]
        try:
            for host in hosts:
                host.start()
            yield hosts
        finally:
            for host in hosts:
                host.kill()


def _prepare(home: Home) -> tuple[list[str], str]:
    """Return the keys of the calls, and what the browser of a leader who has signed in shows."""
    token = secrets.token_urlsafe(32)
    leader = Account(
        city="leeds", address="leader@example.org", role=Role.LEADER, created_at=MONDAY
    )
    with home.store() as engine:
        open_session(engine, add_account(engine, leader), token, MONDAY)
        return [each.call.key for each in load_calls(engine)], token


def _die(victim: Host, share: float) -> None:
    time.sleep(share * _MOST_DELAY_S)
    victim.kill()
    victim.start()


def _decide(
    client: httpx.Client, hosts: Sequence[Host], key: str, reason: str, taken: Taken
) -> None:
    """Send a decision to one host, or to the other, until one says that it is stored."""
    began = time.monotonic()
    for host in cycle(hosts):
        assert time.monotonic() - began < _PATIENCE_S, "no host takes a decision"
        try:
            form = client.get(f"{host.address}/decide", params={"call": key})
            assert form.status_code == httpx.codes.OK, form.text
            if reason in form.text:
                taken.unsaid.append(reason)
                return
            fields = {"call": key, "verdict": "watch", "reason": reason, "owner": "Office"}
            fields |= dict(_HIDDEN.findall(form.text))
            answer = client.post(f"{host.address}/decide", data=fields)
        except httpx.TransportError:
            taken.turns += 1
            continue
        if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
            time.sleep(_REST_S)
            continue
        assert answer.status_code == httpx.codes.SEE_OTHER, answer.text
        taken.acknowledged.append(reason)
        return


def _check(home: Home, taken: Taken) -> None:
    with home.store() as engine:
        stored = Counter(each.reason for each in load_decisions(engine, "leeds"))
    assert stored.keys() == {*taken.acknowledged, *taken.unsaid}, "a decision is lost"
    assert set(stored.values()) <= {1}, "a decision is stored twice"


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port
